"""The question lexicon (问句词典): everyday words, typos, topics and persons, from data files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from assistant.model import NeedRole
from corpus.model import Bound, ValueKind

FOLDER = Path(__file__).parent.parent / "lexicon"


@dataclass(frozen=True)
class Concept:
    """Words of one meaning (概念); the flags are explained in the data file."""

    id: str
    role: NeedRole
    forms: tuple[str, ...]
    family: str | None = None
    foreign: bool = False
    soft: bool = False
    say: tuple[str, ...] = ()
    within: bool = False
    synonym: bool = False
    special: bool = False
    of_group: str | None = None


@dataclass(frozen=True)
class Topic:
    """One kind of question: its cues and the values that can answer it."""

    id: str
    slot: str
    cues: tuple[re.Pattern[str], ...]
    keys: tuple[str, ...] = ()
    kinds: tuple[ValueKind, ...] = ()
    label: tuple[str, ...] = ()
    programme: str | None = None
    strict: bool = False
    excludes: tuple[str, ...] = ()
    unless: tuple[re.Pattern[str], ...] = ()
    keep: tuple[re.Pattern[str], ...] = ()
    with_group: str | None = None
    local: bool = False
    only_with_group: bool = False
    bound: Bound | None = None
    also: tuple[str, ...] = ()
    any_programme: bool = False
    bare: tuple[re.Pattern[str], ...] = ()

    def heard(self, text: str) -> bool:
        """Whether the text asks this."""
        asked = any(c.search(text) for c in (*self.cues, *self.bare))
        return asked and not any(c.search(text) for c in self.unless)

    def barely(self, text: str) -> bool:
        """Whether only a form that any other word may turn says so: 「医保多少钱」."""
        return any(c.search(text) for c in self.bare) and not any(c.search(text) for c in self.cues)

    def insists(self, text: str) -> bool:
        """Whether the text asks this in so many words, whatever else it asks."""
        return any(c.search(text) for c in self.keep)


@dataclass(frozen=True)
class Noun:
    """A word for a person: life stage (adult/child/unknown), group key, and how many it means."""

    words: str
    life: str
    key: str | None
    count: int


@dataclass(frozen=True)
class People:
    """All words for persons and groups."""

    nouns: dict[str, Noun]
    stages: dict[str, str]
    counts: dict[str, int]
    self_words: tuple[str, ...]
    groups: dict[str, str]
    grammar: dict[str, re.Pattern[str]]
    denial: dict[str, re.Pattern[str]]
    describing: frozenset[str]
    birth_order: frozenset[str]
    generic: frozenset[str]
    elders: frozenset[str]
    part_time: frozenset[str]
    any_of_them: str
    rest_of_them: str
    edits: dict[str, re.Pattern[str]]


@dataclass(frozen=True)
class Words:
    """Typos, filler words and the words of refused questions."""

    typos: dict[str, str]
    filler: frozenset[str]
    out_of_scope: tuple[re.Pattern[str], ...]
    unsafe: tuple[re.Pattern[str], ...]
    lawful: re.Pattern[str]
    plots: re.Pattern[str]
    greeting: tuple[str, ...]
    thanks: tuple[str, ...]
    country: tuple[re.Pattern[str], ...]
    nation: tuple[re.Pattern[str], ...]
    scheme: re.Pattern[str]
    open: tuple[re.Pattern[str], ...]
    yes_no: tuple[re.Pattern[str], ...]
    sums: tuple[re.Pattern[str], ...]
    domain: tuple[re.Pattern[str], ...]
    qualities: tuple[str, ...]
    masked: tuple[re.Pattern[str], ...]
    payers: tuple[re.Pattern[str], ...]
    includes: re.Pattern[str]
    compares: tuple[re.Pattern[str], ...]
    beside: re.Pattern[str]
    apiece: re.Pattern[str]
    before_change: re.Pattern[str]
    one_sided: re.Pattern[str]
    yearly_price: re.Pattern[str]
    held_up: re.Pattern[str]
    from_there: tuple[re.Pattern[str], ...]
    registered: tuple[re.Pattern[str], ...]
    registered_too: tuple[re.Pattern[str], ...]
    works_there: tuple[re.Pattern[str], ...]
    left_out: re.Pattern[str]
    between: re.Pattern[str]
    year_pair: re.Pattern[str]
    receives: tuple[re.Pattern[str], ...]
    away: re.Pattern[str]
    own_hospital: re.Pattern[str]
    referred: re.Pattern[str]
    hospital_there: re.Pattern[str]
    treated: re.Pattern[str]
    function: frozenset[str]
    measures: tuple[str, ...]
    bases: tuple[str, ...]
    follows: re.Pattern[str]
    follows_end: re.Pattern[str]
    corrects: re.Pattern[str]
    lists_all: re.Pattern[str]


def load_yaml(name: str) -> Any:
    """Read one data file of the lexicon folder."""
    return yaml.load((FOLDER / name).read_text("utf-8"), Loader=yaml.CSafeLoader)


@cache
def concepts() -> tuple[Concept, ...]:
    """All concepts, longest form first inside each."""
    data = load_yaml("concepts.yaml")
    return tuple(
        _concept(name, NeedRole(role), entry)
        for role in ("programme", "restrictor")
        for name, entry in data[role].items()
    )


def _concept(name: str, role: NeedRole, entry: dict[str, Any]) -> Concept:
    flags = {f: bool(entry.get(f)) for f in ("foreign", "soft", "within", "synonym", "special")}
    forms = tuple(sorted(entry["forms"], key=len, reverse=True))
    said = tuple(entry.get("say", ()))
    family, group = entry.get("family"), entry.get("of_group")
    return Concept(name, role, forms, family=family, say=said, of_group=group, **flags)


@cache
def subjects() -> dict[str, tuple[str, ...]]:
    """Group keys that are programmes of their own, with the words that name them."""
    return {k: tuple(v) for k, v in load_yaml("concepts.yaml")["subject"].items()}


@cache
def concept(name: str) -> Concept:
    """The concept of this id; ``KeyError`` when there is none."""
    return {c.id: c for c in concepts()}[name]


@cache
def families() -> dict[str, tuple[Concept, ...]]:
    """Concepts that exclude each other, by family."""
    names = {c.family for c in concepts() if c.family}
    return {n: tuple(c for c in concepts() if c.family == n) for n in names}


@cache
def topics() -> tuple[Topic, ...]:
    """All topics in the order in which they are tried."""
    return tuple(_topic(t) for t in load_yaml("topics.yaml"))


def _topic(entry: dict[str, Any]) -> Topic:
    return Topic(
        id=entry["id"],
        slot=entry["slot"],
        cues=_patterns(entry["ask"]),
        keys=tuple(entry.get("keys", ())),
        kinds=tuple(ValueKind(k) for k in entry.get("kinds", ())),
        label=tuple(entry.get("label", ())),
        programme=entry.get("programme"),
        strict=bool(entry.get("strict")),
        excludes=tuple(entry.get("excludes", ())),
        unless=_patterns(entry.get("unless", [])),
        keep=_patterns(entry.get("keep", [])),
        with_group=entry.get("with_group"),
        local=bool(entry.get("local")),
        only_with_group=bool(entry.get("only_with_group")),
        any_programme=bool(entry.get("any_programme")),
        bare=_patterns(entry.get("bare", [])),
        also=tuple(entry.get("also", ())),
        bound=Bound(entry["bound"]) if "bound" in entry else None,
    )


@cache
def people() -> People:
    """Words for persons and groups."""
    data = load_yaml("people.yaml")
    nouns = {
        word: Noun(n.get("as", word), n["life"], n.get("key"), n.get("count", 1))
        for n in data["nouns"]
        for word in n["say"]
    }
    return People(
        nouns=nouns,
        stages={w: s["key"] for s in data["stages"] for w in s["say"]},
        counts=data["counts"],
        self_words=tuple(data["self"]),
        groups={w: g["key"] for g in data["groups"] for w in g["say"]},
        grammar=_grammar(data["grammar"]),
        denial={name: re.compile(p) for name, p in data["denial"].items()},
        describing=frozenset(data["describing"]),
        birth_order=frozenset(data["birth_order"]),
        generic=frozenset(data["generic"]),
        elders=frozenset(data["elders"]),
        part_time=frozenset(data["part_time"]),
        any_of_them=data["any_of_them"],
        rest_of_them=data["rest_of_them"],
        edits={name: re.compile(p) for name, p in data["edits"].items()},
    )


def _grammar(sources: dict[str, str]) -> dict[str, re.Pattern[str]]:
    """The patterns between persons, with the pattern of a number put in for ``{n}``."""
    number = sources["number"]
    return {name: re.compile(p.replace("{n}", number)) for name, p in sources.items()}


PATTERN_LISTS = (
    "out_of_scope",
    "unsafe",
    "country",
    "nation",
    "open",
    "yes_no",
    "sums",
    "domain",
    "masked",
    "payers",
    "compares",
    "receives",
    "from_there",
    "registered",
    "registered_too",
    "works_there",
)
"""The fields of ``Words`` that are lists of patterns."""


@cache
def words() -> Words:
    """Typos, filler and refused words."""
    data = load_yaml("words.yaml")
    lists: dict[str, Any] = {name: _patterns(data[name]) for name in PATTERN_LISTS}
    return Words(
        **lists,
        typos=data["typos"],
        filler=frozenset(data["filler"]),
        lawful=re.compile(data["lawful"]),
        plots=re.compile(data["plots"]),
        greeting=tuple(data["greeting"]),
        thanks=tuple(data["thanks"]),
        scheme=re.compile(data["scheme"]),
        qualities=tuple(data["qualities"]),
        includes=re.compile(data["includes"]),
        beside=re.compile(data["beside"]),
        apiece=re.compile(data["apiece"]),
        before_change=re.compile(data["before_change"]),
        one_sided=re.compile(data["one_sided"]),
        yearly_price=re.compile(data["yearly_price"]),
        held_up=re.compile(data["held_up"]),
        left_out=re.compile(data["left_out"]),
        between=re.compile(data["between"]),
        year_pair=re.compile(data["year_pair"]),
        away=re.compile(data["away"]),
        referred=re.compile(data["referred"]),
        hospital_there=re.compile(data["hospital_there"]),
        own_hospital=re.compile(data["own_hospital"]),
        treated=re.compile(data["treated"]),
        function=frozenset(data["function"]),
        measures=tuple(data["measures"]),
        bases=tuple(data["bases"]),
        follows=re.compile(data["follows"]),
        follows_end=re.compile(data["follows_end"]),
        corrects=re.compile(data["corrects"]),
        lists_all=re.compile(data["lists_all"]),
    )


@cache
def topic(name: str) -> Topic:
    """The topic of this id; ``KeyError`` when there is none."""
    return {t.id: t for t in topics()}[name]


def _patterns(sources: list[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(str(s), re.IGNORECASE) for s in sources)


@cache
def alternation(forms: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern that finds any of the forms, the longest first."""
    return re.compile("|".join(re.escape(f) for f in sorted(forms, key=len, reverse=True)))
