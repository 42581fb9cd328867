"""Telling formats apart by their first bytes, before anything is decoded.

Signatures follow the formats' own specifications, as gathered in the ``file`` utility's magic database.
"""

from __future__ import annotations

import bz2
import lzma
import re
import struct
import zlib
from enum import StrEnum
from io import BytesIO
from typing import IO
from zipfile import BadZipFile, ZipFile

from communique.reading.drafts import Source

__all__ = [
    "DOCX",
    "EML",
    "EPUB",
    "HTML",
    "MARKDOWN",
    "ODT",
    "PDF",
    "PLAIN",
    "RTF",
    "Collection",
    "collection_type",
    "container_type",
    "describe_binary",
    "package_type",
    "text_media_type",
    "unpacked_head",
]

PLAIN, MARKDOWN, HTML, EML = "text/plain", "text/markdown", "text/html", "message/rfc822"
PDF, RTF, EPUB = "application/pdf", "application/rtf", "application/epub+zip"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"


class Collection(StrEnum):
    """What holds many documents, or names them."""

    ZIP = "a ZIP archive"
    TAR = "a TAR archive"
    PACKED = "a packed file"
    WARC = "a web archive"
    JSON_LINES = "JSON Lines"
    JSON = "a JSON array"
    TABLE = "a table"
    FEED = "a feed"
    OPML = "a list of feeds"
    SITEMAP = "a site map"


_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Microsoft Office file (.doc, .xls, .ppt) or Outlook message"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"ID3", "an MP3 recording"),
    (b"OggS", "an Ogg recording"),
    (b"fLaC", "a FLAC recording"),
    (b"\x1aE\xdf\xa3", "a Matroska or WebM video"),
    (b"\x7fELF", "a program (ELF)"),
    (b"\xca\xfe\xba\xbe", "a Java class or Mach-O program"),
    (b"\xcf\xfa\xed\xfe", "a program (Mach-O)"),
    (b"\x00asm", "a WebAssembly module"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"PAR1", "a Parquet table"),
    (b"wOFF", "a web font"),
    (b"wOF2", "a web font"),
    (b"AT&TFORM", "a DjVu document"),
)
_ZIP_MEMBERS: tuple[tuple[str, str], ...] = (
    ("xl/workbook.xml", "an Excel workbook (.xlsx)"),
    ("ppt/presentation.xml", "a PowerPoint presentation (.pptx)"),
    ("content.xml", "an OpenDocument table, drawing or presentation"),
)
_RIFF = {b"WEBP": "a WebP image", b"WAVE": "a WAVE recording", b"AVI ": "an AVI video"}
_MAIL = re.compile(
    rb"^(From|To|Subject|Date|Message-ID|MIME-Version|Received|Return-Path|Content-Type|Delivered-To|Reply-To): ",
    re.IGNORECASE | re.MULTILINE,
)
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)


_HEAD = 4096
_XML = re.compile(
    rb"<(?:(?P<opml>opml[\s>])|(?P<map>(?:\w+:)?(?:urlset|sitemapindex)[\s>])|(?P<feed>rss[\s>]|"
    rb"(?:\w+:)?feed\s[^>]*w3\.org/2005/Atom|rdf:RDF[\s>][^>]*purl\.org/rss)|(?P<flat>office:document[\s>]))",
    re.IGNORECASE,
)
_SUFFIXES = {
    ".jsonl": Collection.JSON_LINES,
    ".ndjson": Collection.JSON_LINES,
    ".csv": Collection.TABLE,
    ".tsv": Collection.TABLE,
}


def container_type(data: bytes, source: Source) -> str | None:
    """Return the media type of a format that is not text itself but holds it (PDF, DOCX, e-mail), else ``None``."""
    if b"%PDF-" in data[:1024]:
        return PDF
    if data.startswith(b"{\\rtf"):
        return RTF
    if data.startswith(b"PK\x03\x04"):
        return package_type(BytesIO(data))
    if (match := _first_element(data[:_HEAD])) and match["flat"]:
        return ODT
    head = re.split(rb"\r?\n\r?\n", data[:16384], maxsplit=1)[0]
    names = {name.lower() for name in _MAIL.findall(head)} if _MAIL.match(data) else set()
    return EML if b"from" in names and len(names) >= (2 if source.suffix == ".eml" else 4) else None


def package_type(stream: IO[bytes]) -> str | None:
    """Return the media type of a ZIP file that is one document (DOCX, ODT, EPUB), else ``None``."""
    names = _members(stream)
    stream.seek(0)
    head = stream.read(200)
    stream.seek(0)
    if "word/document.xml" in names:
        return DOCX
    if "META-INF/container.xml" in names and b"epub+zip" in head:
        return EPUB
    if "content.xml" in names and b"opendocument.text" in head:
        return ODT
    return None


def _first_element(head: bytes) -> re.Match[bytes] | None:
    """Match the first XML element's name, after a declaration, comments and a document type."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start.startswith(b"<"):
        return None
    bare = re.sub(rb"(?s)<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", b"", start).lstrip()
    return _XML.match(bare)


def unpacked_head(head: bytes, size: int = 1024) -> bytes | None:
    """Return the first bytes of what a gzip, bzip2 or xz file holds, none of a damaged one; ``None`` for another."""
    try:
        if head.startswith(b"\x1f\x8b"):
            return zlib.decompressobj(31).decompress(head, size)
        if head.startswith(b"BZh"):
            return bz2.BZ2Decompressor().decompress(head, size)
        if head.startswith(b"\xfd7zXZ\x00"):
            return lzma.LZMADecompressor(memlimit=1 << 28).decompress(head, size)
    except (zlib.error, OSError, lzma.LZMAError, EOFError, ValueError):
        return None if head.startswith(b"BZh") else b""  # which may as well begin a text
    return None


def collection_type(head: bytes, name: str) -> Collection | None:
    """Return what a file that holds or names many documents is, by its first bytes and its name; else ``None``.

    A ZIP package that is one document (DOCX, ODT, EPUB) counts as a ZIP archive here: ask ``container_type`` first.
    """
    if head.startswith(b"PK\x03\x04"):
        return Collection.ZIP
    if head.startswith(b"WARC/"):
        return Collection.WARC
    if head[257:262] == b"ustar":
        return Collection.TAR
    inner = unpacked_head(head)
    if inner is not None:
        if inner.startswith(b"WARC/"):
            return Collection.WARC
        return Collection.TAR if inner[257:262] == b"ustar" else Collection.PACKED
    if match := _first_element(head[:_HEAD]):
        kinds = {"opml": Collection.OPML, "map": Collection.SITEMAP, "feed": Collection.FEED}
        return next((kind for group, kind in kinds.items() if match[group]), None)
    suffix = Source(name.partition("#")[0]).suffix
    if suffix == ".json":
        return Collection.JSON if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[") else None
    return _SUFFIXES.get(suffix)


def describe_binary(data: bytes) -> str | None:
    """Return what a binary file is ("a PNG image"), or ``None`` where no signature is known."""
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            # signatures made of letters may also open an English text
            return name if not signature.isalnum() or _has_controls(data) else None
    if data[:4] == b"PK\x03\x04":
        return _describe_zip(data)
    if data[:4] == b"RIFF":
        return _RIFF.get(data[8:12], "a RIFF media file")
    if data[4:8] == b"ftyp":
        return "an MP4, QuickTime or HEIC media file"
    if data[:2] == b"MZ" and b"\x00" in data[:64]:
        return "a Windows program"
    if data[257:262] == b"ustar":
        return "a tar archive"
    return None


def _has_controls(data: bytes) -> bool:
    return any(byte < 9 or 14 <= byte < 27 for byte in data[:512])


def _members(stream: IO[bytes]) -> set[str]:
    """Return the names in a ZIP archive, none where it is damaged."""
    try:
        with ZipFile(stream) as archive:
            return set(archive.namelist())
    except (BadZipFile, struct.error, ValueError, IndexError, OSError, NotImplementedError):
        return set()


def _describe_zip(data: bytes) -> str:
    names = _members(BytesIO(data))
    if not names:
        return "a damaged or empty ZIP archive"
    return next((name for member, name in _ZIP_MEMBERS if member in names), "a ZIP archive")


def text_media_type(data: bytes, source: Source) -> str:
    """Return the media type of textual bytes: HTML where a page's opening tags or an .html name say so."""
    if _PAGE.search(data[:4096].replace(b"\x00", b"")):
        return HTML
    if source.suffix in {".html", ".htm", ".xhtml", ".shtml"}:
        return HTML
    return MARKDOWN if source.suffix in {".md", ".markdown", ".mdown"} else PLAIN
