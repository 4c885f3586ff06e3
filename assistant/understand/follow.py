"""What a later turn inherits, corrects and edits (追问、更正、增减)."""

from __future__ import annotations

from assistant.model import Ask, Impossible, NeedRole, Person, Place, Slots
from assistant.understand.asks import (
    BARE_AMOUNT,
    DEFAULT,
    build_asks,
    default_ask,
    find_concepts,
    find_topics,
)
from assistant.understand.compare import other_side
from assistant.understand.edits import edited, replaced
from assistant.understand.lexicon import Concept, people, words
from assistant.understand.own_groups import with_own_groups
from assistant.understand.parts import asks_measure, case_words
from assistant.understand.people import find_household
from assistant.understand.people_tokens import read_number

SHORT = 14
# Read in an earlier turn and not said again, these still hold for what is asked.
KEPT = ("paid_on", "born_on", "discharged_on", "missed_years", "income", "money", "amounts")


def follow(now: Slots, before: Slots) -> Slots:
    """What a follow-up leaves unsaid it takes from the turn before; a new topic takes the place.

    「那孩子呢」 keeps the topic, place and year; 「厦门的呢」 keeps topic, persons and year.
    """
    keep: dict[str, object] = {}
    unplaced = now.place is None or now.place.source == "region"
    if before.place and unplaced and before.place.source != "region":
        keep["place"] = Place(at=before.place.at, source="history")
    if is_follow_up(now) or corrects(now):
        keep |= _subject(now, before) | _persons(now, before) | _unsaid(now, before)
    keep |= other_side(now, before) | _all_told(now, before)
    if people().grammar["these"].search(now.text):
        keep |= _together(now, before)
    return now.model_copy(update=keep | {"told": _told(now, before)})


def _told(now: Slots, before: Slots) -> tuple[Person, ...]:
    """Everybody who was told of so far, each once and with the groups told of him."""
    known = before.told or _with_groups(before)
    words = {p.words for p in now.persons}
    return (*(p for p in known if p.words not in words), *_with_groups(now))


def _with_groups(slots: Slots) -> tuple[Person, ...]:
    return tuple(
        p if p.groups is not None else p.model_copy(update={"groups": slots.groups})
        for p in slots.persons
    )


def corrects(slots: Slots) -> bool:
    """Whether the turn takes back something of the turn before: 「不对，是大学生」."""
    return bool(words().corrects.search(slots.text)) and not _asks_anew(slots)


def is_follow_up(slots: Slots) -> bool:
    """Whether the turn goes on with the one before; a long question of its own does not."""
    lexicon, short = words(), len(slots.text) <= SHORT
    own = opens_topic(slots.text) or _asks_whether(slots)
    if lexicon.follows.search(slots.text) or (short and not own):
        return True
    return bool(lexicon.follows_end.search(slots.text)) and not _asks_anew(slots)


def _asks_whether(slots: Slots) -> bool:
    """「吃高血压药能报吗」: whether, and of something that it names itself."""
    return bool(slots.content_words) and any(p.search(slots.text) for p in words().yes_no)


def _asks_anew(slots: Slots) -> bool:
    return len(slots.text) > SHORT and opens_topic(slots.text)


def opens_topic(text: str) -> bool:
    """Whether the turn asks something of its own, more than a basis or a change."""
    heard = find_topics(text)
    aside = {"meta", "change"} | ({"any"} if any(t.slot == "change" for t in heard) else set())
    return any(t.slot not in aside for t in heard)


def _subject(now: Slots, before: Slots) -> dict[str, object]:
    """What is asked for: the turn before's, about the case or the programme named now."""
    keep: dict[str, object] = {"year": before.year} if now.year is None else {}
    if _other_measure(now, before):
        return keep | _measured(now, before)
    if now.doc_numbers or opens_topic(now.text):
        return keep
    keep["unknown_terms"] = now.unknown_terms or before.unknown_terms
    keep["text"] = now.text if before.asks else f"{before.text} {now.text}"
    asked = _with_case(now, before)
    asks = _asks_anew_of(asked, now, before) if asked else ()
    keep["asked"] = asked if asks else before.asked
    return keep | {"asks": asks or before.asks or now.asks, "figures": ()}


def _other_measure(now: Slots, before: Slots) -> bool:
    """Whether a short turn asks another measure of the case before: 「门槛费呢」."""
    own = find_concepts(now.text) or now.groups or (now.persons and not now.money)
    short = len(now.text) <= SHORT and not own
    return short and asks_measure(now.text) and asks_measure(before.asked)


def _measured(now: Slots, before: Slots) -> dict[str, object]:
    """「转诊到市外报多少|门槛费呢」 is asked as 「转诊到市外 门槛费呢」."""
    asked = f"{case_words(before.asked)} {now.text}"
    asks = build_asks(asked, before.groups, before.unknown_terms, bool(before.persons))
    return {
        "asked": asked,
        "text": asked,
        "asks": asks or now.asks,
        "unknown_terms": before.unknown_terms,
        "content_words": before.content_words,
    }


def _with_case(now: Slots, before: Slots) -> str:
    """「门诊呢」 after 「住院报多少」: the words asked, the new case in the old one's place.

    Empty when the turn names neither a case nor anybody.
    """
    cases = [found for found in find_concepts(now.text) if not found[0].synonym]
    if not before.asks or not (cases or now.persons or now.groups):
        return ""
    rest = before.asked
    for concept, start, end in reversed(find_concepts(rest)):
        new = [now.text[a:b] for case, a, b in cases if _replaces(case, concept)]
        if new:
            rest = rest[:start] + new[0] + rest[end:]
    return f"{rest} {now.text}"


def _asks_anew_of(asked: str, now: Slots, before: Slots) -> tuple[Ask, ...]:
    unknown = now.unknown_terms or before.unknown_terms
    named = bool(now.persons or before.persons)
    asks = build_asks(asked, now.groups or before.groups, unknown, named)
    fee = now.asks or any(a.topic == DEFAULT for a in before.asks)
    if fee and all(a.topic == BARE_AMOUNT for a in asks):
        return (default_ask(asked),)  # 「一档多少钱」「那小孩呢」: what the child pays
    return asks


def _replaces(new: Concept, old: Concept) -> bool:
    """Whether the new case takes the old one's place: another programme replaces every case."""
    if new.role is NeedRole.PROGRAMME:
        return old.id != new.id
    return old.id == new.id or (new.family is not None and old.family == new.family)


def _persons(now: Slots, before: Slots) -> dict[str, object]:
    """The persons and groups meant: said now, edited, corrected or those of the turn before."""
    held = tuple(g for g in before.groups if g not in now.not_groups)
    change = edited(now.text, before.persons)
    if change is not None:
        persons, missing = change
        lost = tuple(Impossible(kind="member", words=w) for w in missing)
        return _people(persons) | {"groups": held, "impossible": (*now.impossible, *lost)}
    many = people().grammar["so_many"].search(now.text)
    if many and len(before.persons) == 1:  # 「两个呢」
        count = int(read_number(many["n"]))
        one = before.persons[0].model_copy(update={"count": count})
        return _people((one,)) | {"groups": held, "household": None}
    if together := _together(now, before):
        return together
    if not _says_who(now):
        return _people(before.persons) | {"groups": held, "household": before.household}
    own = with_own_groups(now.text, before.persons, now.groups)
    if own != before.persons:  # 「娃是孤儿呢」 after 「俩大人一个娃」
        return _people(own) | {"groups": tuple(dict.fromkeys([*held, *now.groups]))}
    if corrects(now) and now.persons:
        return _people(replaced(before.persons, now.persons, now.text)) | {
            "groups": now.groups or held
        }
    if now.groups and not now.persons:  # 「要是低保户呢」: the same people
        return _people(tuple(_regrouped(p, now.groups) for p in before.persons))
    return {}


def _all_told(now: Slots, before: Slots) -> dict[str, object]:
    """「家里还有个奶奶，三个人总共」: with those of the turns before they are three."""
    whole, said = find_household(now.text), sum(p.count for p in now.persons)
    if whole is None or not 0 < said < whole or now.groups:
        return {}
    for known in (before.persons, before.told):
        if sum(p.count for p in known) + said == whole:
            return _people((*known, *now.persons))
    return {}


def _together(now: Slots, before: Slots) -> dict[str, object]:
    """「那他俩一共呢」: all of the turn before, or of all turns, where they are so many."""
    if now.household is None or now.persons or now.groups:
        return {}
    held = {"household": None}
    if sum(p.count for p in before.persons) == now.household:
        return _people(before.persons) | {"groups": before.groups} | held
    if sum(p.count for p in before.told) == now.household:
        groups = dict.fromkeys(g for p in before.told for g in p.groups or ())
        return _people(before.told) | {"groups": tuple(groups)} | held
    return {}


def _regrouped(person: Person, groups: tuple[str, ...]) -> Person:
    """「不对，是孤儿」: who had a group of his own has the new one."""
    return person.model_copy(update={"groups": groups}) if person.groups else person


def _people(persons: tuple[Person, ...]) -> dict[str, object]:
    return {"persons": persons, "family": sum(p.count for p in persons) > 1}


def _says_who(slots: Slots) -> bool:
    """Whether the turn names somebody; 「我不是低保」 only takes a group away."""
    named = any(p.keys or p.age is not None for p in slots.persons)
    plain = bool(slots.persons) and not slots.not_groups
    return named or plain or bool(slots.groups or slots.household)


def _unsaid(now: Slots, before: Slots) -> dict[str, object]:
    """Days, years and amounts of the turn before that the turn does not say anew."""
    keep = {name: getattr(before, name) for name in KEPT if not getattr(now, name)}
    if not now.days and not opens_topic(now.text):
        keep |= {"on_day": before.on_day, "dates": before.dates}
    return keep
