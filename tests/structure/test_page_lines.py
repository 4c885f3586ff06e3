"""What a web page prints under a title is no part of the notice nor of its issuer's name."""

from pathlib import Path

import pytest
import yaml

from corpus.structure import read_notices

CASES = yaml.safe_load(Path(__file__).with_name("page_lines.yaml").read_text("utf-8"))
TITLE = "丹东市2027年居民医保参保缴费政策解读"
BODY = "一、缴费标准。成年人每人每年交纳455元。\n二、时间。2026年10月8日开始集中征缴。"


@pytest.mark.parametrize("case", CASES, ids=[c["line"][:20] for c in CASES])
def test_line_under_the_title(case, tmp_path):
    page = tmp_path / "page.txt"
    page.write_text(f"{TITLE}\n{case['line']}\n{BODY}\n", encoding="utf-8")
    (document,) = read_notices(page)
    assert list(document.notice.issuers) == case["issuers"]
    assert document.notice.issued_on == case["day"]
    assert document.clauses[0].text.startswith("一、缴费标准。")
