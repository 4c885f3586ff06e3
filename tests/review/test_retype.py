"""Typing what stands on the page: the words, the values and what was recognised before."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import BadChoice, ValueChanged
from corpus.intake import values_of
from corpus.model import Range, ValueStatus
from corpus.retype import Hand, line_of, place_of, replaced, retyped
from corpus.retyped import read_before, recognised
from corpus.structure import read_notices
from corpus.verify import verify_places, verify_values

FORMATS = Path(__file__).parents[1] / "fixtures" / "notices" / "formats"
HAND = Hand("小李", dt.datetime(2026, 3, 1, tzinfo=dt.UTC))
LATER = Hand("小王", dt.datetime(2026, 3, 2, tzinfo=dt.UTC))
(PRINTED,) = read_notices(FORMATS / "printed.pdf")
(RED,) = read_notices(FORMATS / "red_head.pdf")
VALUES = values_of(PRINTED)


def typed(was, words, document=PRINTED, values=VALUES, hand=HAND, which=None):
    place = place_of(document.text, was, which)
    return replaced(document, values, place, words, hand)


def whole(document, values=()):
    """Nothing points beside its characters."""
    assert all(document.text[c.start : c.end] == c.text for c in document.clauses)
    assert verify_values(document, values) == []
    assert verify_places(document, document.places) == []


def misread(document, was, words):
    """The notice as a scanner would have given it, the line doubtful."""
    made, _ = typed(was, words, document, values_of(document))
    at = place_of(made.text, words)
    line = line_of(made.text, made.text.count("\n", 0, at.start))
    notice = made.notice.model_copy(update={"retyped": (), "unsure": (line,)})
    return made.model_copy(update={"notice": notice})


def figures(values):
    return [v.citations.value.quote for v in values]


FIGURE = next(v.citations.value.quote for v in VALUES if v.citations.value.quote.endswith("元"))


def test_a_misread_figure_is_read_and_confirmed():
    wrong = misread(PRINTED, FIGURE, FIGURE.replace("0", "O"))
    before = values_of(wrong)
    assert FIGURE not in figures(before)
    made, values = typed(FIGURE.replace("0", "O"), FIGURE, wrong, before)
    assert made.text == PRINTED.text
    assert made.clauses == PRINTED.clauses
    assert figures(values) == figures(VALUES)
    confirmed = [v for v in values if v.status is ValueStatus.CONFIRMED]
    assert FIGURE in figures(confirmed)
    assert len(confirmed) < len(values)
    assert made.notice.unsure == ()
    assert not any(v.uncertain for v in values)
    assert {(r.was, r.by, r.page) for r in made.notice.retyped} == {("O", "小李", 1)}
    assert recognised(made.text, made.notice.retyped) == wrong.text
    assert read_before(made.notice, made.text, wrong)
    whole(made, values)


def test_taking_it_back_leaves_no_trace_and_another_hand_only_its_own():
    once, values = typed(FIGURE, "999元")
    again, _ = typed("方便群众就近", "方便群众就地", once, values, LATER, 1)
    assert [r.by for r in again.notice.retyped] == ["小李", "小王"]
    back, _ = typed("999元", FIGURE, once, values, LATER)
    assert back.notice.retyped == ()
    assert back.text == PRINTED.text


def test_numbering_headings_and_particulars_are_read_again():
    number = RED.notice.doc_number
    other = number.replace("号", "8号")
    made, values = typed(number, other, RED, values_of(RED))
    assert made.notice.doc_number == other
    assert made.notice.id != RED.notice.id
    assert {c.notice for c in made.clauses} == {made.notice.id}
    whole(made, values)
    title, _ = typed(
        RED.notice.title, RED.notice.title.replace("通知", "意见"), RED, values_of(RED)
    )
    assert title.notice.title.endswith("意见")
    clause = next(c for c in PRINTED.clauses if c.headings)
    heading = clause.headings[-1]
    renamed, _ = typed(heading, heading.replace("、", "、新的"), which=1)
    assert any("新的" in "".join(c.headings) for c in renamed.clauses)
    whole(renamed)


BAD = {
    "没有改动": (FIGURE, FIGURE, "没有改动"),
    "没有的字": ("查无此字", "甲", "没有“查无此字”"),
    "空的": (PRINTED.text.split("\n")[1], " ", "空的"),
}


@pytest.mark.parametrize(("was", "words", "says"), BAD.values(), ids=list(BAD))
def test_what_cannot_be_typed(was, words, says):
    with pytest.raises(BadChoice, match=says) as refused:
        typed(was, words)
    assert str(refused.value).endswith("。")


def test_a_row_keeps_its_cells():
    row = next(c for c in PRINTED.clauses if "｜" in c.text)
    with pytest.raises(BadChoice, match="格"):
        typed(row.text, row.text.replace("｜", "", 1))


def test_only_what_stands_on_a_page_can_be_typed():
    (text,) = read_notices(FORMATS / "wrapped.txt")
    with pytest.raises(BadChoice, match="只有"):
        retyped(text, (), Range(start=0, end=3), "甲", HAND)
    with pytest.raises(ValueChanged):
        line_of(PRINTED.text, 10_000)


@given(st.data())
def test_whatever_is_typed_nothing_points_beside_it(data):
    lines = PRINTED.text.count("\n")
    document, values = PRINTED, VALUES
    for _ in range(data.draw(st.integers(1, 2))):
        line = line_of(document.text, data.draw(st.integers(0, lines)))
        old = document.text[line.start : line.end]
        at = data.draw(st.integers(0, len(old)))
        end = data.draw(st.integers(at, len(old)))
        words = data.draw(st.text("一（二）、。0O%元｜年月日 \n不低于\x00", max_size=6))
        new = old[:at] + words + old[end:]
        try:
            document, values = retyped(document, values, line, new, HAND)
        except BadChoice as refused:
            assert str(refused).endswith("。")  # noqa: PT017
            continue
        whole(document, values)
        assert recognised(document.text, document.notice.retyped) == PRINTED.text
