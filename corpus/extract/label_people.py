"""Whose a carried label is (名称里的人群): 烈属|定期抚恤金 is not that of 病故军人遗属."""

from __future__ import annotations

from corpus.extract.drafts import Draft
from corpus.extract.layout import Span
from corpus.extract.people import mentions


def for_others(draft: Draft, previous: Draft | None, label: Span) -> Span:
    """Drop from the label before its people where others follow (烈属|定期抚恤金…，遗属…元)."""
    if previous is None or label.end > previous.figure.start:
        return label
    if mentions(draft.view, label.end, previous.near.start):
        return label  # 普通高中国家助学金，特别困难学生3000元，一般困难…: it names nobody's own
    whose = mentions(draft.view, *label)
    own = mentions(draft.view, previous.figure.end, draft.near.start)
    leads = bool(whose and own) and whose[0].start == label.start
    if leads and draft.view[slice(*whose[0])] in draft.view[previous.figure.end : draft.near.start]:
        return label  # 集中养育孤儿…，社会散居孤儿…: they are of the same sort
    rest = Span(whose[-1].end, label.end) if leads else label
    return rest if rest.end - rest.start >= len("抚恤金") else label
