"""The figures that stand in a quoted sentence (引文里的数值), for scripts that read an answer."""

from __future__ import annotations

from assistant.answer.context import Context, Draft
from assistant.answer.wording import said_value
from assistant.model import AnswerValue, Status
from corpus.model import Citation, PolicyValue, Role


def shown(draft: Draft, context: Context) -> tuple[AnswerValue, ...]:
    """The values of an answer; those within its quotes where it tells a clause's own words."""
    if draft.values or draft.status is not Status.ANSWERED:
        return tuple(dict.fromkeys(draft.values))
    notices = dict.fromkeys(c.notice for c in draft.citations)
    held = [v for v in context.library.values(notices) if _is_quoted(v, draft.citations)]
    return tuple(dict.fromkeys(said_value(v, context.place_of(v.jurisdiction)) for v in held))


def _is_quoted(value: PolicyValue, citations: list[Citation]) -> bool:
    """Whether a standard's own figure stands in one of the quotes: 全部补贴 shows no 100%."""
    own = value.citations.value
    return (
        value.role is Role.STANDARD
        and any(map(str.isdigit, own.quote))
        and any(
            c.notice == own.notice and c.start <= own.start and own.end <= c.end for c in citations
        )
    )
