"""Claims, threads, where sources differ, and review."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import Field

from communique.serving.schemas.base import Answer, Named, Page, Quote, Run
from communique.serving.schemas.board import BoardItem

__all__ = [
    "Actor",
    "ClaimOut",
    "Conflict",
    "Decided",
    "ThreadOut",
    "ThreadRow",
    "Tray",
    "TrayItem",
    "Verdict",
    "Wording",
]


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
