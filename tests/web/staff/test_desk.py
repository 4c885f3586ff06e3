"""A day at the desk, over HTTP: check, decide, export, settle, promote, and the log of it."""

import csv
import io
import re

import docx
import pytest

from assistant.web.feedback import Feedback, FeedbackStore, Opinion
from assistant.web.staff.log import Log
from assistant.web.staff.tables import Database
from corpus.settings import Settings
from eval.kinds import load_any

DRAFT = "各位居民：聊城市成年居民个人缴费标准为400元。\n学生儿童个人缴费标准为380元。欢迎参保！"
HOSTILE = (
    '<script>alert(1)</script>聊城市成年居民个人缴费标准为400元"onmouseover="x" {{7*7}} '
    "<img src=x onerror=alert(2)>&amp;"
)
REPORT = "%E6%A0%B8%E5%AF%B9%E6%8A%A5%E5%91%8A"
DISPOSITION = f"attachment; filename=\"____-{{0}}.{{1}}\"; filename*=UTF-8''{REPORT}-{{0}}.{{1}}"


@pytest.fixture
def checked(staff):
    """A checker and the number of a check of a draft with a wrong figure."""
    person = staff("老王")
    return person, person.check(DRAFT)


def wrong_claim(person, number):
    """The number on the page of the claim that contradicts, from 1."""
    page = person.get(f"/checks/{number}").text
    return int(re.search(r'class="claim contradicted" href="\?claim=(\d+)#claim"', page)[1])


def lines(desk_data, subject):
    return [
        (line.who, line.action.value, line.corpus)
        for line in Log(Database(Settings(data=desk_data))).under(subject)
    ]


def overrule(person, number, note="去年确实是这样"):
    claim = wrong_claim(person, number) - 1
    path = f"/checks/{number}/claims/{claim}"
    return claim, person.post(path, verdict="", other="outdated", note=note)


def test_a_wrong_figure_is_shown_beside_its_clause(checked):
    person, number = checked
    page = person.get(f"/checks/{number}?claim={wrong_claim(person, number)}").text
    assert "与通知不符" in page
    assert re.search(r'<mark class="differs[^"]*">400元</mark>', page)
    assert re.search(r'<mark class="differs[^"]*">410元', page)
    assert "聊医保发〔2024〕27号 一（一）" in page


def test_hostile_text_is_only_text(staff):
    person = staff("老王")
    page = person.get(f"/checks/{person.check(HOSTILE)}").text
    assert "<script" not in page
    assert "<img" not in page
    assert "{{7*7}}" in page
    assert "&lt;script&gt;" in page


def test_personal_numbers_are_not_kept(staff, desk_data):
    person = staff("老王")
    number = person.check("聊城市成年居民个人缴费标准为400元，问13812345678。")
    assert "[电话号码]" in person.get(f"/checks/{number}").text
    person.post(f"/checks/{number}/claims/0", verdict="not_found", note="打了13812345678")
    kept = b"".join(p.read_bytes() for p in desk_data.glob("staff.sqlite*"))
    assert b"13812345678" not in kept


BAD = {
    "没有文字": ({"text": ""}, None),
    "日期": ({"text": DRAFT, "as_of": "2024-13-01"}, None),
    "地方": ({"text": DRAFT, "region": "聊程市"}, None),
    "两样都给": ({"text": DRAFT}, {"file": ("a.txt", DRAFT.encode())}),
    "坏文件": ({"text": ""}, {"file": ("a.docx", b"PK nonsense")}),
    "太长": ({"text": "医" * 200_001}, None),
    "太长的文件": ({"text": ""}, {"file": ("a.txt", ("医" * 50_000).encode())}),
}


@pytest.mark.parametrize(("fields", "files"), BAD.values(), ids=list(BAD))
def test_what_cannot_be_checked_is_told_and_what_was_typed_stays(staff, alert, fields, files):
    person = staff("老王")
    whole = {"region": "聊城市", "as_of": "2024-10-15", **fields}
    got = person.post("/checks", files=files, **whole)
    assert got.status_code == 422
    assert re.search(r"[一-鿿].*[。？]$", alert(got), re.DOTALL)
    assert fields["text"][:10] in got.text
    assert whole["region"] in got.text


@pytest.mark.parametrize("ending", ["txt", "docx"])
def test_a_file_is_checked_like_pasted_text(staff, ending):
    person = staff("老王")
    data = DRAFT.encode("gb18030")
    if ending == "docx":
        document, out = docx.Document(), io.BytesIO()
        for line in DRAFT.splitlines():
            document.add_paragraph(line)
        document.save(out)
        data = out.getvalue()
    number = person.check("", files={"file": (f"../<b>推文.{ending}", data)})
    page = person.get(f"/checks/{number}").text
    assert f"&lt;b&gt;推文.{ending}" in page
    assert wrong_claim(person, number)


def test_a_file_that_is_too_large_is_told(staff, alert):
    person = staff("老王")
    got = person.post("/checks", files={"file": ("a.txt", b"x" * 11_000_000)}, as_of="2024-10-15")
    assert got.status_code == 413
    assert "10 MB" in alert(got)


def test_accepting_and_overruling_are_kept_with_note_and_name(checked, desk_data):
    person, number = checked
    claim, got = overrule(person, number)
    assert got.headers["location"] == f"/staff/checks/{number}?claim={claim + 1}#claim"
    person.post(f"/checks/{number}/claims/{claim}", verdict="contradicted", note="")
    page = person.get(f"/checks/{number}?claim={claim + 1}").text
    assert "老王：改判为“已过时”。去年确实是这样" in page
    assert page.index("改判为“已过时”") < page.rindex("老王：接受")
    told = lines(desk_data, f"check/{number}/{claim}")
    assert [(who, what) for who, what, _ in told] == [("老王", "overruled"), ("老王", "accepted")]
    assert all(len(corpus) == 12 for _, _, corpus in told)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"verdict": "", "other": "outdated", "note": " "}, "理由"),
        ({"verdict": "perhaps"}, "结论"),
        ({"verdict": "outdated", "note": "长" * 2001}, "太长"),
    ],
)
def test_a_decision_that_lacks_something_is_told(checked, alert, fields, says):
    person, number = checked
    got = person.post(f"/checks/{number}/claims/0", **fields)
    assert got.status_code == 422
    assert says in alert(got)


@pytest.mark.parametrize("path", ["/checks/999999", "/checks/999999/report.csv", "/checks/x"])
def test_a_check_that_is_not_there(staff, path):
    assert staff("老王").get(path).status_code == 404


def test_a_claim_that_is_not_there(checked):
    person, number = checked
    assert person.post(f"/checks/{number}/claims/99", verdict="supported").status_code == 422
    assert person.get(f"/checks/{number}?claim=99").status_code == 200
    assert person.get(f"/checks/{number}?claim=0").status_code == 200
    assert person.get(f"/checks/{number}?claim=²").status_code == 200


def test_the_table_opens_with_everything_in_it(checked):
    person, number = checked
    claim, _ = overrule(person, number, "=1+1")
    got = person.get(f"/checks/{number}/report.csv")
    assert got.headers["content-disposition"] == DISPOSITION.format(number, "csv")
    assert got.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(got.content.decode("utf-8-sig"))))
    row = rows[claim]
    assert row["结论"] == "与通知不符"
    assert "400元" in row["声明"]
    assert "410" in row["更正"]
    assert "聊医保发〔2024〕27号 一（一）：" in row["依据（文号、条款、原文）"]
    assert "410元/人" in row["依据（文号、条款、原文）"]
    assert (row["处理"], row["处理人"]) == ("改判：已过时", "老王")
    assert row["说明"] == "'=1+1"


def test_the_word_file_opens_with_everything_in_it(checked):
    person, number = checked
    claim, _ = overrule(person, number)
    got = person.get(f"/checks/{number}/report.docx")
    assert got.headers["content-disposition"] == DISPOSITION.format(number, "docx")
    document = docx.Document(io.BytesIO(got.content))
    row = [cell.text for cell in document.tables[0].rows[claim + 1].cells]
    assert row[2] == "与通知不符"
    assert "聊医保发〔2024〕27号 一（一）：" in row[5]
    assert row[6].startswith("改判：已过时\n老王\n")
    assert row[6].endswith("去年确实是这样")
    assert DRAFT.splitlines()[1] in [p.text for p in document.paragraphs]


def queued(person, kind):
    """The newest item of this kind in the queue."""
    return re.search(rf'href="/staff(/queue/{kind}/\d+)"', person.get("/queue").text)[1]


def test_an_overrule_is_settled_and_promoted_with_one_click(checked, staff, desk_data):
    checker, number = checked
    overrule(checker, number)
    editor = staff("小李")
    item = queued(editor, "overrule")
    assert "去年确实是这样" in editor.get(item).text
    assert "收进问题集</button>" not in editor.get(item).text
    label = {
        "passage": "聊城市成年居民个人缴费标准为400元",
        "claim": "成年居民个人缴费标准为400元",
        "verdict": "outdated",
        "difference": "year",
        "correction": "410元",
        "citations": "聊医保发〔2024〕27号#一（一）",
    }
    assert editor.post(item, **{"as": "row", **label, "correction": ""}).status_code == 422
    assert editor.post(item, **{"as": "row"}, **label).status_code == 303
    assert "收进问题集</button>" in editor.get(item).text
    for _ in range(2):
        assert editor.post(f"{item}/promote").status_code == 303
    ident = f"desk-{item[7:].replace('/', '-')}"
    rows = load_any(desk_data / "sets" / "claims_desk.jsonl").rows
    assert [row.claims[0].verdict for row in rows if row.id == ident] == ["outdated"]
    assert editor.post(item, **{"as": "dismiss", "note": "不改了"}).status_code == 422
    told = lines(desk_data, item.removeprefix("/queue/"))
    assert [(who, what) for who, what, _ in told] == [("小李", "settled"), ("小李", "promoted")]


def test_a_later_decision_takes_the_item_out_of_the_queue(checked, staff):
    checker, number = checked
    claim, _ = overrule(checker, number)
    editor = staff("小李")
    item = queued(editor, "overrule")
    checker.post(f"/checks/{number}/claims/{claim}", verdict="contradicted")
    assert item not in editor.get("/queue").text
    assert editor.get(item).status_code == 404


def test_feedback_of_residents_is_settled_and_promoted(staff, desk_data, wence, at):
    store = FeedbackStore(Settings(data=desk_data))
    turns = ("聊城医保<b>交多少",)
    answer = wence.ask(turns, "聊城市", at.date())
    told = {"turns": turns, "region": "聊城市", "answer": answer, "note": "我电话13812345678"}
    store.add(Feedback(verdict=Opinion.HELPFUL, **told), at)
    store.add(Feedback(verdict=Opinion.WRONG, **told), at)
    editor = staff("小李")
    item = queued(editor, "feedback")
    page = editor.get(item).text
    assert "聊城医保&lt;b&gt;交多少" in page
    assert "我电话[电话号码]" in page
    label = {
        "status": "answered",
        "values": "410 元/人",
        "citations": "聊医保发〔2024〕27号#一（一）",
    }
    assert editor.post(item, **{"as": "row"}, **label).status_code == 303
    assert editor.post(f"{item}/promote").status_code == 303
    (case,) = load_any(desk_data / "sets" / "questions_desk.jsonl").cases
    assert (case.turns, case.region, case.expect.values[0].value) == (turns, "聊城市", "410")


def test_an_item_that_is_turned_down_needs_a_reason(checked, staff, alert):
    checker, number = checked
    overrule(checker, number)
    editor = staff("小李")
    item = queued(editor, "overrule")
    assert "理由" in alert(editor.post(item, **{"as": "dismiss"}))
    assert editor.post(item, **{"as": "dismiss", "note": "原来的结论是对的"}).status_code == 303
    assert "不采纳" in editor.get(item).text
    assert editor.post(f"{item}/promote").status_code == 422


def test_the_log_tells_all_of_it_and_is_whole(checked, staff):
    person, number = checked
    person.get(f"/checks/{number}/report.csv")
    page = staff("陈主任").get("/log?verify=1").text
    assert "前后相接，没有改动" in page
    for what in ("登录", "核对", "导出", f"check/{number}"):
        assert what in page
    assert staff("陈主任").get("/log?before=2").text.count("<tr>") == 2


def test_accounts_are_managed_on_their_page(staff, stranger, alert):
    boss = staff("陈主任")
    fields = {"do": "add", "name": "新来的", "role": "checker", "password": "0123456789"}
    assert boss.post("/accounts", **fields).status_code == 303
    assert "已有" in alert(boss.post("/accounts", **fields))
    assert stranger.log_in("新来的", "0123456789").status_code == 303
    changed = {"do": "password", "name": "新来的", "password": "another-one-1"}
    boss.post("/accounts", **changed)
    assert stranger.get("/").headers["location"] == "/staff/login"
    assert stranger.log_in("新来的", "another-one-1").status_code == 303
    for _ in range(6):
        stranger.http.post("/staff/login", data={"name": "新来的", "password": "wrong"})
    assert "已锁定" in boss.get("/accounts").text
    boss.post("/accounts", do="unlock", name="新来的")
    assert "已锁定" not in boss.get("/accounts").text
    assert stranger.log_in("新来的", "another-one-1").status_code == 303
    boss.post("/accounts", do="remove", name="新来的")
    assert stranger.get("/").headers["location"] == "/staff/login"
    assert "最后一个管理员" in alert(boss.post("/accounts", do="remove", name="陈主任"))


def test_ones_own_password(staff, stranger, alert, desk_data):
    boss = staff("陈主任")
    boss.post("/accounts", do="add", name="小赵", role="checker", password="first-password")
    stranger.log_in("小赵", "first-password")
    new = {"new": "second-password", "again": "second-password"}
    assert "不对" in alert(stranger.post("/password", old="wrong", **new))
    assert "不一样" in alert(stranger.post("/password", old="first-password", new="a", again="b"))
    before = stranger.http.cookies["wence_staff"]
    assert stranger.post("/password", old="first-password", **new).status_code == 303
    assert stranger.get("/").status_code == 200
    assert stranger.http.cookies["wence_staff"] != before
    boss.post("/accounts", do="remove", name="小赵")
