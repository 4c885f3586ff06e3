"""Provisions as notices cite them (条款的指称): 第五条第二款、第七条第（一）项, 第三条至第五条."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.model import Clause

_N = r"(?:[一二三四五六七八九十百零〇]+|\d{1,3})"
_BELOW = rf"(?:第{_N}款)?(?:第?（?{_N}）?[项目])*"
ARTICLE = rf"(?:第{_N}[条章](?:之{_N})?{_BELOW}|第{_N}[款项]|第?（{_N}）[项款]|附件{_N}?)"
_JOIN = r"(?:[、，和及与]|以及)"
_ARTICLES = re.compile(
    rf"[的中]?(?P<all>{ARTICLE}(?:(?:{_JOIN}|[至到—-]){ARTICLE})*)(?:的?规定|的?内容)?"
)
_EACH = re.compile(rf"(?P<range>[至到—-])?(?P<name>{ARTICLE})")
_PARTS = re.compile(rf"第?（?(?P<n>{_N})）?(?P<kind>[条章款项目])|附件(?P<annex>{_N})?")
_DIGITS, _TENS = "〇一二三四五六七八九", {"十": 10, "百": 100}
_MOST = 60
"""A range of more provisions than this is no range."""


def articles_in(text: str, start: int, end: int) -> tuple[tuple[str, ...], int]:
    """The provisions cited right at ``start``, and where the words behind them begin."""
    match = _ARTICLES.match(text, start, end)
    if match is None:
        return (), start
    found: list[str] = []
    for each in _EACH.finditer(match["all"]):
        name = _whole(each["name"], found[-1] if found else "")
        found += _between(found[-1], name) if each["range"] and found else []
        found.append(name)
    return tuple(dict.fromkeys(found)), match.end()


def _whole(name: str, before: str) -> str:
    """第五条第一款、第二款: the second stands in the article of the first."""
    if re.match("第?（?[^款项条章]+）?[款项]", name) and "条" not in name:
        head = re.match("第[^条]+条(?:之.)?(?:第[^款]+款)?", before)
        kept = head[0] if head else ""
        return (re.sub("第[^款条]+款$", "", kept) if "款" in name else kept) + name
    return name


def _between(first: str, last: str) -> list[str]:
    """第三条至第五条: what lies between, without the ends."""
    one, other = (re.fullmatch(rf"第({_N})条", name) for name in (first, last))
    if one is None or other is None:
        return []
    low, high = _number(one[1]), _number(other[1])
    return [f"第{n}条" for n in range(low + 1, min(high, low + _MOST))]


def in_articles(clause: Clause, articles: Sequence[str], clauses: Sequence[Clause]) -> bool:
    """Whether a clause lies in one of the provisions, as its notice numbers itself."""
    return any(_lies_in(clause, article, clauses) for article in articles)


def _lies_in(clause: Clause, article: str, clauses: Sequence[Clause]) -> bool:
    if clause.path == article or clause.id.partition("#")[2] == article or "之" in article:
        return clause.path.startswith(article) or clause.id.partition("#")[2] == article
    found = _PARTS.finditer(article)
    parts = [(m["kind"] or "附件", m["n"] or m["annex"] or "") for m in found]
    if not parts or not _under(clause.path, parts):
        return False
    paragraphs = [n for kind, n in parts if kind == "款"]
    return not paragraphs or _is_paragraph(clause, _number(paragraphs[0]), clauses)


def _under(path: str, parts: Sequence[tuple[str, str]]) -> bool:
    """Whether a path (第五条（二）1, 一（一）) goes through the numbers of the provision."""
    if parts[0][0] == "附件":
        return bool(re.match(rf"附件(?:{parts[0][1]})?(?!\d)", path))
    numbers = [_number(t) for t in re.findall(_N, path.split("·")[-1])]
    wanted = [_number(n) for kind, n in parts if kind != "款"]
    return _kind_fits(path, parts[0][0]) and numbers[: len(wanted)] == wanted


def _kind_fits(path: str, kind: str) -> bool:
    """第五条 of a notice that numbers 一、二、三、 is its 五; one with 条 is cited by 条."""
    return kind in path.split("（")[0] or not re.match("第.+[条章]|附件|导语", path)


def _number(text: str) -> int:
    """The number of a provision (一百零二, 十二, 12); 0 where there is none."""
    if text.isdigit():
        return int(text)
    total = digit = 0
    for character in text:
        if character in _TENS:
            total += (digit or 1) * _TENS[character]
            digit = 0
        else:
            digit = _DIGITS.find(character)
    return total + max(digit, 0)


def _is_paragraph(clause: Clause, number: int, clauses: Sequence[Clause]) -> bool:
    """Whether a clause is the paragraph of this number in its article (第二款), or below it."""
    article = re.split("（|\\d", clause.path)[0]
    own = [c for c in clauses if c.path == article]
    starts = [c.start for c in own]
    before = [n for n, start in enumerate(starts, start=1) if start <= clause.start]
    return bool(before) and before[-1] == number
