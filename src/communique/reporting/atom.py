"""Changes of a ledger as an Atom feed (RFC 4287), for any feed reader."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime

from lxml import etree

from communique.reporting.changes import Change
from communique.reporting.layout import quoted

__all__ = ["changes_atom"]

_ATOM = "http://www.w3.org/2005/Atom"


def changes_atom(found: Sequence[Change], day: date, *, title: str = "communique: what moved") -> bytes:
    """Return the changes as of a day as an Atom document, in UTF-8.

    An entry's id is made of what moved and of the claims that show it: the same change has the same id every time. It
    is dated to the latest publication among its proofs, or to ``day``.
    """
    feed = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})
    entries = [(_moment(change, day), change) for change in found]
    _add(feed, "title", title)
    _add(feed, "id", "urn:communique:changes")
    _add(feed, "updated", max((moment for moment, _ in entries), default=_midnight(day)))
    author = etree.SubElement(feed, f"{{{_ATOM}}}author")
    _add(author, "name", "communique")
    for moment, change in sorted(entries, key=lambda pair: pair[0], reverse=True):
        entry = etree.SubElement(feed, f"{{{_ATOM}}}entry")
        _add(entry, "title", f"{change.what.value}: {change.title}")
        _add(entry, "id", f"urn:communique:change:{_digest(change)}")
        _add(entry, "updated", moment)
        etree.SubElement(entry, f"{{{_ATOM}}}category", term=change.what.value)
        lines = [*change.details, *(f"{quoted(cited.quote)} {cited.source}" for cited in change.citations)]
        _add(entry, "content", "\n".join(lines), type="text")
    data: bytes = etree.tostring(feed, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return data


def _add(parent: etree._Element, name: str, text: str, **attributes: str) -> None:
    element = etree.SubElement(parent, f"{{{_ATOM}}}{name}", **attributes)
    # control characters that a document may hold have no place in XML
    element.text = "".join(c for c in text if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff"))


def _moment(change: Change, day: date) -> str:
    days = [cited.published for cited in change.citations if cited.published]
    return _midnight(date.fromisoformat(max(days))) if days else _midnight(day)


def _midnight(day: date) -> str:
    return datetime(day.year, day.month, day.day, tzinfo=UTC).isoformat()


def _digest(change: Change) -> str:
    parts = (change.what.value, change.thread, *change.details, *(cited.claim for cited in change.citations))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
