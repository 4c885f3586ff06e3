"""Old Word and WPS files (DOC): made new by LibreOffice where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from corpus.errors import UnreadableFile
from corpus.readers.base import RawDocument
from corpus.readers.docx import read_docx
from corpus.readers.html import read_html

_SECONDS = 90
_OFFICES = ("soffice", "libreoffice")
_QUIET = ("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo")
_FORM = "docx:MS Word 2007 XML"  # the ending and the filter: a web page inside needs it named


def read_old(data: bytes, name: str) -> RawDocument:
    """Read an old file; many a .doc is a web page or a new file under an old name."""
    if data.startswith(b"PK"):
        return read_docx(data, name)
    if data[:512].lstrip().lower().startswith((b"<html", b"<!doctype html")):
        return read_html(data, name)
    office = next((found for o in _OFFICES if (found := shutil.which(o))), None)
    if office is None:
        raise UnreadableFile(
            f"“{name}”是旧版格式，读它要先装 LibreOffice；"
            "也可以在 Word 或 WPS 里另存为 .docx 再加入。"
        )
    return read_docx(_converted(office, data, name), name)


def _converted(office: str, data: bytes, name: str) -> bytes:
    """The file as DOCX. LibreOffice gets a profile of its own, and its macros stay off."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, f"source{Path(name).suffix.lower()}")
        source.write_bytes(data)
        profile = Path(folder, "profile").as_uri()
        command = [office, *_QUIET, f"-env:UserInstallation={profile}"]
        command += ["--convert-to", _FORM, "--outdir", folder, str(source)]
        try:
            subprocess.run(command, timeout=_SECONDS, capture_output=True, check=False)
        except subprocess.TimeoutExpired as error:
            raise UnreadableFile(f"“{name}”用 LibreOffice 转换太久，已停止。") from error
        made = source.with_suffix(".docx")
        if not made.is_file():
            raise UnreadableFile(f"“{name}”转换不了，可能已损坏或加了密码。")
        return made.read_bytes()
