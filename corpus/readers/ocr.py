"""Recognising characters on an image (文字识别, OCR), offline: turned and tilted pages too."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from statistics import median
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from corpus.readers.page import Page, Segment, Word

Image = NDArray[np.uint8]
DPI = 200
_THREADS = 2
_GOOD = 0.8  # the mean score of a page that stands the right way up
_LONG = 8  # times as wide as high: such a line tells the tilt
_TALL = 1.5
_RULE = 30  # a ruling line is at least this share of the page (one thirtieth)
_THICK = 8  # pixels


class _Line(NamedTuple):
    """One line as it was found: its corners, and its characters with score and corners."""

    corners: NDArray[np.float64]
    characters: tuple[tuple[str, float, NDArray[np.float64]], ...]

    @property
    def across(self) -> float:
        return float(np.linalg.norm(self.corners[1] - self.corners[0]))

    @property
    def down(self) -> float:
        return float(np.linalg.norm(self.corners[3] - self.corners[0]))


def recognise(image: Image, number: int) -> Page:
    """The page that an image (RGB) shows; places are on the image turned upright, in pixels."""
    turns, upright, lines = _upright(image)
    height, width = upright.shape[:2]
    turn = _Turn(_tilt(lines), width / 2, height / 2)
    words = tuple(word for line in lines for word in _words(line, turn))
    segments = tuple(_segments(upright, turn)) if words else ()
    return Page(number, width, height, words, segments, turns)


@lru_cache(maxsize=1)
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.use_cls": False,
            "Global.return_word_box": True,
            "EngineConfig.onnxruntime.intra_op_num_threads": _THREADS,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def _found(image: Image) -> list[_Line]:
    """The lines of an image. The engine wants the colours the other way round."""
    result = _engine()(np.ascontiguousarray(image[:, :, ::-1]))
    if result.boxes is None or not result.word_results:
        return []
    return [
        _Line(
            np.asarray(corners, dtype=float),
            tuple((t, float(s), np.asarray(b, dtype=float)) for t, s, b in characters),
        )
        for corners, characters in zip(result.boxes, result.word_results, strict=True)
        if characters
    ]


def _upright(image: Image) -> tuple[int, Image, list[_Line]]:
    """How many quarter turns set the page upright, the turned page and its lines."""
    lines = _found(image)
    quarter = int(bool(lines) and median(x.down / max(x.across, 1) for x in lines) > _TALL)
    if not quarter and _score(lines) >= _GOOD:
        return 0, image, lines
    tried: dict[int, list[_Line]] = {} if quarter else {0: lines}
    for turns in (quarter, quarter + 2):
        if turns not in tried:
            tried[turns] = _found(np.rot90(image, turns))
        if _score(tried[turns]) >= _GOOD:
            break
    best = max(tried, key=lambda turns: _score(tried[turns]))
    return best, np.ascontiguousarray(np.rot90(image, best)), tried[best]


def _score(lines: Sequence[_Line]) -> float:
    scores = [score for line in lines for _, score, _ in line.characters]
    return sum(scores) / len(scores) if scores else 0.0


def _tilt(lines: Sequence[_Line]) -> float:
    """The angle (radians) by which the lines of a page fall, from its long lines."""
    found = [
        math.atan2(x.corners[1][1] - x.corners[0][1], x.corners[1][0] - x.corners[0][0])
        for x in lines
        if x.across > _LONG * x.down
    ]
    return median(found) if found else 0.0


class _Turn(NamedTuple):
    """Turning back by an angle around the middle of the page."""

    angle: float
    x: float
    y: float

    def back(self, x: float, y: float) -> tuple[float, float]:
        """A point of the tilted page on the level page."""
        cos, sin = math.cos(self.angle), math.sin(self.angle)
        across, down = x - self.x, y - self.y
        return self.x + across * cos + down * sin, self.y - across * sin + down * cos

    def level(self, image: Image) -> Image:
        """The tilted page made level."""
        matrix = cv2.getRotationMatrix2D((self.x, self.y), math.degrees(self.angle), 1.0)
        size = (image.shape[1], image.shape[0])
        made = cv2.warpAffine(image, matrix, size, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(made, dtype=np.uint8)


def _words(line: _Line, turn: _Turn) -> Iterator[Word]:
    for text, score, corners in line.characters:
        if not text.strip():
            continue
        x, y = turn.back(*corners.mean(axis=0))
        across = float(np.linalg.norm(corners[1] - corners[0])) / 2
        down = float(np.linalg.norm(corners[3] - corners[0])) / 2
        yield Word(text, x - across, y - down, x + across, y + down, round(score, 3))


def _segments(image: Image, turn: _Turn) -> Iterator[Segment]:
    """The ruling lines of a page: long thin strokes along the axes."""
    grey = cv2.cvtColor(turn.level(image), cv2.COLOR_RGB2GRAY)
    ink = cv2.adaptiveThreshold(
        grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 12
    )
    for horizontal in (True, False):
        long = max((image.shape[1] if horizontal else image.shape[0]) // _RULE, 20)
        kernel = np.ones((1, long) if horizontal else (long, 1), np.uint8)
        joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
        strokes = cv2.morphologyEx(joined, cv2.MORPH_OPEN, kernel)
        _, _, stats, _ = cv2.connectedComponentsWithStats(strokes)
        for left, top, across, down, _ in stats[1:].tolist():
            if (down if horizontal else across) > _THICK:
                continue
            if horizontal:
                yield Segment(True, top + down / 2, left, left + across)
            else:
                yield Segment(False, left + across / 2, top, top + down)
