"""Plain text is read beside everything else: whatever is in it, little work and a clear answer.

What these files would cost without the limits is minutes to hours.
"""

import pytest

from corpus.errors import CorpusError, NoNoticeFound, UnreadableFile
from corpus.model import Source
from corpus.readers import read_bytes
from corpus.structure import structure

SENTENCE = "甲乙丙丁戊己庚辛壬癸" * 4
BIG = {
    "一行五兆": ("甲乙丙丁戊" * 350_000, "文字太多"),
    "一字一行": ("甲\n" * 490_000, "490000 行"),
    "不断句的行": ((SENTENCE + "\n") * 5_000, "有一段过长"),
    "一字一行，行数不多": ("甲\n" * 20_000, "有一段过长"),
    "一行一段": ((SENTENCE + "。\n") * 4_000, "地区|没有找到"),
    "竖线": ("甲｜乙｜1元\n" * 120_000, "行"),
    "空行": ("\n" * 3_000_000, "没有找到"),
    "括号": ("（" * 900_000, "有一段过长"),
    "零": ("\0" * 4_000_000, "不是文本文件"),
    "页码": ((SENTENCE + "。\n7\n") * 4_000, "地区|没有找到"),
    "差一点的表": ("人群\n标准\n甲\n400元\n乙丙\n" * 2_000, "。"),
    "一行一条": ((f"（一）{SENTENCE}。\n") * 4_000, "地区|没有找到"),
    "一条以后都是段落": ("一、参保\n" + f"{SENTENCE}。\n" * 4_000, "地区|没有找到"),
}


def whole(text):
    raw = read_bytes(text.encode(), "大.txt")
    return structure(raw, Source(file="大.txt", sha256="0"))


@pytest.mark.parametrize(("text", "says"), BIG.values(), ids=list(BIG))
def test_big_text_is_read_or_refused_in_a_sentence(text, says):
    with pytest.raises(CorpusError, match=says) as refused:
        whole(text)
    assert str(refused.value).endswith("。")
    assert len(str(refused.value)) < 200


def test_more_than_any_file_is_not_even_opened(tmp_path):
    from corpus.readers import load_bytes

    path = tmp_path / "大.txt"
    with path.open("wb") as file:
        file.truncate(500_000_000)
    with pytest.raises(UnreadableFile, match="太大（500 MB）"):
        load_bytes(path)


TABLES = {
    "单位": "梅州市2026年度缴费标准表\n单位：元/人·年\n人员｜个人缴费\n居民｜400\n学生｜380\n",
    "两行": "梅州市门诊统筹支付比例表\n级别｜比例\n一级｜70%\n二级｜60%\n",
    "半角": "梅州市住院支付比例\n级别|起付线|比例\n一级|200元|85%\n二级|500元|75%\n",
}


@pytest.mark.parametrize("text", TABLES.values(), ids=list(TABLES))
def test_a_text_of_one_table_is_a_notice(text):
    (found,) = whole(text)
    assert found.notice.title == text.split("\n")[0]
    assert sum(c.kind.value == "table_row" for c in found.clauses) >= 2


def test_a_table_without_figures_is_none():
    with pytest.raises(NoNoticeFound):
        whole("梅州市门诊\n级别｜办法\n一级｜甲\n二级｜乙\n")
