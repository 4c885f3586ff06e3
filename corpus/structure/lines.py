"""What a single line of a notice is: numbering, an issuer, a date, a number, print residue."""

from __future__ import annotations

import datetime as dt
import re

from corpus.readers.words import NUMERAL, patterns

DOC_NUMBER = re.compile(
    r"(?:[一-鿿]{1,14}(?:（[一-鿿]{1,4}）)?〔\d{4}〕(?:第)?\d{1,5}号|[一-鿿]{2,16}令第?\d{1,4}号|[一-鿿]{2,13}(?:公告|函|发|字)\d{4}年第\d{1,5}号)"
)
_DOC_LINE = re.compile(rf"[（]?(?P<no>{DOC_NUMBER.pattern})[）]?")
_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日|(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?!\d)")
_CN_DATE = re.compile(
    rf"([一二三四五六七八九〇○零]{{4}})年({NUMERAL}{{1,3}})月({NUMERAL}{{1,3}})日"
)
_STAMP = re.compile(
    r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?[\s|｜]*"
)
_BETWEEN = " |｜【〔"  # what stands between two particulars
_CN_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
_ATTACH = re.compile(
    r"附(?:件|表|录)(?P<no>\d{0,2}|[一二三四五六七八九十]{1,2})[：:.]?(?P<title>[^。；]{0,60})"
)

# 1.1 heads an item, 1.2万元 is a figure.
_NO_FIGURE = r"(?=\s*[一-龥《“（]|\s+20\d\d年)(?!\s*[万亿元倍个%％年月日天周岁级折成])"
# Numbering, outermost first; the number in the list is the depth of the item.
_MARKS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (0, re.compile(rf"(第{NUMERAL}+编)(?!制)")),
    (1, re.compile(rf"(第(?:{NUMERAL}+|\d+)(?:章|部分))")),
    (2, re.compile(rf"(第(?:{NUMERAL}+|\d+)节)")),
    (3, re.compile(rf"(第(?:{NUMERAL}+|\d+)条)(?![的款规所和与或、至之])")),
    (4, re.compile(rf"({NUMERAL}{{1,3}})、(?!{NUMERAL}+(?:级|类|档|至|、|是|孩|胎))")),
    (4, re.compile(rf"({NUMERAL}{{1,3}})问[：、]")),
    (4, re.compile(rf"问题?({NUMERAL}{{1,3}}|\d{{1,2}})[：、.．]")),
    (5, re.compile(rf"（({NUMERAL}{{1,3}})）(?![至、或和]|项)")),
    (8, re.compile(rf"\d{{1,2}}\.\d{{1,2}}(\.\d{{1,2}}){_NO_FIGURE}")),
    (7, re.compile(rf"\d{{1,2}}(\.\d{{1,2}}){_NO_FIGURE}")),
    (6, re.compile(r"(\d{1,2})[.．、](?=20\d\d年|\d{1,3}周?岁|\s*[^\d\s])")),
    (7, re.compile(r"[（](\d{1,2})[）](?![至、或和]|项)")),
    (8, re.compile(r"([①-⑳])")),
)


class Mark:
    """The numbering at the head of a paragraph (序号): its depth, the number and its length."""

    __slots__ = ("depth", "length", "number", "path")

    def __init__(self, depth: int, number: str, length: int) -> None:
        self.depth = depth
        self.number = number
        self.length = length
        bracketed = depth in (5, 7) and not number.startswith(".")  # 1.1 is said as it stands
        self.path = f"（{number}）" if bracketed else number


def mark_of(text: str) -> Mark | None:
    """Return the numbering that a paragraph begins with, if any."""
    for depth, pattern in _MARKS:
        match = pattern.match(text)
        if match:
            return Mark(depth, match[1], match.end())
    return None


def next_mark(text: str, before: str | None) -> Mark | None:
    """Return the number at the head of ``text`` if it follows ``before`` (2.30元 after item 1).

    Before a digit a number and its dot may be a decimal, so only its place in the list tells.
    """
    match = re.match(r"(\d{1,2})[.．、](?=\d)", text)
    if match is None or before is None or not before.isdigit():
        return None
    return Mark(6, match[1], match.end()) if int(match[1]) == int(before) + 1 else None


def is_org_line(text: str) -> bool:
    """Tell whether a line holds only names of issuing bodies (发文机关)."""
    tokens = text.removesuffix("文件").split()
    return bool(tokens) and all(len(t) > 2 and patterns().org.fullmatch(t) for t in tokens)


def is_footer(text: str) -> bool:
    """Tell whether a line was printed around the notice or closes it (版记)."""
    return bool(patterns().footer.fullmatch(text))


def doc_number_line(text: str) -> str | None:
    """Return the document number if it is all that the line holds."""
    match = _DOC_LINE.fullmatch(text.replace(" ", ""))
    return match["no"] if match else None


def date_line(text: str) -> dt.date | None:
    """Return the date if it is all that the line holds."""
    bare = text.strip("（） ")
    match = _DATE.fullmatch(bare) or _CN_DATE.fullmatch(bare)
    return first_date(bare) if match else None


def first_date(text: str) -> dt.date | None:
    """Return the first whole date in the text (2024年8月30日, 2024-08-30, 二〇二四年八月三十日)."""
    match = _DATE.search(text)
    if match:
        parts = [int(g) for g in match.groups() if g]
    elif match := _CN_DATE.search(text):
        parts = [_year(match[1]), number(match[2]), number(match[3])]
    else:
        return None
    try:
        return dt.date(*parts)
    except ValueError:
        return None


def _year(text: str) -> int:
    return int("".join(str(_CN_DIGITS[c]) for c in text))


def number(text: str) -> int:
    """Return a Chinese or ASCII whole number below a hundred (十二, 二十, 12)."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if ten:
        return 10 * (_CN_DIGITS.get(tens, 1) if tens else 1) + (
            _CN_DIGITS.get(ones, 0) if ones else 0
        )
    return _CN_DIGITS.get(ones[-1:], 0)


def meta_rows(text: str) -> list[tuple[str, str]]:
    """Return the (our key, value) pairs of a line that states particulars.

    Such as ``【文 号】 晋医保发〔2021〕14号`` or ``来源：某局 发布时间：2024-10-11``; the hour of
    publishing may stand before them or behind a name (2024-10-11 09:30 来源：某局).
    """
    label = patterns().label
    bare = re.sub(r"(?<=[【〔])\s+|\s+(?=[】〕])", "", text)
    stamp = _STAMP.match(bare)
    begin = stamp.end() if stamp and label.match(bare, stamp.end()) else 0
    found = list(label.finditer(bare, begin)) if label.match(bare, begin) else []
    ends = [m.start() for m in found[1:]] + [len(bare)] * bool(found)
    rows = [("published_on", bare[:begin])] if begin else []
    for match, end in zip(found, ends, strict=True):
        rows += _row(patterns().meta[match[1]], bare[match.end() : end].strip(_BETWEEN))
    return rows


def _row(key: str, stated: str) -> list[tuple[str, str]]:
    """One particular; the day of publishing that stands behind a name is another."""
    stamp = _STAMP.search(stated) if key == "issuers" else None
    if stamp is None:
        return [(key, stated)]
    return [(key, stated[: stamp.start()].strip(_BETWEEN)), ("published_on", stamp[0])]


def attachment_line(text: str) -> tuple[str, str] | None:
    """Return (number, title) of a line that opens an attachment (附件1 …)."""
    match = _ATTACH.fullmatch(text)
    return (match["no"], match["title"].strip()) if match else None


def is_title(text: str) -> bool:
    """Tell whether a line can be the title (标题) of a document."""
    if len(text) > 160 or len(text) < 5:
        return False
    outside = re.sub(r"《[^》]*》|〈[^〉]*〉|（[^）]*）", "", text)
    if re.search("[。；，：？！]", outside):
        return False
    if text.startswith(("现将", "现就")):
        return False  # the sentence that opens the text
    return bool(patterns().title_end.search(text)) and mark_of(text) is None


def is_addressee(text: str) -> bool:
    """Tell whether a line is the list of addressees (主送机关)."""
    if not text.endswith("：") or "。" in text or mark_of(text) or len(text) > 500:
        return False
    known = patterns()
    parts = re.split("[，、；：]", text[:-1])
    orgs = sum(bool(known.org_end.search(re.sub("（[^）]*）$", "", p))) for p in parts)
    return bool(re.match("各|有关", text)) or orgs * 2 >= len(parts)
