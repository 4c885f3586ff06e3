"""Quote the sentence that tells how something is done (办事): time limits, materials, penalties.

A sentence answers an errand when it says what that errand asks for (a length of time beside 办结,
documents beside 申请) and shares with the question what the errand is about; the words that few
sentences use weigh most. Nothing is picked out of it.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from assistant.answer.caveats import add_caveats, level_note
from assistant.answer.context import Context, Draft
from assistant.answer.leads import SENTENCE, joined, whole
from assistant.answer.opened import cite, current, is_aside, is_heading
from assistant.answer.texts import say
from assistant.answer.timely import day_meant, speaks_of
from assistant.answer.wording import said_value
from assistant.matching.groups import forms_of, keys_in
from assistant.model import Status
from assistant.understand.asks import BASIC, find_concepts
from assistant.understand.errands import Errand, alike_in, errands, find_errands
from corpus.model import Citation, Clause, ClauseKind, PolicyValue

SAID = 1.2  # the very word of the question
OWN, ABOVE, BESIDE = 1.0, 0.5, 0.35  # where a word stands: the sentence, its headings, its clause
STRANGE = 0.5  # against a sentence, for each group that it names and the question does not
ENOUGH = 0.4  # the least share of the question's weight that a sentence must carry
MOST_QUOTED, MOST_VALUES = 10, 4
Forms = tuple[str, ...]


@dataclass(frozen=True)
class Telling:
    """A sentence that may answer: its clause, its characters and all that stands above it."""

    clause: Clause
    match: re.Match[str]
    above: str

    @property
    def text(self) -> str:
        """The sentence."""
        return self.match.group()

    def level(self, forms: Forms) -> float:
        """How near one of the forms stands; 0 where none does."""
        tiers = ((self.text, OWN), (self.above, ABOVE), (self.clause.text, BESIDE))
        return next((at for text, at in tiers if any(f in text for f in forms)), 0.0)


def errand(context: Context) -> Draft | None:
    """What the notices say of the errands that the question asks about; ``None`` without any."""
    drafts = [d for _, d in _asked(context)]
    drafts = [d for n, d in enumerate(drafts) if not _is_part(d, drafts[n + 1 :])]
    if not drafts:
        return None
    first, *rest = drafts
    for draft in rest:
        first.add(draft)
    return first


def _asked(context: Context) -> list[tuple[Errand, Draft]]:
    """What is told of each errand asked about, without those that another one takes over."""
    asked = [e for e in find_errands(context.slots.text) if not e.first]
    told = [(e, d) for e in asked if (d := _told(context, e))]
    over = {name for e, _ in told for name in e.over}
    return [(e, d) for e, d in told if e.id not in over]


def first_told(context: Context) -> Draft | None:
    """What the notices of other schemes say of an errand that is told before any figure."""
    if not context.matcher.upper.has_others(context.slots, context.notices):
        return None
    drafts = [d for e in find_errands(context.slots.text) if e.first and (d := _told(context, e))]
    return drafts[0] if drafts else None


def is_instead(context: Context) -> bool:
    """Whether something is asked that no figure answers (在老家交了，还用交吗)."""
    return any(e.instead for e in find_errands(context.slots.text))


def _is_part(draft: Draft, others: list[Draft]) -> bool:
    """Whether all that a draft quotes is quoted by one of the others."""
    return any(all(any(_holds(c, o) for c in d.citations) for o in draft.citations) for d in others)


def told_of(context: Context, name: str) -> Draft | None:
    """What the notices say of one errand, whether or not the question asks for it by its words."""
    return next((_told(context, e) for e in errands() if e.id == name), None)


def with_errands(context: Context, draft: Draft | None) -> Draft | None:
    """A draft with what is asked beside its figures (一年报多少，多久到账): nothing twice."""
    if draft is None or draft.status is not Status.ANSWERED:
        return draft or errand(context)
    for asked, told in _asked(context):
        if not _is_told(draft, asked, told):
            draft.add(told)
    return draft


def fits_errands(context: Context, draft: Draft | None) -> bool:
    """Whether a quote tells what a strict errand asks for (带什么 is not told by a ratio)."""
    strict = [e for e in find_errands(context.slots.text) if e.strict]
    quotes = [c.quote for c in draft.citations] if draft else []
    return not strict or any(e.tell.search(q) for e in strict for q in quotes)


def _is_told(draft: Draft, asked: Errand, told: Draft) -> bool:
    """Whether a draft gives the errand's own figures already, or quotes the very sentence."""
    values = [v.citations.value for v in draft.rested if v.kind in asked.kinds]
    given = any(_holds(c, v) for c in told.citations for v in values)
    return given or all(any(_holds(k, c) for k in draft.citations) for c in told.citations)


def _holds(outer: Citation, inner: Citation) -> bool:
    same = outer.notice == inner.notice
    return same and outer.start <= inner.start and inner.end <= outer.end


def _told(context: Context, asked: Errand) -> Draft | None:
    best = _best(context, asked)
    return _quoted(context, asked, best) if best else None


def _best(context: Context, asked: Errand) -> Telling | None:
    """The telling sentence with most of what the question is about."""
    lines = _lines(context)
    telling = [line for line in lines if asked.told_by(_listed(line), context.slots.text)]
    things = () if asked.plain else _things(context)
    if not telling or not (things or asked.alone):
        return None
    weights = {forms: _weight(forms, lines) for forms in things}
    day = day_meant(context)
    if asked.timely:
        quoted = [(t, cite(t.clause, t.match)) for t in telling]
        telling = [t for t, c in quoted if speaks_of(context, c, day) is not False]
    best = max(telling, key=lambda line: _score(context, line, weights), default=None)
    if best is None:
        return None
    about = _subjects(context, asked, weights)
    carried = sum(w for forms, w in about.items() if best.level(forms))
    whole = sum(about.values())
    fits = asked.alone or (whole and carried / whole >= ENOUGH)
    heard = not things or _score(context, best, weights) > 0
    if asked.own and not any(f in _listed(best) for forms in things for f in forms):
        return None
    return best if (fits and heard) or _only(context, asked, telling, things) else None


def _subjects(context: Context, asked: Errand, weights: dict[Forms, float]) -> dict[Forms, float]:
    """What is named beside the asking itself (近视手术|多少天能批); all of it where that is all."""
    text = context.slots.asked or context.slots.text
    rest = text
    for pattern in asked.ask:
        rest = pattern.sub("\n", rest)
    beside = {forms: w for forms, w in weights.items() if any(f in rest for f in forms)}
    return beside or weights


def _only(
    context: Context, asked: Errand, telling: list[Telling], things: tuple[Forms, ...]
) -> bool:
    """Whether one clause alone tells an errand, and the errand is all that is asked (哪些不报), or
    its notice speaks of all that it is asked for (申请助学金带什么)."""
    if len({t.clause.id for t in telling}) != 1:
        return False
    text = context.library.text(telling[0].clause.notice)
    known = all(any(f in text for f in forms) for forms in things)
    return asked.alone or (asked.strict and known)


def _score(context: Context, line: Telling, weights: dict[Forms, float]) -> float:
    strange = keys_in(line.text) - set(context.slots.groups)
    strange -= {k for p in context.slots.persons for k in p.keys}
    against = STRANGE * len(strange)
    asked = context.slots.text
    told = ((w * line.level(forms), _very(forms, asked, line)) for forms, w in weights.items())
    return sum(level * (SAID if very else OWN) for level, very in told) - against


def _very(forms: Forms, asked: str, line: Telling) -> bool:
    """Whether the sentence has the word that was typed, not only one that is like it."""
    return any(f in asked and f in line.text for f in forms)


def _weight(forms: Forms, lines: list[Telling]) -> float:
    """The fewer sentences use a word, the more it tells what the question is about; most of all
    one that none uses (近视手术几天能批)."""
    users = sum(any(f in line.text for f in forms) for line in lines)
    return math.log(1 + len(lines) / max(users, 1))


def _things(context: Context) -> tuple[Forms, ...]:
    """What the question is about, as alternatives of words: cases, groups, and plain words."""
    slots = context.slots
    text = slots.asked or slots.text
    rows = alike_in(text)
    found = [c for c, _, _ in find_concepts(text) if c.id != BASIC and not c.soft]
    things = [*rows, *((*c.forms, *c.say) for c in found), *(forms_of(g) for g in slots.groups)]
    known = {word for forms in things for word in forms}
    texts = [context.library.text(n.id) for n in context.notices]
    told = [w for w in slots.content_words if w not in known]
    things += [(w,) for w in told if w in slots.unknown_terms or any(w in t for t in texts)]
    return tuple(dict.fromkeys(things))


def _lines(context: Context) -> list[Telling]:
    return [
        Telling(clause, match, "\n".join(clause.headings))
        for notice in current(context)
        for clause in context.library.entries[notice].document.clauses
        if clause.kind not in (ClauseKind.TABLE_ROW, ClauseKind.HEADING)
        if not _withheld(context, clause)
        for match in _sentences(clause)
    ]


def _sentences(clause: Clause) -> list[re.Match[str]]:
    """The sentences of a clause; a heading above others (八、退费) tells nothing."""
    found = list(SENTENCE.finditer(clause.text))
    return found[1:] if len(found) > 1 and is_heading(found[0]) else found


def _withheld(context: Context, clause: Clause) -> bool:
    """Whether a clause has ended, holds figures that nobody has confirmed yet, or is about another
    benefit than the question names."""
    ended = context.library.is_ended(clause) or context.library.is_unsure(clause)
    return ended or is_aside(context, clause)


def _listed(line: Telling) -> str:
    """A sentence with the words that lead the list it is in (不予支付：…；镶牙、配镜；…)."""
    return f"{_lead(line)}{line.text}"


def _lead(line: Telling) -> str:
    """What leads a list: up to ： of the same full sentence, or the heading right above."""
    before = line.clause.text[: line.match.start()].rpartition("。")[2]
    within, colon, _ = before.partition("：")
    if colon:
        return f"{within}{colon}"
    above = line.clause.headings[-1] if line.clause.headings else ""
    return above if above.endswith(("：", "？")) else ""  # 十二、哪些费用不能报？


def _quoted(context: Context, asked: Errand, best: Telling) -> Draft:
    draft = Draft()
    own = context.notice(best.clause.notice).jurisdiction
    place = context.place_of(own)
    picked = _picked(context, asked, best)
    quote = joined(picked)
    draft.lines.append(say("clause_says", place=place, quote=quote))
    draft.cite(*picked)
    values = _values(context, asked, picked)
    draft.values += [said_value(v, place) for v in values]
    add_caveats(draft, context, values)
    level_note(draft, context, own)
    return draft


def _picked(context: Context, asked: Errand, best: Telling) -> list[Citation]:
    """The sentence, with its list's lead and items; or all telling sentences of its clause."""
    own = [cite(best.clause, m) for m in _sentences(best.clause)]
    at = cite(best.clause, best.match)
    if not asked.whole:
        return whole(context, [at])
    day = day_meant(context)
    telling = [c for c in own if c == at or asked.tell.search(c.quote)]
    if asked.timely:
        telling = [c for c in telling if speaks_of(context, c, day) is not False]
    items = [cite(c, m) for c in _children(context, best) for m in [_ALL.match(c.text)] if m]
    return whole(context, (telling + items)[:MOST_QUOTED])


_ALL = re.compile(r"[\s\S]+")


def _children(context: Context, best: Telling) -> list[Clause]:
    """The items below a clause that ends in ： (材料：（1）…；（2）…), or beside its item."""
    clauses = context.library.entries[best.clause.notice].document.clauses
    leads = [c for c in clauses if c.text.endswith("：")]
    above = [c for c in leads if best.clause.path.startswith(c.path)]
    if not above:
        return []
    path = above[-1].path
    return [
        c for c in clauses if c.path.startswith(path) and c.path not in (path, best.clause.path)
    ]


def _values(context: Context, asked: Errand, picked: list[Citation]) -> list[PolicyValue]:
    """The figures of the errand's kind in the quoted characters, where these are few."""
    notice = picked[0].notice
    found = [
        v
        for v in context.library.values([notice])
        if v.kind in asked.kinds and _within(v.citations.value, picked)
    ]
    return found if len(found) <= MOST_VALUES else []


def _within(value: Citation, picked: list[Citation]) -> bool:
    return any(c.start <= value.start and value.end <= c.end for c in picked)
