"""Canonical characters (规范字符): one way to write brackets, digits, spaces and punctuation."""

from __future__ import annotations

import re

from corpus.readers.words import NUMERAL, patterns

_WIDE: dict[int, int | str | None] = {
    c: c - 0xFEE0 for c in range(0xFF01, 0xFF5F) if chr(c) not in "（），：；！？～"
}
_WIDE.update({0xA0: 0x20, 0x3000: 0x20, 0x09: 0x20, 0x2002: 0x20, 0x2003: 0x20, 0x2009: 0x20})
_WIDE.update(dict.fromkeys((0xFEFF, 0x200B, 0x200C, 0x200D, 0x2060, 0xAD)))
_WIDE.update(
    {
        ord("﹝"): "〔",
        ord("﹞"): "〕",
        ord("［"): "〔",
        ord("］"): "〕",
        ord("﹪"): "%",
        ord("~"): "～",
    }
)
_CJK = "一-鿿"
_HAS_CJK = re.compile(f"[{_CJK}]")
_YEAR_BRACKET = re.compile(
    r"(?<=[一-鿿\s])\s*[\[【〔(（]\s*(\d{4})\s*[\]】〕)）]\s*(第?\s*\d{1,5})\s*号"
)
_PUNCT = ((",", "，"), (";", "；"), (":", "："), ("?", "？"), ("!", "！"))
_ASCII_PUNCT = re.compile(rf"(?<=[{_CJK}）》”’%〕\d])[ ]*([,;:?!])[ ]*(?=[{_CJK}《“‘（]|$)")
_AFTER_CJK = re.compile(rf"(?<=[{_CJK}）》”])[ ]*([,;:?!])[ ]*(?=\d)")
_THOUSANDS = re.compile(r"(?<=\d)，(?=\d{3}(?:\.\d+)?[元万])")
_FINAL_DOT = re.compile(rf"(?<=[{_CJK}）%])[ ]*\.$")
_ARTICLE = re.compile(rf"^(第{NUMERAL}+[编章节条])\s+(?=\S)")
_WIDE_SIDE = re.compile(rf"[{_CJK}，。；：、！？（）《》〈〉“”‘’〔〕【】…—％%｜～]")


def normalise(line: str) -> str:
    """Return one line in canonical characters; a second pass changes nothing.

    Full-width letters and digits become ASCII, brackets and Chinese punctuation full width,
    document numbers take 〔〕, and spaces stay only between Latin words and between joint issuers.
    """
    text = line.translate(_WIDE).strip()
    text = _YEAR_BRACKET.sub(lambda m: f"〔{m[1]}〕{m[2].replace(' ', '')}号", text)
    if _HAS_CJK.search(text) or re.match(r"\(\d+\)", text):
        text = text.replace("(", "（").replace(")", "）")
    for pattern in (_ASCII_PUNCT, _AFTER_CJK):
        text = pattern.sub(lambda m: dict(_PUNCT)[m[1]], text)
    text = _THOUSANDS.sub(",", text)
    text = _FINAL_DOT.sub("。", text)
    return _spaces(text)


def _spaces(text: str) -> str:
    article = _ARTICLE.match(text)
    if article:
        return f"{article[1]} {_spaces(text[article.end() :])}"
    tokens = _merge_single(text.split())
    out = tokens[0] if tokens else ""
    for at, token in enumerate(tokens[1:], 1):
        # A name may go on in the next tokens (青岩市财 政局), so the rest of the line is looked at.
        out += (" " if _keeps_space(out, token, "".join(tokens[at:])) else "") + token
    return out


def _merge_single(tokens: list[str]) -> list[str]:
    """Rejoin letter-spaced names: 财 政 部."""
    merged: list[str] = []
    run = False
    for token in tokens:
        single = len(token) == 1 and bool(_HAS_CJK.match(token))
        if single and run:
            merged[-1] += token
        else:
            merged.append(token)
        run = single
    return merged


def _keeps_space(left: str, right: str, rest: str) -> bool:
    if is_joint(left, rest):
        return True
    return not (_WIDE_SIDE.match(left[-1]) or _WIDE_SIDE.match(right[0]))


def is_joint(left: str, right: str) -> bool:
    """Tell whether a space between two pieces separates joint issuers (联合发文机关)."""
    known = patterns()
    tail = known.org_end.search(left[-30:])
    if not tail or not known.org_start.match(right):
        return False
    for head, local in known.heads.items():
        if tail[0].endswith(head) and re.match(rf"[{_CJK}]{{2,12}}{local}", right):
            return False
    return True


def width(text: str) -> int:
    """Return the display width in columns: two for a Chinese character, one for a Latin one."""
    return sum(2 if ord(c) > 0x2E7F or c in "“”‘’…—" else 1 for c in text)
