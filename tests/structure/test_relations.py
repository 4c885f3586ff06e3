"""What notices say about other documents: table of real ways of writing it, in invented notices."""

from pathlib import Path

import pytest
import yaml

from corpus.model import Clause, RelationKind
from corpus.standing import endings
from corpus.structure import read_notices
from corpus.structure.relations import relations_of
from tests.structure.made import notice

HERE = Path(__file__).parent
CASES = yaml.safe_load((HERE / "relations.yaml").read_text("utf-8"))
LIFE = HERE.parent / "fixtures" / "notices" / "life"
ENDS = {RelationKind.REPEALS, RelationKind.REPLACES}


def ends(relation):
    """Whether a relation takes a document or named provisions out of use."""
    return relation.kind in ENDS or bool(relation.articles)


@pytest.mark.parametrize("case", CASES, ids=[c["text"][:30] for c in CASES])
def test_way_of_writing(case):
    found = relations_of(case.get("title", "关于某事的通知"), case["text"], ())
    got = [
        [r.kind.value, r.doc_number or r.title, list(r.articles), list(r.struck), r.since]
        for r in found
        if ends(r)
    ]
    wanted = [[*row, *([], [], None)[len(row) - 2 :]] for row in case["ends"]]
    assert got == wanted
    other = [[r.kind.value, r.doc_number or r.title] for r in found if not ends(r)]
    for row in case.get("other", []):
        assert row in other
    assert all(r.quote in case["text"] for r in found)


def test_an_attached_list_of_repealed_documents():
    listed = "1｜关于甲的通知｜甲医保发〔2015〕1号\n2｜关于乙的通知｜甲医保发〔2016〕2号"
    text = f"决定废止部分文件，目录附后。\n{listed}"
    at = text.index(listed)
    row = {"notice": "甲", "path": "附件", "headings": ("附件 决定废止的文件目录",)}
    clause = Clause(id="甲#附件", start=at, end=len(text), text=listed, **row)
    found = relations_of("关于废止部分文件的通知", text, (clause,))
    assert [r.doc_number for r in found if ends(r)] == [
        "甲医保发〔2015〕1号",
        "甲医保发〔2016〕2号",
    ]


TITLES = [
    ("关于做好居民医保工作的通知", True),
    ("甲市医疗保障局关于做好居民医保工作的通知", True),
    ("关于做好居民医保工作的补充通知", False),
    ("通知", False),
]


@pytest.mark.parametrize(("said", "meant"), TITLES)
def test_a_repeal_by_title_alone(said, meant):
    old = notice("甲2020-1", "关于做好居民医保工作的通知", issued="2020-01-01")
    new = notice("甲2024-1", "新通知", issued="2024-01-01", repeals=said)
    assert bool(endings((old, new))) is meant


def test_a_title_that_two_notices_have_repeals_neither():
    old = [notice(f"甲2020-{n}", "关于做好居民医保工作的通知", issued="2020-01-01") for n in (1, 2)]
    new = notice("甲2024-1", "新通知", issued="2024-01-01", repeals="关于做好居民医保工作的通知")
    assert endings((*old, new)) == ()


def test_a_rule_is_repealed_by_the_name_it_was_issued_under():
    old = notice("甲2020-1", "关于印发《甲市居民医保实施办法》的通知", issued="2020-01-01")
    new = notice("甲2024-1", "新通知", issued="2024-01-01", repeals="甲市居民医保实施办法")
    assert [e.of for e in endings((old, new))] == ["甲2020-1"]


def test_what_an_amending_notice_ends():
    (found,) = read_notices(LIFE / "amendment.txt")
    told = [(r.doc_number, r.articles) for r in found.notice.relations if ends(r)]
    assert told == [("铜医保发〔2020〕31号", ("第二条",)), ("铜医保发〔2020〕31号", ("第四条",))]
