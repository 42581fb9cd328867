"""What the endpoints share: parameters, and the making of claims, quotes and threads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Annotated, Any

from fastapi import Depends, Query, Request

from communique.ledger import DocumentFacts, StoredClaim
from communique.linking import Thread
from communique.reporting.cards import source_line
from communique.reporting.claims import claim_record
from communique.reporting.replay import Shown, shown_values
from communique.serving.desk import Desk
from communique.serving.schemas import Actor, BoardItem, ClaimOut, Named, Run, ThreadRow, Verdict

__all__ = [
    "At",
    "DeskDep",
    "KnownBy",
    "Lang",
    "Limit",
    "Offset",
    "board_item",
    "claim_out",
    "claims_out",
    "named",
    "runs",
    "thread_rows",
    "today",
]


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


def today() -> date:
    """Return the day of now (UTC)."""
    return datetime.now(UTC).date()


DeskDep = Annotated[Desk, Depends(_desk)]
Lang = Annotated[str, Query(alias="lang", description="zh-Hant, ja or en: the language of names.", max_length=16)]
At = Annotated[date | None, Query(description="True on that day; today by default.")]
KnownBy = Annotated[date | None, Query(description="Only by what had been published by that day.")]
Offset = Annotated[int, Query(ge=0, description="The first one to give.")]
Limit = Annotated[int, Query(ge=1, le=500, description="At most so many.")]


def named(desk: Desk, key: str, language: str) -> Named:
    """Return a thing with its name and type."""
    entry = desk.pack.register.get(key)
    return Named(id=key, name=desk.name(key, language), type=entry.type if entry else None)


def runs(parts: Sequence[tuple[str, bool]]) -> list[Run]:
    """Return runs of words."""
    return [Run(text=text, marked=marked) for text, marked in parts if text]


def board_item(desk: Desk, shown: Shown, language: str, compared: bool = False) -> BoardItem:
    """Return an item of the board."""
    values = shown_values(shown, compared)
    values["actors"] = [named(desk, key, language) for key in values["actors"] if key != "author"]
    values["title"] = desk.title(shown.line.thread, language)
    return BoardItem(**values)


def claim_out(
    desk: Desk,
    stored: StoredClaim,
    facts: DocumentFacts,
    language: str,
    *,
    titles: Mapping[str, str],
    **more: Any,
) -> ClaimOut:
    """Return a claim with names in a language; ``more`` sets further fields."""
    claim = stored.claim
    return ClaimOut(
        record=claim_record(stored, facts, desk.pack.register),
        source=source_line(facts),
        quote=claim.quote,
        actors=[
            Actor(id=a.id, role=a.role.value, surface=a.surface, name=desk.name(a.id, language)) for a in claim.actors
        ],
        about=[named(desk, key, language) for key in claim.keys],
        thread_title=titles.get(stored.thread or ""),
        review=_verdict(stored),
        **more,
    )


def _verdict(stored: StoredClaim) -> Verdict | None:
    said = stored.review
    if said is None:
        return None
    return Verdict(
        verdict=str(said.verdict) if said.verdict is not None else None,
        by=said.by,
        edited=said.edited,
        added=said.added,
        private=said.private,
        important=said.important,
        changed=said.changed,
        notes=said.notes,
        verdicts=dict(said.verdicts),
    )


def claims_out(desk: Desk, stored: Sequence[StoredClaim], language: str) -> list[ClaimOut]:
    """Return claims in their order, with the titles of their threads."""
    facts = desk.reader.facts(sorted({one.claim.document for one in stored}))
    ids = sorted({one.thread for one in stored if one.thread})
    titles = {thread.id: desk.title(thread, language) for thread in desk.reader.threads(ids)}
    return [claim_out(desk, one, facts[one.claim.document], language, titles=titles) for one in stored]


def thread_rows(
    desk: Desk, threads: Sequence[Thread], language: str, on: date | None = None, known: date | None = None
) -> list[ThreadRow]:
    """Return threads for a list, commitments with their state."""
    shown = desk.replay().shown([t.id for t in threads], on or today(), known)
    return [
        ThreadRow(
            id=t.id,
            kind=t.kind,
            title=desk.title(t, language),
            key=t.key,
            claims=len(t.claims),
            state=board_item(desk, shown[t.id], language) if t.id in shown else None,
        )
        for t in threads
    ]
