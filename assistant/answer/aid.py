"""Answer about assistance with the fee (资助参保): who gets what; not listed is not a no."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer.caveats import add_caveats
from assistant.answer.context import Context, Draft
from assistant.answer.facts import facts_of
from assistant.answer.fee import fee
from assistant.answer.leads import SENTENCE, joined
from assistant.answer.opened import cite
from assistant.answer.texts import say
from assistant.answer.typed import needs_place, state, typed
from assistant.calculate.assistance import RULE
from assistant.calculate.funding_words import funding_words
from assistant.keys import AID, FEE
from assistant.matching.choose import Found
from assistant.matching.groups import EVERYBODY, Fit, above, fit, forms_of, group_name
from assistant.matching.profile import programmes_in
from assistant.model import Ask, Status
from assistant.understand.asks import ASSISTANCE, BASIC, ask_about
from assistant.understand.errands import errands
from assistant.understand.lexicon import topic
from corpus.extract.lexicon import words
from corpus.model import PolicyValue

TOGETHER, FEWEST = "together", 2


def aid(context: Context, ask: Ask, found: Found) -> Draft | None:
    """What the asked group gets; all groups where it is asked who; else who is listed."""
    listed = [v for v in facts_of(context, RULE).of(AID) if v.group]
    if allowance := _allowance(context, ask):
        return allowance
    if not listed or needs_place(context, listed) or context.slots.change:
        return typed(context, ask, found)
    groups = _narrowest(context.slots.groups)
    if not groups and funding_words().says("who", context.slots.text):
        return _all(context, listed)
    insured = [v for v in listed if _of_insurance(context, v.notice)]
    if groups and _unnamed(context, insured, groups):
        return _not_listed(context, _kin(insured, groups), [group_name(g) for g in groups])
    if not groups and (strange := _strange(context, insured)):
        return _not_listed(context, insured, strange)
    draft = _each(context, insured) or typed(context, ask, found)
    if draft and insured and not funding_words().says("insured", context.slots.text):
        draft.note(say("aid_is_for"))
    return draft


def _each(context: Context, listed: Sequence[PolicyValue]) -> Draft | None:
    """What each of several groups gets, and the rule for one who is of more than one of them."""
    groups = context.slots.groups
    own = [[v for v in listed if fit(v, (g,)) is Fit.YES] for g in groups]
    if len(groups) < FEWEST or not all(own) or any(o == own[0] for o in own[1:]):
        return None
    draft = _all(context, list(dict.fromkeys(v for values in own for v in values)))
    if funding_words().says("both", context.slots.text):
        _one_only(draft, context, draft.rested[0])
    return draft


def _one_only(draft: Draft, context: Context, value: PolicyValue) -> None:
    """The rule for one who is of several groups (就高，不重复), beside the aids of its section."""
    headings = context.library.clause(value.clause).headings
    tell = next(e.tell for e in errands() if e.id == TOGETHER)
    for clause in context.library.entries[value.notice].document.clauses:
        for match in SENTENCE.finditer(clause.text if clause.headings == headings else ""):
            if tell.search(match.group()):
                cited = cite(clause, match)
                place = context.place_of(value.jurisdiction)
                draft.lines.append(say("stated_here", place=place, quote=joined([cited])))
                draft.cite(cited)
                return


def _allowance(context: Context, ask: Ask) -> Draft | None:
    """The aid by another notice than the insurance's, where the question names no insurance:
    「孤儿考上大学资助多少」 is no question of the fee that is paid for orphans."""
    if not context.slots.groups or funding_words().says("insured", context.slots.text):
        return None
    named = [n.id for n in context.notices if not _of_insurance(context, n.id)]
    own = ask.model_copy(update={"keys": (), "known": (), "strict": True})
    found = context.find(own)
    best = tuple(v for v in found.best if v.notice in named)
    return typed(context, own, Found(best=best)) if best else None


def _of_insurance(context: Context, notice: str) -> bool:
    """Whether a notice is on the insurance or on assistance with what care costs: by its title,
    or by a fee that it sets."""
    named = programmes_in(context.notice(notice).title) & {BASIC, ASSISTANCE}
    return bool(named) or any(v.key == FEE for v in context.library.values([notice]))


def _all(context: Context, listed: Sequence[PolicyValue]) -> Draft:
    draft = Draft()
    state(draft, context, listed)
    add_caveats(draft, context, listed)
    return draft


def _narrowest(groups: Sequence[str]) -> tuple[str, ...]:
    """The groups without those that take in another one: 三级残疾 is meant, not 凡是残疾人."""
    wider = {w for g in groups for w in above(g) if w != g}
    return tuple(g for g in groups if g not in wider)


def _kin(listed: Sequence[PolicyValue], groups: Sequence[str]) -> Sequence[PolicyValue]:
    """The aid of groups that are of one kind with those asked about (一级、二级 for 三级残疾人),
    where there is any; else of all."""
    wider = {w for g in groups for w in above(g)} - set(groups) - EVERYBODY
    own = [
        v
        for v in listed
        if v.group and any(m.key and above(m.key) & wider for m in v.group.members)
    ]
    return own or listed


def _unnamed(context: Context, listed: Sequence[PolicyValue], groups: tuple[str, ...]) -> bool:
    """Whether no list names the group, nor any clause on assistance, which may be unread."""
    if not listed or any(fit(v, groups) is Fit.YES for v in listed):
        return False
    spoken = topic(AID).label
    names = [f for g in groups for f in forms_of(g)]
    clauses = [
        c.text
        for n in {v.notice for v in listed}
        for c in context.library.entries[n].document.clauses
        if any(word in c.text for word in spoken)
    ]
    return not any(name in text for name in names for text in clauses)


def _strange(context: Context, listed: Sequence[PolicyValue]) -> list[str]:
    """People of the question whom neither the lexicon nor the notices name (失独家庭)."""
    texts = [context.library.text(n) for n in {v.notice for v in listed}]
    slots = context.slots
    heads = [w for w in slots.unknown_terms if w.endswith(words("people_heads"))]
    named = [c + w for w in heads for c in ("", *slots.content_words) if c + w in slots.text]
    return [w for w in named if not any(w in text for text in texts)][-1:]


def _not_listed(context: Context, listed: Sequence[PolicyValue], groups: Sequence[str]) -> Draft:
    """The group is not in the list: its full fee if asked, and who is in the list."""
    named = "、".join(groups)
    pays = funding_words().says("pays", context.slots.text)
    asked = ask_about(FEE)
    draft = fee(context, asked, context.find(asked)) if pays else None
    if draft is None or draft.status is not Status.ANSWERED:
        draft = Draft()
    others = Draft()
    state(others, context, listed)
    others.values = []  # what others get is not a value of the asked group
    add_caveats(others, context, listed)
    told = say("not_listed", group=named)
    draft.lines.append(told)
    draft.notes = [n for n in draft.notes if n != told]
    draft.add(others)
    return draft
