"""Canonical characters and rejoined lines."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from corpus.readers.base import Block, BlockKind
from corpus.structure.chars import normalise
from corpus.structure.lines import mark_of
from corpus.structure.outline import Passage, Section, clauses_of
from corpus.structure.reflow import reflow

LINES = yaml.safe_load("""
- [福 建 省 财 政 厅, 福建省财政厅]
- [国家医保局              财 政 部, 国家医保局 财政部]
- [聊城市医疗保障局    聊城市财政局   国家税务总局, 聊城市医疗保障局 聊城市财政局 国家税务总局]
- [国家税务总局 山东省税务局 关于, 国家税务总局山东省税务局关于]
- ["2024 年 8月 30 日", 2024年8月30日]
- ["闽医保[2024]70 号", 闽医保〔2024〕70号]
- [穗民规字（2025）2号, 穗民规字〔2025〕2号]
- [(五)做好救助, （五）做好救助]
- ["负担60%,省级和市县", "负担60%，省级和市县"]
- ["１，０００元", "1,000元"]
- ["每人1,000元", "每人1,000元"]
- [达到 99%  以上, 达到99%以上]
- [第一条　为健全制度, 第一条 为健全制度]
- [空腹血糖≥7.0 mmol/L, 空腹血糖≥7.0 mmol/L]
- [支付比例８０％, 支付比例80%]
""")

MARKS = yaml.safe_load("""
一、做好: 一
（三）加强: （三）
1.在校学生: "1"
1.2027年度: "1"
（2）重度: （2）
①门诊: ①
第十二条 符合: 第十二条
第二章 筹资: 第二章
1.2万元: null
2025年1月起: null
"18周岁以下": null
一、二级智力残疾: null
（一）至（三）项: null
第三条的规定: null
第三方机构: null
""")

NOTICE_LIKE = st.text(
    alphabet="一二三、（）()1234.。，；：: ,万元年月第条章省市财政厅局 　％%［］[]〔〕号Ａa～\t",
    max_size=60,
)


@pytest.mark.parametrize(("raw", "wanted"), LINES)
def test_canonical_line(raw, wanted):
    assert normalise(raw) == wanted


@pytest.mark.parametrize(("text", "path"), MARKS.items())
def test_numbering(text, path):
    mark = mark_of(text)
    assert (mark.path if mark else None) == path


@given(NOTICE_LIKE)
def test_canonical_line_is_stable(text):
    assert normalise(normalise(text)) == normalise(text)


@given(st.lists(NOTICE_LIKE, max_size=12))
def test_clauses_are_verbatim(texts):
    paragraphs = reflow([Block(kind=BlockKind.LINE, text=t) for t in texts])
    passages, start = [], 0
    for p in paragraphs:
        passages.append(Passage(text=p.text, start=start))
        start += len(p.text) + 1
    whole = "\n".join(p.text for p in paragraphs)
    clauses = clauses_of("n", [Section(passages=tuple(passages))])
    assert all(whole[c.start : c.end] == c.text for c in clauses)
    assert "".join(c.text for c in clauses) == whole.replace("\n", "")
    assert len({c.id for c in clauses}) == len(clauses)
