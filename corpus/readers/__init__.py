"""Readers (阅读器): one file a format, chosen by the file's ending."""

from __future__ import annotations

from pathlib import Path

from corpus.errors import UnreadableFile
from corpus.readers.apart import draw_apart, read_apart
from corpus.readers.base import Block, BlockKind, RawDocument, check_amount, check_lines
from corpus.readers.formats import FORMATS, Format

__all__ = [
    "Block",
    "BlockKind",
    "RawDocument",
    "draw_page",
    "load_bytes",
    "read_bytes",
    "read_file",
]


def read_file(path: Path) -> RawDocument:
    """Read a file by its ending; ``UnreadableFile`` says in one sentence why it cannot be read."""
    return read_bytes(load_bytes(path), path.name)


def load_bytes(path: Path) -> bytes:
    """Return the bytes of a file that is there, not empty and not too large for its format."""
    if not path.exists():
        raise UnreadableFile(f"找不到文件“{path}”。")
    if not path.is_file():
        raise UnreadableFile(f"“{path}”不是文件。")
    form = format_of(path.name)
    try:
        check_size(form, path.stat().st_size, path.name)
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"“{path}”无法打开：{error.strerror}。") from error
    check_content(data, path.name)
    return data


def check_size(form: Format, size: int, name: str) -> None:
    """Refuse a file that is larger (bytes) than any notice of its format."""
    if size > form.megabytes * 1_000_000:
        raise UnreadableFile(
            f"“{name}”太大（{size // 1_000_000} MB），上限是 {form.megabytes} MB。"
        )


def check_content(data: bytes, name: str) -> None:
    """Refuse an empty file."""
    if not data.strip():
        raise UnreadableFile(f"“{name}”是空文件。")


def format_of(name: str) -> Format:
    """The format of a file by its ending; ``UnreadableFile`` if it is none that can be read."""
    ending = Path(name).suffix.lower()
    if ending not in FORMATS:
        raise UnreadableFile(
            f"“{name}”：不支持 {ending or '没有扩展名的'} 文件，"
            "请用 PDF、Word、Excel、图片、网页或文本。"
        )
    return FORMATS[ending]


def read_bytes(data: bytes, name: str, progress: bool = False) -> RawDocument:
    """Read the bytes of a file named ``name`` with the reader for its ending."""
    form = format_of(name)
    raw = read_apart(form, data, name, progress)
    check_amount(sum(len(b.text) + sum(map(len, b.cells)) for b in raw.blocks), name)
    check_lines(len(raw.blocks), name)
    return raw


def draw_page(data: bytes, name: str, page: int) -> bytes:
    """A page of a file as a picture (JPEG); ``UnreadableFile`` where there is none to draw."""
    form = format_of(name)
    if not form.draws:
        raise UnreadableFile(f"“{name}”没有页面可看。")
    return draw_apart(form, data, name, page)
