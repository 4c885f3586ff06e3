"""Old Word files: without LibreOffice, and with a program in its place that does what it is told.

LibreOffice itself is not among what the tests need.
"""

import time
from pathlib import Path

import pytest

from corpus.errors import UnreadableFile
from corpus.readers import read_bytes
from tests.readers.office import word

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
MADE = word("<w:p><w:r><w:t>旧文件里的字。</w:t></w:r></w:p>")


@pytest.fixture
def office(monkeypatch, tmp_path):
    """Puts a shell script in the place of LibreOffice; ``None`` for nothing."""

    def put(script):
        folder = tmp_path / "bin"
        folder.mkdir()
        if script:
            (tmp_path / "made.docx").write_bytes(MADE)
            path = folder / "soffice"
            path.write_text(f"#!/bin/sh\nhere={tmp_path}\n{script}\n", "utf-8")
            path.chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin" if script else str(folder))
        return tmp_path

    return put


CONVERTS = """echo "$@" > $here/told
while [ "$1" != --outdir ]; do shift; done
cp $here/made.docx "$2/source.docx"
"""


def test_without_libreoffice_the_message_says_what_to_do(office):
    office(None)
    with pytest.raises(UnreadableFile, match=r"LibreOffice.*另存为 \.docx") as told:
        read_bytes(OLD, "旧.doc")
    assert str(told.value).endswith("。")


def test_what_it_converts_is_read(office):
    here = office(CONVERTS)
    (block,) = read_bytes(OLD, "旧.doc").blocks
    assert block.text == "旧文件里的字。"
    told = (here / "told").read_text("utf-8")
    assert "--headless" in told
    assert "--convert-to docx:MS Word 2007 XML --outdir" in told
    assert told.strip().endswith("source.doc")


def test_what_it_cannot_convert_is_refused(office):
    office("exit 1")
    with pytest.raises(UnreadableFile, match="转换不了"):
        read_bytes(OLD, "旧.doc")


def test_nothing_that_it_started_stays(office):
    here = office("sleep 600 >/dev/null 2>&1 & \necho $! > $here/pid\n" + CONVERTS)
    assert read_bytes(OLD, "旧.doc").blocks
    left = int((here / "pid").read_text("utf-8"))
    while _runs(left):  # killed already; the system takes a moment to bury it
        time.sleep(0.01)


def _runs(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text("utf-8")
    except (ProcessLookupError, FileNotFoundError):
        return False
    return state.rpartition(")")[2].split()[0] != "Z"


def test_a_new_file_under_an_old_name_needs_no_libreoffice(office):
    office(None)
    assert read_bytes(MADE, "其实是新的.doc").blocks[0].text == "旧文件里的字。"
