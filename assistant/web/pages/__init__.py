"""The pages for residents (网页): blocks that only connect what is decided elsewhere."""

from __future__ import annotations

from assistant.web.pages.blocks import build_pages
from assistant.web.pages.document import mount_pages

__all__ = ["build_pages", "mount_pages"]
