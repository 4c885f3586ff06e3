"""The finished answer in the language of the question (答复的语言)."""

from __future__ import annotations

from assistant.answer.context import Context, Draft
from assistant.answer.finish import assembled, finish
from assistant.model import Answer


def told(draft: Draft, context: Context) -> Answer:
    """The checked answer of a draft; ``UngroundedAnswer`` when a number has nothing behind it."""
    if not context.english:
        return finish(draft, context)
    from assistant.answer.english import finish_english  # only for questions in English

    return finish_english(draft, context)


def fixed(draft: Draft, context: Context) -> Answer:
    """The answer of a draft of fixed texts alone (固定用语), unchecked."""
    if not context.english:
        return assembled(draft, context)
    from assistant.answer.english import finish_english

    return finish_english(draft, context, fixed=True)
