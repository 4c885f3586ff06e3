"""Classes of diseases (病种分类): 「Ⅰ类病种：恶性肿瘤、透析」 says which diseases Ⅰ类病种 are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from corpus.extract.lexicon import pattern_source, pattern_sources, word_sets
from corpus.model import Citation, Clause, ClauseKind, Frozen, NoticeText

_LONGEST_LIST = 1200


class Member(Frozen):
    """One disease of a class in the notice's words, and the characters that put it there."""

    text: str
    cited: tuple[Citation, ...]


class ItemClass(Frozen):
    """One class: its name, what its name comes down to, and its members."""

    name: str
    core: str
    members: tuple[Member, ...]


def item_classes(document: NoticeText) -> tuple[ItemClass, ...]:
    """The classes into which a notice sorts diseases, in reading order."""
    found = [c for clause in document.clauses for c in _in_clause(clause)]
    return (*found, *_below_headings(document))


def cores_in(text: str) -> frozenset[str]:
    """The classes that words name, each in one way of writing (Ⅰ类病种 and 第一类 are 一类)."""
    return frozenset(_core(m.group()) for m in _name().finditer(text))


def without_class(text: str) -> str:
    """What words name beside a class (高血压Ⅲ期 of Ⅱ类病种); all where nothing is left."""
    return _name().sub("", text).strip("，、 ") or text


def _in_clause(clause: Clause) -> Iterator[ItemClass]:
    """The classes whose members a sentence lists."""
    for pattern in _patterns("item_class_patterns"):
        for match in pattern.finditer(clause.text):
            if "、" in match["list"] and len(match["list"]) <= _LONGEST_LIST:
                cited = (_cite(clause, *match.span()),)
                listed = re.split("[、和及与]", match["list"])
                yield _class(match["name"], [Member(text=m, cited=cited) for m in listed])


def _below_headings(document: NoticeText) -> Iterator[ItemClass]:
    """The classes whose members stand one by one below a heading （一）一类病种."""
    headings = [c for c in document.clauses if c.kind is ClauseKind.HEADING]
    for heading in headings:
        match = _first(_patterns("item_class_heading_patterns"), heading.text)
        if match is None:
            continue
        title = _cite(heading, *match.span("name"))
        below = [c for c in document.clauses if c.headings == (*heading.headings, heading.text)]
        members = [m for c in below if (m := _member(c, title)) is not None]
        if members:
            yield _class(match["name"], members)


def _member(clause: Clause, title: Citation) -> Member | None:
    match = _first(_patterns("item_class_member_patterns"), clause.text)
    if match is None:
        return None
    return Member(text=match["member"], cited=(title, _cite(clause, *match.span("member"))))


def _class(name: str, members: list[Member]) -> ItemClass:
    return ItemClass(name=name, core=_core(name), members=tuple(members))


def _first(patterns: tuple[re.Pattern[str], ...], text: str) -> re.Match[str] | None:
    return next((m for p in patterns if (m := p.fullmatch(text))), None)


def _cite(clause: Clause, start: int, end: int) -> Citation:
    return Citation(
        notice=clause.notice,
        clause=clause.id,
        start=clause.start + start,
        end=clause.start + end,
        quote=clause.text[start:end],
    )


def _core(name: str) -> str:
    bare = name.removeprefix("第")
    bare = bare[: bare.find("类") + 1] or bare
    return next((same[0] for same in word_sets("item_class_cores") if bare in same), bare)


@cache
def _name() -> re.Pattern[str]:
    return re.compile(pattern_source("item_class_name_pattern"))


@cache
def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    inner = pattern_source("item_class_name_pattern")
    return tuple(re.compile(p.replace("{name}", inner)) for p in pattern_sources(name))
