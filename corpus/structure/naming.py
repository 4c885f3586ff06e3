"""Documents as a text names them (文件的指称): by title, by number, or by both."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from corpus.structure import lines
from corpus.structure.relation_words import relation_words

QUOTED = re.compile("“[^“”]*”")
_MASK = "□"
_TITLE = r"《(?P<title>[^《》]*(?:《[^《》]*》[^《》]*)*)》"
_NUMBER = lines.DOC_NUMBER.pattern
_NAMED = re.compile(
    rf"{_TITLE}\s*(?:（(?:以下[^（）]{{0,4}}称[^（）]{{1,20}}）（)?(?P<no>{_NUMBER})[^）]{{0,20}}）)?"
    rf"|（(?P<inside>{_NUMBER})[^）]{{0,12}}）"
    rf"|(?P<bare>{_NUMBER})"
    r"|(?<=号[、和及])(?:第)?(?P<short>\d{1,4})号"
)
_ALIAS = re.compile(r"(?:以下简称|以下称|简称)[《“](?P<alias>[^》”]{1,20})[》”]")
_LISTED = re.compile(r"[^\n。；｜]*$")
_MARKED = re.compile(r"^[\s\d一二三四五六七八九十（）().．、｜]+")


class Named(NamedTuple):
    """A document named at ``[start, end)`` of a text."""

    title: str | None
    number: str | None
    start: int
    end: int


def masked(text: str) -> str:
    """The text with what stands in quotation marks blanked: new wording names nothing itself."""
    return QUOTED.sub(lambda m: f"“{_MASK * (len(m[0]) - 2)}”", text)


def named_in(text: str, start: int, end: int) -> list[Named]:
    """The documents named in ``text[start:end]``, in order; a short name stands for its document.

    In a list (关于…的通知（…〔2015〕3号）) the title may stand without 《》 before its number.
    """
    aliases = _aliases_in(text)
    quoted = [m.span() for m in QUOTED.finditer(text, start, end)]
    found: list[Named] = []
    for match in _NAMED.finditer(text, start, end):
        inside = any(a <= match.start() < b for a, b in quoted)
        named = None if inside else _named(match, found[-1] if found else None, start)
        if named is not None and not _is_alias_given(text, match):
            found.append(
                aliases.get(named.title or "", named)._replace(start=named.start, end=named.end)
            )
    return found


def _named(match: re.Match[str], before: Named | None, start: int) -> Named | None:
    begin, end = match.span()
    if match["title"] is not None:
        return Named(match["title"].strip(), match["no"], begin, end)
    if match["short"]:
        return _shortened(match, before)
    number = match["bare"] or match["inside"]
    head = relation_words().number_heads.match(number)
    cut = head.end() if head else 0
    title = _untitled(match.string, start, begin) if match["inside"] else None
    if match["inside"] and title is None:
        return None  # a number in brackets behind something else
    begin += cut if match["bare"] else -len(title or "")
    return Named(title, number[cut:], begin, end)


def _shortened(match: re.Match[str], before: Named | None) -> Named | None:
    """12号、15号: the second number has its office and year from the one before."""
    if before is None or before.number is None or before.end + 1 < match.start():
        return None
    number = re.sub(r"\d+号$", f"{match['short']}号", before.number)
    return Named(None, number, *match.span())


def _untitled(text: str, start: int, end: int) -> str | None:
    line = _LISTED.search(text[start:end])
    title = _MARKED.sub("", line[0]).strip() if line else ""
    return title if lines.is_title(title) else None


@lru_cache(maxsize=4)
def _aliases_in(text: str) -> dict[str, Named]:
    """The short names of a whole text: they are looked up for each of its sentences."""
    return dict(_aliases(text))


def _aliases(text: str) -> Iterator[tuple[str, Named]]:
    """Short names with the document each stands for (《…办法》（以下简称《办法》）)."""
    for match in _ALIAS.finditer(text):
        head = text[max(0, match.start() - 200) : match.start()]
        titled = list(re.finditer(rf"{_TITLE}\s*(?:（(?P<no>{_NUMBER}))?", head))
        if titled:
            last = titled[-1]
            number = last["no"] or _number_behind(text, match.end())
            yield match["alias"], Named(last["title"].strip(), number, 0, 0)


def _number_behind(text: str, at: int) -> str | None:
    """A number in the bracket after the short name (（以下简称《办法》）（…〔2020〕1号）)."""
    match = re.match(rf"）?（(?P<no>{_NUMBER})）", text[at:])
    return match["no"] if match else None


def _is_alias_given(text: str, match: re.Match[str]) -> bool:
    return bool(relation_words().shortened.search(text[max(0, match.start() - 8) : match.start()]))
