"""From a pasted text to its statements (陈述): figures, with what they are said of and where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from assistant.check.beginning import CONDITION, CONDITIONS, begin_of, is_told
from assistant.check.figures import at_of, values_in
from assistant.check.lexicon import check_words
from assistant.check.parts import Part, stripped
from assistant.check.pasted import CELL
from assistant.check.roles import roles_in
from assistant.check.sharing import pairs_of
from assistant.understand.asks import find_concepts
from corpus.model import (
    Bound,
    Citation,
    DateRange,
    Delta,
    PolicyValue,
    Role,
    ValueKind,
)

ASKED = re.compile(r"(?P<about>[^。；！!？?，\n]+)[？?]$")
IF = re.compile(r"[^，,。；\d]{0,8}的[，,]")
WHEN = re.compile(r"(?:之|以)?[前后内]?[^，,。；：\d]{1,12}的[，,]")
WHOSE = re.compile(r"(?:之|以)?[前后][^，。；\n]{1,10}的[^，。；\n]+")
PAUSE = re.compile("[，,]")
BEYOND = re.compile(r"(?:之|以)外[^，。；\d]{0,4}[加增延多]")
REST = re.compile(r"(?:[^，,、。；！!？?：:｜\n（）]|（[^（）\n]*）)*")
LIST = re.compile(r"、[^，,。；：:！!？?\n｜（）\d]*(?=[，,])")
THEN = re.compile(r"[，,][^，,。；：:！!？?\n｜\d]+(?=[，,。；！!\n]|$)")
LONG = 6  # characters right behind a figure that may say what it is for
AMOUNTS = frozenset({ValueKind.MONEY, ValueKind.RATIO, ValueKind.POINTS, ValueKind.MULTIPLE})
RESULTS = AMOUNTS | {ValueKind.START, ValueKind.WAIVER}
CASES = frozenset({ValueKind.DURATION, ValueKind.AGE, ValueKind.COUNT})
RELATIVE = re.compile("[当次上同每]年|[当次上]月|[当次]日")
IN_WORDS = frozenset({ValueKind.START, ValueKind.WAIVER})
EACH, POINTS = "waiting_per", "个百分点"
DAYS = frozenset({ValueKind.DATE, ValueKind.DURATION})
DAY = re.compile(r"\d[\d年月日]*[年月日](?:底|初|末)?")
ENDS = (Bound.AT_LEAST, Bound.AT_MOST)
PAID_IN = frozenset({ValueKind.DATE, ValueKind.PERIOD})


@dataclass(frozen=True)
class Statement:
    """One assertable figure (陈述) of a part: its claim's characters and the cases it names."""

    value: PolicyValue
    part: Part
    start: int
    end: int
    text: str
    cases: tuple[PolicyValue, ...] = field(default=())
    anchor: int = 0  # where the last claim begins that says what it is about

    @property
    def names_itself(self) -> bool:
        """Whether its own words hold the label that the grammar gives the figure."""
        label = self.value.citations.label
        return label is not None and self.holds(label)

    def holds(self, citation: Citation) -> bool:
        """Whether characters stand in the claim and not only before it."""
        return self.start <= citation.start < self.end

    @property
    def asked(self) -> str:
        """The question right before the part, which says what it is about (个人缴费呢？)."""
        found = ASKED.search(self.part.before)
        return found["about"] if found else ""

    @property
    def about(self) -> str:
        """The words that say what the figure is: its own, or those that lead to it."""
        if self.part.columns:
            return "，".join((self.part.text.split(CELL)[0], self.column, self.text))
        if self.says_what:
            return self.text
        return self.part.text[max(self.anchor - self.part.start, 0) : self.end - self.part.start]

    @property
    def says_what(self) -> bool:
        """Whether its own words say what it is about."""
        return bool(pairs_of(check_words().bare.sub("，", self._plain)))

    @property
    def _plain(self) -> str:
        """Its words without the figure and its bound."""
        bare = self.text.replace(self.value.citations.value.quote, "，")
        return bare.replace(self.value.bound_text, "，") if self.value.bound_text else bare

    def masked(self, figure: str) -> str:
        """Its words with another thing in place of the figure and its bound."""
        at = self.value.citations.value.start - self.start
        return masked(self.text, at, self.value.citations.value.quote, self.value, figure)

    @property
    def column(self) -> str:
        """The heading cell above the figure."""
        at = self.part.text[: self.value.citations.value.start - self.part.start].count(CELL)
        return self.part.columns[at] if at < len(self.part.columns) else ""

    @property
    def lead(self) -> str:
        """The part as far as the claim goes: what speaks for it."""
        return self.part.text[: self.end - self.part.start]


def masked(text: str, at: int, quote: str, value: PolicyValue, figure: str) -> str:
    """A text with another thing in place of a figure and its bound.

    A beginning of cover and a waiver are told in words, which stay; so do those of a day (次年).
    """
    if value.kind in IN_WORDS:
        return text
    before, behind, bound = text[:at], text[at + len(quote) :], value.bound_text
    if bound and before.endswith(bound):
        before = before.removesuffix(bound)
    elif bound:
        behind = behind.removeprefix(bound)
    return f"{before}{''.join(RELATIVE.findall(quote))}{figure}{behind}"


def read_statements(
    text: str, parts: Sequence[Part], taken: Sequence[tuple[int, int]] = ()
) -> list[Statement]:
    """The statements of a text in reading order, outside what was ``taken`` already."""
    values = [v for v in values_in(text, parts) if not any(s <= at_of(v) < e for s, e in taken)]
    found: list[Statement] = []
    for part in parts:
        own = [v for v in values if part.start <= at_of(v) < part.end]
        behind = [e for s, e in taken if part.start <= s < part.end]
        found += _of_part(text, part, own, max(behind, default=part.start))
    return found


def _of_part(
    text: str, part: Part, values: Sequence[PolicyValue], begin: int
) -> Iterator[Statement]:
    """A statement for every figure that isn't only a case of the next one."""
    at, anchor, cases = begin, part.start, []
    for n, value in enumerate(values):
        if _is_case(text, value, values[n + 1 :]):
            cases.append(value)
            continue
        last = n + 1 == len(values)
        limit = part.end if last else at_of(values[n + 1])
        start = begin_of(text, at, value)
        end = _end(text, value, limit)
        end = end if last or end < limit else value.citations.value.end
        start, end = stripped(text, min(start, at_of(value)), end)
        if value.kind is ValueKind.DATE and (more := _told_then(text, start, end, limit)):
            end = more
        elif last and text[start:end].endswith(CONDITION) and value.kind in DAYS:
            continue
        if not _is_policy(value, part):
            continue
        whole = Statement(value, part, start, end, text[start:end], tuple(cases), anchor)
        for told in (t for one in _ends_apart(whole) for t in _with_change(one)):
            anchor = told.start if told.says_what else anchor
            yield told
        at, cases = end, []


def _ends_apart(told: Statement) -> Iterator[Statement]:
    """A claim for each end of a period that is told in two pieces (从…开始，到…截止)."""
    period, cited = told.value.value, told.value.citations.value
    days = list(DAY.finditer(cited.quote))
    cut = told.text.find("，", cited.start - told.start, cited.end - told.start)
    if not isinstance(period, DateRange) or cut < 0 or len(days) != len(ENDS):
        yield told
        return
    stretches = ((told.start, told.start + cut), (told.start + cut + 1, told.end))
    for point, bound, day, (start, end) in zip(
        (period.start, period.end), ENDS, days, stretches, strict=True
    ):
        at = {"start": cited.start + day.start(), "end": cited.start + day.end()}
        quote = cited.model_copy(update={**at, "quote": day.group()})
        citations = told.value.citations.model_copy(update={"value": quote})
        of_day = {"kind": ValueKind.DATE, "value": point, "bound": bound, "bound_text": ""}
        value = told.value.model_copy(update={**of_day, "citations": citations})
        text = told.text[start - told.start : end - told.start]
        yield replace(told, value=value, start=start, end=end, text=text)


def _with_change(told: Statement) -> Iterator[Statement]:
    """The claim, and apart from it the change that is told behind it (700元，比去年多30元)."""
    delta, begin = told.value.delta, told.part.start
    if delta and "，" in told.part.text[delta.citation.end - begin : at_of(told.value) - begin]:
        yield from _change_first(told, delta)
        return
    at = told.text.rfind("，", 0, delta.citation.start - told.start) + told.start if delta else 0
    if delta is None or not told.value.citations.value.end <= at:
        yield told
        return
    kept = told.value.model_copy(update={"delta": None})
    yield replace(told, value=kept, end=at, text=told.text[: at - told.start])
    cited = told.value.citations.model_copy(update={"value": delta.citation})
    text = told.text[at + 1 - told.start :]
    loose = any(p.search(text) for p in check_words().contrasts["bound"])
    bound = Bound.AT_LEAST if loose else Bound.EXACT
    update = {"value": abs(delta.amount), "role": Role.CHANGE, "citations": cited, "bound": bound}
    changed = told.value.model_copy(update=update)
    yield replace(told, value=changed, start=at + 1, text=text, cases=())


def _change_first(told: Statement, delta: Delta) -> Iterator[Statement]:
    """The change that is told first (降低100元，最低降到0元), and apart from it the sum."""
    cut = told.text.find("，", delta.citation.end - told.start) + told.start
    if cut <= told.start:
        yield told
        return
    cited = told.value.citations.model_copy(update={"value": delta.citation})
    update = {"value": abs(delta.amount), "role": Role.CHANGE, "citations": cited}
    exactly: dict[str, object] = {"bound": Bound.EXACT, "bound_text": ""}
    if POINTS in delta.citation.quote:  # 提高5个百分点，最多到95%
        exactly |= {"kind": ValueKind.POINTS, "unit": POINTS}
    exactly |= {"key": None} if told.value.key and not told.names_itself else {}
    changed = told.value.model_copy(update={**update, **exactly})
    text = told.text[: cut - told.start]
    yield replace(told, value=changed, end=cut, text=text)
    kept = told.value.model_copy(update={"delta": None})
    yield replace(told, value=kept, start=cut + 1, text=told.text[cut + 1 - told.start :], cases=())


def _told_then(text: str, start: int, end: int, limit: int) -> int | None:
    """Where the pieces end that tell what holds by a day, if the day's own piece doesn't."""
    whose = check_words().by_whose.match(text, end)
    if not whose and not check_words().by_then.search(text[start:end]):
        return None
    end = whose.end() if whose else end
    more = THEN.match(text, end)
    then = more.group()[1:] if more else ""
    return more.end() if more and more.end() <= limit and not is_told(then) else None


def _is_band(text: str, value: PolicyValue, after: PolicyValue) -> bool:
    """Whether a sum is only the end of the band that a share holds for (5万元以内报60%)."""
    between = text[value.citations.value.end : at_of(after)]
    bounded = value.kind is ValueKind.MONEY and value.bound is not Bound.EXACT
    return bounded and after.kind is ValueKind.RATIO and not PAUSE.search(between)


def _of_whom(text: str, value: PolicyValue, after: PolicyValue) -> bool:
    """Whether a day only says whose the next figure is, in a piece before it (…出生的，)."""
    whose = check_words().by_whose.match(text, value.citations.value.end)
    between = text[whose.end() + 1 : at_of(after)] if whose else ""
    pieces = PAUSE.split(between)[:-1]
    return bool(whose) and all(p[-1:] in CONDITIONS for p in pieces)


def _says_who(text: str, value: PolicyValue, after: PolicyValue) -> bool:
    """Whether a day only says whose the next figure is (2月1日后缴费的个人要交620元)."""
    between = text[value.citations.value.end : at_of(after)]
    paid = after.kind in (ValueKind.MONEY, ValueKind.RATIO)
    return value.kind is ValueKind.DATE and paid and bool(WHOSE.fullmatch(between))


def _is_policy(value: PolicyValue, part: Part) -> bool:
    """Whether a bare length of time or count is said of a policy, and not of life (换一年安心)."""
    if value.key or value.kind not in CASES:
        return True
    words = check_words()
    known = words.checkable.search(part.text) or words.key_said(part.text, value.kind)
    return bool(known or find_concepts(part.text))


def _is_case(text: str, value: PolicyValue, later: Sequence[PolicyValue]) -> bool:
    """Whether a figure only says when the next one holds (满4年…3000元) or what was before it."""
    if value.role is Role.PREVIOUS or value.key == EACH:
        return bool(later)
    if later and value.kind in DAYS and _of_whom(text, value, later[0]):
        return True
    if later and BEYOND.match(text, value.citations.value.end):
        return True  # 在60日之外再增加30日
    if later and (_is_band(text, value, later[0]) or _says_who(text, value, later[0])):
        return True
    if value.kind in PAID_IN and later and _begins(later[0]):
        return bool(WHEN.match(text, value.citations.value.end))
    if value.kind not in CASES or _waits(text, value) or _is_told_alone(text, value):
        return False
    if later and IF.match(text, value.citations.value.end):
        return True
    return any(v.kind in RESULTS or v.key == "waiting_increment" for v in later[:2])


def _begins(value: PolicyValue) -> bool:
    """Whether a figure says when something begins."""
    since = value.kind is ValueKind.DATE and value.bound is Bound.AT_LEAST
    return since or value.kind is ValueKind.START


def _waits(text: str, value: PolicyValue) -> bool:
    """Whether a length of time is itself how long one waits (要等3个月)."""
    piece = re.split(r"[，,。；：:]", text[: value.citations.value.end])[-1]
    waits = (value.key, check_words().key_said(piece, value.kind))
    return value.kind is ValueKind.DURATION and "waiting_period" in waits


def _is_told_alone(text: str, value: PolicyValue) -> bool:
    """Whether a length or a count is a rule itself (合同期3年, 10个工作日出结果, 最多2个病种)."""
    words, at = check_words(), value.citations.value
    behind = text[at.end : at.end + LONG]
    if value.kind is ValueKind.COUNT:
        counted = words.counted.search(text[: at.start]) and PAUSE.match(behind)
        alone = counted or value.bound is Bound.AT_MOST or words.life.search(text[: at.start])
        return bool(alone) and CONDITION not in behind
    life = words.life.search(text[: at.start]) or words.done.search(behind)
    return value.kind is ValueKind.DURATION and bool(life)


def _end(text: str, value: PolicyValue, limit: int) -> int:
    """The end of the piece that the figure stands in, and of the pieces that go on with it."""
    cited = value.citations
    near = [c for c in (cited.label,) if c and not PAUSE.search(text, cited.value.end, c.end)]
    near += [value.delta.citation] if value.delta else []
    end = max(c.end for c in (cited.value, *near) if c is cited.value or c.end <= limit)
    rest = REST.match(text, end, max(end, limit))
    end = rest.end() if rest else end
    listed = LIST.match(text, end)  # 带发票、清单: a list without a figure goes on with it
    end = listed.end() if listed and listed.end() < limit else end
    more = check_words().extends.match(text, end)
    if more is None and value.kind is ValueKind.DURATION and value.key is None:
        more = check_words().outcome.match(text, end)  # 出院不到20天又住院，得由主任签字
        more = None if more and any(roles_in(more.group())) else more
    return more.end() if more and more.end() <= limit else end
