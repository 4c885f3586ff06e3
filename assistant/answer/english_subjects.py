"""Places, groups and labels in English (英文名称): by data where known, else quoted in Chinese."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer.context import Context
from assistant.answer.english_texts import english_texts, own
from assistant.answer.wording import group_words, is_general
from assistant.matching.groups import asked_keys, group_name, takes_in
from assistant.model import AnswerValue
from assistant.understand.english import english_words
from assistant.understand.pinyin import roman_name
from corpus.errors import CorpusError
from corpus.model import COUNTRY_ADCODE, Group, PolicyValue

LISTED = "、"
STATE, TOTAL = "国家", "合计"


def place(context: Context, adcode: str) -> str:
    """「Liaocheng (聊城市)」."""
    if adcode == COUNTRY_ADCODE:
        return own("country")
    at = context.library.places.get(adcode)
    return f"{roman_name(context.library.places, at)} ({at.name})"


def named_place(context: Context, name: str) -> str:
    """A Chinese name of a place in English; the name itself where it is not clear."""
    if name == STATE:
        return own("country")
    slots = context.slots
    if slots.place and context.place_name == name:
        return place(context, slots.place.at.adcode)
    try:
        return place(context, context.library.places.resolve(name).adcode)
    except CorpusError:
        return name


def label(value: PolicyValue | AnswerValue) -> str:
    """「individual contribution (个人缴费标准)」, or the notice's own label in quotes."""
    known = english_texts().keys.get(value.key or "")
    return f"{known} ({value.label})" if known else f"“{value.label}”"


def term(words: str) -> str:
    """Chinese words of a case in English, or in quotes."""
    return english_texts().words.get(words) or english_words(words) or f"“{words}”"


def names(words: str) -> str:
    """A Chinese list of groups or persons in English, each by itself."""
    texts = english_texts()
    return ", ".join(texts.named_groups.get(w) or term(w) for w in words.split(LISTED))


def group(value: Group, keys: tuple[str, ...]) -> str:
    """A group in English; with its own words where ages, exceptions or unknown members count."""
    texts = english_texts()
    said = group_words(value, keys)
    if said != value.text and (fitting := _fitting(value, keys)):
        return f"{', '.join(fitting)} (“{said}”)"
    shown = [m for m in value.members if m.name in said] or list(value.members)
    known = [texts.groups[m.key] for m in shown if m.key in texts.groups]
    english = ", ".join(dict.fromkeys(known))
    ages = value.min_age is not None or value.max_age is not None
    whole = len(known) == len(shown) and not ages and not value.excludes
    if english and whole and len(shown) == len(value.members):
        return english
    return f"{english} (“{said}”)" if english else f"“{said}”"


def _fitting(value: Group, keys: tuple[str, ...]) -> list[str]:
    """The groups of the question that the group takes in."""
    known = english_texts().groups
    return [known[k] for k in keys if k in known and takes_in(value, k)]


def subject(context: Context, value: PolicyValue) -> str:
    """The label, and for whom and when: the same parts as in a Chinese answer."""
    keys = asked_keys(context.slots)
    case = context.matcher.unspoken_case(value)
    parts = [term(case)] if case else []
    if value.group and group_words(value.group, keys) not in value.label:
        parts.append(group(value.group, keys))
    conditions = [c for c in value.conditions if c.text not in value.label and not is_general(c)]
    parts += [term(c.text) for c in conditions]
    return ", ".join([label(value), *dict.fromkeys(parts)])


def whom(context: Context, value: AnswerValue, rested: Sequence[PolicyValue]) -> str:
    """For whom a reckoned value holds."""
    if value.group is None:
        return ""
    if value.group == TOTAL:
        return own("in_all")
    persons = context.slots.persons
    for person in persons:
        if person.words == value.group and person.count > 1:
            return f"{names(person.words)}, {own('each', count=person.count)}"
    groups = [group_name(g) for g in context.slots.groups]
    if len(persons) == 1 and groups and value.group.startswith(LISTED.join(groups)):
        own_words = [] if persons[0].words in ("您", "") else [persons[0].words]
        return names(LISTED.join([*groups, *own_words]))
    for known in rested:
        if known.group and group_words(known.group, context.slots.groups) == value.group:
            of = [names(LISTED.join(groups))] if groups else []
            return ", ".join([*of, group(known.group, context.slots.groups)])
    return names(value.group)
