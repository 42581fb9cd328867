"""What is in ZIP and TAR archives and in packed files, with bounds on number, size, growth and names.

Nothing is written to disk. A member's name is only ever a label; one that would lead out of a folder is refused all
the same, since it was made to do harm.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO, cast

from communique.model import DamagedDocument, DocumentTooLarge, ReadingError, UnsafeDocument
from communique.reading.decoding import decode
from communique.reading.formats import unpacked_head

__all__ = ["MAX_GROWTH", "MAX_MEMBERS", "Member", "packed_member", "tar_members", "zip_members"]

MAX_MEMBERS = 100_000
MAX_GROWTH = 200
"""Times that a file may grow when it is unpacked, from ``_SMALL`` upwards."""

_SMALL = 4096
_START = 20_000_000  # bytes that a packed file may always unpack to
Member = tuple[str, bytes] | ReadingError
"""A member's path (``news.zip/a.txt``) and bytes, or why it cannot be had."""

_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, RuntimeError, OSError, NotImplementedError, EOFError, ValueError,
    IndexError,
)  # fmt: skip
_UNTAR = (tarfile.TarError, zlib.error, struct.error, lzma.LZMAError, OSError, EOFError, ValueError, IndexError)


def zip_members(stream: IO[bytes], name: str, limit: int) -> Iterator[Member]:
    """Yield the files of a ZIP archive, hidden ones left out; ``limit`` is the largest in bytes.

    Raises ``DamagedDocument`` and ``DocumentTooLarge`` for the archive as a whole.
    """
    try:
        archive = zipfile.ZipFile(stream)
    except _BROKEN as fault:
        raise DamagedDocument(name, "the ZIP archive is damaged.", "Fetch it again.") from fault
    with archive:
        members = [info for info in archive.infolist() if info.filename and not info.is_dir()]
        if len(members) > MAX_MEMBERS:
            raise _too_many(name, len(members))
        for info in members:
            shown = _file_name(info)
            if not _hidden(shown):
                yield _from_zip(archive, info, name, shown, limit)


def _from_zip(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, shown: str, limit: int) -> Member:
    inner = f"{name}/{_label(shown)}"
    if _leads_out(shown):
        return _stray(inner)
    if info.file_size > limit or info.file_size > MAX_GROWTH * max(info.compress_size, _SMALL):
        return _swollen(inner, info.file_size)
    try:
        with archive.open(info) as stream:
            data = stream.read(limit + 1)
    except _BROKEN as fault:
        locked = "password" in str(fault)
        return DamagedDocument(inner, "it is locked with a password." if locked else "it is damaged in the archive.")
    return _swollen(inner, len(data)) if len(data) > limit else (inner, data)


def tar_members(stream: IO[bytes], name: str, limit: int) -> Iterator[Member]:
    """Yield the files of a TAR archive, packed with gzip, bzip2, xz or not at all; links and devices are left out.

    Raises ``DamagedDocument``, ``DocumentTooLarge`` and ``UnsafeDocument`` for the archive as a whole.
    """
    count = 0
    try:
        unpacked = _Bounded(_unpacked(stream), _size(stream), name)
        with tarfile.open(fileobj=unpacked, mode="r|") as archive:
            for info in archive:
                if not info.isfile() or _hidden(info.name):
                    continue
                count += 1
                if count > MAX_MEMBERS:
                    raise _too_many(name, count)
                yield _from_tar(archive, info, name, limit)
    except _UNTAR as fault:
        raise DamagedDocument(name, "the TAR archive is damaged from here on.", "Fetch it again.") from fault


def _from_tar(archive: tarfile.TarFile, info: tarfile.TarInfo, name: str, limit: int) -> Member:
    inner = f"{name}/{_label(info.name)}"
    if _leads_out(info.name):
        return _stray(inner)
    if info.size > limit:
        return _swollen(inner, info.size)
    member = archive.extractfile(info)
    data = member.read() if member is not None else b""
    return (inner, data)


def packed_member(stream: IO[bytes], name: str, limit: int) -> tuple[str, bytes]:
    """Return the one file that a gzip, bzip2 or xz file holds; ``page.html.gz`` gives ``page.html.gz/page.html``.

    Raises ``DamagedDocument``, ``DocumentTooLarge`` and ``UnsafeDocument``.
    """
    inner = f"{name}/{PurePosixPath(name).stem}"
    try:
        data = _Bounded(_unpacked(stream), _size(stream), name).read(limit + 1)
    except _UNTAR as fault:
        raise DamagedDocument(name, "the packed file is damaged.", "Fetch it again.") from fault
    if len(data) > limit:
        raise _swollen(inner, len(data))
    return inner, data


def _unpacked(stream: IO[bytes]) -> IO[bytes]:
    head = stream.read(4096)
    stream.seek(0)
    if unpacked_head(head) is None:
        return stream
    if head.startswith(b"\x1f\x8b"):
        return cast(IO[bytes], gzip.GzipFile(fileobj=stream))
    return bz2.BZ2File(stream) if head.startswith(b"BZh") else lzma.LZMAFile(stream)


def _size(stream: IO[bytes]) -> int:
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    return size


class _Bounded(io.RawIOBase):
    """A stream that may not give more than a packed file of its size honestly holds."""

    def __init__(self, inner: IO[bytes], size: int, name: str) -> None:
        self._inner = inner
        self._left = _START + MAX_GROWTH * size
        self._name = name

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        wanted = self._left + 1 if size is None or size < 0 else size
        pieces = []
        while wanted > 0 and (piece := self._inner.read(min(wanted, 1 << 20))):
            pieces.append(piece)
            wanted -= len(piece)
            self._left -= len(piece)
            if self._left < 0:
                raise UnsafeDocument(
                    self._name, "it unpacks to far more than its size.", "Unpack it yourself if you trust it."
                )
        return b"".join(pieces)


def _hidden(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return any(part.startswith("__MACOSX") or (part.startswith(".") and part not in {".", ".."}) for part in parts)


def _leads_out(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or name[1:2] == ":"


def _label(name: str) -> str:
    """Return a member's name without control characters, at a length that can be shown."""
    return "".join(c if c.isprintable() else "?" for c in name)[:400].removeprefix("./")


def _stray(inner: str) -> UnsafeDocument:
    return UnsafeDocument(inner, "its name leads out of the archive.", "Do not unpack this archive.")


def _swollen(inner: str, size: int) -> DocumentTooLarge:
    return DocumentTooLarge(inner, f"it unpacks to {size:,} bytes.", "Unpack it yourself if you trust it.")


def _too_many(name: str, count: int) -> DocumentTooLarge:
    return DocumentTooLarge(name, f"it holds {count:,} files or more.", "Unpack it and add its folders.")


def _file_name(info: zipfile.ZipInfo) -> str:
    """Return a member's name; one that is not marked as UTF-8 is in the packer's own encoding, not in cp437."""
    if info.flag_bits & 0x800 or info.filename.isascii():
        return info.filename
    try:
        return decode(info.filename.encode("cp437")).text
    except (UnicodeEncodeError, ReadingError):
        return info.filename
