"""The fixed words of the staff desk (经办台用语), from ``words.yaml``."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

import yaml

from corpus.clock import CHINA

_DATA = Path(__file__).with_suffix(".yaml")


def words(family: str) -> dict[str, str]:
    """The words of a family by their names."""
    return _all()[family]


def local(moment: dt.datetime) -> str:
    """A moment as people in China read it."""
    return moment.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")


@cache
def _all() -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, str]] = yaml.safe_load(_DATA.read_text("utf-8"))
    return loaded
