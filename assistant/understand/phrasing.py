"""How a question is put together (问句的组成): its halves, what it adds up, where it asks to go."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from assistant.understand.lexicon import load_yaml
from corpus.model import ValueKind


@dataclass(frozen=True)
class Phrasing:
    """Patterns of the data file; their meanings stand there."""

    phrase_end: re.Pattern[str]
    asking: re.Pattern[str]
    sums: re.Pattern[str]
    cheapest: re.Pattern[str]
    dearest: re.Pattern[str]
    how_paid: re.Pattern[str]
    aided_sum: re.Pattern[str]
    aid_asked: re.Pattern[str]
    where: re.Pattern[str]
    asks_what: re.Pattern[str]
    how_much: re.Pattern[str]
    passed: re.Pattern[str]
    handles: re.Pattern[str]
    elsewhere: re.Pattern[str]
    without_claims: re.Pattern[str]
    past_told: re.Pattern[str]
    claiming: re.Pattern[str]
    chinese_figure: re.Pattern[str]
    addressed: re.Pattern[str]
    begins: re.Pattern[str]
    expires: re.Pattern[str]
    newest: re.Pattern[str]
    of_notice: re.Pattern[str]
    at_most: re.Pattern[str]
    deadline: re.Pattern[str]
    further: re.Pattern[str]
    unbroken_years: re.Pattern[str]
    each_year: re.Pattern[str]
    which_measure: re.Pattern[str]
    counted: re.Pattern[str]
    also_asked: re.Pattern[str]
    asked_amount: re.Pattern[str]
    asks_by_itself: re.Pattern[str]
    denying_head: re.Pattern[str]


@cache
def phrasing() -> Phrasing:
    """The patterns, compiled."""
    data = load_yaml("phrasing.yaml")["patterns"]
    return Phrasing(**{name: re.compile(pattern) for name, pattern in data.items()})


@cache
def kind_nouns() -> dict[ValueKind, tuple[str, ...]]:
    """By kind of figure, the nouns of a sentence that fixes it, with a figure or without."""
    data = load_yaml("phrasing.yaml")["kind_nouns"]
    return {ValueKind(kind): tuple(nouns) for kind, nouns in data.items()}


@cache
def claims() -> dict[str, tuple[str, ...]]:
    """By the verb before a figure, the words of the labels that it speaks of."""
    return {verb: tuple(said) for verb, said in load_yaml("phrasing.yaml")["claims"].items()}
