"""Types of the assistant: what was understood, what was found out, and the answer.

All are frozen and refuse unknown fields. "Today" (``as_of``) is always part of the question.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from corpus.model import Bound, Citation, Frozen, Jurisdiction, PolicyValue, ValueKind


class Question(Frozen):
    """What was asked: all turns of the person, oldest first, the chosen place and the day."""

    turns: tuple[str, ...]
    region: str | None = None
    as_of: dt.date


class Status(StrEnum):
    """How the question was dealt with."""

    ANSWERED = "answered"
    CLARIFY = "clarify"
    UNANSWERABLE = "unanswerable"
    REFUSED = "refused"


class Person(Frozen):
    """Persons of one sort in the question: the words, how many, their group keys and age.

    ``groups`` are the assistance groups told of these persons alone; ``None`` where the question's
    groups hold for everybody. ``tier`` is the tier (一档) that they chose for themselves.
    """

    words: str
    count: int = 1
    keys: tuple[str, ...] = ()
    age: Decimal | None = None
    groups: tuple[str, ...] | None = None
    tier: str = ""


class NeedRole(StrEnum):
    """What part a need plays in a question."""

    MEASURE = "measure"  # 问的是什么量：缴费、比例、起付线
    PROGRAMME = "programme"  # 哪项制度：居民医保、大病保险、低保
    RESTRICTOR = "restrictor"  # 哪种情形：住院、门诊、中央、西部
    SUBJECT = "subject"  # 人群词作为制度名：低保、孤儿
    TERM = "term"  # 词典之外、通知里出现过的词


class Need(Frozen):
    """Something a value must carry to answer: any one of ``forms`` in the notice's words."""

    role: NeedRole
    id: str
    forms: tuple[str, ...]


class YearAsk(Frozen):
    """The year asked about. ``explicit`` is false for 今年/现在; ``benefit_only`` for 年度."""

    year: int
    words: str = ""
    explicit: bool = True
    benefit_only: bool = False


class Place(Frozen):
    """The place of the question and where it came from."""

    at: Jurisdiction
    source: Literal["text", "region", "history"]


class Ask(Frozen):
    """One thing asked for: a topic of the lexicon (or none), kinds of value and needs."""

    topic: str | None = None
    keys: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    kinds: tuple[ValueKind, ...] = ()
    needs: tuple[Need, ...] = ()
    strict: bool = False
    local: bool = False
    bound: Bound | None = None
    unit: str = ""


class DayRole(StrEnum):
    """What a day in the question is the day of."""

    ASKED = "asked"  # 问的那一天
    PAID = "paid"  # 缴费日
    BORN = "born"  # 出生日
    DISCHARGED = "discharged"  # 出院、就诊日
    MISSED = "missed"  # 没有缴上的日子


class DayBound(StrEnum):
    """On which side of the day: 元旦 / 元旦前 / 元旦后."""

    ON = "on"
    BEFORE = "before"
    AFTER = "after"


class DaySlot(Frozen):
    """A day or a longer moment (日期) ``day``..``end`` in the question, and what it is the day of.

    A single day has ``end == day``; 2月 and 4月中旬 have more. ``words`` are the question's own.
    """

    day: dt.date
    end: dt.date
    bound: DayBound = DayBound.ON
    role: DayRole = DayRole.ASKED
    words: str = ""


class MoneyRole(StrEnum):
    """What an amount in the question is."""

    COST = "cost"  # 费用、自付
    INCOME = "income"  # 收入
    STATED = "stated"  # 只说了金额


class Money(Frozen):
    """An amount (金额) in yuan; ``upto`` is the other end of a range (两三万), else ``None``.

    ``per`` is 月 or 年 where the words say so.
    """

    amount: Decimal
    upto: Decimal | None = None
    bound: Bound = Bound.EXACT
    role: MoneyRole = MoneyRole.STATED
    per: Literal["", "月", "年"] = ""
    words: str = ""


class Impossible(Frozen):
    """Words that can be no day, age, year, head count or amount (不可能的日期、年龄、年份、人数…).

    ``member``: somebody is to be left out who was never counted (不含老人).
    """

    kind: Literal["day", "age", "year", "count", "amount", "member"]
    words: str


class Slots(Frozen):
    """Everything read from the question: Known values; an empty one is Unknown, never zero.

    ``asked`` are the words, of this turn or an earlier one, that the asks were read from.
    ``told`` are the persons of all turns so far, each with his own groups.
    ``paid_on``, ``born_on``, ``discharged_on`` and ``on_day`` are the last moments of each role.
    """

    text: str
    raw: str
    asked: str = ""
    asks: tuple[Ask, ...] = ()
    place: Place | None = None
    places: tuple[Place, ...] = ()
    years: tuple[YearAsk, ...] = ()
    compares: bool = False
    unclear_places: tuple[Jurisdiction, ...] = ()
    year: YearAsk | None = None
    persons: tuple[Person, ...] = ()
    groups: tuple[str, ...] = ()
    not_groups: tuple[str, ...] = ()
    group_words: tuple[str, ...] = ()
    dates: tuple[dt.date, ...] = ()
    doc_numbers: tuple[str, ...] = ()
    unknown_terms: tuple[str, ...] = ()
    content_words: tuple[str, ...] = ()
    figures: tuple[Decimal, ...] = ()
    amounts: tuple[Decimal, ...] = ()
    money: tuple[Money, ...] = ()
    income: Decimal | None = None
    days: tuple[DaySlot, ...] = ()
    paid_on: DaySlot | None = None
    born_on: DaySlot | None = None
    discharged_on: DaySlot | None = None
    on_day: DaySlot | None = None
    missed_years: Decimal | None = None
    household: int | None = None
    told: tuple[Person, ...] = ()
    impossible: tuple[Impossible, ...] = ()
    change: bool = False
    family: bool = False


class Surroundings(Frozen):
    """The words around a value: the headings above it, one a line, outermost first; ``lead`` is
    its sentence as far as the figure and ``tail`` what follows. ``hospitals`` are those that the
    notice counts to the value's grade (一级含乡镇卫生院)."""

    headings: str = ""
    lead: str = ""
    tail: str = ""
    hospitals: str = ""


class Step(Frozen):
    """One line of a calculation, with the places of its citations in the answer's list."""

    text: str
    citations: tuple[int, ...] = ()


class CitedStep(Frozen):
    """A step before numbering: its text and the characters it rests on."""

    text: str
    citations: tuple[Citation, ...] = ()


class Computed(Frozen):
    """A rule gave a result (算得): the amount or day, its unit and bound, and the steps.

    ``label`` says whose or what it is where there are several; ``state`` is the result of a rule
    that decides (before/open/after, covered/waiting/not_covered, within/above); ``parts`` are the
    results that this one is made of (a family's persons, the bands of a cost).
    """

    value: Decimal | dt.date | None
    unit: str = ""
    bound: str = "exact"
    steps: tuple[CitedStep, ...] = ()
    used: tuple[PolicyValue, ...] = ()
    label: str = ""
    state: str = ""
    parts: tuple[Computed, ...] = ()

    @property
    def amount(self) -> Decimal:
        """The number of a result; ``TypeError`` when it is a day or nothing."""
        if not isinstance(self.value, Decimal):
            raise TypeError("a result without a number")
        return self.value

    @property
    def day(self) -> dt.date:
        """The day of a result; ``TypeError`` when it is a number or nothing."""
        if not isinstance(self.value, dt.date):
            raise TypeError("a result without a day")
        return self.value


class NeedsInput(Frozen):
    """A rule lacks decisive inputs (缺少条件): the slots, and what holds for each choice."""

    slots: tuple[str, ...]
    used: tuple[PolicyValue, ...] = ()
    options: tuple[Computed, ...] = ()


class NotApplicable(Frozen):
    """The rule does not hold for this person or day (不适用)."""

    why: str
    used: tuple[PolicyValue, ...] = ()


class NoRule(Frozen):
    """The notices state no such rule (通知未规定)."""

    why: str


class Conflict(Frozen):
    """Two values hold for the same thing (规定不一致)."""

    values: tuple[PolicyValue, ...]


Outcome = Computed | NeedsInput | NotApplicable | NoRule | Conflict


class AnswerValue(Frozen):
    """A value as scripts read it (DESIGN section 5)."""

    key: str | None
    label: str
    value: str | None
    unit: str
    bound: str
    group: str | None
    region: str
    benefit_year: int | None
    collection_year: int | None = None


class AnswerCitation(Frozen):
    """A citation as scripts and people read it; ``text[start:end] == quote`` in the notice."""

    notice: str
    title: str
    clause: str
    quote: str
    start: int
    end: int
    id: str


class Answer(Frozen):
    """The answer to one question (DESIGN section 5)."""

    status: Status
    reason: str | None = None
    text: str
    values: tuple[AnswerValue, ...] = ()
    citations: tuple[AnswerCitation, ...] = ()
    steps: tuple[Step, ...] = ()
    follow_ups: tuple[str, ...] = ()
    as_of: dt.date
    corpus: str


class VerdictKind(StrEnum):
    """What the notices say of a claim (结论)."""

    SUPPORTED = "supported"  # 通知里就是这样
    CONTRADICTED = "contradicted"  # 通知对同一件事另有说法
    OUTDATED = "outdated"  # 从前是这样
    NOT_FOUND = "not_found"  # 通知没有说到


class Claim(Frozen):
    """A checkable statement (声明) of a pasted text: ``pasted[start:end] == text``."""

    text: str
    start: int
    end: int


class Verdict(Frozen):
    """A claim and what the notices say of it (DESIGN section 5).

    ``correction`` is a full sentence with the notice's own figures, ``difference`` says what
    differs; both are ``None`` where nothing is to be mended. ``note`` is what could not be checked
    (a number that was masked). ``start`` and ``end`` are characters of the text exactly as it was
    pasted.
    """

    text: str
    verdict: VerdictKind
    correction: str | None = None
    difference: str | None = None
    note: str | None = None
    citations: tuple[AnswerCitation, ...] = ()
    start: int
    end: int
