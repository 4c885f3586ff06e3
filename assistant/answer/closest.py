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
    asks_whether,
    cite,
    is_heading,
    nearest,
    spoken,
)
from assistant.answer.texts import say
from assistant.answer.unanswered import has_local
from assistant.matching.groups import forms_of
from assistant.matching.profile import programmes_in
from assistant.model import NeedRole
from assistant.understand.asks import BASIC, find_concepts
from assistant.understand.lexicon import load_yaml
from corpus.model import Citation, Clause, ClauseKind, ValueKind

CLAUSES, SENTENCES = 6, 5
LIKENESS, RANK = 8.0, 0.3
ENOUGH, FAR, FAR_QUOTE = 0.93, 0.3, 0.05
MOST_ALIKE = 0.08  # no sentence was ever closer
EVERYBODYS = {"individual_fee", "collection_window", "makeup_window", "benefit_period"}
EVERYBODYS |= {"newborn_window"}
SHORTEST_PART, LONG_WORD = 1.0, 1.5
WORD = re.compile(r"[一-鿿0-9A-Za-z]")


@dataclass(frozen=True)
class Closeness:
    """The data file: its meanings stand there."""

    everyday: frozenset[str]
    figures: dict[str, re.Pattern[str]]
    past: re.Pattern[str]
    told: re.Pattern[str]
    unit: re.Pattern[str]
    disease: re.Pattern[str]
    illness: re.Pattern[str]
    receiving: re.Pattern[str]
    given: re.Pattern[str]


@cache
def closeness() -> Closeness:
    """The words and patterns, compiled."""
    data = load_yaml("closest.yaml")
    everyday = frozenset(data.pop("everyday"))
    figures = {kind: re.compile(pattern) for kind, pattern in data.pop("figures").items()}
    return Closeness(everyday, figures, **{name: re.compile(p) for name, p in data.items()})


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
    if slots.money and any(ValueKind.MONEY in ask.kinds for ask in slots.asks):
        return None  # what a sum comes to is reckoned, or not told
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


def beside_point(context: Context, draft: Draft) -> bool:
    """Whether a told answer is beside the point (答非所问): the question names a thing that the
    quoted clauses don't, and they are not close to it in meaning either.

    Fees and days are everybody's: what a payer tells of himself need not stand in the notice.
    """
    slots = context.slots
    if not draft.citations or {ask.topic for ask in slots.asks} & EVERYBODYS:
        return False
    read = "".join([*draft.lines, *draft.notes, *(_under(context, c) for c in draft.citations)])
    if _unspoken(context, draft, read):
        return True
    if all(term in read for term in slots.unknown_terms):
        return False
    alike = context.alike(slots.text, [c.quote for c in draft.citations[:SENTENCES]])
    least = FAR if draft.values else FAR_QUOTE
    return bool(alike) and _part(_words(context), read) + LIKENESS * max(alike) < least


def _unspoken(context: Context, draft: Draft, read: str) -> bool:
    """Whether the unit asked for, the disease, or that money is given at all is not spoken of."""
    text, known = context.slots.text, closeness()
    unit = known.unit.search(text)
    listed = known.illness.search(text)
    named = listed["ill"] if listed else ""
    ill = [t for t in context.slots.unknown_terms if known.disease.search(t) or t in named]
    if (unit and unit.group() not in read) or any(term not in read for term in ill):
        return True
    if draft.values or not asks_whether(context) or not known.receiving.search(text):
        return False
    heads = (h for c in draft.citations for h in _heads(context, c))
    return not known.given.search("".join((*draft.lines, *heads)))


def _heads(context: Context, cited: Citation) -> tuple[str, ...]:
    try:
        return context.library.clause(cited.clause).headings
    except KeyError:
        return ()


def _under(context: Context, cited: Citation) -> str:
    """What a citation is read under: its title, headings and clause."""
    title = context.notice(cited.notice).title
    try:
        text = context.library.clause(cited.clause).text
    except KeyError:
        text = cited.quote
    return "".join((title, *_heads(context, cited), text))


def _lines(context: Context) -> Iterator[tuple[float, Line]]:
    """The sentences that fit, each with the part of the question's words that it carries."""
    named, words = _named(context), _words(context)
    for clause, score in nearest(context)[:CLAUSES]:
        if clause.kind is ClauseKind.PREAMBLE or _of_other_scheme(context, clause):
            continue
        for line in _of_clause(clause, score):
            titled = spoken(line.under) + context.notice(clause.notice).title
            all_named = all(any(f in titled for f in forms) for forms in named)
            share = _part(words, line.under) + RANK * score
            if all_named and share + LIKENESS * MOST_ALIKE >= ENOUGH and _carries(context, line):
                yield share, line


def _of_other_scheme(context: Context, clause: Clause) -> bool:
    """Whether the clause is of another scheme than the question names (居民医保 or 职工医保)."""
    found = find_concepts(context.slots.text)
    asked = {c.id for c, _, _ in found if c.role is NeedRole.PROGRAMME}
    own = programmes_in("\n".join((context.notice(clause.notice).title, *clause.headings)))
    return bool(asked and own) and not asked & own


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
    named += [(told,) for told in closeness().told.findall(text)]
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
