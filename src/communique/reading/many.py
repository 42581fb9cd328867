"""Many documents from one path or stream: archives, web archives, tables of articles, feeds, directories."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

from communique.model import BinaryDocument, Document, ReadingError
from communique.reading.archives import MAX_MEMBERS, Member, packed_member, tar_members, zip_members
from communique.reading.documents import MAX_BYTES, load, read_bytes, too_large
from communique.reading.feeds import feed_documents
from communique.reading.formats import Collection, collection_type, package_type
from communique.reading.tables import Columns, read_array, read_json_lines, read_table
from communique.reading.warc import Record, warc_records

__all__ = ["MAX_MEMBERS", "holds_many", "is_collection", "read_many", "read_stream"]

_HEAD = 65536
_ARCHIVES = frozenset({Collection.ZIP, Collection.TAR, Collection.PACKED})
_NAMES_ONLY = {Collection.OPML: "feeds", Collection.SITEMAP: "addresses"}


def is_collection(path: str | Path) -> bool:
    """Say whether a file holds many documents, by its first bytes and its name; ``False`` where it cannot be read."""
    try:
        with Path(path).open("rb") as stream:
            return holds_many(stream, str(path))
    except (OSError, ValueError):
        return False


def holds_many(stream: IO[bytes], name: str) -> bool:
    """Say whether an open, seekable file holds many documents; it is left at its start."""
    return _kind(stream, name) is not None


def read_many(
    path: str | Path, *, limit: int = MAX_BYTES, columns: Columns | None = None
) -> Iterator[Document | ReadingError]:
    """Yield every document under a path, and a ``ReadingError`` in the place of each that cannot be read.

    A directory is read file by file in the order of names, hidden files left out; a ZIP or TAR archive member by
    member (``news.zip/a.txt``); a web archive response by response; JSON Lines, a JSON array, CSV or TSV row by row
    (``news.jsonl#3``, rows from 1), the text in a column ``text``, ``body`` or ``content``, with ``title``, ``url``,
    ``date``, ``publisher``, ``author``, ``language`` and ``tier`` if present (``columns`` names others); a feed entry
    by entry; any other file is one document. ``limit`` is the largest size in bytes of a file, a member and a row; an
    archive itself may be of any size.
    """
    path = Path(path)
    if path.is_dir():
        for file in sorted(file for file in path.rglob("*") if file.is_file()):
            if not any(part.startswith(".") for part in file.relative_to(path).parts):
                yield from read_many(file, limit=limit, columns=columns)
        return
    try:
        if is_collection(path):
            with path.open("rb") as stream:
                yield from read_stream(stream, str(path), limit=limit, columns=columns)
        else:
            yield read_bytes(load(path, limit), path=str(path), limit=limit)
    except ReadingError as error:
        yield error
    except OSError as error:
        yield ReadingError(str(path), f"it cannot be read ({error.strerror or error}).", "Check the disk.")


def read_stream(
    stream: IO[bytes], name: str, *, limit: int = MAX_BYTES, columns: Columns | None = None
) -> Iterator[Document | ReadingError]:
    """Yield the documents of an open file, which must be seekable, as ``read_many`` does for one on disk.

    Raises ``ReadingError`` where the file as a whole cannot be read.
    """
    yield from _read(stream, name, limit, columns or {}, inside=False)


def _kind(stream: IO[bytes], name: str) -> Collection | None:
    head = stream.read(_HEAD)
    stream.seek(0)
    kind = collection_type(head, name)
    if kind is Collection.ZIP and (package_type(stream) is not None or _is_office(name)):
        return None
    return kind


def _is_office(name: str) -> bool:
    """Say whether a ZIP file's name says that it is a table or slides, which the reader of one document refuses."""
    return Path(name).suffix.lower() in {".xlsx", ".pptx", ".ods", ".odp", ".docx", ".odt", ".epub"}


def _read(
    stream: IO[bytes], name: str, limit: int, columns: Mapping[str, str], *, inside: bool
) -> Iterator[Document | ReadingError]:
    kind = _kind(stream, name)
    if kind in _ARCHIVES and inside:
        raise BinaryDocument(name, "it is an archive inside an archive.", "Unpack it and add what is in it.")
    if kind is Collection.ZIP:
        yield from _members(zip_members(stream, name, limit), limit, columns)
    elif kind is Collection.TAR:
        yield from _members(tar_members(stream, name, limit), limit, columns)
    elif kind is Collection.PACKED:
        yield from _members(iter([packed_member(stream, name, limit)]), limit, columns)
    elif kind is Collection.WARC:
        for found in warc_records(stream, name, limit):
            yield found if isinstance(found, ReadingError) else _recorded(found, limit)
    else:
        yield from _whole(_bytes(stream, name, limit), name, kind, limit, columns)


def _whole(
    data: bytes, name: str, kind: Collection | None, limit: int, columns: Mapping[str, str]
) -> Iterator[Document | ReadingError]:
    """Yield the documents of what is read as a whole."""
    if kind is Collection.JSON_LINES:
        yield from read_json_lines(data, name, limit, columns)
    elif kind is Collection.JSON:
        yield from read_array(data, name, limit, columns)
    elif kind is Collection.TABLE:
        yield from read_table(data, name, limit, columns)
    elif kind is Collection.FEED:
        yield from feed_documents(data, name, limit)
    elif kind is not None:
        yield ReadingError(
            name, f"it is {kind.value}, which holds {_NAMES_ONLY[kind]} and no text.", "Use `communique watch` on it."
        )
    else:
        yield read_bytes(data, path=name, limit=limit)


def _members(members: Iterator[Member], limit: int, columns: Mapping[str, str]) -> Iterator[Document | ReadingError]:
    for member in members:
        if isinstance(member, ReadingError):
            yield member
            continue
        try:
            yield from _read(io.BytesIO(member[1]), member[0], limit, columns, inside=True)
        except ReadingError as error:
            yield error


def _recorded(record: Record, limit: int) -> Document | ReadingError:
    try:
        return read_bytes(record.data, path=record.path, url=record.url, charset=record.charset, limit=limit)
    except ReadingError as error:
        return error


def _bytes(stream: IO[bytes], name: str, limit: int) -> bytes:
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise too_large(name, stream.seek(0, io.SEEK_END), limit)
    return data
