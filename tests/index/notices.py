"""Invented notices (虚构文件) for the index tests; no real place has issued them."""

from corpus.model import Clause, Notice, NoticeText, Source

BOOKS = {
    "liao-2031": (
        "关于做好2031年度居民医保参保缴费工作的通知",
        "聊城市医疗保障局",
        "371500",
        [
            "成年居民个人缴费标准为每人每年517元。",
            "集中缴费期为2030年9月10日至12月20日。",
            "新生儿出生之日起3个月内办理参保登记。",
        ],
    ),
    "min-2031": (
        "关于做好2031年城乡居民基本医疗保障工作的通知",
        "福建省医疗保障局",
        "350000",
        [
            "个人缴费标准原则上不低于523元。",
            "财政补助标准为每人每年不低于811元。",
            "持居住证参保的按当地居民相同标准给予补助。",
        ],
    ),
    "sui-2031": (
        "关于提高最低生活保障标准的通知",
        "广州市民政局",
        "440100",
        ["城乡低保标准提高到每人每月1357元。", "特困人员基本生活标准为低保标准的1.6倍。"],
    ),
}


def notice_text(
    key: str, title: str, issuer: str, adcode: str, paragraphs: list[str]
) -> NoticeText:
    clauses = []
    at = 0
    for number, text in enumerate(paragraphs, start=1):
        span = {"start": at, "end": at + len(text), "text": text}
        clauses.append(Clause(id=f"{key}#{number}", notice=key, path=f"第{number}条", **span))
        at += len(text) + 1
    notice = Notice(
        id=key,
        title=title,
        doc_number=None,
        issuers=(issuer,),
        jurisdiction=adcode,
        issued_on=None,
        source=Source(file="x.txt", sha256="0" * 64),
    )
    return NoticeText(notice=notice, text="\n".join(paragraphs), clauses=tuple(clauses))


def books(**changed: list[str]) -> list[NoticeText]:
    """All invented notices; ``liao=[...]`` replaces the paragraphs of the one starting so."""
    return [
        notice_text(key, title, issuer, adcode, changed.get(key.split("-")[0], paragraphs))
        for key, (title, issuer, adcode, paragraphs) in BOOKS.items()
    ]
