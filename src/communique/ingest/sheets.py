"""Spreadsheets as documents: every cell of a CSV or XLSX file has its place in a text, so that entries can quote it.

The text has a line for each row, cells between tabs; it depends on the file's bytes alone. Each cell is a block. What
cannot be read of a table (a torn last line, a broken quotation) is a remark about its row, and the rest goes on.
"""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import PurePath
from typing import Any

from communique.ledger.cells import TABLE
from communique.model import Block, BlockRole, DamagedDocument, DateSource, Document, DocumentTooLarge, EmptyDocument
from communique.reading.decoding import decode

__all__ = ["Cell", "Row", "Sheet", "read_sheet", "sheet_document"]

_UNPACKED = 400_000_000
"""Bytes that a workbook may unpack to."""

_MOST_ROWS = 200_000


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's words and where they stand in the sheet's text."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Return where the words end (exclusive)."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Row:
    """A row by its number in the file (1 is the first); ``fault`` says why it could not be read."""

    number: int
    cells: tuple[Cell, ...]
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its rows, its text, how it was encoded."""

    rows: tuple[Row, ...]
    text: str
    encoding: str


def read_sheet(data: bytes, where: str) -> Sheet:
    """Return the table in a file's bytes: XLSX by its signature, else CSV (commas, semicolons or tabs) in any encoding.

    Raises ``DamagedDocument``, ``DocumentTooLarge`` and ``EmptyDocument``.
    """
    if data[:4] == b"PK\x03\x04":
        rows, encoding = _workbook(data, where), "utf-8"
    else:
        decoded = decode(data, where=where)
        rows, encoding = _separated(decoded.text), decoded.encoding
    sheet = _laid_out(rows, encoding, where)
    if not any(row.cells for row in sheet.rows):
        raise EmptyDocument(where, "there are no rows in the table.")
    return sheet


def sheet_document(data: bytes, path: str, sheet: Sheet, **facts: Any) -> Document:
    """Return the document that a table is; ``facts`` are further fields of ``Document``."""
    blocks = [Block(cell.start, cell.end, BlockRole.BODY) for row in sheet.rows for cell in row.cells if cell.text]
    fields = {
        "id": hashlib.sha256(data).hexdigest(), "text": sheet.text, "blocks": tuple(blocks), "path": path,
        "title": PurePath(path).name, "language": "und", "encoding": sheet.encoding, "media_type": TABLE, "raw": data,
        "published_how": DateSource.GIVEN if facts.get("published") else DateSource.NONE,
    }  # fmt: skip
    return Document(**{**fields, **facts})


def _laid_out(rows: Iterable[tuple[int, list[str], str | None]], encoding: str, where: str) -> Sheet:
    laid: list[Row] = []
    lines: list[str] = []
    at = 0
    for number, texts, fault in rows:
        if len(laid) >= _MOST_ROWS:
            raise DocumentTooLarge(where, f"the table has more than {_MOST_ROWS:,} rows.", "Split it.")
        texts = [" ".join(text.replace("\0", "").split()) for text in texts]
        cells, place = [], at
        for text in texts:
            cells.append(Cell(text, place))
            place += len(text) + 1
        laid.append(Row(number, tuple(cells) if any(texts) else (), fault))
        lines.append("\t".join(texts))
        at += len(lines[-1]) + 1
    return Sheet(tuple(laid), "".join(f"{line}\n" for line in lines), encoding)


def _separated(text: str) -> Iterator[tuple[int, list[str], str | None]]:
    """Yield the rows of separated values; where a quotation is never closed, its first line is a fault."""
    lines = text.splitlines(keepends=True)
    delimiter = max(",;\t", key=lambda mark: sum(line.count(mark) for line in lines[:10]))
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    first, width = 0, 0
    while first < len(lines):
        reader = csv.reader(lines[first:], delimiter=delimiter, strict=True)
        begun = 0
        try:
            for cells in reader:
                last = first + reader.line_num >= len(lines) and not text.endswith("\n")
                torn = last and 0 < len(cells) < width
                width = max(width, len(cells))
                yield first + begun + 1, [] if torn else cells, "the line is torn off here" if torn else None
                begun = reader.line_num
            return
        except csv.Error:
            yield first + begun + 1, [], "a quotation is opened here and not closed, or the line is torn off"
            first += begun + 1


def _workbook(data: bytes, where: str) -> Iterator[tuple[int, list[str], str | None]]:
    """Yield the rows of a workbook's first worksheet that has any."""
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(info.file_size for info in archive.infolist()) > _UNPACKED:
                raise DocumentTooLarge(where, "the workbook unpacks to more than is sensible.", "Save it as CSV.")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError, EOFError) as fault:
        raise DamagedDocument(where, f"the workbook is damaged ({fault}).", "Save it again, or as CSV.") from None
    try:
        for worksheet in book.worksheets:
            found = [[_shown(value) for value in row] for row in worksheet.iter_rows(values_only=True)]
            if any(any(row) for row in found):
                yield from ((number, row, None) for number, row in enumerate(found, 1))
                return
    finally:
        book.close()


def _shown(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | date():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value).encode("utf-8", "replace").decode()
