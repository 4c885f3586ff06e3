"""An answer in English (英文作答): told from what a draft holds, not by translating its prose.

Every value of the draft becomes a line of place, year, subject and figure; fixed texts are said by
their English twins; the clauses are quoted in Chinese. So a rule whose own lines have no English
form is answered in English as well. The figures pass the same check as Chinese ones.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from assistant.answer.context import Context, Draft
from assistant.answer.english_figures import computed, figure, money
from assistant.answer.english_subjects import label, named_place, names, place, subject, whom
from assistant.answer.english_texts import english_texts, own, rewritten
from assistant.answer.evidence import evidence
from assistant.answer.finish import assembled, finish, ungrounded
from assistant.answer.texts import Said
from assistant.answer.wording import said_value, year_words
from assistant.model import Answer, AnswerValue, Status, Step
from corpus.model import Delta, PolicyValue, ValueKind

CHINESE_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
PLACES, LISTS = ("place", "level", "places"), ("group", "words", "scheme")
DAYS, YEARS = ("date", "day", "paid", "born", "first", "last"), ("year", "known")
LENGTH, AMOUNT_AND_UNIT = "length", re.compile(r"([\d.]+)(\D+)")
YEAR = re.compile(r"(\d{4})年度?$")
LONGEST_QUOTE = 160
CJK = re.compile(r"[\u4e00-\u9fff]")


def finish_english(draft: Draft, context: Context, fixed: bool = False) -> Answer:
    """The English answer of a draft; ``UngroundedAnswer`` as for Chinese ones.

    ``fixed``: the draft holds fixed texts alone, which need no check. Where the English figures
    cannot all be traced, the clauses speak for themselves.
    """
    chinese = assembled(draft, context) if fixed else finish(draft, context)
    for text in (_text, _quoting):
        answer = _in_english(draft, context, chinese, text)
        if fixed or not ungrounded(_checkable(answer, chinese), context, draft.cells):
            return answer
    return _in_english(draft, context, chinese, _bare)


def _in_english(
    draft: Draft, context: Context, chinese: Answer, text: Callable[[Draft, Context, Answer], str]
) -> Answer:
    rules = english_texts().steps
    steps = tuple(Step(text=rewritten(s.text, rules), citations=s.citations) for s in chinese.steps)
    asked = tuple(_follow_up(f, context) for f in draft.follow_ups[:3])
    update = {"text": text(draft, context, chinese), "steps": steps, "follow_ups": asked}
    return chinese.model_copy(update=update)


def _checkable(answer: Answer, chinese: Answer) -> Answer:
    """The answer with its English figures written as the notices write them (CNY 410: 410元)."""
    rules = english_texts().chinese_figures
    asked = tuple(rewritten(f, rules) for f in answer.follow_ups)
    update = {
        "text": rewritten(answer.text, rules),
        "follow_ups": asked,
        "steps": chinese.steps,
    }
    return answer.model_copy(update=update)


def _text(draft: Draft, context: Context, chinese: Answer) -> str:
    lines = [t for line in draft.lines if isinstance(line, Said) and (t := twin(line, context))]
    values = list(dict.fromkeys(value_line(v, draft, context) for v in draft.values))
    unsaid = [line for line in draft.lines if not isinstance(line, Said)]
    lines += values or (_passages(draft) if unsaid else [])
    if unsaid and not values and draft.steps:
        rules = english_texts().steps
        lines.append(
            own("calculation", steps="; ".join(rewritten(s.text, rules) for s in draft.steps))
        )
    return "\n".join([*lines, *_basis(draft, chinese, lines), *_notes(draft, context)])


def _quoting(draft: Draft, context: Context, chinese: Answer) -> str:
    """The passages and the notes without any figure of our own."""
    lines = _passages(draft)
    return "\n".join([*lines, *_basis(draft, chinese, lines), *_notes(draft, context)])


def _bare(draft: Draft, context: Context, chinese: Answer) -> str:
    lines = _passages(draft)
    return "\n".join([*lines, *_basis(draft, chinese, lines)])


def _passages(draft: Draft) -> list[str]:
    return [own("quoted"), *(f"“{c.quote}”" for c in draft.citations)] if draft.citations else []


def _basis(draft: Draft, chinese: Answer, lines: list[str]) -> list[str]:
    """Document and clause, with the Chinese words where the lines do not quote them already."""
    if not draft.citations or draft.status not in (Status.ANSWERED, Status.CLARIFY):
        return []
    above = "\n".join(lines)
    said: dict[str, list[str]] = {}
    for cited in chinese.citations:
        quotes = said.setdefault(f"{cited.notice} {cited.clause}", [])
        if cited.quote and cited.quote not in above and cited.quote not in quotes:
            quotes.append(cited.quote)
    parts = [f"{name}{_quotes(quotes)}" for name, quotes in said.items()]
    return [own("basis", basis="; ".join(parts))]


def _quotes(quotes: list[str]) -> str:
    return " " + ", ".join(f"“{_short(q)}”" for q in quotes) if quotes else ""


def _short(quote: str) -> str:
    half = LONGEST_QUOTE // 2
    return quote if len(quote) <= LONGEST_QUOTE else f"{quote[:half]}……{quote[-half:]}"


def _notes(draft: Draft, context: Context) -> list[str]:
    notes = [_note(n, context) for n in draft.notes]
    return [own("note", note=n) if i == 0 else n for i, n in enumerate(n for n in notes if n)]


def _note(note: str, context: Context) -> str:
    """A caveat in English; one that has no English form is shown in Chinese, never dropped."""
    said = twin(note, context) if isinstance(note, Said) else ""
    return said or own("chinese_note", note=note)


def twin(said: Said, context: Context) -> str:
    """The English twin of a fixed text; empty when there is none."""
    text = english_texts().texts.get(said.name, "")
    return text.format(**{k: _localised(k, v, context) for k, v in said.figures.items()})


def _localised(name: str, value: object, context: Context) -> str:
    """What fills a blank, in English."""
    if isinstance(value, PolicyValue):
        return f"{label(value)} {figure(value)}"
    if isinstance(value, dt.date):
        return _day(f"{value.year}年{value.month}月{value.day}日")
    text = str(value)
    if name in PLACES:
        return ", ".join(named_place(context, p) for p in text.split("、"))
    if name in LISTS:
        return names(text)
    if name in YEARS:
        return english_texts().words.get(text) or YEAR.sub(r"\1", text)
    if name == LENGTH:
        return _length(text)
    return _day(text) if name in DAYS else text


def _length(text: str) -> str:
    """「3个月」 as months: the digits stay, the unit is looked up."""
    match = AMOUNT_AND_UNIT.fullmatch(text)
    unit = english_texts().lengths.get(match[2]) if match else None
    return f"{match[1]} {unit}" if match and unit else text


def _day(text: str) -> str:
    months = english_texts().months
    return CHINESE_DAY.sub(lambda m: f"{int(m[3])} {months[int(m[2]) - 1]} {m[1]}", text)


def value_line(value: AnswerValue, draft: Draft, context: Context) -> str:
    """「Liaocheng (聊城市), benefit year 2025, individual contribution …: CNY 410 per person.」."""
    stated = _stated(value, draft, context)
    if stated is None:
        return _reckoned_line(value, draft, context)
    head = [place(context, stated.jurisdiction), _year(stated), subject(context, stated)]
    return _line(head, _told(stated, context))


def _stated(value: AnswerValue, draft: Draft, context: Context) -> PolicyValue | None:
    """The notice's value behind a value as scripts read it."""
    for known in draft.rested:
        if said_value(known, context.place_of(known.jurisdiction)) == value:
            return known
    return None


def _year(value: PolicyValue) -> str:
    return own("year", year=value.benefit_year) if year_words(value) else ""


def _told(value: PolicyValue, context: Context) -> str:
    passage = evidence(value, context.library)[0].quote
    said = figure(value, passage)
    if context.slots.change and value.delta:
        return own("changed", change=_change(value, value.delta), figure=said)
    return said


def _change(value: PolicyValue, delta: Delta) -> str:
    """「up CNY 30」; a change of anything but money in the notice's own words."""
    if value.kind is not ValueKind.MONEY:
        return f"“{delta.citation.quote}”"
    return own("up" if delta.amount >= 0 else "down", amount=money(abs(delta.amount)))


def _reckoned_line(value: AnswerValue, draft: Draft, context: Context) -> str:
    """A value that a rule has reckoned: the same head, the result with its bound."""
    base = next((v for v in draft.rested if v.label == value.label), None)
    at = place(context, base.jurisdiction) if base else named_place(context, value.region)
    who = whom(context, value, draft.rested)
    head = [at, _year(base) if base else "", label(value), who]
    return _line(head, computed(value))


def _line(head: list[str], said: str) -> str:
    """「Head, head: figure.」 with a capital."""
    text = f"{', '.join(h for h in head if h)}: {said}."
    return text[:1].upper() + text[1:]


def _follow_up(text: str, context: Context) -> str:
    """A question to go on with, or the name of a place to choose."""
    if isinstance(text, Said):
        return twin(text, context) or text
    english = named_place(context, text)
    return english if english == text else english.partition(" (")[0]
