"""Web pages (网页)."""

from __future__ import annotations

from corpus.errors import UnreadableFile
from corpus.readers.base import RawDocument


def read_html(data: bytes, name: str) -> RawDocument:
    """Read a saved web page."""
    raise UnreadableFile(f"“{name}”：暂不支持网页。")
