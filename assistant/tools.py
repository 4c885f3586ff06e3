"""The rules as LangChain tools (工具), with typed arguments, for an agent to call.

A tool answers with the outcome as JSON: its kind, the figures with their bounds, the steps and the
exact characters behind them. It never guesses: what is missing is named, not filled in.
"""

from __future__ import annotations

import json
from typing import Any

from langchain_core.tools import BaseTool, StructuredTool

from assistant.calculate.rule import Rule, rules
from assistant.calculator import Calculator
from assistant.outcomes import outcome_json
from corpus.errors import CorpusError


def rule_tools(calculator: Calculator) -> list[BaseTool]:
    """One tool a rule; the argument schema is the rule's own inputs."""
    return [_tool(calculator, rule) for rule in rules().values()]


def _tool(calculator: Calculator, rule: Rule) -> BaseTool:
    def call(**arguments: Any) -> str:
        try:
            outcome = calculator.run(rule.name, arguments)
        except CorpusError as error:  # a wrong place or input is the caller's to correct
            return json.dumps({"outcome": "error", "message": str(error)}, ensure_ascii=False)
        return json.dumps(outcome_json(outcome, calculator.library), ensure_ascii=False)

    return StructuredTool.from_function(
        func=call, name=rule.name, description=rule.purpose, args_schema=rule.inputs
    )
