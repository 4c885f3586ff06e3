"""How near a case that a claim names stands to a notice's figure (条件远近)."""

from __future__ import annotations

from assistant.matching.needs import MISSING, SENTENCE, need_level, programme_level
from assistant.matching.profile import Profile
from assistant.model import Ask, Need, NeedRole
from assistant.understand.asks import BASIC
from assistant.understand.lexicon import Concept
from corpus.model import PolicyValue


def level_of(concept: Concept, value: PolicyValue, profile: Profile, ask: Ask) -> float:
    """The level of a named case; a programme must be the value's own."""
    need = Need(role=concept.role, id=concept.id, forms=(*concept.forms, *concept.say))
    if concept.role is NeedRole.PROGRAMME:
        if concept.id == BASIC or any(f in profile.sentence for f in concept.forms):
            return 0.0
        return programme_level(need, profile)
    return need_level(need, profile, value, ask)


def level_together(concept: Concept, profile: Profile) -> float:
    """Of several cases that share a figure (住院和门诊慢特病) each must be named near it."""
    near = f"{profile.strong}\n{profile.sentence}"
    return SENTENCE if any(f in near for f in concept.forms) else MISSING
