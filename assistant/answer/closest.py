"""Quote the sentence closest to a question that nothing answers outright (最接近的原文).

Only where the sentence shares most of the question's words or is close to it in meaning, names
every case of the question and carries the kind of figure asked for. Measured on questions that
were refused: docs/decisions/0021.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from assistant.answer.caveats import add_caveats
from assistant.answer.context import Context, Draft
from assistant.answer.leads import SENTENCE, joined, whole
from assistant.answer.opened import (
    cite,
    is_heading,
    nearest,
    spoken,
)
from assistant.answer.texts import say
from assistant.answer.unanswered import has_local
from assistant.matching.groups import forms_of
from assistant.model import NeedRole
from assistant.understand.asks import BASIC, find_concepts
from assistant.understand.lexicon import load_yaml
from corpus.model import Citation, Clause, ClauseKind

CLAUSES, SENTENCES = 6, 6
LIKENESS, RANK = 8.0, 0.3
ENOUGH = 0.93
SHORTEST_PART, LONG_WORD = 1.0, 1.5
WORD = re.compile(r"[一-鿿0-9A-Za-z]")


@dataclass(frozen=True)
class Closeness:
    """The data file: its meanings stand there."""

    everyday: frozenset[str]
    figures: dict[str, re.Pattern[str]]
    past: re.Pattern[str]


@cache
def closeness() -> Closeness:
    """The words and patterns, compiled."""
    data = load_yaml("closest.yaml")
    figures = {kind: re.compile(pattern) for kind, pattern in data["figures"].items()}
    return Closeness(frozenset(data["everyday"]), figures, re.compile(data["past"]))


@dataclass(frozen=True)
class Line:
    """A sentence that may answer, with the words it is read under and how near its clause is."""

    clause: Clause
    match: re.Match[str]
    under: str
    score: float


def closest(context: Context) -> Draft | None:
    """The closest sentence, said to be no more than that; ``None`` where none is close enough."""
    slots = context.slots
    if slots.place is None or not has_local(context) or closeness().past.search(slots.text):
        return None
    lines = sorted(_lines(context), key=lambda pair: -pair[0])[:SENTENCES]
    if not lines:
        return None
    alike = context.alike(slots.text, [line.match.group() for _, line in lines])
    scored = zip(lines, alike, strict=False)
    best = max(
        ((part + LIKENESS * near, line) for (part, line), near in scored),
        default=None,
        key=lambda pair: pair[0],
    )
    if best is None or best[0] < ENOUGH:
        return None
    return _quoted(context, best[1])


def _lines(context: Context) -> Iterator[tuple[float, Line]]:
    """The sentences that fit, each with the part of the question's words that it carries."""
    named, words = _named(context), _words(context)
    for clause, score in nearest(context)[:CLAUSES]:
        if clause.kind is ClauseKind.PREAMBLE:
            continue
        for line in _of_clause(clause, score):
            titled = spoken(line.under) + context.notice(clause.notice).title
            all_named = all(any(f in titled for f in forms) for forms in named)
            if all_named and _carries(context, line):
                yield _part(words, line.under) + RANK * score, line


def _of_clause(clause: Clause, score: float) -> Iterator[Line]:
    """The sentences of a clause but for its heading, read under the headings and the first one."""
    found = list(SENTENCE.finditer(clause.text))
    head = found[0].group() if found and is_heading(found[0]) else ""
    for match in found[1:] if head and len(found) > 1 else found:
        yield Line(clause, match, "".join((*clause.headings[-2:], head, match.group())), score)


def _named(context: Context) -> list[tuple[str, ...]]:
    """What the sentence must name, by its forms or the question's own word (救助): every case,
    programme and group. Of cases that exclude each other (住院还是门诊), one is enough."""
    text, slots = context.slots.text, context.slots
    heard = [(c, text[start:end]) for c, start, end in find_concepts(text) if c.id != BASIC]
    telling = [(c, said) for c, said in heard if not (c.soft or c.synonym)]
    named = [
        tuple(
            f
            for o, said in telling
            if o is c or (c.family and o.family == c.family)
            for f in (*o.forms, said)
        )
        for c, _ in telling
    ]
    named += [n.forms for a in slots.asks for n in a.needs if n.role is NeedRole.RESTRICTOR]
    return [*named, *(forms_of(g) for g in slots.groups)]


def _carries(context: Context, line: Line) -> bool:
    """Whether the sentence carries a figure of a kind that is asked for."""
    kinds = {kind.value for ask in context.slots.asks for kind in ask.kinds}
    figures = closeness().figures
    return not kinds or any(k in figures and figures[k].search(line.match.group()) for k in kinds)


def _words(context: Context) -> list[tuple[float, tuple[str, ...]]]:
    """The question's words, each with its weight and the forms in which a notice may say it."""
    import rjieba  # 0.1 s to load its dictionary

    text, everyday = context.slots.text, closeness().everyday
    heard = [(text[start:end], c.forms) for c, start, end in find_concepts(text)]
    found = []
    for word in rjieba.cut(text):
        if WORD.search(word) and word not in everyday:
            forms = [f for said, fs in heard if word in said or said in word for f in fs]
            found.append((SHORTEST_PART if len(word) == 1 else LONG_WORD, (word, *forms)))
    return found


def _part(words: list[tuple[float, tuple[str, ...]]], text: str) -> float:
    whole_weight = sum(weight for weight, _ in words)
    carried = sum(weight for weight, forms in words if any(f in text for f in forms))
    return carried / whole_weight if whole_weight else 0.0


def _quoted(context: Context, line: Line) -> Draft:
    draft = Draft()
    picked: list[Citation] = whole(context, [cite(line.clause, line.match)])
    place = context.place_of(context.notice(line.clause.notice).jurisdiction)
    draft.lines.append(say("closest_says", place=place, quote=joined(picked)))
    draft.note(say("closest_only"))
    draft.cite(*picked)
    add_caveats(draft, context, [])
    return draft
