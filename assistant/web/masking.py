"""Numbers that point at a person are masked (脱敏) before anything is written or logged.

Identity numbers (身份证), telephone numbers and bank cards, however they are spaced or written; and
any unbroken run of eleven digits and more: no figure of a notice is that long.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

_DATA = Path(__file__).with_suffix(".yaml")
UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""PostgreSQL keeps no NUL, no database half a surrogate pair, and a log no control characters."""

CARD_BEGINS = "62"
"""银联卡: masked even where the check digit is mistyped."""


class _Rules(NamedTuple):
    """Digits in any writing to plain ones (one character to one), and patterns by label."""

    plain: dict[int, str]
    patterns: tuple[tuple[re.Pattern[str], str], ...]
    grouped: re.Pattern[str]
    card: str


def mask(text: str) -> str:
    """The text with personal numbers replaced by what they are, without what can't be kept."""
    rules = _rules()
    text = UNSTORABLE.sub("", text)
    for pattern, label in rules.patterns:
        text = _replace(text, pattern, label, rules)
    return text


def masked(data: Any) -> Any:
    """Data of a JSON kind with every text in it masked."""
    if isinstance(data, str):
        return mask(data)
    if isinstance(data, dict):
        return {key: masked(item) for key, item in data.items()}
    if isinstance(data, list | tuple):
        return [masked(item) for item in data]
    return data


def _replace(text: str, pattern: re.Pattern[str], label: str, rules: _Rules) -> str:
    """Find in plain digits, replace in the text: both have the same length."""
    kept, done = [], 0
    for match in pattern.finditer(text.translate(rules.plain)):
        if pattern is rules.grouped and not _is_card(match.group()):
            continue
        kept += [text[done : match.start()], label]
        done = match.end()
    return "".join([*kept, text[done:]])


def _is_card(words: str) -> bool:
    """Whether digits in groups are a bank card rather than, say, four years."""
    digits = [int(c) for c in words if c in "0123456789"]
    doubled = [sum(divmod(2 * d, 10)) for d in digits[-2::-2]]
    return words.startswith(CARD_BEGINS) or (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


@cache
def _rules() -> _Rules:
    data = yaml.safe_load(_DATA.read_text("utf-8"))
    labels = data["labels"]
    gap = f"[{data['between']}]{{0,3}}"
    grouped = re.compile(
        rf"(?<![0-9])[0-9]{{4}}(?:{gap}[0-9]{{4}}){{3}}(?:{gap}[0-9]{{1,3}})?(?![0-9])"
    )
    patterns = (
        *((re.compile(p), labels["identity"]) for p in _identity(gap)),
        *((re.compile(p), labels["phone"]) for p in _phones(gap)),
        (grouped, labels["card"]),
        (re.compile(r"[0-9]{16,19}(?![0-9])"), labels["card"]),
        (re.compile(r"[0-9]{11,}X?"), labels["number"]),
    )
    plain = {ord(c): digit for digit, others in data["digits"].items() for c in others}
    return _Rules(plain, patterns, grouped, labels["card"])


def _identity(gap: str) -> tuple[str, ...]:
    """18 and (until 2013) 15 characters: place, day of birth, order, check digit."""
    digit = "[0-9]"
    month = f"(?:0{gap}[1-9]|1{gap}[0-2])"
    day = f"(?:0{gap}[1-9]|[12]{gap}[0-9]|3{gap}[01])"
    place = ["[1-9]", *[digit] * 5]
    new = [*place, f"(?:1{gap}[89]|2{gap}0)", digit, digit, month, day, *[digit] * 3, "[0-9X]"]
    old = [*place, digit, digit, month, day, *[digit] * 3]
    return tuple(f"(?<![0-9]){gap.join(atoms)}(?![0-9])" for atoms in (new, old))


def _phones(gap: str) -> tuple[str, ...]:
    """Mobile numbers with or without +86, and numbers with an area code."""
    mobile = gap.join(["1", "[3-9]", *["[0-9]"] * 9])
    return (
        rf"(?<![0-9])(?:(?:\+|00)?86{gap})?{mobile}(?![0-9])",
        r"(?<![0-9])[(（]?0[0-9]{2,3}[)）]?[-－—– ]?[0-9]{7,8}(?![0-9])",
    )
