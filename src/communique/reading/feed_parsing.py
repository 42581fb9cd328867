"""Parsing feeds, lists of feeds and site maps; runs only in the isolated reader.

What is returned is plain values (see ``feeds`` for their meaning).
"""

from __future__ import annotations

import calendar
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timezone
from email.utils import parsedate_to_datetime
from io import BytesIO
from typing import Any

import feedparser

from communique.model import DamagedDocument
from communique.reading.drafts import web_address
from communique.reading.pieces import tidy
from communique.reading.xml import local_name, parse_xml
from communique.reading.zones import local, zone_of

__all__ = ["parse_feed", "parse_opml", "parse_sitemap"]

_MOST = 5000  # entries of one feed
_LINKS = 50_000  # addresses of one site map, as its specification has it


def parse_feed(data: bytes, where: str, url: str | None) -> dict[str, Any]:
    """Parse RSS 0.9 to 2.0, RDF or Atom. Raises ``DamagedDocument`` where it is none of them."""
    headers = {"content-location": url} if url else {}
    found = feedparser.parse(BytesIO(data), response_headers=headers, resolve_relative_uris=True, sanitize_html=True)
    if not found.get("version") and not found.get("entries"):
        raise DamagedDocument(where, "it is no feed that can be read.", "Check the address.")
    about = found.get("feed", {})
    language = _said(about, "language")
    zone = zone_of(url or _said(about, "link"), language)
    entries = [_entry(entry, number, zone) for number, entry in enumerate(found["entries"][:_MOST], 1)]
    return {"title": _said(about, "title"), "language": language, "entries": entries}


def _entry(entry: Any, number: int, zone: timezone | None) -> dict[str, Any]:
    contents = [part.get("value", "") for part in entry.get("content", [])] + [entry.get("summary", "")]
    url = _said(entry, "link")
    day = _day(entry, zone or zone_of(url, None))
    return {
        "id": _said(entry, "id") or url or _said(entry, "title") or str(number),
        "url": web_address(url),
        "title": _said(entry, "title"),
        "published": day,
        "author": _said(entry, "author"),
        "content": max(contents, key=len),
    }


def _said(value: Any, name: str) -> str | None:
    found = value.get(name)
    return tidy(found) or None if isinstance(found, str) else None


def _day(entry: Any, zone: timezone | None) -> str | None:
    """Return the day of publication as the feed's own time zone has it; of a time in UTC in ``zone``, if any."""
    for name in ("published", "created", "updated"):
        written = entry.get(name)
        for read in (datetime.fromisoformat, parsedate_to_datetime):
            try:
                return local(read(written), zone).date().isoformat()
            except (ValueError, TypeError, IndexError, OverflowError):
                continue
        parsed = entry.get(f"{name}_parsed")
        if isinstance(parsed, time.struct_time):
            try:
                return local(datetime.fromtimestamp(calendar.timegm(parsed), UTC), zone).date().isoformat()
            except (ValueError, OverflowError, OSError):
                continue
    return None


def parse_opml(data: bytes, where: str) -> list[dict[str, Any]]:
    """Return the feeds that an OPML file lists, each once."""
    found: dict[str, dict[str, Any]] = {}
    for outline in parse_xml(data, where, recover=True).iter("{*}outline"):
        if url := web_address(outline.get("xmlUrl")):
            title = outline.get("title") or outline.get("text")
            found.setdefault(url, {"url": url, "title": tidy(title) or None if title else None})
    return list(found.values())


def parse_sitemap(data: bytes, where: str) -> list[dict[str, Any]]:
    """Return the addresses of a site map or of an index of site maps."""
    root = parse_xml(data, where, recover=True)
    nested = local_name(root) == "sitemapindex"
    return list(_links(root, nested))[:_LINKS]


def _links(root: Any, nested: bool) -> Iterator[dict[str, Any]]:
    for element in root.iterchildren():
        values = {local_name(child): (child.text or "").strip() for child in element.iterchildren()}
        if url := web_address(values.get("loc")):
            title = next((tidy(t.text or "") for t in element.iter("{*}title")), None)
            yield {"url": url, "title": title or None, "changed": values.get("lastmod") or None, "nested": nested}
