"""Documents as published, and what is found in them."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import Field

from communique.serving.schemas.base import Answer, Named, Page, Run
from communique.serving.schemas.threads import ClaimOut, ThreadRow

__all__ = [
    "BlockOut",
    "Blocks",
    "DocumentOut",
    "DocumentRow",
    "FailureOut",
    "Mark",
    "ReadResult",
    "SearchAnswer",
    "SearchHit",
]


class DocumentRow(Answer):
    """A document in a list."""

    id: str
    title: str | None
    publisher: str | None
    published: date | None
    published_how: str
    language: str
    tier: str
    path: str | None
    url: str | None
    source: str = Field(description="The document it is a copy of; itself where it is none.")
    cited: str = Field(description="How it is cited.")
    claims: dict[str, int] = Field(description="How many claims of each kind.")


class DocumentOut(DocumentRow):
    """A document without its text."""

    author: str | None
    encoding: str
    media_type: str
    paths: list[str]
    length: int = Field(description="Of its text, in code points.")
    blocks: int
    copies: list[str]


class Mark(Answer):
    """Where a claim's words stand in a block; offsets are UTF-16 code units of the block's text."""

    claim: str
    kind: str
    start: int
    end: int


class BlockOut(Answer):
    """A block as published; ``gaps`` are line breaks inside a paragraph and other signs that are no text (UTF-16)."""

    n: int
    role: str
    start: int
    text: str
    gaps: list[list[int]]
    marks: list[Mark]


class Blocks(Page[BlockOut]):
    """A page of a document's blocks with the claims that stand in them."""

    claims: dict[str, ClaimOut]


class FailureOut(Answer):
    """A file that could not be read."""

    path: str
    fault: str
    reason: str
    at: datetime


class SearchHit(Answer):
    """A passage."""

    document: str
    cited: str
    role: str
    start: int
    end: int
    runs: list[Run]
    claims: list[str]


class SearchAnswer(Answer):
    """What was found: things and threads by name, passages by their words."""

    names: list[Named]
    threads: list[ThreadRow]
    more: bool = Field(description="There are further passages.")
    offset: int
    items: list[SearchHit]


class ReadResult(Answer):
    """What became of a document that was sent."""

    name: str
    outcome: str = Field(description="new, reread, known, or failed.")
    document: str | None
    claims: int
    threads: int
    message: str | None = None
