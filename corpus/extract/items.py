"""Classes of diseases (病种分类): 「Ⅰ类病种：恶性肿瘤、透析」 says which diseases Ⅰ类病种 are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from corpus.extract.lexicon import pattern_source, pattern_sources, word_sets
from corpus.model import Citation, Clause, Frozen, NoticeText

_LONGEST_LIST = 1200


class ItemClass(Frozen):
    """One class: its name, what its name comes down to, its members, and where they are listed."""

    name: str
    core: str
    members: tuple[str, ...]
    listed: Citation


def item_classes(document: NoticeText) -> tuple[ItemClass, ...]:
    """The classes into which a notice sorts diseases, in reading order."""
    return tuple(c for clause in document.clauses for c in _in_clause(clause))


def cores_in(text: str) -> frozenset[str]:
    """The classes that words name, each in one way of writing (Ⅰ类病种 and 第一类 are 一类)."""
    return frozenset(_core(m.group()) for m in _name().finditer(text))


def _in_clause(clause: Clause) -> Iterator[ItemClass]:
    for pattern in _patterns():
        for match in pattern.finditer(clause.text):
            if "、" in match["list"] and len(match["list"]) <= _LONGEST_LIST:
                yield ItemClass(
                    name=match["name"],
                    core=_core(match["name"]),
                    members=tuple(re.split("[、和及与]", match["list"])),
                    listed=_cite(clause, match),
                )


def _cite(clause: Clause, match: re.Match[str]) -> Citation:
    return Citation(
        notice=clause.notice,
        clause=clause.id,
        start=clause.start + match.start(),
        end=clause.start + match.end(),
        quote=match.group(),
    )


def _core(name: str) -> str:
    bare = name.removeprefix("第")
    bare = bare[: bare.index("类") + 1]
    return next((same[0] for same in word_sets("item_class_cores") if bare in same), bare)


@cache
def _name() -> re.Pattern[str]:
    return re.compile(pattern_source("item_class_name_pattern"))


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    name = pattern_source("item_class_name_pattern")
    return tuple(
        re.compile(p.replace("{name}", name)) for p in pattern_sources("item_class_patterns")
    )
