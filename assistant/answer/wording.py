"""How values are said (措辞): the notice's own figure, bound, group and year, never rounded."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant.answer.texts import say, words_of
from assistant.calculate.figures import plain
from assistant.keys import AID, FEE, SUBSIDY, WINDOWS
from assistant.matching.groups import above
from assistant.matching.sums import is_sum
from assistant.model import AnswerValue, CitedStep, Computed
from assistant.understand.asks import BASIC
from assistant.understand.lexicon import concept
from corpus.extract.lexicon import key_name
from corpus.model import (
    Bound,
    Condition,
    ConditionKind,
    DatePoint,
    DateRange,
    Duration,
    Group,
    PolicyValue,
    Role,
    ValueKind,
)

BOUND_WORDS = {
    Bound.EXACT: "",
    Bound.AT_LEAST: "不低于",
    Bound.AT_MOST: "最多",
    Bound.MORE_THAN: "高于",
    Bound.LESS_THAN: "低于",
    Bound.ABOUT: "约",
}
GAP_WORDS = {Bound.AT_LEAST: "至少", Bound.MORE_THAN: "超过", Bound.LESS_THAN: "不到"}
PER_HEAD = re.compile(r"人|每")
PER_HEAD_FIRST = "每"
BARE = re.compile(r"[\d,，.]+")
LONG_GROUP = 26
BOUND_GAP = "…"
NAMED_KEYS = (FEE, SUBSIDY, AID, *WINDOWS)
BARE_LABEL = 2  # characters of a verb that says nothing by itself
QUESTION = re.compile("什么|怎么|多少|如何|哪")  # a heading that asks (一、什么时候缴？)


def phrase(value: PolicyValue, passage: str = "") -> str:
    """The figure in the notice's characters, with unit and bound where these stand elsewhere.

    A multiple means nothing without what it is a multiple of, nor a change without its verb: the
    whole ``passage`` is quoted.
    """
    told_whole = value.kind is ValueKind.MULTIPLE or value.role is Role.CHANGE
    if told_whole and passage:
        return f"“{passage}”"
    quote = value.citations.value.quote
    before, after = bound_words(value)
    before = "" if before in quote else before
    after = "" if after in quote else after
    return f"{_unit_words(value, quote)}{before}{cell_words(value) or quote}{after}"


def cell_words(value: PolicyValue) -> str:
    """A bare table figure with its header's unit (500 under 起付线（元）), else nothing."""
    unit, quote = value.citations.unit, value.citations.value.quote
    if unit is None or not BARE.fullmatch(quote) or unit.quote.startswith(PER_HEAD_FIRST):
        return ""
    return f"{quote}{unit.quote}"


def bound_words(value: PolicyValue) -> tuple[str, str]:
    """The bound's words before and after the figure."""
    text = value.bound_text
    if BOUND_GAP in text:
        before, _, after = text.partition(BOUND_GAP)
        return before, after
    bound, figure = value.citations.bound, value.citations.value
    behind = bound is not None and bound.clause == figure.clause and bound.start >= figure.end
    return ("", text) if behind or text.endswith(words_of("suffix_bounds")) else (text, "")


def _unit_words(value: PolicyValue, quote: str) -> str:
    unit = value.citations.unit
    if unit is None or PER_HEAD.search(quote) or not PER_HEAD.search(unit.quote):
        return ""
    if cell_words(value):
        return ""  # the whole unit stands behind the cell's figure
    return unit.quote


def group_words(group: Group, keys: tuple[str, ...] = ()) -> str:
    """A group in the notice's words; of a long list, the members asked about or its ends."""
    if len(group.text) <= LONG_GROUP:
        return group.text
    asked = [m.name for m in group.members if m.key and any(_same(m.key, k) for k in keys)]
    names = list(dict.fromkeys(asked or [m.name for m in group.members]))
    if not names:
        return f"{group.text[:LONG_GROUP]}…"
    if len(names) > 4:
        names = [*names[:2], names[-1]]
    return "、".join(names) + ("等" if len(names) < len(group.members) else "")


def _same(member: str, key: str) -> bool:
    return member in above(key) or key in above(member)


def year_words(value: PolicyValue) -> str:
    """「2025年度」 when the notice's own characters give the benefit year, else nothing."""
    year = value.benefit_year
    quotes = "".join(c.quote for c in value.citations.time)
    return f"{year}年度" if year and str(year) in quotes else ""


def subject(value: PolicyValue, keys: tuple[str, ...] = (), case: str = "") -> str:
    """What the figure is: the label, and in brackets for whom and when, in the notice's words.

    ``case`` is a word of the headings (住院) that the value's own words leave out.
    """
    label = label_words(value)
    cases = [_case(c) for c in value.conditions if c.text not in label and not is_general(c)]
    group = group_words(value.group, keys) if value.group else ""
    parts = [case, "" if group in label else group, *cases]
    inside = "，".join(dict.fromkeys(p for p in parts if p))
    return f"{label}（{inside}）" if inside else label


def _case(condition: Condition) -> str:
    """A condition as it is said; a bare sum is a tier's (1000 in a column 缴费档次)."""
    return say("tier_of_sum", sum=condition.text.strip()) if is_sum(condition) else condition.text


def label_words(value: PolicyValue) -> str:
    """The notice's own label; a bare verb (交), a heading that asks, and a beginning of cover,
    whose label is the whole phrase, go by their key's name."""
    says_nothing = len(value.label) <= BARE_LABEL or QUESTION.search(value.label)
    bare = value.key in NAMED_KEYS and says_nothing
    bare = bare or (value.kind is ValueKind.MONEY and value.label in words_of("above_labels"))
    named = bare or value.kind is ValueKind.START
    return key_name(value.key) if named and value.key else value.label


def is_general(condition: Condition) -> bool:
    """The name of the insurance itself narrows nothing."""
    insured = condition.kind is ConditionKind.INSURED
    return insured and condition.text in concept(BASIC).forms


def said_value(value: PolicyValue, region: str) -> AnswerValue:
    """The value as scripts read it."""
    figure, unit = figure_of(value)
    return AnswerValue(
        key=value.key,
        label=value.label,
        value=figure,
        unit=unit,
        bound=value.bound.value,
        group=_whose(value),
        region=region,
        benefit_year=value.benefit_year,
        collection_year=value.collection_year,
    )


def _whose(value: PolicyValue) -> str | None:
    """Whom a value is for: its group, with the tier that its members choose (参保人，一档)."""
    if value.group is None:
        return None
    tiers = [c.text for c in value.conditions if c.kind is ConditionKind.TIER]
    return "，".join((value.group.text, *(t for t in tiers if t not in value.group.text)))


def figure_of(value: PolicyValue) -> tuple[str | None, str]:
    """The figure and its unit as plain strings: yuan, per cent, ISO days."""
    held = value.value
    if isinstance(held, Decimal):
        return plain(held), value.unit
    if isinstance(held, DatePoint):
        return iso(held), value.unit
    if isinstance(held, DateRange):
        return f"{iso(held.start)}/{iso(held.end)}", value.unit
    if isinstance(held, Duration):
        return plain(held.amount), value.unit or held.unit.value
    return None, value.unit


def iso(point: DatePoint | None) -> str:
    """A date point as far as it is known: 2025-02-28, 2025-02, --08-10."""
    if point is None:
        return ".."
    year = f"{point.year:04d}" if point.year else "-"
    parts = [year, *(f"{p:02d}" for p in (point.month, point.day) if p)]
    return "-".join(parts)


def bare(words: str) -> str:
    """A form of the lexicon without the punctuation that it is found by: 二级、 is 二级."""
    return words.strip("、，及和与跟比还是 ")


def amount_said(result: Computed) -> str:
    """A computed figure with its bound: 最多270元, 不低于80%, 12个百分点."""
    return f"{BOUND_WORDS[Bound(result.bound)]}{plain(result.amount)}{result.unit}"


def reckoned(steps: Sequence[CitedStep]) -> list[str]:
    """The line of how a fee was reckoned (690 − 200 = 490); none where nothing was taken off."""
    told = [s.text for s in steps if "=" in s.text and "= 0" not in s.text]
    return [say("benefit_steps", steps="；".join(told))] if told else []


def gap_said(result: Computed) -> str:
    """A difference with its bound: 至少20元 (「少不低于20元」 reads badly)."""
    bound = GAP_WORDS.get(Bound(result.bound), BOUND_WORDS[Bound(result.bound)])
    return f"{bound}{plain(result.amount)}{result.unit}"


def computed_value(
    result: Computed, base: PolicyValue, region: str, group: str | None = None, label: str = ""
) -> AnswerValue:
    """A computed figure as scripts read it: year and key are those of the value it rests on, and
    so are group and label where no others are given."""
    own = said_value(base, region)
    update = {
        "value": plain(result.amount),
        "unit": result.unit,
        "bound": result.bound,
        "group": own.group if group is None else group,
        "label": label or own.label,
    }
    return own.model_copy(update=update)
