"""The characters an answer shows for a value (证据): a readable quote and what lies outside."""

from __future__ import annotations

import re

from assistant.answer.context import Context, Draft
from assistant.answer.located import OUTSIDE
from assistant.answer.wording import cell_words, is_general
from corpus.library import Library
from corpus.model import Citation, DatePoint, PolicyValue

SEGMENT_END = re.compile(r"[，,。；;：:\n]")
ITEM_MARK = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2}){1,2}(?=\s*[一-龥])(?!\s*[万亿元倍个年月日天周岁级])|\d{1,2}[.．、]|（[一二三四五六七八九十\d]+）|[一二三四五六七八九十]+、)"
)
FARTHEST = 60
DIGIT = re.compile(r"\d")


def evidence(value: PolicyValue, library: Library) -> list[Citation]:
    """Citations of a value: its own passage first, then the parts that stand elsewhere."""
    parts = parts_of(value)
    main = passage(value, library, parts)
    outside = [c for c in (*parts, *_issue_day(value, library)) if not _inside(c, main)]
    rest = [in_phrase(c, library) for c in outside]
    unique: list[Citation] = []
    for citation in [main, *rest]:
        if not any(_inside(citation, known) for known in unique):
            unique.append(citation)
    return unique


def rest_on(draft: Draft, context: Context, value: PolicyValue) -> list[Citation]:
    """Let a draft rest on a value: its evidence is cited, and its table cell counts as read."""
    cited = evidence(value, context.library)
    draft.cite(*cited)
    if value not in draft.rested:
        draft.rested.append(value)
    cell = cell_words(value)
    if cell and cell not in draft.cells:
        draft.cells.append(cell)
    return cited


def _issue_day(value: PolicyValue, library: Library) -> list[Citation]:
    """「自印发之日起」 is the document's own day: the characters of that day are shown as well."""
    issued = library.entries[value.notice].notice.issued_on
    if not isinstance(value.value, DatePoint) or DIGIT.search(value.citations.value.quote):
        return []
    words = f"{issued.year}年{issued.month}月{issued.day}日" if issued else ""
    start = library.text(value.notice).rfind(words) if words else -1
    if start < 0:
        return []
    place = f"{value.notice}#{OUTSIDE}"
    end = start + len(words)
    return [Citation(notice=value.notice, clause=place, start=start, end=end, quote=words)]


def parts_of(value: PolicyValue) -> list[Citation]:
    """Every citation of a value, the figure first."""
    own = value.citations
    parts = [own.value, own.label, own.unit, own.bound]
    parts += [value.group.citation, *value.group.definitions] if value.group else []
    parts += [value.delta.citation if value.delta else None]
    parts += [c.citation for c in value.conditions if not is_general(c)]
    return [p for p in [*parts, *own.time] if p is not None]


def in_phrase(part: Citation, library: Library) -> Citation:
    """A bare 「2025年」 reads better in the phrase it stands in."""
    try:
        clause = library.clause(part.clause)
    except KeyError:
        return part
    if not clause.start <= part.start < clause.end:  # the title's own characters
        return part.model_copy(update={"clause": f"{part.notice}#{OUTSIDE}"})
    text = library.text(part.notice)
    start = _phrase_start(text, part.start, _after_mark(text, clause.start, part.start))
    end = _phrase_end(text, part.end, clause.end)
    return part.model_copy(update={"start": start, "end": end, "quote": text[start:end]})


def passage(value: PolicyValue, library: Library, parts: list[Citation]) -> Citation:
    """The shortest run of whole phrases that holds the figure and its near parts."""
    figure = value.citations.value
    dated = set(value.citations.time)
    near = [p for p in parts if p.clause == figure.clause and _close(p, figure) and p not in dated]
    start, end = min(p.start for p in near), max(p.end for p in near)
    clause = library.clause(value.clause)
    text = library.text(value.notice)
    start = _phrase_start(text, start, _after_mark(text, clause.start, start))
    end = _phrase_end(text, end, clause.end)
    return Citation(
        notice=value.notice, clause=value.clause, start=start, end=end, quote=text[start:end]
    )


def _after_mark(text: str, start: int, limit: int) -> int:
    """Behind the clause's own number: 「3.70周岁以上」 is item 3 and seventy years, not 3.70."""
    mark = ITEM_MARK.match(text, start)
    return mark.end() if mark and mark.end() <= limit else start


def _close(part: Citation, figure: Citation) -> bool:
    gap = max(figure.start - part.end, part.start - figure.end)
    return gap <= FARTHEST and "\n" not in part.quote


def _phrase_start(text: str, start: int, low: int) -> int:
    found = [m.end() for m in SEGMENT_END.finditer(text, low, start)]
    return found[-1] if found else low


def _phrase_end(text: str, end: int, high: int) -> int:
    match = SEGMENT_END.search(text, end, high)
    return match.start() if match else high


def _inside(inner: Citation, outer: Citation) -> bool:
    same = inner.notice == outer.notice
    return same and outer.start <= inner.start and inner.end <= outer.end
