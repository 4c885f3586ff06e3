"""Pages as pictures (页面图): what stands in the file, for people to compare with what was read."""

from __future__ import annotations

import io
import math

import pypdfium2 as pdfium
from PIL import Image, ImageOps

_WIDE = 1_400  # pixels
_MOST = 6_000_000
_QUALITY = 80


def pdf_page(data: bytes, page: int) -> bytes:
    """A page of a PDF file as it is shown (JPEG); ``page`` counts from 1."""
    drawn = pdfium.PdfDocument(data)[page - 1]
    width, height = drawn.get_size()
    scale = min(_WIDE / width, math.sqrt(_MOST / max(width * height, 1)))
    return _jpeg(drawn.render(scale=scale).to_pil())


def image_page(data: bytes, page: int) -> bytes:
    """A page of an image file as it is shown (JPEG); ``page`` counts from 1."""
    with Image.open(io.BytesIO(data)) as image:
        image.seek(page - 1)
        shown = ImageOps.exif_transpose(image)
        shown.thumbnail((_WIDE, _WIDE * 3))
        return _jpeg(shown)


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.convert("RGB").save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()
