"""Makes the fictional notices in awkward layouts: ``python -m tests.readers.make_layouts``.

Needs a Chinese font and Chromium; what it made is kept in the repository.
"""

import asyncio
import csv
import io
from pathlib import Path

import cv2
import numpy as np
import pypdfium2 as pdfium
from openpyxl import Workbook
from PIL import Image, ImageDraw, ImageFont

from tests.readers import layouts
from tests.readers.make_formats import in_print, level, paragraphs, table
from tests.readers.office import word

FOLDER = Path(__file__).parents[1] / "fixtures" / "notices" / "layouts"
FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
_STYLE = """<style>@page{size:A4;margin:22mm 25mm}
body{font:15.5px/1.85 "Noto Sans CJK SC";text-align:justify}
h1{text-align:center;font-size:21px;font-weight:400}p{text-indent:2em;margin:0}
b{font-weight:400}.c,.head{text-align:center;text-indent:0}.r{text-align:right}.n{text-indent:0}
.head{color:red;font-size:36px;letter-spacing:4px}hr{border:0;border-top:2px solid red}
table{border-collapse:collapse;margin:8px auto;width:100%}
td{border:1px solid #000;padding:22px 6px;text-align:center}thead{display:table-header-group}
</style>"""


def _page(body):
    return f"<html><head><meta charset=utf-8>{_STYLE}</head><body>{body}</body></html>"


def _signed(office, day):
    return f"<p class=r>{office}</p><p class=r>{day}</p>"


def _red():
    head, *rows = layouts.RED_TABLE
    cells = table(*rows)
    top = "<table><thead><tr>" + "".join(f"<td>{c}</td>" for c in head) + "</tr></thead>"
    return (
        layouts.RED_TOP
        + "<p class=n>各区市医疗保障局，各有关定点医疗机构：</p>"
        + paragraphs(*layouts.RED_TEXT)
        + "<p>附表：门诊慢特病年度支付限额</p>"
        + _signed("烟台市医疗保障局", "2026年6月12日")
        + "<p class=n>附表</p><p class=c>门诊慢特病年度支付限额</p>"
        + "<p class=r>单位：元/人·年</p>"
        + cells.replace("<table>", top)
        + "<p class=n>注：①不含谈判药品单独支付的费用。</p>"
    )


def _scanned():
    return (
        layouts.SCAN_TOP
        + paragraphs(*layouts.SCAN_TEXT)
        + table(*layouts.SCAN_TABLE)
        + paragraphs(*layouts.SCAN_END)
        + _signed("榆林市医疗保障局", "2026年4月2日")
    )


def _photographed():
    text = paragraphs(*layouts.PHOTO_TEXT)
    return layouts.PHOTO_TOP + text + _signed("巴中市医疗保障局", "2025年12月18日")


def _drawn(pdf, dots):
    paper = pdfium.PdfDocument(pdf)[0].render(scale=dots / 72).to_pil().convert("RGB")
    bottom = int(np.nonzero((np.asarray(paper) < 128).any(axis=(1, 2)))[0].max()) + dots // 2
    return paper.crop((0, 0, paper.width, bottom))


def _sealed(paper):
    """A round seal over the name and the day at the end of the text."""
    draw = ImageDraw.Draw(paper, "RGBA")
    size = paper.width // 5
    left, top = int(paper.width * 0.66), paper.height - int(size * 1.35)
    draw.ellipse((left, top, left + size, top + size), outline=(220, 30, 30, 190), width=6)
    font = ImageFont.truetype(FONT, size // 9)
    draw.text((left + size * 0.14, top + size * 0.2), "榆林市医疗保障局", (220, 30, 30, 170), font)
    draw.text((left + size * 0.43, top + size * 0.45), "★", (220, 30, 30, 170), font)
    return paper


def _noisy(grey, level, seed):
    return np.clip(grey + np.random.default_rng(seed).normal(0, level, grey.shape), 0, 255)


def _saved(grey, quality):
    out = io.BytesIO()
    Image.fromarray(grey.astype(np.uint8)).save(out, "JPEG", quality=quality)
    return out.getvalue()


def _tilted(pdf):
    """A grey scan, fed in crookedly."""
    paper = _sealed(_drawn(pdf, 130)).convert("L")
    turned = paper.rotate(-2.6, resample=Image.Resampling.BICUBIC, fillcolor=236, expand=True)
    grey = _noisy(np.asarray(turned, dtype=float) * 0.86 + 12, 5, 3)
    return _saved(grey, 24)


def _photo(pdf):
    """A sheet on a dark desk, seen from a little to one side, lit from the left."""
    paper = np.asarray(_drawn(pdf, 130).convert("L"))
    high, wide = paper.shape
    corners = np.array([(0, 0), (wide, 0), (wide, high), (0, high)], dtype=np.float32)
    seen = corners * 0.92 + np.array([(70, 45), (30, 80), (62, 20), (35, 55)], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(corners, seen)
    sheet = cv2.warpPerspective(paper, matrix, (wide, high), borderValue=70).astype(float)
    light = np.linspace(1.0, 0.68, wide)[None, :] * np.linspace(0.94, 1.0, high)[:, None]
    return _saved(_noisy(cv2.GaussianBlur(sheet * light, (3, 3), 0.6), 3, 5), 30)


def _numbered(level, content):
    return (
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        f"{content}</w:p>"
    )


def _run(text):
    return f"<w:r><w:t>{text}</w:t></w:r>"


def _plain(text):
    return f"<w:p>{_run(text)}</w:p>"


_CHANGED = (
    _run("低保对象住院政策范围内个人自付费用的救助比例为")
    + "<w:del><w:r><w:delText>70%</w:delText></w:r></w:del><w:ins><w:r><w:t>75%</w:t></w:r></w:ins>"
    + _run("。")
)
_MARK = (
    '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="2"/></w:r>'
)
_GONE = (
    "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
    "<w:del><w:r><w:delText>公示期为7天。</w:delText></w:r></w:del></w:p>"
)


def _merged_row(cells, above):
    """A row; equal cells beside each other are one, equal cells above each other too."""
    out, at = "", 0
    while at < len(cells):
        span = next((n for n in range(at, len(cells)) if cells[n] != cells[at]), len(cells)) - at
        goes_on = bool(above) and above[at] == cells[at] and at in (0, 1, 2) and cells[at] != "不设"
        marks = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        marks += "<w:vMerge/>" if goes_on else '<w:vMerge w:val="restart"/>'
        inner = "<w:p/>" if goes_on else _plain(cells[at])
        out += f"<w:tc><w:tcPr>{marks}</w:tcPr>{inner}</w:tc>"
        at += span
    return f"<w:tr>{out}</w:tr>"


def _merged_table(rows):
    above = [(), *rows]
    pairs = zip(rows, above, strict=False)
    return "<w:tbl>" + "".join(_merged_row(row, up) for row, up in pairs) + "</w:tbl>"


_LISTS = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "chineseCounting", "%1、")
    + level(1, "chineseCounting", "（%2）")
    + level(2, "decimal", "%3.")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)


def _body():
    return (
        "".join(_plain(text) for text in layouts.WORD_TOP)
        + _numbered(0, _run("救助比例"))
        + _numbered(1, _run("住院救助。"))
        + _numbered(2, _run("特困人员住院政策范围内个人自付费用的救助比例为100%。"))
        + _numbered(2, _CHANGED)
        + _numbered(1, _run("门诊救助。门诊慢特病政策范围内个人自付费用按以下比例救助："))
        + _numbered(2, _run("特困人员、低保对象为65%；"))
        + _numbered(2, _run("低保边缘家庭成员为50%") + _MARK + _run("。"))
        + _numbered(0, _run("起付标准和年度救助限额按表1执行。"))
        + _plain("表1　医疗救助起付标准和年度救助限额（单位：元）")
        + _merged_table(layouts.WORD_TABLE)
        + _numbered(0, _run("倾斜救助"))
        + _plain(
            "经三重制度支付后政策范围内个人负担超过1.5万元的部分，按50%给予倾斜救助，年度救助限额为4万元。"
        )
        + _GONE
        + _numbered(0, "<w:ins>" + _run("经办机构应当自受理之日起20个工作日内办结。") + "</w:ins>")
        + _numbered(0, _run("本通知自2026年9月1日起施行。"))
        + "".join(_plain(text) for text in layouts.WORD_END)
    )


def _docx():
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    notes = (
        f'<w:footnotes {space}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        f'<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r>{_run(layouts.WORD_NOTE)}</w:p>'
        "</w:footnote></w:footnotes>"
    )
    return word(_body(), _LISTS, **{"word/footnotes.xml": notes})


def _web():
    links = "".join(f"<li><a href=#>{title}</a></li>" for title in layouts.NEWS)
    parts = {
        "title": "南平市医疗保障局关于2026年度城乡居民基本医疗保险待遇标准的通告",
        "text": paragraphs(*layouts.WEB_TEXT) + layouts.WEB_TABLE + paragraphs(*layouts.WEB_END),
        "links": links,
        "before": layouts.NEWS[0],
    }
    return layouts.WEB_PAGE.format(**parts)


def _book():
    book = Workbook()
    book.remove(book.active)
    for name, rows in layouts.SHEETS.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([cell or None for cell in row])
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, float):
                    cell.number_format = "0.0%" if round(cell.value * 1000) % 10 else "0%"
        for area in layouts.MERGED[name]:
            sheet.merge_cells(area)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _commas():
    out = io.StringIO()
    csv.writer(out).writerows(layouts.COMMAS)
    return out.getvalue().encode("gbk")


def _wrapped():
    """Lines cut hard after 33 characters, the number of a page between them."""
    out = []
    for line in layouts.LINES:
        out += [line[at : at + 33] for at in range(0, len(line), 33)]
    return "\r\n".join([*out[:11], "—　１　—", "", *out[11:], ""]).encode("gb18030")


def main():
    """Write all eight."""
    pages = [(_page(body()), False) for body in (_red, _scanned, _photographed)]
    red, scanned, photographed = asyncio.run(in_print(pages))
    files = {
        "red_rule.pdf": red,
        "tilted.jpg": _tilted(scanned),
        "photo.jpg": _photo(photographed),
        "merged.docx": _docx(),
        "chrome.html": _web().encode(),
        "two_sheets.xlsx": _book(),
        "gbk.csv": _commas(),
        "wide.txt": _wrapped(),
    }
    for name, data in files.items():
        (FOLDER / name).write_bytes(data)


if __name__ == "__main__":
    main()
