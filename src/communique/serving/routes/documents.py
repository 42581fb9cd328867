"""Documents as published, with the claims where they stand; search; files that could not be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query

from communique.ledger import DocumentFacts, Hit, Sort, StoredClaim
from communique.model import Block, Document, Tier
from communique.reporting.cards import source_line
from communique.reporting.overview import documents_page, kinds_by_document, threads_page
from communique.serving import schemas as out
from communique.serving.desk import Desk
from communique.serving.offsets import Utf16
from communique.serving.routes.common import DeskDep, Lang, Limit, Offset, claims_out, named, runs, thread_rows

router = APIRouter(prefix="/api", tags=["documents"])


@router.get("/documents")
def documents(
    desk: DeskDep,
    q: Annotated[str | None, Query(description="Words of title, publisher or author.", max_length=200)] = None,
    publisher: str | None = None,
    tier: Tier | None = None,
    offset: Offset = 0,
    limit: Limit = 50,
) -> out.Page[out.DocumentRow]:
    """List documents, the latest published first."""
    total, ids = documents_page(
        desk.reader, words=q, publisher=publisher, tier=tier.value if tier else None, offset=offset, limit=limit
    )
    facts, counts = desk.reader.facts(ids), kinds_by_document(desk.reader, ids)
    items = [out.DocumentRow(**_row(facts[key], counts[key])) for key in ids]
    return out.Page(total=total, offset=offset, items=items)


def _row(facts: DocumentFacts, counts: dict[str, int]) -> dict[str, Any]:
    return {
        "id": facts.id, "title": facts.title, "publisher": facts.publisher, "published": facts.published,
        "published_how": facts.published_how.value, "language": facts.language, "tier": facts.tier.value,
        "path": facts.path, "url": facts.url, "source": facts.source, "cited": source_line(facts), "claims": counts,
    }  # fmt: skip


@router.get("/documents/{document_id}")
def document(desk: DeskDep, document_id: str) -> out.DocumentOut:
    """Say what is known about a document."""
    found = desk.reader.document(document_id)
    facts = desk.reader.facts([found.id])[found.id]
    everything = desk.kept(desk.reader.facts, "facts")
    copies = [one.id for one in everything.values() if one.source == facts.source and one.id != facts.id]
    return out.DocumentOut(
        **_row(facts, kinds_by_document(desk.reader, [found.id])[found.id]),
        author=found.author,
        encoding=found.encoding,
        media_type=found.media_type,
        paths=desk.reader.carriers(found.id),
        length=len(found.text),
        blocks=len(found.blocks),
        copies=copies,
    )


@router.get("/documents/{document_id}/blocks")
def blocks(
    desk: DeskDep,
    document_id: str,
    at: Annotated[str | None, Query(description="Give the page in which this claim stands.")] = None,
    place: Annotated[int | None, Query(ge=0, description="Or in which this place (code point) stands.")] = None,
    offset: Offset = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 120,
    lang: Lang = "zh-Hant",
) -> out.Blocks:
    """Give a document block by block, as published, with the claims at their places.

    Offsets of marks and gaps are UTF-16 code units within the block's text, as JavaScript counts.
    """
    found = desk.kept(lambda: desk.reader.documents([document_id]), "text", document_id)
    if not found:
        found = [desk.reader.document(document_id)]  # says that there is none
    text = found[0]
    stored = desk.kept(lambda: list(desk.reader.claims(documents=[document_id])), "claims", document_id)
    if at is not None or place is not None:
        start = next((one.claim.start for one in stored if one.claim.id == at), place or 0)
        number = next((n for n, block in enumerate(text.blocks) if start < block.end), 0)
        offset = number - number % limit
    shown = text.blocks[offset : offset + limit]
    standing = [one for one in stored if shown and one.claim.start < shown[-1].end and one.claim.end > shown[0].start]
    claims = claims_out(desk, standing, lang)
    items = [_block(text, offset + n, block, standing) for n, block in enumerate(shown)]
    return out.Blocks(
        total=len(text.blocks), offset=offset, items=items, claims={one.record["id"]: one for one in claims}
    )


def _block(text: Document, number: int, block: Block, stored: Sequence[StoredClaim]) -> out.BlockOut:
    words = text.text[block.start : block.end]
    units = Utf16(words)

    def place(start: int, end: int) -> tuple[int, int]:
        return units.units(max(start, block.start) - block.start), units.units(min(end, block.end) - block.start)

    marks = []
    for one in stored:
        for piece in one.claim.evidence:
            if piece.start < block.end and piece.end > block.start:
                start, end = place(piece.start, piece.end)
                marks.append(out.Mark(claim=one.claim.id, kind=one.claim.kind, start=start, end=end))
    return out.BlockOut(
        n=number,
        role=block.role.value,
        start=block.start,
        text=words,
        gaps=[list(place(*gap)) for gap in block.breaks],
        marks=marks,
    )


@router.get("/failures")
def failures(desk: DeskDep, offset: Offset = 0, limit: Limit = 50) -> out.Page[out.FailureOut]:
    """List the files that could not be read, with the reason."""
    found = desk.reader.failures()
    items = [
        out.FailureOut(path=one.path, fault=one.fault, reason=one.reason, at=one.at)
        for one in found[offset : offset + limit]
    ]
    return out.Page(total=len(found), offset=offset, items=items)


@router.get("/search")
def search(
    desk: DeskDep,
    q: Annotated[str, Query(description="What must stand in a passage, in either script.", max_length=400)],
    offset: Offset = 0,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    lang: Lang = "zh-Hant",
) -> out.SearchAnswer:
    """Find things and threads by name, and passages by their words."""
    hits = desk.reader.search(q, limit=offset + limit + 1) if q.strip() else []
    shown = hits[offset : offset + limit]
    names = threads = None
    if offset == 0 and q.strip():
        names, ids = _by_name(desk, q, lang)
        found = {t.id: t for t in desk.reader.threads(ids)}
        threads = thread_rows(desk, [found[key] for key in ids if key in found], lang)
    claims: dict[str, list[StoredClaim]] = {}
    for one in desk.reader.claims(documents=sorted({hit.document.id for hit in shown})) if shown else ():
        claims.setdefault(one.claim.document, []).append(one)
    return out.SearchAnswer(
        names=names or [],
        threads=threads or [],
        more=len(hits) > offset + limit,
        offset=offset,
        items=[_hit(hit, claims.get(hit.document.id, [])) for hit in shown],
    )


def _by_name(desk: Desk, query: str, lang: str) -> tuple[list[out.Named], list[str]]:
    """Return the things called so and the ids of threads about them, or with the words in their titles."""
    keys = [entry.id for entry in desk.pack.register.find(query)]
    keys += [target.id for target in desk.reader.resolve(query) if target.sort is Sort.ACTOR]
    names = [named(desk, key, lang) for key in dict.fromkeys(keys)]
    about = [t for key in keys for t in desk.reader.threads_about(key) if t.key == key]
    ids = [t.id for t in about] + [key for key, _ in threads_page(desk.reader, words=query, limit=8)[1]]
    return names, list(dict.fromkeys(ids))[:8]


_AROUND = 60


def _hit(hit: Hit, claims: Sequence[StoredClaim]) -> out.SearchHit:
    """Return a passage in runs, the words found marked; … stands for what is left out far from them."""
    text, at, parts = hit.document.text, hit.start, list[tuple[str, bool]]()
    for span in hit.spans:
        if span.start - at > 2 * _AROUND:
            head = text[at : at + _AROUND] if parts else ""
            parts.append((f"{head}…{text[span.start - _AROUND : span.start]}", False))
        else:
            parts.append((text[at : span.start], False))
        parts.append((text[span.start : span.end], True))
        at = span.end
    rest = text[at : min(hit.end, at + 2 * _AROUND)]
    parts.append((rest + ("…" if at + 2 * _AROUND < hit.end else ""), False))
    role = next((b.role.value for b in hit.document.blocks if b.start <= hit.start < b.end), "body")
    return out.SearchHit(
        document=hit.document.id,
        cited=source_line(hit.document),
        role=role,
        start=hit.start,
        end=hit.end,
        runs=runs([(_squeezed(words), marked) for words, marked in parts]),
        claims=[one.claim.id for one in claims if hit.start <= one.claim.start < hit.end],
    )


def _squeezed(text: str) -> str:
    """Return the words with each run of white space as one blank, none lost at either end."""
    lead, trail = " " * text[:1].isspace(), " " * text[-1:].isspace()
    return f"{lead}{' '.join(text.split())}{trail}" if text.strip() else lead
