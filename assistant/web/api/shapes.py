"""What the routes take and give (接口的类型), with the examples that stand in the OpenAPI page."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, ConfigDict, Field, model_validator
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from corpus.model import Clause, Frozen, Notice

MOST_TURNS = 50
LONGEST_TURN = 10_000
LONGEST_NAME = 100
"""Characters of a place's name."""


def plain_day(given: object) -> object:
    """A day is YYYY-MM-DD and nothing else: a number is no day."""
    if given is None or isinstance(given, dt.date):
        return given
    if not isinstance(given, str) or len(given) != len("2024-10-01"):
        raise PydanticCustomError("date_parsing", "not YYYY-MM-DD")
    return given


Day = Annotated[dt.date, BeforeValidator(plain_day, json_schema_input_type=dt.date)]
REGION = Field(
    None,
    max_length=LONGEST_NAME,
    description="所在地，如 聊城市、莘县、山东聊城、371500；不填则从问题里读",
    examples=["聊城市"],
)
AS_OF = Field(
    None,
    description="按哪一天回答，YYYY-MM-DD；不填按今天（北京时间）",
    examples=["2024-10-15"],
)
ASKED: JsonDict = {"question": "居民医保一个人交多少钱", "region": "聊城市", "as_of": "2024-10-15"}
TALKED: JsonDict = {"turns": ["聊城医保一个人交多少", "那低保户呢"], "as_of": "2024-10-15"}
COMPUTED: JsonDict = {
    "rule": "family_fee",
    "inputs": {
        "place": "聊城市",
        "as_of": "2024-10-15",
        "persons": [{"who": "成年居民", "count": 2}, {"who": "小学生", "age": 8}],
    },
}


class Asked(Frozen):
    """A question, or the turns (轮次) of one person with the oldest first."""

    model_config = ConfigDict(json_schema_extra={"examples": [ASKED, TALKED]})

    question: str | None = Field(None, min_length=1, max_length=LONGEST_TURN)
    turns: tuple[str, ...] = Field((), max_length=MOST_TURNS)
    region: str | None = REGION
    as_of: Day | None = AS_OF

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if bool(self.turns) == bool(self.question):
            raise PydanticCustomError("question_or_turns", "one of question and turns")
        if any(len(turn) > LONGEST_TURN for turn in self.turns):
            raise PydanticCustomError("string_too_long", "a turn is too long")
        return self

    @property
    def said(self) -> tuple[str, ...]:
        """All turns."""
        return self.turns or (self.question or "",)


class Calculation(Frozen):
    """A rule and its inputs, as ``GET /api/v1/rules`` describes them."""

    model_config = ConfigDict(json_schema_extra={"examples": [COMPUTED]})

    rule: str = Field(max_length=LONGEST_NAME)
    inputs: dict[str, Any]


class RuleShape(Frozen):
    """A rule (计算规则): its name, what it is for, and the JSON schema of its inputs."""

    name: str
    title: str
    purpose: str
    inputs: dict[str, Any]


class NoticeRow(Frozen):
    """A notice in the list."""

    id: str = Field(examples=["聊医保发2024-27"])
    title: str
    doc_number: str | None
    issuers: tuple[str, ...]
    region: str
    issued_on: dt.date | None
    benefit_years: tuple[int, ...]


class NoticeList(Frozen):
    """All notices of a corpus version."""

    corpus: str
    notices: tuple[NoticeRow, ...]


class NoticeWhole(Frozen):
    """A notice with its text, clauses and values; offsets are characters of ``text``."""

    notice: Notice
    region: str
    text: str
    clauses: tuple[Clause, ...]
    values: tuple[dict[str, Any], ...]


class PlaceRow(Frozen):
    """A place (行政区划); ``own`` when the corpus has a notice of it or of its city."""

    adcode: str = Field(examples=["371500"])
    name: str = Field(examples=["山东省聊城市"])
    own: bool


class Kept(Frozen):
    """The number under which feedback is kept."""

    id: int


class Health(Frozen):
    """Whether the service lives, or is ready to answer."""

    status: str
    corpus: str | None = None
    notices: int | None = None
    trouble: str | None = None
