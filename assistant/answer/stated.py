"""Quote the sentence that states what is asked (条文明示), where no value carries all of it.

The evidence is the sentence's own words: it must speak of every thing that the question names and
the place's notices know, and a typed question needs a figure of its kind in that very sentence,
or none at all beside the noun of the kind (按…标准执行). No figure is picked out of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from assistant.answer.caveats import add_caveats, level_note
from assistant.answer.context import Context, Draft
from assistant.answer.leads import SENTENCE, joined
from assistant.answer.opened import asks_whether, nearest
from assistant.answer.texts import say
from assistant.answer.wording import said_value
from assistant.matching.groups import Fit, fit, forms_of
from assistant.model import NeedRole, Status
from assistant.understand.asks import BASIC, find_concepts
from assistant.understand.lexicon import families, subjects, words
from assistant.understand.phrasing import kind_nouns, phrasing
from corpus.model import Citation, Clause, ClauseKind, PolicyValue, ValueKind

RARE = 2  # clauses: a word that no more of them use tells what the question is about
FEWEST = 2
FORMER = re.compile("原(?![则因])|此前|以前|上年|调整前|由[^，。]{0,20}(?:提高|调整|降)")
Forms = tuple[str, ...]
# What a question of one kind may also be told by: a ratio by points up or down from another.
BESIDE = {
    ValueKind.RATIO: (ValueKind.POINTS, ValueKind.WAIVER),
    ValueKind.MONEY: (ValueKind.WAIVER,),
}


@dataclass(frozen=True)
class Named:
    """What a question names (所问之事): cases and words, and the labels of the measures asked."""

    things: tuple[Forms, ...]
    measures: tuple[Forms, ...]

    @property
    def all(self) -> tuple[Forms, ...]:
        """Things and measures together."""
        return (*self.things, *self.measures)


@dataclass(frozen=True)
class Line:
    """One sentence of a clause, with what stands above it."""

    clause: Clause
    start: int
    text: str

    @property
    def end(self) -> int:
        """Where the sentence ends in its clause."""
        return self.start + len(self.text)

    @property
    def whole(self) -> str:
        """The sentence with the headings above it; a table's row with its whole clause."""
        own = self.clause.text if self.clause.kind is ClauseKind.TABLE_ROW else self.text
        heading = SENTENCE.match(self.clause.text)
        return "\n".join((*self.clause.headings, heading.group() if heading else "", own))

    @cached_property
    def citation(self) -> Citation:
        """The sentence's characters."""
        start = self.clause.start + self.start
        span = {"start": start, "end": start + len(self.text), "quote": self.text}
        return Citation(notice=self.clause.notice, clause=self.clause.id, **span)


def stated(context: Context) -> Draft | None:
    """For a typed question without a value: the one sentence with all it names and its kind."""
    named, strange = _named(context)
    kinds = {k for a in context.slots.asks for k in a.kinds}
    groups = set(_group_forms(context))
    if strange or phrasing().sums.search(context.slots.text):
        return None
    if not kinds or not set(named.things) - groups or not _tells(context, named):
        return None
    asks_former = words().before_change.search(context.slots.text)
    for line in _lines(context):
        if asks_former and not FORMER.search(line.text):
            continue  # what holds now is no answer to 「以前多少」
        fits = _carries(line.whole, named.all) and _tells_line(context, line, named)
        if fits and _of_kind(context, line, kinds):
            return _quoted(context, line, kinds)
    return None


def more_fitting(context: Context, draft: Draft) -> Draft | None:
    """The sentence that speaks of all that is asked, where the draft's own sources do not.

    「透析报几成」 is not answered by the outpatient ratio when another sentence says 透析.
    """
    named, _ = _named(context)
    if draft.status is not Status.ANSWERED or draft.steps or not named.things:
        return None
    told = "\n".join(_told(context, c) for c in draft.citations)
    missing = [forms for forms in named.things if not _carries(told, (forms,))]
    if not missing or not (asks_whether(context) or _other_subject(context, draft, missing)):
        return None
    kinds = {k for a in context.slots.asks for k in a.kinds}
    for line in _lines(context):
        if not _carries(line.text, missing) or not _carries(line.whole, named.all):
            continue
        if asks_whether(context) or _values_in(context, line, kinds):
            return _quoted(context, line, kinds)
    return None


def where_done(draft: Draft, context: Context) -> None:
    """「几个月内申请，去哪申请」: the place of doing it, by the very sentence of the answer."""
    if not phrasing().where.search(context.slots.text) or not draft.citations:
        return
    first = draft.citations[0]
    own = [c for c in _clauses(context, first.notice) if c.id == first.clause]
    place = context.place_of(context.notice(first.notice).jurisdiction)
    for line in (line for clause in own for line in _lines_of(clause)):
        inside = line.citation.start <= first.start < line.citation.end
        if inside and phrasing().handles.search(line.text):
            draft.note(say("stated_here", place=place, quote=line.text))
            draft.cite(line.citation)


def _other_subject(context: Context, draft: Draft, missing: list[Forms]) -> bool:
    """Whether what a typed answer leaves out makes it another thing's: a rare word of the question.

    A figure that was chosen by the person's group or age, or by a band of cost, has been held
    against the question more closely than words can be.
    """
    slots = context.slots
    aged = any(p.age is not None for p in slots.persons)
    of_group = any(fit(v, slots.groups) is Fit.YES for v in draft.rested if slots.groups)
    chosen = slots.amounts or aged or of_group
    strict = bool(slots.asks) and all(a.strict for a in slots.asks)
    rare = _rare(context, Named(tuple(missing), ()))
    return strict and not chosen and bool(rare)


def _named(context: Context) -> tuple[Named, bool]:
    """What the question names and the place's notices know; whether it names a strange noun."""
    slots = context.slots
    found = [c for c, _, _ in find_concepts(slots.asked or slots.text)]
    found = [c for c in found if c.id != BASIC and not c.soft]
    things = [c.forms for c in found] + _group_forms(context)
    things += [(w,) for w in slots.content_words]
    texts = [context.library.text(n.id) for n in context.notices]
    known = [forms for forms in dict.fromkeys(things) if any(_carries(t, (forms,)) for t in texts)]
    strange = any((w,) not in known for w in slots.unknown_terms)
    strange = strange or any(c.forms not in known and not c.synonym for c in found)
    needs = [n for a in slots.asks for n in a.needs if n.role is NeedRole.MEASURE]
    return Named(tuple(known), tuple(dict.fromkeys(n.forms for n in needs))), strange


def _group_forms(context: Context) -> list[Forms]:
    """The words of each group of the question, and of the allowance that is named by it (低保)."""
    return [(*forms_of(g), *subjects().get(g, ())) for g in context.slots.groups]


def _carries(text: str, wanted: tuple[Forms, ...] | list[Forms]) -> bool:
    return all(any(f in text for f in forms) for forms in wanted)


def _lines(context: Context) -> list[Line]:
    """The sentences of the nearest clauses that fit the year, in the order of the search."""
    return [
        line
        for clause, _ in nearest(context)
        if _of_year(context, clause)
        for line in _lines_of(clause)
        if not _of_rival(context, line.text)
    ]


def _lines_of(clause: Clause) -> list[Line]:
    return [Line(clause, m.start(), m.group()) for m in SENTENCE.finditer(clause.text)]


def _of_rival(context: Context, text: str) -> bool:
    """Whether a sentence names a rival of an asked case (门诊 for 住院) and not the case."""
    for case in [c for c, _, _ in find_concepts(context.slots.asked) if c.family]:
        alike = families()[case.family or ""]
        rivals = [f for c in alike if c is not case for f in c.forms]
        if any(f in text for f in rivals) and not any(f in text for f in case.forms):
            return True
    return False


def _of_year(context: Context, clause: Clause) -> bool:
    year, known = context.slots.year, context.notice(clause.notice).benefit_years
    return not (year and year.explicit and known) or year.year in known


def _tells(context: Context, named: Named) -> bool:
    return len(named.all) >= FEWEST or bool(_rare(context, named))


def _tells_line(context: Context, line: Line, named: Named) -> bool:
    """Whether the sentence itself, not its headings, says what tells the question apart."""
    rare = _rare(context, named)
    return _carries(line.text, rare) if rare else _carries(line.text, named.things)


def _rare(context: Context, named: Named) -> list[Forms]:
    clauses = [c.text for n in context.notices for c in _clauses(context, n.id)]
    return [f for f in named.things if sum(_carries(t, (f,)) for t in clauses) <= RARE]


def _clauses(context: Context, notice: str) -> tuple[Clause, ...]:
    return tuple(context.library.entries[notice].document.clauses)


def _of_kind(context: Context, line: Line, kinds: set[ValueKind]) -> bool:
    """A value of the kind in the sentence; or no figure of it, and the kind's own noun."""
    if _values_in(context, line, kinds):
        return True
    nouns = [n for k in kinds for n in kind_nouns().get(k, ())]
    return any(n in line.text for n in nouns)


def _values_in(context: Context, line: Line, kinds: set[ValueKind]) -> list[PolicyValue]:
    wide = kinds | {b for k in kinds for b in BESIDE.get(k, ())}
    start, end = line.citation.start, line.citation.end
    return [
        v
        for v in context.library.values([line.clause.notice])
        if v.kind in wide and start <= v.citations.value.start and v.citations.value.end <= end
    ]


def _told(context: Context, cited: Citation) -> str:
    """A draft's source as it is read: its sentences with the headings above, and the title."""
    title = context.notice(cited.notice).title
    if cited.clause not in {c.id for c in _clauses(context, cited.notice)}:
        return title  # the head or the foot of a notice
    clause = context.library.clause(cited.clause)
    start, end = cited.start - clause.start, cited.end - clause.start
    lines = [one for one in _lines_of(clause) if one.start < end and one.end > start]
    return "\n".join((title, *(one.whole for one in lines)))


def _quoted(context: Context, line: Line, kinds: set[ValueKind]) -> Draft:
    """The sentence as it stands; a value of the kind that is alone in it goes with it."""
    draft = Draft()
    own = context.notice(line.clause.notice).jurisdiction
    quote = joined([line.citation])
    draft.lines.append(say("stated_here", place=context.place_of(own), quote=quote))
    draft.cite(line.citation)
    values = [v for v in _values_in(context, line, kinds) if v.kind in kinds]
    if len(values) == 1:
        draft.values.append(said_value(values[0], context.place_of(values[0].jurisdiction)))
    add_caveats(draft, context, values)
    level_note(draft, context, own)
    return draft
