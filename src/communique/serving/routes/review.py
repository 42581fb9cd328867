"""Review in the browser: what waits, and what a reviewer says of it; every decision can be undone."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, BackgroundTasks, Query
from pydantic import Field

from communique.ingest import link
from communique.ingest.entries import read_fields
from communique.ledger import Decision, LedgerWriter
from communique.ledger import Desk as ReviewDesk
from communique.model import Claim, Document, UsageError
from communique.reporting.review import TrayItem as Waiting
from communique.reporting.review import tray as make_tray
from communique.reporting.review import waiting
from communique.serving import schemas as out
from communique.serving.desk import Desk
from communique.serving.offsets import Utf16
from communique.serving.routes.common import DeskDep, Lang, Limit, claims_out, today

__all__ = ["router"]

router = APIRouter(prefix="/api", tags=["review"])


class Said(out.Answer):
    """What a reviewer says: of a claim, or (``add``) of words of a document."""

    verb: Literal["accept", "reject", "edit", "note", "important", "private", "add"]
    who: str = Field(min_length=1, max_length=100, description="The reviewer's name.")
    claim: str | None = None
    fields: dict[str, str] = Field(default={}, description="For edit and add: fields as a reviewer writes them.")
    text: str | None = Field(default=None, max_length=5000, description="For note.")
    on: bool = Field(default=True, description="For important and private: false takes the mark away.")
    document: str | None = None
    block: int | None = Field(default=None, description="For add: the block's number…")
    start: int | None = Field(default=None, description="…and the words in it, UTF-16 code units.")
    end: int | None = None
    kind: str | None = Field(default=None, description="For add: what kind of claim.")


@router.get("/tray")
def tray(
    desk: DeskDep,
    document: Annotated[str | None, Query(description="Only of this document.")] = None,
    thread: Annotated[str | None, Query(description="Only of this thread.")] = None,
    kind: Annotated[list[str] | None, Query(description="Only these kinds.")] = None,
    limit: Limit = 30,
    lang: Lang = "zh-Hant",
) -> out.Tray:
    """Give what waits for a reviewer: the most consequential first, among equals the least certain."""
    narrowed: dict[str, Any] = {
        "limit": limit,
        "documents": [document] if document else (),
        "thread": thread,
        "kinds": kind or (),
    }

    def make() -> list[Waiting]:
        return make_tray(desk.reader, desk.pack, today(), **narrowed)

    found = desk.kept(make, "tray", str(narrowed))
    claims = claims_out(desk, [item.stored for item in found], lang)
    texts = {one.id: one for one in desk.reader.documents(sorted({item.stored.claim.document for item in found}))}
    items = []
    for claim, item in zip(claims, found, strict=True):
        before, after = _around(texts[item.stored.claim.document], item.stored.claim)
        items.append(out.TrayItem(claim=claim, weight=item.weight.name.lower(), before=before, after=after))
    return out.Tray(**waiting(desk.reader), items=items)


_AROUND = 90


def _around(document: Document, claim: Claim) -> tuple[str, str]:
    """Return what stands before and after a claim's words in its block."""
    block = next((b for b in document.blocks if b.start <= claim.start < b.end), None)
    if block is None:
        return "", ""
    first, last = max(block.start, claim.start - _AROUND), min(block.end, claim.end + _AROUND)
    before, after = document.text[first : claim.start], document.text[claim.end : max(last, claim.end)]
    return "…" * (first > block.start) + before, after + "…" * (last < block.end)


@router.post("/decisions")
def decide(desk: DeskDep, said: Said, background: BackgroundTasks, lang: Lang = "zh-Hant") -> out.Decided:
    """Store what a reviewer says; the threads follow in the background."""
    with desk.writing, LedgerWriter(desk.ledger) as writer:
        decision = _decision(desk, ReviewDesk(writer.reader, said.who), said)
        writer.decide(decision)
    background.add_task(_follow, desk)
    return _decided(decision)


@router.post("/decisions/{decision_id}/undo")
def undo(
    desk: DeskDep,
    decision_id: str,
    background: BackgroundTasks,
    who: Annotated[str, Query(min_length=1, max_length=100, description="The reviewer's name.")],
) -> out.Decided:
    """Take a decision back; it stays in the ledger and no longer counts."""
    with desk.writing, LedgerWriter(desk.ledger) as writer:
        decision = ReviewDesk(writer.reader, who).undo(decision_id)
        writer.decide(decision)
    background.add_task(_follow, desk)
    return _decided(decision)


def _decided(decision: Decision) -> out.Decided:
    return out.Decided(id=decision.id, verb=decision.verb, who=decision.who, at=decision.at)


def _follow(desk: Desk) -> None:
    """Bring the threads up to date; of several decisions that wait for it, the last one does it for all."""
    with desk.writing, LedgerWriter(desk.ledger) as writer:
        if writer.reader.linking().behind:
            link(writer, desk.workings())
    desk.settle()


def _decision(desk: Desk, reviewer: ReviewDesk, said: Said) -> Decision:
    if said.verb == "add":
        return _added(desk, reviewer, said)
    if said.claim is None:
        raise UsageError(f"say of which claim: {said.verb} needs one.")
    match said.verb:
        case "accept":
            return reviewer.accept(said.claim)
        case "reject":
            return reviewer.reject(said.claim)
        case "note":
            return reviewer.note(said.claim, said.text or "")
        case "important":
            return reviewer.mark(said.claim, important=said.on)
        case "private":
            return reviewer.mark(said.claim, private=said.on)
        case _:
            return reviewer.edit(said.claim, _fields(desk, said))


def _fields(desk: Desk, said: Said) -> dict[str, Any]:
    claim = desk.reader.claim(said.claim or "").claim
    document = desk.reader.documents([claim.document])[0]
    return read_fields(claim.kind, said.fields, desk.pack, document=document, claim=claim)


def _added(desk: Desk, reviewer: ReviewDesk, said: Said) -> Decision:
    if said.document is None or said.block is None or said.start is None or said.end is None or said.kind is None:
        raise UsageError("to add a claim give document, block, start, end and kind.")
    document = desk.reader.document(said.document)
    if not 0 <= said.block < len(document.blocks):
        raise UsageError(f"the document has no block {said.block}.")
    block = document.blocks[said.block]
    units = Utf16(document.text[block.start : block.end])
    start, end = (block.start + units.points(unit) for unit in (said.start, said.end))
    fields = read_fields(said.kind, said.fields, desk.pack, document=document)
    return reviewer.add(said.document, start, end, said.kind, fields)
