"""Where the pages' own files lie (静态文件)."""

from __future__ import annotations

from pathlib import Path

STATIC = Path(__file__).parent / "static"
