"""Threads, claims, and where sources differ."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from communique.ledger import Clock, StoredClaim
from communique.linking import Thread
from communique.reporting.conflicts import (
    Conflict,
    all_differences,
    conflicts,
    conflicts_json,
    conflicts_of,
    differences_of,
)
from communique.reporting.lines import made_lines
from communique.reporting.overview import threads_page
from communique.reporting.replay import Shown
from communique.reporting.view import view_from
from communique.reporting.wordings import Step, wordings
from communique.serving import schemas as out
from communique.serving.desk import Desk
from communique.serving.routes.common import (
    At,
    DeskDep,
    KnownBy,
    Lang,
    Limit,
    Offset,
    board_item,
    claim_out,
    claims_out,
    named,
    runs,
    thread_rows,
    today,
)  # fmt: skip

router = APIRouter(prefix="/api", tags=["threads"])
_WORDINGS = 20
_SPEAKERS = 60
"""Of a thread's documents the latest so many are compared."""


@router.get("/threads")
def threads(
    desk: DeskDep,
    kind: Annotated[str | None, Query(description="event, commitment, position, figure or assessment.")] = None,
    q: Annotated[str | None, Query(description="Words of the title.", max_length=200)] = None,
    key: Annotated[str | None, Query(description="Only threads about this thing.")] = None,
    offset: Offset = 0,
    limit: Limit = 50,
    lang: Lang = "zh-Hant",
) -> out.Page[out.ThreadRow]:
    """List threads, those told in most claims first."""
    if key is not None:
        about = [t for t in desk.reader.threads_about(key) if kind in {None, t.kind}]
        about.sort(key=lambda t: (t.key != key, -len(t.claims), t.id))
        total, ids = len(about), [t.id for t in about[offset : offset + limit]]
    else:
        total, rows = threads_page(desk.reader, kind=kind, words=q, offset=offset, limit=limit)
        ids = [row[0] for row in rows]
    found = {thread.id: thread for thread in desk.reader.threads(ids)}
    items = thread_rows(desk, [found[key] for key in ids], lang)
    return out.Page(total=total, offset=offset, items=items)


@router.get("/threads/{thread_id}")
def thread(
    desk: DeskDep,
    thread_id: str,
    on: At = None,
    known: KnownBy = None,
    offset: Offset = 0,
    limit: Limit = 200,
    lang: Lang = "zh-Hant",
) -> out.ThreadOut:
    """Show a thread: its state on a day, its moves with their words, why they are on it, and who says otherwise."""
    found = desk.reader.thread(thread_id)
    stored, said, steps = desk.kept(lambda: _told(desk, found, on, known), "told", found.id, on, known)
    day = on or today()
    stands = _stands(desk, found, day, known)
    effects = {move.claim: move.effect for move in stands.state.moves} if stands else {}
    reasons = dict(zip(found.claims, found.reasons, strict=True))
    title = desk.title(found, lang)
    facts = desk.reader.facts(sorted({one.claim.document for one in stored}))
    shown = [
        claim_out(
            desk, one, facts[one.claim.document], lang,
            titles={found.id: title}, why=reasons.get(one.claim.id), effect=effects.get(one.claim.id),
        )
        for one in stored[offset : offset + limit]
    ]  # fmt: skip
    entry = desk.pack.register.get(found.key.split(":")[0])
    return out.ThreadOut(
        id=found.id,
        kind=found.kind,
        title=title,
        key=found.key,
        about=named(desk, entry.id, lang) if entry else None,
        names=entry.all_names()[:8] if entry else [],
        state=board_item(desk, stands, lang) if stands else None,
        sources=len({one.source for one in facts.values()}),
        claims=out.Page(total=len(stored), offset=offset, items=shown),
        conflicts=said,
        wordings=[
            out.Wording(
                before=out.Quote(**step.before.as_dict()),
                after=out.Quote(**step.after.as_dict()),
                change=step.change.value,
                why=step.why,
                runs_before=runs(step.runs[0]),
                runs_after=runs(step.runs[1]),
            )
            for step in steps
        ],
    )


def _stands(desk: Desk, thread: Thread, on: date, known: date | None) -> Shown | None:
    """Return where a commitment stands; of one without a claim that counts, which the board has not, too."""
    replay = desk.replay()
    found = replay.shown([thread.id], on, known).get(thread.id)
    if found is not None or thread.kind != "commitment":
        return found
    line = next(made_lines(desk.reader, [thread.id], dict(replay.documents), desk.pack, hidden=True), None)
    return replay.of(line, on, known) if line is not None else None


def _told(
    desk: Desk, thread: Thread, on: date | None, known: date | None
) -> tuple[list[StoredClaim], list[out.Conflict], list[Step]]:
    """Return a thread's claims, where they differ, and the latest steps of their wording."""
    stored = list(desk.reader.claims(thread=thread.id, clock=Clock(known=known)))
    view = view_from(desk.reader, desk.pack, stored, [thread])
    speaking = [one.claim for one in stored if one.claim.kind in {"commitment", "position"}]
    late = set(list(dict.fromkeys(claim.document for claim in speaking))[-_SPEAKERS:])
    steps = list(wordings(view, [claim for claim in speaking if claim.document in late]))[-_WORDINGS:]
    if on is None and known is None:
        differing = conflicts_of(desk.reader, desk.pack, differences_of(desk.reader, desk.pack, thread.id))
    else:
        differing = conflicts(view, on=on, reconciled=True)
    return stored, _conflicts(differing), steps


def _conflicts(found: list[Conflict]) -> list[out.Conflict]:
    return [out.Conflict.model_validate(value) for value in conflicts_json(found)]


@router.get("/conflicts")
def all_conflicts(
    desk: DeskDep,
    on: At = None,
    known: KnownBy = None,
    reconciled: Annotated[bool, Query(description="Also differences that have an explanation.")] = False,
    offset: Offset = 0,
    limit: Limit = 50,
) -> out.Page[out.Conflict]:
    """Show where sources say otherwise, with both quotes."""

    every = desk.kept(lambda: all_differences(desk.reader, desk.pack, on=on, known=known), "conflicts", on, known)
    found = [one for one in every if reconciled or not one.reconciled]
    items = _conflicts(conflicts_of(desk.reader, desk.pack, found[offset : offset + limit]))
    return out.Page(total=len(found), offset=offset, items=items)


@router.get("/claims/{claim_id}")
def claim(desk: DeskDep, claim_id: str, lang: Lang = "zh-Hant") -> out.ClaimOut:
    """Show a claim and why it is on its thread."""
    made = claims_out(desk, [desk.reader.claim(claim_id)], lang)[0]
    return made.model_copy(update={"why": _why(desk, made)})


def _why(desk: Desk, made: out.ClaimOut) -> str | None:
    if made.record["thread"] is None:
        return None
    thread = desk.reader.thread(made.record["thread"])
    return dict(zip(thread.claims, thread.reasons, strict=True)).get(made.record["id"])


@router.get("/claims")
def claims(
    desk: DeskDep,
    actor: Annotated[str | None, Query(description="Claims of this actor (id).")] = None,
    other: Annotated[str | None, Query(description="…that also name this one.")] = None,
    key: Annotated[str | None, Query(description="Claims that speak of this thing (id).")] = None,
    document: Annotated[str | None, Query(description="Claims of this document.")] = None,
    kind: Annotated[list[str] | None, Query(description="Only these kinds.")] = None,
    known: KnownBy = None,
    offset: Offset = 0,
    limit: Limit = 50,
    lang: Lang = "zh-Hant",
) -> out.Page[out.ClaimOut]:
    """List claims in the order of publication: of an actor, of two together, about a thing, or of a document."""
    found = [
        one
        for one in desk.reader.claims(
            actor=actor, key=key, documents=[document] if document else None, kinds=kind or (), clock=Clock(known=known)
        )
        if other is None or any(a.id == other for a in one.claim.actors)
    ]
    items = claims_out(desk, found[offset : offset + limit], lang)
    return out.Page(total=len(found), offset=offset, items=items)


__all__ = ["router"]
