"""Claims sets: faulty rows are named, the shipped sets are sound, and no run trips over them."""

import json
from collections import Counter
from pathlib import Path

import pytest
import yaml

from eval.__main__ import main
from eval.claims import load_claims
from eval.errors import BadSet
from eval.suite import SETS, chosen_sets, skipped_line

TABLE = yaml.safe_load(Path(__file__).with_name("claims.yaml").read_text(encoding="utf-8"))
GOOD = TABLE["row"]
QUESTION = {**GOOD, "turns": ["大人交多少"], "expect": {"status": ["clarify"]}}
for field in ("text", "claims", "not_claims"):
    del QUESTION[field]
SHIPPED = ("claims_dev", "claims_test")


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
    assert len(shipped.claims) >= 120
    assert len(counts) == 4
    assert max(counts.values()) <= 0.6 * len(shipped.claims)
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


def test_running_a_claims_set_ends_in_one_sentence(tmp_path, capsys):
    claims = str(SETS / "claims_dev.jsonl")
    assert main(["run", claims, "--out", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert "声明集" in said
    assert said.count("\n") == 1


def test_the_suite_skips_claims_in_one_line(tmp_path, capsys):
    assert chosen_sets(["seeds_dev", "claims_dev"], False, {}) == ["seeds_dev"]
    assert not set(chosen_sets(None, False, {})) & set(SHIPPED)
    assert skipped_line(["seeds_dev"]) == ""
    assert main(["suite", "--only", "claims_dev", "--out", str(tmp_path)]) == 2
    printed = capsys.readouterr()
    assert printed.out == "跳过声明集 claims_dev：还没有能核对声明的系统。\n"
    assert printed.err.count("\n") == 1
