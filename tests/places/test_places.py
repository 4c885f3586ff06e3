"""Places: names, ambiguity, mentions in text."""

import pytest
import yaml

from corpus.errors import AmbiguousRegion, UnknownRegion
from corpus.jurisdictions import places
from corpus.model import Level

RESOLVE = yaml.safe_load("""
聊城: "371500"
聊城市: "371500"
莘县: "371522"
山东聊城: "371500"
山东省聊城市莘县: "371522"
聊城莘县: "371522"
厦门: "350200"
福州: "350100"
闽: "350000"
鲁: "370000"
内蒙: "150000"
广西: "450000"
恩施: "422800"
恩施州: "422800"
延边州: "222400"
长阳县: "420528"
湖北长阳县: "420528"
吉林: "220000"
吉林市: "220200"
海南: "460000"
北京朝阳: "110105"
福州鼓楼区: "350102"
仙桃: "429004"
石河子: "659001"
新疆兵团: "660000"
平潭综合实验区: "350128"
雄安新区: "133100"
全国: "100000"
"371500": "371500"
""")

MENTIONS = yaml.safe_load("""
我家在聊城市莘县，娃要交多少: [莘县]
莘县和冠县都一样吗: [莘县, 冠县]
俺是茌平的: [茌平区]
福州鼓楼区新生儿怎么交: [鼓楼区]
晋江医保: [晋江市]
海南省医保局: [海南省]
乌海市海南区: [海南区]
广州市越秀区、海珠区、白云区: [越秀区, 海珠区, 白云区]
每日照料费用: []
各自贡献: []
省和县级财政: []
城区和郊区: []
和平年代开发东西: []
在中山大学附属医院看病: []
北京大学学生: []
国家和全国: []
医保基金安全和资金安排: []
医保、公安、民政部门，比如新民: []
住院待遇水平和各方承受能力: []
各级自贡献起: []
我在昆山上班: [昆山市]
请问义乌要交多少: [义乌市]
延边州今年收多少: [延边朝鲜族自治州]
大连续保怎么办: [大连市]
想问下聊城多少钱: [聊城市]
山东日照多少: [日照市]
鼓楼区怎么交: []
厦门和福州哪个高: [厦门市, 福州市]
云龙、泉山、鼓楼的低保标准: [云龙区, 泉山区, 鼓楼区]
天津和平、互助共济: [和平区]
聊城、和平年代: [聊城市]
""")


@pytest.mark.parametrize(("name", "adcode"), RESOLVE.items())
def test_resolve(name, adcode):
    assert places().resolve(name).adcode == adcode


@pytest.mark.parametrize(("text", "names"), MENTIONS.items())
def test_mentions(text, names):
    found = places().find_all(text)
    assert [p.name for p, _, _ in found] == names
    assert all(0 <= start < end <= len(text) for _, start, end in found)


@pytest.mark.parametrize("name", ["鼓楼区", "朝阳区", "朝阳"])
def test_ambiguous(name):
    with pytest.raises(AmbiguousRegion, match="请写全"):
        places().resolve(name)


@pytest.mark.parametrize(("name", "offer"), [("聊成市", "聊城市"), ("福健", "福建省")])
def test_unknown_offers_the_nearest(name, offer):
    with pytest.raises(UnknownRegion, match=offer):
        places().resolve(name)


def test_within_decides():
    assert places().resolve("鼓楼区", within="350000").adcode == "350102"
    (mention,) = places().mentions("鼓楼区怎么交", within="350000")
    assert [c.adcode for c in mention.candidates] == ["350102"]
    (mention,) = places().mentions("鼓楼区怎么交")
    assert len(mention.candidates) == 4


def test_the_tree_is_whole():
    tree = places()
    assert len(tree.children("100000")) == 35
    assert tree.contains("100000", "371522")
    assert tree.contains("370000", "371500")
    assert not tree.contains("371500", "370000")
    assert [p.name for p in tree.ancestors("371522")][:3] == ["莘县", "聊城市", "山东省"]
    assert tree.level("429004") is Level.COUNTY
