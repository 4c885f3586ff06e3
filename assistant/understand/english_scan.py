"""An English question cut into pieces (英文切分), each with its sort and its Chinese words."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from assistant.understand.english_lexicon import Sort, english
from assistant.understand.pinyin import PinyinPlaces
from assistant.understand.slots import DOC_NUMBER
from corpus.model import Jurisdiction

INSIDE = re.compile(r"[a-z0-9]{2}")
WORD = re.compile(r"[a-z][a-z'’.]*[a-z]|[a-z]")
NUMBER = re.compile(r"(?:(?<![\w-])-)?\d+(?:\.\d+)?%?")
CHINESE = re.compile(r"[\u4e00-\u9fff]+")
STOP = re.compile(r"[,.;:?!，。；：？！]")
LONGEST_NAME = 4
LIKE = 0.84  # how like a word of the list a slip of five letters and more must be
THOUSAND = 1000


@dataclass(frozen=True)
class Piece:
    """A piece ``[start, end)`` of the question; ``zh`` are its Chinese words.

    ``places`` are the candidates of a name, ``number`` the figure of a bare number.
    """

    sort: Sort
    start: int
    end: int
    zh: str = ""
    word: str = ""
    places: tuple[Jurisdiction, ...] = ()
    number: int | None = None


def scan(text: str, places: PinyinPlaces) -> list[Piece]:
    """The pieces of a lower-case English text, in its order."""
    pieces: list[Piece] = []
    at = 0
    while at < len(text):
        piece = next(_readings(text, at, places), None)
        if piece:
            pieces.append(piece)
        at = piece.end if piece else at + 1
    return pieces


def _readings(text: str, at: int, places: PinyinPlaces) -> Iterator[Piece]:
    """What may start at a place, the most telling first."""
    if INSIDE.match(text[max(0, at - 1) : at + 1]):
        return
    if match := DOC_NUMBER.match(text, at):
        yield Piece(Sort.DOCUMENT, at, match.end(), match.group())
    if match := CHINESE.match(text, at):
        yield Piece(Sort.PEOPLE, at, match.end(), match.group())
    yield from _figures(text, at)
    yield from _names(text, at, places, known=True)
    yield from _phrases(text, at)
    yield from _names(text, at, places, known=False)
    yield from _rest(text, at)


def _figures(text: str, at: int) -> Iterator[Piece]:
    grammar = english().figures
    for name, make in (("iso_day", _day), ("month_day", _day), ("day_month", _day)):
        if (match := grammar[name].match(text, at)) and (said := make(match)):
            yield Piece(Sort.DAY, at, match.end(), said)
    if match := grammar["household"].match(text, at):
        yield Piece(Sort.HOUSEHOLD, at, match.end(), f"一家{_number(match)}口，")
    if match := grammar["months_old"].match(text, at):
        yield Piece(Sort.AGE, at, match.end(), f"{_number(match)}个月大的")
    if match := grammar["age"].match(text, at):
        age = _number(match)
        speaker = "我" if text[at] == "i" else ""
        yield Piece(Sort.AGE, at, match.end(), f"{speaker}{age}岁", number=None if speaker else age)
    if match := grammar["money"].match(text, at):
        yield Piece(Sort.MONEY, at, match.end(), f"{_amount(match)}元")
    if match := grammar["year"].match(text, at):
        yield Piece(Sort.YEAR, at, match.end(), f"{match['y']}年")


def _number(match: re.Match[str]) -> int:
    said = next(v for k, v in match.groupdict().items() if v)
    return int(said) if said.isdigit() else english().numbers[said]


def _amount(match: re.Match[str]) -> str:
    said, thousand = match["n"] or match["m"], match["k"] or match["j"]
    amount = Decimal(said.replace(",", "")) * (THOUSAND if thousand else 1)
    return f"{amount:f}"


def _day(match: re.Match[str]) -> str:
    found = match.groupdict()
    month = english().months[found["month"]] if found.get("month") else int(found["m"])
    year = f"{found['y']}年" if found.get("y") else ""
    return f"{year}{month}月{int(found['d'])}日"


def _phrases(text: str, at: int) -> Iterator[Piece]:
    match = english().pattern.match(text, at)
    if match is None:
        return
    key = " ".join(re.split(r"[\s\-‐–(,]+", match["phrase"]))
    sort, zh = english().phrases[key]
    yield Piece(sort, at, match.end(), zh, word=match.group())


def _names(text: str, at: int, places: PinyinPlaces, known: bool) -> Iterator[Piece]:
    """A name of a place of up to four words, the longest first, with the word for its level.

    ``known``: only a name with such a word; without one a word of the list goes before a name.
    """
    words = list(_words_at(text, at))
    for n in range(len(words), 0, -1):
        first, last = words[0].start(), words[n - 1].end()
        name = "".join(m.group() for m in words[:n])
        kind = english().place_words.get(words[n].group()) if n < len(words) else None
        if known and kind is None:
            continue
        found = places.named(name, kind)
        if found:
            end = words[n].end() if kind else last
            yield Piece(Sort.PLACE, first, end, word=text[first:last], places=tuple(found))


def _words_at(text: str, at: int) -> Iterator[re.Match[str]]:
    """The words from a place on, with nothing but spaces and hyphens between them."""
    for _ in range(LONGEST_NAME + 1):
        match = WORD.match(text, at)
        if match is None:
            return
        yield match
        at = match.end() + len(re.match(r"[ \-]*", text[match.end() :])[0])  # type: ignore[index]


def _rest(text: str, at: int) -> Iterator[Piece]:
    """Numbers, stops and words that the list does not know, mended where they are slips."""
    if match := STOP.match(text, at):
        yield Piece(Sort.STOP, at, match.end(), "，")
    if match := NUMBER.match(text, at):
        said = match.group()
        yield Piece(Sort.NUMBER, at, match.end(), said, number=int(float(said.rstrip("%"))))
    match = WORD.match(text, at)
    if match is None:
        return
    word = match.group()
    if word in english().numbers:
        number = english().numbers[word]
        yield Piece(Sort.NUMBER, at, match.end(), str(number), number=number)
    yield _meant(Piece(Sort.UNKNOWN, at, match.end(), word, word=word))


def _meant(piece: Piece) -> Piece:
    """The piece of the known word that a slip is meant for; the piece itself when there is none."""
    lexicon = english()
    near = difflib.get_close_matches(piece.word, lexicon.longer_words, n=1, cutoff=LIKE)
    if len(piece.word) < 5 or not near or near[0] not in lexicon.phrases:
        return piece
    sort, zh = lexicon.phrases[near[0]]
    return Piece(sort, piece.start, piece.end, zh, word=near[0])
