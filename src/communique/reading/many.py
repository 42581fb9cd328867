"""Many documents from one path: archives, tables of articles, directories."""

from __future__ import annotations

import csv
import io
import json
import logging
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from communique.model import BinaryDocument, DamagedDocument, Document, DocumentTooLarge, ReadingError, Tier
from communique.reading.decoding import decode
from communique.reading.documents import MAX_BYTES, load, read_bytes
from communique.reading.drafts import Source
from communique.reading.formats import DOCX, container_type
from communique.reading.stamps import find_date

__all__ = ["MAX_MEMBERS", "read_many"]

_log = logging.getLogger(__name__)

MAX_MEMBERS = 100_000
_RATIO = 200  # times that a member may grow when it is unpacked
_TEXT = ("text", "body", "content", "article", "maintext", "內容", "内容", "正文", "全文")
_FIELDS = {
    "title": ("title", "headline", "標題", "标题"),
    "url": ("url", "link", "網址", "网址"),
    "publisher": ("publisher", "source", "site", "sitename", "來源", "来源", "媒體"),
    "language": ("language", "lang"),
}
_DATE = ("published", "date", "date_publish", "published_at", "datetime", "pubdate", "日期", "時間", "时间")


def read_many(path: str | Path, *, limit: int = MAX_BYTES) -> Iterator[Document | ReadingError]:
    """Yield every document under a path, and a ``ReadingError`` in the place of each that cannot be read.

    A directory is read file by file in the order of names, hidden files left out; a ZIP archive member by member
    (``news.zip/a.txt``); JSON Lines and CSV or TSV row by row (``news.jsonl#3``, rows from 1), the text in a column
    ``text``, ``body`` or ``content``, with ``title``, ``url``, ``date``, ``publisher``, ``language`` and ``tier`` if
    present; any other file is one document. ``limit`` is the largest size in bytes of a file and of each member.
    """
    path = Path(path)
    if path.is_dir():
        for file in sorted(file for file in path.rglob("*") if file.is_file()):
            if not any(part.startswith(".") for part in file.relative_to(path).parts):
                yield from read_many(file, limit=limit)
        return
    try:
        data = load(path, limit)
        yield from _read(data, str(path), limit, inside=False)
    except ReadingError as error:
        yield error


def _read(data: bytes, name: str, limit: int, *, inside: bool) -> Iterator[Document | ReadingError]:
    suffix = Path(name).suffix.lower()
    if (
        data[:4] == b"PK\x03\x04"
        and container_type(data, Source(name)) != DOCX
        and suffix not in {".xlsx", ".pptx", ".odt"}
    ):
        if inside:
            raise BinaryDocument(name, "it is an archive inside an archive.", "Unpack it and add what is in it.")
        yield from _archive(data, name, limit)
    elif suffix in {".jsonl", ".ndjson"}:
        yield from _json_lines(data, name, limit)
    elif suffix in {".csv", ".tsv"}:
        yield from _table(data, name, limit, "\t" if suffix == ".tsv" else ",")
    else:
        yield read_bytes(data, path=name, limit=limit)


def _archive(data: bytes, name: str, limit: int) -> Iterator[Document | ReadingError]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise DamagedDocument(name, "the ZIP archive is damaged.", "Fetch it again.") from error
    with archive:
        members = [info for info in archive.infolist() if not info.is_dir()]
        if len(members) > MAX_MEMBERS:
            raise DocumentTooLarge(name, f"it holds {len(members):,} files.", "Unpack it and add its directories.")
        for info in members:
            if not any(part.startswith((".", "__MACOSX")) for part in Path(info.filename).parts):
                yield from _member(archive, info, name, limit)


def _member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, limit: int
) -> Iterator[Document | ReadingError]:
    inner = f"{name}/{_file_name(info)}"
    try:
        if info.file_size > limit or info.file_size > _RATIO * max(info.compress_size, 4096):
            raise DocumentTooLarge(
                inner, f"it unpacks to {info.file_size:,} bytes.", "Unpack it yourself if you trust it."
            )
        with archive.open(info) as stream:
            data = stream.read(limit + 1)
        yield from _read(data, inner, limit, inside=True)
    except ReadingError as error:
        yield error
    except (zipfile.BadZipFile, zlib.error, RuntimeError, OSError, NotImplementedError, EOFError) as error:
        locked = "password" in str(error)
        yield DamagedDocument(inner, "it is locked with a password." if locked else "it is damaged in the archive.")


def _file_name(info: zipfile.ZipInfo) -> str:
    """Return a member's name; one that is not marked as UTF-8 is in the packer's own encoding, not in cp437."""
    if info.flag_bits & 0x800 or info.filename.isascii():
        return info.filename
    try:
        return decode(info.filename.encode("cp437")).text
    except (UnicodeEncodeError, ReadingError):
        return info.filename


def _json_lines(data: bytes, name: str, limit: int) -> Iterator[Document | ReadingError]:
    for number, line in enumerate(decode(data, where=name).text.split("\n"), 1):
        if not line.strip():
            continue
        where = f"{name}#{number}"
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            yield DamagedDocument(where, "the line is not valid JSON.", "Each line must be one JSON object.")
            continue
        yield _row(row if isinstance(row, dict) else {"text": row}, where, limit)


def _table(data: bytes, name: str, limit: int, delimiter: str) -> Iterator[Document | ReadingError]:
    text = decode(data, where=name).text
    csv.field_size_limit(max(csv.field_size_limit(), limit))
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = 0
    try:
        for number, row in enumerate(rows, 1):
            yield _row({str(key): value for key, value in row.items()}, f"{name}#{number}", limit)
    except csv.Error as error:
        yield DamagedDocument(f"{name}#{number + 1}", f"the table is broken here ({error}).", "Save it again as CSV.")


def _row(row: dict[str, Any], where: str, limit: int) -> Document | ReadingError:
    values = {key.strip().lower(): value for key, value in row.items()}
    text = _first(values, _TEXT)
    if not text:
        return ReadingError(
            where, "there is no text in the row.", f"Name its column {_TEXT[0]}, {_TEXT[1]} or {_TEXT[2]}."
        )
    tier = str(values.get("tier") or "").strip().lower()
    found = {field: _first(values, names) for field, names in _FIELDS.items()}
    try:
        document = read_bytes(
            text.encode("utf-8", "replace"),
            path=where,
            published=_day(_first(values, _DATE)),
            tier=Tier(tier) if tier in set(Tier) else None,
            limit=limit,
            **found,
        )
    except ReadingError as error:
        return error
    author = _first(values, ("author", "authors", "byline", "作者"))
    return replace(document, author=author or document.author)


def _first(values: dict[str, Any], names: tuple[str, ...]) -> str | None:
    found = next((values[name] for name in names if values.get(name)), None)
    if isinstance(found, list):
        found = "、".join(map(str, found))
    return str(found).strip() or None if found is not None else None


def _day(value: str | None) -> date | None:
    found = find_date(value[:60], labelled=True) if value else None
    return found[0] if found else None
