"""What a notice's figure is (是哪一项标准): by the grammar, else by the everyday words near it."""

from __future__ import annotations

import re

from assistant.check.counted import segment_of
from assistant.check.lexicon import check_words
from assistant.check.statements import AMOUNTS
from assistant.matching.profile import Profiler
from corpus.model import PolicyValue, ValueKind

DATED = frozenset({ValueKind.DATE, ValueKind.PERIOD})
MAKEUP = "makeup_window"
SEGMENT = re.compile(r"[，。；]")


class Namer:
    """Names the figures of one library."""

    def __init__(self, profiler: Profiler) -> None:
        self._profiler = profiler
        self._keys: dict[str, str | None] = {}

    def key_of(self, value: PolicyValue) -> str | None:
        """What a notice's figure is: by the grammar, else by the everyday words before it."""
        if value.id not in self._keys:
            self._keys[value.id] = self._told_key(value)
        return self._keys[value.id]

    def _told_key(self, value: PolicyValue) -> str | None:
        if value.kind in DATED and self._may_be_made_up(value):
            return MAKEUP
        if value.key or value.kind not in AMOUNTS | {ValueKind.WAIVER}:
            return value.key
        return self._everyday_key(value)

    def _may_be_made_up(self, value: PolicyValue) -> bool:
        """Whether the words right behind a day say that one may pay late until then."""
        profile = self._profiler.of(value)
        behind = profile.sentence[len(profile.lead) + len(value.citations.value.quote) :]
        said = f"{segment_of(profile.lead)}{value.citations.value.quote}{SEGMENT.split(behind)[0]}"
        return check_words().key_said(said, value.kind) == MAKEUP

    def _everyday_key(self, value: PolicyValue) -> str | None:
        near = segment_of(self._profiler.of(value).lead)
        figure = f"{value.bound_text}{value.citations.value.quote}"
        said = check_words().key_said(f"{near}{figure}", value.kind)
        said = said or check_words().key_said(f"{value.label}{figure}", value.kind)
        asked = self._profiler.of(value).headings.split("\n")[-2:]
        return said or next(filter(None, (self._asked_key(a, figure, value) for a in asked)), None)

    def _asked_key(self, heading: str, figure: str, value: PolicyValue) -> str | None:
        """What a figure is by the question that it answers (个人缴多少？)."""
        question = heading.rstrip()
        if not question.endswith(("？", "?")):
            return None
        return check_words().key_said(f"{question[:-1]}{figure}", value.kind)
