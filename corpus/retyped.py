"""What was recognised before people typed (认出的原字): see :mod:`corpus.retype`."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.model import Notice, NoticeText, Range, Retyped


def recognised(text: str, records: Iterable[Retyped], offset: int = 0) -> str:
    """A text as it had been recognised, without what was typed; ``offset`` is where it begins."""
    for record in sorted(records, key=_start, reverse=True):
        start, end = record.start - offset, record.end - offset
        text = text[:start] + record.was + text[end:]
    return text


def read_before(known: Notice, text: str, document: NoticeText) -> bool:
    """Whether a reading of the same file is what people have put right since (``text``)."""
    return (
        bool(known.retyped)
        and not document.notice.retyped
        and known.source.sha256 == document.notice.source.sha256
        and recognised(text, known.retyped) == document.text
    )


def _start(span: Range) -> int:
    return span.start
