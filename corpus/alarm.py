"""An alarm (提醒): one thing that staff should look at."""

from __future__ import annotations

from enum import StrEnum

from corpus.model import Citation, Frozen


class AlarmKind(StrEnum):
    """What is the matter."""

    DISAGREE = "disagree"  # 两份现行文件对同一件事说法不同
    BELOW_FLOOR = "below_floor"  # 低于上级的底线
    ABOVE_CEILING = "above_ceiling"  # 高于上级的上限
    VANISHED = "vanished"  # 替换后，原有的标准没有了
    NO_SUCH_ARTICLE = "no_such_article"  # 废止、修改的条款，那份文件里没有
    UNKNOWN_DOCUMENT = "unknown_document"  # 废止的文件没有收录
    TWIN = "twin"  # 同一份通知可能收了两遍
    UNNAMED = "unnamed"  # 似乎改了旧文件，没有写是哪一份


class Alarm(Frozen):
    """One thing to look at: a sentence, and the characters it is about.

    ``information``: nothing is wrong, but staff may want to know it.
    """

    kind: AlarmKind
    text: str
    citations: tuple[Citation, ...] = ()
    information: bool = False
