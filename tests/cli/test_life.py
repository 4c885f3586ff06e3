"""The life of a notice in a data folder: add, list, values, ask, replace, remove."""

import errno
import json
import re
from pathlib import Path

import pytest
import yaml

from corpus.model import Notice, PolicyValue
from corpus.settings import SHIPPED_NOTICES

HERE = Path(__file__).parent
NOTICE = HERE / "notices" / "tongling.txt"
NUMBER = "铜医保发〔2024〕88号"
LIAOCHENG = "聊医保发〔2024〕27号"
FIELDS = yaml.safe_load((HERE / "answer_fields.yaml").read_text("utf-8"))
DAY = ("--as-of", "2024-10-01")
QUESTIONS = [
    "铜陵成年人医保交多少钱",
    "铜陵学生交多少",
    "铜陵什么时候缴费",
    "铜陵医保缴费有什么工作要求",
    "医保个人缴费标准是多少",
    "铜医保发〔2024〕88号是谁发的",
]
OWN = ("437", "363", "9月11日", "12月23日", "铜医保发")
"""What only the added notice says."""


@pytest.fixture
def ask(assistant):
    """Ask a question; the answer as scripts read it."""

    def put(question, **more):
        done = assistant("ask", question, *DAY, "--json", **more)
        assert done.code == 0, done.err
        return json.loads(done.out)

    return put


def without_question(answer):
    """All that the answer says of itself."""
    return json.dumps({**answer, "text": answer["text"].replace(NUMBER, "")}, ensure_ascii=False)


def test_added_asked_removed(corpus, ask):
    before = [ask(question) for question in QUESTIONS]
    added = corpus("add", NOTICE)
    assert added.code == 0
    assert NUMBER in added.out
    assert NUMBER in corpus("list").out
    answers = [ask(question) for question in QUESTIONS]
    assert "437" in answers[0]["text"]
    assert "363" in answers[1]["text"]
    assert "9月11日" in answers[2]["text"]
    assert "铜陵市医疗保障局" in answers[5]["text"]
    assert corpus("remove", NUMBER).code == 0
    assert NUMBER not in corpus("list").out
    after = [ask(question) for question in QUESTIONS]
    assert after == before
    for answer in after:
        said = without_question(answer)
        assert not [mark for mark in OWN[:4] if mark in said], said
        assert not [c for c in answer["citations"] if "铜" in c["notice"]]


def test_nothing_of_a_removed_notice_stays_on_disk(corpus, data):
    corpus("add", NOTICE)
    corpus("remove", NUMBER)
    files = [p for p in data.rglob("*") if p.is_file()]
    # Chroma's vector files hold numbers, and between them whatever the memory held before.
    left = [p for p in files if p.suffix != ".bin" and "437元".encode() in p.read_bytes()]
    assert left == []
    assert list((data / "notices").iterdir()) == []


def test_adding_twice_changes_nothing(corpus, ask):
    corpus("add", NOTICE)
    first = (corpus("list", "--json").out, corpus("values", "--json").out, ask(QUESTIONS[0]))
    again = corpus("add", NOTICE)
    assert again.code == 0
    assert "已在库中" in again.out
    assert (
        corpus("list", "--json").out,
        corpus("values", "--json").out,
        ask(QUESTIONS[0]),
    ) == first


@pytest.fixture
def corrected(tmp_path):
    """The same document number with another fee."""
    path = tmp_path / "更正.txt"
    path.write_text(NOTICE.read_text("utf-8").replace("437元", "439元"), "utf-8")
    return path


def test_other_content_under_the_same_number(corpus, ask, corrected, one_sentence):
    corpus("add", NOTICE)
    refused = corpus("add", corrected)
    assert refused.code == 2
    one_sentence(refused.err, NUMBER, "--replace")
    assert "437" in ask(QUESTIONS[0])["text"]
    assert corpus("add", corrected, "--replace").code == 0
    answer = ask(QUESTIONS[0])
    assert "439" in answer["text"]
    assert "437" not in json.dumps(answer)
    assert corpus("list").out.count(NUMBER) == 1


def test_a_shipped_notice_is_removed_only_here(corpus, ask, built):
    shipped = sorted(p.read_bytes() for p in SHIPPED_NOTICES.rglob("*") if p.is_file())
    assert corpus("remove", LIAOCHENG).code == 0
    gone = ask("聊城成年居民个人缴费标准是多少")
    assert LIAOCHENG not in corpus("list").out
    assert "410" not in json.dumps(gone, ensure_ascii=False)
    assert LIAOCHENG not in json.dumps(gone, ensure_ascii=False)
    assert "410" in ask("聊城成年居民个人缴费标准是多少", at=built)["text"]
    assert sorted(p.read_bytes() for p in SHIPPED_NOTICES.rglob("*") if p.is_file()) == shipped


def test_a_removed_shipped_notice_can_be_added_again(corpus, ask):
    question = "福建财政补助标准是多少"
    before = ask(question)
    source = next((SHIPPED_NOTICES / "闽医保2024-70").glob("0*.txt"))
    corpus("remove", "闽医保〔2024〕70号")
    assert not [c for c in ask(question)["citations"] if c["notice"].startswith("闽")]
    assert corpus("add", source).code == 0
    answer = ask(question)
    assert {**answer, "corpus": ""} == {**before, "corpus": ""}


@pytest.fixture
def emptied(corpus):
    """All notices removed; the exit codes."""
    ids = [row["id"] for row in json.loads(corpus("list", "--json").out)]
    codes = [corpus("remove", ident).code for ident in ids]
    assert corpus("list").out == ""
    return codes


def test_a_value_asked_of_no_notices(emptied, ask):
    answer = ask("聊城成人交多少")
    assert answer["status"] == "unanswerable"
    assert "410" not in answer["text"]


def test_removing_the_last_notice_goes_well(emptied):
    assert emptied == [0, 0, 0]


def test_an_open_question_asked_of_no_notices(emptied, ask):
    assert ask("聊城持居住证参保有补助吗")["status"] == "unanswerable"


@pytest.mark.parametrize("command", [["add", NOTICE], ["remove", LIAOCHENG]])
def test_a_change_whose_index_cannot_be_built_changes_nothing(corpus, monkeypatch, command):
    before = corpus("list").out
    monkeypatch.setenv("WENCE_EMBEDDER", "word2vec")
    assert corpus(*command).code == 2
    assert corpus("list").out == before


@pytest.mark.parametrize("command", [["add", NOTICE], ["remove", LIAOCHENG]])
def test_a_change_whose_writing_fails_changes_nothing(corpus, data, monkeypatch, command):
    def full(draft, *_):
        draft._change.put("removed.txt").write_text("半", "utf-8")
        raise OSError(errno.ENOSPC, "full", "removed.txt")

    before = corpus("list").out
    monkeypatch.setattr("corpus.draft.Draft.stage", full)
    done = corpus(*command)
    assert (done.code, done.out) == (2, "")
    assert "磁盘空间不够" in done.err
    assert corpus("list").out == before
    assert not [p.name for p in data.iterdir() if p.name.startswith(".")]


def test_the_index_is_current_after_a_change(corpus, data):
    from corpus.index import generation

    for command in (["add", NOTICE], ["remove", LIAOCHENG], ["remove", NUMBER]):
        assert corpus(*command).code == 0
        folder = generation.current(data).folder
        assert corpus("build").code == 0
        assert generation.current(data).folder == folder


def test_one_refused_file_refuses_all(corpus, data, corrected, tmp_path):
    corpus("add", NOTICE)
    other = tmp_path / "另一份.txt"
    words = NOTICE.read_text("utf-8").replace("〔2024〕88号", "〔2024〕89号")
    other.write_text(words, "utf-8")
    before = corpus("list").out
    assert corpus("add", other, corrected).code == 2
    assert corpus("list").out == before


def test_two_contents_of_one_number_in_one_command(corpus, corrected):
    before = corpus("list").out
    assert corpus("add", NOTICE, corrected).code == 2
    assert corpus("list").out == before


def test_two_data_folders_never_touch(corpus, ask, tmp_path, built):
    other = tmp_path / "other"
    corpus("list", at=other)
    corpus("add", NOTICE)
    assert NUMBER not in corpus("list", at=other).out
    assert NUMBER not in corpus("list", at=built).out
    assert "437" not in json.dumps(ask(QUESTIONS[0], at=built))
    assert not (other / "notices").exists()


def test_given_facts_win(corpus):
    facts = ("--region", "淮北市", "--doc-number", "淮医保发〔2024〕9号", "--issued", "2024-09-07")
    assert corpus("add", NOTICE, *facts).code == 0
    rows = json.loads(corpus("list", "--json").out)
    row = next(r for r in rows if r["doc_number"] == "淮医保发〔2024〕9号")
    assert (row["jurisdiction"], row["issued_on"]) == ("340600", "2024-09-07")


def test_fields_of_an_answer(ask):
    answer = ask("聊城两个大人一个孩子一共交多少")
    assert set(answer) == set(FIELDS["answer"])
    for name, part in (("values", "value"), ("citations", "citation"), ("steps", "step")):
        assert answer[name], name
        assert all(set(row) == set(FIELDS[part]) for row in answer[name])
    assert answer["as_of"] == "2024-10-01"
    numbers = range(len(answer["citations"]))
    assert all(n in numbers for step in answer["steps"] for n in step["citations"])


def test_fields_of_lists(corpus):
    values = json.loads(corpus("values", "--json").out)
    assert values
    fields = set(PolicyValue.model_fields) | {"quote", "start", "end"}
    assert all(set(row) == fields for row in values)
    notices = json.loads(corpus("list", "--json").out)
    assert {row.pop("standing") for row in notices} == {"现行"}
    assert [Notice.model_validate(row).doc_number for row in notices]
    for row in values:
        text = (SHIPPED_NOTICES / row["notice"] / "text.txt").read_text("utf-8")
        assert text[row["start"] : row["end"]] == row["quote"]


@pytest.mark.parametrize("name", [LIAOCHENG, "聊医保发2024-27"])
def test_values_of_one_notice(corpus, name):
    rows = json.loads(corpus("values", name, "--json").out)
    assert {row["notice"] for row in rows} == {"聊医保发2024-27"}
    assert "410元" in corpus("values", name).out


def test_verify(corpus):
    corpus("add", NOTICE)
    done = corpus("verify")
    assert done.code == 0
    assert "4 份文件" in done.out


def test_verify_finds_a_forged_value(corpus, data, one_sentence):
    corpus("add", NOTICE)
    path = next((data / "notices").glob("*/values.yaml"))
    path.write_text(path.read_text("utf-8").replace("value: '437'", "value: '347'"), "utf-8")
    done = corpus("verify")
    assert done.code == 2
    assert "不一致" in done.err


def test_misread_characters_are_typed_and_brought_back(corpus):
    page = HERE.parent / "fixtures" / "notices" / "formats" / "printed.pdf"
    corpus("add", page)
    number = "黄医保发〔2025〕131号"
    found = json.loads(corpus("values", number, "--json").out)
    figure = next(v["value"] for v in found if v["kind"] == "money")
    was = next(v["citations"]["value"]["quote"] for v in found if v["value"] == figure)
    assert "处" in corpus("retype", number, "医", "衣").err
    done = corpus("retype", number, was, "1" + was, "--which", "1", "--by", "小李")
    assert done.code == 0, done.err
    assert re.search(f"1{was}.*（已确认）", done.out)
    log = json.loads(corpus("history", "--json").out)[-1]
    assert (log["what"], log["by"]) == ("retype", "小李")
    assert corpus("verify").code == 0
    assert "本来" not in corpus("add", page).out
    assert f"1{was}" in corpus("values", number).out
    assert corpus("restore", number, "--version", log["before"]).code == 0
    assert f"1{was}" not in corpus("values", number).out
    corpus("remove", number)
