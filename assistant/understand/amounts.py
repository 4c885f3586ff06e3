"""Amounts in a question (金额): 「8万」「两万三」「1.5w」, in yuan, with what they are of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from assistant.model import Money, MoneyRole
from assistant.understand.lexicon import load_yaml
from corpus.extract.numerals import parse_number, plain
from corpus.model import Bound

CENT = Decimal("0.01")
NEAR = 12  # characters beside an amount in which its cues may stand
STOP = re.compile(r"[,，。;；?？!！\s]")


@dataclass(frozen=True)
class Grammar:
    """The patterns of ``money.yaml``."""

    patterns: dict[str, re.Pattern[str]]
    scales: dict[str, int]
    bounds: dict[str, dict[Bound, re.Pattern[str]]]
    roles: dict[MoneyRole, dict[str, re.Pattern[str]]]
    per: dict[str, re.Pattern[str]]
    absurd: tuple[re.Pattern[str], ...]
    fewest_bare: int
    most: Decimal


PATTERNS = ("written", "spoken", "range_digits", "range", "bare", "large", "counted", "spent")


@cache
def _grammar() -> Grammar:
    data: dict[str, Any] = load_yaml("money.yaml")

    def filled(pattern: str) -> re.Pattern[str]:
        for name in ("arabic", "chinese", "scale", "unit"):
            pattern = pattern.replace(f"{{{name}}}", data[name])
        return re.compile(pattern)

    return Grammar(
        patterns={name: filled(data[name]) for name in PATTERNS},
        scales=data["scales"],
        bounds={
            side: {Bound(b): filled(p) for b, p in cues.items()}
            for side, cues in data["bounds"].items()
        },
        roles={
            MoneyRole(role): {side: filled(p) for side, p in cues.items()}
            for role, cues in data["roles"].items()
        },
        per={name: filled(p) for name, p in data["per"].items()},
        absurd=tuple(filled(p) for p in data["absurd"]),
        fewest_bare=data["fewest_bare"],
        most=Decimal(data["most"]),
    )


def find_money(text: str) -> tuple[Money, ...]:
    """Amounts with a unit of money or a large scale, in the order of the text.

    「两三万」 is a range with both its ends. 3岁, 2025年, 三口人 and 第三次 are no amounts.
    """
    found = [*_ranges(text), *_figures(text)]
    kept: list[tuple[int, int, Money]] = []
    for start, end, money in sorted(found, key=lambda f: (f[0], -f[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end, money))
    return tuple(money for _, _, money in kept if money.amount <= _grammar().most)


def find_amounts(text: str) -> tuple[Decimal, ...]:
    """The single amounts that are no income; 「10万以上」 asks about a fen more, which decides
    the band of cost."""
    single = [m for m in find_money(text) if m.upto is None and m.role is not MoneyRole.INCOME]
    return tuple(m.amount + CENT if m.bound is Bound.MORE_THAN else m.amount for m in single)


def income_of(money: tuple[Money, ...]) -> Decimal | None:
    """The yearly income that was said; a monthly one or a range is none."""
    said = [m for m in money if m.role is MoneyRole.INCOME and m.per != "月" and m.upto is None]
    return said[-1].amount if said else None


def absurd_amounts(text: str) -> list[str]:
    """The words of sums that nobody has: 10^12元, -500元."""
    found = [m for p in _grammar().absurd for m in p.finditer(text)]
    words = [m.groupdict().get("words") or m.group() for m in found]
    return list(dict.fromkeys(words))


def _figures(text: str) -> Iterator[tuple[int, int, Money]]:
    patterns = _grammar().patterns
    for name in ("written", "spoken"):
        for match in patterns[name].finditer(text):
            amount = _amount(match)
            if amount is not None and _is_money(text, match, amount):
                yield match.start(), match.end(), _money(text, match, amount)


def _is_money(text: str, match: re.Match[str], amount: Decimal) -> bool:
    """A unit of money, or a large scale with nothing counted behind it, or digits just spent."""
    patterns, said = _grammar().patterns, match.group()
    if match["unit"]:
        return True
    if patterns["counted"].match(text[match.end() :]) or text[match.end() : match.end() + 1] == "%":
        return False
    if amount >= 1000 and patterns["large"].search(said):
        return True
    scaled = match.groupdict().get("chinese") or match.groupdict().get("scale")
    whole = (said.isdigit() or scaled) and amount >= _grammar().fewest_bare
    return bool(whole and patterns["spent"].search(text[: match.start()]))


def _amount(match: re.Match[str]) -> Decimal | None:
    """The value of a number; ``None`` where the characters are none."""
    said = match.groupdict()
    try:
        if said.get("chinese"):
            scale = _grammar().scales[said["scale"]] if said["scale"] else 1
            return _number(said["chinese"]) * scale
        scale = _grammar().scales[said["scale"]] if said["scale"] else 1
        return _number(said["arabic"]) * scale + _rest(said["rest"], scale)
    except ValueError:
        return None


def _rest(said: str | None, scale: int) -> Decimal:
    """「1万5」 is 15000 and 「1万5千」 too; 「3千2」 is 3200."""
    if not said:
        return Decimal(0)
    own = _grammar().scales[said[1:]] if len(said) > 1 else scale // 10
    return Decimal(said[0]) * own


def _number(said: str) -> Decimal:
    return parse_number(said.replace("俩", "两"))


def _ranges(text: str) -> Iterator[tuple[int, int, Money]]:
    patterns, scales = _grammar().patterns, _grammar().scales
    for match in patterns["range_digits"].finditer(text):
        if not match["unit"] and not patterns["large"].search(match["scale"]):
            continue
        low, high = (_number(match[side] + match["scale"]) for side in ("low", "high"))
        yield match.start(), match.end(), _money(text, match, low, high)
    for match in patterns["range"].finditer(text):
        if not match["unit"] and not match["scale"]:
            continue
        own = scales[match["scale"]] if match["scale"] else 1
        first = scales[match["low_scale"]] if match["low_scale"] else own
        try:
            low, high = _number(match["low"]) * first, _number(match["high"]) * own
        except ValueError:
            continue
        yield match.start(), match.end(), _money(text, match, low, high)


def _money(text: str, match: re.Match[str], amount: Decimal, upto: Decimal | None = None) -> Money:
    ahead = STOP.split(text[max(0, match.start() - NEAR) : match.start()])[-1]
    behind = STOP.split(text[match.end() : match.end() + NEAR])[0]
    per = next((n for n, p in _grammar().per.items() if p.search(ahead)), "")
    return Money(
        amount=plain(amount),
        upto=None if upto is None else plain(upto),
        bound=_bound(match.groupdict().get("loose") or "", ahead, behind),
        role=_role(ahead, behind),
        per=per,
        words=match.group(),
    )


def _bound(loose: str, ahead: str, behind: str) -> Bound:
    """3万多 is more than 30,000; 十来万 about 100,000."""
    if loose:
        return Bound.ABOUT if loose == "来" else Bound.MORE_THAN
    for side, said in (("behind", behind), ("ahead", ahead)):
        for bound, cue in _grammar().bounds[side].items():
            if cue.search(said):
                return bound
    return Bound.EXACT


def _role(ahead: str, behind: str) -> MoneyRole:
    for role, cues in _grammar().roles.items():
        if cues["ahead"].search(ahead) or cues["behind"].search(behind):
            return role
    return MoneyRole.STATED
