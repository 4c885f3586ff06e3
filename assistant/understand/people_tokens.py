"""Words about persons in a question (人员词语): the text cut into tokens with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache

from assistant.understand.lexicon import Noun, alternation, people

OLDEST = 120
MOST_COUNTED = 10
NEAR = 8  # characters that are looked at beside a number
ADULT_AGE = 18
BESIDE = 3  # characters between two words for one school
HALF = Decimal("0.5")
BARE_CHINESE = re.compile(r"[一二两三四五六七八九]")


class Kind(StrEnum):
    """What a token says."""

    NOUN = "noun"  # 娃、老娘
    STAGE = "stage"  # 小学、刚出生
    AGE = "age"  # 8岁
    UNDER = "under"  # 18岁以下
    COUNT = "count"  # 两个
    NUMBER = "number"  # 68：年龄或人数，看左右
    TOTAL = "total"  # 两个人
    HOUSEHOLD = "household"  # 一家三口
    SELF = "self"  # 我
    JOIN = "join"  # 和
    STOP = "stop"  # ，
    DENIED = "denied"  # 不是学生
    OWNER = "owner"  # 孩子(的)爸爸
    GROUP = "group"  # 低保户


@dataclass(frozen=True)
class Token:
    """One token: its place ``[start, end)``, and the noun, school stage or number it stands for."""

    kind: Kind
    start: int
    end: int
    text: str
    noun: Noun | None = None
    stage: str | None = None
    number: Decimal | None = None


def read_number(digits: str) -> Decimal:
    """Value of 「68」「六十八」「七八」 (of two neighbouring digits the lower); 0 when none."""
    if digits.isdigit() and digits.isascii():
        return Decimal(digits)
    total, digit = 0, None
    counts = people().counts
    for c in digits:
        if c in "十百":
            total += (1 if digit is None else digit) * (10 if c == "十" else 100)
            digit = None
        elif digit is None:
            digit = counts.get(c, 0)
    return Decimal(total + (digit or 0))


def tokens(text: str) -> list[Token]:
    """The tokens of a text in their order; bare numbers are settled as ages or counts."""
    return list(_tokens(text))


@lru_cache(maxsize=256)  # persons and households are read from the same text
def _tokens(text: str) -> list[Token]:
    found = _without_classes(text, _without_denied(_scan(text)))
    return _settle_numbers(text, found)


def gap(text: str, left: Token, right: Token) -> str:
    """The characters between two tokens."""
    return text[left.end : right.start]


@cache
def _words() -> re.Pattern[str]:
    lexicon = people()
    return alternation((*lexicon.nouns, *lexicon.stages, *lexicon.groups))


def _scan(text: str) -> list[Token]:
    found: list[Token] = []
    at = 0
    while at < len(text):
        token = next((t for t in _readings(text, at)), None)
        if token:
            found.append(token)
        at = token.end if token else at + 1
    return found


def _readings(text: str, at: int) -> Iterator[Token]:
    """What may start at a place, the most telling first."""
    grammar = people().grammar
    for kind, name in ((Kind.HOUSEHOLD, "household"), (Kind.TOTAL, "people")):
        if match := grammar[name].match(text, at):
            yield _token(kind, match, _first_number(match.group()))
    yield from _ages(text, at)
    yield from _denials(text, at)
    word = _word(text, at)
    owner = grammar["owner"].match(text, at)
    if owner and not (word and word.end > owner.end()):
        yield _token(Kind.OWNER, owner)
    if word:
        yield word
    yield from _numbers(text, at)
    yield from _small(text, at)


def _denials(text: str, at: int) -> Iterator[Token]:
    """A denial before a word for a person or a school: 「不是学生」「没上小学」."""
    grammar = people().grammar
    denial = grammar["deny"].match(text, at)
    if denial is None:
        return
    verb = grammar["deny_verb"].match(text, denial.end())
    for end in {denial.end(), verb.end() if verb else denial.end()}:
        if _words().match(text, end):
            yield Token(Kind.DENIED, at, end, text[at:end])


def _token(kind: Kind, match: re.Match[str], number: Decimal | None = None) -> Token:
    return Token(kind, match.start(), match.end(), match.group(), number=number)


def _first_number(said: str) -> Decimal:
    match = people().grammar["number"].search(_without_one_home(said))
    return read_number(match.group()) if match else Decimal(0)


def _without_one_home(said: str) -> str:
    """「一家三口」 counts three: the first 一 belongs to 一家."""
    return said.partition("家")[2] if said.startswith("一家") else said


def _ages(text: str, at: int) -> Iterator[Token]:
    if at and text[at].isdigit() and text[at - 1] in "0123456789.":
        return
    grammar = people().grammar
    if match := grammar["under"].match(text, at):
        limit = _first_number(match.group())
        grown = limit > ADULT_AGE  # 60岁以下 is no child
        yield _token(*((Kind.AGE, match, limit - 1) if grown else (Kind.UNDER, match, limit)))
    if match := grammar["months"].match(text, at):
        yield _token(Kind.AGE, match, Decimal(0))
    match = grammar["age"].match(text, at)
    age = _whole(_age(match), text[:at], match) if match else None
    if match and age is not None and age <= OLDEST:
        yield _token(Kind.AGE, match, age)


def _whole(age: Decimal, before: str, match: re.Match[str]) -> Decimal | None:
    """Years of life (周岁) of an age that may be nominal (虚岁)."""
    nominal = "虚" in match.group() or people().grammar["nominal"].search(before)
    return _life(age) if nominal else age


def _life(nominal: Decimal) -> Decimal | None:
    """Years of life of a nominal age, which counts one or two more; ``None`` where these lie on
    both sides of the grown-up age."""
    return None if nominal - 2 < ADULT_AGE <= nominal - 1 else nominal - 1


def _age(match: re.Match[str]) -> Decimal:
    said = match.group("age")
    if said == "半":
        return HALF
    age = read_number(said) * (10 if match.group().endswith("旬") else 1)
    return age + (HALF if match.group("half") else 0)


def _word(text: str, at: int) -> Token | None:
    """A word for a person, a school or a named group; none in 大学毕业, 学生证."""
    match = _words().match(text, at)
    if match is None:
        return None
    lexicon = people()
    if match.group() in lexicon.groups:  # 事实无人抚养儿童 is a group, not one more 儿童
        return _token(Kind.GROUP, match)
    noun, stage = lexicon.nouns.get(match.group()), lexicon.stages.get(match.group())
    kind = Kind.NOUN if noun else Kind.STAGE
    if lexicon.grammar["not_before"].match(text, match.end()):
        kind = Kind.GROUP
    return replace(_token(kind, match), noun=noun, stage=stage)


def _numbers(text: str, at: int) -> Iterator[Token]:
    if at and text[at].isdigit() and text[at - 1] in "0123456789.第-":
        return
    grammar = people().grammar
    if match := grammar["count"].match(text, at):
        number = grammar["number"].match(match.group())
        counted = read_number(number.group()) if number else Decimal(1)
        yield _token(Kind.COUNT, match, max(counted, Decimal(1)))
    match = grammar["count_before_noun"].match(text, at)
    if match and not grammar["units"].match(text, match.end()):
        bare = BARE_CHINESE.fullmatch(match.group())
        if not bare or _words().match(text, match.end()):
            kind = Kind.COUNT if bare else Kind.NUMBER
            yield _token(kind, match, read_number(match.group()))


def _small(text: str, at: int) -> Iterator[Token]:
    grammar = people().grammar
    for word in people().self_words:
        end = at + len(word)
        if text.startswith(word, at) and not grammar["self_not_before"].match(text, end):
            yield Token(Kind.SELF, at, end, word)
    for kind, name in ((Kind.JOIN, "join"), (Kind.STOP, "stop")):
        if match := grammar[name].match(text, at):
            yield _token(kind, match)


def _without_denied(found: list[Token]) -> list[Token]:
    """「不是学生」: the word after a denial is nobody; the denial itself stays to be seen."""
    kept: list[Token] = []
    for token in found:
        denied = kept and kept[-1].kind is Kind.DENIED and kept[-1].end == token.start
        if denied and token.kind in (Kind.NOUN, Kind.STAGE, Kind.GROUP):
            kept[-1] = replace(kept[-1], end=token.end, text=kept[-1].text + token.text)
            continue
        kept.append(token)
    return kept


def _without_classes(text: str, found: list[Token]) -> list[Token]:
    """「能按学生的380交吗」 names no one more; 「在读函授大专」 no full-time school."""
    as_class = people().grammar["as_class"]
    said = [t for t in found if t.kind in (Kind.NOUN, Kind.STAGE)]
    classes = [t for t in said if as_class.search(text[: t.start]) or _is_class(text, t)]
    kept = [t for t in found if t not in classes] if len(classes) < len(said) else found
    beside = [t for t in kept if t.text in people().part_time]
    return [t for t in kept if t.kind is not Kind.STAGE or not any(_near(t, b) for b in beside)]


def _is_class(text: str, token: Token) -> bool:
    grammar = people().grammar
    ahead = grammar["of_class"].search(text[: token.start])
    return bool(ahead and grammar["class_of"].match(text, token.end))


def _near(one: Token, other: Token) -> bool:
    return max(one.start, other.start) - min(one.end, other.end) <= BESIDE


def _settle_numbers(text: str, found: list[Token]) -> list[Token]:
    """A bare number is the age or the count of the person beside it, or nothing."""
    settled: list[Token] = []
    for n, token in enumerate(found):
        after = found[n + 1] if n + 1 < len(found) else None
        if token.kind is not Kind.NUMBER:
            settled.append(token)
        elif kind := _number_kind(text, settled, token, after):
            settled.append(_settled(text, token, kind))
    return [t for t in settled if t.kind is not Kind.COUNT or t.number]


def _settled(text: str, token: Token, kind: Kind) -> Token:
    """A bare number as what it counts; a nominal age (虚岁18) in years of life, or as nothing."""
    if kind is not Kind.AGE or not people().grammar["nominal"].search(text[: token.start]):
        return replace(token, kind=kind)
    age = _life(token.number or Decimal(0))
    return replace(token, kind=kind if age is not None else Kind.GROUP, number=age)


def _number_kind(text: str, before: list[Token], token: Token, after: Token | None) -> Kind | None:
    number = token.number or Decimal(0)
    if number > OLDEST:
        return None
    if after and after.kind is Kind.NOUN:
        between = gap(text, token, after)
        if between in ("的", "多的", "来的", "几的", "多", "来"):
            return Kind.AGE
        if between == "" and number <= MOST_COUNTED:
            return Kind.COUNT
        if between == "":
            return Kind.AGE
    previous = before[-1] if before else None
    if previous and previous.kind in (Kind.NOUN, Kind.SELF, Kind.COUNT):
        return _number_after(text, before, token, after)
    return Kind.AGE if _is_said_age(text, token) else None


def _number_after(text: str, before: list[Token], token: Token, after: Token | None) -> Kind | None:
    """「我弟16」 is an age; 「大人2小孩1」 are counts: no grown-up is two."""
    grammar = people().grammar
    noun = before[-1].noun
    if not grammar["age_before"].fullmatch(gap(text, before[-1], token)):
        return Kind.AGE if _is_said_age(text, token) else None
    touches = after is not None and after.start == token.end
    if not touches and not grammar["age_after"].match(text, token.end):
        return None
    adult = noun is not None and noun.life == "adult"
    if adult and (token.number or 0) <= MOST_COUNTED:
        return Kind.COUNT
    counted = any(t.kind is Kind.COUNT and t.text.isdigit() for t in before)
    return Kind.COUNT if noun and counted else Kind.AGE


def _is_said_age(text: str, token: Token) -> bool:
    """「今年四十三了」「七十的人」: a number that is an age by the words around it."""
    grammar = people().grammar
    before = f"，{text[: token.start]}"[-NEAR:]
    said = grammar["age_said"].search(before) and grammar["age_after"].match(text, token.end)
    bare = grammar["age_opens"].search(before) and grammar["age_ends"].match(text, token.end)
    return bool(said or bare or grammar["age_closed"].match(text, token.end))
