"""Errors of the eval room. Each message is one Chinese sentence that a person can act on."""

from __future__ import annotations

from corpus.errors import CorpusError


class BadSet(CorpusError):
    """A question set has a faulty row; the message names the file, the row and the fault."""


class UnknownSystem(CorpusError):
    """No system under test has this name."""
