"""The documents of a ledger as sources: when, by whom, how close, carried by how many, copies of what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from communique.ledger import DocumentFacts, LedgerReader
from communique.model import DateSource

__all__ = ["Source", "sources", "sources_json", "sources_text"]

_UNSURE = frozenset({DateSource.INFERRED, DateSource.NONE})


@dataclass(frozen=True, slots=True)
class Source:
    """An independent source: a document, the paths and addresses that carry its very bytes, and its near copies."""

    document: DocumentFacts
    carriers: tuple[str, ...]
    copies: tuple[DocumentFacts, ...]

    @property
    def undated(self) -> bool:
        """Say whether its day is only inferred, or not known at all."""
        return self.document.published_how in _UNSURE


def sources(reader: LedgerReader, *, undated: bool = False) -> list[Source]:
    """Return the sources of a ledger, the latest published first, those without a day before all.

    A source and its copies stand once, under the copy that was published first. With ``undated``, each document whose
    day is inferred or missing stands for itself.
    """
    facts = reader.facts()
    groups: dict[str, list[DocumentFacts]] = defaultdict(list)
    for one in facts.values():
        groups[one.id if undated else one.source].append(one)
    carriers = reader.all_carriers()
    found = []
    for members in groups.values():
        first, *others = sorted(members, key=lambda d: (d.published is None, str(d.published), d.id))
        found.append(Source(first, tuple(carriers.get(first.id, ())), tuple(others)))
    kept = [one for one in found if one.undated] if undated else found
    kept.sort(key=lambda one: one.document.id)
    return sorted(kept, key=lambda one: str(one.document.published or "9999"), reverse=True)


def sources_json(found: Sequence[Source]) -> Iterator[dict[str, Any]]:
    """Yield the sources as plain values."""
    for one in found:
        yield _values(one.document) | {
            "carriers": list(one.carriers), "copies": [_values(copy) for copy in one.copies],
        }  # fmt: skip


def _values(document: DocumentFacts) -> dict[str, Any]:
    return {
        "document": document.id,
        "title": document.title,
        "publisher": document.publisher,
        "published": document.published.isoformat() if document.published else None,
        "published_how": document.published_how.value,
        "tier": document.tier.value,
        "language": document.language,
        "path": document.path,
        "url": document.url,
    }


def sources_text(found: Sequence[Source]) -> Iterator[str]:
    """Yield the lines for a terminal: a source a line, the further places that carry it below."""
    for one in found:
        yield _line(one.document)
        for path in one.carriers[1:]:
            yield f"            also at {path}"
        for copy in one.copies:
            yield f"            copied in {_line(copy).strip()}"


def _line(document: DocumentFacts) -> str:
    inferred = "~" if document.published_how is DateSource.INFERRED else " "
    day = f"{inferred}{document.published}" if document.published else " no day    "
    place = PurePath(document.path or document.id).name
    parts = (document.publisher, document.title or place, document.tier.value.replace("_", " "), document.language)
    if document.title and not document.publisher:
        parts = (place, *parts[1:])
    return f"{day}  {document.id[:8]}  {' · '.join(part for part in parts if part)}"
