"""The bench: its invented notices, its report on made-up figures. No time is ever asserted."""

import re
import shutil
from pathlib import Path

import numpy as np
import pytest
import yaml

from corpus import store
from corpus.__main__ import main as corpus_main
from corpus.jurisdictions import places
from corpus.library import load_library
from corpus.settings import Settings
from corpus.verify import verify_values
from eval.bench.corpora import CLAUSES, PER_NOTICE, link_corpus, notices_of, write_invented
from eval.bench.figures import AskFigures, Bench, BuildFigures, SizeFigures, summed
from eval.bench.load import load
from eval.bench.notices import invented
from eval.bench.questions import ELSEWHERE, KINDS, NOWHERE, questions, varied
from eval.bench.report import page, table
from eval.bench.report import words as report_words
from eval.bench.tasks import SETS, differing, together
from eval.bench.vectors import MadeVectors

FEW = 4


@pytest.fixture(scope="module")
def pool(tmp_path_factory):
    """The folders of a few invented notices."""
    root = tmp_path_factory.mktemp("pool")
    return [write_invented(root / str(n), one) for n, one in enumerate(invented(FEW))]


def test_the_same_seed_gives_the_same_notices_whatever_the_count():
    assert list(invented(FEW)) == list(invented(3 * FEW))[:FEW]
    assert list(invented(FEW, seed=1)) != list(invented(FEW))


def test_every_notice_has_a_place_and_year_of_its_own():
    made = list(invented(3200))
    assert len({(one.place, one.year) for one in made}) == len(made)
    assert {places().get(one.place).level for one in made} >= {"city", "county"}


def test_figures_are_whole_and_differ_from_place_to_place():
    made = list(invented(50))
    assert not [one for one in made if "{" in one.text or "|" in one.text]
    assert len({tuple(re.findall(r"\d+元", one.text)) for one in made}) == len(made)


def test_what_is_written_verifies_clean(pool, tmp_path, capsys):
    link_corpus(tmp_path, pool)
    assert corpus_main(["verify", "--data", str(tmp_path)]) == 0
    assert f"{FEW + 3} 份文件" in capsys.readouterr().out
    for folder in pool:
        document, values = store.load_notice(folder)
        assert verify_values(document, values) == []
        assert sum(c.kind != "heading" for c in document.clauses) == PER_NOTICE
        assert {"individual_fee", "collection_window"} <= {v.key for v in values}


def test_each_notice_is_of_its_place(pool, tmp_path):
    link_corpus(tmp_path, pool)
    library = load_library(Settings(data=tmp_path))
    assert {one.place for one in invented(FEW)} <= set(library.jurisdictions)


@pytest.mark.parametrize(("size", "count"), [(1, 3), (10, 39), (1000, 3999)])
def test_a_size_is_so_many_clauses(size, count):
    assert notices_of(size, shipped=25) == count
    assert abs(25 + count * PER_NOTICE - size * CLAUSES) < PER_NOTICE


def test_questions_of_every_kind_and_the_same_each_time():
    asked = questions(SETS)
    assert asked == questions(SETS)
    assert {one.kind for one in asked} == {*KINDS, ELSEWHERE, NOWHERE}
    assert all(one.region is None for one in asked if one.kind == NOWHERE)
    assert len({(*one.turns, one.region) for one in varied(asked)}) > len(asked)


class Fixed:
    """An embedder that gives one vector for everything."""

    name, dim = "fixed", 8

    def query_vector(self, text):
        return np.ones(8, dtype=np.float32)


def test_made_vectors_are_unit_and_belong_to_their_text():
    made = MadeVectors(Fixed(), np.eye(8, dtype=np.float32))
    rows = made.document_vectors(["甲", "乙", "甲"])
    assert made.name == "fixed"
    assert np.allclose(np.linalg.norm(rows, axis=1), 1)
    assert (rows[0] == rows[2]).all()
    assert not (rows[0] == rows[1]).all()


def test_threads_share_one_system():
    asked = questions(SETS)[:8]
    assert together(lambda one: one.turns[-1], asked, threads=2, seconds=0.05) > 0
    said = [one.turns[-1] for one in asked]
    assert differing(lambda one: one.turns[-1], asked, said) == 0
    assert differing(lambda one: "别的", asked, said) == len(asked)


def one_size(system, size, truly):
    build = BuildFigures(
        texts=size * 100,
        clauses=size * 116,
        seconds=2.0,
        whole_s=2.0 if truly else 1002.0,
        truly=truly,
        folder_mb=3.5,
        peak_mb=900,
    )
    ask = AskFigures(
        open_s=0.4,
        times={"all": summed([1, 2, 3]), "fee": summed([5])},
        per_second={1: 40.0, 2: 61.0, 4: 58.0},
        peak_mb=210,
        differing=7,
    )
    return SizeFigures(
        system=system,
        size=size,
        clauses=size * 116,
        notices=size * 4,
        build=build,
        cold_s=1.25,
        ask=ask,
    )


def made_up(sizes):
    return Bench(
        started="20300101-000000",
        machine="<b>2 核</b>",
        sizes=tuple(one_size(s, n, n <= 10) for n in sizes for s in ("wence", "naive", "embed")),
        parts={"embed_ms": 12.5},
    )


def test_the_printed_report_says_what_was_measured():
    said = table(made_up((1, 10)))
    for words in (
        "问策 1×　116　1.25　210",
        "缴费（1）",
        "问策 10×　40.0　61.0　58.0　7　0",
        "12.5 毫秒",
    ):
        assert words in said
    assert "外推" not in said


def test_made_vectors_are_owned_up_to():
    bench = made_up((1, 10, 1000))
    assert "大于 10×）文件库" in table(bench)
    assert "外推" in page(bench)
    assert "问策 1000×*" in page(bench)


def test_the_page_stands_alone_and_escapes():
    shown = page(made_up((1, 10, 1000)))
    assert "<b>2 核</b>" not in shown
    assert not re.search(r"<script|src=|href=|https?://", shown)
    assert shown.count("<svg") == 6
    assert all(name in shown for name in ("问策", "常见做法", "只做向量"))


def test_every_word_of_the_report_is_used():
    words = yaml.safe_load((Path(SETS).parent / "bench" / "words.yaml").read_text("utf-8"))
    assert set(words["kinds"]) == {"all", *KINDS, ELSEWHERE, NOWHERE}


def test_many_people_at_once_without_an_error(built, tmp_path):
    data = shutil.copytree(built, tmp_path / "data")
    found = load(data, SETS, seconds=2, people=8)
    assert found["load_errors"] == 0
    assert found["load_answers"] >= 8
    assert set(found) <= set(report_words()["parts"])


def test_the_bench_knows_what_every_rule_needs():
    from assistant.calculate.rule import rules
    from eval.bench.parts import RULE_INPUTS, WHERE

    given = {
        name: rule.inputs.model_validate({**WHERE, **RULE_INPUTS.get(name, {})})
        for name, rule in rules().items()
    }
    assert set(RULE_INPUTS) <= set(given)
    for name, told in RULE_INPUTS.items():
        assert told.keys() <= given[name].model_fields_set, name
