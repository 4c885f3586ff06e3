"""Notices at the desk, over HTTP: brought in, compared, corrected, published, replaced, removed."""

import html
import os
import re
import signal
from pathlib import Path

import pytest
from filelock import FileLock

from corpus.inbox import Step, job_of
from corpus.library import load_library
from corpus.settings import Settings
from tests.web.staff.conftest import IDENT, NUMBER, PLAIN, TEXT, Person, actions

FORMATS = Path(__file__).parents[2] / "fixtures" / "notices" / "formats"


def card(page, figure):
    """The hidden fields of the value whose card says this figure."""
    for block in re.findall(r'<li class="card.*?</li>', page, re.DOTALL):
        if f"<strong>{figure}</strong>" in block:
            fields = re.findall(r'name="(clause|value|mark)" value="([^"]*)"', block)
            return {name: html.unescape(value) for name, value in fields}
    raise AssertionError(f"没有“{figure}”")


def decide(person, path, figure, do):
    page = person.get(path).text
    return person.post(f"{path}/values", do=do, **card(page, figure))


def states(person, path):
    """What the cards say, in their order: figure and classes."""
    page = person.get(path).text
    found = re.findall(r'<li class="card (.*?)" id.*?<strong>(.*?)</strong>', page, re.DOTALL)
    return [(figure, look) for look, figure in found]


def choose(person, path, value, **fields):
    """Fill the form of a value as it is shown, change some fields, and send it."""
    form = person.get(f"{path}/choose?value={value['value'].replace('#', '%23')}").text
    shown = dict(re.findall(r'<input id="(\w+)" name="\w+" value="([^"]*)"', form))
    shown["conditions"] = re.search(r'name="conditions" rows="2">\n?(.*?)</textarea>', form, re.S)[
        1
    ]
    whole = {name: html.unescape(text) for name, text in shown.items()}
    clause = html.unescape(re.search(r'name="clause" value="([^"]*)"', form)[1])
    sent = {**whole, "value": value["value"], "mark": value["mark"], "do": "save", **fields}
    return person.post(f"{path}/choose", clause=clause, **sent)


def ask(person, question, day="2025-10-01"):
    body = {"question": question, "region": "梅州市", "as_of": day}
    return person.http.post("/api/v1/ask", json=body).json()["text"]


def test_a_notice_from_the_file_to_the_answer(editor, bring, notices_data, until):
    path = bring()
    assert editor.get(path).headers["location"] == f"/staff{path}/1"
    page = editor.get(f"{path}/1").text
    assert "发布会怎样：新的通知" in page
    assert "不用来回答" in page
    assert "437元" not in ask(editor, "个人缴费多少")
    assert IDENT not in load_library(Settings(data=notices_data)).entries

    assert decide(editor, f"{path}/1", "500元", "reject").status_code == 303
    assert ("500元", "rejected") in states(editor, f"{path}/1")
    got = editor.post(path, do="publish")
    assert got.headers["location"].endswith("?done=published")
    until(lambda: "437元" in ask(editor, "个人缴费多少"))
    assert editor.get("/inbox").text.count("通知.txt") == 0
    assert "2025-09-01" in editor.get("/notices?q=虚构 901").text

    gone = editor.post(f"/notices/{IDENT}", do="remove", seen="1")
    shown = editor.get(gone.headers["location"].removeprefix("/staff"))
    assert "已移除《" in shown.text
    assert "已移除《" not in editor.get("/notices/removed?now=别的").text
    until(lambda: "437元" not in ask(editor, "个人缴费多少"))
    assert actions(notices_data, f"notice/{IDENT}") == ["published", "removed"]
    assert actions(notices_data, path.removeprefix("/")) == ["received", "rejected"]


def test_a_removed_notice_is_had_again_as_it_was(editor, published, notices_data, alert):
    decide(editor, published, "500元", "confirm")
    before = load_library(Settings(data=notices_data)).version
    editor.post(published, do="remove", seen="1")
    assert "勾选" not in alert(editor.get("/notices/removed"))
    assert editor.post("/notices/removed", notice=IDENT).status_code == 303
    assert load_library(Settings(data=notices_data)).version == before
    assert ("500元", "confirmed") in states(editor, published)
    assert "没有移除" in alert(editor.post("/notices/removed", notice=IDENT))
    page = editor.get(published).text
    assert "小李：恢复" in page
    version = re.findall(r'name="version" value="(\w+)"', page)[0]  # the newest that differs
    assert editor.post(published, do="restore", version=version).status_code == 303
    assert ("500元", "extracted") in states(editor, published)
    assert "没有版本" in alert(editor.post(published, do="restore", version="nosuch"))


def test_a_notice_that_another_repeals_is_not_used_any_more(editor, published, bring, alert, until):
    later = PLAIN.replace("901号", "902号").replace("{fee}", "437").replace("437元", "455元")
    path = bring(later)
    assert re.search("提醒</span>.*437元", editor.get(f"{path}/1").text)
    editor.post(path, do="publish")
    other = published.replace("901", "902")
    for path in ("/notices/alarms", published):
        assert re.search("提醒</span>.*455元", editor.get(path).text), path
    fields = {"do": "relate", "kind": "repeals", "target": NUMBER, "since": "2025-09-15"}
    assert editor.post(other, **fields).status_code == 303
    assert "已废止" in editor.get(published).text
    assert "455元" not in editor.get("/notices/alarms").text
    assert "455元" in ask(editor, "个人缴费多少")
    assert "437元" not in ask(editor, "个人缴费多少")
    assert "不像文号" in alert(editor.post(other, **{**fields, "target": "那一份"}))
    assert "日期应像" in alert(editor.post(other, **{**fields, "since": "2025-9-31"}))
    assert editor.post(other, do="unrelate", target=NUMBER).status_code == 303
    assert "已废止" not in editor.get(published).text
    editor.post(other, do="remove", seen="1")


def test_what_staff_decide_on_a_published_notice_holds_at_once(
    editor, published, notices_data, until
):
    decide(editor, published, "500元", "confirm")
    assert ("500元", "confirmed") in states(editor, published)
    decide(editor, published, "每人每年437元", "reject")
    until(lambda: "437元" not in ask(editor, "个人缴费多少"))
    decide(editor, published, "每人每年437元", "open")
    until(lambda: "437元" in ask(editor, "个人缴费多少"))
    told = actions(notices_data, f"notice/{IDENT}")[-4:]
    assert told == ["published", "confirmed", "rejected", "reopened"]


def test_a_correction_is_read_from_the_notice_and_lasts(editor, published, notices_data, bring):
    got = choose(editor, published, card(editor.get(published).text, "500元"), group="")
    assert got.status_code == 303, got.text
    looks = states(editor, published)
    assert [look for figure, look in looks if figure == "500元"] == ["rejected", "confirmed"]
    assert "人工选字" in editor.get(published).text

    again = bring()
    assert "库里已有" in editor.get(f"{again}/1").text
    assert "人工选字" in editor.get(f"{again}/1").text
    editor.post(again, do="publish")
    assert states(editor, published) == looks


SAY_NOTHING = [
    ({"figure": "410元"}, "一字不差"),
    ({"figure": "缴费"}, "读不出一个数"),
    ({"group": "财政补助"}, "没有认出人群"),
    ({"label": "标准"}, "第几处"),
    ({}, "没有改动"),
]


def test_a_choice_that_says_nothing_is_told(editor, published, alert):
    value = card(editor.get(published).text, "每人每年437元")
    before = states(editor, published)
    for fields, says in SAY_NOTHING:
        got = choose(editor, published, value, **fields)
        assert (got.status_code, says in alert(got)) == (422, True), (fields, alert(got))
        assert all(html.escape(words) in got.text for words in fields.values())
    assert states(editor, published) == before


def test_a_value_that_was_missed_is_added(editor, published):
    page = editor.get(published).text
    number = int(re.search(r'<article id="c(\d+)" class="passage" aria-label="三"', page)[1])
    form = editor.get(f"{published}/choose?clause={number}").text
    clause = html.unescape(re.search(r'name="clause" value="([^"]*)"', form)[1])
    first = {"clause": clause, "figure": "800元", "label": "宣传费"}
    seen = editor.post(f"{published}/choose", do="propose", **first)
    assert "会读作：宣传费" in seen.text
    assert 'name="bound" value="不超过"' in seen.text
    fields = dict(re.findall(r'<input id="(\w+)" name="\w+" value="([^"]*)"', seen.text))
    assert editor.post(f"{published}/choose", do="save", **{**first, **fields}).status_code == 303
    assert any(
        figure.endswith("800元") and look == "confirmed"
        for figure, look in states(editor, published)
    )


def test_what_changed_meanwhile_is_not_decided_on_unseen(editor, published, alert):
    seen = card(editor.get(published).text, "500元")
    decide(editor, published, "500元", "confirm")
    got = editor.post(f"{published}/values", do="reject", **seen)
    assert got.status_code == 422
    assert "刚刚变了" in alert(got)
    assert ("500元", "confirmed") in states(editor, published)


def test_replacing_shows_what_changes_and_wants_a_tick(editor, published, bring, alert):
    path = bring(TEXT.format(fee=450))
    page = editor.get(f"{path}/1").text
    assert "替换同文号的通知" in page
    assert "437元 → 450元" in re.sub(r"\s\[.*?\]|\s\d+年度", "", page)
    assert "勾选" in alert(editor.post(path, do="publish"))
    assert editor.post(path, do="publish", seen="1").status_code == 303
    assert any(figure == "每人每年450元" for figure, _ in states(editor, published))


def test_several_values_of_a_clause_are_confirmed_at_once(editor, published):
    page = editor.get(published).text
    block = re.search(
        r'<article id="c(\d+)" class="passage" aria-label="一">.*?</article>', page, re.S
    )
    seen = [html.unescape(one) for one in re.findall(r'name="seen" value="([^"]*)"', block[0])]
    assert len(seen) == 2
    got = editor.post(f"{published}/values", do="all", clause=block[1], seen=seen)
    assert got.status_code == 303
    assert [look for _, look in states(editor, published)][:2] == ["confirmed", "confirmed"]


BAD = {
    "没有文件": ({}, None, "请选"),
    "格式": ({}, ("a.exe", b"x"), "不支持"),
    "空文件": ({}, ("a.txt", b" \n"), "空文件"),
    "没有名字的": ({}, (".pdf", b"x"), "不支持"),
    "地区": ({"region": "梅洲市"}, ("a.txt", b"x"), "梅洲市"),
    "文号": ({"doc_number": "第九号"}, ("a.txt", b"x"), "写法不对"),
    "日期": ({"issued": "2025-13-01"}, ("a.txt", b"x"), "日期应像"),
}


@pytest.mark.parametrize(("fields", "file", "says"), BAD.values(), ids=list(BAD))
def test_what_cannot_be_taken_is_told_at_once(editor, inbox, alert, fields, file, says):
    got = editor.post("/inbox", files={"file": file} if file else None, **fields)
    assert got.status_code == 422
    assert says in alert(got)
    assert inbox.all() == []


@pytest.mark.parametrize(
    ("name", "content"), [("坏.pdf", b"%PDF-1.7 x"), ("空话.txt", "你好。".encode())]
)
def test_what_cannot_be_read_is_told_on_its_page(editor, bring, name, content):
    path = bring(content, name)
    page = editor.get(path).text
    assert "读不了" in page
    assert re.search(rf"“{name}”.*。", page)
    assert editor.get(f"{path}/1").status_code == 404


def test_a_name_never_becomes_a_path(editor, bring, notices_data, inbox):
    path = bring(name="../../../notices/<b>x.txt")
    arrival = inbox.find(path.rpartition("/")[2])
    assert arrival.name == "<b>x.txt"
    assert [p.name for p in (notices_data / "inbox" / arrival.id / "source").iterdir()] == [
        "<b>x.txt"
    ]
    assert "&lt;b&gt;x.txt" in editor.get("/inbox").text
    for odd in ("..", "%2e%2e", "x" * 12, "0" * 12):
        assert editor.get(f"/inbox/{odd}/1").status_code == 404


def test_text_of_a_notice_is_only_text(editor, bring):
    hostile = PLAIN.replace("特此通知", "<script>alert(1)</script>{{7*7}}特此通知")
    page = editor.get(f"{bring(hostile)}/1").text
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "{{7*7}}" in page


def test_reading_is_stopped_and_begun_again(editor, inbox, notices_data, until):
    with FileLock(notices_data / "inbox" / "reading.lock"):  # as if another file were being read
        editor.post("/inbox", files={"file": ("慢.txt", PLAIN.encode())})
        ident = inbox.all()[0].id
        got = editor.get(f"/inbox/{ident}")
        assert "等前面的读完" in got.text
        assert got.headers["refresh"] == "2"
        assert "refresh" not in editor.get(f"/inbox/{ident}?still=1").headers
        editor.post(f"/inbox/{ident}", do="stop")
        assert "已停下" in editor.get(f"/inbox/{ident}").text
        editor.post(f"/inbox/{ident}", do="again")
        os.kill(job_of(notices_data / "inbox" / ident), signal.SIGKILL)
        until(lambda: "读到一半断了" in editor.get(f"/inbox/{ident}").text)
        editor.post(f"/inbox/{ident}", do="again")
    until(lambda: inbox.progress(ident).step is Step.READY)
    editor.post(f"/inbox/{ident}", do="discard")
    assert editor.get(f"/inbox/{ident}").status_code == 404


def test_a_page_is_shown_as_it_is_in_the_file(editor, bring):
    path = bring((FORMATS / "printed.pdf").read_bytes(), "printed.pdf")
    page = editor.get(f"{path}/1?page=2").text
    assert f'src="/staff{path}/1/pages/2"' in page
    assert "<rect" in page
    picture = editor.get(f"{path}/1/pages/2")
    assert picture.headers["content-type"] == "image/jpeg"
    assert picture.content.startswith(b"\xff\xd8")
    assert editor.get(f"{path}/1/pages/3").status_code == 404


def test_a_checker_may_look_and_not_touch(url, published, bring):
    checker = Person(url)
    checker.log_in("老王")
    for path in (published, f"{bring()}/1"):
        page = checker.get(path).text
        assert "对，确认" not in page
        assert 'value="remove"' not in page
        assert "发布</button>" not in page


def test_only_the_page_with_the_script_allows_one(editor, published):
    value = card(editor.get(published).text, "500元")["value"].replace("#", "%23")
    policy = editor.get(f"{published}/choose?value={value}").headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in editor.get(published).headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/notices/没有", "/notices/没有/pages/1", "/notices/没有/choose"])
def test_a_notice_that_is_not_there(editor, path):
    assert editor.get(path).status_code == 404
