"""Reader of the bundled model file: 4-bit multilingual-e5-small with its tokenizer in one file.

Layout (little endian): magic ``E5S1``, version, seven sizes, epsilon, block size; the unigram
tokenizer (special ids, piece offsets, scores, piece bytes); the normalisation map (one code point
to several); the tensor directory; the tensors, either float32 or blocks of 32 weights in 4 bits.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import EmbedderUnavailable

MAGIC = b"E5S1"
BLOCK = 32
BLOCK_DTYPE = np.dtype([("scale", "<f2"), ("nibbles", "u1", (16,))])


@dataclass(frozen=True)
class Header:
    """Sizes of the encoder: hidden, layers, heads, feed-forward, vocabulary rows, positions."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True)
class Vocabulary:
    """The unigram tokenizer: pieces with log probabilities, special ids, normalisation map."""

    pieces: list[tuple[str, float]]
    bos: int
    eos: int
    pad: int
    unk: int
    normal: dict[int, tuple[int, ...]]


@dataclass(frozen=True)
class PackedModel:
    """The parsed model file; ``tensor(name)`` gives one tensor, flat, as float32."""

    header: Header
    vocabulary: Vocabulary
    buffer: bytes
    directory: dict[str, tuple[int, int, int]]

    def tensor(self, name: str) -> NDArray[np.float32]:
        """One tensor as a flat float32 array; 4-bit blocks are expanded exactly."""
        kind, count, offset = self.directory[name]
        if kind == 0:
            return np.frombuffer(self.buffer, "<f4", count, offset)
        blocks = np.frombuffer(self.buffer, BLOCK_DTYPE, count // BLOCK, offset)
        return expand_blocks(blocks)


def expand_blocks(blocks: NDArray[Any]) -> NDArray[np.float32]:
    """Expand 4-bit blocks: low nibbles are weights 0–15, high nibbles 16–31, both minus 8."""
    low = (blocks["nibbles"] & 0x0F).astype(np.int8) - 8
    high = (blocks["nibbles"] >> 4).astype(np.int8) - 8
    weights = np.concatenate([low, high], axis=1).astype(np.float32)
    weights *= blocks["scale"].astype(np.float32)[:, None]
    return weights.reshape(-1)


class _Cursor:
    """Sequential reads from the buffer."""

    def __init__(self, buffer: bytes) -> None:
        self.buffer = buffer
        self.at = 0

    def unpack(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + form, self.buffer, self.at)
        self.at += struct.calcsize("<" + form)
        return values

    def array(self, dtype: str, count: int) -> NDArray[Any]:
        values: NDArray[Any] = np.frombuffer(self.buffer, dtype, count, self.at)
        self.at += values.nbytes
        return values

    def take(self, count: int) -> bytes:
        self.at += count
        return self.buffer[self.at - count : self.at]


def read_packed(path: Path) -> PackedModel:
    """Parse the model file. ``EmbedderUnavailable`` when it is not of the known layout."""
    buffer = path.read_bytes()
    if buffer[:4] != MAGIC:
        raise EmbedderUnavailable(f"自带向量模型的文件格式不认识：{path.name}。")
    cursor = _Cursor(buffer)
    cursor.take(8)
    header = Header(*cursor.unpack("7if"))
    (block,) = cursor.unpack("i")
    if block != BLOCK:
        raise EmbedderUnavailable(f"自带向量模型的量化块大小为{block}，只支持{BLOCK}。")
    return PackedModel(header, _read_vocabulary(cursor), buffer, _read_directory(cursor))


def _read_vocabulary(cursor: _Cursor) -> Vocabulary:
    count, bos, eos, pad, unk = cursor.unpack("5i")
    (size,) = cursor.unpack("Q")
    offsets = cursor.array("<u4", count + 1).tolist()
    scores = cursor.array("<f4", count).tolist()
    blob = cursor.take(size)
    texts = (blob[a:b].decode("utf-8") for a, b in pairwise(offsets))
    pieces = list(zip(texts, scores, strict=True))
    return Vocabulary(pieces, bos, eos, pad, unk, _read_normal(cursor))


def _read_normal(cursor: _Cursor) -> dict[int, tuple[int, ...]]:
    count, _size = cursor.unpack("iI")
    normal: dict[int, tuple[int, ...]] = {}
    for _ in range(count):
        point, length = cursor.unpack("IB")
        normal[point] = cursor.unpack(f"{length}I")
    return normal


def _read_directory(cursor: _Cursor) -> dict[str, tuple[int, int, int]]:
    (count,) = cursor.unpack("i")
    directory: dict[str, tuple[int, int, int]] = {}
    for _ in range(count):
        (length,) = cursor.unpack("H")
        name = cursor.take(length).decode("ascii")
        kind, size, offset, _bytes = cursor.unpack("BIQQ")
        directory[name] = (kind, size, offset)
    return directory
