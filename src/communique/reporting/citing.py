"""How a source is cited: publisher, title, day, tier, words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from communique.reporting.cards import source_line
from communique.reporting.view import View

__all__ = ["Citation", "cite"]


@dataclass(frozen=True, slots=True)
class Citation:
    """A claim's words and where they stand."""

    claim: str
    document: str
    source: str
    tier: str
    published: str | None
    quote: str
    start: int
    end: int

    def as_dict(self) -> dict[str, Any]:
        """Return the citation as plain values."""
        return {name: getattr(self, name) for name in self.__slots__}


def cite(view: View, key: str) -> Citation:
    """Return the citation of a claim in view."""
    claim = view.claims[key]
    document = view.documents.get(claim.document)
    return Citation(
        claim=claim.id,
        document=claim.document,
        source=source_line(document) if document is not None else claim.document[:12],
        tier=document.tier.value if document is not None else "unknown",
        published=document.published.isoformat() if document is not None and document.published else None,
        quote=claim.quote,
        start=claim.start,
        end=claim.end,
    )
