"""Nobody passes the door without a session, and nobody beyond their role."""

import re
from pathlib import Path

import pytest
import yaml
from starlette.routing import Mount, Route

from assistant.web.app import make_app
from assistant.web.staff.model import Role
from corpus.settings import Settings

PAGES = yaml.safe_load(Path(__file__).with_name("pages.yaml").read_text("utf-8"))
BEHIND = [page for page in PAGES if page["role"] != "anybody"]
BY_ROLE = {"checker": "老王", "editor": "小李", "admin": "陈主任"}
LOGIN = "/staff/login"


def filled(path):
    """The path with something in place of its blanks."""
    return re.sub(r"\{(\w+)(:\w+)?\}", lambda m: "overrule" if m[1] == "kind" else "1", path)


def routes(of, before=""):
    """(method, path) of every route below ``/staff``, however it is mounted."""
    for route in of:
        path = before + getattr(route, "path", "")
        if isinstance(route, Mount):
            yield from routes(route.routes, path)
        elif isinstance(route, Route) and path.startswith("/staff"):
            yield from ((m, path) for m in route.methods - {"HEAD"})
        elif path.startswith("/staff"):
            yield ("?", path)


@pytest.fixture(scope="module")
def found(desk_data):
    return set(routes(make_app(Settings(data=desk_data), pages=False).routes)) - {("GET", "/staff")}


def test_every_page_is_known(found):
    assert found == {(page["method"], "/staff" + page["path"]) for page in PAGES}


def test_no_page_lets_a_stranger_in(found, stranger):
    for method, path in found:
        if {"method": method, "path": path.removeprefix("/staff"), "role": "anybody"} in PAGES:
            continue
        got = stranger.http.request(method, filled(path))
        assert (got.status_code, got.headers.get("location")) == (303, LOGIN), (method, path)
        assert got.text == ""


@pytest.mark.parametrize("path", ["/nosuch", "/static/../log", "/static/desk.py", "//log", "/log/"])
def test_nor_a_path_that_is_no_page(stranger, path):
    got = stranger.get(path)
    assert got.status_code in (303, 404)
    assert "日志" not in got.text


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_each_role_sees_what_is_its_own(staff, role):
    person, allowed = staff(BY_ROLE[role]), {}
    for page in sorted(BEHIND, key=lambda p: p["path"] == "/logout"):
        path = filled(page["path"])
        got = person.get(path) if page["method"] == "GET" else person.post(path)
        allowed[page["method"], page["path"]] = got.status_code != 403
    assert allowed == {(p["method"], p["path"]): Role(role).covers(p["role"]) for p in BEHIND}


@pytest.mark.parametrize("proof", ["", "0" * 64, "错"])
def test_a_change_without_its_proof_is_refused(staff, proof):
    person = staff("陈主任")
    person.proof = proof
    changes = [page for page in BEHIND if page["method"] == "POST"]
    assert {person.post(filled(page["path"])).status_code for page in changes} == {403}
    assert person.get("/").status_code == 200


FOREIGN = [
    {"origin": "https://elsewhere.example"},
    {"origin": "null"},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
@pytest.mark.parametrize("path", ["/login", "/checks", "/logout"])
def test_a_change_from_another_site_is_refused(staff, password, headers, path):
    person = staff("老王")
    data = {"proof": person.proof, "name": "老王", "password": password}
    got = person.http.post(f"/staff{path}", data=data, headers=headers)
    assert got.status_code == 403
    assert "set-cookie" not in got.headers
    assert person.get("/").status_code == 200


def test_the_cookie_is_for_the_server_alone(stranger, password):
    got = stranger.http.post("/staff/login", data={"name": "老王", "password": password})
    cookie = got.headers["set-cookie"].lower()
    assert {"httponly", "samesite=strict", "path=/staff"} <= set(cookie.split("; "))
    assert "secure" not in cookie
    assert got.headers["location"] == "/staff/"


def test_behind_https_the_cookie_never_goes_in_the_open(desk_data, running, password):
    settings = Settings(data=desk_data, http_rate=0, http_proxies="127.0.0.1")
    with running(settings) as http:
        got = http.post(
            "/staff/login",
            data={"name": "老王", "password": password},
            headers={"x-forwarded-proto": "https", "x-forwarded-for": "192.0.2.7"},
        )
    assert "secure" in got.headers["set-cookie"].lower().split("; ")


def test_a_planted_session_is_worth_nothing(stranger, password):
    stranger.http.cookies.set("wence_staff", "planted", path="/staff")
    assert stranger.get("/").headers["location"] == LOGIN
    got = stranger.log_in("老王", password)
    assert "planted" not in got.headers["set-cookie"]


def test_logging_in_again_ends_the_session_before(staff, desk_url):
    person = staff("老王")
    before = person.http.cookies["wence_staff"]
    person.log_in("老王")
    assert person.http.cookies["wence_staff"] != before
    person.http.cookies.clear()
    person.http.cookies.set("wence_staff", before, path="/staff")
    assert person.get("/").headers["location"] == LOGIN


def test_after_logging_out_the_cookie_opens_nothing(staff):
    person = staff("老王")
    token = person.http.cookies["wence_staff"]
    assert person.post("/logout").headers["location"] == LOGIN
    person.http.cookies.set("wence_staff", token, path="/staff")
    assert person.get("/").headers["location"] == LOGIN


@pytest.mark.parametrize("where", ["//evil.example", "https://evil.example", "/staff/log"])
def test_nobody_is_sent_elsewhere_after_logging_in(stranger, password, where):
    asked = {"name": "老王", "password": password, "next": where, "url": where}
    got = stranger.http.post("/staff/login", params={"next": where}, data=asked)
    assert got.headers["location"] == "/staff/"


def test_pages_forbid_scripts_and_are_not_kept(staff):
    for path in ("/", "/login", "/nosuch"):
        headers = staff("老王").get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        assert headers["cache-control"] == "no-store"


def test_a_strangers_upload_is_not_read(stranger):
    got = stranger.http.post("/staff/checks", files={"file": ("a.txt", b"x" * 3_000_000)})
    assert (got.status_code, got.headers["location"]) == (303, LOGIN)


def test_without_a_desk_there_is_none(desk_data):
    app = make_app(Settings(data=desk_data), pages=False, staff=False)
    assert list(routes(app.routes)) == []


def test_pages_are_counted_by_their_pattern(staff):
    person = staff("老王")
    person.get(f"/checks/{person.check('聊城市成年居民个人缴费标准为400元。')}")
    counted = person.http.get("/metrics").text
    assert 'route="/staff/checks/{check:int}"' in counted
    assert 'route="/staff/login"' in counted
