"""People's word on values: what they choose is read by the grammar, and it lasts."""

import contextlib
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from corpus.carried import carried, reading
from corpus.errors import BadChoice, ValueChanged
from corpus.extract import extract_values
from corpus.model import Range, ValueStatus
from corpus.picks import Part, built, proposed, spot
from corpus.review import added, corrected, found, mark_of, settled, sure
from corpus.structure import read_notices
from corpus.unsure import flagged
from corpus.verify import verify_values
from tests.extract.notices import build

FIXTURES = Path(__file__).parents[1] / "fixtures" / "notices"
CASES = yaml.safe_load(Path(__file__).with_name("cases.yaml").read_text("utf-8"))
FILES = sorted((FIXTURES / "good").glob("*.txt")) + [
    FIXTURES / "formats" / name for name in ("numbered.docx", "fees.xlsx", "page.html")
]
CONFIRMED, REJECTED, EXTRACTED = (
    ValueStatus.CONFIRMED,
    ValueStatus.REJECTED,
    ValueStatus.EXTRACTED,
)
TOLD = {
    "value": lambda v: str(v.value),
    "group": lambda v: v.group and v.group.text,
    "conditions": lambda v: [c.text for c in v.conditions],
}


def at(citation):
    return (Range(start=citation.start, end=citation.end),) if citation else ()


def own_picks(value):
    """The characters that a value has, part by part."""
    cited = value.citations
    return {
        Part.FIGURE: at(cited.value),
        Part.LABEL: at(cited.label),
        Part.UNIT: at(cited.unit),
        Part.BOUND: at(cited.bound),
        Part.GROUP: at(value.group.citation if value.group else None),
        Part.CONDITIONS: tuple(at(c.citation)[0] for c in value.conditions),
    }


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_a_value_read_from_its_own_characters_is_the_same_value(path):
    for document in read_notices(path, region="聊城市"):
        for value in extract_values(document):
            for part, ranges in own_picks(value).items():
                assert reading(built(document, value, {part: ranges})) == reading(value), part


def chosen(document, clause, picks):
    found_ = {}
    for name, words in picks.items():
        several = words if isinstance(words, list) else [words] if words else []
        found_[Part(name)] = tuple(spot(document, clause, one) for one in several)
    return found_


def decide(case):
    document = build(case["text"])
    values = tuple(extract_values(document))
    if "of" in case:
        old = next(v for v in values if v.citations.value.quote == case["of"])
        return document, corrected(
            document, values, old.id, chosen(document, old.clause, case["picks"])
        )
    clause = document.clauses[case.get("clause", 1) - 1].id
    figure, label = (spot(document, clause, case[name]) for name in ("figure", "label"))
    return document, added(document, values, proposed(document, clause, figure, label))


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["name"])
def test_what_a_person_chooses(case):
    if "refused" in case:
        with pytest.raises(BadChoice, match=case["refused"]) as refused:
            decide(case)
        assert str(refused.value).endswith("。")
        return
    if case.get("same"):
        with pytest.raises(BadChoice, match="没有改动"):
            decide(case)
        return
    document, values = decide(case)
    (new,) = (v for v in values if v.by_hand)
    for field, wanted in case["is"].items():
        got = TOLD[field](new) if field in TOLD else getattr(new, field)
        assert str(got) == str(wanted), field
    assert new.status is CONFIRMED
    assert verify_values(document, values) == []
    rejected = [v.id for v in values if v.status is REJECTED]
    assert rejected == ([new.corrects] if "of" in case else [])


NOTICE = build(["一、个人缴费标准为400元，财政补助标准为670元。", "二、住院起付标准为500元。"])
VALUES = tuple(extract_values(NOTICE))


def by_hand():
    """The notice with its first figure corrected."""
    group = {Part.LABEL: (spot(NOTICE, VALUES[0].clause, "缴费标准"),)}
    return corrected(NOTICE, VALUES, VALUES[0].id, group)


def statuses(values):
    return [v.status for v in values]


def test_confirming_rejecting_and_opening_again():
    once = settled(VALUES, VALUES[1].id, CONFIRMED)
    assert statuses(once) == [EXTRACTED, CONFIRMED, EXTRACTED]
    twice = settled(once, VALUES[1].id, REJECTED)
    assert twice[1].withheld
    assert settled(twice, VALUES[1].id, EXTRACTED) == VALUES


def test_taking_a_correction_back_gives_what_was_there():
    values = by_hand()
    (new,) = (v for v in values if v.by_hand)
    assert settled(values, new.id, EXTRACTED) == VALUES
    rejected = settled(values, new.id, REJECTED)
    assert all(v.withheld for v in rejected if v.id in (new.id, new.corrects))


def test_correcting_a_correction_leaves_one():
    values = by_hand()
    (new,) = (v for v in values if v.by_hand)
    words = spot(NOTICE, new.clause, "个人缴费标准")
    with_group = {Part.CONDITIONS: (words,)}
    again = corrected(NOTICE, values, new.id, with_group)
    assert [v.corrects for v in again if v.by_hand] == [VALUES[0].id]


def test_what_changed_meanwhile_is_not_decided_on():
    mark = mark_of(VALUES[0])
    assert found(VALUES, VALUES[0].id, mark) == VALUES[0]
    with pytest.raises(ValueChanged):
        found(settled(VALUES, VALUES[0].id, CONFIRMED), VALUES[0].id, mark)
    with pytest.raises(ValueChanged):
        settled(VALUES, "n#九@1", CONFIRMED)


def test_decisions_last_when_the_notice_is_read_again():
    values = settled(by_hand(), VALUES[2].id, CONFIRMED)
    again = carried(NOTICE, values, NOTICE, extract_values(NOTICE))
    assert again.values == values
    assert again.lost == ()


def test_decisions_move_with_their_clause():
    values = settled(by_hand(), VALUES[2].id, CONFIRMED)
    later = build(["导语在前面加了一段话。", *(c.text for c in NOTICE.clauses)])
    again = carried(NOTICE, values, later, extract_values(later))
    assert statuses(again.values) == statuses(values)
    assert verify_values(later, again.values) == []
    assert again.lost == ()


def test_a_new_figure_in_the_old_place_was_confirmed_by_nobody():
    values = settled(VALUES, VALUES[0].id, CONFIRMED)
    changed = build([NOTICE.clauses[0].text.replace("400元", "410元"), NOTICE.clauses[1].text])
    again = carried(NOTICE, values, changed, extract_values(changed))
    assert statuses(again.values) == [EXTRACTED] * 3
    assert [v.citations.value.quote for v in again.lost] == ["400元"]


def test_a_correction_in_a_changed_clause_is_lost_and_told():
    changed = build([NOTICE.clauses[0].text.replace("670元", "680元"), NOTICE.clauses[1].text])
    again = carried(NOTICE, by_hand(), changed, extract_values(changed))
    assert not any(v.by_hand for v in again.values)
    assert any(v.by_hand for v in again.lost)


def test_what_the_grammar_reads_by_itself_by_now_is_no_correction_any_more():
    better = [v for v in by_hand() if v.status is not REJECTED]
    fresh = [v.model_copy(update={"by_hand": False, "corrects": None}) for v in better]
    again = carried(NOTICE, by_hand(), NOTICE, fresh)
    assert not any(v.by_hand for v in again.values)
    assert again.values[0].status is CONFIRMED


def test_a_line_compared_with_its_picture_is_sure():
    line = Range(start=NOTICE.clauses[1].start, end=NOTICE.clauses[1].end)
    scanned = NOTICE.model_copy(
        update={"notice": NOTICE.notice.model_copy(update={"unsure": (line,)})}
    )
    values = flagged(VALUES, scanned.notice)
    assert [v.uncertain for v in values] == [False, False, True]
    document, certain = sure(scanned, values, line.start)
    assert document.notice.unsure == ()
    assert certain == VALUES
    with pytest.raises(ValueChanged):
        sure(document, certain, line.start)


@given(st.data())
def test_any_characters_make_a_value_that_verifies_or_are_refused(data):
    length = len(NOTICE.text)
    base = data.draw(st.sampled_from(VALUES))
    parts = data.draw(st.lists(st.sampled_from(list(Part)), min_size=1, max_size=3, unique=True))
    picks = {}
    for part in parts:
        start = data.draw(st.integers(0, length - 1))
        end = data.draw(st.integers(start + 1, min(length, start + 12)))
        picks[part] = (Range(start=start, end=end),)
    with contextlib.suppress(BadChoice):
        values = corrected(NOTICE, VALUES, base.id, picks)
        assert verify_values(NOTICE, values) == []
        assert sum(v.by_hand for v in values) == 1
