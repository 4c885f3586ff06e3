"""The words by which notices are recognised (识别用词), loaded once from the data file."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

_DATA = Path(__file__).parent.parent / "lexicon" / "issuers.yaml"
NUMERAL = "[一二三四五六七八九十百零〇]"


class Patterns:
    """Compiled patterns of issuers, titles, footers and numbering."""

    def __init__(self, words: dict[str, Any]) -> None:
        suffix = "|".join(sorted(words["org_suffixes"], key=len, reverse=True))
        nouns = "|".join(sorted(words["title_nouns"], key=len, reverse=True))
        self.words = words
        self.org = re.compile(rf"[一-鿿（）]{{1,28}}(?:{suffix})")
        self.org_end = re.compile(rf"[一-鿿]{{2,}}(?:{suffix})$")
        self.org_start = re.compile(rf"[一-鿿]{{1,20}}?(?:{suffix})")
        self.title_end = re.compile(rf"(?:{nouns})(?:{words['title_remark']})*$")
        self.title_open = re.compile("|".join(words["title_openers"]))
        self.footer = re.compile("|".join(words["footers"]))
        self.residue = re.compile("|".join(words["print_residue"]))
        self.closing = re.compile(f"(?:{'|'.join(words['closings'])})[。！]?")
        self.national = re.compile("|".join(words["national"]))
        self.heads: dict[str, str] = words["head_offices"]
        labels = [label for group in words["meta_labels"].values() for label in group]
        stated = "|".join(sorted(labels, key=len, reverse=True))
        self.label = re.compile(rf"[【〔]?({stated})(?:[：:]|[】〕][：:]?)")
        self.meta = {
            _bare(label): key for key, labels in words["meta_labels"].items() for label in labels
        }


def _bare(label: str) -> str:
    return re.sub(r"\s", "", label)


@lru_cache(maxsize=1)
def patterns() -> Patterns:
    """Return the shared patterns, built on first use."""
    with _DATA.open(encoding="utf-8") as file:
        return Patterns(yaml.load(file, Loader=yaml.CSafeLoader))
