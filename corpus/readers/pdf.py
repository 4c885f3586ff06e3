"""PDF files: characters and ruling lines with their places; pages without characters by OCR."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from itertools import islice, pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from corpus.errors import NoNoticeFound, UnreadableFile
from corpus.readers.base import RawDocument
from corpus.readers.page import Page, Segment, Word
from corpus.readers.paged import document_of
from corpus.readers.progress import told

MEDIA = "application/pdf"
MAX_PAGES = 400
_FINE = 20  # device units to a point
_TILT = 0.1  # radians; text at a slant is a watermark
_SAME = 0.4  # of a character's width: the same one so near was printed twice
_MAX_CHARS = 30_000  # on one page
_MAX_OBJECTS = 20_000
_MAX_PIXELS = 12_000_000  # a larger page is recognised less finely


def read_pdf(data: bytes, name: str) -> RawDocument:
    """Read a PDF file; ``UnreadableFile`` if it is encrypted, damaged or has too many pages."""
    try:
        document = pdfium.PdfDocument(data)
        return _read(document, name)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableFile(f"“{name}”加了密码，请去掉密码再加入。") from error
        raise UnreadableFile(f"“{name}”已损坏或不完整，无法读取。") from error


def _read(document: pdfium.PdfDocument, name: str) -> RawDocument:
    count = len(document)
    if count > MAX_PAGES:
        raise UnreadableFile(f"“{name}”有 {count} 页，上限是 {MAX_PAGES} 页；请只留通知的几页。")
    pages = [_page(document[at], at + 1) for at in told(range(count))]
    if not any(page.words for page in pages):
        raise NoNoticeFound(f"“{name}”里没有读出文字。")
    return document_of(pages, MEDIA)


def _page(page: pdfium.PdfPage, number: int) -> Page:
    if _is_scan(page):
        return _recognised(page, number)
    width, height = page.get_size()
    view = _View(page)
    words = tuple(_once(view.words()))
    return Page(number, width, height, words, tuple(view.segments()))


def _is_scan(page: pdfium.PdfPage) -> bool:
    """Tell whether a page is only an image: without characters, or with hidden ones over it.

    Hidden characters are what another program recognised; how surely, nobody knows.
    """
    kinds = [raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_IMAGE]
    found = list(islice(page.get_objects(filter=kinds), _MAX_OBJECTS))
    texts = [item for item in found if item.type == raw.FPDF_PAGEOBJ_TEXT]
    hidden = (
        raw.FPDFTextObj_GetTextRenderMode(t) == raw.FPDF_TEXTRENDERMODE_INVISIBLE for t in texts
    )
    return len(found) > len(texts) and all(hidden)


def _recognised(page: pdfium.PdfPage, number: int) -> Page:
    from corpus.readers.ocr import DPI, recognise

    width, height = page.get_size()
    scale = min(DPI / 72, math.sqrt(_MAX_PIXELS / max(width * height, 1)))
    image = page.render(scale=scale, rev_byteorder=True).to_numpy()
    return recognise(image[:, :, :3], number)


class _View:
    """A page as it is shown: turned upright, from the upper left corner, in points."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._page = page
        self._width: float
        self._height: float
        self._width, self._height = page.get_size()
        self._turned: int = page.get_rotation()

    def _shown(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page's own coordinates as it is shown."""
        across, down = ctypes.c_int(), ctypes.c_int()
        size = (int(self._width * _FINE), int(self._height * _FINE))
        raw.FPDF_PageToDevice(self._page, 0, 0, *size, 0, x, y, across, down)
        return across.value / _FINE, down.value / _FINE

    def words(self) -> Iterator[Word]:
        """Every upright character; a blank that the file itself holds goes with the next one."""
        text = self._page.get_textpage()
        blank = ""
        for at in range(min(text.count_chars(), _MAX_CHARS)):
            character = _character(text, at)
            if not character.strip():
                blank = character and " "
            elif not self._slants(raw.FPDFText_GetCharAngle(text, at)):
                yield self._word(text, at, blank + character)
                blank = ""

    def _word(self, text: pdfium.PdfTextPage, at: int, said: str) -> Word:
        left, bottom, right, top = text.get_charbox(at, loose=True)
        (x0, y0), (x1, y1) = self._shown(left, top), self._shown(right, bottom)
        return Word(said, min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def _slants(self, angle: float) -> bool:
        """Tell whether a character does not stand upright on the page as it is shown."""
        upright = math.remainder(angle - math.radians(self._turned), 2 * math.pi)
        return angle >= 0 and abs(upright) > _TILT

    def segments(self) -> Iterator[Segment]:
        """Every ruling line and every edge of a drawn box."""
        paths = self._page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=1)
        for at, path in enumerate(paths):
            if at >= _MAX_OBJECTS:
                return
            corners = _corners(path)
            shown = [self._shown(x, y) for x, y in corners]
            if not self._covers(shown):
                yield from _lines(shown)

    def _covers(self, corners: list[tuple[float, float]]) -> bool:
        """Tell whether a path is only the ground of the whole page."""
        if not corners:
            return True
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return max(xs) - min(xs) > 0.97 * self._width and max(ys) - min(ys) > 0.9 * self._height


def _character(text: pdfium.PdfTextPage, at: int) -> str:
    """A character of a page; nothing for what the library adds between lines and columns."""
    code = raw.FPDFText_GetUnicode(text, at)
    real = 0 < code < 0x110000 and not 0xD800 <= code < 0xE000
    return chr(code) if real and raw.FPDFText_IsGenerated(text, at) == 0 else ""


def _corners(path: pdfium.PdfObject) -> list[tuple[float, float]]:
    """The corners of a path in the page's coordinates, closed where the path is."""
    matrix = path.get_matrix()
    found: list[tuple[float, float]] = []
    for at in range(min(raw.FPDFPath_CountSegments(path), 200)):
        segment = raw.FPDFPath_GetPathSegment(path, at)
        x, y = ctypes.c_float(), ctypes.c_float()
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        found.append(matrix.on_point(x.value, y.value))
        if raw.FPDFPathSegment_GetClose(segment):
            found.append(found[0])
    return found


def _lines(corners: list[tuple[float, float]]) -> Iterator[Segment]:
    """The edges along the axes; a thin box is one line."""
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    if max(xs) - min(xs) < 2 < max(ys) - min(ys):
        yield Segment(False, min(xs), min(ys), max(ys))
        return
    if max(ys) - min(ys) < 2 < max(xs) - min(xs):
        yield Segment(True, min(ys), min(xs), max(xs))
        return
    for (x0, y0), (x1, y1) in pairwise(corners):
        if abs(x0 - x1) < 0.5 and abs(y0 - y1) > 2:
            yield Segment(False, x0, min(y0, y1), max(y0, y1))
        elif abs(y0 - y1) < 0.5 and abs(x0 - x1) > 2:
            yield Segment(True, y0, min(x0, x1), max(x0, x1))


def _once(words: Iterator[Word]) -> Iterator[Word]:
    """Characters, without those printed again over themselves to look bold."""
    last: dict[str, list[Word]] = {}
    for word in words:
        near = _SAME * max(word.right - word.left, 0.5)
        known = last.setdefault(word.text, [])
        if not any(
            abs(word.left - o.left) < near and abs(word.top - o.top) < near for o in known[-20:]
        ):
            known.append(word)
            yield word
