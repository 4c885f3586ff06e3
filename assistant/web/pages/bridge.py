"""Buttons and forms inside our own HTML (桥): their clicks become events of the component.

Gradio knows the names of a component's events from the words quoted in its script, so each
component names its own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import gradio as gr

from assistant.web.pages.files import STATIC


def own_html(value: str, acts: Sequence[str] = (), **options: Any) -> gr.HTML:
    """A piece of our own HTML; ``acts`` are the events that its buttons and forms may give."""
    script = f"const acts = {json.dumps(list(acts))};\n{_script()}" if acts else None
    return gr.HTML(value, js_on_load=script, apply_default_css=False, padding=False, **options)


@lru_cache(maxsize=1)
def _script() -> str:
    return (STATIC / "bridge.js").read_text("utf-8")


def sent(event: gr.EventData) -> tuple[str, Mapping[str, Sequence[str]]]:
    """What a button or form said: its value, and the fields of its form by name."""
    data: dict[str, Any] = event._data or {}
    value, fields = data.get("value", ""), data.get("fields", {})
    clean = {
        str(k): [str(v) for v in vs]
        for k, vs in (fields.items() if isinstance(fields, dict) else ())
        if isinstance(vs, list)
    }
    return (value if isinstance(value, str) else ""), clean
