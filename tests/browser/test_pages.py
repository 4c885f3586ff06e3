"""What residents do on the page, in a real browser."""

from axe_playwright_python.sync_playwright import Axe

from assistant.web.feedback import FeedbackStore, Opinion
from corpus.settings import Settings

PHONE = (360, 740)
DAY = "2024-10-15"
FAMILY = "我和老伴还有一个上小学的孙子，一共交多少"
SERIOUS = ("serious", "critical")
# Elements that stick out of the window to the right, but for what is there for screen readers only.
STICKING_OUT = """() => [...document.querySelectorAll("body *")].filter((e) => {
  const box = e.getBoundingClientRect();
  return box.width > 1 && box.height > 1 && box.right > innerWidth + 1 && e.checkVisibility();
}).map((e) => e.outerHTML.slice(0, 120))"""
# The characters before the mark, and whether the mark can be seen.
MARKED = """() => {
  const text = document.querySelector(".notice-text"), mark = text.querySelector("mark");
  const before = document.createRange();
  before.setStart(text, 0);
  before.setEndBefore(mark);
  const box = mark.getBoundingClientRect(), around = text.getBoundingClientRect();
  return {start: before.toString().length, quote: mark.textContent,
    seen: box.top >= around.top && box.top < Math.min(around.bottom, innerHeight)};
}"""
FOCUSED = "() => document.activeElement.closest('.cite') !== null"


def asked_over_http(http, question, region):
    body = {"question": question, "region": region, "as_of": DAY}
    return http.post("/api/v1/ask", json=body).json()


def seen_badly(person):
    """What is cut off at the right or has to be scrolled to sideways, and what axe finds."""
    wider = person.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    found = Axe().run(person.page).response["violations"]
    bad = [(v["id"], [n["html"][:200] for n in v["nodes"]]) for v in found if is_serious(v)]
    return [*([f"宽出 {wider}"] if wider > 0 else []), *person.page.evaluate(STICKING_OUT), *bad]


def is_serious(violation):
    return violation["impact"] in SERIOUS


def test_a_citation_opens_at_its_characters(visit, http):
    person = visit().at("莘县")
    assert "1200元" in person.ask(FAMILY)
    assert "410 × 2 + 380 = 1200" in person.last.locator(".steps").inner_text()
    cited = asked_over_http(http, FAMILY, "莘县")["citations"]
    assert person.last.locator(".cite").count() == len(cited) > 1
    for number, citation in enumerate(cited):
        person.cite(number)
        person.page.locator(".notice-text mark", has_text=citation["quote"]).wait_for()
        marked = person.page.evaluate(MARKED)
        ident = citation["id"].partition("#")[0]
        text = http.get(f"/api/v1/notices/{ident}").json()["text"]
        assert (marked["start"], marked["quote"]) == (citation["start"], citation["quote"])
        assert text[marked["start"] :].startswith(marked["quote"])
        assert marked["seen"]
    head = person.page.locator(".notice dl").inner_text()
    assert citation["notice"] in head
    assert http.get(person.page.locator(".notice a[download]").get_attribute("href")).is_success


def test_an_open_notice_is_copied_and_closed(visit):
    person = visit(permissions=["clipboard-read", "clipboard-write"]).at("聊城市")
    person.ask("学生交多少")
    person.cite()
    quote = person.mark.inner_text()
    person.page.locator("[data-copy]").click()
    person.page.locator(".copied", has_text="已复制").wait_for()
    copied = person.page.evaluate("navigator.clipboard.readText()")
    assert quote in copied
    assert "聊医保发〔2024〕27号" in copied
    person.page.locator("[data-act=close]").click()
    person.mark.wait_for(state="detached")


def test_a_talk_goes_on_back_and_anew(visit):
    person = visit()
    assert "哪个城市" in person.ask("一个人交多少钱")
    place = person.last.get_by_role("button", name="聊城市", exact=True)
    assert "410元" in person.answer_to(place.click)
    assert "270元" in person.ask("那低保户呢")
    person.page.locator("[data-act=undo]").click()
    person.page.locator(".asked", has_text="那低保户呢").wait_for(state="detached")
    assert person.exchanges.count() == 2
    person.page.locator("[data-act=clear]").click()
    person.last.wait_for(state="detached")
    assert person.question.is_visible()


def test_asked_on_while_an_answer_comes(visit):
    person = visit().at("聊城市")
    slowed(person)
    first, second = "学生交多少", "什么时候截止"
    person.question.fill(first)
    person.page.locator("#send").click()
    person.exchanges.first.wait_for()
    person.question.fill(second)
    person.page.locator("#send").click()
    person.exchanges.nth(1).locator(".at, .elsewhere").first.wait_for()
    asked = [asked.inner_text() for asked in person.page.locator(".asked").all()]
    assert [a.endswith(q) for a, q in zip(asked, (first, second), strict=True)] == [True, True]


def test_what_is_typed_while_an_answer_comes_stays(visit):
    person = visit().at("聊城市")
    slowed(person)
    person.question.fill("学生交多少")
    person.page.locator("#send").click()
    person.exchanges.first.wait_for()
    person.question.fill("什么时候截止")
    person.last.locator(".at").wait_for()
    person.page.wait_for_timeout(500)
    assert person.question.input_value() == "什么时候截止"


def slowed(person):
    """An old phone: what it is sent it draws late."""
    session = person.page.context.new_cdp_session(person.page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 10})


def test_place_and_day_change_the_answer(visit):
    person = visit().at("莘县")
    examples = person.page.locator("#examples button")
    examples.first.wait_for()
    assert "410元" in person.answer_to(examples.first.click)
    person.choose("厦门市")
    assert "不低于400元" in person.ask("一个人一年交多少钱")
    assert "410元" not in person.told()
    person.choose("莘县")
    assert "还剩77天" in person.ask("现在还能交吗")
    person.date("2025-06-01")
    assert "已经结束" in person.ask("现在还能交吗")
    person.open()
    assert "莘县" in person.page.locator("details.bar summary").inner_text()
    assert "按今天" in person.page.locator("details.bar summary").inner_text()


def test_a_refusal_says_where_to_ask(visit):
    person = visit().at("莘县")
    told = person.ask("种植牙能报多少")
    assert "不能给出数字" in told
    assert "山东省聊城市" in told
    for number in ("12393", "12345"):
        assert person.last.locator(f"a[href='tel:{number}']").count()


def test_the_form_fills_in_prints_and_cites(visit, http):
    person = visit().at("莘县")
    person.tab("算一算")
    rows = person.page.locator("[data-row]:not([hidden])")
    rows.first.locator("[name=count]").fill("2")
    person.page.locator("[data-add]").click()
    rows.nth(1).locator("[name=who]").select_option("中小学生")
    person.page.locator("form.sheet .go").click()
    result = person.page.locator("#form-result")
    result.wait_for()
    assert "1200元" in result.inner_text()
    result.locator(".cite").first.click()
    person.mark.wait_for()
    assert "410元" in person.mark.inner_text()
    person.page.emulate_media(media="print")
    assert result.locator(".only-print").is_visible()
    for hidden in ("#bar", "#form", "#beside", "#header", "[data-print]"):
        assert not person.page.locator(hidden).first.is_visible()
    assert person.page.pdf().startswith(b"%PDF")


def test_a_form_that_is_wrong_is_told(visit):
    person = visit()
    person.tab("算一算")
    person.page.locator("form.sheet .go").click()
    assert "先在上面选好参保地" in person.page.locator("#result .notes").inner_text()


def test_feedback_is_kept_without_personal_numbers(visit, folder):
    person = visit().at("聊城市")
    person.ask("我的电话是13800138000，学生交多少")
    rate = person.last.locator(".rate")
    rate.locator("summary").click()
    rate.locator("textarea").fill("身份证11010519491231002X的学生不对")
    rate.get_by_role("button", name="提交").click()
    person.last.locator(".rated").wait_for()
    kept = FeedbackStore(Settings(data=folder)).recent()[0].feedback
    assert kept.verdict is Opinion.WRONG
    assert "380" in kept.answer.text
    assert "的学生不对" in kept.note
    assert "学生交多少" in kept.turns[0]
    whole = kept.model_dump_json()
    assert "11010519491231002X" not in whole
    assert "13800138000" not in whole


def test_by_keyboard_from_the_address_bar_to_a_citation(visit):
    person = visit()
    keys = person.page.keyboard
    keys.press("Tab")
    assert person.page.locator(".skip").evaluate("e => e === document.activeElement")
    keys.press("Enter")
    keys.press("Tab")
    assert person.question.evaluate("e => e === document.activeElement")
    keys.type("聊城学生交多少")
    assert "380元" in person.answer_to(lambda: keys.press("Enter"))
    for _ in range(40):
        if person.page.evaluate(FOCUSED):
            break
        keys.press("Shift+Tab")
    keys.press("Enter")
    person.mark.wait_for()
    person.page.wait_for_function("document.activeElement.id === 'notice-title'")


def test_the_place_by_keyboard(visit):
    person = visit()
    person.page.locator("#place-search").focus()
    person.page.keyboard.type("莘县")
    person.page.locator("#place-hits", has_text="莘县").wait_for()
    person.page.keyboard.press("Enter")
    person.page.locator("details.bar summary", has_text="莘县").wait_for()
    assert "410元" in person.ask("一个大人交多少")


def test_on_a_desk_everything_fits_and_can_be_read_by_all(visit):
    person = visit().at("莘县")
    person.ask(FAMILY)
    person.cite()
    assert seen_badly(person) == []


def test_on_a_phone_every_state_fits_and_can_be_read_by_all(visit):
    person = visit(PHONE)
    assert seen_badly(person) == []
    person.at("莘县").ask(FAMILY)
    person.cite()
    person.ask("种植牙能报多少")
    assert seen_badly(person) == []
    for look in ("large", "dark"):
        person.page.locator(f"[data-look={look}]").click()
        assert person.page.locator(f"html.{look}").count()
        assert seen_badly(person) == []
    person.tab("算一算")
    person.page.locator("form.sheet .go").click()
    person.page.locator("#form-result").wait_for()
    assert seen_badly(person) == []


def test_large_print_is_larger_and_remembered(visit):
    person = visit(PHONE)
    size = "() => parseFloat(getComputedStyle(document.querySelector('.bar summary')).fontSize)"
    before = person.page.evaluate(size)
    person.page.locator("[data-look=large]").click()
    assert person.page.evaluate(size) >= before * 1.3
    person.open()
    assert person.page.locator("html.large").count()
    assert person.page.locator("[data-look=large]").get_attribute("aria-pressed") == "true"


def test_the_document_says_its_language(visit):
    person = visit()
    assert person.page.locator("html").get_attribute("lang") == "zh-CN"
    assert person.page.title() == "问策 · 医保政策查询"
    assert person.page.locator("footer:visible").count() == 0


HOSTILE = [
    "<script>window.hacked=1</script>学生交多少",
    "<img src=x onerror=window.hacked=1>",
    "[点这里](javascript:window.hacked=1) **粗**",
    "${window.hacked=1} {{window.hacked=1}} @children `x`",
    "</h2></article><svg onload=window.hacked=1>",
]


def test_hostile_questions_are_text(visit):
    person = visit()
    for question in HOSTILE:
        person.ask(question)
        assert person.last.locator(".asked").inner_text().endswith(question)
    assert person.page.locator("#log :is(img, script, svg, iframe, strong b)").count() == 0
    assert person.page.locator("a[href^='javascript']").count() == 0


def test_a_hostile_notice_is_text(visit):
    person = visit().at("上饶市")
    assert "400元" in person.ask("一个人一年交多少")
    assert "<script>window.hacked=1</script>" in person.last.locator(".cite q").first.inner_text()
    person.cite()
    assert "<img src=x" in person.page.locator("#notice-title").inner_text()
    text = person.page.locator(".notice-text").inner_text()
    for written in ("${window.hacked=1}", "{{window.hacked=1}}", "</mark></section><iframe"):
        assert written in text
    inside = person.page.locator("#notice :is(img, script, iframe, a:not([download]))")
    assert inside.count() == 0


def test_answers_on_the_page_are_counted(visit, http):
    visit().ask("聊城学生交多少")
    assert 'wence_answers_total{interface="page"' in http.get("/metrics").text
