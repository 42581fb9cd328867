"""Web archives (WARC 1.0 and 1.1, packed or not): a document for each page, paper or text that was fetched."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from communique.model import DamagedDocument, DocumentTooLarge, ReadingError
from communique.reading.drafts import web_address

__all__ = ["Record", "warc_records"]

_READ = (
    "text/html", "application/xhtml+xml", "text/plain", "text/markdown", "application/pdf", "application/rtf",
    "text/rtf", "application/epub+zip", "application/msword", "application/vnd.oasis.opendocument.text",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "message/rfc822",
)  # fmt: skip
_BROKEN = (ArchiveLoadFailed, zlib.error, OSError, EOFError, ValueError, UnicodeError, AttributeError, LookupError)


@dataclass(frozen=True, slots=True)
class Record:
    """What was fetched: ``path`` is ``crawl.warc.gz#3`` for the third response, ``url`` the address asked for."""

    path: str
    url: str | None
    data: bytes
    charset: str | None


def warc_records(stream: IO[bytes], name: str, limit: int) -> Iterator[Record | ReadingError]:
    """Yield what a web archive holds; pictures, scripts, style sheets and failed requests are passed over.

    Raises ``DamagedDocument`` where the archive breaks off; what stands before that has been given.
    """
    number = 0
    try:
        for record in ArchiveIterator(stream, no_record_parse=False):
            if record.rec_type not in {"response", "resource", "conversion"}:
                continue
            number += 1
            url = record.rec_headers.get_header("WARC-Target-URI")
            kind, charset = _kind(record)
            if kind in _READ and _is_page(url):
                yield _taken(record, f"{name}#{number}", url, charset, limit)
    except _BROKEN as fault:
        raise DamagedDocument(name, f"the web archive is damaged after {number} pages.", "Fetch it again.") from fault


def _is_page(url: str | None) -> bool:
    """Say whether an address is one of the web (crawlers keep their own notes under others) and no robots.txt."""
    found = web_address(url)
    return found is not None and urlsplit(found).path != "/robots.txt"


def _kind(record: Any) -> tuple[str, str | None]:
    """Return the media type and charset of what a record holds; ``""`` for a request that failed."""
    headers = record.http_headers
    if headers is None:
        value = record.rec_headers.get_header("Content-Type") or ""
    elif headers.get_statuscode() != "200":
        return "", None
    else:
        value = headers.get_header("Content-Type") or "text/html"
    kind, _, options = value.partition(";")
    charset = options.lower().partition("charset=")[2].split(";")[0].strip(" \"'")
    return kind.strip().lower(), charset or None


def _taken(record: Any, path: str, url: str | None, charset: str | None, limit: int) -> Record | ReadingError:
    pieces, size = [], 0
    stream = record.content_stream()
    while piece := stream.read(65536):
        pieces.append(piece)
        size += len(piece)
        if size > limit:
            return DocumentTooLarge(path, f"it has more than {limit:,} bytes.", "Split it.")
    return Record(path, url, b"".join(pieces), charset)
