"""Pages as pictures (页面图): drawn in a process with limits, the last few kept."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from threading import Lock

from corpus.readers import draw_page

KEPT = 24
Key = tuple[str, int]


class Pictures:
    """Draws pages; safe to share between threads."""

    def __init__(self) -> None:
        """Nothing is drawn yet."""
        self._kept: OrderedDict[Key, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, data: bytes, name: str, page: int) -> bytes:
        """A page (JPEG); ``UnreadableFile`` when it cannot be drawn."""
        key = (hashlib.sha256(data).hexdigest(), page)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        drawn = draw_page(data, name, page)
        with self._lock:
            self._kept[key] = drawn
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return drawn
