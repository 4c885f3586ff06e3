"""The one place where words become HTML (转义): questions, notices and answers are data.

Templates escape everything they are given. What is then handed to Gradio passes its own template
languages (``${…}``, ``{{…}}``, ``@children``), so their characters are written as entities too:
they look the same to people, and nothing in a question or a notice can be run by either.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup, escape

from assistant.web.pages.texts import hotlines, words
from assistant.web.templates import environment

TEMPLATES = Path(__file__).parent / "templates"
INERT = str.maketrans({c: f"&#{ord(c)};" for c in "${}`@"})


def render(template: str, **data: Any) -> str:
    """The HTML of a template, inert for the browser's side of Gradio as well."""
    return _templates().get_template(f"{template}.html").render(**data).translate(INERT)


@lru_cache(maxsize=1)
def _templates() -> Environment:
    found = environment(TEMPLATES)
    found.globals["words"] = words()
    found.globals["hotlines"] = hotlines()
    found.filters["dialled"] = dialled
    return found


def dialled(text: str) -> Markup:
    """A text with its telephone numbers as links (点一下就打电话)."""
    shown = escape(text)
    for line in hotlines():
        link = Markup('<a href="tel:{0}">{0}</a>').format(line.number)
        shown = Markup(shown.replace(line.number, link))
    return shown
