"""Character map (字符规范化表) in the compiled form that the ``tokenizers`` library reads.

The form is a double-array trie over UTF-8 bytes, then the replacement strings, each ended by a
zero byte. A trie unit is 32 bits: bits 0–7 the label, bit 8 "a value hangs below", bits 10–30 the
XOR offset to the children; a value unit has bit 31 set and holds the place of the replacement.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

_HAS_LEAF = 1 << 8
_VALUE = 1 << 31


def compile_charsmap(mapping: Mapping[int, tuple[int, ...]]) -> bytes:
    """Compile code point -> code points into the bytes of ``normalizers.Precompiled``.

    Code point 0 cannot be a key: the zero byte marks the end of a key.
    """
    values, blob = _replacements(mapping)
    root: dict[int, object] = {}
    for point, place in values.items():
        node = root
        for byte in chr(point).encode("utf-8"):
            node = node.setdefault(byte, {})  # type: ignore[assignment]
        node[0] = place
    units = _DoubleArray().build(root)
    return struct.pack("<I", 4 * len(units)) + struct.pack(f"<{len(units)}I", *units) + blob


def _replacements(mapping: Mapping[int, tuple[int, ...]]) -> tuple[dict[int, int], bytes]:
    """Places of the replacement strings, shared between equal ones, and their bytes."""
    places: dict[tuple[int, ...], int] = {}
    blob = bytearray()
    for out in mapping.values():
        if out not in places:
            places[out] = len(blob)
            blob += "".join(map(chr, out)).encode("utf-8") + b"\0"
    return {point: places[out] for point, out in mapping.items() if point}, bytes(blob)


class _DoubleArray:
    """Layout of the trie: a node with several children gets a block of its own (256 slots),

    a node with one child takes the next free slot. No two nodes share a base, or one would accept
    the other's children.
    """

    def __init__(self) -> None:
        self.units = [0] * 256
        self.used = {0}
        self.bases: set[int] = set()
        self.next_free = 1

    def build(self, root: dict[int, object]) -> list[int]:
        """Lay out the trie from its root at slot 0 and return the units."""
        waiting: list[tuple[int, dict[int, object]]] = [(0, root)]
        while waiting:
            position, node = waiting.pop()
            base = self._new_block() if len(node) > 1 else self._single(next(iter(node)))
            self.bases.add(base)
            self.units[position] |= (position ^ base) << 10
            for label, child in node.items():
                waiting += self._place(position, base, label, child)
        return self.units

    def _place(
        self, parent: int, base: int, label: int, child: object
    ) -> list[tuple[int, dict[int, object]]]:
        slot = base ^ label
        self.used.add(slot)
        if isinstance(child, dict):
            self.units[slot] = label
            return [(slot, child)]
        assert isinstance(child, int)
        self.units[slot] = _VALUE | child
        self.units[parent] |= _HAS_LEAF
        return []

    def _new_block(self) -> int:
        self.units += [0] * 256
        return len(self.units) - 256

    def _single(self, label: int) -> int:
        slot = self.next_free
        while slot in self.used or slot ^ label in self.bases:
            slot += 1
        self.next_free = slot
        if slot >= len(self.units):
            self.units += [0] * 256
        return slot ^ label
