"""Particulars set in a box on a page (文件信息栏): 发文字号 and the like beside their labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from corpus.readers.page import Page, TextLine, Word, text_lines
from corpus.readers.words import patterns

_LEAST = 3  # labels that make a box
_APART = 1.6  # of the height of the text: lines further apart are rows of their own
_NEAR = 0.3


class _Label(NamedTuple):
    key: str
    words: tuple[Word, ...]

    @property
    def left(self) -> float:
        return self.words[0].left

    @property
    def right(self) -> float:
        return self.words[-1].right


def particulars(page: Page) -> tuple[dict[str, str], Page]:
    """What the boxes of a page state, keyed as in ``meta_labels``, and the page without them."""
    rows = [row for row in _rows(text_lines(page.words)) if not _is_prose(row)]
    labelled = [(row, labels) for row in rows if (labels := list(_labels(row)))]
    if sum(len(labels) for _, labels in labelled) < _LEAST:
        return {}, page
    edges = sorted(label.left for _, labels in labelled for label in labels)
    found = {
        label.key: value
        for row, labels in labelled
        for label in labels
        if (value := _value(row, label, labels, edges))
    }
    gone = {id(word) for row, _ in labelled for line in row for word in line.words}
    return found, page._replace(words=tuple(w for w in page.words if id(w) not in gone))


def _rows(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """Lines that stand close under each other, as the lines of one row of a box do."""
    rows: list[list[TextLine]] = [[line] for line in lines[:1]]
    for above, line in pairwise(lines):
        if line.words[0].top - above.words[0].top <= _APART * max(above.size, line.size):
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _is_prose(row: Sequence[TextLine]) -> bool:
    return any("。" in line.text for line in row)


def _labels(row: Sequence[TextLine]) -> Iterator[_Label]:
    """The labels in a row: each begins its line or stands apart from what is before it."""
    for line in row:
        for at, word in enumerate(line.words):
            before = line.words[at - 1] if at else None
            if before is not None and word.left - before.right < _NEAR * word.height:
                continue
            found = _label(line.words[at : at + 10])
            if found is not None:
                yield found


def _label(words: Sequence[Word]) -> _Label | None:
    said = ""
    for count, word in enumerate(words, 1):
        said += word.text.strip()
        if said.endswith(("：", ":")):
            key = patterns().meta.get(said[:-1])
            return _Label(key, tuple(words[:count])) if key else None
    return None


def _value(
    row: Sequence[TextLine], label: _Label, labels: Sequence[_Label], edges: Sequence[float]
) -> str:
    """The words of a row to the right of a label, up to the next column of labels."""
    slack = label.words[0].height
    end = next((edge for edge in edges if edge > label.right + slack), float("inf"))
    own = {id(word) for one in labels for word in one.words}
    return "".join(
        word.text.strip()
        for line in row
        for word in line.words
        if label.right - slack / 2 <= word.left < end - _NEAR and id(word) not in own
    )
