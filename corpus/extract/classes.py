"""Classes of people (分类对象): 「特困人员、孤儿为一类对象」 says whom 一类对象 means."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.extract.layout import Page
from corpus.extract.lexicon import pattern_source, pattern_sources
from corpus.extract.people import parse_group
from corpus.model import Citation, Group, GroupMember, PolicyValue


def name_classes(page: Page, values: list[PolicyValue]) -> list[PolicyValue]:
    """Return the values with the members of the classes that their groups name.

    The words of the group stay as they are; ``definitions`` cites the list of every class.
    """
    known = dict(_definitions(page))
    if not known:
        return values
    return [v.model_copy(update={"group": _named(v.group, known)}) for v in values]


def listed_members(quote: str) -> tuple[GroupMember, ...]:
    """Return the groups that a definition lists."""
    return parse_group(quote).members


def _definitions(page: Page) -> Iterator[tuple[str, Citation]]:
    """Yield each class (一类) with the characters that list its people."""
    name = pattern_source("people_class_pattern")
    for clause in page.notice.clauses:
        for source in pattern_sources("people_class_patterns"):
            pattern = re.compile(source.replace("{name}", f"(?P<core>{name})"))
            for match in pattern.finditer(page.work, clause.start, clause.end):
                if listed_members(page.text(match.span("list"))):
                    yield _core(match["core"]), page.cite(match.span("list"), clause)


def _core(name: str) -> str:
    return name.removeprefix("第")[:2]


def _named(group: Group | None, known: dict[str, Citation]) -> Group | None:
    if group is None or not re.search(pattern_source("people_class_pattern"), group.text):
        return group
    # 一类、二类对象: the noun of the last is said of all.
    cores = re.findall(r"[一二三四五六]类", group.text)
    cited = tuple(known[c] for c in dict.fromkeys(cores) if c in known)
    members = tuple(m for c in cited for m in listed_members(c.quote))
    added = tuple(m for m in dict.fromkeys(members) if m not in group.members)
    return group.model_copy(update={"members": (*group.members, *added), "definitions": cited})
