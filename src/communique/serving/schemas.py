"""What the API gives, typed and described. Days are ISO 8601, offsets are code points unless they say so."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

T = TypeVar("T")
Days = list[str | None]
"""``[first, last]``, inclusive; null is an open or unknown side."""


class Answer(BaseModel):
    """Base of all answers."""

    model_config = ConfigDict(extra="forbid")


class Page(Answer, Generic[T]):
    """A page of a list."""

    total: int = Field(description="How many there are in all.")
    offset: int = Field(description="Which is the first one here, from 0.")
    items: list[T]


class Named(Answer):
    """A thing of the register, or an actor that only documents know."""

    id: str
    name: str = Field(description="In the language asked for.")
    type: str | None = None


class Counted(Named):
    """A thing and how often there is something of it."""

    count: int


class Problem(Answer):
    """What went wrong."""

    error: str = Field(description="A word for a program.")
    message: str = Field(description="What happened, and what to do.")


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


class Quote(Answer):
    """A claim's words and where they stand."""

    claim: str
    document: str
    source: str = Field(description="Publisher, title, day, tier.")
    tier: str
    published: str | None
    quote: str
    start: int
    end: int


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


class Actor(Answer):
    """An actor of a claim."""

    id: str
    role: str
    surface: str = Field(description="As the document calls it.")
    name: str


class ClaimOut(Answer):
    """A claim: the record of the claims export, with what a page needs beside it."""

    record: dict[str, Any] = Field(description="The claims export's record (communique.claims/1).")
    source: str = Field(description="How the document is cited.")
    quote: str
    actors: list[Actor]
    about: list[Named] = Field(description="What it speaks of.")
    thread_title: str | None
    why: str | None = Field(default=None, description="Why it is on its thread.")
    effect: str | None = Field(default=None, description="What it did to the commitment's state.")
    review: Verdict | None = Field(default=None, description="What reviewers have said; null for nothing yet.")


class Verdict(Answer):
    """What reviewers have said about a claim."""

    verdict: str | None = Field(description="The one that counts: accept, reject, or null.")
    by: str | None
    edited: bool
    added: bool
    private: bool
    important: bool
    changed: bool = Field(description="The latest reading says otherwise than what was judged.")
    notes: int
    verdicts: dict[str, str] = Field(description="The latest of each reviewer.")


class Conflict(Answer):
    """Two sources that differ."""

    matter: str
    reconciled: bool
    why: str
    thread: str
    title: str
    one: Quote
    other: Quote


class Run(Answer):
    """A run of words, and whether it differs from the other side, or was searched for."""

    text: str
    marked: bool


class Wording(Answer):
    """Two successive wordings of a thread."""

    before: Quote
    after: Quote
    change: str
    why: str
    runs_before: list[Run]
    runs_after: list[Run]


class ThreadRow(Answer):
    """A thread in a list."""

    id: str
    kind: str
    title: str
    key: str
    claims: int
    state: BoardItem | None = None


class ThreadOut(Answer):
    """A thread with its history."""

    id: str
    kind: str
    title: str
    key: str
    about: Named | None
    names: list[str]
    state: BoardItem | None
    sources: int
    claims: Page[ClaimOut]
    conflicts: list[Conflict]
    wordings: list[Wording]


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


class DueItem(Answer):
    """Something due."""

    thread: str
    title: str
    due: Days
    last_day: date
    days: int = Field(description="Days from the day asked about; negative where it has passed.")
    past_due: bool
    progress: str
    firmness: str
    last_report: str | None
    evidence: Quote


class DuePage(Page[DueItem]):
    """What is due."""

    on: date
    past: int


class TimelineItem(Answer):
    """A dated event or move."""

    start: str
    end: str
    known: str
    kind: str
    label: str
    quote: str
    claim: str
    thread: str | None
    document: str
    sources: int
    lanes: list[str]


class Bucket(Answer):
    """How many there are in a lane, month by month."""

    lane: str
    start: str
    count: int


class TimelineAnswer(Answer):
    """Items where they are few enough, else counts by lane and month."""

    total: int
    lanes: list[Counted]
    items: list[TimelineItem]
    buckets: list[Bucket]
    due: list[DueItem]


class FigurePoint(Answer):
    """A value as a document gives it."""

    measure: str
    thread: str
    value: float
    high: float | None
    unit: str
    approximate: bool
    at_least: float | None
    at_most: float | None
    time: Days | None
    sources: int
    evidence: Quote


class Stand(Answer):
    """A stance of one holder in one document."""

    topic: str
    thread: str
    holder: str
    state: str
    channel: str
    day: str | None
    time: Days | None = Field(description="When it is or was held, as precisely as the document says.")
    stance: str
    negated: bool
    strength: float | None
    words: list[str]
    evidence: Quote


class EntryRow(Named):
    """A thing of the register in a list."""

    country: str | None
    claims: int


class EntryOut(Answer):
    """A thing: what the register knows, and what the ledger's documents say of it."""

    id: str
    name: str
    card: dict[str, Any] | None = Field(description="The register's entry; null for one that only documents know.")
    surfaces: list[str] = Field(description="What documents call it.")
    labels: dict[str, Named] = Field(description="The things its relations lead to.")
    threads: list[ThreadRow]
    claims: int
    meetings: list[ClaimOut]


class Node(Named):
    """A thing in the network."""

    country: str | None
    weight: int


class Edge(Answer):
    """A relation of the register (``type``), or claims that name both (``claims``)."""

    one: str
    other: str
    type: str
    claims: int
    kinds: list[str]
    since: str | None = None
    until: str | None = None


class Network(Answer):
    """Things and what connects them on a day."""

    on: date
    nodes: list[Node]
    edges: list[Edge]
    left_out: int = Field(description="Pairs not shown, the least frequent.")


class Place(Answer):
    """Where words stand in a document's text (code points), and the claim that they are, if one."""

    start: int
    end: int
    claim: str | None


class ComparedClause(Answer):
    """A clause and its counterpart."""

    change: str
    why: str
    likeness: float
    before: list[Run]
    after: list[Run]
    place_before: Place | None
    place_after: Place | None


class Comparison(Answer):
    """Two wordings, clause by clause."""

    before: str
    after: str
    documents: list[str | None] = Field(description="The two documents.")
    warnings: list[str]
    counts: dict[str, int]
    clauses: list[ComparedClause]


class TrayItem(Answer):
    """A claim that waits."""

    claim: ClaimOut
    weight: str = Field(description="How consequential it is, in a word.")
    before: str = Field(description="What stands before its words in the same block.")
    after: str = Field(description="What stands after them.")


class Tray(Answer):
    """What waits for a reviewer."""

    waiting: int
    doubtful: int = Field(description="How many are too unsure to count until somebody accepts them.")
    items: list[TrayItem]


class Decided(Answer):
    """A decision that was stored."""

    id: str
    verb: str
    who: str
    at: datetime


class ReadResult(Answer):
    """What became of a document that was sent."""

    name: str
    outcome: str = Field(description="new, reread, known, or failed.")
    document: str | None
    claims: int
    threads: int
    message: str | None = None
