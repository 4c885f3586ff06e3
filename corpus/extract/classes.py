"""Classes of people (分类对象): 「特困人员、孤儿为一类对象」 says whom 一类对象 means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from corpus.extract.layout import Page
from corpus.extract.lexicon import pattern_source, pattern_sources
from corpus.extract.people import parse_group, points_above
from corpus.model import Citation, Group, GroupMember, PolicyValue


def name_classes(page: Page, values: list[PolicyValue]) -> list[PolicyValue]:
    """Return the values with the members of the classes that their groups name.

    The words of the group stay as they are; ``definitions`` cites the list of every class.
    """
    known = dict(_definitions(page))
    if not known:
        return values
    return [v.model_copy(update={"group": _named(v.group, known)}) for v in values]


def defined_members(
    members: Iterable[GroupMember], quotes: Iterable[str]
) -> tuple[GroupMember, ...]:
    """Return the members of a group with its classes replaced by the people they stand for."""
    own = [m for m in members if not re.search(pattern_source("people_class_pattern"), m.name)]
    listed = (m for quote in quotes for m in parse_group(quote).members)
    return tuple(dict.fromkeys((*own, *listed)))


def _definitions(page: Page) -> Iterator[tuple[str, Citation]]:
    """Yield each class (一类) with the characters that list its people."""
    name = pattern_source("people_class_pattern")
    for clause in page.notice.clauses:
        for source in pattern_sources("people_class_patterns"):
            pattern = re.compile(source.replace("{name}", f"(?P<core>{name})"))
            for match in pattern.finditer(page.work, clause.start, clause.end):
                if parse_group(match["list"]).members:
                    yield _core(match["core"]), page.cite(match.span("list"), clause)


def _core(name: str) -> str:
    return name.removeprefix("第")[:2]


def _named(group: Group | None, known: dict[str, Citation]) -> Group | None:
    if group is None or not re.search(pattern_source("people_class_pattern"), group.text):
        return group
    if points_above(group.text):
        return group  # 以上三类人员 are no third class
    # 一类、二类对象: the noun of the last is said of all.
    cores = re.findall(r"[一二三四五六]类", group.text)
    cited = tuple(known[c] for c in dict.fromkeys(cores) if c in known)
    if not cited:
        return group
    members = defined_members(group.members, (c.quote for c in cited))
    return group.model_copy(update={"members": members, "definitions": cited})
