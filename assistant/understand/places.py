"""Places in a question (地名): whole words only, and unclear ones kept apart."""

from __future__ import annotations

from itertools import accumulate

from assistant.model import Place
from assistant.understand.lexicon import alternation, people, words
from corpus.jurisdictions import PlaceMention, Places
from corpus.model import Jurisdiction, Level

BEFORE = 12  # characters before a place that say why it is named
Named = list[tuple[Jurisdiction, int, int]]


def find_places(
    text: str, places: Places, chosen: Place | None
) -> tuple[Named, tuple[Jurisdiction, ...]]:
    """Places named with their offsets, and the candidates of a name that fits several.

    The chosen place helps: 鼓楼区 beside 福州市 is Fuzhou's.
    """
    within = chosen.at.adcode if chosen else None
    found = [m for m in places.mentions(_without_pupils(text), within) if _is_word(text, m)]
    found = _without_destinations(text, found, chosen)
    found = [m for m in found if not (chosen and _is_left(text, m))]
    found = [m for m in found if not (chosen and _is_own_hospital(text, m, places, chosen))]
    clear = [(m.candidates[0], m.start, m.end) for m in found if len(m.candidates) == 1]
    unclear = [c for m in found if len(m.candidates) > 1 for c in m.candidates]
    return clear, tuple(unclear) if not clear else ()


def _without_pupils(text: str) -> str:
    """「聊城大学生」 is no 聊城大学: words for pupils are blanked before names are sought."""
    pupils = tuple(w for w, noun in people().nouns.items() if w.endswith("学生") and noun.key)
    return alternation(pupils).sub(lambda m: "，" * len(m.group()), text)


def _without_destinations(
    text: str, found: list[PlaceMention], chosen: Place | None
) -> list[PlaceMention]:
    """「去北京看病」 says where one is treated, not where one belongs, when that is known."""
    away = [m for m in found if is_destination(text, m.start, m.end)]
    return [m for m in found if m not in away] if chosen or len(away) < len(found) else found


def _is_own_hospital(text: str, mention: PlaceMention, places: Places, chosen: Place) -> bool:
    """「达州市里三甲住院」 from one of its counties: whose hospital, not where one belongs."""
    around = [c for c in mention.candidates if places.contains(c.adcode, chosen.at.adcode)]
    larger = bool(around) and all(c.adcode != chosen.at.adcode for c in around)
    return larger and bool(words().own_hospital.match(text, mention.end))


def _is_left(text: str, mention: PlaceMention) -> bool:
    """「从深圳离职回来」「户口在河北，在聊大读研」: where one came from is not where one is."""
    before, behind = text[: mention.start], text[mention.end :]
    lexicon = words()
    pairs = (lexicon.from_there, lexicon.registered, lexicon.registered_too, lexicon.works_there)
    return any(ahead.search(before) and after.search(behind) for ahead, after in pairs)


def goes_away(text: str, places: Places, chosen: Place | None) -> bool:
    """Whether the question is about treatment in a place that is not one's own."""
    mentions = places.mentions(text, None)
    gone = [m for m in mentions if is_destination(text, m.start, m.end)]
    return chosen is not None and any(
        not _is_home(c, chosen.at, places) for m in gone for c in m.candidates
    )


def destinations(text: str, places: Places, chosen: Place | None) -> tuple[str, ...]:
    """The towns away from home where somebody goes for treatment, as the question names them."""
    found = [m for m in places.mentions(text, None) if is_destination(text, m.start, m.end)]
    if chosen is None:
        return ()
    away = [m for m in found if not any(_is_home(c, chosen.at, places) for c in m.candidates)]
    return tuple(text[m.start : m.end].removesuffix("市") for m in away)


def _is_home(place: Jurisdiction, own: Jurisdiction, places: Places) -> bool:
    """Whether a place is one's own, in it, or the city that one's own county is in."""
    city = place.level is Level.CITY and places.contains(place.adcode, own.adcode)
    return city or places.contains(own.adcode, place.adcode)


def how_far(text: str, places: Places, chosen: Place | None) -> str:
    """Whether the place where one goes for treatment lies outside one's own province (abroad) or
    inside it; nothing where it is not known."""
    gone = [m for m in places.mentions(text, None) if is_destination(text, m.start, m.end)]
    if chosen is None or not gone:
        return ""
    own = [p for p in places.ancestors(chosen.at.adcode) if p.level is Level.PROVINCE]
    found = {
        "inside" if any(places.contains(p.adcode, c.adcode) for p in own) else "abroad"
        for m in gone
        for c in m.candidates
    }
    return found.pop() if len(found) == 1 and own else ""


def is_destination(text: str, start: int, end: int) -> bool:
    """Whether a place is where somebody goes for treatment."""
    if words().hospital_there.match(text, end):
        return True
    if not words().treated.match(text, end):
        return False
    before = text[max(0, start - BEFORE) : start]
    return bool(words().away.search(before) or words().referred.search(before))


def _is_word(text: str, mention: PlaceMention) -> bool:
    """A name inside other words is none: 上高 in 孩子上高中."""
    import rjieba  # 0.1 s to load its dictionary: only when a place may have been named

    if mention.end - mention.start > 2:
        return True
    ends = {0, *accumulate(len(w) for w in rjieba.cut(text))}
    return mention.start in ends and (mention.end in ends or _before_person(text, mention.end))


def _before_person(text: str, end: int) -> bool:
    """「聊城大学生」 is cut as 聊城大学/生: the name ends where a word for persons begins."""
    lexicon = people()
    words_of = alternation((*lexicon.nouns, *lexicon.stages, *lexicon.groups))
    return any(m.start() == end for m in words_of.finditer(text))
