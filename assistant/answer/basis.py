"""Answer which document it is (文件信息): its number, issuers, day, and the basis of an answer."""

from __future__ import annotations

import re

from assistant.answer.context import Context, Draft
from assistant.answer.wording import day_words
from assistant.model import Status
from corpus.model import Citation, Notice

DIGITS = re.compile(r"\d+")
ISSUED = re.compile(r"哪天|什么时候|啥时候|何时|哪年|日期|时间|几号|几月")
ISSUERS = re.compile(r"谁|部门|机关|单位")


def about_notice(context: Context) -> Draft | None:
    """Number, issuers and day of the notice meant; ``None`` when no one notice is meant."""
    notice = meant(context)
    if notice is None:
        return None
    draft = Draft()
    number = f"（{notice.doc_number}）" if notice.doc_number else ""
    draft.lines.append(f"《{notice.title}》{number}")
    draft.lines.append(f"发文机关：{'、'.join(notice.issuers)}。")
    if notice.issued_on:
        draft.lines.append(f"成文日期：{day_words(notice.issued_on)}。")
    wanted = [notice.doc_number or "", notice.title, *notice.issuers]
    wanted += [day_words(notice.issued_on)] if notice.issued_on else []
    draft.cite(*[c for w in wanted if (c := find_in_text(context, notice, w))])
    return draft


def meant(context: Context) -> Notice | None:
    """The notice of the number in the question, or the nearest one of the asked place."""
    for spoken in context.slots.doc_numbers:
        digits = DIGITS.findall(spoken)
        for notice in context.library.notices:
            if notice.doc_number and DIGITS.findall(notice.doc_number) == digits:
                return notice
    if context.slots.doc_numbers or context.slots.place is None:
        return None
    here = context.slots.place.at.adcode
    own = [n for n in context.notices if n.jurisdiction == here]
    return own[0] if own else (context.notices[0] if context.notices else None)


def find_in_text(context: Context, notice: Notice, words: str) -> Citation | None:
    """Where the notice's own text has these words."""
    text = context.library.text(notice.id)
    start = text.find(words) if words else -1
    if start < 0:
        return None
    clauses = context.library.entries[notice.id].document.clauses
    inside = [c.id for c in clauses if c.start <= start < c.end]
    clause = inside[0] if inside else f"{notice.id}#文头文尾"
    end = start + len(words)
    return Citation(notice=notice.id, clause=clause, start=start, end=end, quote=words)


def no_notice(context: Context) -> Draft:
    """No notice of that number is in the corpus."""
    spoken = "、".join(context.slots.doc_numbers)
    draft = Draft(status=Status.UNANSWERABLE, reason="no_source")
    draft.lines.append(f"没有收录{spoken}这份文件。" if spoken else "请说明要查哪一份文件。")
    if not spoken:
        draft.status, draft.reason = Status.CLARIFY, "missing:notice"
    return draft
