"""When cover begins (待遇起算): 自缴费之日起满60日后享受待遇, 次月1日起享受, 自出生之日起享受."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from corpus.extract.figures import Figure, try_number
from corpus.extract.lexicon import any_of, event_of, event_words
from corpus.model import Duration, DurationUnit, Start, StartTurn, ValueKind

_UNITS = {"日": DurationUnit.DAY, "天": DurationUnit.DAY, "月": DurationUnit.MONTH}
_N = r"[\d一二三四五六七八九十百两]+"


@cache
def _grammar() -> re.Pattern[str]:
    """An event, a wait, a turn to the next day or month, and the words of enjoying cover."""
    events = "|".join(map(re.escape, event_words()))
    day = r"(?:之日|当日|当天|那天|到账|成功|登记|手续|费用?|医保|后|的|之后|完成|之时)*"
    # 自缴费次月起满2个月后: counted from the next day or month, which the wait follows.
    begin = (
        rf"(?:(?P<begin>次[日月]|第[二2][天日])(?:1日|一日|首日)?"
        rf"(?=(?:计?算)?起[，]?(?:连续|第|(?:再|需|须|要)?等待?)?满?{_N}))?"
    )
    since = r"(?:起|开始|计?算起)?[，]?"
    wait = (
        rf"(?:(?!第[二2][天日])(?:第|(?:再|需|须|要)?等待?)?满?(?P<n>{_N})个?(?:自然)?(?P<unit>[日天月])"
        rf"(?:期?满)?(?:之?后|以后)?的?)?"
    )
    turn = r"(?:(?P<turn>次月|次日|第[二2][天日]|次一?[月日]|当月)(?:1日|一日|首日|零时)?)?"
    again = (
        r"(?:起|开始)?[，]?"
        r"(?:[就便也都再]|即可|方可|才能|才可|可以?|能够?|方能|按规定|开始|正常|方|才)*"
    )
    enjoy = rf"(?:{any_of('start_enjoy', 'start_counted')}|(?<=[能以])用(?![于来作])"
    enjoy += r"|(?<=[能以才起始])报(?![名告到考送请批表备]))"
    return re.compile(
        rf"(?:自|从|于)?(?P<event>{events}){day}{begin}{since}{wait}{turn}{again}{enjoy}"
        r"(?P<object>[^，。；：、（）]{0,14}?待遇)?"
    )


def scan_starts(text: str) -> Iterator[Figure]:
    """Yield the beginnings of cover that a (masked) text states."""
    for match in _grammar().finditer(text):
        start = _start(match)
        if start is not None:
            yield Figure(ValueKind.START, *match.span(), start, label=match.span())


def _start(match: re.Match[str]) -> Start | None:
    """The reading of a match; ``None`` where nothing says from when (缴费后享受待遇)."""
    number = try_number(match["n"]) if match["n"] else None
    wait = Duration(amount=number, unit=_UNITS[match["unit"]]) if number is not None else None
    if wait is None and not match["turn"] and not re.search("之日|[当那][日天]|起", match[0]):
        return None
    turn = _turn(match["turn"] or "", waits=wait is not None)
    if (match["begin"] or "").endswith("月"):
        # From the first of the next month on, whole months end where a month does; days do not.
        monthly = wait is not None and wait.unit is DurationUnit.MONTH and not match["turn"]
        turn = StartTurn.NEXT_MONTH if monthly else None
    return Start(event=event_of(match["event"]), wait=wait, turn=turn) if turn else None


def _turn(words: str, *, waits: bool) -> StartTurn | None:
    """次日 and 次月; after a wait it is the day after its last; 当月 gives no day."""
    if not words:
        return StartTurn.NEXT_DAY if waits else StartTurn.SAME
    if words == "当月":
        return None
    return StartTurn.NEXT_MONTH if words.endswith("月") else StartTurn.NEXT_DAY
