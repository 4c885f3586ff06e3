"""Places by the sound of their names (拼音地名): Liaocheng, Shen County, Fuzhou."""

from __future__ import annotations

import difflib
import re
from functools import cache

from assistant.understand.english_lexicon import english
from corpus.jurisdictions import Places
from corpus.model import COUNTRY_ADCODE, Jurisdiction, Level

ORDER = (Level.COUNTRY, Level.PROVINCE, Level.CITY, Level.COUNTY)
LIKE = 0.85
LETTERS = re.compile(r"[^a-z]")


def sound(words: str) -> str:
    """Chinese words as pinyin syllables without tones or spaces: liaocheng."""
    from pypinyin import lazy_pinyin  # 0.3 s to load: only for questions in English

    return LETTERS.sub("", "".join(lazy_pinyin(words, v_to_u=False)).lower())


class PinyinPlaces:
    """The places of a tree by the sound of their short names."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._by_sound: dict[str, list[str]] = {}
        for place in places.all():
            if place.adcode in english().not_by_sound or place.adcode == COUNTRY_ADCODE:
                continue
            for name in {places.short_name(place.adcode), place.name}:
                self._by_sound.setdefault(sound(name), []).append(place.adcode)
        for name, code in (english().place_names | english().old_names).items():
            self._by_sound[LETTERS.sub("", name)] = [code]

    def named(self, words: str, kind: str | None = None) -> list[Jurisdiction]:
        """Places of this name, of the highest level that bears it; none when there is none.

        ``kind`` is the English word beside it (city, county, province), which may narrow it:
        Shen County is 莘县, whose name has but one syllable besides.
        """
        spelt = LETTERS.sub("", words.lower())
        if len(spelt) < 3 and not kind:
            return []
        codes = self._by_sound.get(spelt, [])
        if kind == Level.COUNTY:
            codes = [*codes, *self._by_sound.get(f"{spelt}xian", []), *self._district(spelt)]
        found = [self._places.get(c) for c in dict.fromkeys(codes)]
        fitting = [p for p in found if p.level == kind] or found
        top = min((ORDER.index(p.level) for p in fitting), default=0)
        return [p for p in fitting if ORDER.index(p.level) == top]

    def like(self, word: str) -> list[str]:
        """Spellings that a slip may be meant for, the nearest first."""
        return difflib.get_close_matches(word, self._by_sound, n=2, cutoff=LIKE)

    def _district(self, spelt: str) -> list[str]:
        return self._by_sound.get(f"{spelt}qu", [])


@cache
def pinyin_places(places: Places) -> PinyinPlaces:
    """The index of a tree, built once."""
    return PinyinPlaces(places)


def roman_name(places: Places, place: Jurisdiction) -> str:
    """The English name of a place: Liaocheng, Shaanxi, Shen County."""
    by_code = {code: name for name, code in english().place_names.items()}
    if place.adcode in by_code:
        return by_code[place.adcode].title()
    return spelt_name(places.short_name(place.adcode))


def spelt_name(short: str) -> str:
    """A Chinese name spelt by its sound, with the mark that keeps syllables apart: Lu'an."""
    from pypinyin import lazy_pinyin

    syllables = [s for s in lazy_pinyin(short, v_to_u=False) if s]
    joined = [f"'{s}" if n and s[:1] in "aeo" else s for n, s in enumerate(syllables)]
    return "".join(joined).capitalize()
