"""Mentions of persons (人员提及): neighbouring tokens of one segment put together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

from assistant.understand.lexicon import Noun, people
from assistant.understand.people_tokens import ADULT_AGE, Kind, Token, gap

LONGEST_COUNT_GAP = 8
GENERAL_STAGE = "student"
GENERAL_KEYS = (None, "minor", "adult_resident")
GROWN_STAGES = ("university_student", "graduate_student")
DESCRIBING_KINDS = (Kind.AGE, Kind.STAGE, Kind.UNDER)
LINKS = ("", "的")


@dataclass(frozen=True)
class Mention:
    """Something said of persons: word, count, school stage and age, as far as they are said.

    ``joined``: 和 stands before it. ``every``: 都 makes it hold of those named before as well.
    ``talks``: its segment says more than the word itself.
    """

    words: str = ""
    noun: Noun | None = None
    count: int | None = None
    stage: str | None = None
    age: Decimal | None = None
    under: bool = False
    speaker: bool = False
    joined: bool = False
    talks: bool = False
    every: bool = False
    last: Token | None = None


Segment = list[Token]


def read_mentions(text: str, found: list[Token]) -> list[Mention]:
    """The mentions of a text in their order."""
    starts = {a.end: b.start for a, b in pairwise(found)}
    return [
        replace(m, talks=_talks(text, segment, starts)) if m.noun else m
        for segment, joined in _segments(found)
        for m in _Reader(text, segment, joined).read()
    ]


def _segments(found: list[Token]) -> list[tuple[Segment, bool]]:
    """Tokens between stops and joins; whether a join (和) opens each."""
    segments: list[tuple[Segment, bool]] = [([], False)]
    for token in found:
        if token.kind in (Kind.STOP, Kind.JOIN):
            segments.append(([], token.kind is Kind.JOIN))
        elif token.kind is not Kind.GROUP:
            segments[-1][0].append(token)
    return [s for s in segments if s[0]]


def _talks(text: str, segment: Segment, starts: dict[int, int]) -> bool:
    """Whether text that is no token stands behind the word: 「孩子交多少」, not 「，孩子，」.

    ``starts``: where the token after the one that ends at a place begins.
    """
    end = segment[-1].end
    return starts.get(end, len(text)) - end > 1


def has_one(noun: Noun | None) -> bool:
    """「我和老伴两个」: nobody has two of them, so the number is of all who were named."""
    return noun is not None and bool(people().grammar["only_one"].search(noun.words))


class _Reader:
    """Reads one segment from left to right."""

    def __init__(self, text: str, segment: Segment, joined: bool) -> None:
        self._text = text
        self._segment = segment
        self._post = _counts_follow(text, segment)
        self._joined = joined
        self._done: list[Mention] = []
        self._now = Mention(joined=joined)

    def read(self) -> list[Mention]:
        """The mentions of the segment."""
        for n, token in enumerate(self._segment):
            after = self._segment[n + 1] if n + 1 < len(self._segment) else None
            self._read_one(token, after)
        self._close()
        return self._done

    def _read_one(self, token: Token, after: Token | None) -> None:
        if token.noun is not None and token.kind is Kind.NOUN:
            self._noun(token, token.noun)
        elif token.kind is Kind.COUNT:
            self._count(token)
        elif token.kind in DESCRIBING_KINDS:
            self._describe(token, after)
        elif token.kind is Kind.SELF:
            self._close()
            self._put(token, speaker=True)
        elif token.kind is Kind.DENIED:
            self._close()

    def _close(self) -> None:
        """The mention read so far is finished."""
        now = self._now
        if now.last is not None:
            self._done.append(now)
        self._now = Mention(joined=self._joined and not self._done)

    def _put(self, token: Token, **said: Any) -> None:
        """Add what the token says; the words are the noun's, else the school's."""
        now = self._now
        names = token.kind is Kind.NOUN or (token.kind in DESCRIBING_KINDS and not now.noun)
        words = token.text if names else now.words
        self._now = replace(now, words=words, last=token, **said)

    def _between(self, token: Token) -> str:
        return gap(self._text, self._now.last, token) if self._now.last else ""

    def _noun(self, token: Token, noun: Noun) -> None:
        now = self._now
        if now.speaker or (now.noun and not self._same_person(now.noun, noun, token)):
            if now.noun and self._between(token) == "的":
                self._now = Mention(joined=now.joined)  # 弟弟的孩子: the brother is not meant
            else:
                self._close()
        elif now.noun:
            noun = _more_telling(now.noun, noun)
        elif _contradicts(now, noun):
            self._close()
        self._put(token, noun=noun, stage=self._now.stage or _stage_of(noun))

    def _same_person(self, first: Noun, second: Noun, token: Token) -> bool:
        """「双胞胎小学生」「儿子是大学生」「成年的儿子」 are one mention."""
        between = self._between(token)
        if people().grammar["equals"].fullmatch(between):
            return True
        if between not in LINKS:
            return False
        describing = people().describing
        if first.words in describing or second.words in describing:
            return True
        special = [n.key not in GENERAL_KEYS for n in (first, second)]
        return "adult" not in (first.life, second.life) and special[0] != special[1]

    def _count(self, token: Token) -> None:
        now, number = self._now, int(token.number or 1)
        waits = now.last is not None and not now.noun and now.count is None
        if waits and not now.speaker and self._between(token).startswith("的"):
            self._put(token, count=number)  # 上小学的两个娃
        elif self._post and now.last and now.count is None:
            if not has_one(now.noun):
                self._put(token, count=number)
        else:
            self._close()
            self._put(token, count=number)

    def _describe(self, token: Token, after: Token | None) -> None:
        """An age or a school belongs to the word before it, unless a word follows closely."""
        if (
            (self._now.noun and (self._leads(token, after) or not self._takes(token)))
            or (self._now.speaker and not self._speaker_takes(token, after))
            or (not self._now.noun and self._now.last and not self._takes(token))
        ):
            self._close()
        every = bool(people().grammar["every"].match(self._between(token)))
        self._now = replace(self._now, every=self._now.every or every)
        if token.kind is Kind.AGE:
            self._put(token, age=token.number)
        elif token.kind is Kind.UNDER:
            self._put(token, under=True)
        else:
            stage = self._now.stage if self._now.stage not in (None, GENERAL_STAGE) else token.stage
            self._put(token, stage=stage)

    def _leads(self, token: Token, after: Token | None) -> bool:
        """「爸妈8岁的娃」: the age is of the word that follows, not of the one before."""
        if after is None or after.kind is not Kind.NOUN or after.noun is None:
            return False
        between = gap(self._text, token, after)
        if between not in ("的", "大的") and (between or not self._has(token)):
            return False
        now = self._now.noun
        return not (now and self._same_person(now, after.noun, after) and between != "的")

    def _has(self, token: Token) -> bool:
        """Whether the word before has an age (or a school) already."""
        said = self._now.age if token.kind is Kind.AGE else self._now.stage
        return said is not None

    def _takes(self, token: Token) -> bool:
        """Whether what was read so far can be of that age or at that school."""
        now = self._now
        adult = now.noun is not None and now.noun.life == "adult"
        if token.kind is Kind.AGE:
            small = adult and token.number is not None and token.number < ADULT_AGE
            return now.age is None and not now.under and not small
        if token.kind is Kind.UNDER:
            return now.age is None and not adult
        if adult:
            return token.stage in GROWN_STAGES and now.stage is None
        same = now.stage in (None, GENERAL_STAGE, token.stage)
        return same or token.stage == GENERAL_STAGE or self._between(token) == ""

    def _speaker_takes(self, token: Token, after: Token | None) -> bool:
        """「我今年65岁」, but not 「我想问8岁的娃」."""
        if token.kind is not Kind.AGE or self._now.age is not None:
            return False
        if after and after.kind is Kind.NOUN and gap(self._text, token, after) in LINKS:
            return False
        return bool(people().grammar["age_before"].fullmatch(self._between(token)))


def _more_telling(first: Noun, second: Noun) -> Noun:
    """Of two words for one person: count, life and group of whichever says more."""
    special = next((n for n in (second, first) if n.key not in GENERAL_KEYS), None)
    base = special or (first if second.life == "unknown" or first.life == "adult" else second)
    words = second.words if first.words in people().describing else first.words
    return replace(base, words=words, count=max(first.count, second.count))


def _stage_of(noun: Noun) -> str | None:
    """「小学生」 names the school."""
    return noun.key if noun.key not in (*GENERAL_KEYS, "newborn") else None


def _contradicts(now: Mention, noun: Noun) -> bool:
    """「18岁以下老人」, 「上小学，老人」: what was said before cannot be of this word."""
    if noun.life != "adult":
        return False
    small = now.age is not None and now.age < ADULT_AGE
    return small or now.under or (now.stage is not None and now.stage not in GROWN_STAGES)


def _counts_follow(text: str, segment: Segment) -> bool:
    """Whether counts stand behind their words: 「大人两个小孩一个」, and only so throughout."""
    grammar = people().grammar
    heads = [t for t in segment if t.kind in (Kind.NOUN, Kind.STAGE, Kind.COUNT)]
    row: list[Token] = []
    for token in heads:
        near = row and row[-1].kind is not Kind.COUNT and gap(text, row[-1], token) in LINKS
        if near and token.kind is not Kind.COUNT:
            row[-1] = token  # 上小学的娃 is one head
        else:
            row.append(token)
    pairs = list(zip(row[::2], row[1::2], strict=False))
    if not pairs or len(row) % 2:
        return False
    return all(
        a.kind is not Kind.COUNT
        and b.kind is Kind.COUNT
        and grammar["count_gap"].fullmatch(gap(text, a, b))
        and _stands_free(text, b, segment)
        for a, b in pairs
    )


def _stands_free(text: str, count: Token, segment: Segment) -> bool:
    """Whether nothing that is counted follows the count (三个档次 is no three persons)."""
    touches = any(t.start == count.end for t in segment)
    return touches or bool(people().grammar["count_after"].match(text, count.end))
