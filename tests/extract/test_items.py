"""Classes of diseases: read from the notice's words, whole and at their characters."""

from pathlib import Path

import pytest
import yaml

from corpus.extract.items import cores_in, item_classes
from corpus.structure import read_notices

CASES = yaml.safe_load((Path(__file__).parent / "items.yaml").read_text(encoding="utf-8"))
NOTICE = """贵港市医疗保障局关于门诊慢特病的通知
贵医保发〔2026〕4号
各定点医疗机构：
一、为加强管理，制定本通知。
二、{text}
贵港市医疗保障局
2026年2月9日
"""


@pytest.mark.parametrize("case", CASES, ids=[c["text"][:16] for c in CASES])
def test_members_of_a_class(case, tmp_path):
    path = tmp_path / "n.txt"
    path.write_text(NOTICE.format(text=case["text"]), encoding="utf-8")
    (document,) = read_notices(path)
    classes = item_classes(document)
    assert {c.core: [m.text for m in c.members] for c in classes} == case["classes"]
    cited = [c for k in classes for m in k.members for c in m.cited]
    assert all(document.text[c.start : c.end] == c.quote for c in cited)


def test_one_class_in_all_its_spellings():
    assert cores_in("Ⅱ类病种、II类病种、二类门诊慢性病和第二类疾病") == {"二类"}
