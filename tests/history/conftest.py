import json
from pathlib import Path

import pytest

NOTICE = Path(__file__).parents[1] / "cli" / "notices" / "tongling.txt"
ID, NUMBER = "铜医保发2024-88", "铜医保发〔2024〕88号"


@pytest.fixture
def with_fee(tmp_path):
    """The invented notice of Tongling with another fee."""

    def make(fee):
        path = tmp_path / f"通知{fee}.txt"
        path.write_text(NOTICE.read_text("utf-8").replace("437元", f"{fee}元"), "utf-8")
        return path

    return make


@pytest.fixture
def history(corpus):
    """The changes as scripts read them, oldest first."""

    def read(*options):
        done = corpus("history", "--json", *options)
        assert done.code == 0, done.err
        return json.loads(done.out) if done.out.startswith("[") else []

    return read


@pytest.fixture
def version(corpus, assistant):
    """The version that answers name now."""

    def ask():
        done = assistant("ask", "聊城成人交多少", "--json")
        assert done.code == 0, done.err
        return json.loads(done.out)["corpus"]

    return ask


@pytest.fixture
def fees(corpus):
    """The fees of grown-ups that the notice of Tongling states now."""

    def read():
        done = corpus("values", ID)
        lines = done.out.splitlines() if done.code == 0 else []
        return [figure for figure in ("437元", "438元", "439元") if any(figure in x for x in lines)]

    return read
