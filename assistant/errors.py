"""Errors of the assistant room. Each message is one Chinese sentence that a person can act on."""

from __future__ import annotations

from corpus.errors import CorpusError


class AssistantError(CorpusError):
    """Base of the assistant's errors; the CLI prints it and exits with code 2."""


class BadQuestion(AssistantError):
    """A question or a batch line is malformed: empty, too long, or not of the format."""


class BadText(AssistantError):
    """A text to be checked is empty, too long, or no text at all."""


class UngroundedAnswer(AssistantError):
    """An answer carries a figure that nothing cited carries; it is never shown."""


class FeedbackUnavailable(AssistantError):
    """The store of feedback cannot be opened, read or written."""


class StaffUnavailable(AssistantError):
    """The store of the staff desk cannot be opened, read or written."""


class BadAccount(AssistantError):
    """An account of staff is unknown, malformed, or may not be changed in this way."""


class BadEntry(AssistantError):
    """What staff sent cannot be taken: a note is missing, a figure or a clause is malformed."""


class LogBroken(AssistantError):
    """The log of staff was changed after it was written."""
