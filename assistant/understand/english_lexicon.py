"""The English word list (英文词表) as one object, from its data file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from assistant.understand.lexicon import load_yaml

FILE = "english.yaml"
BETWEEN = r"[\s\-‐–(,]+"  # hyphens and brackets inside a phrase: low-income (dibao)


class Sort(StrEnum):
    """What a piece of an English question is."""

    PLACE = "place"
    YEAR = "year"
    DAY = "day"
    DOCUMENT = "document"
    PEOPLE = "people"  # 孩子、上小学
    GROUP = "group"  # 低保对象
    AGE = "age"  # 8岁
    HOUSEHOLD = "household"  # 一家3口
    NUMBER = "number"
    SELF = "self"
    JOIN = "join"
    STOP = "stop"
    DENIAL = "denial"
    CONCEPT = "concept"  # 住院
    MONEY = "money"  # 20000元
    CUE = "cue"
    LEAD = "lead"
    REFUSED = "refused"
    GREETING = "greeting"
    IGNORED = "ignored"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class AskRule:
    """Which Chinese question the classes of cues together mean; flags as in the data file."""

    say: str
    all: frozenset[str]
    any: frozenset[str]
    none: frozenset[str]
    takes: frozenset[str]
    within: re.Pattern[str] | None


@dataclass(frozen=True)
class English:
    """All of the word list: ``phrases`` give the sort and the Chinese words of a phrase."""

    phrases: dict[str, tuple[Sort, str]]
    pattern: re.Pattern[str]
    asks: tuple[AskRule, ...]
    figures: dict[str, re.Pattern[str]]
    typos: dict[str, str]
    numbers: dict[str, int]
    months: dict[str, int]
    greeting: dict[str, str]
    benefit_year: re.Pattern[str]
    place_words: dict[str, str]
    place_names: dict[str, str]
    old_names: dict[str, str]
    not_by_sound: frozenset[str]
    longer_words: tuple[str, ...]
    back: dict[str, str]


@cache
def english() -> English:
    """The word list, read once."""
    data = load_yaml(FILE)
    phrases = _phrases(data)
    return English(
        phrases=phrases,
        pattern=_pattern(phrases),
        asks=tuple(_rule(r) for r in data["asks"]),
        figures=_figures(data),
        typos=data["typos"],
        numbers=data["numbers"],
        months=data["months"],
        greeting={p: zh for zh, said in data["greeting"].items() for p in said},
        benefit_year=re.compile("|".join(data["benefit_year"])),
        place_words=data["place_words"],
        place_names=data["place_names"],
        old_names=data["old_names"],
        not_by_sound=frozenset(data["not_by_sound"]),
        longer_words=_longer_words(phrases),
        back=_back(data),
    )


def _phrases(data: dict[str, Any]) -> dict[str, tuple[Sort, str]]:
    """Phrase -> sort and Chinese words; a class of cues stands for itself."""
    found: dict[str, tuple[Sort, str]] = dict.fromkeys(data["ignore"], (Sort.IGNORED, ""))
    found |= dict.fromkeys(data["join"], (Sort.JOIN, "和"))
    found |= {p: (Sort.SELF, zh) for zh, said in data["self"].items() for p in said}
    found |= dict.fromkeys(data["lead"], (Sort.LEAD, "那"))
    found |= dict.fromkeys(data["denial"], (Sort.DENIAL, "不是"))
    found |= {p: (Sort.YEAR, zh) for zh, said in data["relative"].items() for p in said}
    tables = (
        (Sort.CUE, "classes"),
        (Sort.CONCEPT, "concepts"),
        (Sort.PEOPLE, "people"),
        (Sort.GROUP, "groups"),
        (Sort.REFUSED, "refused"),
    )
    for sort, table in tables:
        found |= {p: (sort, zh) for zh, said in data[table].items() for p in said}
    return found


def _pattern(phrases: dict[str, tuple[Sort, str]]) -> re.Pattern[str]:
    """Any phrase as whole words, the longest first, with its plural or possessive."""
    longest = sorted(phrases, key=len, reverse=True)
    alternatives = "|".join(BETWEEN.join(map(re.escape, p.split())) for p in longest)
    return re.compile(rf"(?<![a-z0-9'])(?P<phrase>{alternatives})(?:'s|s'|es|s)?(?![a-z0-9])")


def _rule(entry: dict[str, Any]) -> AskRule:
    sets = {k: frozenset(entry.get(k, ())) for k in ("all", "any", "none", "takes")}
    within = re.compile(entry["with"]) if "with" in entry else None
    return AskRule(say=entry["say"], within=within, **sets)


def _figures(data: dict[str, Any]) -> dict[str, re.Pattern[str]]:
    """The patterns of figures with numbers, months and spaces put in."""
    number = rf"(?:\d{{1,3}}|{'|'.join(data['numbers'])})"
    month = rf"\b(?P<month>{'|'.join(sorted(data['months'], key=len, reverse=True))})\b"
    made = {}
    for name, source in data["patterns"].items():
        source = source.replace("{n}", number).replace("{month}", month)
        made[name] = re.compile(source.replace(" ", r"[\s\-]"))
    return made


def _longer_words(phrases: dict[str, tuple[Sort, str]]) -> tuple[str, ...]:
    """Single words that a typing slip may be meant for."""
    words = {w for p in phrases for w in p.split()}
    return tuple(sorted(w for w in words if len(w) > 4))


def _back(data: dict[str, Any]) -> dict[str, str]:
    """Chinese words of persons and groups -> their first English phrase."""
    return {zh: said[0] for t in ("concepts", "groups", "people") for zh, said in data[t].items()}
