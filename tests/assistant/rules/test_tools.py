"""The rules as LangChain tools: typed arguments in, figures with their source out."""

import json

import pytest

from assistant.calculate.rule import rules
from assistant.tools import rule_tools


@pytest.fixture(scope="module")
def tools(calculator):
    return {tool.name: tool for tool in rule_tools(calculator)}


def test_every_rule_is_a_tool_with_typed_arguments(tools):
    assert set(tools) == set(rules())
    for tool in tools.values():
        arguments = tool.args
        assert {"place", "as_of"} <= set(arguments)
        assert all(
            "type" in a or "anyOf" in a or "$ref" in a or "allOf" in a for a in arguments.values()
        )
        assert tool.description


def test_a_result_carries_bound_steps_and_characters(tools, library):
    asked = {"place": "聊城", "as_of": "2024-10-01", "person": {"who": "低保对象", "age": 40}}
    said = json.loads(tools["individual_fee"].invoke(asked))
    assert (said["outcome"], said["value"], said["bound"]) == ("computed", "270", "at_most")
    assert said["steps"][0]["text"] == "410 − 140 = 270（元）"
    for citation in said["steps"][0]["citations"]:
        notice = next(n for n in library.notices if n.doc_number == citation["notice"])
        assert library.text(notice.id)[citation["start"] : citation["end"]] == citation["quote"]


@pytest.mark.parametrize(
    ("arguments", "outcome", "has"),
    [
        ({"place": "聊城", "as_of": "2024-10-01"}, "needs_input", "group"),
        ({"place": "哪儿也不是", "as_of": "2024-10-01"}, "error", "哪儿也不是"),
        ({"place": "聊城", "as_of": "2024-10-01", "year": 2030}, "no_rule", "fee"),
    ],
)
def test_what_cannot_be_computed_is_said(tools, arguments, outcome, has):
    said = tools["individual_fee"].invoke(arguments)
    assert json.loads(said)["outcome"] == outcome
    assert has in said


def test_an_argument_of_the_wrong_type_is_refused(tools):
    with pytest.raises(ValueError, match="as_of"):
        tools["individual_fee"].invoke({"place": "聊城", "as_of": "昨天"})
