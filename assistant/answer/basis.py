"""Answer which document it is (文件信息): its number, issuers, day, and what it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.answer.context import Context, Draft
from assistant.answer.leads import SENTENCE
from assistant.answer.located import find_in_text
from assistant.answer.opened import cite
from assistant.answer.texts import say
from assistant.answer.typed import state
from assistant.calculate.figures import day_words
from assistant.model import CitedStep, Status
from assistant.understand.phrasing import phrasing
from corpus.model import Clause, Notice, PolicyValue, RelationKind

VALIDITY, EFFECTIVE = "validity_period", "effective_date"
DIGITS = re.compile(r"\d+")
BRACKETS = re.compile(r"[〔〕\[\]()（）【】\s]")
SHORT_NUMBER = re.compile(r"(?<!\d)(\d{1,4})号(?:文件|文)?")
OLD_TITLE = re.compile(
    r"((?:19|20)\d{2})年?(?:的|版|那份|那个)?《?([一-龥]{2,20}?(?:办法|规定|细则|条例|方案|意见|通知))"
)
ENDED = re.compile("废止|失效|停止(?:执行|施行)|不再执行")
RELATIONS = {
    RelationKind.FORWARDS: "notice_forwards",
    RelationKind.BASED_ON: "notice_based_on",
    RelationKind.REPEALS: "notice_repeals",
    RelationKind.AMENDS: "notice_amends",
}


def about_figure(context: Context) -> Draft | None:
    """「这个410元的依据是哪一条」: the values of the asked place that carry the figure."""
    wanted = set(context.slots.figures)
    ids = [n.id for n in context.notices]
    found = [v for v in context.library.values(ids) if wanted and _figure(v) in wanted]
    if not found:
        return None
    near = found[0].notice
    draft = Draft()
    state(draft, context, [v for v in found if v.notice == near])
    return draft


def _figure(value: PolicyValue) -> object:
    return value.value


def about_notice(context: Context) -> Draft | None:
    """Number, issuers, day and relations of the notice meant; ``None`` when it is not clear."""
    notice = meant(context)
    if notice is None:
        return None
    draft = Draft()
    number = f"（{notice.doc_number}）" if notice.doc_number else ""
    draft.lines.append(say("notice_title", title=notice.title, number=number))
    draft.lines.append(say("notice_issuers", issuers="、".join(notice.issuers)))
    day = _issued(context, notice)
    draft.lines += [say("notice_issued", date=day)] if day else []
    wanted = [notice.doc_number or "", notice.title, *notice.issuers, day]
    draft.cite(*[c for w in wanted if (c := find_in_text(context, notice, w))])
    if phrasing().addressed.search(context.slots.text):
        _addressees(draft, context, notice)
    for asked, key in ((phrasing().begins, EFFECTIVE), (phrasing().expires, VALIDITY)):
        if asked.search(context.slots.text):
            own = [v for v in context.library.values([notice.id]) if v.key == key]
            state(draft, context, own[:1])
    _relations(draft, context, notice)
    _ended(draft, context, notice)
    return draft


def _issued(context: Context, notice: Notice) -> str:
    """The day of issue as the notice writes it; empty where its text doesn't (2026-10-09)."""
    if notice.issued_on is None:
        return ""
    forms = (day_words(notice.issued_on), notice.issued_on.isoformat())
    return next((f for f in forms if find_in_text(context, notice, f)), "")


def about_ended(context: Context) -> Draft | None:
    """Whether a document named by its number still holds, where its own text does not say it."""
    if not _asks_validity(context):
        return None
    short = SHORT_NUMBER.search(context.slots.text)
    if not (context.slots.doc_numbers or short):
        return _ended_title(context)
    notice = meant(context)
    if notice is None and short and not context.slots.doc_numbers:
        return _named_by(context, short.group(1))
    if notice is None:
        return None
    own = {v.key for v in context.library.values([notice.id])}
    ended = context.library.ending(notice.id, context.as_of)
    return about_notice(context) if ended or not own & {VALIDITY, EFFECTIVE} else None


def _ended_title(context: Context) -> Draft | None:
    """「2018年的管理办法还管用吗」: the sentence here that ends one of that name and year."""
    named = OLD_TITLE.search(context.slots.text)
    if named is None:
        return None
    for clause, match in _sentences(context):
        if ENDED.search(match.group()) and all(word in match.group() for word in named.groups()):
            draft = Draft()
            _named_in(draft, clause, match)
            return draft
    return None


def _asks_validity(context: Context) -> bool:
    return any(set(a.keys) & {VALIDITY, EFFECTIVE} for a in context.slots.asks)


def _ended(draft: Draft, context: Context, notice: Notice) -> None:
    """That another notice has ended it by the day of the question, or will."""
    ending = context.library.ending(notice.id, context.as_of)
    if ending is None:
        return
    other = context.notice(ending.by)
    by = other.doc_number or f"《{other.title}》"
    day = day_words(ending.since) if ending.since else ""
    draft.lines.append(say("notice_ended" if day else "notice_ended_undated", by=by, date=day))
    draft.steps.append(CitedStep(text=f"{day}起由{by}废止"))
    draft.cite(*[c for w in (by, day) if w and (c := find_in_text(context, other, w))])


def _addressees(draft: Draft, context: Context, notice: Notice) -> None:
    """To whom it went (主送机关), where the text names them."""
    found = [c for a in notice.addressees if (c := find_in_text(context, notice, a))]
    if found:
        draft.lines.append(say("notice_addressees", addressees="、".join(c.quote for c in found)))
        draft.cite(*found)


def _relations(draft: Draft, context: Context, notice: Notice) -> None:
    """What it forwards, rests on or repeals, where its own text names it."""
    for relation in notice.relations:
        cited = find_in_text(context, notice, relation.doc_number or "")
        if relation.kind not in RELATIONS or cited is None:
            continue
        title = f"《{relation.title}》" if relation.title else ""
        name = RELATIONS[relation.kind]
        draft.lines.append(say(name, title=title, number=relation.doc_number))
        draft.cite(cited)
        _other_day(draft, context, relation.doc_number or "")
        if relation.title and (named := find_in_text(context, notice, relation.title)):
            draft.cite(named)


def _other_day(draft: Draft, context: Context, number: str) -> None:
    """The day of issue of the document that it forwards or rests on, where that is here too."""
    other = next((n for n in context.library.notices if n.doc_number == number), None)
    day = _issued(context, other) if other else ""
    if other and day and (cited := find_in_text(context, other, day)):
        draft.lines.append(say("notice_other_issued", number=number, date=day))
        draft.cite(cited)


def meant(context: Context) -> Notice | None:
    """The notice of the number in the question, or the nearest one of the asked place."""
    for spoken in context.slots.doc_numbers:
        digits = DIGITS.findall(spoken)
        for notice in context.library.notices:
            if notice.doc_number and DIGITS.findall(notice.doc_number) == digits:
                return notice
    if context.slots.doc_numbers:
        return None
    short = SHORT_NUMBER.search(context.slots.text)
    if short:
        return _by_short_number(context, short.group(1))
    return _of_place(context)


def _by_short_number(context: Context, number: str) -> Notice | None:
    """「70号文」: the one notice of that number, of the asked place where one is named."""
    ends = [n for n in context.library.notices if _ordinal(n) == number]
    here = [n for n in ends if n in context.notices]
    if len(here) > 1 and context.slots.place:
        here = [n for n in here if n.jurisdiction == context.slots.place.at.adcode] or here
    return here[0] if len(here) == 1 else (ends[0] if len(ends) == 1 else None)


def _ordinal(notice: Notice) -> str:
    return str(DIGITS.findall(notice.doc_number or "0")[-1])


def _of_place(context: Context) -> Notice | None:
    if context.slots.place is None:
        return None
    here = context.slots.place.at.adcode
    own = [n for n in context.notices if n.jurisdiction == here]
    return own[0] if own else (context.notices[0] if context.notices else None)


def no_notice(context: Context) -> Draft:
    """No notice of that number is in the corpus, or it is not said which one is meant."""
    spoken = "、".join(context.slots.doc_numbers)
    draft = Draft(status=Status.UNANSWERABLE, reason="no_source")
    if spoken:
        draft.lines.append(say("notice_unknown", number=spoken))
        _named_elsewhere(draft, context, context.slots.doc_numbers)
    else:
        draft.status, draft.reason = Status.CLARIFY, "missing:notice"
        draft.lines.append(say("notice_missing"))
    return draft


def _named_elsewhere(draft: Draft, context: Context, numbers: Sequence[str]) -> None:
    """The sentence of a notice here that names the document: what repeals or follows it."""
    wanted = [re.compile(rf"(?<!\d){re.escape(_plain(number))}") for number in numbers]
    for clause, match in _sentences(context):
        if any(n.search(t) for n in wanted for t in (match.group(), _plain(match.group()))):
            draft.status, draft.reason = Status.ANSWERED, None
            _named_in(draft, clause, match)
            return


def _sentences(context: Context) -> Iterator[tuple[Clause, re.Match[str]]]:
    """Every sentence of the notices in question."""
    for notice in context.notices:
        for clause in context.library.entries[notice.id].document.clauses:
            yield from ((clause, match) for match in SENTENCE.finditer(clause.text))


def _named_in(draft: Draft, clause: Clause, match: re.Match[str]) -> None:
    draft.lines.append(say("notice_named", quote=match.group()))
    draft.cite(cite(clause, match))


def _named_by(context: Context, number: str) -> Draft | None:
    """「老的31号文还有效吗」: the sentence of a notice here that ends a document of that number."""
    draft = Draft()
    _named_elsewhere(draft, context, [f"{number}号"])
    return draft if draft.citations else None


def _plain(text: str) -> str:
    return BRACKETS.sub("", text)
