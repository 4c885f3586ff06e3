"""Readers (阅读器): one file a format, chosen by the file's ending."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from corpus.errors import UnreadableFile
from corpus.readers.base import Block, BlockKind, RawDocument
from corpus.readers.html import read_html
from corpus.readers.plain import read_plain

__all__ = ["MAX_BYTES", "Block", "BlockKind", "RawDocument", "read_bytes", "read_file"]

MAX_BYTES = 20_000_000
_READERS: dict[str, Callable[[bytes, str], RawDocument]] = {
    ".txt": read_plain,
    ".text": read_plain,
    ".md": read_plain,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
}
_LATER = {".pdf", ".docx", ".doc", ".wps", ".ofd", ".png", ".jpg", ".jpeg", ".tif", ".tiff"}


def read_file(path: Path) -> RawDocument:
    """Read a file by its ending; ``UnreadableFile`` says in one sentence why it cannot be read."""
    return read_bytes(load_bytes(path), path.name)


def load_bytes(path: Path) -> bytes:
    """Return the bytes of a file that is there, not empty and at most ``MAX_BYTES``."""
    if not path.exists():
        raise UnreadableFile(f"找不到文件“{path}”。")
    if not path.is_file():
        raise UnreadableFile(f"“{path}”不是文件。")
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise UnreadableFile(
                f"“{path.name}”太大（{size // 1_000_000} MB），上限是 {MAX_BYTES // 1_000_000} MB。"
            )
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"“{path}”无法打开：{error.strerror}。") from error
    if not data.strip():
        raise UnreadableFile(f"“{path.name}”是空文件。")
    return data


def read_bytes(data: bytes, name: str) -> RawDocument:
    """Read the bytes of a file named ``name`` with the reader for its ending."""
    ending = Path(name).suffix.lower()
    if ending in _LATER:
        raise UnreadableFile(
            f"“{name}”：暂不支持 {ending} 格式，请先另存为文本（.txt）或网页（.html）。"
        )
    if ending not in _READERS:
        raise UnreadableFile(
            f"“{name}”：不支持 {ending or '没有扩展名的'} 文件，请用 .txt 或 .html。"
        )
    return _READERS[ending](data, name)
