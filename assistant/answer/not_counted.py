"""Say which of a person's groups is not in a fee that was reckoned (没有计入的身份)."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer.context import Context, Draft
from assistant.answer.group_rule import group_rule
from assistant.answer.texts import say
from assistant.keys import REDUCED
from assistant.matching.groups import Fit, fit, forms_of, group_name
from corpus.model import PolicyValue


def unlisted(
    draft: Draft, context: Context, groups: tuple[str, ...], used: Sequence[PolicyValue]
) -> None:
    """A group that no assistance names is not listed, which is not a no; one that has a rule of
    its own beside the assistance that was counted is said not to be in the figure."""
    aided = any(v.key in REDUCED for v in used)
    notices = list({v.notice for v in used})
    texts = [context.library.text(n) for n in notices]
    for group in groups if not aided else _apart(context, groups, notices):
        spoken_of = any(f in text for f in forms_of(group) for text in texts)
        if aided and not spoken_of:
            continue
        name = "listed_elsewhere" if spoken_of else "not_listed"
        draft.note(say(name, group=group_name(group)))
        if own := (group_rule(context, group, used) if spoken_of else None):
            draft.add(own)


def _apart(context: Context, groups: tuple[str, ...], notices: list[str]) -> tuple[str, ...]:
    """The groups that no assistance of the notices names."""
    aids = [v for v in context.library.values(notices) if v.key in REDUCED]
    return tuple(g for g in groups if not any(fit(v, (g,)) is Fit.YES for v in aids))
