"""Tables of articles: JSON Lines, JSON arrays, CSV and TSV, a document for each row."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from communique.model import DamagedDocument, Document, ReadingError, Tier, UsageError
from communique.reading.decoding import decode
from communique.reading.documents import read_bytes
from communique.reading.stamps import find_date

__all__ = ["COLUMNS", "Columns", "check_columns", "read_array", "read_json_lines", "read_table"]

Columns = Mapping[str, str]
"""The column of a table for a field of ``COLUMNS``, where the user names it."""

COLUMNS = {
    "text": (
        "text",
        "body",
        "content",
        "article",
        "maintext",
        "full_text",
        "內容",
        "内容",
        "內文",
        "内文",
        "正文",
        "全文",
        "本文",
    ),
    "title": ("title", "headline", "標題", "标题", "タイトル", "見出し"),
    "url": ("url", "link", "網址", "网址"),
    "publisher": ("publisher", "source", "site", "sitename", "來源", "来源", "媒體"),
    "language": ("language", "lang"),
    "date": ("published", "date", "date_publish", "published_at", "datetime", "pubdate", "日期", "時間", "时间"),
    "author": ("author", "authors", "byline", "作者"),
    "tier": ("tier",),
}
"""The fields of a row, each with the names of columns that are recognised."""


def check_columns(columns: Columns) -> None:
    """Raise ``UsageError`` where a field is none of ``COLUMNS``."""
    unknown = [field for field in columns if field not in COLUMNS]
    if unknown:
        raise UsageError(f"{unknown[0]!r} is no field of a row; those are {', '.join(COLUMNS)}.")


def read_json_lines(data: bytes, name: str, limit: int, columns: Columns) -> Iterator[Document | ReadingError]:
    """Yield a document for each line, ``news.jsonl#3`` for the third."""
    for number, line in enumerate(decode(data, where=name).text.split("\n"), 1):
        if line.strip():
            where = f"{name}#{number}"
            try:
                row = json.loads(line)
            except (ValueError, RecursionError):
                yield DamagedDocument(where, "the line is not valid JSON.", "Each line must be one JSON object.")
                continue
            yield _row(row, where, limit, columns)


def read_array(data: bytes, name: str, limit: int, columns: Columns) -> Iterator[Document | ReadingError]:
    """Yield a document for each object of a JSON array."""
    try:
        rows = json.loads(decode(data, where=name).text)
    except (ValueError, RecursionError) as fault:
        raise DamagedDocument(name, "it is not valid JSON.", "Save it again.") from fault
    for number, row in enumerate(rows, 1):
        yield _row(row, f"{name}#{number}", limit, columns)


def read_table(data: bytes, name: str, limit: int, columns: Columns) -> Iterator[Document | ReadingError]:
    """Yield a document for each row of a CSV or (``.tsv``) TSV table, rows from 1 after the head."""
    text = decode(data, where=name).text
    csv.field_size_limit(max(csv.field_size_limit(), limit))
    delimiter = "\t" if name.lower().endswith(".tsv") else ","
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = 0
    try:
        for number, row in enumerate(rows, 1):
            yield _row({str(key): value for key, value in row.items()}, f"{name}#{number}", limit, columns)
    except csv.Error as error:
        yield DamagedDocument(f"{name}#{number + 1}", f"the table is broken here ({error}).", "Save it again as CSV.")


def _row(row: Any, where: str, limit: int, columns: Columns) -> Document | ReadingError:
    row = row if isinstance(row, dict) else {"text": row}
    values = {str(key).strip().lower(): value for key, value in row.items()}
    found = {
        field: _first(values, (columns[field].lower(),) if field in columns else names)
        for field, names in COLUMNS.items()
    }
    text, author = found.pop("text"), found.pop("author")
    if not text:
        advice = "Name its column text, body or content, or say which it is with --column text=NAME."
        return ReadingError(where, "there is no text in the row.", advice)
    tier, published = (found.pop("tier") or "").lower(), _day(found.pop("date"))
    try:
        document = read_bytes(
            text.encode("utf-8", "replace"),
            path=where,
            published=published,
            tier=Tier(tier) if tier in set(Tier) else None,
            limit=limit,
            **found,
        )
    except ReadingError as error:
        return error
    return replace(document, author=author or document.author)


def _first(values: dict[str, Any], names: tuple[str, ...]) -> str | None:
    found = next((values[name] for name in names if values.get(name)), None)
    parts = found if isinstance(found, list) else [found]
    return "、".join(str(one).strip() for one in parts if isinstance(one, str | int | float)) or None


def _day(value: str | None) -> date | None:
    found = find_date(value[:60], labelled=True) if value else None
    return found[0] if found else None
