"""From bytes to a document: which reader, and what is known about the result."""

from __future__ import annotations

import hashlib
import logging
import re
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from communique.model import (
    BinaryDocument,
    DateSource,
    Document,
    DocumentTooLarge,
    EmptyDocument,
    ReadingError,
    Tier,
)
from communique.reading.decoding import decode
from communique.reading.drafts import Draft, Metadata, Source, draft_from_json, is_title, web_address
from communique.reading.formats import HTML, container_type, describe_binary, text_media_type
from communique.reading.isolation import isolated
from communique.reading.languages import identify_blocks, identify_parts
from communique.reading.plain import read_text
from communique.reading.stamps import named_date
from communique.reading.tiers import guess_tier

__all__ = ["MAX_BYTES", "read_bytes", "read_path"]

_log = logging.getLogger(__name__)

MAX_BYTES = 50_000_000
_EDGE = 3000  # characters at either end of a text in which disclaimers stand
_NOBODY = frozenset(
    {"unknown author", "unknown", "author", "user", "admin", "administrator", "anonymous", "python-docx"}
)
"""Whom programs name for an author when nobody has."""

_VISIBLE = re.compile(r"[^\W_]")


def read_bytes(
    data: bytes,
    *,
    path: str | None = None,
    url: str | None = None,
    published: date | None = None,
    publisher: str | None = None,
    language: str | None = None,
    tier: Tier | str | None = None,
    title: str | None = None,
    charset: str | None = None,
    limit: int = MAX_BYTES,
) -> Document:
    """Read one document from its bytes: text or Markdown in any common encoding, a web page, PDF, DOCX, ODT, RTF,
    EPUB or e-mail.

    What is given goes before what the document says of itself; ``charset`` is the encoding that a server names.
    ``limit`` is the largest size in bytes. Raises ``EmptyDocument``, ``BinaryDocument``, ``DamagedDocument``,
    ``DocumentTooLarge`` or ``UnsafeDocument``, all ``ReadingError``, and ``ValueError`` for a ``tier`` that is none.
    """
    source = Source(path, web_address(url))
    draft = _draft(data, source, limit, charset)
    given = Metadata(title, publisher, None, source.url, language, Tier(tier) if tier is not None else None)
    if published is not None:
        given.published, given.published_how = published, DateSource.GIVEN
    given.fill(draft.metadata)
    return _document(data, source, draft, given, language)


def read_path(
    path: str | Path,
    *,
    url: str | None = None,
    published: date | None = None,
    publisher: str | None = None,
    language: str | None = None,
    tier: Tier | str | None = None,
    title: str | None = None,
    limit: int = MAX_BYTES,
) -> Document:
    """Read one document from a file; arguments and errors as for ``read_bytes``.

    A file that is missing, no file, or not to be opened raises ``ReadingError``. The document's ``path`` is as given.
    """
    data = load(Path(path), limit)
    return read_bytes(
        data, path=str(path), url=url, published=published, publisher=publisher, language=language, tier=tier,
        title=title, limit=limit,
    )  # fmt: skip


def load(path: Path, limit: int = MAX_BYTES) -> bytes:
    """Return a file's bytes; raise ``DocumentTooLarge`` before reading it, ``ReadingError`` where it cannot be read."""
    where = str(path)
    try:
        if path.is_dir():
            raise ReadingError(where, "it is a directory.", "Name the files in it.")
        size = path.stat().st_size
        if size > limit:
            raise too_large(where, size, limit)
        return path.read_bytes()
    except FileNotFoundError:
        raise ReadingError(where, "there is no such file.", "Check the path.") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = getattr(error, "strerror", None) or str(error)
        raise ReadingError(where, f"it cannot be opened ({reason}).", "Check its permissions.") from error


def too_large(where: str, size: int, limit: int) -> DocumentTooLarge:
    """Return the error for a file of ``size`` bytes."""
    return DocumentTooLarge(
        where,
        f"it has {size:,} bytes, over the limit of {limit:,}.",
        "Split it, or raise the limit if this is one text.",
    )


def _draft(data: bytes, source: Source, limit: int, charset: str | None) -> Draft:
    where = source.where
    if len(data) > limit:
        raise too_large(where, len(data), limit)
    if not data:
        raise EmptyDocument(where, "the file is empty.", "Fetch it again.")
    draft = _read(data, source, charset)
    if not any(block.role.speaks for block in draft.blocks):
        if not draft.blocks:
            raise EmptyDocument(where, "there is nothing but markup in it.", "Check that the right file was saved.")
        _log.info("%s: no block of it makes claims", where)
    return draft


def _read(data: bytes, source: Source, charset: str | None) -> Draft:
    """Choose the reader by the bytes themselves; the name decides only what they leave open."""
    where = source.where
    media_type = container_type(data, source)
    if media_type is None:
        if name := describe_binary(data):
            raise BinaryDocument(where, f"it is {name}, which cannot be read.", "Save its text as UTF-8 and add that.")
        media_type = text_media_type(data, source)
        if media_type != HTML:
            decoded = decode(data, declared=charset, where=where)
            if not _VISIBLE.search(decoded.text):
                raise EmptyDocument(where, "there are no words in it.", "Check that the right file was saved.")
            return read_text(decoded.text, media_type=media_type, encoding=decoded.encoding)
    values = isolated("draft", data, where, path=source.path, url=source.url, charset=charset)
    draft = draft_from_json(values)
    if not _VISIBLE.search(draft.text):
        raise EmptyDocument(where, "there are no words in it.", "Check that the right file was saved.")
    return draft


def _document(data: bytes, source: Source, draft: Draft, known: Metadata, language: str | None) -> Document:
    text = draft.text
    known.url = web_address(known.url)
    if known.author is not None and known.author.strip().lower() in _NOBODY:
        known.author = None
    if not is_title(known.title):
        known.title = None
    if known.published is None and known.url and (day := named_date(urlsplit(known.url).path)):
        known.published, known.published_how = day, DateSource.METADATA
    if language is None:
        known.language = _language(text, draft, known)
    if known.tier is None:
        edges = text if len(text) <= 2 * _EDGE else text[:_EDGE] + "\n" + text[-_EDGE:]
        known.tier = guess_tier(known.publisher, known.url, edges)
    return Document(
        id=hashlib.sha256(data).hexdigest(),
        text=text,
        blocks=identify_blocks(text, draft.blocks, known.language or "und"),
        path=source.path,
        url=known.url,
        title=known.title,
        publisher=known.publisher,
        author=known.author,
        published=known.published,
        published_how=known.published_how,
        language=known.language or "und",
        tier=known.tier,
        encoding=draft.encoding,
        media_type=draft.media_type,
        raw=data,
    )


def _language(text: str, draft: Draft, known: Metadata) -> str:
    """Judge the language by the words that speak; let what the document declares add a region to its script."""
    parts = [text[block.start : block.end] for block in draft.blocks[:40] if block.role.speaks]
    found = identify_parts(parts or [text], known.url)
    declared = known.language or ""
    if found == "und":
        return declared or found
    region = declared.rsplit("-", 1)[-1].upper() if "-" in declared else ""
    same_script = {"zh-Hant": {"TW", "HK", "MO"}, "zh-Hans": {"CN", "SG", "MY"}}.get(found, set())
    return f"{found}-{region}" if region in same_script else found
