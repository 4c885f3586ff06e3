"""What a value speaks of (数值画像): its own words, its sentence, its headings, its notice."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.matching.items import Items
from assistant.model import NeedRole, Surroundings
from assistant.understand.asks import BASIC, find_concepts
from assistant.understand.lexicon import concept, words
from corpus.extract.spoken import plainly
from corpus.library import Library
from corpus.model import ConditionKind, PolicyValue

SENTENCE_END = re.compile(r"[。；\n]")
LED = re.compile(
    r"[^一-龥]*(?:[一二三四五六七八九十]{1,3}[）、.．])?\s*(?P<head>[^，；：。（）\d]{2,10})："
)
RULE_ITSELF = re.compile(r"[，：].*\d[\d.]*(?:[%％]|日前|月底前)")


@dataclass(frozen=True)
class Profile:
    """Texts around a value, from the nearest to the farthest, and its programmes."""

    label: str
    strong: str
    sentence: str
    headings: str
    title: str
    programmes: frozenset[str]
    lead: str = ""  # the sentence as far as the figure
    defined: str = ""  # the diseases that its class takes in


class Profiler:
    """Makes and keeps the profiles of one library."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.items = Items(library)
        self._made: dict[str, Profile] = {}
        self._near: dict[str, Surroundings] = {}
        self._included: dict[str, tuple[tuple[str, str], ...]] = {}

    def of(self, value: PolicyValue) -> Profile:
        """The profile of a value of this library."""
        if value.id not in self._made:
            self._made[value.id] = self._make(value)
        return self._made[value.id]

    def surroundings(self, value: PolicyValue) -> Surroundings:
        """The words around a value, always the same object for the same value."""
        if value.id not in self._near:
            profile = self.of(value)
            made = Surroundings(
                headings=profile.headings,
                lead=profile.lead,
                tail=self._tail(value),
                hospitals=self._hospitals(value),
            )
            self._near.setdefault(value.id, made)
        return self._near[value.id]

    def _tail(self, value: PolicyValue) -> str:
        end = value.citations.value.end
        return sentence_at(self._library.text(value.notice)[end:], 0, 0)

    def _hospitals(self, value: PolicyValue) -> str:
        """The hospitals that the notice says a grade takes in, where the value names the grade."""
        if value.notice not in self._included:
            text = self._library.text(value.notice)
            found = [(m["grade"], m["within"]) for m in words().includes.finditer(text)]
            self._included[value.notice] = tuple(dict.fromkeys(found))
        own = "".join(c.text for c in value.conditions if c.kind is ConditionKind.HOSPITAL)
        return "、".join(w for g, w in self._included[value.notice] if g in own)

    def _make(self, value: PolicyValue) -> Profile:
        clause = self._library.clause(value.clause)
        title = self._library.entries[value.notice].notice.title
        text = self._library.text(value.notice)
        strong = strong_text(value)
        start, end = value.citations.value.start, value.citations.value.end
        sentence = sentence_at(text, start, end)
        lead = sentence_at(text[:start], start, start)
        headings = "\n".join((*clause.headings, _own_heading(clause.text)))
        own = _own_heading(_unlisted(clause.text, value))
        inner = (h for h in clause.headings if h not in title)  # 印发…办法: the title again
        tiers = (_unlisted(sentence, value), "\n".join((*inner, own)))
        programmes = programmes_of(value.label, tiers, title)
        defined = "\n".join(m.text for c in self.items.of_value(value) for m in c.members)
        label, strong, sentence = map(in_both_words, (value.label, strong, sentence))
        headings, title = in_both_words(headings), in_both_words(title)
        return Profile(label, strong, sentence, headings, title, programmes, lead, defined)


def in_both_words(text: str) -> str:
    """The text as it is written and, where it has spoken words, with the written ones for them;
    a case that it leaves out (非急诊抢救) is not one that it names."""
    text = words().left_out.sub("", text)
    plain = plainly(text)
    return text if plain == text else f"{text}\n{plain}"


def _unlisted(sentence: str, value: PolicyValue) -> str:
    """The sentence without a list of people: 职工医保中断缴费的人员 names no programme."""
    listed = value.group is not None and len(value.group.members) > 1
    return sentence.replace(value.group.text, "") if listed and value.group else sentence


def strong_text(value: PolicyValue) -> str:
    """The value's own words: label, group (with whom its class was said to be) and conditions."""
    defined = value.group.definitions if value.group else ()
    group = "\n".join((value.group.text, *(c.quote for c in defined))) if value.group else ""
    return "\n".join((value.label, group, *(c.text for c in value.conditions)))


def sentence_at(text: str, start: int, end: int) -> str:
    """The sentence around the characters, up to 。 ； or the end of the paragraph."""
    left = max((m.end() for m in SENTENCE_END.finditer(text, 0, start)), default=0)
    right = SENTENCE_END.search(text, end)
    return text[left : right.start() if right else len(text)]


def _own_heading(text: str) -> str:
    """The first sentence of a clause, unless it is a rule itself that states a share.

    （一）住院待遇。 is a heading; 经转诊到市外住院的，按58%支付。 says nothing of what follows it.
    """
    first = re.split(r"[。；\n]", text, maxsplit=1)[0]
    if not RULE_ITSELF.search(first):
        return first[:60]
    led = LED.match(first)  # （三）大病保险：超过1.2万元的部分，…报60%
    return led["head"] if led else ""


def programmes_of(label: str, tiers: tuple[str, ...], title: str) -> frozenset[str]:
    """The programmes that a value belongs to.

    A notice about a special programme (长期护理保险办法) speaks of nothing else, whatever other
    insurance its sentences mention; elsewhere the nearest words that name one decide. So they do
    in a notice on the basic insurance and other schemes; what names none is the basic insurance's.
    """
    named = programmes_in(title)
    special = frozenset(p for p in named if p != BASIC and not concept(p).within)
    if BASIC in named and special:  # 基本医疗保险和大病保险实施办法: its chapters say which
        named, special = named - special, frozenset()
    if len(special) > 1 and (alone := _one_of(special, label, tiers)):
        return alone
    if special:
        return special | programmes_in(label) | _benefit_of(tiers)
    for tier in (label, *tiers):
        if nearest := programmes_in(tier):
            return nearest | (named - {BASIC})
    return named


def _benefit_of(tiers: tuple[str, ...]) -> frozenset[str]:
    """The benefits inside an insurance (门诊慢性病) that the nearest words name, if any."""
    named = (frozenset(p for p in programmes_in(t) if concept(p).within) for t in tiers)
    return next((found for found in named if found), frozenset())


def _one_of(special: frozenset[str], label: str, tiers: tuple[str, ...]) -> frozenset[str]:
    """Of several special programmes of a title the one that a value's label or the nearest
    heading names alone (第二章 医疗救助); none when nothing tells them apart."""
    lines = [line for tier in reversed(tiers) for line in reversed(tier.split("\n"))]
    for text in (label, *lines):
        named = programmes_in(text) & special
        if len(named) == 1:
            return named
    return frozenset()


@lru_cache(maxsize=4096)
def programmes_in(text: str) -> frozenset[str]:
    """Ids of the programmes that a text names; a fund that bears somebody's fee is none."""
    for payer in words().payers:
        text = payer.sub("", text)
    found = find_concepts(text, spoken=False)
    return frozenset(c.id for c, _, _ in found if c.role is NeedRole.PROGRAMME)
