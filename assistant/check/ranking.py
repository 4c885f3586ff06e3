"""Which of several figures a claim is likeliest of (排序)."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.check.cases import of_tier, other_tier
from assistant.check.equal import other_size, says_the_same
from assistant.check.fit import Fit
from assistant.check.lexicon import check_words
from assistant.check.people import Whom, is_adults
from assistant.check.reading import Reading
from assistant.check.sharing import words_of
from assistant.check.statements import CASES
from assistant.check.telling import told_cases
from corpus.model import COUNTRY_ADCODE, Bound, ConditionKind, Start, ValueKind

DAYS = frozenset({ValueKind.DATE, ValueKind.PERIOD})
NEAR_BEST, LIKELIER, TIE = 1.5, 0.5, 0.01
ENOUGH_KEYED, ENOUGH_WORDS, ENOUGH, TOLD_AT_ALL, SLIGHTLY = 4.6, 0.5, 4.0, 0.3, 0.5


def nearest(fits: list[Fit]) -> list[Fit]:
    """The best fits, best first; a group's own figure goes before everybody's."""
    fits = [f for f in fits if f.whom is not Whom.UNSAID or not any(_general(o, f) for o in fits)]
    if not fits:
        return []
    top = max(f.score for f in fits)
    best = sorted((f for f in fits if f.score >= top - NEAR_BEST), key=lambda f: -f.score)
    own = [f.value.key or "" for f in best if f.whom is Whom.SAME and f.keyed]
    same = check_words().same_thing
    return [
        f
        for f in best
        if (f.whom is not Whom.ALL or not any(same(k, f.value.key or "") for k in own))
        and not any(_narrower(o, f) or _overrules(o, f) for o in best)
    ]


def alike_in_tier(reading: Reading, fits: list[Fit]) -> list[Fit]:
    """The fits without shares of one tier where the claim tells the whole, and the other way
    round, of what the notices tell both."""
    alike = [f for f in fits if not other_tier(reading, f.value)]
    if any(of_tier(f.value.conditions) for f in alike) and of_tier(reading.conditions):
        return alike
    told = {f.value.key for f in alike if f.keyed and f.value.key}
    return [f for f in fits if f in alike or f.value.key not in told]


def as_bounded(reading: Reading, fits: list[Fit]) -> list[Fit]:
    """The fits without sums of a clause beside which it sets the most that a claim tells."""
    said = reading.statement.value.bound
    own = words_of(reading.statement.text)
    most = [f for f in fits if f.value.bound is said is Bound.AT_MOST]
    return [
        f
        for f in fits
        if f.value.bound is not Bound.EXACT
        or told_cases(f.value, own)
        or not any(_same_row_but_case(f, m) for m in most)
    ]


def _same_row_but_case(one: Fit, other: Fit) -> bool:
    """Whether two figures of one clause are of the same thing, the first in a special case."""
    mine, theirs = one.value, other.value
    same = mine.clause == theirs.clause and mine.key == theirs.key and mine.kind is theirs.kind
    cases, fewer = ({c.text for c in v.conditions} for v in (mine, theirs))
    return same and mine.key is not None and fewer < cases


def _general(one: Fit, other: Fit) -> bool:
    """Whether nobody is named, and one figure is everybody's where the other is a group's."""
    mine, theirs = one.value, other.value
    unsaid = one.whom is Whom.ALL and other.whom is Whom.UNSAID and not is_adults(theirs)
    unsaid = unsaid and not (other.touched and other.words > one.words)
    return unsaid and mine.notice == theirs.notice and mine.key == theirs.key is not None


def _overrules(one: Fit, other: Fit) -> bool:
    """Whether a figure is a lower level's own, beside an upper level's of the same thing."""
    mine, theirs = one.value, other.value
    nearer = _depth(mine.jurisdiction) > _depth(theirs.jurisdiction)
    same = one.keyed and other.keyed and mine.key == theirs.key and mine.kind is theirs.kind
    return nearer and same and one.whom is other.whom


def _depth(adcode: str) -> int:
    """How far below the country a place stands: 0 the country, 1 a province, 3 a county."""
    if adcode == COUNTRY_ADCODE:
        return 0
    return 1 + (not adcode.endswith("0000")) + (not adcode.endswith("00"))


def _narrower(one: Fit, other: Fit) -> bool:
    """Whether a figure is of a narrower group of the claim's people than another of its notice."""
    if one.whom is not Whom.SAME or other.whom is not Whom.SAME or not one.keyed:
        return False
    mine, theirs = one.value, other.value
    return mine.notice == theirs.notice and mine.key == theirs.key and one.depth > other.depth


def outdone(fit: Fit, fits: Sequence[Fit]) -> bool:
    """Whether another figure than the claim's is as likely to be meant, or likelier."""
    rivals = [f for f in fits if f.gap is not None and f.keyed >= fit.keyed and _rivals(f, fit)]
    rivals = [f for f in rivals if f.cases >= fit.cases]  # 由400元提高到480元 is of what was 400元
    rivals = [f for f in rivals if not says_the_same(f.value, fit.value)]
    rivals = [f for f in rivals if not other_size(f.value, fit.value)]
    if any(f.score > fit.score and _same_row(f, fit) for f in rivals):
        return True  # of one row the likelier is meant
    others = [f.score - fit.score for f in rivals]
    if any(f.told > fit.told and f.value.clause == fit.value.clause for f in rivals):
        return True  # the claim is of the other's special case
    return any(more > LIKELIER or abs(more) < TIE for more in others)


def _same_row(one: Fit, other: Fit) -> bool:
    """Whether two figures of one clause are of the very same people and cases."""
    mine, theirs = one.value, other.value
    cases = [{c.text for c in v.conditions} for v in (mine, theirs)]
    groups = [v.group.text if v.group else "" for v in (mine, theirs)]
    return mine.clause == theirs.clause and cases[0] == cases[1] and groups[0] == groups[1]


def twins(one: Fit, other: Fit) -> bool:
    """Whether two figures of one clause are of the same thing and people, of two years."""
    mine, theirs = one.value, other.value
    whom = [
        {m.key or m.name for m in v.group.members} if v.group else set() for v in (mine, theirs)
    ]
    same = mine.clause == theirs.clause and mine.key == theirs.key and mine.kind is theirs.kind
    cases = [{c.text for c in v.conditions} for v in (mine, theirs)]
    people = bool(whom[0] & whom[1]) or whom[0] == whom[1]
    return same and mine.key is not None and people and cases[0] == cases[1]


def _rivals(one: Fit, other: Fit) -> bool:
    """Whether a claim may be of either figure: of one kind, or counted from one event."""
    mine, theirs = one.value.value, other.value.value
    if isinstance(mine, Start) and isinstance(theirs, Start):
        return mine.event is theirs.event
    return one.value.kind is other.value.kind or one.value.kind not in DAYS


def followed(fits: Sequence[Fit]) -> tuple[Fit, Fit] | None:
    """The very figure of a claim, with that of a later year by which its notice follows it."""
    for fit in (f for f in fits if f.equal and f.keyed):
        later = next((f for f in fits if _follows(f, fit)), None)
        if later:
            return fit, later
    return None


def _follows(later: Fit, fit: Fit) -> bool:
    """Whether a figure is of the same thing and people of a later year, and of no special case."""
    mine, theirs = fit.value, later.value
    same = later.keyed and mine.notice == theirs.notice and mine.key == theirs.key is not None
    same = same and fit.whom is later.whom and mine.value != theirs.value
    before, after = mine.benefit_year or 0, theirs.benefit_year or 0
    special = any(c.kind is ConditionKind.OTHER for c in theirs.conditions)
    return same and not special and 0 < before < after


def is_sure(fit: Fit) -> bool:
    """Whether a figure is surely what the claim is about."""
    return (fit.keyed and fit.score >= ENOUGH_KEYED) or fit.words >= ENOUGH_WORDS


def is_close(fit: Fit, best: Sequence[Fit]) -> bool:
    """Whether a figure that is just so is as likely to be meant as the likeliest."""
    if not best or not (fit.equal and fit.keyed) or fit.whom is not best[0].whom:
        return False
    day = fit.value.kind in DAYS and fit.words >= best[0].words
    return day or fit.score >= best[0].score - SLIGHTLY


def is_likely(fit: Fit) -> bool:
    """Whether the very figure of a claim is likely enough what the claim is about.

    A length of time or a count is of anything: words must tell of what.
    """
    if fit.value.kind in CASES and not fit.keyed and fit.words < TOLD_AT_ALL:
        return False
    return fit.score >= ENOUGH or fit.words >= ENOUGH_WORDS
