"""Images of pages (图片): photographs and scans, a TIFF with several pages too."""

from __future__ import annotations

import io
import struct
import warnings

import numpy as np
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from corpus.errors import NoNoticeFound, UnreadableFile
from corpus.readers.base import RawDocument
from corpus.readers.ocr import recognise
from corpus.readers.page import Page
from corpus.readers.paged import document_of
from corpus.readers.progress import told

MAX_PIXELS = 100_000_000
MAX_PAGES = 60
_SIDE = (1_800, 2_400)  # the longer side of an image as it is recognised
_BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    struct.error,
    IndexError,
    KeyError,
    TypeError,
)


def read_image(data: bytes, name: str) -> RawDocument:
    """Read an image; ``UnreadableFile`` if it is damaged or too large."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            pages = _pages(data, name)
    except (UnidentifiedImageError, *_BROKEN) as error:
        raise UnreadableFile(f"“{name}”不是图片，或已损坏。") from error
    except Image.DecompressionBombError as error:
        raise UnreadableFile(f"“{name}”的像素太多，没有读取。") from error
    if not any(page.words for page in pages):
        raise NoNoticeFound(f"“{name}”里没有认出文字。")
    return document_of(pages, "image")


def _pages(data: bytes, name: str) -> list[Page]:
    with Image.open(io.BytesIO(data)) as image:
        count = getattr(image, "n_frames", 1)
        if count > MAX_PAGES:
            raise UnreadableFile(f"“{name}”有 {count} 页，上限是 {MAX_PAGES} 页。")
        frames = ImageSequence.Iterator(image)
        return [_page(frames[at], at + 1, name) for at in told(range(count))]


def _page(image: Image.Image, number: int, name: str) -> Page:
    if image.width * image.height > MAX_PIXELS:
        raise UnreadableFile(f"“{name}”的像素太多，没有读取。")
    shown = ImageOps.exif_transpose(image)
    longest = max(shown.size)
    wanted = min(max(longest, _SIDE[0]), _SIDE[1], longest * 2)
    size = (max(shown.width * wanted // longest, 1), max(shown.height * wanted // longest, 1))
    return recognise(np.asarray(shown.convert("RGB").resize(size)), number)
