"""Central types of the corpus: notices, clauses, spans and policy values.

Every type is frozen and refuses unknown fields. All offsets are character offsets (Unicode code
points, half open) into the *canonical text* of one notice, and ``text[start:end] == quote`` always.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from corpus.spans import Box, Frozen, Placed, Range, Retyped

__all__ = ["Box", "Frozen", "Placed", "Range", "Retyped"]

COUNTRY_ADCODE = "100000"


class Level(StrEnum):
    """Administrative level (行政层级) of a place."""

    COUNTRY = "country"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"


class Jurisdiction(Frozen):
    """A place (行政区划) in which notices hold. ``adcode`` is the six-digit 行政区划代码."""

    adcode: str
    name: str
    level: Level
    parent: str | None = None


class Citation(Frozen):
    """Exact characters of one clause (引文): ``canonical_text[start:end] == quote``."""

    notice: str
    clause: str
    start: int
    end: int
    quote: str


class RelationKind(StrEnum):
    """How one notice refers to another (文件关系)."""

    FORWARDS = "forwards"  # 转发
    BASED_ON = "based_on"  # 依据、根据
    REPEALS = "repeals"  # 废止
    AMENDS = "amends"  # 修订、修改
    REPLACES = "replaces"  # 代替
    ISSUES = "issues"  # 印发
    MENTIONS = "mentions"  # 文中提到


class Relation(Frozen):
    """A reference to another document, with the words (``quote``) that state it.

    ``articles`` are what alone is meant of it, ``struck`` words in them, ``since`` the first day.
    ``staff``: a person set it (``notice``: the other's id) or ``cancelled`` what was misread.
    """

    kind: RelationKind
    doc_number: str | None = None
    title: str | None = None
    quote: str = ""
    articles: tuple[str, ...] = ()
    struck: tuple[str, ...] = ()
    since: dt.date | None = None
    staff: bool = False
    notice: str | None = None
    cancelled: bool = False


class Source(Frozen):
    """Where the text came from: the kept original, its digest and the part of it that was used."""

    file: str
    sha256: str
    encoding: str | None = None
    media: str = "text/plain"
    part: int = 1


class Notice(Frozen):
    """A policy notice (政策文件) without its text: the metadata of one document.

    ``unsure`` are the characters whose figures OCR may have misread (识别存疑), ``retyped`` those
    that a person has put right by the page since (改字), in the order of the text.
    """

    id: str
    title: str
    doc_number: str | None
    issuers: tuple[str, ...]
    addressees: tuple[str, ...] = ()
    jurisdiction: str
    issued_on: dt.date | None
    effective_from: dt.date | None = None
    effective_to: dt.date | None = None
    benefit_years: tuple[int, ...] = ()
    relations: tuple[Relation, ...] = ()
    unsure: tuple[Range, ...] = ()
    retyped: tuple[Retyped, ...] = ()
    source: Source


class ClauseKind(StrEnum):
    """What kind of passage a clause is."""

    PREAMBLE = "preamble"  # 导语
    HEADING = "heading"  # 只有标题、没有正文的条目
    PARAGRAPH = "paragraph"  # 条款正文
    TABLE_ROW = "table_row"  # 表格行
    ATTACHMENT = "attachment"  # 附件
    CLOSING = "closing"  # 结尾、落款之前


class Clause(Frozen):
    """One passage of a notice (条款).

    ``path`` is the numbering as people cite it (``一（一）``, ``第六条（一）2（1）``; ``导语``
    for the preamble) and may be shared by the paragraphs of one item. ``id`` is unique within the
    corpus: ``<notice id>#<path>``, or ``<notice id>#<path>.p2`` for a later paragraph.
    ``headings`` are those above it, outermost first. ``text == canonical_text[start:end]``.
    """

    id: str
    notice: str
    path: str
    headings: tuple[str, ...] = ()
    kind: ClauseKind = ClauseKind.PARAGRAPH
    start: int
    end: int
    text: str


class NoticeText(Frozen):
    """A notice with its canonical text and its clauses in reading order.

    ``places`` says where the text stands on the pages of its source; empty without pages, and for
    a notice that was loaded from its folder: ``store.load_places`` reads them.
    ``remarks`` are sentences for the person who adds the file (隐藏的工作表没有读); not kept.
    """

    notice: Notice
    text: str
    clauses: tuple[Clause, ...]
    places: tuple[Placed, ...] = ()
    remarks: tuple[str, ...] = ()


class ValueKind(StrEnum):
    """What kind of quantity a policy value is."""

    MONEY = "money"  # 金额; Decimal yuan
    RATIO = "ratio"  # 比例; Decimal per cent (80% -> 80)
    POINTS = "points"  # 百分点; Decimal
    MULTIPLE = "multiple"  # 倍数; Decimal
    DATE = "date"  # 日期; DatePoint
    PERIOD = "period"  # 起止期间; DateRange
    DURATION = "duration"  # 时长; Duration
    COUNT = "count"  # 次数、人数、个数; Decimal
    AGE = "age"  # 年龄; Decimal years
    WAIVER = "waiver"  # 不设、不缴、免除; no number
    START = "start"  # 待遇起算: 自缴费之日起满60日后享受; Start


class Bound(StrEnum):
    """How firmly the figure is fixed (界限). Dates: 起/自 is AT_LEAST, 前/截至 is AT_MOST."""

    EXACT = "exact"
    AT_LEAST = "at_least"  # 不低于、不少于、以上、起
    AT_MOST = "at_most"  # 不高于、不超过、以下、以内、前
    ABOUT = "about"  # 左右、约
    MORE_THAN = "more_than"  # 超过、高于
    LESS_THAN = "less_than"  # 未满、低于


class Role(StrEnum):
    """What the figure is in its sentence; only STANDARD answers a question about the rule."""

    STANDARD = "standard"  # 标准本身
    CHANGE = "change"  # 只有增减、没有总数
    PREVIOUS = "previous"  # 上年数、比较数
    EXAMPLE = "example"  # 举例
    STATISTIC = "statistic"  # 统计、资金总额等事实，不是标准


class DatePoint(Frozen):
    """A date as notices write it: any part may be missing. ``part`` is 上旬/中旬/下旬/初/底."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    part: Literal["", "start", "early", "mid", "late", "end"] = ""
    yearly: bool = False


class DateRange(Frozen):
    """A period from ``start`` to ``end``, both inclusive; either may be open."""

    start: DatePoint | None = None
    end: DatePoint | None = None


class DurationUnit(StrEnum):
    """Unit of a length of time."""

    HOUR = "hour"
    DAY = "day"
    WORKDAY = "workday"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class Duration(Frozen):
    """A length of time (时长)."""

    amount: Decimal
    unit: DurationUnit


class StartEvent(StrEnum):
    """What the beginning of cover is counted from (起算的事件)."""

    PAYMENT = "payment"  # 缴费、到账
    ENROLMENT = "enrolment"  # 参保、登记
    BIRTH = "birth"  # 出生
    RECOGNITION = "recognition"  # 认定


class StartTurn(StrEnum):
    """The day on which cover begins, once the wait is over (起算的那一天)."""

    SAME = "same"  # 当日
    NEXT_DAY = "next_day"  # 次日；满若干日后也是期满的次日
    NEXT_MONTH = "next_month"  # 次月1日


class Start(Frozen):
    """When cover begins (待遇起算), counted from an event, after ``wait`` where there is one."""

    event: StartEvent
    wait: Duration | None = None
    turn: StartTurn = StartTurn.SAME


class GroupMember(Frozen):
    """One named group (人群) in the notice's own words; ``key`` where the lexicon knows it."""

    name: str
    key: str | None = None


class Group(Frozen):
    """Whom a value holds for: the notice's words, their members, and what is left out (不含…).

    ``definitions`` are lists elsewhere in the notice (一类对象) whose people are members too.
    """

    text: str
    members: tuple[GroupMember, ...] = ()
    excludes: tuple[GroupMember, ...] = ()
    min_age: int | None = None  # 满X周岁, inclusive
    max_age: int | None = None  # X周岁以下/未满X周岁, exclusive
    citation: Citation
    definitions: tuple[Citation, ...] = ()


class ConditionKind(StrEnum):
    """What narrows a value besides group, place and time."""

    PAYER = "payer"  # 出资方：中央、省级、市县
    AREA = "area"  # 地区类别：西部、一般县
    HOSPITAL = "hospital"  # 医疗机构级别
    INSURED = "insured"  # 参保身份：职工、居民
    TIER = "tier"  # 档次、等级、类别
    COST_BAND = "cost_band"  # 费用段
    SETTING = "setting"  # 门诊、住院、居家、机构
    ITEM = "item"  # 病种、项目
    EXCEPT = "except"  # 除…外：不适用的人
    OTHER = "other"


class Condition(Frozen):
    """A condition on a value in the notice's own words."""

    kind: ConditionKind
    text: str
    citation: Citation


class Delta(Frozen):
    """A stated change against the year before (较上年增加30元): signed amount, same unit."""

    amount: Decimal
    citation: Citation


class ValueStatus(StrEnum):
    """Whether a person has looked at the value."""

    EXTRACTED = "extracted"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class ValueCitations(Frozen):
    """The exact characters behind each part of a value.

    ``value`` re-parses to the figure and its base unit; ``unit`` (每人每年) and ``bound`` are set
    when they stand elsewhere; ``time`` are the characters of the years or dates it holds for.
    """

    value: Citation
    label: Citation | None = None
    unit: Citation | None = None
    bound: Citation | None = None
    time: tuple[Citation, ...] = ()


class PolicyValue(Frozen):
    """A typed figure of a notice (政策数值), with the exact characters behind every part of it.

    ``label`` is the notice's own words for what the figure is (open vocabulary); ``key`` is the
    known key that the label maps to, if any. ``unit`` is like ``元/人·年``, ``%``, ``次/月``.
    ``bound_text`` is the notice's own wording of the bound (原则上不高于). ``jurisdiction`` is an
    adcode: the notice's place, or a narrower one that the sentence names. ``by_hand``: a person
    chose its characters (人工选字), in place of the value ``corrects`` if it names one.
    """

    id: str
    notice: str
    clause: str
    key: str | None = None
    label: str
    kind: ValueKind
    role: Role = Role.STANDARD
    value: Decimal | DatePoint | DateRange | Duration | Start | None
    unit: str = ""
    bound: Bound = Bound.EXACT
    bound_text: str = ""
    delta: Delta | None = None
    group: Group | None = None
    conditions: tuple[Condition, ...] = ()
    jurisdiction: str
    collection_year: int | None = None
    benefit_year: int | None = None
    effective_from: dt.date | None = None
    effective_to: dt.date | None = None
    citations: ValueCitations
    uncertain: bool = False
    status: ValueStatus = ValueStatus.EXTRACTED
    by_hand: bool = False
    corrects: str | None = None

    @property
    def withheld(self) -> bool:
        """Whether no answer may use it: rejected, or uncertain (识别存疑) and not confirmed."""
        unconfirmed = self.uncertain and self.status is not ValueStatus.CONFIRMED
        return unconfirmed or self.status is ValueStatus.REJECTED
