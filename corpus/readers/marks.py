"""Raised figures (上标): the mark of a note is no digit of the figure that it stands behind.

A reader writes :data:`RAISED` before every raised character; :func:`settled` then writes the marks
as ① ②, and what is a power (m²) as it was.
"""

from __future__ import annotations

import re

RAISED = "\ue000"
_CIRCLED = dict(enumerate("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", 1))
_RUN = re.compile(rf"(?P<letter>[A-Za-z])?(?P<raised>(?:{RAISED}.)+)", re.DOTALL)
_MARK = re.compile(r"[\[〔（(]?(\d{1,2})[\])〕）]?")


def raised(text: str) -> str:
    """Raised text, still to be settled beside what stands before it."""
    return "".join(RAISED + character for character in text.replace(RAISED, ""))


def settled(text: str) -> str:
    """The text with its raised characters as one would write them in the line."""
    return _RUN.sub(_written, text) if RAISED in text else text


def _written(run: re.Match[str]) -> str:
    said = run["raised"].replace(RAISED, "")
    mark = _MARK.fullmatch(said.strip())
    number = int(mark[1]) if mark else 0
    if run["letter"] or number not in _CIRCLED:
        return (run["letter"] or "") + said
    return _CIRCLED[number]
