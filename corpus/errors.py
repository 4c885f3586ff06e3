"""Errors of the corpus room. Each message is one Chinese sentence that a person can act on."""

from __future__ import annotations


class CorpusError(Exception):
    """Base of all errors a person is told about; the CLI prints it and exits with code 2."""


class UnreadableFile(CorpusError):
    """The file is missing, empty, binary, of unknown encoding or unsupported format."""


class NoNoticeFound(CorpusError):
    """The file can be read but holds no notice."""


class UnknownRegion(CorpusError):
    """The place name is not in the 省/市/县 tree; the message offers the nearest names."""


class AmbiguousRegion(CorpusError):
    """The place name fits several places; the message lists them."""


class DuplicateNotice(CorpusError):
    """A notice of the same 文号 is already in the corpus."""


class UnknownNotice(CorpusError):
    """No notice has this id or 文号."""


class CorpusBusy(CorpusError):
    """Another process is writing this data folder, or has its embedded Chroma open."""


class CorpusChanged(CorpusError):
    """The corpus was changed between reading the notices and opening their index."""


class VerifyFailed(CorpusError):
    """A stored value does not re-parse from its own characters."""


class EmbedderUnavailable(CorpusError):
    """The chosen embedder cannot be loaded or reached."""


class BadSetting(CorpusError):
    """A setting, option or date is malformed."""


class BadChoice(CorpusError):
    """Characters that a person chose do not say what they were chosen for."""


class ValueChanged(CorpusError):
    """The value is not (any more) as the person saw it."""


class UnknownVersion(CorpusError):
    """The history has no corpus version of that name."""


class ForgottenNotice(CorpusError):
    """The version had a notice whose history was wiped."""


class StillThere(CorpusError):
    """What must be removed first is still in the corpus."""
