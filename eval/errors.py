"""Errors of the eval room. Each message is Chinese and says what a person can do."""

from __future__ import annotations

from corpus.errors import CorpusError


class BadSet(CorpusError):
    """A question set has faulty rows; the message names the file, the rows and the faults."""


class BadMap(CorpusError):
    """A column map, or the table that it reads, can't be used."""


class UnknownSystem(CorpusError):
    """No system under test has this name, or it lacks an option."""


class BadAnswer(CorpusError):
    """A system answered in a form that can't be scored, or not at all."""


class BadRun(CorpusError):
    """A results folder is missing, incomplete, in use, or doesn't belong to these sets."""


class NoData(CorpusError):
    """There is nothing to score: no case, or none of the kind asked for."""


class BadFloors(CorpusError):
    """The settings file of the shipped sets is malformed."""
