"""Figures in words (数字的写法): plain digits and Chinese days."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal


def plain(amount: Decimal) -> str:
    """A number without trailing zeros or exponent: 270, 1963.5."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def day_words(day: dt.date) -> str:
    """A day in Chinese: 2024年9月6日."""
    return f"{day.year}年{day.month}月{day.day}日"
