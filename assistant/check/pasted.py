"""The pasted text (粘贴的文本) in the characters of the notices, and the way back to it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant.check.lexicon import check_words
from assistant.errors import BadText
from assistant.understand.amounts import find_money
from assistant.understand.english import is_english, read_english
from corpus.jurisdictions import places
from corpus.structure.chars import normalise as canonical

LONGEST, MOST_FIGURES = 20_000, 2_000
"""Characters and figures that are checked at once (上限)."""
FIGURE = re.compile(
    r"\d+(?:[.,，]\d+)*|[一二两三四五六七八九十百千万]{1,24}(?=元|块|倍|个月|天|成)|百分之"
)
TAG = re.compile(r"<!--.*?-->|</?[a-zA-Z][^<>]{0,500}>", re.DOTALL)
HIDDEN = re.compile(r"<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
BREAKING = re.compile(r"</?(?:p|div|br|li|tr|h\d|table|ul|ol|section)\b", re.IGNORECASE)
CELL_TAG = re.compile(r"</(?:td|th)\b", re.IGNORECASE)
ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,6});")
UNREADABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
BREAKS = "\r\v\f\u2028\u2029"
CELL = "｜"
TABLE = re.compile(r"(?:^[^\n]*｜[^\n]*(?:\n\s*|$))+", re.MULTILINE)
NAMED_FIGURE = re.compile(r"[^｜\n\d]+｜[^｜\n]*\d[^｜\n]*")
UNIT_ROW = re.compile(r"^[^｜\n]*（(?P<unit>万?元|%)[^）\n]*）(?:｜[\d.]+)+$", re.MULTILINE)
TENTHS = re.compile(
    r"(?<![一二三四五六七八九十分])(?P<tens>[一二三四五六七八九])成(?P<ones>[一二三四五六七八九半])?(?=[，。；、！）\n]|左右|以[上下]|$)"
)
DIGITS = "零一二三四五六七八九"
ENGLISH = re.compile(r"[A-Za-z][A-Za-z0-9 ,.:;'’/%()-]{15,}")


@dataclass(frozen=True)
class Pasted:
    """A text with, for every character, the characters [start, end) of the paste behind it."""

    raw: str
    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, raw: str) -> Pasted:
        """Every character as it stands."""
        places = range(len(raw))
        return cls(raw, raw, tuple(places), tuple(n + 1 for n in places))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The pasted characters behind a stretch that isn't empty."""
        return self.starts[start], self.ends[end - 1]

    def replaced(
        self, pattern: re.Pattern[str], write: Callable[[re.Match[str]], str | None]
    ) -> Pasted:
        """Rewrite every match; what is written has the whole match behind it.

        ``None`` leaves a match as it is; one character for one keeps each its own place.
        """
        pieces: list[tuple[str, tuple[int, ...], tuple[int, ...]]] = []
        at = 0
        for match in pattern.finditer(self.text):
            new = write(match)
            if new is None or new == match.group():
                continue
            start, end = match.span()
            pieces.append(self._part(at, start))
            pieces.append(self._written(new, start, end))
            at = end
        pieces.append(self._part(at, len(self.text)))
        text = "".join(p[0] for p in pieces)
        return Pasted(
            self.raw,
            text,
            tuple(n for p in pieces for n in p[1]),
            tuple(n for p in pieces for n in p[2]),
        )

    def _part(self, start: int, end: int) -> tuple[str, tuple[int, ...], tuple[int, ...]]:
        return self.text[start:end], self.starts[start:end], self.ends[start:end]

    def _written(
        self, new: str, start: int, end: int
    ) -> tuple[str, tuple[int, ...], tuple[int, ...]]:
        if len(new) == end - start:
            return new, self.starts[start:end], self.ends[start:end]
        first, last = self.span(start, end)
        return new, (first,) * len(new), (last,) * len(new)


def read_pasted(raw: str) -> Pasted:
    """The text in the notices' characters; ``BadText`` says what cannot be checked."""
    _refuse(raw)
    pasted = _without_markup(Pasted.of(raw))
    for pattern, new in check_words().rewritten:
        pasted = pasted.replaced(pattern, lambda m, new=new: m.expand(new))  # type: ignore[misc]
    pasted = _canonical(pasted)
    pasted = pasted.replaced(check_words().spoken_amount, _amount)
    pasted = pasted.replaced(TENTHS, _share)
    pasted = pasted.replaced(re.compile(r"[|｜]"), lambda m: CELL)
    pasted = pasted.replaced(TABLE, _without_columns)
    pasted = pasted.replaced(UNIT_ROW, _with_units)
    pasted = pasted.replaced(ENGLISH, _in_chinese)
    if not re.search(r"\w", pasted.text):
        raise BadText("没有可以核对的文字：文本是空的，或者只有标记和符号。")
    return pasted


def _refuse(raw: str) -> None:
    if len(raw) > LONGEST:
        raise BadText(f"文本有{len(raw)}字，一次最多核对{LONGEST}字，请分段核对。")
    figures = sum(1 for _ in FIGURE.finditer(raw))
    if figures > MOST_FIGURES:
        raise BadText(f"文本有{figures}个数字，一次最多核对{MOST_FIGURES}个，请分段核对。")
    odd = UNREADABLE.search(raw)
    if odd:
        code = f"U+{ord(odd.group()):04X}"
        raise BadText(f"文本第{odd.start() + 1}个字是控制字符（{code}），请另存为纯文本再核对。")
    if not raw.strip():
        raise BadText("没有可以核对的文字：文本是空的。")


def _without_markup(pasted: Pasted) -> Pasted:
    """Drop HTML tags and comments, scripts with what is in them; entities become characters."""
    pasted = pasted.replaced(HIDDEN, lambda m: "\n")
    pasted = pasted.replaced(TAG, _in_place_of)
    return pasted.replaced(ENTITY, lambda m: html.unescape(m.group()))


def _in_place_of(tag: re.Match[str]) -> str:
    if CELL_TAG.match(tag.group()):
        return CELL
    return "\n" if BREAKING.match(tag.group()) else ""


def _canonical(pasted: Pasted) -> Pasted:
    """Brackets, digits and punctuation as the notices have them, line by line."""
    pasted = pasted.replaced(re.compile(f"[{BREAKS}]"), lambda m: "\n")
    return pasted.replaced(re.compile(r"[^\n]+"), _plain_line).replaced(
        re.compile(r"[^\n]+"), _own_line
    )


def _plain_line(line: re.Match[str]) -> str:
    """Characters of one width, each in its own place."""
    return "".join(_plain_characters(line.group()))


def _plain_characters(line: str) -> Iterator[str]:
    for char in line:
        plain = canonical(char)
        yield plain if len(plain) == 1 else char


def _own_line(line: re.Match[str]) -> str | None:
    """The line as a notice would have it, where that keeps every character in its place."""
    plain = canonical(line.group())
    return plain if len(plain) == len(line.group()) else None


def _without_columns(table: re.Match[str]) -> str | None:
    """Rows of a name and its figure, which no row heads (缴费标准｜430元/人): lines of text."""
    rows = table.group().split("\n")
    headless = all(NAMED_FIGURE.fullmatch(row) for row in rows if row.strip())
    return table.group().replace(CELL, "：") if headless else None


def _with_units(row: re.Match[str]) -> str:
    """A row of bare numbers under a unit that its head states (起付线（元）｜150｜450)."""
    return re.sub(r"(?<=\d)(?=｜|$)", row["unit"], row.group())


def _in_chinese(passage: re.Match[str]) -> str | None:
    """An English sentence as the notices would put it; what isn't understood stays."""
    if not is_english(passage.group()):
        return None
    return read_english(passage.group(), places()).text or None


def _share(match: re.Match[str]) -> str:
    """「七成」 is 70%, 「八成五」 85%."""
    ones = match["ones"] or "零"
    return f"{DIGITS.index(match['tens'])}{'5' if ones == '半' else DIGITS.index(ones)}%"


def _amount(match: re.Match[str]) -> str | None:
    """「一万二」 is 12000元; what is no amount of money stays."""
    money = find_money(f"{match['said']}元")
    if len(money) != 1 or money[0].upto is not None:
        return None
    return f"{money[0].amount:f}元"
