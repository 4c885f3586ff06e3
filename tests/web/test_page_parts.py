"""What the pages are made of, without a browser: forms, conversations and the one way to HTML."""

import datetime as dt
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import BadQuestion
from assistant.web.pages.fields import read_sheet
from assistant.web.pages.parts import hits_html, talk_html
from assistant.web.pages.render import render
from assistant.web.pages.talk import KEPT, Exchange, Talk, told
from assistant.web.pages.texts import forms

SHEETS = yaml.safe_load(Path(__file__).with_name("forms.yaml").read_text("utf-8"))
DAY = dt.date(2024, 10, 15)
LIAOCHENG = "371500"


def sheet_of(case):
    fields = {name: [str(v) for v in values] for name, values in case["fields"].items()}
    return read_sheet(forms()[case["form"]], fields)


@pytest.mark.parametrize("case", [c for c in SHEETS if "says" in c], ids=lambda c: c["name"])
def test_a_form_is_answered(wence, case):
    sheet = sheet_of(case)
    answer = wence.fill(sheet.question, sheet.filled, sheet.told, LIAOCHENG, DAY)
    assert all(said in answer.text for said in case["says"]), answer.text
    assert answer.citations


@pytest.mark.parametrize("case", [c for c in SHEETS if "wrong" in c], ids=lambda c: c["name"])
def test_a_wrong_field_is_named(case):
    with pytest.raises(BadQuestion, match=case["wrong"]):
        sheet_of(case)


def exchange(question="问", answer=None):
    return Exchange(question=question, place="", as_of=DAY, answer=answer)


def test_a_long_talk_drops_its_oldest_but_keeps_the_numbers():
    talk = Talk()
    for number in range(KEPT + 5):
        talk = talk.plus(exchange(f"第{number}问"))
    assert len(talk.exchanges) == KEPT
    assert [e.question for n, e in talk.numbered if n == KEPT] == [f"第{KEPT}问"]
    rated = talk.with_rating(KEPT, "helpful")
    assert [n for n, e in rated.numbered if e.rated] == [KEPT]
    assert rated.undone().numbered[-1][0] == KEPT + 3


def test_what_stands_below_an_answer_is_not_said_twice(wence):
    answer = wence.ask(["种植牙能报多少"], LIAOCHENG, DAY)
    assert "12393" in answer.text
    parts = told(answer)
    assert "不能给出数字" in parts.lead[0]
    assert not any("12393" in note or "最接近的内容" in note for note in parts.notes)
    html = talk_html(wence, Talk().plus(exchange(answer=answer)))
    assert 'href="tel:12393"' in html
    assert "依据：" not in html


@pytest.mark.parametrize(
    ("typed", "first"), [("莘县", "莘县"), (" 聊 城 ", "山东省聊城市"), ("厦门", "福建省厦门市")]
)
def test_a_place_is_found_by_a_part_of_its_name(wence, typed, first):
    html = hits_html(wence, typed)
    assert html.index(first) < html.index("</button>")


def test_a_place_that_is_none_is_told(wence):
    assert "没有找到" in hits_html(wence, "<b>无此地</b>")


@given(st.text(alphabet="<>&\"'`${}@[](){{}}javascript:/= 学生", max_size=60))
def test_no_question_becomes_html_or_a_template(question):
    html = render("talk", covered=(), exchanges=[shown(question)])
    asked = html.partition("：</span>")[2].partition("</h2>")[0]
    assert not set(asked) & set("<>\"'$`{}@")
    assert html.count("</h2>") == 1


def shown(question):
    return {
        "number": 0,
        "exchange": exchange(question),
        "told": None,
        "whole": True,
        "refers": False,
        "asks": False,
        "at": "",
    }
