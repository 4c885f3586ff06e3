"""The one place where words become HTML on the desk (转义): everything that is given is text."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment
from starlette.responses import HTMLResponse, Response

from assistant.web.staff.words import local, words
from assistant.web.templates import environment

TEMPLATES = Path(__file__).parent / "templates"
# No script at all, and nothing from elsewhere.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
OWN_SCRIPTS = "; script-src 'self'"
"""Added on the one page that has a script, a file of our own; see docs/decisions/0020."""

HEADERS = {
    "content-security-policy": POLICY,
    "cache-control": "no-store",
    # With "no-referrer" browsers would not say of a form where it comes from.
    "referrer-policy": "same-origin",
}


def page(template: str, status: int = 200, scripts: bool = False, **data: Any) -> HTMLResponse:
    """A page of the desk; ``scripts`` only where it has one of our own."""
    html = _templates().get_template(f"{template}.html").render(**data)
    policy = {"content-security-policy": POLICY + OWN_SCRIPTS} if scripts else {}
    return HTMLResponse(html, status, {**HEADERS, **policy})


def picture(content: bytes) -> Response:
    """A page of a notice as a picture (JPEG)."""
    return Response(content, media_type="image/jpeg", headers=HEADERS)


def attachment(content: bytes, media: str, name: str) -> Response:
    """A file to be kept; its name in Chinese as RFC 5987 has it, and a plain one beside it."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-._") else "_" for c in name)
    said = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    headers = {**HEADERS, "content-disposition": said}
    return Response(content, media_type=media, headers=headers)


@cache
def _templates() -> Environment:
    found = environment(TEMPLATES)
    found.globals["words"] = words
    found.filters["local"] = local
    return found
