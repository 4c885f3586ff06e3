"""Words of the fact checker (核对用词), read once from its data file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from assistant.understand.lexicon import load_yaml
from corpus.model import ValueKind

KeyWords = tuple[str, frozenset[ValueKind], re.Pattern[str]]
SORTS = {
    "money": frozenset({ValueKind.MONEY, ValueKind.WAIVER}),
    "share": frozenset({ValueKind.RATIO, ValueKind.POINTS, ValueKind.MULTIPLE}),
    "day": frozenset({ValueKind.DATE, ValueKind.PERIOD}),
    "start": frozenset({ValueKind.START}),
    "length": frozenset({ValueKind.DURATION, ValueKind.WAIVER}),
}
SORTS["amount"] = SORTS["money"] | SORTS["share"]
"""Sorts of kinds that a key's everyday words may stand for."""
SINGLE = (
    *("issue", "term", "counted", "by_then", "by_whose", "childbirth"),
    *("spoken_amount", "asks", "country", "everyone", "soft", "yearly", "monthly", "anybody"),
    *(
        "rest",
        "pointed",
        "bare",
        "somebody",
        "granted",
        "sums",
        "issued",
        "repeals",
        "body",
    ),
    *(
        "critical",
        "checkable",
        "predicate",
        "by_time",
        "this_money",
        "compared",
        "plain_verbs",
        "questions",
        "collection",
        "place",
        "settings",
        "before_number",
        "halved",
        "per",
        "births",
        "left_out",
        "lasts",
        "expires",
        "whole_payer",
        "alone",
        "whether",
    ),
    *(
        "most",
        "raised",
        "band_end",
        "destination",
        "does",
        "extends",
        "denies",
        "denied",
        "idle",
        "only",
        "anew",
        "negated",
        "forbids",
        "other_life",
        "denying",
        "floor",
        "whose",
        "offers",
        "counts",
        "eligible",
        "open_to",
        "idle_label",
        "done",
        "life",
        "where",
        "paid_out",
        "masked",
        "light",
        "joining",
        "care",
        "telling",
        "beside",
        "ahead",
        "due",
        "rigid",
        "outcome",
    ),
)
"""Entries of the data file that are one pattern each."""


@dataclass(frozen=True)
class Assertion:
    """Something that is so or isn't (可以报销／不予报销)."""

    id: str
    holds: re.Pattern[str]
    denied: re.Pattern[str]
    alone: bool

    def side(self, text: str) -> bool | None:
        """Whether a text says that it is so; ``None`` when it doesn't say."""
        if self.denied.search(text):
            return False
        return True if self.holds.search(text) else None

    def without(self, text: str) -> str:
        """A text without what it asserts: its subject."""
        return self.holds.sub("，", self.denied.sub("，", text))


@dataclass(frozen=True)
class ThingWords:
    """Things of a sort (材料、渠道), the words that ask for them; ``quoted`` names count too."""

    verb: re.Pattern[str]
    names: dict[str, re.Pattern[str]]
    quoted: bool


@dataclass(frozen=True)
class CheckWords:
    """Patterns of ``check.yaml``; their meanings stand there."""

    rewritten: tuple[tuple[re.Pattern[str], str], ...]
    spoken_amount: re.Pattern[str]
    quiet: tuple[re.Pattern[str], ...]
    asks: re.Pattern[str]
    country: re.Pattern[str]
    everyone: re.Pattern[str]
    settings: re.Pattern[str]
    keys: tuple[KeyWords, ...]
    assumed: tuple[KeyWords, ...]
    alike: tuple[frozenset[str], ...]
    soft: re.Pattern[str]
    yearly: re.Pattern[str]
    monthly: re.Pattern[str]
    confused: tuple[frozenset[str], ...]
    firm: frozenset[str]
    collected: frozenset[str]
    aggregate: frozenset[str]
    told_by_key: frozenset[str]
    before_number: re.Pattern[str]
    halved: re.Pattern[str]
    per: re.Pattern[str]
    births: re.Pattern[str]
    left_out: re.Pattern[str]
    lasts: re.Pattern[str]
    expires: re.Pattern[str]
    whole_payer: re.Pattern[str]
    alone: re.Pattern[str]
    whether: re.Pattern[str]
    most: re.Pattern[str]
    raised: re.Pattern[str]
    anybody: re.Pattern[str]
    rest: re.Pattern[str]
    pointed: re.Pattern[str]
    bare: re.Pattern[str]
    somebody: re.Pattern[str]
    opposed: dict[str, tuple[re.Pattern[str], ...]]
    specific: frozenset[str]
    by_sides: dict[str, str]
    band_end: re.Pattern[str]
    destination: re.Pattern[str]
    does: re.Pattern[str]
    extends: re.Pattern[str]
    denies: re.Pattern[str]
    denied: re.Pattern[str]
    idle: re.Pattern[str]
    only: re.Pattern[str]
    anew: re.Pattern[str]
    things: dict[str, ThingWords]
    errands: dict[str, re.Pattern[str]]
    strict: tuple[re.Pattern[str], ...]
    required: tuple[re.Pattern[str], ...]
    by_place: frozenset[str]
    of_things: frozenset[str]
    by_figure: frozenset[str]
    denying: re.Pattern[str]
    negated: re.Pattern[str]
    forbids: re.Pattern[str]
    other_life: re.Pattern[str]
    floor: re.Pattern[str]
    whose: re.Pattern[str]
    offers: re.Pattern[str]
    counts: re.Pattern[str]
    eligible: re.Pattern[str]
    open_to: re.Pattern[str]
    idle_label: re.Pattern[str]
    done: re.Pattern[str]
    life: re.Pattern[str]
    where: re.Pattern[str]
    paid_out: re.Pattern[str]
    by_then: re.Pattern[str]
    by_whose: re.Pattern[str]
    childbirth: re.Pattern[str]
    term: re.Pattern[str]
    counted: re.Pattern[str]
    masked: re.Pattern[str]
    light: re.Pattern[str]
    joining: re.Pattern[str]
    care: re.Pattern[str]
    telling: re.Pattern[str]
    beside: re.Pattern[str]
    ahead: re.Pattern[str]
    due: re.Pattern[str]
    rigid: re.Pattern[str]
    outcome: re.Pattern[str]
    contrasts: dict[str, tuple[re.Pattern[str], ...]]
    tasks: dict[str, re.Pattern[str]]
    actors: dict[str, re.Pattern[str]]
    columns: dict[re.Pattern[str], str]
    ranks: tuple[re.Pattern[str], ...]
    granted: re.Pattern[str]
    sums: re.Pattern[str]
    issued: re.Pattern[str]
    repeals: re.Pattern[str]
    body: re.Pattern[str]
    issue: re.Pattern[str]
    bodies: dict[str, str]
    critical: re.Pattern[str]
    checkable: re.Pattern[str]
    predicate: re.Pattern[str]
    by_time: re.Pattern[str]
    this_money: re.Pattern[str]
    compared: re.Pattern[str]
    plain_verbs: re.Pattern[str]
    assertions: tuple[Assertion, ...]
    place: re.Pattern[str]
    questions: re.Pattern[str]
    collection: re.Pattern[str]
    says: dict[str, str]
    same_words: re.Pattern[str]
    same_names: tuple[str, ...]

    def plain(self, text: str) -> str:
        """A text with one word for all those that say the same (门槛费 is 起付)."""
        return _plain(text)

    def same_name(self, found: re.Match[str]) -> str:
        """The one word for what was found."""
        return self.same_names[int(str(found.lastgroup)[1:])]

    def key_said(self, text: str, kind: ValueKind) -> str | None:
        """The key that everyday words give a figure of a kind; the first that is said."""
        found = (key for key, kinds, said in self.keys if kind in kinds and said.search(text))
        return next(found, None)

    def key_assumed(self, text: str, kind: ValueKind) -> str | None:
        """The key that is meant where nothing says what a figure is (学生380元)."""
        found = (key for key, kinds, said in self.assumed if kind in kinds and said.search(text))
        return next(found, None)

    def same_thing(self, one: str, other: str) -> bool:
        """Whether two keys may name one thing."""
        return one == other or any({one, other} <= group for group in self.alike)

    def asserted(self, text: str) -> tuple[Assertion, bool] | None:
        """The first thing that a text says is so or isn't."""
        for assertion in self.assertions:
            side = assertion.side(text)
            if side is not None:
                return assertion, side
        return None

    def are_opposed(self, ours: Sequence[str], theirs: Sequence[str]) -> bool:
        """Whether two figures are on opposite sides of one thing (市内 and 市外).

        The words of each, the nearest first: the first that name a side decide.
        """
        for sides in self.opposed.values():
            one, other = _side(tuple(ours), sides), _side(tuple(theirs), sides)
            if one and other and not one & other:
                return True
        return False

    def hardens(self, text: str, sentence: str) -> bool:
        """Whether a text makes a must of what a sentence says by and large (原则上)."""
        hard = self.rigid.search(text) and not self.rigid.search(sentence)
        return bool(hard and self.soft.search(sentence) and not self.soft.search(text))

    def on_side(self, name: str, ours: Sequence[str], theirs: Sequence[str]) -> bool:
        """Whether both name the same side of this thing (备案)."""
        sides = self.opposed[name]
        return bool(_side(tuple(ours), sides) & _side(tuple(theirs), sides))

    def same_rank(self, one: str, other: str) -> bool:
        """Whether two names of hospitals may be of one rank (县级医院 and 二级医院)."""
        mine, theirs = ({n for n, r in enumerate(self.ranks) if r.search(t)} for t in (one, other))
        return bool(mine & theirs) or not mine or not theirs

    def same_setting(self, one: str, other: str) -> bool:
        """Whether two settings go together: what is neither 门诊 nor 住院 goes with both."""
        mine, theirs = set(self.settings.findall(one)), set(self.settings.findall(other))
        return bool(mine & theirs) or not mine or not theirs

    def without_places(self, text: str) -> str:
        """A text without the place that it begins with: 聊城, 江夏区."""
        return self.place.sub("，", text)

    def may_confuse(self, one: str, other: str) -> bool:
        """Whether the figure of one key is easily taken for that of the other."""
        return any({one, other} <= group for group in self.confused)


@lru_cache(maxsize=16384)  # a notice's sentences are compared with every claim of a text
def _plain(text: str) -> str:
    words = check_words()
    return words.same_words.sub(words.same_name, text)


@lru_cache(maxsize=8192)
def _side(texts: tuple[str, ...], sides: tuple[re.Pattern[str], ...]) -> frozenset[int]:
    """The sides that the first text which names one names."""
    for text in texts:
        if named := frozenset(n for n, side in enumerate(sides) if side.search(text)):
            return named
    return frozenset()


@cache
def check_words() -> CheckWords:
    """The words of the data file."""
    data = load_yaml("check.yaml")
    single: dict[str, Any] = {name: re.compile(data[name]) for name in SINGLE}
    return CheckWords(
        **single,
        rewritten=tuple((re.compile(find), new) for find, new in data["rewritten"]),
        quiet=tuple(map(re.compile, data["quiet"])),
        keys=_keys(data["keys"]),
        assumed=_keys(data["assumed"]),
        alike=tuple(map(frozenset, data["alike"])),
        confused=tuple(map(frozenset, data["confused"])),
        firm=frozenset(data["firm"]),
        collected=frozenset(data["collected"]),
        aggregate=frozenset(data["aggregate"]),
        told_by_key=frozenset(data["told_by_key"]),
        opposed={n: tuple(map(re.compile, sides)) for n, sides in data["opposed"].items()},
        things={name: _things(told) for name, told in data["things"].items()},
        errands={name: re.compile(said) for name, said in data["errands"].items()},
        strict=tuple(map(re.compile, data["strict"])),
        required=tuple(map(re.compile, data["required"])),
        by_place=frozenset(data["by_place"]),
        of_things=frozenset(data["of_things"]),
        by_figure=frozenset(data["by_figure"]),
        contrasts={n: tuple(map(re.compile, words)) for n, words in data["contrasts"].items()},
        tasks={name: re.compile(said) for name, said in data["tasks"].items()},
        actors={name: re.compile(said) for name, said in data["actors"].items()},
        columns={re.compile(head): told for head, told in data["columns"].items()},
        specific=frozenset(data["specific"]),
        by_sides=data["by_sides"],
        ranks=tuple(map(re.compile, data["ranks"])),
        bodies=data["bodies"],
        assertions=tuple(_assertion(name, told) for name, told in data["assertions"].items()),
        says=data["says"],
        same_words=re.compile(
            "|".join(f"(?P<w{n}>{said})" for n, said in enumerate(data["same_words"].values()))
        ),
        same_names=tuple(data["same_words"]),
    )


def _keys(rows: Iterable[tuple[str, str, str]]) -> tuple[KeyWords, ...]:
    return tuple((key, SORTS[sort], re.compile(said)) for key, sort, said in rows)


def _things(told: Mapping[str, Any]) -> ThingWords:
    return ThingWords(
        verb=re.compile(told["verb"]),
        names={name: re.compile(said) for name, said in told["names"].items()},
        quoted=told.get("quoted", False),
    )


def _assertion(name: str, told: Mapping[str, Any]) -> Assertion:
    return Assertion(
        id=name,
        holds=re.compile(told["holds"]),
        denied=re.compile(told["denied"]),
        alone=told.get("alone", False),
    )


def says(name: str, /, **blanks: str) -> str:
    """The sentence of this name with its blanks filled."""
    return check_words().says[name].format(**blanks)
