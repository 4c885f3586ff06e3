"""Groups (人群): whom a figure holds for, in the notice's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from corpus.extract.figures import try_number
from corpus.extract.layout import Page, Span
from corpus.extract.lexicon import (
    any_of,
    bare_groups,
    group_forms,
    group_pattern,
    groups,
    patterns,
)
from corpus.extract.numerals import CHINESE
from corpus.extract.scan import BLANK
from corpus.extract.spoken import plainly
from corpus.model import Clause, Group, GroupMember

_EDGE = " 、，；。：！？（）｜\n“”" + BLANK
_JOIN = re.compile(
    r"^(?:(?:(?![由给按对为])[一-龥]){0,8}(?:标准|补贴|津贴|待遇))?(?:（[^（）]*）)?(?:[、，；]?(?:以及|和|及其他|及|与|或者|或|其他)?|等)$"
)
_LENGTH = re.compile(r"\d{1,3}(?:个月|天|日|年)")
_AS_WELL = re.compile("以及|和|与|及")
_AGE = rf"(?P<n>\d{{1,3}}|{CHINESE})周?岁"
_MIN = re.compile(
    rf"(?:(?<!未)(?<!不)满{_AGE}(?!以下)|{_AGE.replace('<n>', '<k>')}(?:（含）)?(?:及)?以上)"
)
_MAX = re.compile(
    rf"(?:[未不]满{_AGE}|{_AGE.replace('<n>', '<k>')}(?:（含）|（不含）)?(?:及)?(?:以下|以内))"
)
_ASIDE = "（[^（）]*）"
_RANGE = rf"(?P<low>\d{{1,3}})(?:周?岁)?(?:{_ASIDE})?[—–～~－\-至到](?P<high>\d{{1,3}})周?岁(?!以)"
_SPAN_OF_AGES = re.compile(rf"{_RANGE}(?P<open>（不含[^（）]*）)?")
_LIMIT_SAID = re.compile(r"以[下内]（含")
# Ages that stand for a group by themselves: 80至89周岁的，… / 未满18周岁的，…
_AGE_PIECE = (
    rf"(?:\d{{1,3}}(?:周?岁)?(?:{_ASIDE})?[—–～~－\-至到](?:[未不]满)?\d{{1,3}}周?岁(?:{_ASIDE})?(?:以下)?"
    rf"|(?:年|已|[未不])?满?(?:\d{{1,3}}|百)周?岁(?:{_ASIDE})?及?以[上下内](?:{_ASIDE})?"
    rf"|(?:年|已|[未不])?满\d{{1,3}}周?岁)"
)
_AGED = re.compile(
    rf"(?<![\d.])(?:(?<![一-龥])|(?<=[对给向]))(?P<who>{_AGE_PIECE}(?:[、，且至]?{_AGE_PIECE})*)(?:的(?=，|$|[每另再加可由发])|(?=，?$|每))"
)
_OPEN_AGE = re.compile(r"（不含(?:\d{1,3}周?岁)?）").fullmatch  # says of an age that it is not in
_LISTED_ASIDE = re.compile(
    r"（(?:含|包括)[^（）]*[、，][^（）]*）"
)  # whose ages are of single members
_CLASS = re.compile("[一二三四五六A-D甲乙丙][类档]")
_SCHOOL = re.compile("(?:高校|院校|学校|学院|大学|幼儿园)$")
_STUDENTS = "学生"
_EXCLUDE = re.compile(r"（?(?:不含|不包括|除外)[^（）]*）?")


@cache
def _person() -> re.Pattern[str]:
    heads = any_of("people_heads")
    barred = any_of("people_not_before")
    return re.compile(rf"{group_pattern().pattern}|{heads}(?!{barred})")


def points_above(words: str) -> re.Match[str] | None:
    """Return how a group points to those named before it (以上三类人员), if it does only that."""
    found = (p.fullmatch(words) for p in patterns("above_patterns"))
    return next((m for m in found if m), None)


def mentions(text: str, start: int, end: int) -> list[Span]:
    """Return the person words of a stretch: known groups and open nouns (…人员, …家庭)."""
    barred = list(_barred(text[start:end]))
    found = []
    for match in _person().finditer(text, start, end):
        inside = (match.start() - start, match.end() - start)
        counted = _counted(text[max(start, match.start() - 12) : match.start()])
        if not counted and not any(a <= inside[0] and inside[1] <= b for a, b in barred):
            found.append(Span(*match.span()))
    return found


def _barred(words: str) -> Iterator[tuple[int, int]]:
    for pattern in (re.compile(any_of("not_people")), *patterns("not_people_patterns")):
        yield from (m.span() for m in pattern.finditer(words))


def _counted(before: str) -> bool:
    """Tell whether a person word only counts (每多生育一个|婴儿)."""
    return any(p.search(before) for p in patterns("not_people_before_patterns"))


def find_group(work: str, start: int, end: int, raw: str | None = None) -> Span | None:
    """Return the last list of groups in ``[start, end)``: 特困人员、孤儿和低保对象.

    ``raw`` is the same text where asides such as （含孤儿） are not blanked.
    """
    directed, aged = _directed(work, start, end), _aged(work, start, end)
    found = mentions(work, start, end)
    if not found or (aged and aged.end > found[-1].end):
        return aged or directed
    last = _widen(work, start, found[-1])
    for mention in reversed(found[:-1]):
        if mention.end > last.start:
            last = Span(min(last.start, _widen(work, start, mention).start), last.end)
        elif _JOIN.match(work[mention.end : last.start]):
            last = Span(_widen(work, start, mention).start, last.end)
        else:
            break
    last = _measured(work, start, last)
    last = _tail(raw or work, _lists_left(work, start, last), end)
    return directed if directed and directed.end >= last.end else last


def _measured(work: str, low: int, span: Span) -> Span:
    """Give a member that a length of time describes all its words, and the list before it.

    …、退役军人，以及中断缴费不超过|3个月的人员: the words before the figure belong to the member.
    """
    if not _LENGTH.match(work, span.start, span.end):
        return span
    begin = span.start
    while begin > low and work[begin - 1] not in _EDGE:
        begin -= 1
    joined = work[begin - 1 : begin] == "，" and _AS_WELL.match(work, begin)
    before = find_group(work, low, begin - 1) if joined else None
    return Span(before.start if before and before.end == begin - 1 else begin, span.end)


def _aged(work: str, start: int, end: int) -> Span | None:
    """Return the last ages that stand for a group without a noun (80至89周岁的)."""
    found = list(_AGED.finditer(work, start, end))
    return Span(*found[-1].span("who")) if found else None


def _tail(work: str, span: Span, end: int) -> Span:
    for pattern in patterns("people_tail_patterns"):
        match = pattern.match(work[span.end : end])
        if match and BLANK not in match[0]:
            span = Span(span.start, span.end + match.end())
    return span


def _widen(work: str, low: int, mention: Span) -> Span:
    """Take in what describes a group: 未满35周岁…, 享受…待遇的…, but no verb before it."""
    edge = mention.start
    while edge > low and (work[edge - 1] not in _EDGE or _closes_aside(work, low, edge)):
        edge = work.rfind("（", low, edge) if work[edge - 1] == "）" else edge - 1
    start = _cut(work, edge, mention.start)
    joined = re.search(r".*(?:和|与|及|或)(?=[^和与及或]*$)", work[start : mention.start])
    if joined and mentions(work, start, start + joined.end()):
        start += joined.end()
    known = work[slice(*mention)] in group_forms()
    modifier = work[start : mention.start]
    listed = start == edge > low and work[edge - 1] == "、"  # a whole item of a list is its name
    described = listed or any(p.search(modifier) for p in patterns("people_modifiers"))
    if known and modifier and not described:
        start = mention.start - _graded(modifier)
    return Span(start + (work[start] == "的"), mention.end)


def _graded(modifier: str) -> int:
    """Return how much of the end of some words is a grade of the group (一类地区|一级)."""
    grade = re.search(any_of("group_grades") + "$", modifier)
    return len(grade[0]) if grade else 0


def _closes_aside(work: str, low: int, edge: int) -> bool:
    """Tell whether an aside ends here that a group's words go on after (65周岁以上（含）的居民)."""
    return work[edge - 1] == "）" and work[edge] == "的" and work.rfind("（", low, edge) > low


def _lists_left(work: str, low: int, span: Span) -> Span:
    """Take in the rest of a list (高中、中专等各类学校的学生、…；…), but never across a figure."""
    start = span.start
    while (stop := _separator(work, low, start)) is not None:
        begin = stop
        while begin > low and work[begin - 1] not in _EDGE:
            begin -= 1
        if begin == stop or re.search(r"[%元倍]", work[begin:stop]):
            break
        cut = _cut(work, begin, stop)
        start = min(cut, stop)
        if cut != begin:
            break
    return Span(start, span.end)


def _separator(work: str, low: int, start: int) -> int | None:
    """Return where the list item before ``start`` ends, past 、 or ； and an aside; else None."""
    if start <= low or work[start - 1] not in "、；":
        return None
    stop = start - 1
    if work[stop - 1] == "）":
        opening = work.rfind("（", low, stop)
        return opening if opening >= 0 else None
    return stop


def _cut(work: str, start: int, end: int) -> int:
    """Return where the words for a group begin, after the last preposition or verb before them."""
    for pattern in patterns("people_cut_patterns"):
        for match in pattern.finditer(work, start, end):
            start = max(start, match.end())
    return start


_DIRECTED = re.compile(
    r"(?<![面针应相绝反])对(?![象应比照于口])(?P<who>[^。；：%元]{2,160}?(?:的|群体|人员|对象|儿童|成员|人口|人群))(?=，|[^，。；]{0,2}(?:给予|不设|实行|按))"
)


def _directed(work: str, start: int, end: int) -> Span | None:
    """Return the whole of 对…的、…的，以及…等群体 when it governs what follows."""
    whole = list(_DIRECTED.finditer(work, start, end + 6))
    if not whole:
        return None
    span = Span(*whole[-1].span("who"))
    while (more := _longer_directed(work, span, end)) is not None:
        span = more
    return span if span.end <= end and "的" in work[span.start : span.end] else None


def _longer_directed(work: str, span: Span, end: int) -> Span | None:
    match = re.compile(
        r"[，、；](?:以及|和)?[^。；：%元]{2,80}?(?:的|群体|人员|对象|儿童|成员|人口|人群)(?=，|给予|不设|实行)"
    ).match(work, span.end, end + 1)
    return Span(span.start, match.end()) if match and match.end() <= end else None


class GroupParts(NamedTuple):
    """What the words of a group say: members, exclusions and ages."""

    members: tuple[GroupMember, ...]
    excludes: tuple[GroupMember, ...]
    min_age: int | None
    max_age: int | None


def parse_group(text: str) -> GroupParts:
    """Read the words of a group (人群)."""
    text = plainly(text)
    kept = _EXCLUDE.sub(lambda m: m[0] if _OPEN_AGE(m[0]) else BLANK * len(m[0]), text)
    left_out = tuple(m for part in _EXCLUDE.findall(text) for m in _members(part))
    low, high = _ages(_LISTED_ASIDE.sub("", kept))
    return GroupParts(tuple(_members(kept)), left_out, low, high)


def build_group(page: Page, span: Span, clause: Clause) -> Group:
    """Return the group of these characters with its members, exclusions and ages."""
    text = page.text(span)
    return Group(text=text, citation=page.cite(span, clause), **parse_group(text)._asdict())


def _ages(text: str) -> tuple[int | None, int | None]:
    """Return the ages of a group: from (inclusive), up to (exclusive); 80—89周岁 is 80, 90."""
    both = _SPAN_OF_AGES.search(text)
    if both:
        return int(both["low"]), int(both["high"]) + (both["open"] is None)
    high = _age(_MAX, text)
    included = high is not None and _LIMIT_SAID.search(text) is not None
    return _age(_MIN, text), high + 1 if high is not None and included else high


def _age(pattern: re.Pattern[str], text: str) -> int | None:
    match = pattern.search(text)
    if match is None:
        return None
    written = match["n"] or match["k"]
    number = try_number("一百" if written == "百" else written)  # 百岁老人
    return None if number is None else int(number)


def _shared_grades(pieces: list[str]) -> dict[str, str]:
    """Return the full names of grades that share the noun of the last (一级、二级残疾人)."""
    names: dict[str, str] = {}
    grade = any_of("group_grades")
    for piece, following in reversed(list(pairwise(pieces))):
        bare = re.search(grade + "$", piece)
        whole = re.match(grade, names.get(following, following))
        if bare and whole and len(names.get(following, following)) > whole.end():
            names[piece] = bare[0] + names.get(following, following)[whole.end() :]
    return names


def _shared_classes(pieces: list[str]) -> dict[str, str]:
    """Return the full names of classes that share the noun of the first (低保一类、二类对象)."""
    names: dict[str, str] = {}
    stem = ""
    for piece in pieces:
        named = _CLASS.search(piece)
        if named and named.start():
            stem = piece[: named.start()]
        elif named and stem:
            names[piece] = stem + piece
    return names


def _shared_schools(pieces: list[str]) -> dict[str, str]:
    """Return the full names of schools that share 学生 with the next one (高校和中职学校学生)."""
    return {
        piece: piece + _STUDENTS
        for piece, following in pairwise(pieces)
        if _SCHOOL.search(piece) and following.endswith(_STUDENTS)
    }


def _narrowest(keys: list[str]) -> str | None:
    """Return the last of the known keys of a member that takes in none of the others: the school
    says more than its 学生."""
    wider = {key for key in keys if set(_included(key)) & set(keys)}
    return next((key for key in reversed(keys) if key not in wider), None)


@cache
def _included(key: str) -> tuple[str, ...]:
    return next((tuple(g.includes) for g in groups() if g.key == key), ())


@cache
def _between_members() -> re.Pattern[str]:
    """What stands between two members of a list; 及 only where known groups stand around it."""
    known = group_pattern().pattern
    ends = "|".join(sorted({form[-2:] for form in group_forms()}))
    joint = rf"(?<={ends})[及与](?={known})"
    return re.compile(rf"[、，；（）{BLANK}]|(?<![一-龥])及|以及|和(?=[^和]*$)|及其他|{joint}")


_TOLD_FROM = re.compile(r"^.+[中里]的(?=[^的])")


def _known_in(name: str) -> list[re.Match[str]]:
    """Return the known groups that a member's words name: of those told from among others only
    what they are (临时救助对象中的|大病患者), of students their school (高校|全日制在校|学生)."""
    own = _TOLD_FROM.sub(lambda m: BLANK * len(m[0]), name)
    school = re.sub(any_of("student_modifiers"), "", own)
    more = [k for k in group_pattern().finditer(school) if school != own and k[0] not in own]
    return [*group_pattern().finditer(own), *more]


def _members(text: str) -> Iterator[GroupMember]:
    seen: set[str] = set()
    pieces = re.split(_between_members(), text)
    shared = _shared_grades(pieces) | _shared_classes(pieces) | _shared_schools(pieces)
    for piece in pieces:
        name = shared.get(piece) or re.sub(
            r"^(?:其中|含|和|或|及|与|不含|不包括|以及|对)+", "", piece
        )
        keys = _known_in(name)
        keys = [k for k in keys if k.start() > name.rfind("等")] or keys  # 学龄前儿童等|未成年人
        head = bool(re.search(any_of("people_heads") + r"(?:等.{0,6})?$", name)) or name.endswith(
            "的"
        )
        bare = bare_groups().get(name) if len(pieces) > 1 else None
        if not keys and not head and bare is None:
            continue
        if not head and keys:
            name = keys[-1][0]
        if name and name not in seen:
            seen.add(name)
            known = _narrowest([group_forms()[k[0]] for k in keys])
            yield GroupMember(name=name, key=known or bare)
