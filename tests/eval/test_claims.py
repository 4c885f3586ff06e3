"""Claims sets: faulty rows are named, the shipped sets are sound, reports are aligned."""

import json
from collections import Counter
from pathlib import Path

import pytest
import yaml

from assistant.model import Verdict
from eval.__main__ import main
from eval.checking import aligned
from eval.claims import PastedText, load_claims
from eval.errors import BadSet
from eval.suite import SETS, chosen_sets, claims_sets

TABLE = yaml.safe_load(Path(__file__).with_name("claims.yaml").read_text(encoding="utf-8"))
GOOD = TABLE["row"]
QUESTION = {**GOOD, "turns": ["大人交多少"], "expect": {"status": ["clarify"]}}
for field in ("text", "claims", "not_claims"):
    del QUESTION[field]
SHIPPED = (
    "claims_dev",
    "claims_dev2",
    "claims_dev3",
    "claims_dev4",
    "claims_dev5",
    "claims_dev6",
    "claims_dev7",
    "claims_dev8",
    "claims_dev9",
    "claims_dev10",
    "claims_dev11",
    "claims_dev12",
    "claims_dev13",
    "claims_dev14",
    "claims_dev15",
    "claims_dev16",
    "claims_dev17",
    "claims_test",
    "claims_test2",
    "claims_test3",
    "claims_test4",
)


def written(path, *rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize("case", TABLE["faulty"], ids=lambda case: "-".join(case["words"]))
def test_a_faulty_row_is_named(tmp_path, case):
    first, *others = GOOD["claims"]
    changed = {**GOOD, "id": "k-2", "claims": [{**first, **case.get("claim", {})}, *others]}
    path = written(tmp_path / "set.jsonl", GOOD, {**changed, **case.get("row", {})})
    with pytest.raises(BadSet) as error:
        load_claims(path)
    assert all(word in str(error.value) for word in ["第2行", *case["words"]]), error.value


def test_spans_are_the_characters_of_the_claims(tmp_path):
    twice = [{"text": "交380元", "verdict": "not_found"}] * 2
    row = {**GOOD, "text": "小学生交380元，大学生也交380元", "claims": twice, "not_claims": []}
    (one,) = load_claims(written(tmp_path / "set.jsonl", row)).rows
    assert one.spans == ((3, 8), (13, 18))


def test_the_hash_is_of_what_is_said_not_of_how_it_is_written(tmp_path):
    path = written(tmp_path / "set.jsonl", GOOD)
    first = load_claims(path).sha256
    turned = dict(reversed(GOOD.items()))
    assert load_claims(written(path, turned)).sha256 == first
    assert load_claims(written(path, {**GOOD, "region": None})).sha256 != first


@pytest.mark.parametrize("case", TABLE["files"], ids=lambda case: case["name"])
def test_check_tells_the_kinds_apart(tmp_path, capsys, case):
    path = tmp_path / case["name"]
    made = {"claims": GOOD, "turns": QUESTION}
    text = case.get("text") or json.dumps(made[case["fields"][0]])
    path.write_text(text + "\n", encoding="utf-8")
    assert main(["check", str(path)]) == case["code"]
    printed = "".join(capsys.readouterr())
    assert printed.count("\n") == 1
    assert all(word in printed for word in case["words"]), printed


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_set_is_large_and_mixed(name):
    shipped = load_claims(SETS / f"{name}.jsonl")
    counts = Counter(claim.verdict for claim in shipped.claims)
    assert len(shipped.claims) >= 60
    assert len(counts) == 4
    assert max(counts.values()) <= len(shipped.claims) * 2 / 3
    assert any(not row.claims for row in shipped.rows), "有的文本没有声明"
    forms = {"sentence", "article", "chatbot", "list"}
    assert all(len(forms.intersection(row.tags)) == 1 for row in shipped.rows)
    assert all(any(t.startswith("notices:") for t in row.tags) for row in shipped.rows)


def test_the_shipped_sets_together():
    rows = [row for name in SHIPPED for row in load_claims(SETS / f"{name}.jsonl").rows]
    long = [row for row in rows if "article" in row.tags and 200 <= len(row.text) <= 600]
    assert sum(len(row.claims) for row in rows) >= 240
    assert len(long) >= 8
    assert sum("chatbot" in row.tags and bool(row.claims) for row in rows) >= 4
    assert len({row.text for row in rows}) == len(rows), "两半没有相同的文本"


def test_a_set_of_questions_is_wanted(tmp_path, capsys):
    claims = str(SETS / "claims_dev.jsonl")
    assert main(["retrieval", claims, "--data", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert "声明集" in said
    assert said.count("\n") == 1


def test_claims_sets_run_beside_the_questions():
    assert chosen_sets(["seeds_dev", "claims_dev"], False, {}) == ["seeds_dev"]
    assert claims_sets(["seeds_dev", "claims_dev"], False) == ["claims_dev"]
    assert set(claims_sets(None, False)) == set(SHIPPED)


ROW = PastedText(
    id="k",
    text="成年居民410元，学生370元，另有补贴。大家好",
    region="聊城市",
    as_of="2024-10-15",
    claims=(
        {"text": "成年居民410元，学生370元", "verdict": "contradicted", "difference": "value",
         "correction": ["380"], "citations": [["聊医保发〔2024〕27号#一"]]},
        {"text": "另有补贴", "verdict": "not_found"},
    ),
    not_claims=("大家好",),
)  # fmt: skip


def told(text, verdict):
    start = ROW.text.index(text)
    return Verdict(text=text, verdict=verdict, start=start, end=start + len(text))


def test_several_reports_inside_one_claim_have_the_gravest_verdict():
    found = [told("成年居民410元", "supported"), told("学生370元", "contradicted")]
    own, extra = aligned(ROW, found)
    assert (own, extra) == ({0: found, 1: []}, [])


def test_one_report_counts_for_one_claim_only():
    own, extra = aligned(ROW, [told(ROW.text[:-4], "supported"), told("大家好", "supported")])
    assert [len(own[0]), len(own[1]), len(extra)] == [1, 0, 1]


def test_a_measure_without_a_fault_is_whole(data_folder, tmp_path, capsys):
    right = {
        "id": "k", "text": "聊城市2025年度成年居民个人缴费标准为400元。", "region": None,
        "as_of": "2024-10-15", "tags": [], "not_claims": [],
        "claims": [{"text": "聊城市2025年度成年居民个人缴费标准为400元", "verdict": "contradicted",
                    "difference": "value", "correction": ["410"],
                    "citations": [["聊医保发〔2024〕27号#一（一）"]]}],
    }  # fmt: skip
    path = written(tmp_path / "claims.jsonl", right)
    data = str(data_folder("claims"))
    assert main(["run", str(path), "--data", data, "--out", str(tmp_path / "out")]) == 0
    shown = capsys.readouterr().out
    assert "说错的说成相符：0 条" in shown
    page = (tmp_path / "out" / "claims.html").read_text("utf-8")
    assert "混淆表" in page
    summary = json.loads((tmp_path / "out" / "claims-summary.json").read_text("utf-8"))
    assert summary["confusion"]["contradicted"]["contradicted"] == 1
    assert summary["measures"]["claims_correction"]["value"] == 1
