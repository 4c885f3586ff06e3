"""Any OpenAI-compatible endpoint (HTTP 接口): ``POST …/chat/completions``, turn by turn.

An answer that is a JSON object in the outside form is scored as it is; plain words are scored by
the figures that they say.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import time
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import httpx
import yaml

from corpus.settings import Settings
from eval.errors import BadAnswer, UnknownSystem
from eval.spoken import spoken_status, spoken_values
from eval.systems.base import SystemOptions, answer_form

PROMPT = Path(__file__).parent / "prompt.yaml"
TRIES = 3
WAIT = 0.5  # seconds before the second try; twice as many before the third
TRY_AGAIN = (408, 429, 500, 502, 503, 504)
_FENCE = re.compile(r"^\s*```(?:json)?\s*|\s*```\s*$")


class HttpSystem:
    """A chat endpoint; the earlier turns are asked first and its own replies are kept."""

    def __init__(self, settings: Settings, options: SystemOptions) -> None:
        if not options.url.startswith(("http://", "https://")) or not options.model:
            raise UnknownSystem("http 系统要给出 --url（http 或 https 开头）和 --model。")
        self._url = completions_url(options.url)
        self._model = options.model
        key = options.key.get_secret_value()
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._client = httpx.Client(headers=headers, timeout=options.timeout)

    def ask(self, turns: Sequence[str], region: str | None, as_of: dt.date) -> dict[str, Any]:
        """Ask all turns one after the other; the last reply is the answer."""
        words = _prompt()
        told = words["system"].format(region=region or words["no_region"], as_of=as_of.isoformat())
        messages = [{"role": "system", "content": told}]
        reply = ""
        for turn in turns:
            messages.append({"role": "user", "content": turn})
            reply = self._reply(messages)
            messages.append({"role": "assistant", "content": reply})
        return understood(reply, as_of, self._model)

    def _reply(self, messages: list[dict[str, str]]) -> str:
        body = {"model": self._model, "messages": messages, "temperature": 0}
        response = self._post(body)
        try:
            content = response.json()["choices"][0]["message"]["content"]
        except (ValueError, LookupError, TypeError) as error:
            raise BadAnswer("接口的回复不是 chat/completions 的格式。") from error
        return str(content or "")

    def _post(self, body: dict[str, Any]) -> httpx.Response:
        problem = ""
        for attempt in range(TRIES):
            if attempt:
                time.sleep(WAIT * attempt)
            try:
                response = self._client.post(self._url, json=body)
            except httpx.HTTPError as error:
                problem = type(error).__name__
                continue
            if response.is_success:
                return response
            problem = f"HTTP {response.status_code}"
            if response.status_code not in TRY_AGAIN:
                break
        raise BadAnswer(f"接口没有给出回答（{problem}）。")


def completions_url(url: str) -> str:
    """The address to post to; a base address (…/v1) is completed."""
    base = url.rstrip("/")
    return base if base.endswith("/chat/completions") else f"{base}/chat/completions"


def understood(reply: str, as_of: dt.date, model: str) -> dict[str, Any]:
    """The reply in the outside form; an empty reply is a ``BadAnswer``."""
    if not reply.strip():
        raise BadAnswer("接口的回答是空的。")
    try:
        given = json.loads(_FENCE.sub("", reply))
    except json.JSONDecodeError:
        given = None
    if isinstance(given, dict) and "status" in given and "text" in given:
        return {**answer_form(as_of, model, ""), **given}
    status, reason = spoken_status(reply)
    values = spoken_values(reply) if status == "answered" else []
    return answer_form(as_of, model, reply, status, reason, values=values)


@lru_cache(maxsize=1)
def _prompt() -> dict[str, str]:
    words: dict[str, str] = yaml.safe_load(PROMPT.read_text(encoding="utf-8"))
    return words
