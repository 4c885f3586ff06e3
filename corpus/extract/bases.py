"""What a share or multiple is of (基数): 按…标准的60%, X标准按Y标准的1.6倍确定."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.extract.drafts import Draft, segment_end, segment_start
from corpus.extract.labels import find_label
from corpus.extract.layout import Span
from corpus.model import ValueKind

# 标准为本人缴费基数的|2%: what stands behind 为 is what the share is of.
_BASE = re.compile(
    r"按照?|不低于|不高于|不超过|原则上|(?<=标准|费率|比例|额度)为(?=[^，。；：]{2,20}的$)"
)


def bases(draft: Draft) -> list[int]:
    """Return where 按 or a bound begins that leads to what a share is of (按…标准的60%)."""
    if draft.figure.kind not in {ValueKind.RATIO, ValueKind.MULTIPLE}:
        return []
    if draft.run >= 0 and draft.view[draft.near.start] != "的":
        return []
    start = segment_start(draft)
    stops = list(_BASE.finditer(draft.view, start, draft.figure.start))
    return [m.start() for m in stops] if stops and stops[0].end() < draft.near.start else []


def of_what(draft: Draft) -> Iterator[Span]:
    """Yield what a share or multiple is of something else (X标准按Y标准的1.6倍确定 → X标准)."""
    start, stops = segment_start(draft), bases(draft)
    if not stops:
        return
    subject = find_label(draft.view, start, stops[0], strong=True)
    if subject is not None:
        yield subject
        return
    stop = segment_end(draft) if draft.run >= 0 else min(draft.limit, segment_end(draft))
    found = find_label(draft.view, draft.figure.end, stop)
    if found is not None and not draft.view[slice(*found)].endswith(("支付", "比例", "标准")):
        yield found
