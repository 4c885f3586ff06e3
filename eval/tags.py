"""The taxonomy of tags (问题分类) of the shipped sets: ``eval/sets/tags.yaml`` and its check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import Field, ValidationError

from corpus.model import Frozen
from eval.cases import Case, CaseSet
from eval.errors import BadSet
from eval.rows import listed
from eval.scoring import TECHNICAL
from eval.suite import SETS, shipped_sets

TAGS = SETS / "tags.yaml"


class Taxonomy(Frozen):
    """Every tag with its Chinese meaning, in three families."""

    topic: Mapping[str, str] = Field(min_length=1)
    form: Mapping[str, str] = Field(min_length=1)
    kind: Mapping[str, str] = Field(min_length=1)

    @property
    def names(self) -> frozenset[str]:
        """All tags."""
        return frozenset(self.meanings)

    @property
    def meanings(self) -> Mapping[str, str]:
        """Every tag with its Chinese meaning."""
        return {**self.topic, **self.form, **self.kind}


@lru_cache(maxsize=4)
def taxonomy(path: Path = TAGS) -> Taxonomy:
    """Read the tags; ``BadSet`` says what is wrong with the file."""
    try:
        return Taxonomy.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise BadSet(f"{path.name} 读不懂：{error}") from error


def is_shipped(cases: CaseSet) -> bool:
    """Whether the set is one that ships with the product (随产品的问题集)."""
    return cases.path.resolve().parent == SETS.resolve() and cases.name in shipped_sets()


def check_tags(cases: CaseSet) -> None:
    """``BadSet`` with every fault in the tags of a shipped set; other sets may have their own."""
    if not is_shipped(cases):
        return
    faults = [fault for case in cases.cases for fault in tag_faults(case)]
    if faults:
        raise BadSet(listed(faults))


def tag_faults(case: Case) -> Iterator[str]:
    """One Chinese line for each fault in the tags of a case."""
    known, form = taxonomy(), "multi_turn" if len(case.turns) > 1 else "single"
    plain = {tag for tag in case.tags if TECHNICAL not in tag}
    if unknown := sorted(plain - known.names):
        yield f"{case.id} 的标签 {'、'.join(unknown)} 不在 {TAGS.name} 里。"
    if not plain & set(known.topic):
        yield f"{case.id} 没有主题标签。"
    if plain & {"single", "multi_turn"} != {form}:
        yield f"{case.id} 有 {len(case.turns)} 句，标签应是 {form}。"
