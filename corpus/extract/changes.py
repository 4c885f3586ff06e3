"""Changes and roles (增减与角色): 增加30元达到580元, 由280元提高到320元, 截至…, 例如…."""

from __future__ import annotations

import re

from corpus.extract.drafts import Draft
from corpus.extract.lexicon import any_of, pattern_pairs, patterns
from corpus.model import Bound, Role, ValueKind

_AMOUNTS = {
    ValueKind.MONEY,
    ValueKind.RATIO,
    ValueKind.POINTS,
    ValueKind.MULTIPLE,
    ValueKind.COUNT,
    ValueKind.DURATION,
}


def mark_changes(drafts: list[Draft]) -> list[Draft]:
    """Attach stated changes to their totals; a change without a total stays, as a change."""
    used: set[int] = set()
    for index, draft in enumerate(drafts):
        if draft.figure.kind in _AMOUNTS and draft.is_change and draft.role is not Role.PREVIOUS:
            draft.role = Role.CHANGE
            total = _total_of(draft, drafts[index + 1 :]) or _compared(draft, drafts[:index])
            if total is not None:
                total.delta = draft
                used.add(id(draft))
    return [d for d in drafts if id(d) not in used]


def _total_of(change: Draft, later: list[Draft]) -> Draft | None:
    for draft in later:
        fits = draft.figure.kind is change.figure.kind or change.figure.kind is ValueKind.POINTS
        if draft.run != change.run and draft.run >= 0 and change.item != draft.item:
            continue
        if fits and draft.delta is None and not draft.is_change and draft.is_total:
            return draft if _same_breath(change, draft) else None
    return None


def _compared(change: Draft, earlier: list[Draft]) -> Draft | None:
    """Return the total that a comparison after it is about (420元，较上年的400元提高20元)."""
    segment = re.split("[，；。]", change.view[change.part.start : change.near.start])[-1]
    if not re.match("[较比]", segment):
        return None
    near = [d for d in earlier if d.part == change.part and d.figure.kind is change.figure.kind]
    free = [d for d in near if d.role is Role.STANDARD and d.delta is None and not d.is_change]
    return free[-1] if free else None


def _same_breath(change: Draft, total: Draft) -> bool:
    """A total belongs to the change if no label of its own stands between."""
    between = change.view[change.figure.end : max(change.figure.end, total.near.start)]
    return change.part == total.part and (
        change.item is not None or not re.search(any_of("label_heads"), between)
    )


def mark_roles(drafts: list[Draft]) -> None:
    """Mark figures that are last year's, examples or statistics."""
    for draft in drafts:
        view, figure = draft.view, draft.figure
        before, after = view[draft.part.start : figure.start], view[figure.end : draft.part.end]
        sentence = view[slice(*draft.sentence)].lstrip("（")
        if _is_previous(before, after):
            draft.role = Role.PREVIOUS
        elif any(p.search(sentence) for p in patterns("example_patterns")) or _in_example(draft):
            draft.role = Role.EXAMPLE
        elif _is_statistic(draft, sentence) or any(
            p.search(before) for p in patterns("looking_back_patterns")
        ):
            draft.role = Role.STATISTIC


def _is_statistic(draft: Draft, sentence: str) -> bool:
    """Tell whether the sentence reports what was done; 累计支付不超过18万元 sets a limit."""
    limit = draft.bound.bound is Bound.AT_MOST and draft.figure.kind in _AMOUNTS
    return not limit and any(p.search(sentence) for p in patterns("statistic_patterns"))


def _in_example(draft: Draft) -> bool:
    """Tell whether the paragraph is one example from its first word on (举个例子：…。…。)."""
    paragraph = draft.view[draft.clause.start : draft.clause.end]
    return any(p.search(paragraph) for p in patterns("example_paragraph_patterns"))


def _is_previous(before: str, after: str) -> bool:
    if any(p.search(before) for p in patterns("previous_patterns")):
        return True
    pairs = pattern_pairs("ended_patterns")
    return any(lead.search(before) and turn.match(after) for lead, turn in pairs)


def change_sign(quote: str) -> int:
    """Return −1 where the words of a change say that it goes down, else 1."""
    match = re.match(any_of("up_words", "down_words"), re.sub("^(?:再|又|同步)", "", quote))
    return -1 if match and re.fullmatch(any_of("down_words"), match[0]) else 1
