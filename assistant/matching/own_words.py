"""Of figures that answer alike, those whose own words the question says (各数自己的话): 本科 of
本科5000元、专科3500元, 秋季 of 秋季学期在11月30日前、春季学期在5月31日前."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.matching.choose import Match
from assistant.matching.flows import of_asked_pace
from assistant.matching.profile import Profiler
from assistant.model import Ask, NeedRole, Slots
from assistant.understand.asks import find_concepts
from assistant.understand.lexicon import words
from corpus.model import PolicyValue, ValueKind

SEGMENT = re.compile(r"[，、；：:,｜]")
OPENING_END = re.compile(r"[，、；：:,｜\d]")
NOT = "非未不无"
GRADE = re.compile(r"[一二三四五六七八九十]级(?![医定及、和以])")
PAIR = 2
LONGEST_LEAD = 14
Lead = Callable[[PolicyValue], str]


def told_apart(matches: Sequence[Match], ask: Ask, slots: Slots, profiler: Profiler) -> list[Match]:
    """Of figures of another scheme those that the question's own words tell apart."""
    best = list(matches)
    if ask.keys or len({m.value.notice for m in best}) > 1 or any(m.value.key for m in best):
        return best
    if len({p.keys for p in slots.persons}) > 1:
        return best  # 成年和未成年分别多少: the words of either leave out none

    def lead(value: PolicyValue) -> str:
        return profiler.of(value).lead

    values = of_asked_pace(slots.text, [m.value for m in best])
    values = of_asked_grade(values, slots.text, lead)
    kept = by_own_words(values, _of_the_case(ask, _without_place(slots)), lead) if values else []
    return [m for m in best if m.value in kept]


def _without_place(slots: Slots) -> str:
    """The question without its place: all that is left holds there (番禺特困: 城镇 and 农村)."""
    name = slots.place.at.name if slots.place else ""
    short = name[:-1] if len(name) > PAIR else name
    return slots.text.replace(name, " ").replace(short, " ") if name else slots.text


def _of_the_case(ask: Ask, text: str) -> str:
    """The question without the name of its scheme, with what notices call its case (住校: 寄宿)."""
    for need in ask.needs:
        for form in need.forms if need.role is NeedRole.PROGRAMME else ():
            text = text.replace(form, " ")
    cases = [n.forms for n in ask.needs if n.role is NeedRole.RESTRICTOR]
    cases = [forms for forms in cases if not any(f in text for f in forms)]
    return "\n".join((text, " ".join(f for forms in cases for f in forms)))


def by_own_words(values: Sequence[PolicyValue], question: str, lead: Lead) -> list[PolicyValue]:
    """The values whose own words the question says; all where it says nobody's, or everyone's.

    The words right before the figure go first, then those that its sentence begins with: they
    tell apart what the items of a list have in common (寄宿生，小学1250元，初中1500元).
    """
    kept = list(values)
    said = _pairs_of_question(question)
    kept = _narrowed(kept, said, lambda v: _own(v, lead(v)))
    shared = [_pairs(_own(v, lead(v))) for v in kept]
    common = set.intersection(*shared)
    left = said - common
    return _narrowed(kept, left, lambda v: opening_of(lead(v)))


def of_asked_grade(values: Sequence[PolicyValue], question: str, lead: Lead) -> list[PolicyValue]:
    """The values without those of another grade than the question's (三级残疾军人: 一级、五级)."""
    asked = set(GRADE.findall(question))
    graded = {v.id: set(GRADE.findall(_own(v, lead(v)) + opening_of(lead(v)))) for v in values}
    return [v for v in values if not asked or not graded[v.id] or graded[v.id] & asked]


def _narrowed(
    values: list[PolicyValue], said: set[str], own: Callable[[PolicyValue], str]
) -> list[PolicyValue]:
    """Those that share with the question something of what not all of them have."""
    if len(values) < PAIR:
        return values
    found = [_pairs(own(v)) & said for v in values]
    common = set.intersection(*found)
    told = [v for v, pairs in zip(values, found, strict=True) if pairs - common]
    return told or values


def _own(value: PolicyValue, lead: str) -> str:
    """Label, group and conditions of a value, and the words right before it.

    What a length of time is of may stand behind it (10个工作日内复审): only its label tells.
    """
    if value.kind is ValueKind.DURATION:
        return value.label
    group = value.group.text if value.group else ""
    segment = SEGMENT.split(lead)[-1]
    return "\n".join((value.label, group, *(c.text for c in value.conditions), segment))


def opening_of(lead: str) -> str:
    """The short opening of a sentence, as far as its first pause or figure."""
    first = OPENING_END.split(lead)[0]
    return first if len(first) <= LONGEST_LEAD else ""


def _pairs_of_question(asked: str) -> set[str]:
    """The pairs of characters of a question, without those inside words that carry no subject.

    般困 of 一般困难 is kept, though 一般 alone says little, and so is what names a thing (农村).
    The names of its case stand below it.
    """
    question, _, cases = asked.partition("\n")
    filler = sorted((w for w in words().filler if len(w) > 1), key=len, reverse=True)
    rest = re.sub("|".join(map(re.escape, filler)), lambda m: "\n" * len(m[0]), question)
    inside = {question[i : i + PAIR] for i in range(len(rest) - 1) if rest[i : i + PAIR] == "\n\n"}
    named = {question[i : i + PAIR] for _, s, e in find_concepts(question) for i in range(s, e - 1)}
    return (_pairs(question) - (inside - named)) | _pairs(cases)


def _pairs(text: str) -> set[str]:
    """Pairs of Chinese characters that stand beside each other; 非寄宿 does not say 寄宿."""
    found = {text[i : i + PAIR] for i in range(len(text) - 1)}
    denied = {m[1] for m in re.finditer(rf"[{NOT}]([一-龥]{{2}})", text)}
    return {p for p in found if re.fullmatch("[一-龥]{2}", p)} - denied
