"""Figures that OCR is not sure of are kept, marked, and not used until a person confirms them."""

import datetime as dt
from pathlib import Path

import pytest

from corpus.change import extract_again
from corpus.extract import extract_values
from corpus.library import load_library
from corpus.model import Box, Placed, ValueStatus
from corpus.settings import Settings
from corpus.store import load_places, write_notice
from corpus.unsure import flagged, with_unsure
from corpus.verify import verify_places
from tests.extract.notices import build

SCAN = Path(__file__).parents[1] / "fixtures" / "notices" / "formats" / "scan.jpg"
SURE, UNSURE = 0.99, 0.5
TEXTS = ["一、财政补助标准为每人每年670元。", "二、个人缴费标准为每人每年400元。"]


@pytest.fixture
def scanned():
    """A notice of two lines, the second of them hard to read."""
    notice = build(TEXTS)
    box = Box(left=0.1, top=0.1, right=0.9, bottom=0.2)
    ends = [c.end for c in notice.clauses]
    places = (
        Placed(start=0, end=ends[0], page=1, box=box, confidence=SURE),
        Placed(start=ends[0], end=ends[1], page=2, box=box, confidence=UNSURE),
    )
    return with_unsure(notice.model_copy(update={"places": places}), least=0.9)


def _stored(scanned, data, **statuses):
    values = [
        v.model_copy(update={"status": statuses.get(v.key or "", v.status)})
        for v in flagged(extract_values(scanned), scanned.notice)
    ]
    (data / "notices").mkdir(exist_ok=True)
    write_notice(data / "notices", scanned, values, b"")
    return load_library(Settings(data=data, shipped=data / "none"))


def test_an_uncertain_value_is_not_used(scanned, tmp_path):
    library = _stored(scanned, tmp_path)
    assert [v.key for v in library.values()] == ["fiscal_subsidy"]
    everything = library.entries["n"].values
    assert [(v.key, v.uncertain) for v in everything] == [
        ("fiscal_subsidy", False),
        ("individual_fee", True),
    ]
    assert library.lookup("individual_fee", "371500", date=dt.date(2024, 10, 1)) == []
    assert library.waits("n")


def test_nor_are_its_words_quoted(scanned, tmp_path):
    library = _stored(scanned, tmp_path)
    first, second = library.entries["n"].document.clauses
    assert not library.is_unsure(first)
    assert library.is_unsure(second)


def test_a_confirmed_one_is(scanned, tmp_path):
    library = _stored(scanned, tmp_path, individual_fee=ValueStatus.CONFIRMED)
    assert [v.key for v in library.values()] == ["fiscal_subsidy", "individual_fee"]
    assert not library.waits("n")


def test_what_is_extracted_anew_stays_uncertain_and_keeps_its_pages(scanned, tmp_path):
    library = _stored(scanned, tmp_path)
    extract_again(Settings(data=tmp_path, shipped=tmp_path / "none"))
    again = load_library(Settings(data=tmp_path, shipped=tmp_path / "none"))
    assert [v.uncertain for v in again.entries["n"].values] == [False, True]
    assert load_places(again.entries["n"].folder) == scanned.places
    assert library.version == again.version


def test_a_page_map_that_does_not_fit_is_told(scanned):
    assert verify_places(scanned, scanned.places) == []
    assert verify_places(scanned, scanned.places[:1]) == ["n#二：没有记下在哪一页。"]
    outside = scanned.places[1].model_copy(update={"end": 999})
    assert len(verify_places(scanned, (scanned.places[0], outside))) == 1


def test_a_scan_from_the_file_to_the_answer(scans_once, corpus, assistant):
    """The scan's line on outpatients is hard to read; the one on the fee is not."""
    added = corpus("add", SCAN)
    assert "其中 2 个识别得不清楚" in added.out
    assert corpus("verify").code == 0
    place = ("--region", "渭南市", "--as-of", "2025-10-01")
    assert "每人每年400元" in assistant("ask", "个人交多少钱", *place).out
    asked = assistant("ask", "门诊能报多少", *place).out
    assert "是扫描件" in asked
    assert "55%" not in asked
    for said in ("渭南市居民医保个人缴费标准400元。", "渭南市居民医保门诊报销比例55%。"):
        supported = "相符】" in assistant("check", said, *place).out
        assert supported == ("400" in said)


CLEAR = """渭南市医疗保障局关于虚构事项的通知
渭市医保〔2024〕901号
现就2025年度城乡居民基本医疗保险参保缴费有关事项通知如下，请遵照执行：
一、个人缴费标准为每人每年420元。
渭南市医疗保障局
2024年9月1日
"""


def test_an_answer_says_that_another_notice_on_the_same_thing_waits(
    data, tmp_path, corpus, assistant
):
    place = ("--region", "渭南市", "--as-of", "2024-10-01")
    path = tmp_path / "clear.txt"
    path.write_text(CLEAR, "utf-8")
    assert corpus("add", path).code == 0
    assert "是扫描件" not in assistant("ask", "个人交多少钱", *place).out
    line = Placed(start=0, end=30, page=1, confidence=UNSURE)
    own = build(["一、个人缴费标准为每人每年437元。"], place="610500")
    scan = with_unsure(own.model_copy(update={"places": (line,)}), least=0.9)
    write_notice(data / "notices", scan, flagged(extract_values(scan), scan.notice), b"")
    said = assistant("ask", "个人交多少钱", *place).out
    assert "420元" in said
    assert "437" not in said
    assert "《试验通知》是扫描件" in said
