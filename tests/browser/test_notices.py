"""Notices at the desk in a real browser: a scan from the file to the answer, by mouse and keys."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error

from assistant.web.staff.accounts import Accounts
from assistant.web.staff.model import Role
from corpus.settings import Settings

FORMATS = Path(__file__).parents[1] / "fixtures" / "notices" / "formats"
PHONE, WIDE = (360, 740), (1280, 800)
PASSWORD = "correct horse battery"
EDITOR = "收文员"
READING = 120_000
LOOKS = 40
ALL_READ = """() => document.readyState === "complete" && document.querySelector(".step-ready")
  && !document.querySelector(".step-waiting, .step-reading")"""
FITS = "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"
SELECT = """words => {
  const node = document.getElementById('words').firstChild, at = node.data.indexOf(words);
  const range = document.createRange();
  range.setStart(node, at); range.setEnd(node, at + words.length);
  getSelection().removeAllRanges(); getSelection().addRange(range);
}"""


@pytest.fixture(scope="module")
def account(folder):
    Accounts(Settings(data=folder)).add(EDITOR, Role.EDITOR, PASSWORD)


@pytest.fixture
def editor(browse, account):
    """Somebody who brings notices in, logged in."""

    def come(**options):
        person = browse(**options)
        found = Desk(person)
        found.go("/")
        found.page.fill("#name", EDITOR)
        found.page.fill("#password", PASSWORD)
        found.press("登录")
        found.page.locator("#text").wait_for()
        return found

    return come


class Desk:
    """Somebody before the pages of notices."""

    def __init__(self, person):
        self.person, self.page = person, person.page

    def go(self, path):
        self.page.goto(f"{self.person.site}/staff{path}")

    def press(self, name):
        self.followed(self.page.get_by_role("button", name=name).first)

    def followed(self, link):
        """Click what leads to another page, and wait until that is whole."""
        link.click()
        self.page.wait_for_load_state()

    def bring(self, *names):
        self.go("/inbox/new")
        self.page.set_input_files("#file", [FORMATS / name for name in names])
        self.press("收文")

    def open_when_read(self, name):
        """The page shows itself anew until all files are read; before, a click could be lost."""
        self.page.wait_for_function(ALL_READ, timeout=READING)
        row = self.page.locator("tr", has=self.page.get_by_role("link", name=name)).first
        row.locator(".step-ready").wait_for()
        self.followed(row.get_by_role("link"))
        self.page.locator(".sheet").wait_for()

    def card(self, words):
        return self.page.locator(".card", has_text=words).first

    def drawn(self):
        """How wide the picture of the page really is."""
        picture = self.page.locator(".picture img")
        picture.evaluate("image => image.decode()")
        return picture.evaluate("image => image.naturalWidth")

    def sound(self):
        """Everybody can read it on a phone, and it fits there and on a desk."""
        found, fits = self.looked_at()
        assert [(v["id"], [n["html"][:200] for n in v["nodes"]]) for v in found] == []
        assert fits

    def fits(self, size):
        """Whether nothing lies beside a page of this size."""
        self.page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
        return self.page.evaluate(FITS)

    def looked_at(self, times=LOOKS):
        """What Axe finds, and whether it fits; again where the page shows itself anew meanwhile."""
        self.page.wait_for_load_state()
        try:
            fits = [self.fits(size) for size in (WIDE, PHONE)]
            return Axe().run(self.page).response["violations"], all(fits)
        except Error:
            if not times:
                raise
            return self.looked_at(times - 1)


def test_a_scan_from_the_file_to_the_answer(editor, http, until):
    one = editor()
    one.bring("scan.jpg", "numbered.docx")
    one.page.locator(".step-waiting, .step-reading").first.wait_for()
    one.open_when_read("scan.jpg")
    assert one.drawn() > 1000
    assert "其中 2 个识别存疑" in one.page.locator(".plan").inner_text()
    one.followed(one.page.get_by_role("link", name="只看等核对的（2）"))
    assert one.page.locator(".card").count() == 2

    mark = one.page.locator(".picture rect.unsure").first
    one.followed(mark)
    clause = one.page.locator(".passage.chosen")
    assert "普通门诊支付比例为55%" in clause.inner_text()
    assert one.page.locator(".picture rect.chosen").count() >= 1
    assert clause.locator(".told .unsure").count()

    one.followed(one.card("55%").get_by_role("button", name=re.compile("^确认")))
    one.page.wait_for_url("**/1?clause=*")
    assert "同一行还有没核对的" in one.card("55%").inner_text()
    one.press("与原件一字不差")
    one.page.locator(".waits").first.wait_for(state="detached")
    assert "已确认" in one.card("55%").inner_text()
    one.page.get_by_role("button", name="发布").click()
    assert "已发布" in one.page.get_by_role("status").inner_text()
    body = {"question": "门诊能报多少", "region": "渭南市", "as_of": "2025-10-01"}
    until(lambda: "55%" in http.post("/api/v1/ask", json=body).json()["text"])

    one.page.get_by_text("移除这份通知").click()
    one.page.get_by_label("我已看过").check()
    one.page.get_by_role("button", name="移除", exact=True).click()
    assert "已移除《" in one.page.get_by_role("status").inner_text()
    one.press("恢复")
    assert "已确认" in one.card("55%").inner_text()


def test_a_value_is_corrected_by_selecting_its_words(editor):
    one = editor()
    one.bring("numbered.docx")
    one.open_when_read("numbered.docx")
    one.card("财政补助").get_by_role("link", name=re.compile("^改正")).click()
    one.page.locator(".choice button").first.wait_for()
    one.page.evaluate(SELECT, "财政补助")
    row = one.page.locator(".choice", has=one.page.locator("#label"))
    row.get_by_role("button").click()
    assert one.page.input_value("#label").startswith("财政补助")
    one.press("看看读作什么")
    assert "会读作：财政补助" in one.page.get_by_role("status").inner_text()
    one.followed(one.page.get_by_role("button", name="改正", exact=True))
    assert one.page.locator(".card.rejected").count() == 1
    assert "人工选字" in one.page.locator(".card.confirmed").inner_text()


def test_without_scripts_and_by_keyboard_alone(editor):
    one = editor(java_script_enabled=False)
    one.go("/inbox")
    one.page.get_by_role("link", name="numbered.docx").first.click()
    one.page.locator(".sheet").wait_for()
    link = one.page.locator(".card:not(.rejected)").first.get_by_role("link", name="改正")
    link.focus()
    one.page.keyboard.press("Enter")
    one.page.locator("#figure").focus()
    one.page.keyboard.press("Control+A")
    one.page.keyboard.type("一分钱")
    one.page.keyboard.press("Enter")
    assert "一字不差" in one.page.get_by_role("alert").inner_text()
    assert one.page.input_value("#figure") == "一分钱"
    assert one.page.locator(".choice button").count() == 0
    one.person.troubles.clear()  # the browser notes the refusal


def test_a_misread_figure_is_typed_beside_its_page(editor):
    one = editor()
    one.bring("red_head.pdf")
    one.open_when_read("red_head.pdf")
    figure = one.page.locator("a.figure", has_text="元")
    passage = one.page.locator(".passage", has=figure).first
    one.followed(passage.get_by_role("link", name=re.compile("改认错的字$")))
    assert one.drawn() > 1000
    assert one.page.locator(".picture rect.chosen").count() >= 1
    was = one.page.input_value("#words")
    digits = re.search("[0-9]+(?=元)", was)[0]
    one.page.fill("#words", was.replace(digits + "元", "8" + digits + "元", 1))
    one.press("看看改了什么")
    assert "8" in one.page.get_by_role("status").locator("ins").inner_text()
    one.sound()
    one.followed(one.page.get_by_role("button", name="改字", exact=True))
    one.page.locator(".passage ins").first.wait_for()
    assert "按原件改过" in one.page.locator(".passage", has=one.page.locator("ins")).inner_text()
    assert "已确认" in one.card("8" + digits + "元").inner_text()
    one.sound()


def test_every_page_fits_and_can_be_read_by_all(editor):
    one = editor()
    for path in (
        "/notices",
        "/notices?q=没有这样的",
        "/notices/removed",
        "/notices/alarms",
        "/inbox",
    ):
        one.go(path)
        one.sound()
    one.bring("printed.pdf")
    one.sound()
    one.open_when_read("printed.pdf")
    assert one.drawn() > 1000
    one.sound()
    one.page.get_by_role("link", name=re.compile("^改正")).first.click()
    one.sound()
    one.page.get_by_role("button", name="改正", exact=True).click()
    one.page.get_by_role("alert").wait_for()
    one.sound()
    one.person.troubles.clear()  # the browser notes the refusal
    one.go("/notices")
    one.page.locator("tbody a").first.click()
    one.page.locator(".sheet").wait_for()
    one.sound()
