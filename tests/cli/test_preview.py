"""``add --dry-run``: what would happen is told, and nothing is written."""

import json
from pathlib import Path

import pytest

from tests.conftest import digest

HERE = Path(__file__).parent
NOTICE = HERE / "notices" / "tongling.txt"
NUMBER = "铜医保发〔2024〕88号"
SCAN = HERE.parent / "fixtures" / "notices" / "formats" / "scan.jpg"


@pytest.fixture
def edited(tmp_path):
    """The notice with some words in the place of others."""

    def make(*pairs, name="另一份.txt"):
        text = NOTICE.read_text("utf-8")
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return make


@pytest.fixture
def preview(corpus):
    """The rows of a dry run."""

    def run(*options, code=0):
        done = corpus("add", *options, "--dry-run", "--json")
        assert done.code == code, done.err
        return json.loads(done.out)

    return run


def test_a_new_notice_is_told_and_nothing_written(corpus, unchanged):
    done = corpus("add", NOTICE, "--dry-run")
    assert done.code == 0
    for words in ("将加入", NUMBER, "安徽省铜陵市", "2024-09-02", "数值 3", "437元", "没有写入"):
        assert words in done.out, words


def test_without_a_data_folder_none_is_made(corpus, tmp_path):
    assert corpus("add", NOTICE, "--dry-run", at=tmp_path / "none").code == 0
    assert not (tmp_path / "none").exists()


def test_as_scripts_read_it(preview, unchanged):
    (row,) = preview(NOTICE)
    assert (row["outcome"], row["why"], row["uncertain"]) == ("new", None, [])
    assert row["notice"]["doc_number"] == NUMBER
    assert [v["quote"] for v in row["values"]][:2] == ["437元", "363元"]


def test_the_same_file_again(corpus, preview, data):
    corpus("add", NOTICE)
    before = digest(data)
    assert [row["outcome"] for row in preview(NOTICE)] == ["same"]
    assert digest(data) == before


def test_other_content_is_refused_with_what_differs(corpus, preview, edited, one_sentence):
    corpus("add", NOTICE)
    other = edited(("437元", "439元"))
    (row,) = preview(other, code=2)
    assert row["outcome"] == "refused"
    changed = [(c["before"]["quote"], c["after"]["quote"]) for c in row["changed"]]
    assert (changed, row["gained"], row["lost"]) == ([("437元", "439元")], [], [])
    for options in (["add", other], ["add", other, "--dry-run"]):
        done = corpus(*options)
        assert done.code == 2
        one_sentence(done.err, NUMBER, "437元", "439元", "--replace")


def test_a_replacement_tells_what_changes(corpus, preview, edited, data):
    corpus("add", NOTICE)
    before = digest(data)
    (row,) = preview(edited(("437元", "439元"), ("363元", "361元")), "--replace")
    assert row["outcome"] == "replaces"
    assert [c["after"]["quote"] for c in row["changed"]] == ["439元", "361元"]
    assert digest(data) == before


CASES = {
    "a sentence in front moves every value and changes none": (
        [("一、", "本通知经市政府同意。一、")],
        ([], [], []),
    ),
    "a value that is gone": (
        [("，学生、儿童个人缴费标准为每人每年363元", "")],
        ([], ["363元"], []),
    ),
    "another group for the figure": (
        [("学生、儿童", "在校学生")],
        ([("363元", "363元")], [], []),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_differs(case, corpus, preview, edited):
    pairs, wanted = CASES[case]
    corpus("add", NOTICE)
    (row,) = preview(edited(*pairs), code=2)
    changed = [(c["before"]["quote"], c["after"]["quote"]) for c in row["changed"]]
    told = [[v["quote"] for v in row[name]] for name in ("lost", "gained")]
    assert (changed, *told) == wanted
    assert row["text_differs"]


def test_another_date_of_issue_differs_without_any_word(corpus, preview):
    corpus("add", NOTICE)
    (row,) = preview(NOTICE, "--issued", "2024-09-03", code=2)
    assert (row["facts"], row["text_differs"]) == (["成文日期"], False)


def test_two_contents_of_one_number_in_one_run(preview, edited):
    rows = preview(NOTICE, edited(("437元", "439元")), code=2)
    assert [row["outcome"] for row in rows] == ["new", "refused"]


def test_a_scan_tells_what_is_uncertain(scans_once, preview, unchanged):
    (row,) = preview(SCAN)
    assert row["uncertain"]
    assert set(row["uncertain"]) <= {v["id"] for v in row["values"]}


def test_an_unreadable_file_is_refused_as_by_add(corpus, tmp_path, unchanged, one_sentence):
    broken = tmp_path / "坏.pdf"
    broken.write_bytes(b"%PDF-1.7\n")
    done = corpus("add", broken, "--dry-run")
    assert done.code == 2
    one_sentence(done.err, "坏.pdf")


def test_json_is_of_the_dry_run_alone(corpus, unchanged, one_sentence):
    done = corpus("add", NOTICE, "--json")
    assert done.code == 2
    one_sentence(done.err, "--dry-run")
