"""Numbers as notices write them (数字): 1,000 / 1.2万 / 四百 / 二〇二四 / 十二点五."""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_BIG = {"万": 10**4, "亿": 10**8}

ARABIC = r"(?:\d{1,3}(?:[,，]\d{3})+(?!\d)|\d+)(?:\.\d+)?"
# No number is longer; a bound keeps endless runs of numerals from costing their square.
CHINESE = r"[零〇一二两三四五六七八九十百千万亿]{1,24}(?:点[零〇一二三四五六七八九]{1,8})?"
# A Chinese numeral inside a word (统一, 唯一, 第三) is no number.
NUMBER = (
    rf"(?:(?<![A-Za-z0-9.〔/]){ARABIC}(?:[千百]?[万亿]{{1,2}}|[百千](?=元))?"
    rf"|(?<![统唯同之第专单万逐划进不]){CHINESE})"
)
RANGE_SIGN = r"(?:[—–～~－\-]+|至|到)"

_ARABIC_FORM = re.compile(rf"({ARABIC})([十百千]?[万亿]{{0,2}})")
_POSITIONAL = re.compile(r"[零〇一二三四五六七八九]{2,}")


def parse_number(text: str) -> Decimal:
    """Return the value of a number in Arabic, mixed or Chinese writing; ValueError if malformed."""
    match = _ARABIC_FORM.fullmatch(text)
    if match:
        number = Decimal(match[1].replace(",", "").replace("，", ""))
        for char in match[2]:
            number *= _SMALL.get(char) or _BIG[char]
        return plain(number)
    whole, point, fraction = text.partition("点")
    value = Decimal(_chinese_int(whole))
    if point:
        value += Decimal("0." + "".join(str(_DIGITS[c]) for c in fraction))
    return value


def plain(number: Decimal) -> Decimal:
    """Return the number without trailing zeros or exponent (12000.0 → 12000)."""
    return Decimal(format(number.normalize(), "f"))


def _chinese_int(text: str) -> int:
    if not text:
        raise ValueError("空的数字")
    if _POSITIONAL.fullmatch(text):
        return int("".join(str(_DIGITS[c]) for c in text))
    for char in ("亿", "万"):
        head, sign, tail = text.rpartition(char)
        if sign:
            rest = _section(tail, _BIG[char] // 10) if tail else 0
            return _chinese_int(head) * _BIG[char] + rest
    return _section(text, 1)


def _section(text: str, colloquial: int) -> int:
    """Parse a numeral below its big unit; 一万二 means 12000, hence ``colloquial``."""
    if len(text) == 1 and text in _DIGITS and colloquial > 1:
        return _DIGITS[text] * colloquial
    if "万" in text:
        return _chinese_int(text)
    return _below_wan(text)


def _below_wan(text: str) -> int:
    total, digit, last, zero = 0, None, 10**4, False
    for char in text:
        if char in _SMALL:
            unit = _SMALL[char]
            if unit >= last or (digit is None and (unit != 10 or total)):
                raise ValueError(f"不是数字：{text}")
            total, digit, last, zero = total + (digit or 1) * unit, None, unit, False
        elif char in _DIGITS and digit is None:
            zero, digit = (True, None) if _DIGITS[char] == 0 else (zero, _DIGITS[char])
        else:
            raise ValueError(f"不是数字：{text}")
    if digit is None:
        if not total and text not in {"零", "〇"}:
            raise ValueError(f"不是数字：{text}")
        return total
    # 四百二 is 420, 四百零二 is 402.
    return total + digit * (last // 10 if 100 <= last < 10**4 and not zero else 1)


def to_chinese(number: int) -> str:
    """Write a non-negative integer below 10**12 in Chinese numerals (四百, 一万零二十)."""
    if not 0 <= number < 10**12:
        raise ValueError("只支持一万亿以下的非负整数")
    if number == 0:
        return "零"
    out = ""
    for unit, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        section, number = divmod(number, unit)
        if section:
            out += ("零" if out and section < 1000 else "") + _section_chinese(section) + name
        elif out and number and not out.endswith("零"):
            out += "零"
    out = out.replace("零零", "零").rstrip("零")
    return out[1:] if out.startswith("一十") else out


def _section_chinese(section: int) -> str:
    out, pending = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, section = divmod(section, unit)
        if digit:
            out += ("零" if pending and out else "") + "零一二三四五六七八九"[digit] + name
            pending = False
        else:
            pending = True
    return out
