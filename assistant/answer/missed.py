"""Answer whether one can still pay late (补缴) where no notice says so: the window is shut."""

from __future__ import annotations

from assistant.answer.context import Context, Draft
from assistant.answer.makeup import asked_day, makeup
from assistant.answer.texts import say
from assistant.answer.typed import typed
from assistant.answer.window import window
from assistant.calculate.coverage import WINDOW
from assistant.calculate.window import WindowState, window_on
from assistant.matching.choose import Found
from assistant.model import Ask, NeedRole
from assistant.understand.phrasing import phrasing


def makeup_or_missed(context: Context, ask: Ask, found: Found) -> Draft | None:
    """The makeup window; where none is stated, that the collection window is over."""
    told = makeup(context, ask, found)
    if told is not None or context.slots.place is None:
        return told
    needs = tuple(n for n in ask.needs if n.role is not NeedRole.MEASURE)
    keys = {"keys": (WINDOW,), "known": (WINDOW,), "topic": WINDOW}
    plain = ask.model_copy(update=keys | {"needs": needs})
    windows = context.find(plain)
    day = asked_day(context)
    states = [s.state for v in windows.best if (s := window_on(v, day))]
    shut = bool(states) and all(s is WindowState.AFTER for s in states)
    if shut:
        return window(context, plain, windows)
    meant = phrasing().passed.search(context.slots.text)  # 过了这个点还能不能交
    draft = typed(context, plain, windows) if meant and states else None
    if draft is not None:
        draft.note(say("window_missed"))
    return draft
