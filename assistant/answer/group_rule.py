"""Quote what a notice says of a group whose assistance it leaves to others (按残联规定执行)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer.context import Context, Draft
from assistant.answer.leads import SENTENCE
from assistant.answer.opened import cite, quoted
from assistant.matching.groups import forms_of
from assistant.understand.phrasing import phrasing
from corpus.model import PolicyValue


def group_rule(context: Context, group: str, used: Sequence[PolicyValue]) -> Draft | None:
    """The one sentence on the group's own payment without a figure; ``None`` without any."""
    forms = forms_of(group)
    for notice in dict.fromkeys(v.notice for v in used):
        for clause in context.library.entries[notice].document.clauses:
            for match in SENTENCE.finditer(clause.text):
                text = match.group()
                named = any(f in text for f in forms) and not re.search(r"\d[\d.]*[元%]", text)
                if named and phrasing().elsewhere.search(text):
                    return quoted(context, clause, [cite(clause, match)])
    return None
