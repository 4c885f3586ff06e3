"""Particulars of a notice (文件要素): issuers, place, dates and years."""

from __future__ import annotations

import calendar
import datetime as dt
import hashlib
import re

from corpus.errors import UnknownRegion
from corpus.jurisdictions import places
from corpus.model import COUNTRY_ADCODE
from corpus.readers.words import patterns
from corpus.structure import lines
from corpus.structure.anatomy import Anatomy, national_body
from corpus.structure.chars import is_joint, normalise

_CITED = re.compile(
    rf"《(?P<title>[^《》]*(?:《[^《》]*》[^《》]*)*)》\s*(?:（(?P<no>{lines.DOC_NUMBER.pattern})[^）]{{0,12}}）)?"
)
_DAYS_LATER = r"(?:满?(?P<days>\d{1,3}|[一二三四五六七八九十]{1,3})(?:个自然)?日[之以]?后)?"
_STARTS = rf"起{_DAYS_LATER}(?:正式|试)?(?:施行|实施|执行|生效)"
_OWN = r"(?:本|以上|上述)(?:通知|办法|规定|意见|细则|方案|标准|公告|条例|政策|决定)"
_IN_FORCE = re.compile(
    rf"{_OWN}(?:规定)?(?:的[^。；]{{0,20}})?[^。；]{{0,12}}?自(?P<when>[^。；，]{{2,16}}?){_STARTS}"
)
_IN_FORCE_PLAIN = re.compile(
    r"(?:^|[。；：\n、]|现予(?:公布|发布)，)自(?P<when>\d{4}年\d{1,2}月\d{1,2}日|[印发公布]{2}之日)"
    rf"{_STARTS}[，。]"
)
# A term (有效期五年) is the notice's own only where its beginning or its name stands beside it.
_TERM = re.compile(
    rf"(?:{_OWN}[^。；]{{0,60}}?|(?:施行|实施|执行|生效)[^。；]{{0,8}}?，|(?:^|[。；：\n]))"
    r"(?:有效期限?|试行期限?|施行期限?)(?:为|至)?(?P<n>\d{1,2}|[一二三四五六七八九十两]{1,2})年"
)
_UNTIL = re.compile(
    r"(?:有效期限?(?:截)?[至到]|试行[至到]|执行[至到]|(?:有效期限?|试行期限?)(?:为|自)[^。；，]{4,14}?[至到])"
    r"(?P<when>(?P<y>\d{4})年(?:(?:(?P<m>\d{1,2})月)?(?P<last>底|末|年底)|\d{1,2}月\d{1,2}日))"
)
_ITSELF = re.compile(
    r"本(?:通知|办法|细则|规定|意见|方案|公告|通告|标准|政策|文件|决定)|起(?:施行|实施|执行)"
)
_YEARS = (
    re.compile(r"待遇(?:享受)?(?:期|时间)[^。；]{0,8}?(20\d\d)年"),
    re.compile(r"(?:预收|征收|缴纳|征缴)(20\d\d)年度"),
    re.compile(
        r"(20\d\d)年(?:度)?(?:城乡)?居民(?:基本)?医(?:疗)?保(?:险)?[^。；，]{0,6}"
        r"(?:参保)?(?:缴费|征缴|收缴|征收|怎么[交缴]|[交缴]钱|[交缴]多少|开始[交缴收])(?!补助)"
    ),
    re.compile(r"享受(20\d\d)年(?:度)?[^。；，]{0,12}待遇"),
    re.compile(r"(20\d\d)年(?:度)?医保待遇"),
)


def issuers_of(anatomy: Anatomy, meta: dict[str, str]) -> tuple[str, ...]:
    """Return the issuing bodies (发文机关): from the signature, else masthead, title or page."""
    titled = _title_issuers(anatomy.title)
    for source in (_split_orgs(anatomy.sign_issuers), _split_orgs(anatomy.head_issuers), titled):
        if source:
            return source if len(source) >= len(titled) else titled
    stated = meta.get("issuers", "")
    named = (patterns().org.match(s) for s in re.split("[，、,；; ]+", normalise(stated)))
    return tuple(m[0] for m in named if m)  # a newspaper or a website issues nothing


def _split_orgs(texts: tuple[str, ...]) -> tuple[str, ...]:
    found: list[str] = []
    for text in texts:
        for name in text.removesuffix("文件").split():
            if found and not is_joint(found[-1], name):
                found[-1] += name
            elif name not in found:
                found.append(name)
    return tuple(found)


def _title_issuers(title: str) -> tuple[str, ...]:
    opened = patterns().title_open.search(title)
    head = title[: opened.start()].strip() if opened else ""
    names = _split_orgs((head,)) if head else ()
    return names if all(patterns().org.fullmatch(n) for n in names) else ()


def place_of(anatomy: Anatomy, issuers: tuple[str, ...], doc_number: str | None) -> str:
    """Return the adcode in which a notice holds, from issuers, title or document number.

    Raises ``UnknownRegion`` where nothing says it.
    """
    tree = places()
    for text in (*issuers, anatomy.title):
        found = tree.find_all(text)
        if found:
            return found[0][0].adcode
        if text in issuers and national_body(text):
            return COUNTRY_ADCODE
    code = tree.by_abbreviation(doc_number or "")
    if code:
        return code
    if any(re.match("各省、自治区、直辖市", a) for a in anatomy.addressees):
        return COUNTRY_ADCODE
    raise UnknownRegion("看不出这份文件在哪里适用，请用 --region 写明地区。")


def place_or(
    anatomy: Anatomy, issuers: tuple[str, ...], doc_number: str | None, fallback: str
) -> str:
    """Return the place the notice itself shows, else the one given."""
    try:
        return place_of(anatomy, issuers, doc_number)
    except UnknownRegion:
        return fallback


def in_force(
    text: str, issued: dt.date | None, meta: dict[str, str]
) -> tuple[dt.date | None, dt.date | None]:
    """Return (from, to), both inclusive, as far as the notice or the page around it says so."""
    start = lines.first_date(meta.get("effective_from", "")) or _stated_start(text, issued)
    end = lines.first_date(meta.get("effective_to", "")) or _stated_end(text)
    term = _TERM.search(text)
    if end is None and term and (start or issued):
        end = _years_later(start or issued, lines.number(term["n"].replace("两", "二")))
    return start, end


def _stated_start(text: str, issued: dt.date | None) -> dt.date | None:
    match = _IN_FORCE.search(text) or _IN_FORCE_PLAIN.search(text)
    if match is None:
        return None
    published = re.search("印发|发布|公布", match["when"])
    start = lines.first_date(match["when"]) or (issued if published else None)
    later = lines.number(match["days"]) if match["days"] else 0
    return start + dt.timedelta(days=later) if start else None


def _stated_end(text: str) -> dt.date | None:
    match = next((m for m in _UNTIL.finditer(text) if _of_document(text, m)), None)
    if match is None or not match["last"]:
        return lines.first_date(match["when"]) if match else None
    year, month = int(match["y"]), int(match["m"] or 12)
    if not 1 <= month <= 12:
        return None
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _of_document(text: str, match: re.Match[str]) -> bool:
    """Tell whether a last day is the document's own: 原标准执行至3月31日, or a rate that is kept
    until a day, ends nothing but that standard."""
    if not match[0].startswith("执行"):
        return True
    lead = re.split(r"[。；\n]", text[: match.start()])[-1]
    return _ITSELF.search(lead) is not None


def _years_later(start: dt.date | None, years: int) -> dt.date | None:
    if start is None:
        return None
    try:
        anniversary = start.replace(year=start.year + years)
    except ValueError:  # 29 February
        anniversary = start.replace(year=start.year + years, day=28)
    return anniversary - dt.timedelta(days=1)


def benefit_years(text: str) -> tuple[int, ...]:
    """Return the benefit years (待遇年度) that the text names, in order."""
    own = _CITED.sub("", text)  # the year of another document's title is not this one's
    return tuple(sorted({int(m[1]) for pattern in _YEARS for m in pattern.finditer(own)}))


def notice_id(doc_number: str | None, region: str, issued: dt.date | None, text: str) -> str:
    """Return a short, file-safe id: ``闽医保2024-70``, or place, date and digest without 文号."""
    match = re.match(r"(?P<org>[^〔\d]+)〔(?P<year>\d{4})〕(?:第)?(?P<no>\d+)号", doc_number or "")
    if match:
        return re.sub(r"[^\w-]", "", f"{match['org']}{match['year']}-{match['no']}")
    if doc_number:
        return re.sub(r"[^\w-]", "", doc_number.removesuffix("号"))
    digest = hashlib.sha256(text.encode()).hexdigest()[:6]
    day = issued.strftime("%Y%m%d") if issued else ""
    return f"{places().short_name(region)}{day}-{digest}"
