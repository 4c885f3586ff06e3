"""Disagreement alarms: raised where a question would meet a contradiction, and nowhere else."""

import datetime as dt
from pathlib import Path

import pytest
import yaml

from corpus.alarms import alarms, vanished
from corpus.differences import differences
from corpus.extract import extract_values
from corpus.jurisdictions import places
from corpus.library import Entry, Library, load_library
from corpus.settings import Settings
from corpus.structure import read_notices

HERE = Path(__file__).parent
GOOD = sorted((HERE.parent / "fixtures" / "notices" / "good").iterdir())
HINTS = yaml.safe_load((HERE / "hints.yaml").read_text("utf-8"))["cases"]
CASES = yaml.safe_load((HERE / "alarms.yaml").read_text("utf-8"))["cases"]
TEMPLATE = """（虚构样本，仅供测试）
{of}医疗保障局文件
{number}
{title}
各有关单位：
为做好城乡居民基本医疗保险工作，现将有关事项通知如下，请认真贯彻执行。
一、有关标准
{body}
{of}医疗保障局
{day}
"""

USUAL = {"title": "关于居民医保工作的通知", "of": "铜陵市"}


def entries(path, region=None):
    """The notices of a file as entries of a library."""
    return {
        document.notice.id: Entry(document, extract_values(document, places()), path)
        for document in read_notices(path, region=region)
    }


def library(found):
    """A library in memory."""
    return Library(found, "test", places())


@pytest.fixture
def written(tmp_path):
    """The library of the notices of a case."""

    def make(notices):
        found = {}
        for at, row in enumerate(notices):
            path = tmp_path / f"{at}.txt"
            path.write_text(TEMPLATE.format(**USUAL | row), "utf-8")
            found |= entries(path)
        assert len(found) == len(notices)
        return library(found)

    return make


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["name"])
def test_raised(case, written):
    made = written(case["notices"])
    found = [a for a in alarms(made, case["day"]) if not a.information]
    assert [a.kind.value for a in found] == case["raises"], found
    for words in case.get("says", []):
        assert words in found[0].text
    for cited in (c for a in found for c in a.citations):
        assert made.text(cited.notice)[cited.start : cited.end] == cited.quote


def test_about_one_notice_only(written):
    made = written(CASES[0]["notices"])
    for ident in made.entries:
        found = alarms(made, CASES[0]["day"], {ident})
        assert len([a for a in found if not a.information]) == 1


@pytest.mark.parametrize("case", HINTS, ids=lambda c: c["name"])
def test_hinted(case, written):
    made = written(case["notices"])
    last = next(n.id for n in made.notices if n.doc_number == case["notices"][-1]["number"])
    found = [a for a in alarms(made, dt.date(2026, 1, 1), {last}) if a.information]
    assert [a.kind.value for a in found] == case["hints"]
    assert all(words in found[0].text for words in case.get("says", []))


def test_what_is_only_worth_knowing_of_a_new_notice_is_not_told_of_all(written):
    case = next(c for c in HINTS if c["hints"] == ["unnamed"])
    found = alarms(written(case["notices"]), dt.date(2026, 1, 1))
    assert not any(a.information for a in found)


@pytest.mark.parametrize("path", GOOD, ids=lambda p: p.name)
def test_none_for_a_good_notice_beside_the_shipped_ones(path, tmp_path):
    shipped = load_library(Settings(data=tmp_path)).entries
    own = entries(path, "聊城市")
    for day in (dt.date(2024, 10, 1), dt.date(2037, 1, 1)):
        found = alarms(library(shipped | own), day)
        assert [a for a in found if not a.information] == []


def test_none_for_the_shipped_notices(tmp_path):
    assert alarms(load_library(Settings(data=tmp_path)), dt.date(2024, 10, 1)) == ()


def test_a_repeal_of_what_is_not_here_is_information():
    (path,) = [p for p in GOOD if p.name == "articles_wrapped.txt"]
    (found,) = alarms(library(entries(path, "聊城市")), dt.date(2032, 1, 1))
    assert found.information
    assert "云湖医保发〔2026〕3号" in found.text


def test_a_standard_that_a_replacement_loses(written):
    (row,) = CASES[0]["notices"][:1]
    (before,) = written([row]).entries.values()
    (after,) = written([{**row, "body": "2025年度缴费工作按时完成。"}]).entries.values()
    (found,) = vanished(differences(before.values, after.values))
    assert "个人缴费标准" in found.text
