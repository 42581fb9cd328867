"""Feeds (RSS, Atom), lists of feeds (OPML) and site maps: what they name, and the articles that a feed carries.

Parsing runs in the isolated reader; here are the types that come out of it.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from communique.model import DateSource, Document, EmptyDocument, ReadingError
from communique.reading.documents import read_bytes
from communique.reading.isolation import isolated

__all__ = ["Entry", "Feed", "Link", "dated", "entry_document", "feed_documents", "read_feed", "read_links", "read_opml"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed.

    ``id`` is the feed's own name for it, ``url`` its page, ``published`` the day in the time zone that the feed
    writes, ``content`` its text as HTML (the whole article, or only a summary).
    """

    id: str
    url: str | None
    title: str | None
    published: date | None
    author: str | None
    content: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed's name, language and entries, as they stand in it (mostly the newest first)."""

    title: str | None
    language: str | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """An address that a list of feeds or a site map names; ``changed`` is the day or time it states, as written.

    ``nested`` says that the address is itself a site map.
    """

    url: str
    title: str | None = None
    changed: str | None = None
    nested: bool = False


def read_feed(data: bytes, *, where: str = "-", url: str | None = None) -> Feed:
    """Read a feed; ``url`` is where it is from, for addresses relative to it.

    Raises ``DamagedDocument`` where it is no feed, ``UnsafeDocument`` where parsing it takes too much.
    """
    found = isolated("feed", data, where, url=url)
    entries = tuple(_entry(value) for value in found["entries"])
    return Feed(found["title"], found["language"], entries)


def _entry(value: dict[str, Any]) -> Entry:
    day = value["published"]
    return Entry(
        value["id"], value["url"], value["title"], date.fromisoformat(day) if day else None, value["author"],
        value["content"],
    )  # fmt: skip


def read_opml(data: bytes, *, where: str = "-") -> list[Link]:
    """Return the feeds of an OPML file, each once; errors as for ``read_feed``."""
    return [Link(**value) for value in isolated("opml", data, where)]


def read_links(data: bytes, *, where: str = "-") -> list[Link]:
    """Return the addresses of a site map, or the site maps of an index; errors as for ``read_feed``."""
    return [Link(**value) for value in isolated("sitemap", data, where)]


def entry_document(entry: Entry, path: str, *, publisher: str | None = None, limit: int) -> Document:
    """Return the document that an entry's own content makes.

    Its bytes are a web page of title and content. Raises ``ReadingError`` where there is none to read.
    """
    if not entry.content.strip():
        raise EmptyDocument(path, "the feed gives no text for this entry.", "Watch the feed to read the page itself.")
    title = html.escape(entry.title or "")
    page = (
        f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>{title}</title></head>\n'
        f"<body><article>\n<h1>{title}</h1>\n{entry.content}\n</article></body></html>\n"
    )
    document = read_bytes(
        page.encode("utf-8", "replace"), path=path, url=entry.url, title=entry.title, publisher=publisher, limit=limit
    )
    return dated(replace(document, author=document.author or entry.author), entry.published)


def dated(document: Document, published: date | None) -> Document:
    """Return a document that does not state its day with the one that a feed gives it."""
    if published is None or document.published_how in {DateSource.GIVEN, DateSource.METADATA, DateSource.FRONT_MATTER}:
        return document
    return replace(document, published=published, published_how=DateSource.METADATA)


def feed_documents(data: bytes, name: str, limit: int) -> Iterator[Document | ReadingError]:
    """Yield a document for each entry of a feed that lies in a file, ``feed.xml#3`` for the third."""
    feed = read_feed(data, where=name)
    for number, entry in enumerate(feed.entries, 1):
        try:
            yield entry_document(entry, f"{name}#{number}", publisher=feed.title, limit=limit)
        except ReadingError as fault:
            yield fault
