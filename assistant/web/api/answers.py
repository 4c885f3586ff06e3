"""Questions, calculations and feedback over HTTP (问答、计算、反馈)."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from assistant.calculate.rule import rules
from assistant.model import Answer
from assistant.web.api.shapes import Asked, Calculation, Kept, RuleShape
from assistant.web.feedback import Feedback
from assistant.web.front import Front


def answer_routes(front: Front) -> APIRouter:
    """The routes that answer."""
    routes = APIRouter(prefix="/api/v1", tags=["问答"])

    @routes.post("/ask", summary="回答一个问题")
    async def ask(asked: Asked) -> Answer:
        """答复的格式与命令行 ``ask --json`` 相同；没有写明的，看 ``status`` 和 ``reason``。"""
        return await front.ask("api", asked.said, asked.region, asked.as_of)

    @routes.get("/rules", summary="有哪些计算规则")
    async def list_rules() -> list[RuleShape]:
        """每条规则的名字、用途和输入的 JSON Schema。"""
        return [
            RuleShape(
                name=r.name, title=r.title, purpose=r.purpose, inputs=r.inputs.model_json_schema()
            )
            for r in rules().values()
        ]

    @routes.post("/calculate", summary="按一条规则计算")
    async def calculate(asked: Calculation) -> dict[str, Any]:
        """``outcome`` 是 computed、needs_input、not_applicable、no_rule 或 conflict；缺的不猜。"""
        return await front.calculate(asked.rule, asked.inputs)

    @routes.post("/feedback", summary="说一个答复有没有帮助", status_code=201)
    async def feedback(told: Feedback) -> Kept:
        """身份证号、电话、卡号在写下之前遮去。"""
        return Kept(id=await front.keep(told))

    return routes
