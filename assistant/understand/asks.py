"""What is asked for (问的是什么): topics, the needs a value must meet, and unknown words."""

from __future__ import annotations

import re

from assistant.model import Ask, Need, NeedRole
from assistant.understand.lexicon import Concept, Topic, alternation, concepts, topics, words
from corpus.model import ValueKind

# Parts of speech that can name a subject; pronouns, particles, numerals and the like cannot.
CONTENT_POS = ("n", "v", "a", "i", "j", "l", "eng", "z", "b")
NOUN_POS = ("n", "j", "eng")
OPEN_SLOTS = ("meta", "who")
BASIC = "basic_insurance"


def find_concepts(text: str) -> list[tuple[Concept, int, int]]:
    """Concepts in the text with their places; a longer form hides a shorter one inside it."""
    by_form = {f: c for c in reversed(concepts()) for f in c.forms}
    pattern = alternation(tuple(by_form))
    found = [(by_form[m.group()], m.start(), m.end()) for m in pattern.finditer(text)]
    return found


def find_topics(text: str) -> list[Topic]:
    """The topics heard in the text: one a slot, without those that another takes over."""
    heard: dict[str, Topic] = {}
    for topic in topics():
        if topic.slot not in heard and any(c.search(text) for c in topic.cues):
            heard[topic.slot] = topic
    silenced = {s for t in heard.values() for s in t.excludes}
    return [t for t in heard.values() if t.slot not in silenced]


def unknown_terms(text: str, covered: list[tuple[int, int]]) -> tuple[str, ...]:
    """Subject words outside everything already understood, in order."""
    import rjieba  # 0.1 s to load its dictionary: only when a question is read

    rest = list(text)
    for start, end in covered:
        rest[start:end] = "\n" * (end - start)
    filler = words().filler
    kept = []
    for word, pos in rjieba.tag("".join(rest)):
        if word in filler or not pos.startswith(CONTENT_POS) or not word.strip():
            continue
        if len(word) > 1 or pos.startswith(NOUN_POS):
            kept.append(word)
    return tuple(dict.fromkeys(w for w in kept if not re.fullmatch(r"[\d.%]+", w)))


def build_asks(text: str, group_words: tuple[str, ...]) -> tuple[Ask, ...]:
    """The asks of a question; none when only an open question is left."""
    heard = find_topics(text)
    found = [c for c, _, _ in find_concepts(text)]
    return tuple(_ask(t, found, group_words) for t in heard if t.slot not in OPEN_SLOTS)


def _ask(topic: Topic, found: list[Concept], group_words: tuple[str, ...]) -> Ask:
    programmes = [c for c in found if c.role is NeedRole.PROGRAMME]
    needs = [_need(c) for c in _programmes(topic, programmes)]
    needs += [_need(c) for c in found if c.role is NeedRole.RESTRICTOR and not _names(c, topic)]
    if topic.label:
        needs.append(Need(role=NeedRole.MEASURE, id=topic.id, forms=topic.label))
    keys = topic.keys if _speaks_of_insurance(needs, group_words, topic) else ()
    kinds = topic.kinds if keys or topic.slot != "fee" else (ValueKind.MONEY, ValueKind.RATIO)
    if not keys:
        needs += [Need(role=NeedRole.TERM, id=w, forms=(w,)) for w in group_words]
    unique = tuple(dict.fromkeys(needs))
    return Ask(topic=topic.id, keys=keys, kinds=kinds, needs=unique, strict=topic.strict)


def _names(concept: Concept, topic: Topic) -> bool:
    """Words that the topic's own label already carries add no further need."""
    return any(f in label for f in concept.forms for label in topic.label)


def _programmes(topic: Topic, found: list[Concept]) -> list[Concept]:
    """The programme asked about: a special one named beats the general insurance beside it."""
    special = [c for c in found if c.id != BASIC]
    if topic.programme and topic.programme not in {c.id for c in special}:
        special += [c for c in concepts() if c.id == topic.programme]
    return special or [c for c in found if c.id == BASIC]


def _speaks_of_insurance(needs: list[Need], groups: tuple[str, ...], topic: Topic) -> bool:
    """Whether the topic's known keys fit: they are about the residents' insurance.

    A group word alone with a bare amount (低保一个月多少) names a programme of its own.
    """
    named = {n.id for n in needs if n.role is NeedRole.PROGRAMME}
    if topic.programme:
        return topic.programme in named
    if named - {BASIC}:
        return False
    return bool(named) or not groups or topic.slot in {"fee", "assistance", "window", "subsidy"}


def _need(concept: Concept) -> Need:
    return Need(role=concept.role, id=concept.id, forms=concept.forms)
