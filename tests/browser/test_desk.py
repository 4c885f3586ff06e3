"""The desk as staff meet it, in a real browser: a day's work, by mouse and by keyboard."""

import csv
import datetime as dt
import io
import re

import docx
import pytest
from axe_playwright_python.sync_playwright import Axe

from assistant.web.feedback import Feedback, FeedbackStore, Opinion
from assistant.web.staff.accounts import Accounts
from assistant.web.staff.model import Role
from corpus.settings import Settings
from eval.kinds import load_any

PHONE, WIDE = (360, 740), (1280, 800)
AT = dt.datetime(2024, 10, 15, tzinfo=dt.UTC)
PASSWORD = "correct horse battery"
NAMES = {"老王": Role.CHECKER, "小李": Role.EDITOR, "陈主任": Role.ADMIN, "常忘": Role.CHECKER}
ARTICLE = "各位居民朋友：\n成年居民个人缴费标准为400元，学生儿童380元。\n早缴费，早安心！"
HOSTILE = (
    "<script>window.hacked=1</script>成年居民个人缴费标准为400元"
    "<img src=x onerror='window.hacked=2'>[点我](javascript:window.hacked=3){{7*7}}${7*7}。"
)
FITS = "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def people(folder):
    """The names and their roles, with an account each."""
    accounts = Accounts(Settings(data=folder))
    for name, role in NAMES.items():
        accounts.add(name, role, PASSWORD)


@pytest.fixture
def clerk(browse, people):
    """Somebody of the staff, logged in."""

    def come(name):
        found = Clerk(browse())
        found.log_in(name)
        found.page.locator("#text").wait_for()
        return found

    return come


class Clerk:
    """Somebody before the desk: what is done there."""

    def __init__(self, person):
        self.person, self.page = person, person.page
        self.go("/")

    def go(self, path):
        self.page.goto(f"{self.person.site}/staff{path}")

    def log_in(self, name, password=PASSWORD):
        self.page.fill("#name", name)
        self.page.fill("#password", password)
        self.page.get_by_role("button", name="登录").click()

    def refused(self):
        """What the page says; that the browser notes the refusal too is no trouble."""
        said = self.page.get_by_role("alert").inner_text()
        self.person.troubles.clear()
        return said

    def check(self, text, place="聊城市"):
        self.page.fill("#text", text)
        self.page.fill("#region", place)
        self.page.fill("#as_of", "2024-10-15")
        self.page.locator("main button.go").click()
        self.page.locator(".article").wait_for()

    def open_claim(self, words):
        self.page.locator(".article .claim", has_text=words).click()
        self.page.locator("#claim form").wait_for()
        self.page.wait_for_load_state()

    def overrule(self, verdict, note):
        self.page.fill("#note", note)
        self.page.select_option("#other", label=verdict)
        self.page.get_by_role("button", name="改判", exact=True).click()
        self.page.locator(".history").wait_for()

    def marked(self, where):
        return self.page.locator(f".{where} mark.differs").all_inner_texts()

    def download(self, name):
        with self.page.expect_download() as waiting:
            self.page.get_by_role("link", name=name).click()
        return waiting.value.suggested_filename, waiting.value.path().read_bytes()

    def sound(self):
        """Everybody can read it on a phone, and it fits there and on a desk."""
        self.page.wait_for_load_state()
        for width, height in (WIDE, PHONE):
            self.page.set_viewport_size({"width": width, "height": height})
            assert self.page.evaluate(FITS)
        found = Axe().run(self.page).response["violations"]
        assert [(v["id"], [n["html"][:200] for n in v["nodes"]]) for v in found] == []


def test_a_wrong_password_then_the_lock(browse, people):
    clerk = Clerk(browse())
    for _ in range(5):
        clerk.log_in("常忘", "not the password")
        assert clerk.refused() == "名字或密码不对。"
    clerk.log_in("常忘")
    assert "已锁定" in clerk.refused()
    boss = Clerk(browse())
    boss.log_in("陈主任")
    boss.go("/accounts")
    boss.page.get_by_role("button", name="解锁").click()
    clerk.log_in("常忘")
    clerk.page.locator("#text").wait_for()


def test_a_wrong_figure_is_found_judged_and_reported(clerk):
    one = clerk("老王")
    one.check(ARTICLE)
    one.open_claim("400元")
    assert one.page.locator("#claim-title").inner_text().endswith("与通知不符")
    assert one.marked("said") == ["400元"]
    assert any(text.startswith("410元") for text in one.marked("told"))
    assert "聊医保发〔2024〕27号 一（一）" in one.page.locator(".beside").inner_text()
    one.overrule("已过时", "去年确实是400元")
    assert "老王：改判为“已过时”。去年确实是400元" in one.page.locator(".history").inner_text()
    assert "改判为“已过时”" in one.page.locator(".article").inner_text()

    name, data = one.download("导出 CSV")
    assert re.fullmatch(r"核对报告-\d+\.csv", name)
    row = next(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert (row["声明"], row["处理"]) == ("成年居民个人缴费标准为400元", "改判：已过时")
    assert "成年居民基本医疗保险个人缴费标准为410元/人" in row["依据（文号、条款、原文）"]
    name, data = one.download("导出 Word")
    assert re.fullmatch(r"核对报告-\d+\.docx", name)
    cells = [cell.text for cell in docx.Document(io.BytesIO(data)).tables[0].rows[1].cells]
    assert cells[1:3] == ["成年居民个人缴费标准为400元", "与通知不符"]
    assert cells[-1].startswith("改判：已过时\n老王")


def test_an_overrule_goes_through_the_queue_into_a_set(clerk, folder):
    one = clerk("小李")
    one.check("聊城市成年居民个人缴费标准为395元。")
    one.open_claim("395元")
    one.overrule("没有写明", "说的是别的事")
    one.page.get_by_role("link", name="队列").click()
    one.page.get_by_role("link", name="395元").click()
    one.page.fill("#citations", "")
    one.page.get_by_role("button", name="处理好了").click()
    one.page.get_by_role("button", name="收进问题集").click()
    assert "已收进问题集" in one.page.get_by_role("status").inner_text()
    (row,) = load_any(folder / "sets" / "claims_desk.jsonl").rows
    assert [(claim.text, claim.verdict) for claim in row.claims] == [
        ("聊城市成年居民个人缴费标准为395元", "not_found")
    ]


def test_a_residents_feedback_is_turned_down(clerk, folder, wence):
    asked = {"turns": ("聊城医保一个人交多少",), "region": "聊城市"}
    answer = wence.ask(asked["turns"], "聊城市", AT.date())
    told = Feedback(verdict=Opinion.WRONG, answer=answer, note="太贵了", **asked)
    FeedbackStore(Settings(data=folder)).add(told, AT)
    one = clerk("小李")
    one.go("/queue")
    one.page.get_by_role("link", name="聊城医保一个人交多少").first.click()
    assert "太贵了" in one.page.locator("dl").inner_text()
    one.page.fill("#note", "答复与通知一致")
    one.page.get_by_role("button", name="不采纳").click()
    one.page.get_by_role("heading", name="不采纳").wait_for()


def test_the_log_tells_of_it_and_logging_out_ends_it(clerk):
    one = clerk("陈主任")
    one.check(ARTICLE)
    one.page.get_by_role("link", name="日志").click()
    first = one.page.locator("tbody tr").first.inner_text()
    assert "陈主任" in first
    assert "核对" in first
    one.page.get_by_role("link", name="核对整本日志").click()
    assert "没有改动" in one.page.get_by_role("status").inner_text()
    one.page.get_by_role("button", name="退出").click()
    one.page.locator("#password").wait_for()
    one.page.go_back()
    one.page.reload()
    one.page.locator("#password").wait_for()


def test_by_keyboard_alone(browse, people):
    one = Clerk(browse())
    keys = one.page.keyboard
    one.page.locator("#name:focus").wait_for()  # given a moment after the page is loaded
    keys.type("老王")
    keys.press("Tab")
    keys.type(PASSWORD)
    keys.press("Enter")
    one.page.locator("#text").focus()
    keys.type("聊城市成年居民个人缴费标准为400元。")
    for _ in range(2):
        keys.press("Tab")
    keys.type("聊城市")
    one.page.locator("main button.go").focus()
    keys.press("Enter")
    one.page.locator(".article .claim").wait_for()
    tab_to(one.page, ".article .claim")
    keys.press("Enter")
    one.page.locator("#claim form").wait_for()
    tab_to(one.page, "#claim button.go")
    keys.press("Enter")
    assert "老王：接受" in one.page.locator(".history").inner_text()


def tab_to(page, wanted, most=40):
    """Press Tab until it has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"Tab 到不了 {wanted}")


def test_hostile_text_is_only_text(clerk):
    one = clerk("小李")
    one.check(HOSTILE)
    shown = one.page.locator(".article").inner_text()
    assert "<script>window.hacked=1</script>" in shown
    assert "{{7*7}}${7*7}" in shown
    one.page.wait_for_load_state()
    assert one.page.locator("main img, main script, main a[href^=javascript]").count() == 0
    one.open_claim("400元")
    one.overrule("没有写明", "<img src=x onerror='window.hacked=4'>")
    assert "<img" in one.page.locator(".history").inner_text()
    one.go("/queue")
    assert "<img" in one.page.locator("main table").inner_text()


def test_every_page_fits_and_can_be_read_by_all(clerk, browse):
    stranger = Clerk(browse())
    stranger.sound()
    stranger.log_in("没有这个人", "not a password")
    stranger.refused()
    stranger.sound()
    one = clerk("陈主任")
    one.sound()
    one.check(ARTICLE)
    one.sound()
    one.open_claim("400元")
    one.sound()
    one.overrule("没有写明", "说的是别的事")
    one.sound()
    for path in ("/queue", "/log", "/accounts", "/password"):
        one.go(path)
        one.sound()
    one.go("/queue")
    one.page.locator("tbody a").first.click()
    one.sound()
