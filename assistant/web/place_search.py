"""Find places by a part of their names (找地方), over the whole tree."""

from __future__ import annotations

from functools import lru_cache

from corpus.jurisdictions import Places
from corpus.library import Library
from corpus.model import COUNTRY_ADCODE, Frozen, Level

ORDER = {Level.COUNTRY: 0, Level.PROVINCE: 1, Level.CITY: 2, Level.COUNTY: 3}
MOST = 8


class PlaceHit(Frozen):
    """A place that was found; ``own`` when the corpus has a notice of it or of its city."""

    adcode: str
    name: str
    own: bool


def find_places(library: Library, wanted: str, most: int = MOST) -> tuple[PlaceHit, ...]:
    """Places whose names hold the words, exact names first, then wider places before narrower."""
    words = "".join(wanted.split())
    if not words:
        return ()
    names = _names(library.places)
    found = sorted(
        (_rank(words, short, full), n)
        for n, (_, short, full) in enumerate(names)
        if words in full or words in short
    )
    return tuple(hit(library, names[n][0]) for _, n in found[:most])


def hit(library: Library, adcode: str) -> PlaceHit:
    """A place as the page shows it; ``UnknownRegion`` when there is none."""
    chain = [p.adcode for p in library.places.ancestors(adcode) if p.adcode != COUNTRY_ADCODE]
    cities = [c for c in chain if library.places.level(c) is not Level.PROVINCE] or chain
    own = any(c in library.jurisdictions for c in cities)
    return PlaceHit(adcode=adcode, name=library.places.full_name(adcode), own=own)


def _rank(words: str, short: str, full: str) -> tuple[int, int]:
    """Exact name, name that begins so, name that ends so, then any."""
    kind = 0 if words == short or full.endswith(words) else 1 if short.startswith(words) else 2
    return kind, len(full)


@lru_cache(maxsize=4)
def _names(places: Places) -> list[tuple[str, str, str]]:
    """Code, everyday name and full name of every place, wider ones first."""
    tree = sorted(places.all(), key=lambda p: (ORDER[p.level], p.adcode))
    return [(p.adcode, places.short_name(p.adcode), places.full_name(p.adcode)) for p in tree]
