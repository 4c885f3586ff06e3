"""Hostile and broken files: one clear sentence, in time, and nothing changed."""

import io
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from corpus.errors import CorpusError, UnreadableFile
from corpus.readers import read_bytes, standby
from corpus.readers.apart import read_apart
from corpus.readers.docx import read_docx
from corpus.readers.formats import Format
from corpus.readers.pdf import read_pdf
from corpus.readers.plain import read_plain
from corpus.readers.sheet import read_csv, read_sheet

ROOT = Path(__file__).parents[2]
FORMAT_FILES = Path(__file__).parents[1] / "fixtures" / "notices" / "formats"
ENCRYPTED_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>"
    b"endobj 3 0 obj<</Filter/Standard/V 1/R 2/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">/P -4>>"
    b"endobj\ntrailer<</Root 1 0 R/Encrypt 3 0 R/ID[<41><41>]/Size 4>>\n%%EOF"
)
IN_PROCESS = {
    "numbered.docx": read_docx,
    "fees.xlsx": read_sheet,
    "red_head.pdf": read_pdf,
    "wrapped.txt": read_plain,
    "ratios.csv": read_csv,
}


def _pages(count):
    document = pdfium.PdfDocument.new()
    for _ in range(count):
        document.new_page(595, 842)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _picture(width, height):
    out = io.BytesIO()
    Image.new("1", (width, height)).save(out, "PNG")
    return out.getvalue()


BAD = {
    "encrypted.pdf": (lambda: ENCRYPTED_PDF, "密码"),
    "cut.pdf": (lambda: (FORMAT_FILES / "red_head.pdf").read_bytes()[:2_000], "损坏"),
    "long.pdf": (lambda: _pages(2_000), "2000 页"),
    "empty.pdf": (lambda: _pages(1), "没有读出文字"),
    "huge.png": (lambda: _picture(30_000, 30_000), "像素"),
    "deep.html": (lambda: b"<div>" * 20_000, "嵌套过深"),
    "cut.jpg": (lambda: (FORMAT_FILES / "scan.jpg").read_bytes()[:900], "损坏"),
    "../../../etc/渗透.docx": (lambda: b"PK", "损坏"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_file(name):
    made, words = BAD[name]
    with pytest.raises(CorpusError, match=words) as caught:
        read_bytes(made(), name)
    assert str(caught.value).endswith("。")
    assert "\n" not in str(caught.value)


def test_the_data_folder_is_unchanged(corpus, unchanged, one_sentence, tmp_path):
    path = tmp_path / "cut.pdf"
    path.write_bytes(BAD["cut.pdf"][0]())
    done = corpus("add", path)
    assert done.code == 2
    one_sentence(done.err, "cut.pdf", "损坏")


def _in_child(monkeypatch, tmp_path, code, **limits):
    """Read with a reader whose body is ``code``, through the real process and its limits."""
    module = tmp_path / "misbehaving.py"
    module.write_text(f"def read(data, name):\n    {code}\n", "utf-8")
    form = Format("plain", "read_plain", **limits)
    script = tmp_path / "child.py"
    script.write_text(
        "import sys\n"
        "from corpus.readers import child, formats, plain\n"
        "import misbehaving\n"
        "plain.read_plain = misbehaving.read\n"
        f"formats.FORMATS['.bad'] = formats.Format{tuple(form)!r}\n"
        f"sys.exit(child._main(*{() if form.stays else ('.bad', 'a.bad')!r}))\n",
        "utf-8",
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr("corpus.readers.apart.CHILD", "child")
    monkeypatch.setattr("corpus.readers.standby.CHILD", "child")
    monkeypatch.setattr("corpus.readers.standby._idle", [])
    return read_apart(form, b"data", "a.bad")


@pytest.mark.parametrize(
    ("code", "limits", "words"),
    [
        ("return 'x' * 4_000_000_000", {"memory": 900}, "内存太多"),
        ("import time; time.sleep(60)", {"silence": 4}, "太久"),
        ("while True: pass", {"seconds": 3}, "损坏"),
        ("import os; os.abort()", {}, "损坏"),
        ("raise RuntimeError('surprise')", {}, "损坏"),
        ("import sys; sys.stdout.write('{' * 70_000_000)", {}, "损坏"),
    ],
)
@pytest.mark.parametrize("stays", [False, True], ids=["for one", "for many"])
def test_a_reader_gone_wrong_ends_only_its_process(
    monkeypatch, tmp_path, code, limits, words, stays
):
    began = time.monotonic()
    with pytest.raises(UnreadableFile, match=words):
        _in_child(monkeypatch, tmp_path, code, stays=stays, **limits)
    assert time.monotonic() - began < 50


TEXT = "关于医保的通知\n一、成年居民每人400元。\n".encode()


def test_texts_are_read_by_one_process_and_not_by_this_one(monkeypatch):
    monkeypatch.setattr("corpus.readers.plain.read_plain", None)
    monkeypatch.setattr("corpus.readers.standby._idle", [])
    for _ in range(3):
        assert len(read_bytes(TEXT, "a.txt").blocks) == 2
    with pytest.raises(UnreadableFile, match="不是文本文件"):
        read_bytes(b"\x00" * 40, "b.txt")
    (reader,) = standby._idle
    reader.close()
    assert len(read_bytes(TEXT, "a.txt").blocks) == 2  # a new one where that is gone
    with ThreadPoolExecutor(4) as many:
        read = many.map(lambda n: len(read_bytes(TEXT * n, "a.txt").blocks), range(1, 40))
    assert list(read) == [2 * n for n in range(1, 40)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_mutated_files_are_read_or_refused(data):
    name = data.draw(st.sampled_from(sorted(IN_PROCESS)))
    content = bytearray((FORMAT_FILES / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    told = _refusal(IN_PROCESS[name], bytes(content[:cut] if cut % 3 == 0 else content), name)
    assert told is None or told.endswith("。")


def _refusal(read, content, name):
    """The sentence by which a reader refuses a file; ``None`` if it reads it."""
    try:
        read(content, name)
    except CorpusError as error:
        return str(error)
    return None


def test_no_library_of_a_format_is_loaded_before_a_file_needs_it():
    code = "import sys, corpus.readers, corpus.structure; print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    for library in ("pypdfium2", "cv2", "rapidocr", "openpyxl", "PIL"):
        assert f"'{library}'" not in done.stdout.decode()
