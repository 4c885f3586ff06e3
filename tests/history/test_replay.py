"""An old answer can be had again, word for word, on the corpus version that it names."""

import json
from pathlib import Path

import pytest

NOTICE = Path(__file__).parents[1] / "cli" / "notices" / "tongling.txt"
NUMBER = "铜医保发〔2024〕88号"
DAY = "2024-10-01"
QUESTIONS = ["铜陵成年人医保交多少钱", "铜陵医保缴费有什么工作要求", "聊城成人交多少"]


@pytest.fixture
def ask(assistant):
    """The whole answer, as scripts read it."""

    def put(question, *options):
        done = assistant("ask", question, "--as-of", DAY, "--json", *options)
        assert done.code == 0, done.err
        return json.loads(done.out)

    return put


@pytest.fixture
def changed(corpus, with_fee, ask):
    """Answers as they were before the notice was replaced, and then removed."""
    corpus("add", NOTICE)
    before = [ask(question) for question in QUESTIONS]
    corpus("add", with_fee("439"), "--replace")
    corpus("remove", NUMBER)
    corpus("remove", "聊医保发〔2024〕27号")
    assert "437" in before[0]["text"]
    return before


def test_answered_as_it_was(changed, ask, data):
    for question, was in zip(QUESTIONS, changed, strict=True):
        assert ask(question, "--corpus", was["corpus"]) == was
        assert ask(question, "--corpus", was["corpus"][:5]) == was
        assert ask(question) != was
    assert not list(data.glob(".replay-*"))


def test_the_version_of_now(ask):
    now = ask(QUESTIONS[2])
    assert ask(QUESTIONS[2], "--corpus", now["corpus"]) == now


def test_nothing_of_a_replay_stays(changed, ask, data):
    ask(QUESTIONS[1], "--corpus", changed[0]["corpus"])
    files = [p for p in data.rglob("*") if p.is_file() and p.suffix != ".bin"]
    assert not [p for p in files if "437元".encode() in p.read_bytes()]


@pytest.mark.parametrize("version", ["0000", "x", "", "g" * 300, "../x"])
def test_an_unknown_version_is_told(corpus, assistant, one_sentence, version):
    corpus("build")
    done = assistant("ask", QUESTIONS[0], "--corpus", version)
    assert (done.code, done.out) == (2, "")
    one_sentence(done.err, "没有版本", version)


def test_a_wiped_notice_cannot_be_asked(changed, corpus, assistant, one_sentence):
    corpus("history", "--forget", NUMBER, "--yes")
    done = assistant("ask", QUESTIONS[0], "--corpus", changed[0]["corpus"])
    assert done.code == 2
    one_sentence(done.err, "已经抹去")


def test_a_batch_names_versions_line_by_line(changed, corpus, assistant, tmp_path, monkeypatch):
    monkeypatch.setattr("assistant.versions.OPEN_AT_MOST", 2)
    versions = [row["after"] for row in json.loads(corpus("history", "--json").out)]
    assert len(set(versions)) > 3
    wanted = [*versions, None, "0000", changed[0]["corpus"]]
    rows = [
        {"id": n, "turns": [QUESTIONS[0]], "as_of": DAY, "corpus": version}
        for n, version in enumerate(wanted)
    ]
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    done = assistant("batch", source, target)
    assert (done.code, "没有版本“0000”" in done.err) == (2, True)
    found = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    answered = [row["answer"]["corpus"] if "answer" in row else None for row in found]
    assert answered == [*versions, versions[-1], None, changed[0]["corpus"]]
    assert found[-1]["answer"] == changed[0]


def test_a_batch_on_one_old_version(changed, assistant, tmp_path):
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(json.dumps({"id": 1, "turns": [QUESTIONS[0]], "as_of": DAY}), "utf-8")
    assert assistant("batch", source, target, "--corpus", changed[0]["corpus"]).code == 0
    assert json.loads(target.read_text("utf-8"))["answer"] == changed[0]
    target.unlink()
    assert assistant("batch", source, target, "--corpus", "0000").code == 2
    assert not target.exists()


def test_an_interrupted_replay_is_cleared(corpus, data):
    left = data / ".replay-left"
    (left / "notices").mkdir(parents=True)
    (left / "in-use").touch()
    corpus("build")
    assert not left.exists()
