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
