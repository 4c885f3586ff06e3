"""The formats (格式) that can be read: which reader, and what it may use."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple, cast

from corpus.model import Frozen
from corpus.readers.base import RawDocument

MAX_OUTPUT = 64_000_000
"""Bytes that a process of its own may write."""

NO_MEMORY = 3
"""The exit code of a process that ran out of memory."""

Reader = Callable[[bytes, str], RawDocument]
Drawer = Callable[[bytes, int], bytes]


class Format(NamedTuple):
    """A reader by its place, so that its libraries are loaded only for a file that needs them.

    ``apart``: read in a process of its own, with ``memory`` MB, ``seconds`` of processor time, and
    killed when nothing was heard of it for ``silence`` seconds. ``draws``: the function that draws
    a page as a picture; empty for a format without pages.
    """

    module: str
    function: str
    apart: bool = True
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


class Said(Frozen):
    """What a process of its own answers: a document, or the class and sentence of an error."""

    document: RawDocument | None = None
    error: str = ""
    message: str = ""


_TEXT = Format("plain", "read_plain", apart=False)
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
