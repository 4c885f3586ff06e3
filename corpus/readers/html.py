"""Web pages (网页): the notice is found inside the page by what notices look like.

No site's class names decide. Each piece of text is weighed by how much it reads like a notice
(sentences, numbered items, a document number); links and menus weigh nothing. From the body of the
page the reader goes down as long as one child holds nearly all the weight.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag

from corpus.errors import NoNoticeFound, UnreadableFile
from corpus.readers.base import Block, BlockKind, RawDocument
from corpus.readers.grid import rows_of
from corpus.readers.marks import RAISED, raised, settled
from corpus.readers.plain import decode
from corpus.readers.words import patterns

_DROP = [
    "script",
    "style",
    "noscript",
    "template",
    "iframe",
    "svg",
    "canvas",
    "form",
    "button",
    "select",
    "option",
    "textarea",
    "input",
    "nav",
    "header",
    "footer",
    "aside",
    "video",
    "audio",
    "object",
    "head",
]
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "body",
        "html",
        "caption",
    ]
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
_SENTENCE = re.compile("[。；：]")
_NUMBERED = re.compile(
    r"\s*(?:第[一二三四五六七八九十百]+[章条]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）])"
)
_DOC_NUMBER = re.compile(r"〔\s*\d{4}\s*〕\s*\d+\s*号")
_NESTING = re.compile(r"<(/?)(?:div|table|tr|td|span|b|font|section|ul|blockquote|center)\b", re.I)
_DEEPEST = 900
_SHARE = 0.6
_MIN_WEIGHT = 40
_FIGURE = re.compile(r"[\d.,]+(?:元|万元|%|％)?[^\d.,]?")
_FIGURES = 2  # cells that make a table one of figures


def read_html(data: bytes, name: str) -> RawDocument:
    """Read a saved web page; ``NoNoticeFound`` if no part of it reads like a notice."""
    try:
        return _read(data, name)
    except RecursionError as error:
        raise UnreadableFile(f"“{name}”的网页结构嵌套过深，无法读取。") from error


def _read(data: bytes, name: str) -> RawDocument:
    text, encoding = _decode(data, name)
    if _depth(text) > _DEEPEST:
        raise UnreadableFile(f"“{name}”的网页结构嵌套过深，无法读取。")
    soup = BeautifulSoup(text, "lxml")
    meta, title = _page_meta(soup)
    _clean(soup)
    body = soup.body or soup
    weights: dict[int, float] = {}
    if _weigh(body, weights) < _MIN_WEIGHT:
        raise NoNoticeFound(f"“{name}”里没有找到政策文件的正文，可能只是导航页或列表页。")
    roots = _content(body, weights)
    meta = {**meta, **_stated(body, roots)}
    blocks = tuple(_trim(block for root in roots for block in _Blocks().of(root)))
    if not blocks:
        raise NoNoticeFound(f"“{name}”里没有找到政策文件的正文。")
    return RawDocument(
        blocks=blocks, media="text/html", encoding=encoding, title_hint=title, meta=meta
    )


def _depth(text: str) -> int:
    """How deep elements are nested, about: parsing deep ones takes the square of it."""
    steps = (-1 if tag[1] else 1 for tag in _NESTING.finditer(text))
    return max(accumulate(steps), default=0)


def _decode(data: bytes, name: str) -> tuple[str, str]:
    stated = _CHARSET.search(data[:4096])
    if stated and stated[1].lower() in (b"gb2312", b"gbk", b"gb18030"):
        try:
            return data.decode("gb18030"), "gb18030"
        except UnicodeDecodeError:
            pass
    return decode(data, name)


def _page_meta(soup: BeautifulSoup) -> tuple[dict[str, str], str]:
    """Particulars in the page's meta elements, which Chinese government sites must carry."""
    stated = {
        str(m["name"]).lower(): str(m["content"]).strip()
        for m in soup.find_all("meta")
        if m.get("name") and m.get("content")
    }
    title = stated.get("articletitle") or (
        soup.title.get_text(" ", strip=True) if soup.title else ""
    )
    found = {"issuers": stated.get("contentsource", ""), "published_on": stated.get("pubdate", "")}
    if found["issuers"] in ("本网", "本站", "原创"):
        found.pop("issuers")
    return {k: v for k, v in found.items() if v}, re.split(
        r"\s*[-_|－—]{1,2}\s*(?=[^-_|]*(?:网|门户|政府|平台)[^-_|]*$)", title
    )[0]


def _clean(soup: BeautifulSoup) -> None:
    for tag in soup.find_all(_DROP):
        tag.decompose()
    for tag in soup.find_all(True):
        # A parent may be gone already, and its attributes with it.
        if tag.decomposed or tag.name in ("html", "body"):
            continue
        style = str(tag.get("style") or "")
        if _HIDDEN.search(style) or tag.has_attr("hidden") or tag.get("aria-hidden") == "true":
            tag.decompose()
    for node in soup.find_all(string=lambda s: isinstance(s, PreformattedString)):
        node.extract()
    for tag in soup.find_all("sup"):
        tag.string = raised(tag.get_text())


def _weigh(tag: Tag, weights: dict[int, float]) -> float:
    """Weigh an element and all below it (characters of notice-like text)."""
    if tag.name == "a":
        return 0.0
    own, total = "", 0.0
    for child in tag.children:
        if isinstance(child, Tag) and (child.name in _BLOCKS or child.find(list(_BLOCKS))):
            total += _weigh(child, weights)
        elif isinstance(child, Tag):
            own += "" if child.name == "a" else child.get_text()
        elif isinstance(child, NavigableString):
            own += child
    total += _text_weight(own, tag.name in ("td", "th"))
    if _looks_like_chrome(tag):
        total *= 0.2
    weights[id(tag)] = total
    return total


def _text_weight(text: str, cell: bool) -> float:
    bare = re.sub(r"\s", "", text)
    if not bare:
        return 0.0
    if _DOC_NUMBER.fullmatch(bare[-12:]) and len(bare) < 40:
        return 30.0
    if _NUMBERED.match(text):
        return 10.0 + 1.5 * len(bare)
    if _SENTENCE.search(bare) and len(bare) > 12:
        return float(len(bare))
    return 0.5 * len(bare) if cell else 0.1 * min(len(bare), 20)


def _looks_like_chrome(tag: Tag) -> bool:
    names = " ".join([*(tag.get("class") or []), str(tag.get("id") or "")]).lower()
    return any(word in re.split(r"[^a-z]+", names) for word in patterns().words["chrome_classes"])


def _content(body: Tag, weights: dict[int, float]) -> list[Tag]:
    """The element that holds the notice, or the sibling elements it is spread over."""
    tag, heads = body, list[Tag]()
    while True:
        children = [c for c in tag.children if isinstance(c, Tag) and weights.get(id(c), 0) > 0]
        best = max(children, key=lambda c: weights[id(c)], default=None)
        if best is None or weights[id(best)] < _SHARE * weights[id(tag)]:
            return [*heads, tag]
        before = [c for c in children[: _index(children, best)] if _is_head(c)]
        others = [c for c in children if c is not best and _continues(c)]
        if others:
            kept = [best, *before, *others]
            return [*heads, *(c for c in children if any(c is k for k in kept))]
        if _has_loose_text(tag):
            return [*heads, tag]
        heads += before
        tag = best


def _index(children: list[Tag], wanted: Tag) -> int:
    return next(at for at, child in enumerate(children) if child is wanted)


def _is_head(tag: Tag) -> bool:
    """Tell whether a short element before the text holds its title or document number alone."""
    if tag.find(["table", "a"]) is not None or _looks_like_chrome(tag):
        return False
    parts = [re.sub(r"\s", "", s) for s in tag.stripped_strings]
    if (
        not parts
        or sum(map(len, parts)) > 300
        or sum(bool(patterns().label.match(p)) for p in parts) > 1
    ):
        return False
    return any(_DOC_NUMBER.search(p[-14:]) or patterns().title_end.search(p) for p in parts)


def _continues(tag: Tag) -> bool:
    """Tell whether a sibling carries a further part of the notice itself."""
    if _looks_like_chrome(tag):
        return False
    text = re.sub(r"\s", "", tag.get_text())
    links = sum(len(a.get_text()) for a in tag.find_all("a"))
    if len(text) < 8 or links > 0.4 * len(text):
        return False
    if _tells_figures(tag):
        return True
    return bool(_NUMBERED.match(text) or re.match(r"附件\d*", text) or text.startswith("特此"))


def _tells_figures(tag: Tag) -> bool:
    """Tell whether an element is a table of figures: what the text before it leads to."""
    table = tag if tag.name == "table" else tag.find("table")
    cells = table.find_all(["td", "th"]) if isinstance(table, Tag) and not tag.find("a") else []
    said = (settled(cell.get_text(strip=True)) for cell in cells)
    figures = [cell for cell in said if _FIGURE.fullmatch(cell)]
    return len(figures) >= _FIGURES


def _has_loose_text(tag: Tag) -> bool:
    loose = "".join(c for c in tag.children if isinstance(c, NavigableString))
    return len(_SENTENCE.findall(loose)) >= 3


def _stated(body: Tag, roots: list[Tag]) -> dict[str, str]:
    """Particulars in label–value rows outside the text (基本信息: 文号, 发布机关, 实施日期 …)."""
    inside = {id(t) for root in roots for t in root.find_all(True)}
    found: dict[str, str] = {}
    labels = patterns().meta
    lines = [s for s in body.stripped_strings if id(getattr(s, "parent", None)) not in inside]
    for at, line in enumerate(lines):
        label, _, value = re.sub(r"[\s【】\u3000]", "", line[:12]).partition("：")
        rest = line.partition("：")[2].strip() if "：" in line else ""
        key = labels.get(label.rstrip(":"))
        if key is None or not ("：" in line or ":" in line):
            continue
        following = lines[at + 1].strip() if at + 1 < len(lines) else ""
        value = rest or (following if "：" not in following[-1:] else "")
        if value and key not in found:
            found[key] = value
    return found


class _Blocks:
    """Turns the content element into paragraphs and table rows in reading order."""

    def __init__(self) -> None:
        self._tables = 0

    def of(self, root: Tag) -> Iterator[Block]:
        text = ""
        for child in root.children:
            if isinstance(child, Tag) and child.name == "br":
                yield from _paragraph(text)
                text = ""
            elif isinstance(child, Tag) and child.name == "table":
                yield from _paragraph(text)
                text = ""
                yield from self._table(child)
            elif isinstance(child, Tag) and (child.name in _BLOCKS or child.find([*_BLOCKS, "br"])):
                yield from _paragraph(text)
                text = ""
                yield from self.of(child)
            elif isinstance(child, Tag):
                text += child.get_text()
            elif isinstance(child, NavigableString):
                text += child
        yield from _paragraph(text)

    def _table(self, table: Tag) -> Iterator[Block]:
        if _is_layout(table):
            for cell in table.find_all(["td", "th"]):
                if cell.find_parent("table") is table:
                    yield from self.of(cell)
            return
        for caption in table.find_all("caption"):
            if caption.find_parent("table") is table:
                yield from _paragraph(caption.get_text())
        self._tables += 1
        yield from rows_of(list(_grid(table)), self._tables)


def _paragraph(text: str) -> Iterator[Block]:
    # Two full-width spaces inside running text are a paragraph's indent without an element.
    for part in re.split(r"(?<=[。；：])\s*\u3000\u3000+", text):
        if part.strip():
            bare = settled(re.sub(r"[\r\n\t]+\s*", "", part))
            yield Block(kind=BlockKind.PARAGRAPH, text=bare)


def _is_layout(table: Tag) -> bool:
    """Tell whether a table only places text on the page: one column, or long text with items."""
    rows = [r for r in table.find_all("tr") if r.find_parent("table") is table]
    widest = max((len(r.find_all(["td", "th"], recursive=False)) for r in rows), default=0)
    if widest <= 1 or table.find("table") is not None:
        return True
    return any(len(c.get_text()) > 600 for c in table.find_all("td")) and widest <= 2


def _grid(table: Tag) -> Iterator[list[str]]:
    """The rows of a table; a cell that spans rows or columns is repeated in each."""
    carried: dict[int, tuple[int, str]] = {}
    for row in table.find_all("tr"):
        cells: list[str] = []
        for cell in [*row.find_all(["td", "th"], recursive=False), None]:
            while len(cells) in carried:
                column = len(cells)
                left, text = carried[column]
                cells.append(text)
                carried[column] = (left - 1, text)
                if left <= 1:
                    carried.pop(column)
            if cell is None:
                break
            text = re.sub(rf"\s+(?={RAISED})", "", cell.get_text(" ", strip=True))
            text = settled(re.sub(r"\s+", " ", text).strip())
            for _ in range(_span(cell, "colspan")):
                if _span(cell, "rowspan") > 1:
                    carried[len(cells)] = (_span(cell, "rowspan") - 1, text)
                cells.append(text)
        if any(cells):
            yield cells


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name) or "1")
    return min(max(int(value), 1), 100) if value.isdigit() else 1


def _trim(blocks: Iterator[Block]) -> Iterator[Block]:
    """Stop at the words that open the rest of the page (相关新闻, 【打印本页】 上一篇：…)."""
    ends = set(patterns().words["page_tails"])
    tail = re.compile(patterns().words["page_tail_line"][0])
    seen = 0
    for block in blocks:
        bare = re.sub(r"[\s【】\[\]：:|]", "", block.text)
        if (bare in ends or tail.match(block.text)) and seen > 200:
            return
        if bare in ends or bare in ("-", "分享到", "次"):
            continue
        seen += len(block.text) + sum(map(len, block.cells))
        yield block
