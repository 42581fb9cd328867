"""What a user says about documents when they are read; it outweighs what the documents say of themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date

from communique.model import DateSource, Document, Tier

__all__ = ["Given"]


@dataclass(frozen=True, slots=True)
class Given:
    """Facts about a document from its reader; ``None`` leaves it to the document.

    ``language`` is a BCP 47 tag, ``published`` the day in the publisher's time zone.
    """

    published: date | None = None
    publisher: str | None = None
    language: str | None = None
    tier: Tier | None = None

    def as_dict(self) -> dict[str, str]:
        """Return what is given as plain strings, for the ledger."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: str(value) for name, value in values.items() if value is not None}

    @classmethod
    def from_dict(cls, values: Mapping[str, str]) -> Given:
        """Return what ``as_dict`` made."""
        published, tier = values.get("published"), values.get("tier")
        return cls(
            date.fromisoformat(published) if published else None,
            values.get("publisher"),
            values.get("language"),
            Tier(tier) if tier else None,
        )

    def over(self, earlier: Given) -> Given:
        """Return these facts, completed by ``earlier`` ones."""
        return Given.from_dict({**earlier.as_dict(), **self.as_dict()})

    def applied(self, document: Document) -> Document:
        """Return the document with these facts in place of its own."""
        values = {
            name: value for name in ("publisher", "language", "tier") if (value := getattr(self, name)) is not None
        }
        if self.published is not None:
            return replace(document, **values, published=self.published, published_how=DateSource.GIVEN)
        return replace(document, **values)
