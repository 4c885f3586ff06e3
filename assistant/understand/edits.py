"""Changes to the persons of the turn before (增减人员): 「不含老人呢」「再加一个孩子」."""

from __future__ import annotations

from assistant.model import Person
from assistant.understand.lexicon import people
from assistant.understand.people import ADULT, MINOR, STUDENT, find_persons
from assistant.understand.people_tokens import ADULT_AGE

OLD = 60
LONGEST = 20

Edited = tuple[tuple[Person, ...], list[str]]


def edited(text: str, before: tuple[Person, ...]) -> Edited | None:
    """The persons after the edit, and the words of those to be left out who were never there.

    ``None`` when the text edits nothing.
    """
    if not before or len(text) > LONGEST:
        return None
    if people().edits["also"].search(text) and (more := find_persons(text)):
        return _together((*before, *more)), []
    for name, cue in people().edits.items():
        match = cue.search(text)
        targets = find_persons(text[match.end() :]) if match else ()
        if targets:
            return _apply(name, before, targets)
    return None


def _apply(name: str, before: tuple[Person, ...], targets: tuple[Person, ...]) -> Edited:
    if name == "add":
        return _together((*before, *targets)), []
    missing = [t.words for t in targets if not any(_means(t, p) for p in before)]
    if name == "only":
        return tuple(p for p in before if any(_means(t, p) for t in targets)), missing
    if name == "remove":
        return tuple(p for p in before if not any(_means(t, p) for t in targets)), missing
    persons = before
    for target in targets:
        persons = _less(persons, target)
    return persons, missing


def _together(persons: tuple[Person, ...]) -> tuple[Person, ...]:
    """Persons of the same word, group and age as one entry."""
    sorts: dict[tuple[object, ...], Person] = {}
    for person in persons:
        sort = (person.words, person.keys, person.age)
        known = sorts.get(sort)
        count = person.count + (known.count if known else 0)
        sorts[sort] = person.model_copy(update={"count": count})
    return tuple(sorts.values())


def _less(persons: tuple[Person, ...], target: Person) -> tuple[Person, ...]:
    """The persons without as many of the target's sort as it counts, the last named first."""
    left, kept = target.count, []
    for person in reversed(persons):
        out = min(left, person.count) if _means(target, person) else 0
        left -= out
        if person.count > out:
            kept.append(person.model_copy(update={"count": person.count - out}))
    return tuple(reversed(kept))


def _means(target: Person, person: Person) -> bool:
    """Whether the target's word takes in the person: 老人 the parents, 孩子 every child."""
    if target.words == person.words:
        return True
    lexicon = people()
    if target.words in lexicon.elders:
        old = person.age is not None and person.age >= OLD
        general = target.words in lexicon.generic or target.words == "老年人"
        return general and (person.words in lexicon.elders or old)
    key = target.keys[0] if target.keys else ""
    own = person.keys[0] if person.keys else ""
    if target.words not in lexicon.generic and key not in (MINOR, STUDENT):
        return False
    if key == MINOR:
        return bool(own) and own != ADULT
    return own == key or (key == STUDENT and own.endswith(STUDENT))


def replaced(before: tuple[Person, ...], said: tuple[Person, ...], text: str) -> tuple[Person, ...]:
    """A correction of one person of a family: 「孩子是大学生」 changes the child alone."""
    if len(before) < 2 or len(said) != 1:
        return said
    new = said[0]
    same = [n for n, p in enumerate(before) if _grown(p) is _grown(new)]
    if len(same) != 1:
        return said
    old = before[same[0]]
    counted = new.count > 1 or "一" in text or "1" in text
    one = new if counted else new.model_copy(update={"count": old.count})
    return tuple(one if n == same[0] else p for n, p in enumerate(before))


def _grown(person: Person) -> bool:
    if person.age is not None and not person.keys:
        return person.age >= ADULT_AGE
    return ADULT in person.keys
