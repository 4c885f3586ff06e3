"""Uploaded texts (上传): plain text in any common Chinese encoding, and Word files.

Word files are read by the corpus's own reader, in a process with limits that nothing in a file can
get out of. Plain text stays as it is written, for people to see it again as they know it.
"""

from __future__ import annotations

from pathlib import PurePosixPath, PureWindowsPath

from assistant.errors import BadEntry
from corpus.readers import Block, read_bytes
from corpus.readers.plain import decode

PLAIN, WORD = (".txt", ".text", ".md"), ".docx"
LONGEST_NAME = 80


def read_upload(data: bytes, name: str) -> str:
    """The text of a file; ``BadEntry`` or ``UnreadableFile`` says why there is none.

    How long a text may be is the checker's to say.
    """
    shown = file_name(name)
    if not data.strip():
        raise BadEntry(f"“{shown}”是空文件。")
    ending = PurePosixPath(shown.lower()).suffix
    if ending == WORD:
        text = "\n".join(map(_line, read_bytes(data, shown).blocks))
    elif ending in PLAIN:
        text, _ = decode(data, shown)
    else:
        raise BadEntry(f"“{shown}”：只能上传 .txt 和 .docx，别的请先另存，或者直接粘贴文字。")
    if not text.strip():
        raise BadEntry(f"“{shown}”里没有文字；扫描件和图片里的字读不出来。")
    return text.lstrip("\ufeff")


def _line(block: Block) -> str:
    """A paragraph, or the cells of a row side by side."""
    return "\t".join(block.cells) if block.cells else block.text


def file_name(name: str) -> str:
    """The last part of a file's name, for people to read; it never becomes a path."""
    last = PureWindowsPath(PurePosixPath(name).name).name
    plain = "".join(c for c in last if c.isprintable())
    return plain if len(plain) <= LONGEST_NAME else "…" + plain[1 - LONGEST_NAME :]
