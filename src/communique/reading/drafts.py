"""What a reader makes of bytes before it becomes a document: text, blocks, and what the source says about itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath
from urllib.parse import urlsplit

from communique.model import Block, DateSource, Tier

__all__ = ["Draft", "Metadata", "Source"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where bytes came from. ``where`` is the name that error messages use (``-`` for nameless bytes)."""

    path: str | None = None
    url: str | None = None

    @property
    def where(self) -> str:
        """Return the name for messages."""
        return self.path or self.url or "-"

    @property
    def suffix(self) -> str:
        """Return the lower-case file name extension with its dot, of the path or else the address, or ``""``."""
        name = self.path or (urlsplit(self.url).path if self.url else "")
        return PurePath(name).suffix.lower()


@dataclass(slots=True)
class Metadata:
    """What a document says about itself; ``None`` and ``NONE`` where it is silent."""

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    url: str | None = None
    language: str | None = None
    tier: Tier | None = None
    published: date | None = None
    published_how: DateSource = DateSource.NONE

    def fill(self, other: Metadata) -> None:
        """Take from ``other`` whatever is still missing here; the date moves together with how it is known."""
        for name in ("title", "publisher", "author", "url", "language", "tier"):
            if getattr(self, name) is None:
                setattr(self, name, getattr(other, name))
        if self.published is None:
            self.published, self.published_how = other.published, other.published_how


@dataclass(slots=True)
class Draft:
    """A reader's result: the frozen text, its blocks in order, and the metadata found."""

    text: str
    blocks: tuple[Block, ...]
    media_type: str
    encoding: str = "utf-8"
    metadata: Metadata = field(default_factory=Metadata)
