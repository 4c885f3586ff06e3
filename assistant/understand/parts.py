"""The several things that one question asks (一问多项): 「起付线多少，封顶呢」.

Each thing is made a question by itself: its own words with the case that all of them share.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.understand.asks import BASIC, content_words, find_concepts
from assistant.understand.group_words import group_words
from assistant.understand.lexicon import topic as topic_of
from assistant.understand.phrasing import phrasing

MEASURES = ("deductible", "cap", "reimbursement_ratio")
SHORTEST = 2  # characters that say what a phrase is about
Span = tuple[int, int]


def measures_of(text: str) -> tuple[str, ...]:
    """One question for each measure (起付标准、限额、比例) of a text that asks for several.

    「俺家是低保边缘 救助比例多少 门槛多少」 gives 「俺家是低保边缘 救助比例多少」 and
    「俺家是低保边缘 门槛多少」; empty where fewer than two are asked for.
    """
    spans = _spans(text)
    if len(spans) < 2:
        return ()
    return tuple(
        _without(text, [s for o in spans if o is not own for s in o], own) for own in spans
    )


def case_words(text: str) -> str:
    """A question without the measure that it asks for: 「转诊到市外报多少」 is 「转诊到市外」."""
    return _without(text, [s for own in _spans(text) for s in own])


def asks_measure(text: str) -> bool:
    """Whether a text asks for one of the measures."""
    return bool(_spans(text))


def phrases_of(text: str) -> tuple[str, ...]:
    """One question for each phrase that asks something; empty where fewer than two do.

    「退费多久到账，申请最晚到哪天」 gives 「退费多久到账」 and 「退费 申请最晚到哪天」: what the
    first says before it asks, the later ones leave unsaid.
    """
    told = [p for p in phrasing().phrase_end.split(text) if p]
    asking = [p for p in told if phrasing().asks_by_itself.search(p)]
    if len(asking) < 2 or asking[0] != told[0]:
        return ()
    return (asking[0], *(_with_lead(_lead(text), p) for p in asking[1:]))


def follow_up_of(text: str) -> tuple[str, str] | None:
    """「剖腹产报多少 顺产呢」: the question, and the case that is asked about in the same way."""
    match = phrasing().also_asked.match(text)
    if match is None or phrasing().asking.search(match["tail"]) or not _names(match["tail"]):
        return None
    named = [c for c, _, _ in find_concepts(match["head"]) if not c.synonym and c.id != BASIC]
    if not named and not group_words(match["head"]):
        return None  # 最多报多少 住院: the case of the one thing that is asked
    return match["head"], f"{match['tail']}呢"


def _names(text: str) -> bool:
    """Whether a phrase names nothing but cases and groups."""
    spans = [(a, b) for c, a, b in find_concepts(text) if not c.synonym]
    spans += [(w.start, w.end) for w in group_words(text)]
    return bool(spans) and sum(b - a for a, b in spans) >= len(text) - SHORTEST


def _lead(text: str) -> str:
    """What stands before the words that ask."""
    asked = phrasing().asks_by_itself.search(text)
    return text[: asked.start()] if asked else text


def _with_lead(lead: str, phrase: str) -> str:
    """A later phrase with what the first is about; one that says it itself takes a case alone."""
    bare = len(_lead(phrase)) < SHORTEST
    left_out = _has_noun(lead) and not _has_noun(_lead(phrase))  # 镶牙能报吗，一颗报多少
    named = bool(find_concepts(lead) or group_words(lead)) or left_out
    return f"{lead} {phrase}" if bare or named else phrase


def _has_noun(text: str) -> bool:
    return any(noun for _, noun in content_words(text, []))


def _spans(text: str) -> list[list[Span]]:
    """Where each measure is asked for, in the order of the text; one inside another's words is not
    asked by itself."""
    found: dict[str, list[Span]] = {}
    for topic in (topic_of(name) for name in MEASURES):
        taken = [s for spans in found.values() for s in spans]
        own = [m.span() for cue in topic.cues for m in cue.finditer(text)]
        own = [s for s in own if not any(_meet(s, t) for t in taken)]
        if own and topic.heard(text):
            found[topic.id] = own
    return sorted(found.values(), key=min)


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _without(text: str, spans: Sequence[Span], kept: Sequence[Span] = ()) -> str:
    """The text without the phrases that hold a span; of one that tells the case as well, or holds
    one that is ``kept``, only the measure and its asking words are left out."""
    left, start = "", 0
    for end in [*(m.start() for m in phrasing().phrase_end.finditer(text)), len(text)]:
        inside = [s for s in spans if start <= s[0] < end]
        phrase, own = text[start:end], any(start <= s[0] < end for s in kept)
        if not inside:
            left += phrase
        elif own or find_concepts(phrase) or group_words(phrase):
            left += _cut(text, (start, end), inside)
        start = end
    return left.strip(" ,，。;；?？")


def _cut(text: str, part: Span, spans: Sequence[Span]) -> str:
    """A part of the text without the spans and what asks right behind them."""
    rest = text[: part[1]]
    for begin, stop in spans:
        asked = phrasing().asked_amount.match(text, stop)
        last = min(asked.end() if asked else stop, part[1])
        rest = rest[:begin] + " " * (last - begin) + rest[last:]
    return rest[part[0] :]
