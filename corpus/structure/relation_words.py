"""The words of relations between documents (文件关系用词), loaded once from the data file."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from corpus.readers.words import NUMERAL

_DATA = Path(__file__).parent.parent / "lexicon" / "relations.yaml"
_SLOTS = {
    "date": r"\d{4}年\d{1,2}月\d{1,2}日",
    "numeral": NUMERAL,
    "mark": rf"{NUMERAL}{{1,3}}|\d{{1,2}}",
}
LISTS = ("ended", "rewritten", "struck_out", "replaced")


class RelationWords:
    """Compiled patterns of what becomes of documents, before and behind their names."""

    def __init__(self, words: dict[str, Any]) -> None:
        self._words = words
        any_filler = f"(?:{self._filled('|'.join(words['filler']))})*"
        quoted = "[的中]*(?:“[^”]*”)?"
        some = self._filled(words["some_part"])
        self.ends = self._compiled(f"^{any_filler}(?:{{ended}}){words['said_out']}")
        self.part_ends = self._compiled(f"^{some}{any_filler}(?:{{ended}})")
        self.rewrites = self._compiled(f"^{quoted}[^《》。；“，,]{{0,30}}?(?:{{rewritten}})")
        self.rewrites_some = self._compiled(f"^(?:{some}|中?{quoted})(?:{{rewritten}})")
        self.rewrite = self._compiled("{rewritten}")
        self.strikes_before = self._compiled("(?:{struck_out})(?:了)?(?:原)?$")
        self.joined = self._compiled(f"(?:{words['joined']})*原?")
        self.list_opens = [self._compiled(p) for p in words["list_opens"]]
        self.whole_before = self._named("whole_before")
        self.replaced_before = self._named("replaced_before")
        self.replaced_after = self._named("replaced_after")
        self.negated = self._named("negated")
        self.in_force_from = self._named("in_force_from")
        self.list_headed = self._named("list_headed")
        self.title_amends = self._named("title_amends")
        self.shortened = self._named("shortened")
        self.number_heads = self._named("number_heads")
        self.item_head = self._named("item_head")
        self.past_the_day = self._named("past_the_day")
        self._below = self._named("amends_below")
        self._below_after = self._named("amends_below_after")

    def _named(self, name: str) -> re.Pattern[str]:
        return self._compiled(self._words[name])

    def _compiled(self, pattern: str) -> re.Pattern[str]:
        return re.compile(self._filled(pattern))

    def _filled(self, pattern: str) -> str:
        for name, parts in _SLOTS.items():
            pattern = pattern.replace(f"{{{name}}}", parts)
        for name in LISTS:
            pattern = pattern.replace(f"{{{name}}}", "|".join(self._words[name]))
        return pattern

    def amends_below(self, before: str, after: str) -> bool:
        """Whether the items below amend the document (对《…》作如下修改)."""
        return bool(self._below.search(before) and self._below_after.match(after))


@lru_cache(maxsize=1)
def relation_words() -> RelationWords:
    """The shared patterns, built on first use."""
    with _DATA.open(encoding="utf-8") as file:
        return RelationWords(yaml.load(file, Loader=yaml.CSafeLoader))
