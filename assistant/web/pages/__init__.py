"""The pages for residents (网页): Gradio blocks that only connect; all words and facts are elsewhere."""

from __future__ import annotations

from assistant.web.pages.blocks import build_pages
from assistant.web.pages.document import mount_pages

__all__ = ["build_pages", "mount_pages"]
