"""Requests that nobody would think of: no server error, and answers of the promised form."""

import datetime as dt
import warnings

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import checks

from assistant.calculate.rule import rules
from assistant.web.app import make_app
from corpus.settings import Settings

FEW = 6
CHECKS = [  # 0 for false and unknown fields are taken where they do no harm
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
QUIET = settings(
    max_examples=FEW,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
DAYS = st.one_of(st.dates(), st.sampled_from([dt.date.min, dt.date.max])).map(dt.date.isoformat)
PLACES = st.sampled_from(["聊城市", "福建省", "莘县", "厦门市", "北京市", "100000"])
WORDS = st.text("医保交多少钱聊城低保户学生新生儿2025年10月%元万第〔〕\n 0123456789", max_size=30)


AMOUNTS = st.decimals(allow_nan=False, allow_infinity=False, places=2).map(str)
PLAIN = {
    "string": WORDS,
    "integer": st.integers(-5, 3000),
    "number": AMOUNTS,
    "boolean": st.booleans(),
    "null": st.none(),
}


def of_shape(shape, named):
    """Inputs of a JSON schema's form, in and out of its bounds."""
    if "$ref" in shape:
        return of_shape(named[shape["$ref"].rpartition("/")[2]], named)
    if "anyOf" in shape:
        return st.one_of(*(of_shape(part, named) for part in shape["anyOf"]))
    if "enum" in shape or "const" in shape:
        return st.sampled_from(shape.get("enum") or [shape["const"]])
    if shape.get("type") == "array":
        return st.lists(of_shape(shape.get("items", {"type": "string"}), named), max_size=3)
    if shape.get("type") == "object":
        parts = {k: of_shape(v, named) for k, v in shape.get("properties", {}).items()}
        return st.fixed_dictionaries({}, optional=parts)
    if shape.get("format") == "date":
        return DAYS
    return PLAIN[shape.get("type", "string")]


@pytest.fixture(scope="session")
def page(own_data):
    app = make_app(Settings(data=own_data, http_rate=0), pages=False)
    return schemathesis.openapi.from_asgi("/openapi.json", app)


schema = schemathesis.pytest.from_fixture("page")


@schema.parametrize()
@QUIET
def test_no_server_error(case):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        case.call_and_validate(checks=CHECKS)


@QUIET
@given(st.lists(WORDS, min_size=1, max_size=3), PLACES, DAYS)
def test_no_question_or_day_breaks_the_service(http, turns, region, day):
    got = http.post("/api/v1/ask", json={"turns": turns, "region": region, "as_of": day})
    assert got.status_code in (200, 422), got.text


@pytest.mark.parametrize("name", sorted(rules()))
def test_no_input_breaks_a_rule(http, name):
    shape = rules()[name].inputs.model_json_schema()
    inputs = of_shape(shape, shape.get("$defs", {}))

    @QUIET
    @given(inputs, PLACES, DAYS)
    def call(given, place, day):
        whole = {**given, "place": place, "as_of": day}
        got = http.post("/api/v1/calculate", json={"rule": name, "inputs": whole})
        assert got.status_code in (200, 422), (whole, got.text)

    call()
