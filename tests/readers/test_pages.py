"""Drawn pages become lines and rows: margins gone, cells kept with their heading, places kept."""

from corpus.readers.page import Page, Segment, Word
from corpus.readers.paged import document_of
from corpus.structure.placing import places_of
from corpus.structure.reflow import reflow

SIZE = 12.0
WIDTH, HEIGHT = 600.0, 840.0


def _line(text, left, top):
    """Characters side by side; a blank is a gap of one character."""
    return [
        Word(c, left + i * SIZE, top, left + (i + 1) * SIZE, top + SIZE)
        for i, c in enumerate(text)
        if c != " "
    ]


def _page(number, lines, segments=()):
    words = [word for text, left, top in lines for word in _line(text, left, top)]
    return Page(number, WIDTH, HEIGHT, tuple(words), tuple(segments))


def _ruled(xs, ys):
    across = [Segment(True, y, xs[0], xs[-1]) for y in ys]
    return across + [Segment(False, x, ys[0], ys[-1]) for x in xs]


def _shown(pages):
    return [b.text or "｜".join(b.cells) for b in document_of(pages, "x").blocks]


def test_headers_footers_and_page_numbers_are_gone():
    pages = [
        _page(
            n,
            [
                ("某网站 打印", 50, 20),
                (f"第{n}件事情写在这一页上。", 50, 200),
                (f"{n}/3", 500, 810),
            ],
        )
        for n in (1, 2, 3)
    ]
    assert _shown(pages) == [f"第{n}件事情写在这一页上。" for n in (1, 2, 3)]


def test_a_number_amid_the_text_stays():
    assert _shown([_page(1, [("标准如下", 50, 200), ("400", 50, 300)])]) == ["标准如下", "400"]


def test_ruled_table_with_merged_cells():
    lines = [
        ("类别", 60, 205),
        ("比例", 260, 205),
        ("一级", 210, 235),
        ("二级", 310, 235),
        ("职工", 60, 265),
        ("90%", 210, 265),
        ("85%", 310, 265),
    ]
    rules = [
        *(Segment(True, y, 50, 400) for y in (200, 260, 290)),
        Segment(True, 230, 200, 400),
        *(Segment(False, x, 200, 290) for x in (50, 200, 400)),
        Segment(False, 300, 230, 290),
    ]
    rows = ["类别｜比例｜比例", "类别｜一级｜二级", "职工｜90%｜85%"]
    assert _shown([_page(1, lines, rules)]) == rows


def test_a_table_over_two_pages_is_one_and_its_heading_stands_once():
    head = [("人群", 60, 105), ("标准", 260, 105)]
    first = _page(
        1, [*head, ("成年", 60, 135), ("400元", 260, 135)], _ruled((50, 250, 400), (100, 130, 160))
    )
    second = _page(
        2, [*head, ("学生", 60, 135), ("380元", 260, 135)], _ruled((50, 250, 400), (100, 130, 160))
    )
    blocks = document_of([first, second], "x").blocks
    assert [b.cells for b in blocks] == [("人群", "标准"), ("成年", "400元"), ("学生", "380元")]
    assert {b.table for b in blocks} == {1}
    assert [b.page for b in blocks] == [1, 1, 2]


def test_columns_set_apart_without_lines_are_a_table():
    rows = [("医院", "比例", "限额"), ("一级", "90%", "800"), ("二级", "80%", "600")]
    lines = [
        (cell, 60 + 150 * column, 200 + 20 * row)
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
    ]
    assert _shown([_page(1, lines)]) == ["｜".join(row) for row in rows]


def test_particulars_in_a_box_are_no_text():
    lines = [
        ("第一条 为了大家。", 50, 200),
        ("发文机关： 某局", 50, 600),
        ("发文字号： 某发3号", 300, 600),
        ("成文日期：", 50, 640),
        ("2025年1月", 130, 640),
    ]
    document = document_of([_page(1, lines)], "x")
    assert [b.text for b in document.blocks] == ["第一条 为了大家。"]
    wanted = {"issuers": "某局", "doc_number": "某发3号", "issued_on": "2025年1月"}
    assert document.meta == wanted


def test_on_a_page_that_was_turned_upright_the_place_is_the_one_in_the_source():
    (word,) = _line("字", 150, 84)
    upright = Page(1, WIDTH, HEIGHT, (word,)).box([word])
    assert (upright.left, upright.top, upright.right, upright.bottom) == (0.25, 0.1, 0.27, 0.1143)
    turned = Page(1, WIDTH, HEIGHT, (word,), turns=1).box([word])
    assert (turned.left, turned.top, turned.right, turned.bottom) == (0.8857, 0.25, 0.9, 0.27)
    twice = Page(1, WIDTH, HEIGHT, (word,), turns=2).box([word])
    assert (twice.left, twice.top) == (0.73, 0.8857)


def test_the_place_of_every_character_is_kept():
    text = "个人缴费标准为每人每年四百元并且按照规定的时间"
    pages = [
        _page(1, [(text, 50, 700)]),
        _page(2, [("足额缴纳到位。", 50, 100), ("另行通知。", 74, 120)]),
    ]
    blocks = document_of(pages, "x").blocks
    paragraphs = reflow(blocks)
    places = places_of(paragraphs, blocks)
    whole = "\n".join(p.text for p in paragraphs)
    assert [(whole[p.start : p.end], p.page) for p in places] == [
        (text, 1),
        ("足额缴纳到位。", 2),
        ("另行通知。", 2),
    ]
    assert all(0 < p.box.left < p.box.right < 1 for p in places)


LEFT = (
    "一、缴费标准。每人每年缴纳四百元，财政",
    "补助每人每年七百元；低保对象减半缴纳，",
    "由财政承担。",
    "二、缴费时间为九月一日至十二月底，逾期",
)
RIGHT = (
    "的，等待期为三个月，等待期内的费用不予",
    "支付。",
    "三、住院。一级医院支付九成，二级医院支",
    "付八成，三级医院支付六成。",
)


def _two(left, right):
    rows = enumerate(zip(left, right, strict=True))
    return [line for n, (a, b) in rows for line in ((a, 20, 300 + 20 * n), (b, 310, 300 + 20 * n))]


def test_text_in_two_columns_is_read_down():
    head = [("某市医疗保障局关于居民医疗保险待遇标准的通告", 60, 200)]
    shown = _shown([_page(1, [*head, *_two(LEFT, RIGHT)])])
    assert shown == [head[0][0], *LEFT, *RIGHT]


def test_cells_set_beside_each_other_are_no_columns():
    left, right = (
        ["一级医院", "二级医院", "三级医院", "其他医院"],
        ["400元", "500元", "600元", "700元"],
    )
    assert len(_shown([_page(1, _two(left, right))])) == 4
