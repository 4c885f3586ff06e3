"""Questions in English (英文提问): read by a word list into the Chinese question they mean.

The pipeline then answers the Chinese question; nothing is translated freely. A word that the list
does not know is reported, so that nobody gets the figure of another thing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from assistant.understand.english_lexicon import AskRule, English, Sort, english
from assistant.understand.english_scan import Piece, scan
from assistant.understand.pinyin import pinyin_places
from assistant.understand.slots import DOC_NUMBER
from corpus.jurisdictions import Places
from corpus.model import Jurisdiction

LATIN = re.compile(r"[A-Za-z][A-Za-z'’]*")
CJK = re.compile(r"[\u4e00-\u9fff]")
QUOTED = re.compile(r"《[^》]*》|“[^”]*”")
PERSONAL = (Sort.PEOPLE, Sort.GROUP, Sort.AGE, Sort.HOUSEHOLD)
TELLING = (*PERSONAL, Sort.CONCEPT, Sort.PLACE)
CARRIED = (*PERSONAL, Sort.NUMBER, Sort.SELF)
FEWEST_KNOWN = 2
NEAR = 24  # characters between a denial and what it denies
OLDEST, ADULT_AGE = 120, 18
COUNTRY, NATIONAL = "国家规定", "national"
YES_NO = "yes_no"  # the class of cues that are small words as well


@dataclass(frozen=True)
class Reading:
    """The Chinese question, the words that were not understood, and a name of several places."""

    text: str
    unknown: tuple[str, ...] = ()
    unclear: tuple[Jurisdiction, ...] = ()
    name: str = ""
    understood: bool = True


def is_english(text: str) -> bool:
    """Whether a turn is in English; one that mixes both languages evenly is Chinese."""
    bare = QUOTED.sub(" ", DOC_NUMBER.sub(" ", _plain(text)))
    words = LATIN.findall(bare)
    chinese = len(CJK.findall(bare))
    if not words or len(words) <= chinese:
        return False
    known = sum(len(w) > 1 and _is_known(w.lower()) for w in words)
    return known >= FEWEST_KNOWN or (known == 1 and not chinese and len(words) <= FEWEST_KNOWN)


def _is_known(word: str) -> bool:
    lexicon = english()
    return lexicon.pattern.fullmatch(word) is not None or word in lexicon.numbers


def read_english(text: str, places: Places, chosen: Jurisdiction | None = None) -> Reading:
    """The Chinese question that an English one means; ``chosen`` tells names of a kind apart."""
    lexicon = english()
    plain = _mended(_plain(text).lower().strip(), lexicon)
    greeting = lexicon.greeting.get(plain.strip(" !.?,"))
    if greeting:
        return Reading(greeting)
    pieces = scan(plain, pinyin_places(places))
    refused = [p for p in pieces if p.sort is Sort.REFUSED]
    if refused and not (pieces and _names_scheme(pieces) and _is_idle(refused)):
        return Reading(refused[0].zh)
    pieces, unclear = _settled(pieces, places, chosen)
    unknown = dict.fromkeys(p.word for p in pieces if p.sort is Sort.UNKNOWN)
    said = _chinese(pieces, places, plain)
    first = unclear[0] if unclear else None
    candidates = first.places if first else ()
    understood = any(p.sort in TELLING for p in pieces)
    return Reading(said, tuple(unknown), candidates, first.word if first else "", understood)


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).replace("’", "'").replace("‘", "'")
    return "".join(c if c.isprintable() or c.isspace() else " " for c in text)


def _mended(text: str, lexicon: English) -> str:
    """Known slips written right."""
    return re.sub(r"[a-z]+", lambda m: lexicon.typos.get(m.group(), m.group()), text)


def _names_scheme(pieces: list[Piece]) -> bool:
    return any(p.sort is Sort.CONCEPT for p in pieces)


def _is_idle(refused: list[Piece]) -> bool:
    """Idle talk (weather, jokes) beside a real question is passed over; an attack is not."""
    return all(p.zh == english().phrases["weather"][1] for p in refused)


def _settled(
    pieces: list[Piece], places: Places, chosen: Jurisdiction | None
) -> tuple[list[Piece], list[Piece]]:
    """Names of several places decided by the others and by the chosen one, and those left."""
    sure = [p.places[0] for p in pieces if len(p.places) == 1]
    around = [*sure, chosen] if chosen else sure
    settled: list[Piece] = []
    unclear: list[Piece] = []
    for piece in pieces:
        if len(piece.places) > 1:
            inside = [c for c in piece.places if _is_near(c, around, places)]
            piece = replace(piece, places=tuple(inside)) if len(inside) == 1 else piece
            unclear += [piece] if len(piece.places) > 1 else []
        settled.append(piece)
    return settled, unclear


def _is_near(place: Jurisdiction, around: Iterable[Jurisdiction], places: Places) -> bool:
    return any(
        places.contains(a.adcode, place.adcode) or places.contains(place.adcode, a.adcode)
        for a in around
    )


def _chinese(pieces: list[Piece], places: Places, text: str) -> str:
    """The Chinese question: place, year, persons, case, sum, day, and what is asked."""
    named = [p.places[0] for p in pieces if len(p.places) == 1]
    inner = [
        n for n in named if not any(n != o and places.contains(n.adcode, o.adcode) for o in named)
    ]
    head = "、".join(dict.fromkeys(places.full_name(n.adcode) for n in inner))
    head = head or (COUNTRY if any(p.zh == NATIONAL for p in pieces) else "")
    years = "".join(dict.fromkeys(_year(p, text) for p in pieces if p.sort is Sort.YEAR))
    persons = _persons(pieces)
    things = _of(pieces, Sort.CONCEPT)
    asked = _asked(pieces, persons + things)
    opens = "那" if pieces and pieces[0].sort in (Sort.LEAD, Sort.JOIN) else ""
    sums = _of(pieces, Sort.MONEY) or "".join(_figure(p) for p in pieces)
    head += "的" if head and (things + asked) else ""  # 福建省的财政: no 省财政
    body = f"{_of(pieces, Sort.DOCUMENT)}{head}{years}{persons}{things}{sums}"
    tail = f"{_of(pieces, Sort.DAY)}{asked}"
    unknown = " ".join(p.word for p in pieces if p.sort is Sort.UNKNOWN)
    closing = "呢" if opens and not asked else ""
    return " ".join(part for part in (f"{opens}{body}{tail}{closing}", unknown) if part)


def _of(pieces: list[Piece], sort: Sort) -> str:
    return "".join(dict.fromkeys(p.zh for p in pieces if p.sort is sort))


def _figure(piece: Piece) -> str:
    """A bare number too large for an age or a count is a sum: 「410元」."""
    large = piece.sort is Sort.NUMBER and (piece.number or 0) > OLDEST
    return f"{piece.zh}元" if large else ""


def _year(piece: Piece, text: str) -> str:
    """「2025年度」 when the benefit year is named, 「明年」 as it is."""
    whole = english().benefit_year.search(text)
    return piece.zh + "度" if whole and piece.zh.endswith("年") and piece.zh[0] == "2" else piece.zh


def _persons(pieces: list[Piece]) -> str:
    """Persons with their counts, ages and schools, in the order in which they were said."""
    parts: list[str] = []
    before: Piece | None = None
    for n, piece in enumerate(pieces):
        said = _said(pieces, n)
        if not said:
            continue
        if piece.sort in (Sort.JOIN, Sort.STOP):
            parts += [said] if parts and parts[-1][-1] not in "和，" else []
            continue
        denied = piece.sort in PERSONAL and _denied(pieces, n)
        parts.append(f"，不是{said}" if denied else said)
        before = piece
    while parts and parts[-1] in ("和", "，"):
        parts.pop()
    return "".join(parts) if before else ""


def _said(pieces: list[Piece], n: int) -> str:
    """The Chinese of a piece where it speaks of persons, else nothing."""
    piece = pieces[n]
    after = _next(pieces, n)
    before = _previous(pieces, n)
    if piece.sort is Sort.AGE and _stands_alone(pieces, n):
        return f"{piece.zh}的孩子"
    if piece.sort in PERSONAL:
        return piece.zh
    if piece.sort in (Sort.JOIN, Sort.STOP):
        return piece.zh if after and after.sort in CARRIED else ""
    if piece.sort is Sort.SELF:
        return piece.zh if _joins(piece, before, after) else ""
    if piece.sort is Sort.NUMBER and piece.number and piece.number <= OLDEST:
        if after and after.sort is Sort.PEOPLE:
            return f"{piece.number}个"
        if before and before.sort is Sort.PEOPLE:
            return f"{piece.number}岁"
    return ""


def _joins(piece: Piece, before: Piece | None, after: Piece | None) -> bool:
    """「my wife and I」 has a person on the other side; 「I'm 30 and I live here」 has none."""
    if piece.zh.startswith("和"):
        return before is not None and before.sort is Sort.PEOPLE
    if piece.zh.endswith("和"):
        return after is not None and after.sort in (*CARRIED, Sort.PLACE)
    return True


def _stands_alone(pieces: list[Piece], n: int) -> bool:
    """「a 3-year-old」: an age of no one else is a child's."""
    beside = (_next(pieces, n), _previous(pieces, n))
    age = pieces[n].number
    child = age is not None and age < ADULT_AGE
    return child and not any(p and p.sort in (Sort.PEOPLE, Sort.GROUP) for p in beside)


def _next(pieces: list[Piece], n: int) -> Piece | None:
    """The next piece that says something."""
    return next((p for p in pieces[n + 1 :] if not _is_silent(p)), None)


def _previous(pieces: list[Piece], n: int) -> Piece | None:
    spoken = (p for p in reversed(pieces[:n]) if not _is_silent(p) and p.sort is not Sort.STOP)
    return next(spoken, None)


def _is_silent(piece: Piece) -> bool:
    """Small words: 「is」 in 「my mother is 68」."""
    return piece.sort is Sort.IGNORED or piece.zh == YES_NO


def _denied(pieces: list[Piece], n: int) -> bool:
    """Whether a denial stands before the piece with nothing but small words between."""
    for piece in reversed(pieces[:n]):
        if piece.sort is Sort.DENIAL:
            return pieces[n].start - piece.end <= NEAR
        if not _is_silent(piece):
            return False
    return False


def _asked(pieces: list[Piece], before: str) -> str:
    """What is asked, by the classes of cues that occur together."""
    heard = frozenset(p.zh for p in pieces if p.sort is Sort.CUE)
    left, said = set(heard), []
    for rule in english().asks:
        if _holds(rule, left, heard, before):
            left -= rule.all | rule.any | rule.takes
            said.append(rule.say)
    return "，".join(said)


def _holds(rule: AskRule, left: set[str], heard: frozenset[str], before: str) -> bool:
    some = not rule.any or bool(rule.any & left)
    within = rule.within is None or rule.within.search(before) is not None
    return rule.all <= left and some and not rule.none & heard and within


def english_words(chinese: str) -> str:
    """The English of Chinese words that the list itself gives; empty when it has none."""
    return english().back.get(chinese, "")
