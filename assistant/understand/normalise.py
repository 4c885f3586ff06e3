"""Normalise what people type (问句规整): width, script, spaces and known typing slips."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

from assistant.understand.lexicon import alternation, words

CJK = r"[\u4e00-\u9fff]"
SPACE_BETWEEN_CJK = re.compile(rf"(?<={CJK})\s+(?={CJK})")
CHINESE_DIGITS = {c: str(n) for n, c in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0"}
CHINESE_YEAR = re.compile(rf"二[零〇○][{''.join(CHINESE_DIGITS)}]{{2}}(?=年)")
# Brackets and punctuation that NFKC turns to ASCII are left to the later steps, which read both.
REPEATED = re.compile(rf"({CJK}{{2,4}})\1{{2,}}")  # 「学生学生学生」 is one word said thrice
RUNS = re.compile(r"[ \t\r\n]+")


@cache
def _to_simplified() -> Any:
    from opencc import OpenCC  # loading its tables takes 50 ms: only for non-GBK questions

    return OpenCC("t2s")


def normalise(text: str) -> str:
    """The question in half-width digits, simplified characters, without known slips."""
    text = unicodedata.normalize("NFKC", text)
    text = "".join(c if c.isprintable() or c.isspace() else " " for c in text)
    text = RUNS.sub(" ", text).strip()
    if _has_traditional(text):
        text = _to_simplified().convert(text)
    if _is_scattered(text):
        text = SPACE_BETWEEN_CJK.sub("", text)
    return _arabic_years(fix_typos(REPEATED.sub(r"\1", text)))


def _arabic_years(text: str) -> str:
    """「二〇二五年」 is written 2025年, which every later step reads."""
    return CHINESE_YEAR.sub(lambda m: "".join(CHINESE_DIGITS[c] for c in m.group()), text)


def _is_scattered(text: str) -> bool:
    """「医 保 交 多 少」 is written apart; 「高唐 大人 医保」 uses spaces for commas."""
    pieces = text.split(" ")
    return len(pieces) > 2 and sum(map(len, pieces)) < 2 * len(pieces)


def _has_traditional(text: str) -> bool:
    """Simplified characters in everyday use are all in GB2312; anything else is tried."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return any("\u4e00" <= c <= "\u9fff" for c in text)
    return False


def fix_typos(text: str) -> str:
    """Replace known typing slips, the longest first."""
    table = words().typos
    return alternation(tuple(table)).sub(lambda m: table[m.group()], text)
