"""The formats (格式) that can be read: which reader, and what it may use."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple, cast

from corpus.model import Frozen
from corpus.readers.base import RawDocument

CHILD = "corpus.readers.child"
"""The module that a process of its own runs."""

MAX_OUTPUT = 64_000_000
"""Bytes that a process of its own may write."""

LENGTH = 8
"""Bytes before an answer of a process that stays: how long it is, the highest first."""

NO_MEMORY = 3
"""The exit code of a process that ran out of memory."""

Reader = Callable[[bytes, str], RawDocument]
Drawer = Callable[[bytes, int], bytes]


class Format(NamedTuple):
    """A reader by its place, so that its libraries are loaded only for a file that needs them.

    Read in a process of its own, with ``memory`` MB, ``seconds`` of processor time, and killed when
    nothing was heard of it for ``silence`` seconds. ``stays``: the process then waits for the next
    file of the format, for no library but our own code has read this one. ``draws``: the function
    that draws a page as a picture; empty for a format without pages.
    """

    module: str
    function: str
    stays: bool = False
    megabytes: int = 20
    memory: int = 1_500
    seconds: int = 120
    silence: int = 120
    draws: str = ""

    def load(self) -> Reader:
        """The reader's function."""
        return cast(Reader, getattr(import_module(f"corpus.readers.{self.module}"), self.function))

    def drawer(self) -> Drawer:
        """The function that draws a page."""
        return cast(Drawer, getattr(import_module("corpus.readers.pictures"), self.draws))


class Ended(NamedTuple):
    """What a process said, its exit code, and whether it was killed for its silence."""

    said: bytes
    code: int
    silent: bool


class Said(Frozen):
    """What a process of its own answers: a document, or the class and sentence of an error."""

    document: RawDocument | None = None
    error: str = ""
    message: str = ""


_TEXT = Format("plain", "read_plain", stays=True)
_PAGE = Format("html", "read_html")
_WORD = Format("docx", "read_docx", megabytes=50)
_PDF = Format("pdf", "read_pdf", megabytes=100, memory=4_000, seconds=1_800, draws="pdf_page")
_IMAGE = Format(
    "image", "read_image", megabytes=100, memory=4_000, seconds=1_800, draws="image_page"
)
_SHEET = Format("sheet", "read_sheet", megabytes=50)
_TABLE = Format("sheet", "read_csv")
_OLD = Format("old", "read_old", megabytes=50, memory=4_000)
FORMATS: dict[str, Format] = {
    ".txt": _TEXT,
    ".text": _TEXT,
    ".md": _TEXT,
    ".html": _PAGE,
    ".htm": _PAGE,
    ".xhtml": _PAGE,
    ".docx": _WORD,
    ".docm": _WORD,
    ".doc": _OLD,
    ".wps": _OLD,
    ".rtf": _OLD,
    ".pdf": _PDF,
    ".xlsx": _SHEET,
    ".xlsm": _SHEET,
    ".csv": _TABLE,
    ".png": _IMAGE,
    ".jpg": _IMAGE,
    ".jpeg": _IMAGE,
    ".tif": _IMAGE,
    ".tiff": _IMAGE,
    ".bmp": _IMAGE,
}
