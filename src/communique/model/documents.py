"""Documents, their blocks and spans.

Offsets are code points into the document's frozen ``text``, end exclusive. A document's id is the SHA-256 of its raw
bytes (hexadecimal), so the same bytes twice are one document.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Tier(StrEnum):
    """How close a source stands to what was said, the closest first."""

    OFFICIAL = "official"
    OFFICIAL_TRANSLATION = "official_translation"
    REPORT = "report"
    COMMENTARY = "commentary"
    UNKNOWN = "unknown"

    @property
    def weight(self) -> int:
        """Return the tier's rank: 4 for an official text down to 0 for an unknown source."""
        return {"official": 4, "official_translation": 3, "report": 2, "commentary": 1, "unknown": 0}[self.value]


class BlockRole(StrEnum):
    """What a run of a document's text does. Only the speaking roles make claims."""

    TITLE = "title"
    BYLINE = "byline"
    HEADING = "heading"
    BODY = "body"
    CAPTION = "caption"
    QUOTATION = "quotation"
    LINKS = "links"
    REFERENCES = "references"
    BOILERPLATE = "boilerplate"
    MARKUP = "markup"
    FRONT_MATTER = "front_matter"

    @property
    def speaks(self) -> bool:
        """Say whether claims are read from blocks of this role."""
        return self.value in {"title", "heading", "body", "caption", "quotation"}


class DateSource(StrEnum):
    """How a document's publication date became known, the surest first."""

    GIVEN = "given"
    METADATA = "metadata"
    FRONT_MATTER = "front_matter"
    STAMP = "stamp"
    DATELINE = "dateline"
    INFERRED = "inferred"
    NONE = "none"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """``text[start:end]``, code points, end exclusive."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Say whether the two spans share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Block:
    """A run of a document's text with one function.

    ``breaks`` holds the (start, end) of each run of characters inside the block that a reader does not see as text:
    hard line breaks of a PDF, page breaks, tags. The readable text is what is left without them. ``language`` is a BCP
    47 tag where the block is in another language or script than its document, else ``None``.
    """

    start: int
    end: int
    role: BlockRole
    breaks: tuple[tuple[int, int], ...] = ()
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One text from one source; ``text`` is frozen and evidence points into it.

    ``published`` is the day of publication in the publisher's time zone, ``published_how`` how it is known;
    ``language`` a BCP 47 tag (``zh-Hant-TW``, ``zh-Hans-CN``, ``ja``, ``en``).
    """

    id: str
    text: str
    blocks: tuple[Block, ...]
    path: str | None = None
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: date | None = None
    published_how: DateSource = DateSource.NONE
    language: str = "und"
    tier: Tier = Tier.UNKNOWN
    encoding: str = "utf-8"
    media_type: str = "text/plain"
    raw: bytes = field(default=b"", repr=False, compare=False)
