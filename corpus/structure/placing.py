"""Where the text of a notice stands on the pages of its source (页面位置)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.model import Placed
from corpus.readers.base import Block
from corpus.structure.reflow import Paragraph


def places_of(paragraphs: Sequence[Paragraph], blocks: Sequence[Block]) -> tuple[Placed, ...]:
    """The places of the text ``"\\n".join(paragraphs)``, in its order; none without pages."""
    found: list[Placed] = []
    start = 0
    for paragraph in paragraphs:
        found += _placed(paragraph, start, blocks)
        start += len(paragraph.text) + 1
    return tuple(found)


def _placed(paragraph: Paragraph, start: int, blocks: Sequence[Block]) -> Iterator[Placed]:
    edges = [*(piece.start for piece in paragraph.pieces), len(paragraph.text)]
    for piece, (left, right) in zip(paragraph.pieces, pairwise(edges), strict=True):
        block = blocks[piece.block]
        if block.page and left < right:
            yield Placed(
                start=start + left,
                end=start + right,
                page=block.page,
                box=block.box,
                confidence=block.confidence,
            )
