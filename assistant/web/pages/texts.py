"""The words of the pages (页面用语), read once from ``texts.yaml``."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import Field

from corpus.model import Frozen

FILE = Path(__file__).parent.parent / "texts.yaml"


class Hotline(Frozen):
    """A telephone number (热线) that people are sent to."""

    number: str
    name: str


class FormField(Frozen):
    """One field of a form; ``empty`` is what its empty choice is called."""

    name: str
    kind: Literal["members", "day", "money", "choice", "standing"]
    label: str
    hint: str = ""
    options: tuple[str, ...] = ()
    empty: str = ""


class Form(Frozen):
    """A form (表单): its fixed question and its fields."""

    id: str
    title: str
    question: str
    told: str
    fields: tuple[FormField, ...] = Field(min_length=1)


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """All words by name."""
    with FILE.open(encoding="utf-8") as file:
        loaded: dict[str, Any] = yaml.load(file, Loader=yaml.CSafeLoader)
    return loaded


@lru_cache(maxsize=1)
def forms() -> dict[str, Form]:
    """All forms by id, in order."""
    return {f.id: f for f in (Form.model_validate(item) for item in words()["forms"])}


@lru_cache(maxsize=1)
def hotlines() -> tuple[Hotline, ...]:
    """The telephone numbers, the fitting one first."""
    return tuple(Hotline.model_validate(item) for item in words()["hotlines"])
