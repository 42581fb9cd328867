"""The ledger, its board, and what moved."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import Field

from communique.serving.schemas.base import Answer, Counted, Days, Named, Page, Quote

__all__ = [
    "BoardAnswer",
    "BoardColumn",
    "BoardItem",
    "Change",
    "Changes",
    "Doubt",
    "Facets",
    "LastMove",
    "Month",
    "Status",
]


class Status(Answer):
    """The ledger as it is now."""

    version: str
    ledger: str = Field(description="Its path or address.")
    edition: str = Field(description="Changes whenever claims or threads do.")
    now: datetime = Field(description="The server's clock, for 'since my last visit'.")
    documents: int
    claims: int
    threads: int
    failures: int = Field(description="Files that could not be read.")
    waiting: int = Field(description="Claims that wait for a reviewer.")
    reviewer: str | None = Field(description="Who is logged in where the server runs.")
    behind: bool = Field(description="Claims are waiting to be put on threads.")
    published: Days = Field(description="The first and the last day of publication.")


class Doubt(Answer):
    """What something rests on alone: the surest of claims that are all too unsure to count."""

    claim: str
    confidence: float


class LastMove(Answer):
    """The latest move that changed something."""

    status: str
    at: str | None
    quote: str
    claim: str
    document: str
    effect: str


class BoardItem(Answer):
    """A commitment and where it stands."""

    thread: str
    title: str
    key: str
    actors: list[Named]
    on: str
    column: str
    firmness: str
    progress: str
    since: str | None
    due: Days | None
    moved_due_from: Days | None
    past_due: bool
    schedule: str
    sources: int = Field(description="Independent sources; copies count once.")
    tiers: list[str]
    beside: list[str] = Field(description="Claims that say otherwise.")
    last_report: str | None
    doubt: Doubt | None = Field(description="Where the column rests on unsure claims alone.")
    due_doubt: Doubt | None = Field(description="Where the due date does.")
    claims: int
    named: bool = Field(description="The register knows what it is about.")
    moved: str | None = Field(description="Against the point compared with: new, moved, or null.")
    was: str | None = Field(description="The column it came from.")
    last_move: LastMove | None


class BoardColumn(Answer):
    """A column of the board, a page of it."""

    column: str
    total: int
    moved: int = Field(description="How many moved or are new.")
    items: list[BoardItem]


class BoardAnswer(Answer):
    """The board at a point of the clocks."""

    on: date
    known: date | None
    total: int
    hidden: int = Field(description="Commitments that rest on claims alone that are too unsure to count.")
    columns: list[BoardColumn]


class Month(Answer):
    """A month and how many moves it has."""

    month: str
    moves: int


class Facets(Answer):
    """What the board can be filtered by, and the months of the slider."""

    actors: list[Counted]
    keys: list[Counted]
    publishers: list[Counted]
    tiers: list[Counted]
    months: list[Month]


class Change(Answer):
    """Something that moved."""

    what: str
    thread: str
    title: str
    details: list[str]
    evidence: list[Quote]


class Changes(Page[Change]):
    """What moved, and from when on."""

    since: str | None
    counts: dict[str, int]
