"""What the chat says where the rules read sentences beside the values (资助的算法)."""

import datetime as dt

import pytest

from assistant.service import Assistant
from corpus.settings import Settings


@pytest.fixture(scope="module")
def chat(library, tmp_path_factory):
    """The assistant over the rules' library; no search index is built for these questions."""
    return Assistant(Settings(data=tmp_path_factory.mktemp("chat")), library)


@pytest.mark.parametrize(
    ("question", "region", "as_of", "said"),
    [
        # 75% and 50%: the notice says that the highest counts.
        ("大人是低保也是监测户，绵阳和聊城医保缴费差多少", "绵阳市", "2025-10-10", "110元"),
        ("大人是低保也是监测户，医保交多少", "绵阳市", "2025-10-10", "110元"),
    ],
)
def test_the_fee_and_a_comparison_reckon_alike(chat, question, region, as_of, said):
    answer = chat.ask([question], region, dt.date.fromisoformat(as_of))
    assert said in answer.text
    assert "440 − 330 = 110（元）" in [s.text for s in answer.steps]


TOLD = [
    # the ratio and the threshold after their change, with the step
    ("俺是低保 三级医院住院报多少", "洛阳市", "2025-10-20", "73%", "68% + 5% = 73%"),
    ("第三回住三甲 起付线咋算", "洛阳市", "2025-10-20", "450元", "900 × 50% = 450（元）"),
    ("俺娃8岁 住三级医院 门槛费多少", "洛阳市", "2025-10-20", "450元", "900 × 50% = 450（元）"),
    ("俺娃住三级医院 门槛费多少", "洛阳市", "2025-10-20", "减半执行", ""),
    ("没备案直接去上海住的三级 能报几成", "洛阳市", "2025-10-20", "48%", "68% − 20% = 48%"),
    # the cost of a stay where outpatient care pays 200元 at most; the stay told in a later turn
    ("三级医院花了3万8 能报多少", "洛阳市", "2025-10-20", "25228元", ""),
    ("二级医院住院花了2万|今年第二次住的 能报多少", "洛阳市", "2025-10-20", "15800元", ""),
    ("特困的住院救助几成", "武汉市", "2026-03-15", "100%", ""),
    # the two sides of the filing
    ("备案跟不备案 去外地住院起付线差多少", "衡阳市", "2025-09-08", "低600元", ""),
    ("去外地住院花5万 备案跟不备案差多少", "衡阳市", "2025-09-08", "高7500元", ""),
    # the ceiling by income
    ("上年人均收入1.1万 起付线1.2万合规定不", "聊城市", "2024-10-15", "高出1000元", ""),
    ("上年人均收入1.2万 起付线1.2万合规定不", "聊城市", "2024-10-15", "不高于", ""),
]


@pytest.mark.parametrize(("turns", "region", "as_of", "said", "step"), TOLD)
def test_benefits_are_told_by_their_own_clause(chat, turns, region, as_of, said, step):
    answer = chat.ask(turns.split("|"), region, dt.date.fromisoformat(as_of))
    assert said in answer.text
    assert not step or step in [s.text for s in answer.steps]
