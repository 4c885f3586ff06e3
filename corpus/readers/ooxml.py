"""Zipped Office files (OOXML): parts are read with limits, and their XML without entities."""

from __future__ import annotations

import io
import zipfile
import zlib

from lxml import etree

from corpus.errors import UnreadableFile

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MAX_PARTS = 5_000
_MAX_PART = 100_000_000
_MAX_ALL = 300_000_000
# What zipfile raises for an archive that it can't read: RuntimeError where it wants a password or
# does not know the compression.
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)


class Package:
    """The parts of a zipped Office file, none of which is unpacked to disk."""

    def __init__(self, data: bytes, name: str) -> None:
        """Open it; ``UnreadableFile`` if it is encrypted, no zip, or unpacks to too much."""
        refuse_ole(data, name)
        self._name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            parts = self._zip.infolist()
        except _BROKEN as error:
            raise self.broken() from error
        sizes = [part.file_size for part in parts]
        if len(parts) > _MAX_PARTS or max(sizes, default=0) > _MAX_PART or sum(sizes) > _MAX_ALL:
            raise UnreadableFile(f"“{name}”解开后过大，可能是压缩炸弹，没有读取。")
        self.names = frozenset(part.filename for part in parts)

    def broken(self) -> UnreadableFile:
        """The error of a damaged file."""
        return UnreadableFile(f"“{self._name}”已损坏或不完整，无法读取。")

    def xml(self, part: str) -> etree._Element | None:
        """The root of a part; ``None`` where there is no such part."""
        if part not in self.names:
            return None
        try:
            with self._zip.open(part) as file:
                data = file.read(_MAX_PART)
        except _BROKEN as error:
            raise self.broken() from error
        return self._parsed(data)

    def _parsed(self, data: bytes) -> etree._Element:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self.broken() from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise UnreadableFile(f"“{self._name}”里有 XML 实体定义，为安全起见没有读取。")
        return root


def refuse_ole(data: bytes, name: str) -> None:
    """Raise ``UnreadableFile`` for the old binary container: encrypted, or an old format."""
    if not data.startswith(OLE):
        return
    if _ENCRYPTED in data:
        raise UnreadableFile(f"“{name}”加了密码，请去掉密码再加入。")
    raise UnreadableFile(f"“{name}”其实是旧版 Office 文件，请另存为新格式（.docx 或 .xlsx）。")
