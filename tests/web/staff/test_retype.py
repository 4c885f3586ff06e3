"""Typing what stands on the page, over HTTP: in the inbox, in the corpus, and back."""

import html
import re
from pathlib import Path
from urllib.parse import unquote

from tests.web.staff.conftest import actions

FORMATS = Path(__file__).parents[2] / "fixtures" / "notices" / "formats"


def test_what_was_misread_is_typed_by_the_page(editor, bring, notices_data, alert):
    """A figure is typed anew in the inbox and again in the corpus, and taken back from history."""
    path = bring((FORMATS / "printed.pdf").read_bytes(), "printed.pdf") + "/1"
    page = editor.get(path).text
    figure = re.search(r"<strong>(?:每人每年)?(\d+元)</strong>", page)[1]
    line = next(n for n in range(99) if figure in typed_line(editor, path, n))
    was = typed_line(editor, path, line)
    fields = {"line": line, "was": was, "words": was.replace(figure, "1" + figure, 1)}
    seen = editor.post(f"{path}/retype", do="look", **fields).text
    assert "（没有字）</del> → <ins>1</ins>" in seen
    assert f"{figure} → " in re.sub(r"\s\[.*?\]|\s\d+年度", "", seen)
    assert editor.post(f"{path}/retype", do="save", **fields).status_code == 303
    assert "刚刚变了" in alert(editor.post(f"{path}/retype", do="save", **fields))
    page = editor.get(path).text
    assert re.search(rf"card confirmed.*?<strong>[^<]*1{figure}", page, re.S)
    assert "按原件改过" in page

    published = editor.post(path.rpartition("/")[0], do="publish").headers["location"]
    at = unquote(published.removeprefix("/staff").partition("?")[0])
    assert "按原件改过" in editor.get(at).text
    now = typed_line(editor, at, line)
    back = {"line": line, "was": now, "words": was}
    assert editor.post(f"{at}/retype", do="save", **back).status_code == 303
    page = editor.get(at).text
    assert "按原件改过" not in page
    assert "小李：按原件改字，第1页 " in page
    version = re.findall(r'name="version" value="(\w+)"', page)[0]
    assert editor.post(at, do="restore", version=version).status_code == 303
    assert typed_line(editor, at, line) == now
    assert "retyped" in actions(notices_data, at.removeprefix("/").replace("notices", "notice"))

    again = bring((FORMATS / "printed.pdf").read_bytes(), "printed.pdf")
    assert "库里已有" in editor.get(f"{again}/1").text
    editor.post(again, do="publish")
    assert typed_line(editor, at, line) == now
    editor.post(at, do="remove", seen="1")


def typed_line(person, path, number):
    """A line as the form shows it; nothing where there is no such line."""
    found = re.search(
        r'name="was" value="([^"]*)"', person.get(f"{path}/retype?line={number}").text
    )
    return html.unescape(found[1]) if found else ""


def test_only_pages_can_be_typed_anew(editor, published, alert):
    assert editor.get(f"{published}/retype?line=0").status_code == 404
    assert "改认错的字" not in editor.get(published).text
    for line in ("x", "999999", "-1"):
        got = editor.post(f"{published}/retype", line=line, was="", words="甲", do="save")
        assert got.status_code in (404, 422)
