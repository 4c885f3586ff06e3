"""The fact checker on the shipped notices: tables of texts, and what must hold for every text."""

import datetime as dt
from pathlib import Path

import pytest
import yaml

from assistant.check import check_text
from assistant.check.pasted import LONGEST, MOST_FIGURES
from assistant.errors import BadText
from assistant.service import open_assistant
from corpus.settings import Settings

HERE = Path(__file__).parent
DAY = dt.date(2024, 10, 15)


def table(name):
    for case in yaml.safe_load((HERE / f"{name}.yaml").read_text("utf-8")):
        yield pytest.param(case, id=case["text"][:30])


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    return open_assistant(Settings(data=tmp_path_factory.mktemp("data")))


@pytest.mark.parametrize("case", table("texts"))
def test_verdicts(assistant, case):
    region = case.get("region", "聊城市")
    found = check_text(assistant, case["text"], region, as_of=case.get("as_of", DAY))
    assert [[v.text, v.verdict.value] for v in found] == case["claims"]
    told = "".join(f"{v.correction}{v.difference}{v.note}" for v in found)
    assert all(word in told for word in case.get("says", []))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "空"),
        (" \n\t", "空"),
        ("<p></p><br/>", "标记"),
        ("。！？", "符号"),
        ("医" * (LONGEST + 1), str(LONGEST)),
        ("聊城市\0缴费410元", "第4个字"),
        ("10%，" * (MOST_FIGURES + 1), str(MOST_FIGURES)),
        ("百分之十，" * (MOST_FIGURES + 1), str(MOST_FIGURES)),
    ],
)
def test_a_text_that_cannot_be_checked_is_refused_in_one_sentence(assistant, text, told):
    with pytest.raises(BadText) as refused:
        check_text(assistant, text, as_of=DAY)
    assert told in str(refused.value)


def test_an_endless_sentence_is_cut_and_still_checked(assistant):
    """Without cutting, the work grows with the square of its length and takes minutes."""
    text = "聊城市成年居民缴费410元，" * 300
    found = check_text(assistant, text, as_of=DAY)
    assert len(found) == 300
    assert {v.verdict.value for v in found} == {"supported"}


def test_markup_is_stripped_and_the_characters_are_those_of_the_paste(assistant):
    text = "<p>聊城市<b>成年居民</b>缴费<span>400元</span></p><script>每人9元</script>"
    (found,) = check_text(assistant, text, as_of=DAY)
    assert text[found.start : found.end] == found.text
    assert found.text.startswith("聊城市<b>")
    assert found.verdict == "contradicted"
