"""Fact checking over HTTP (核对): a pasted text, and what the notices say of each claim."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from assistant.check import check_text
from assistant.check.pasted import LONGEST
from assistant.model import Verdict
from assistant.web.api.shapes import AS_OF, REGION, Day
from assistant.web.front import Front
from corpus.clock import today
from corpus.model import Frozen

PASTED: JsonDict = {
    "text": "聊城市2025年度成年居民个人缴费标准为400元，集中缴费到12月20日截止。",
    "region": "聊城市",
    "as_of": "2024-10-15",
}


class ToCheck(Frozen):
    """A text to be checked (待核对的文字): a draft, an article, another chatbot's answer."""

    model_config = ConfigDict(json_schema_extra={"examples": [PASTED]})

    text: str = Field(
        min_length=1,
        max_length=LONGEST,
        description=f"要核对的文字，最多 {LONGEST} 字；HTML 标记会去掉，位置仍按原文算",
    )
    region: str | None = REGION
    as_of: Day | None = AS_OF


class Checked(Frozen):
    """The claims of a text (声明) in its order; ``text[start:end]`` of the text is each claim's."""

    claims: tuple[Verdict, ...]
    corpus: str


def check_routes(front: Front) -> APIRouter:
    """The route that checks."""
    routes = APIRouter(prefix="/api/v1", tags=["核对"])

    @routes.post("/check", summary="核对一段文字里的每条声明")
    async def check(given: ToCheck) -> Checked:
        """``verdict`` 是 supported、contradicted、outdated 或 not_found；没有依据不等于说错。"""
        return await checked(front, given)

    return routes


async def checked(front: Front, given: ToCheck) -> Checked:
    """Check a text with the newest assistant; today in China where no day is said."""
    day = given.as_of or today()

    def run() -> Checked:
        assistant = front.live.current()
        found = check_text(assistant, given.text, given.region or None, as_of=day)
        return Checked(claims=found, corpus=assistant.library.version)

    return await front.work(run)
