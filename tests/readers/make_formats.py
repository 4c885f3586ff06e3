"""Makes the fictional notices in every format: ``python -m tests.readers.make_formats``.

Needs a Chinese font and Chromium; what it made is kept in the repository.
"""

import asyncio
import csv
import io
from pathlib import Path
from shutil import which

import numpy as np
import pypdfium2 as pdfium
from openpyxl import Workbook
from PIL import Image
from playwright.async_api import async_playwright

from tests.readers.office import word

FOLDER = Path(__file__).parents[1] / "fixtures" / "notices" / "formats"
_STYLE = """<style>@page{size:A4;margin:25mm 22mm}
body{font:15px/1.9 "Noto Serif CJK SC";text-align:justify}
h1{text-align:center;font-size:22px}p{text-indent:2em;margin:0}.c{text-align:center;text-indent:0}
.r{text-align:right}.n{text-indent:0}table{border-collapse:collapse;margin:10px auto;width:90%}
td{border:1px solid #000;padding:3px 8px;text-align:center}.red{color:red;font-size:34px}</style>"""


def _page(body):
    return f"<html><head><meta charset=utf-8>{_STYLE}</head><body>{body}</body></html>"


def paragraphs(*texts):
    return "".join(f"<p>{text}</p>" for text in texts)


def table(*rows):
    cells = ("".join(f"<td>{c}</td>" for c in row) for row in rows)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"


PRINTED = (
    "<h1>黄冈市医疗保障局 黄冈市财政局<br>"
    "关于做好2026年度城乡居民基本医疗保险参保缴费工作的通知</h1>"
    "<p class=c>黄医保发〔2025〕131号</p><p class=n>各县（市、区）医疗保障局、财政局：</p>"
    + paragraphs(
        "为做好2026年度城乡居民基本医疗保险参保缴费工作，现就有关事项通知如下：",
        "一、筹资标准",
        "（一）个人缴费标准。2026年度城乡居民基本医疗保险个人缴费标准为每人每年410元。",
        "（二）财政补助标准。2025年各级财政补助标准为每人每年不低于700元。各地要按规定足额安排财政补助资金，并按时拨付到位，确保基金平稳运行。",
        "二、缴费时间",
        "集中缴费期为2025年9月1日至2025年12月31日。按时缴费的，待遇享受期为2026年1月1日至2026年12月31日。",
        "三、住院待遇",
        "参保居民在定点医疗机构住院，政策范围内医疗费用按下表支付：",
    )
    + table(
        ("医疗机构级别", "起付标准（元）", "支付比例"),
        ("一级医疗机构", "200", "90%"),
        ("二级医疗机构", "500", "80%"),
        ("三级医疗机构", "900", "65%"),
    )
    + paragraphs(
        "一个自然年度内，城乡居民基本医疗保险统筹基金最高支付限额为12万元。",
        "四、工作要求",
        *[
            "各级医疗保障部门要加强组织领导，明确责任分工，做好政策宣传和经办服务，方便群众就近办理参保登记和缴费。"
        ]
        * 6,
    )
    + "<p class=r>黄冈市医疗保障局　黄冈市财政局</p><p class=r>2025年8月20日</p>"
)
RED_HEAD = (
    "<p class='c red'>梅州市医疗保障局文件</p><p class=c>梅市医保〔2025〕77号</p>"
    "<h1>关于调整基本医疗保险门诊待遇的通知</h1><p class=n>各县（市、区）医疗保障局：</p>"
    + paragraphs(
        "现将基本医疗保险门诊待遇有关事项通知如下：",
        "一、普通门诊。参保居民在定点基层医疗机构发生的政策范围内普通门诊费用，不设起付线，支付比例为50%，年度最高支付限额为每人每年600元。",
        "二、门诊慢特病。门诊慢特病年度支付限额见附件。",
        "三、本通知自2026年1月1日起施行，有效期三年。",
        "附件：门诊慢特病年度支付限额表",
    )
    + "<p class=r>梅州市医疗保障局</p><p class=r>2025年11月5日</p>"
    "<p class=n style='page-break-before:always'>附件</p><p class=c>门诊慢特病年度支付限额表</p>"
    "<p class=c>单位：元</p><table><tr><td rowspan=2>病种</td><td colspan=2>年度支付限额</td></tr>"
    "<tr><td>职工医保</td><td>居民医保</td></tr><tr><td>高血压</td><td>2400</td><td>1200</td></tr>"
    "<tr><td>糖尿病</td><td>3600</td><td>1800</td></tr><tr><td>冠心病</td><td>4800</td><td>2500</td></tr></table>"
)
SCANNED = (
    "<h1>渭南市医疗保障局<br>关于做好2026年度城乡居民医保参保缴费工作的通知</h1>"
    "<p class=c>渭医保发〔2025〕64号</p><p class=n>各县（市、区）医疗保障局：</p>"
    + paragraphs(
        "现将2026年度城乡居民基本医疗保险参保缴费有关事项通知如下：",
        "一、缴费标准。2026年度城乡居民基本医疗保险个人缴费标准为每人每年400元，财政补助标准为每人每年700元。",
        "二、缴费时间。集中缴费期为2025年9月15日至2026年1月31日。",
        "三、门诊待遇。普通门诊支付比例为55%，年度最高支付限额为每人每年300元。",
        "四、住院待遇。住院支付比例按下表执行：",
    )
    + table(
        ("医疗机构级别", "支付比例"), ("一级医院", "85%"), ("二级医院", "75%"), ("三级医院", "60%")
    )
    + "<p class=r>渭南市医疗保障局</p><p class=r>2025年9月3日</p>"
)
WEB = _page(
    "<div id=nav><a href=#>首页</a> <a href=#>政务公开</a></div>"
    "<div id=text><h1>池州市医疗保障局关于提高生育医疗费用待遇的通知</h1>"
    "<p class=c>池医保发〔2025〕22号</p><p class=n>各县、区医疗保障局：</p>"
    + paragraphs(
        "为支持生育，现将提高城乡居民生育医疗费用待遇有关事项通知如下：",
        "一、参保居民住院分娩的医疗费用实行定额补助，标准如下表：",
    )
    + table(("分娩方式", "补助标准（元）"), ("顺产", "1500"), ("剖宫产", "2500"))
    + paragraphs(
        "二、产前检查费用年度最高支付限额为600元。",
        "三、符合规定的辅助生殖项目支付比例为50%。",
        "四、本通知自2026年1月1日起施行。",
    )
    + "<p class=r>池州市医疗保障局</p><p class=r>2025年12月1日</p></div>"
    "<div id=footer>版权所有</div>"
)
LINES = """丽水市医疗保障局关于做好2026年度城乡居民医疗保障工作的通知
丽医保〔2025〕45号
各县（市、区）医疗保障局：
    现将2026年度城乡居民医疗保障工作有关事项通知如下：
    一、2026年度城乡居民基本医疗保险个人缴费标准为每人每年560元，其中学生儿童个人缴费标准为每人每年460元。
    二、集中缴费期为2025年10月1日至2025年12月31日。
    三、大病保险起付标准为2.5万元，支付比例为65%，年度最高支付限额为50万元。
    四、新生儿在出生后90日内参保缴费的，自出生之日起享受待遇。
    五、参保居民在二级及以下医疗机构住院支付比例为80%，在三级医疗机构住院支付比例为70%。
丽水市医疗保障局
2025年9月10日
"""


def _numbered(level, text, more=""):
    return (
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        f"<w:r><w:t>{text}</w:t></w:r>{more}</w:p>"
    )


def _plain(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def _row(*cells):
    return "<w:tr>" + "".join(f"<w:tc>{_plain(cell)}</w:tc>" for cell in cells) + "</w:tr>"


def level(at, form, text):
    """One level of a numbered list of Word."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


_LISTS = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "chineseCounting", "%1、")
    + level(1, "chineseCounting", "（%2）")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
_CHANGED = (
    "<w:del><w:r><w:delText>390元</w:delText></w:r></w:del>"
    "<w:ins><w:r><w:t>420元。</w:t></w:r></w:ins>"
)
WORD = (
    _plain("衢州市医疗保障局关于完善城乡居民医疗保障政策的通知")
    + _plain("衢医保〔2025〕58号")
    + _plain("各县（市、区）医疗保障局：")
    + _plain("现将完善城乡居民医疗保障政策有关事项通知如下：")
    + _numbered(0, "缴费标准")
    + _numbered(1, "2026年度城乡居民基本医疗保险个人缴费标准为每人每年", _CHANGED)
    + _numbered(1, "财政补助标准为每人每年不低于710元。")
    + _numbered(0, "大病保险")
    + _numbered(1, "大病保险起付标准为1.5万元。")
    + _numbered(1, "大病保险支付比例为60%，年度最高支付限额为40万元。")
    + _numbered(0, "资助参保。对下列人员的个人缴费给予定额资助：")
    + "<w:tbl>"
    + _row("对象类别", "资助标准（元/人）")
    + _row("低保对象", "300")
    + _row("低保边缘家庭成员", "200")
    + "</w:tbl>"
    + _numbered(0, "本通知自2026年1月1日起施行。")
    + _plain("衢州市医疗保障局")
    + _plain("2025年10月16日")
)
SHEET = [
    ["鄂尔多斯市2026年度城乡居民基本医疗保险缴费标准表"],
    ["单位：元/人·年"],
    ["人群", "个人缴费标准", "财政补助标准"],
    ["成年居民", 430, 720],
    ["学生儿童", 400, 720],
    ["低保对象", 160, 960],
]
COMMAS = [
    ["曲靖市基本医疗保险住院支付比例表"],
    ["医疗机构级别", "在职职工支付比例", "退休人员支付比例", "居民支付比例"],
    ["一级医疗机构", "92%", "95%", "85%"],
    ["二级医疗机构", "88%", "91%", "75%"],
    ["三级医疗机构", "84%", "87%", "60%"],
]


def _wrapped():
    """The lines hard-wrapped at 28 characters, with the number of a page between them."""
    out = []
    for line in LINES.splitlines():
        out += [line[at : at + 28] for at in range(0, len(line), 28)]
    return "\n".join([*out[:9], "- 1 -", *out[9:], ""])


async def in_print(pages):
    """PDFs of HTML pages as a browser prints them."""
    async with async_playwright() as play:
        browser = await play.chromium.launch(
            executable_path=which("chromium"), args=["--no-sandbox"]
        )
        out = []
        for html, framed in pages:
            page = await browser.new_page()
            await page.set_content(html)
            out.append(await page.pdf(format="A4", display_header_footer=framed))
        await browser.close()
        return out


def _scan(pdf):
    """The first page as a scanner that was fed crookedly gives it."""
    paper = pdfium.PdfDocument(pdf)[0].render(scale=150 / 72).to_pil().convert("L")
    tilted = paper.rotate(1.3, resample=Image.Resampling.BICUBIC, fillcolor=255)
    noise = np.random.default_rng(7).normal(0, 14, (tilted.height, tilted.width))
    grey = np.clip(np.asarray(tilted, dtype=float) * 0.92 + noise, 0, 255)
    out = io.BytesIO()
    Image.fromarray(grey.astype(np.uint8)).save(out, "JPEG", quality=45)
    return out.getvalue()


def _workbook():
    book = Workbook()
    for row in SHEET:
        book.active.append(row)
    book.active.merge_cells("A1:C1")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _commas():
    out = io.StringIO()
    csv.writer(out).writerows(COMMAS)
    return out.getvalue().encode("gb18030")


def main():
    """Write all eight."""
    pages = [(_page(PRINTED), True), (_page(RED_HEAD), False), (_page(SCANNED), False)]
    printed, red, scanned = asyncio.run(in_print(pages))
    files = {
        "printed.pdf": printed,
        "red_head.pdf": red,
        "numbered.docx": word(WORD, _LISTS),
        "fees.xlsx": _workbook(),
        "ratios.csv": _commas(),
        "page.html": WEB.encode(),
        "scan.jpg": _scan(scanned),
        "wrapped.txt": _wrapped().encode("gb18030"),
    }
    for name, data in files.items():
        (FOLDER / name).write_bytes(data)


if __name__ == "__main__":
    main()
