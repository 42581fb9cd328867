"""Documents sent from the browser: read, stored and put on threads like those of the command line."""

from __future__ import annotations

import hashlib
import logging
from datetime import date
from pathlib import PurePath
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Query, Request
from fastapi.concurrency import run_in_threadpool

from communique.ingest import Given, Workings, link
from communique.ingest.run import distinct
from communique.ledger import LedgerWriter, Outcome
from communique.model import DocumentTooLarge, ReadingError, Tier, UsageError
from communique.serving import schemas as out
from communique.serving.desk import Desk
from communique.serving.routes.common import DeskDep
from communique.serving.settings import MAX_UPLOAD

__all__ = ["TYPES", "router"]

_log = logging.getLogger(__name__)
router = APIRouter(prefix="/api", tags=["reading"])

TYPES = frozenset({".txt", ".md", ".markdown", ".html", ".htm", ".xhtml", ".pdf", ".docx", ".eml"})
"""The names' endings that are taken."""
_SENT_AS = "application/octet-stream"


@router.post("/read")
async def read(
    request: Request,
    desk: DeskDep,
    background: BackgroundTasks,
    name: Annotated[str, Query(description="The file's name, or what a pasted text is to be called.", max_length=255)],
    published: Annotated[date | None, Query(description="Its day of publication, whatever it says.")] = None,
    publisher: Annotated[str | None, Query(description="Who published it.", max_length=200)] = None,
    tier: Annotated[Tier | None, Query(description="How close it stands to what was said.")] = None,
    finish: Annotated[bool, Query(description="Put its claims on threads now; false while more are to come.")] = True,
) -> out.ReadResult:
    """Read one document, its bytes as the request's body (``application/octet-stream``).

    A document that cannot be read gives outcome ``failed`` with the reason.
    """
    if request.headers.get("content-type", "").split(";")[0] != _SENT_AS:
        raise UsageError(f"send the document's bytes as {_SENT_AS}.")
    safe = PurePath(name.replace("\\", "/")).name
    if PurePath(safe).suffix.lower() not in TYPES:
        raise UsageError(f"{safe!r}: only {', '.join(sorted(TYPES))} are read here; `communique read` takes more.")
    data = bytearray()
    async for part in request.stream():
        data += part
        if len(data) > MAX_UPLOAD:
            raise DocumentTooLarge(safe, f"is larger than {MAX_UPLOAD // 1_000_000} MB.", "Use `communique read`.")
    given = Given(published=published, publisher=publisher or None, tier=tier)
    if finish:
        background.add_task(desk.settle)
    return await run_in_threadpool(_read, desk, bytes(data), safe, given, finish)


def _read(desk: Desk, data: bytes, name: str, given: Given, finish: bool) -> out.ReadResult:
    """Read, store and link; one document at a time, so that two uploads wait for each other."""
    workings = desk.workings()
    with desk.writing, LedgerWriter(desk.ledger) as writer:
        try:
            outcome, document, claims = _stored(writer, workings, data, name, given)
        except ReadingError as fault:
            writer.fail(name, type(fault).__name__, str(fault))
            return out.ReadResult(name=name, outcome="failed", document=None, claims=0, threads=0, message=str(fault))
        if writer.reader.failed(name):
            writer.forgive(name)
        threads = link(writer, workings) if finish else writer.reader.size("threads")["threads"]
    return out.ReadResult(name=name, outcome=outcome.value, document=document, claims=claims, threads=threads)


def _stored(writer: LedgerWriter, workings: Workings, data: bytes, name: str, given: Given) -> tuple[Outcome, str, int]:
    key = hashlib.sha256(data).hexdigest()
    standing = writer.reader.standing(key)
    facts = given if standing is None else given.over(Given.from_dict(standing[1]))
    if standing == (workings.generation, facts.as_dict()):
        return Outcome.KNOWN, key, sum(1 for _ in writer.reader.claims(documents=[key]))
    document = workings.read(data, name, facts)
    if document.published is None:
        document = workings.date(document)
    claims = distinct(workings.extract(document))
    return writer.record(document, claims, workings.generation, given=facts.as_dict()), document.id, len(claims)


@router.post("/link")
def finish(desk: DeskDep, background: BackgroundTasks) -> out.Status:
    """Put the claims of documents read before on threads."""
    from communique.serving.routes.board import status

    with desk.writing, LedgerWriter(desk.ledger) as writer:
        link(writer, desk.workings())
    background.add_task(desk.settle)
    return status(desk)
