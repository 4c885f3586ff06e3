"""Reports (报告) of runs, in Chinese: printed, and as one HTML page."""

from __future__ import annotations

from eval.report.text import report

__all__ = ["report"]
