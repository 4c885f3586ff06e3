"""Years and places of claims: a figure of one year or place is never supported for another.

Every standard with a benefit year is told in the notice's words with the year before, the year
after, under a title of another year, and on days when its year is long over or hasn't come.
"""

import datetime as dt

import pytest

from assistant.answer.wording import group_words, is_general, label_words, phrase
from assistant.check import check_text
from corpus.jurisdictions import places
from corpus.model import COUNTRY_ADCODE, Role, ValueKind

FOLDERS = ("dev", "dev2", "dev5", "dev6", "claims4", "claims_old", "rules_dev")
TOLD = {ValueKind.MONEY, ValueKind.RATIO}
LEAST = 60
LATE = 3


def about(value):
    """What a value is of, in the notice's words."""
    label = label_words(value)
    group = group_words(value.group) if value.group else ""
    cases = [c.text for c in value.conditions if c.text not in label + group and not is_general(c)]
    return "，".join([*([group] if group and group not in label else []), *cases, label])


def place_of(value):
    return (
        "国家规定的"
        if value.jurisdiction == COUNTRY_ADCODE
        else places().get(value.jurisdiction).name
    )


@pytest.fixture(scope="module")
def assistant(assistant_over):
    return assistant_over(*FOLDERS)


@pytest.fixture(scope="module")
def dated(assistant):
    """Standards with a benefit year, each with its notice."""
    entries = assistant.library.entries.values()
    own = ((e.notice, v) for e in entries for v in e.values if v.role is Role.STANDARD)
    found = [(n, v) for n, v in own if v.kind in TOLD and v.benefit_year and n.issued_on]
    assert len(found) >= LEAST
    return found


def verdicts(assistant, text, value, day):
    region = None if value.jurisdiction == COUNTRY_ADCODE else places().get(value.jurisdiction).name
    return {v.verdict.value for v in check_text(assistant, text, region, as_of=day)}


def same_figure_in(dated, value, year):
    """Whether the corpus says the very figure of another year as well."""
    return any((v.key, v.value, v.benefit_year) == (value.key, value.value, year) for _, v in dated)


@pytest.mark.parametrize("shift", [-2, -1, 1, 2])
def test_no_figure_is_supported_for_another_year(assistant, dated, shift):
    wrong = []
    for notice, value in dated:
        year = value.benefit_year + shift
        if same_figure_in(dated, value, year):
            continue
        told = f"{place_of(value)}{year}年度{about(value)}：{phrase(value)}。"
        titled = f"{year}年度{place_of(value)}居民医保政策\n{about(value)}：{phrase(value)}。"
        # under the year of a whole notice stands all that it says
        for text in [told] if notice.benefit_years == (year,) else [told, titled]:
            if verdicts(assistant, text, value, notice.issued_on) == {"supported"}:
                wrong.append(text)
    assert not wrong


def test_a_bare_year_before_is_not_the_benefit_year(assistant, dated):
    """「2025年…」 of a fee for 2026 holds only where the notice itself names its fee by 2025."""
    wrong = []
    for notice, value in dated:
        year = value.benefit_year - 1
        named = any(c.quote.rstrip("度") == f"{year}年" for c in value.citations.time)
        if named or same_figure_in(dated, value, year) or f"{year}年" in notice.title:
            continue
        text = f"{place_of(value)}{year}年{about(value)}：{phrase(value)}。"
        if verdicts(assistant, text, value, notice.issued_on) == {"supported"}:
            wrong.append(text)
    assert not wrong


def test_no_figure_is_supported_when_its_year_is_over(assistant, dated):
    wrong = []
    for _, value in dated:
        day = dt.date(value.benefit_year + LATE, 3, 1)
        for when in ("", f"{day.year}年度"):
            text = f"{place_of(value)}{when}{about(value)}：{phrase(value)}。"
            if verdicts(assistant, text, value, day) == {"supported"}:
                wrong.append(text)
    assert not wrong


def test_no_notice_supports_anything_before_it_was_issued(assistant, dated):
    wrong = []
    for notice, value in dated:
        text = f"{place_of(value)}{about(value)}：{phrase(value)}。"
        day = notice.issued_on - dt.timedelta(days=400)
        for verdict in check_text(assistant, text, None, as_of=day):
            wrong += [text for c in verdict.citations if c.title == notice.title]
    assert not wrong


PLACES = [
    # as told, where the text is checked → what the verdict is; 锦州's second tier is 600元
    ("锦州市第二档居民医保每人每年600元。", "锦州市", "supported"),
    ("凌海市第二档居民医保每人每年600元。", None, "supported"),
    ("第二档居民医保每人每年600元。", "辽宁省锦州市凌海市", "supported"),
    ("葫芦岛市第二档居民医保每人每年600元。", "锦州市", "not_found"),
    ("辽宁省第二档居民医保每人每年600元。", "锦州市", "not_found"),
    ("沈阳市第二档居民医保每人每年600元。", None, "not_found"),
    ("国家规定，第二档居民医保每人每年600元。", "锦州市", "not_found"),
    ("锦州市第二档居民医保每人每年600元。", "沈阳市", "supported"),
    # going elsewhere for care doesn't make it another place's rule
    ("锦州人去沈阳看病，市外三级医院起付标准1500元。", "锦州市", "supported"),
]


@pytest.mark.parametrize(("text", "region", "verdict"), PLACES)
def test_places(assistant, text, region, verdict):
    found = check_text(assistant, text, region, as_of=dt.date(2026, 2, 10))
    assert [v.verdict.value for v in found] == [verdict]


YEARS = [
    # the claim, the day it is checked → the verdict; 锦州: 380元 by the notice of 2025, then 400元
    ("锦州市2026年度第一档个人缴费每人每年400元。", (2026, 2, 10), "supported"),
    ("锦州市2025年度第一档每人每年380元。", (2026, 2, 10), "supported"),
    ("锦州市2025年度第一档筹资标准每人每年400元。", (2026, 2, 10), "contradicted"),
    ("锦州市第一档每人每年380元。", (2026, 2, 10), "outdated"),
    ("锦州市今年第一档每人每年380元。", (2026, 2, 10), "outdated"),
    ("锦州市2027年度第一档个人缴费每人每年400元。", (2026, 2, 10), "not_found"),
    ("锦州市第一档个人缴费每人每年400元。", (2028, 2, 10), "outdated"),
    ("锦州市集中缴费12月31日截止。", (2026, 2, 10), "outdated"),
]


@pytest.mark.parametrize(("text", "day", "verdict"), YEARS)
def test_years(assistant, text, day, verdict):
    found = check_text(assistant, text, "锦州市", as_of=dt.date(*day))
    assert [v.verdict.value for v in found] == [verdict]


ENDED = [
    # what a notice names only to end it, and what an old notice says that has no years of its own
    ("二级医疗机构起付标准400元。", "梧州市", "outdated"),
    ("二级医院起付标准500元。", "梧州市", "supported"),
    ("年度最高支付限额12万元。", "梧州市", "outdated"),
    ("普通门诊年度支付限额300元。", "梧州市", "outdated"),
    ("产前检查费用补助300元。", "梧州市", "outdated"),
    ("三级医疗机构支付比例60%。", "梧州市", "outdated"),
    ("高血压用药年度限额360元。", "梧州市", "outdated"),
    ("个人缴费标准为每人350元。", "贺州市", "outdated"),
    ("今年个人缴费350元。", "贺州市", "outdated"),
    ("集中缴费12月31日截止。", "贺州市", "outdated"),
    ("一级医院住院报90%。", "贺州市", "outdated"),
    ("城市低保标准每人每月790元。", "崇左市", "outdated"),
    ("2026年城市低保标准每人每月790元。", "崇左市", "outdated"),
    ("根据锦医保发〔2024〕19号。", "锦州市", "outdated"),
    ("根据岩政综〔2019〕88号。", "龙岩市", "outdated"),
    ("根据锦医保发〔2025〕22号。", "锦州市", "supported"),
]


@pytest.mark.parametrize(("text", "region", "verdict"), ENDED)
def test_what_has_ended(assistant, text, region, verdict):
    found = check_text(assistant, text, region, as_of=dt.date(2026, 3, 1))
    assert [v.verdict.value for v in found] == [verdict]
