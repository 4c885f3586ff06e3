"""Strict scoring (评分) of one answer, as the JSON of the outside interface, against one case."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from corpus.model import Frozen
from eval.cases import Case, ExpectedValue
from eval.numbers import asked_years, count_figures, read_numbers, ungrounded

HOTLINES = ("12345", "12393")
AnswerDict = Mapping[str, Any]


class Fault(Frozen):
    """One thing wrong with an answer: its ``kind`` (状态、数值、引文 …) and what was seen."""

    kind: str
    seen: str


class Score(Frozen):
    """The result of one case; it passed when nothing is wrong."""

    faults: tuple[Fault, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether the answer is right in every respect."""
        return not self.faults

    def has(self, kind: str) -> bool:
        """Whether a fault of this kind was found."""
        return any(fault.kind == kind for fault in self.faults)


def score(case: Case, answer: AnswerDict) -> Score:
    """Compare an answer with what is expected; every check runs, all faults are listed."""
    return Score(faults=tuple(fault for check in CHECKS for fault in check(case, answer)))


def _status(case: Case, answer: AnswerDict) -> Iterator[Fault]:
    if answer["status"] not in case.expect.status:
        yield Fault(kind="status", seen=f"{answer['status']}（{answer.get('reason')}）")


def _reason(case: Case, answer: AnswerDict) -> Iterator[Fault]:
    wanted = case.expect.reason
    reason = answer.get("reason")
    if reason is None and answer["status"] == "answered":
        return  # a reason is optional beside a real answer
    if wanted and not str(reason or "").startswith(wanted):
        yield Fault(kind="reason", seen=str(reason))


def _values(case: Case, answer: AnswerDict) -> Iterator[Fault]:
    for wanted in case.expect.values:
        if not _given(wanted, answer):
            given = "、".join(
                f"{v['value']}{v.get('unit', '')}[{v.get('bound')}]" for v in answer["values"]
            )
            yield Fault(kind="value", seen=f"要{_describe(wanted)}，给出的是{given or '（没有）'}")
        elif not _says(answer["text"], wanted.value):
            yield Fault(kind="value", seen=f"正文里没有{wanted.value}")


def _given(wanted: ExpectedValue, answer: AnswerDict) -> bool:
    found = any(_same_value(wanted, got) for got in answer["values"])
    if not found and wanted.computed:
        found = any(_says(step["text"], wanted.value) for step in answer["steps"])
    return found


def value_given(wanted: ExpectedValue, answer: AnswerDict) -> bool:
    """Whether a wanted figure is among the values (or steps) and is said in the text."""
    return _given(wanted, answer) and _says(answer["text"], wanted.value)


def _describe(wanted: ExpectedValue) -> str:
    return f"{wanted.value}{wanted.unit or ''}[{wanted.bound or '任意'}]"


def _same_value(wanted: ExpectedValue, got: Mapping[str, Any]) -> bool:
    return (
        _same_figure(wanted.value, str(got.get("value")))
        # A system that states no unit apart (unit null) is not asked for one.
        and (wanted.unit is None or got.get("unit", "") in (None, wanted.unit))
        and (wanted.bound is None or wanted.bound == got.get("bound"))
        and (not wanted.group_any or any(w in str(got.get("group")) for w in wanted.group_any))
    )


def _same_figure(wanted: str, got: str) -> bool:
    try:
        return Decimal(wanted) == Decimal(got)
    except InvalidOperation:
        dates = read_numbers(wanted).dates
        return bool(dates) and dates == read_numbers(got).dates


def _says(text: str, figure: str) -> bool:
    numbers = read_numbers(text)
    try:
        return Decimal(figure) in numbers.plain | numbers.percents
    except InvalidOperation:
        return all(numbers.has_date(parts) for parts in read_numbers(figure).dates)


def _words(case: Case, answer: AnswerDict) -> Iterator[Fault]:
    text = squeeze(answer["text"])
    for wanted in case.expect.must:
        if not any(contains(text, word) for word in wanted.split("|")):
            yield Fault(kind="must", seen=f"缺“{wanted}”")
    for unwanted in case.expect.must_not:
        if any(contains(text, word) for word in unwanted.split("|")):
            yield Fault(kind="must_not", seen=f"不该有“{unwanted}”")


def squeeze(text: str) -> str:
    """Text without blanks and with one form of the percent sign, for comparing words."""
    return re.sub(r"\s+", "", text).replace("％", "%")


def contains(text: str, word: str) -> bool:
    """Whether the word stands in the text; a figure must not be a part of a longer figure."""
    pattern = re.escape(squeeze(word))
    if word[:1].isdigit():
        pattern = r"(?<![\d.])" + pattern
    if word[-1:].isdigit():
        pattern += r"(?!\.?\d)"
    return re.search(pattern, text) is not None


def _citations(case: Case, answer: AnswerDict) -> Iterator[Fault]:
    cited = [(c["notice"], c.get("title", ""), c["clause"]) for c in answer["citations"]]
    for group in case.expect.citations:
        if not any(ref.covers(*citation) for ref in group for citation in cited):
            wanted = " 或 ".join(str(ref) for ref in group)
            given = "、".join(dict.fromkeys(f"{notice}#{path}" for notice, _, path in cited))
            yield Fault(kind="citation", seen=f"要 {wanted}，引的是 {given or '（没有）'}")


def figures(case: Case, answer: AnswerDict) -> tuple[int, list[str]]:
    """How many figures the text says, and those that nothing carries (没有出处的数字)."""
    text = answer["text"]
    # A passage quoted whole is its own source; the digits of names are no claim.
    for name in (*_quotes(answer), *_names(answer), *_paths(answer)):
        text = text.replace(name, "，")
    text = re.sub(r"(?m)^依据：.*$", "", text)
    loose = ungrounded(text, [*_sources(case, answer), *_cells(answer)], HOTLINES)
    return max(count_figures(text), len(loose)), loose


def _grounded(case: Case, answer: AnswerDict) -> Iterator[Fault]:
    sources = [*_sources(case, answer), *_cells(answer)]
    _, loose = figures(case, answer)
    if loose:
        yield Fault(kind="ungrounded", seen="、".join(loose))
    stated = [str(value["value"]) for value in answer["values"]]
    nowhere = [figure for figure in stated if not _has_source(figure, sources)]
    if nowhere:
        yield Fault(kind="ungrounded", seen="数值 " + "、".join(nowhere))


def _cells(answer: AnswerDict) -> Iterator[str]:
    """Bare table cells with the unit that a quoted heading gives them (年度限额（万元） … 8)."""
    quotes = [str(c.get("quote") or "") for c in answer["citations"]]
    units = {m for q in quotes for m in re.findall(r"[（(](万元|元|%)", q)}
    for quote in quotes:
        for cell in quote.split("｜"):
            if re.fullmatch(r"\s*\d+(?:\.\d+)?\s*", cell):
                yield from (f"{cell.strip()}{unit}" for unit in units)


def _has_source(figure: str, sources: list[str]) -> bool:
    if not re.fullmatch(r"\d+(?:\.\d+)?", figure):
        return True  # dates and periods stand in the text, where they are checked
    # A bare 2025 may be a year or an amount: the unit keeps the two apart.
    readings = (f"{figure}元", f"{figure}年")
    return any(not ungrounded(reading, sources) for reading in readings)


def _paths(answer: AnswerDict) -> list[str]:
    paths = {citation["clause"] for citation in answer["citations"]}
    return sorted((path for path in paths if len(path) > 1), key=len, reverse=True)


def _quotes(answer: AnswerDict) -> list[str]:
    return sorted((f"“{c['quote']}”" for c in answer["citations"]), key=len, reverse=True)


def _names(answer: AnswerDict) -> list[str]:
    names = {c.get(key) or "" for c in answer["citations"] for key in ("notice", "title")}
    return sorted((name for name in names if name), key=len, reverse=True)


def _sources(case: Case, answer: AnswerDict) -> Iterator[str]:
    yield from (citation["quote"] for citation in answer["citations"])
    yield from _names(answer)
    yield from (step["text"] for step in answer["steps"])
    yield from case.turns
    yield from asked_years(case.turns, case.as_of.year)
    yield case.as_of.isoformat()


CHECKS: tuple[Callable[[Case, AnswerDict], Iterator[Fault]], ...] = (
    _status,
    _reason,
    _values,
    _words,
    _citations,
    _grounded,
)
