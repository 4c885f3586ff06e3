"""The word lists of the grammar (词表), read once from YAML on first use."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from corpus.model import Bound, ConditionKind, StartEvent, ValueKind

_FOLDER = Path(__file__).parent.parent / "lexicon"


class KeyRule(NamedTuple):
    """When a label maps to a known key (已知标准)."""

    key: str
    name: str
    kinds: frozenset[ValueKind]
    label: re.Pattern[str]
    context: re.Pattern[str] | None
    around: re.Pattern[str] | None
    people: re.Pattern[str] | None


class GroupEntry(NamedTuple):
    """A known group (人群) with the words notices use for it and the groups it includes."""

    key: str
    name: str
    forms: tuple[str, ...]
    includes: tuple[str, ...]


@cache
def _load(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.load(
        (_FOLDER / name).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
    )
    return loaded


@cache
def words(name: str) -> tuple[str, ...]:
    """Return one list of words.yaml, longest word first so that regexes prefer it."""
    return tuple(sorted(_load("words.yaml")[name], key=len, reverse=True))


@cache
def spoken_words() -> tuple[tuple[str, str], ...]:
    """Return the spoken words of spoken.yaml (pattern) with what each is read as."""
    return tuple((said, written) for said, written in _load("spoken.yaml")["spoken"])


@cache
def any_of(*names: str) -> str:
    """Return a regex source that matches any word of the named lists."""
    merged = sorted({w for name in names for w in words(name)}, key=len, reverse=True)
    return "(?:" + "|".join(map(re.escape, merged)) + ")"


@cache
def patterns(name: str) -> tuple[re.Pattern[str], ...]:
    """Return one list of regular expressions of words.yaml, compiled, in the file's order."""
    return tuple(re.compile(p) for p in _load("words.yaml")[name])


@cache
def pattern_pairs(name: str) -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """Return one list of words.yaml of what stands before and what behind, compiled."""
    return tuple((re.compile(b), re.compile(a)) for b, a in _load("words.yaml")[name])


@cache
def pattern_source(name: str) -> str:
    """Return one regular expression of words.yaml as its source."""
    return str(_load("words.yaml")[name])


@cache
def pattern_sources(name: str) -> tuple[str, ...]:
    """Return one list of regular expressions of words.yaml as sources, in the file's order."""
    return tuple(_load("words.yaml")[name])


@cache
def bound_words(name: str) -> dict[str, Bound]:
    """Return the words of one bound table (界限词) with the bound they express."""
    table: dict[str, list[str]] = _load("words.yaml")[name]
    return {word: Bound(bound) for bound, listed in table.items() for word in listed}


@cache
def bound_pattern(name: str) -> str:
    """Return a regex source that matches any word of one bound table."""
    listed = sorted(bound_words(name), key=len, reverse=True)
    tails: dict[str, str] = _load("words.yaml")["bound_tails"]  # 约 in 签约 is no bound
    apart = (f"(?<![{tails[w]}])" if w in tails else "" for w in listed)
    return "(?:" + "|".join(a + re.escape(w) for a, w in zip(apart, listed, strict=True)) + ")"


@cache
def condition_patterns() -> tuple[tuple[ConditionKind, re.Pattern[str]], ...]:
    """Return the dimensions of conditions (条件): one pattern each, several to a kind."""
    table: dict[str, list[str]] = _load("words.yaml")["conditions"]
    return tuple((ConditionKind(kind), re.compile(p)) for kind, ps in table.items() for p in ps)


@cache
def year_patterns(name: str) -> tuple[re.Pattern[str], ...]:
    """Return the patterns whose group ``y`` is a collection or benefit year (年度)."""
    return tuple(re.compile(p) for p in _load("words.yaml")["year_patterns"][name])


@cache
def word_sets(name: str) -> tuple[tuple[str, ...], ...]:
    """Return sets of words that mean the same (定额资助, 定额补助), in the file's order."""
    return tuple(tuple(group) for group in _load("words.yaml")[name])


@cache
def _events() -> dict[str, StartEvent]:
    table: dict[str, list[str]] = _load("words.yaml")["start_events"]
    return {word: StartEvent(event) for event, listed in table.items() for word in listed}


def event_words() -> tuple[str, ...]:
    """Return the words of the events that cover is counted from (起算事件), longest first."""
    return tuple(sorted(_events(), key=len, reverse=True))


def event_of(word: str) -> StartEvent:
    """Return the event that a word names."""
    return _events()[word]


def _optional(listed: list[str] | None) -> re.Pattern[str] | None:
    return re.compile("|".join(listed)) if listed else None


@cache
def key_rules() -> tuple[KeyRule, ...]:
    """Return the rules of keys.yaml, most specific first."""
    return tuple(
        KeyRule(
            key=row["key"],
            name=row["name"],
            kinds=frozenset(ValueKind(k) for k in row["kinds"]),
            label=re.compile("|".join(row["label"])),
            context=_optional(row.get("context")),
            around=_optional(row.get("around")),
            people=_optional(row.get("people")),
        )
        for row in _load("keys.yaml")["keys"]
    )


@cache
def key_name(key: str) -> str:
    """Return the Chinese name of a known key; the key itself when it is unknown."""
    return next((rule.name for rule in key_rules() if rule.key == key), key)


@cache
def schemes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the schemes (险种) with the pattern by which a heading names them."""
    listed: dict[str, str] = _load("keys.yaml")["schemes"]
    return tuple((name, re.compile(pattern)) for name, pattern in listed.items())


@cache
def groups() -> tuple[GroupEntry, ...]:
    """Return every known group."""
    return tuple(
        GroupEntry(r["key"], r["name"], tuple(r["forms"]), tuple(r.get("includes", ())))
        for r in _load("groups.yaml")["groups"]
    )


@cache
def bare_groups() -> dict[str, str]:
    """Return the words that name a group only beside others in a list, with their keys."""
    listed: dict[str, str] = _load("groups.yaml")["bare"]
    return listed


@cache
def group_forms() -> dict[str, str]:
    """Return the surface forms of groups with their keys."""
    return {form: entry.key for entry in groups() for form in entry.forms}


@cache
def group_pattern() -> re.Pattern[str]:
    """Return a pattern that matches the longest known form of a group."""
    forms = sorted(group_forms(), key=len, reverse=True)
    return re.compile("(?<![提其])(?:" + "|".join(map(re.escape, forms)) + ")")
