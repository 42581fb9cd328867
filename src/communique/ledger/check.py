"""Proof of what the ledger promises, from the stored rows alone.

Each proof looks at the whole ledger and yields what is wrong; no finding means that the promise holds.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, and_, func, or_, select
from sqlalchemy import text as sql_text

from communique.ledger import schema as s
from communique.ledger.claim_rows import load_claims
from communique.ledger.codec import blocks_from_json
from communique.ledger.ngrams import index_terms
from communique.ledger.reader import LedgerReader
from communique.ledger.records import Decision
from communique.ledger.settling import (
    REVIEWERS,
    decisions_about_actors,
    decisions_by_document,
    documents_naming,
    overlay,
)
from communique.ledger.threads import load_threads
from communique.linking import Thread, copy_groups, in_force, sketch
from communique.model import Block, BlockRole
from communique.text import Flow

__all__ = ["PROOFS", "Finding", "check"]

_BATCH = 200


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken promise: which proof found it, and what is wrong where."""

    proof: str
    what: str


def check(
    reader: LedgerReader, relink: Callable[[], Iterable[Thread]] | None = None, linker: str = ""
) -> list[Finding]:
    """Return what is wrong with a ledger; an empty list proves that all is well.

    ``relink`` makes the threads anew from claims and decisions, to be compared with those stored; it is not called
    where the ledger says itself that linking has not caught up with the claims, or was done by another ``linker``.
    """
    findings: list[Finding] = []
    with reader.connection() as connection:
        for name, proof in PROOFS.items():
            findings += [Finding(name, what) for what in proof(connection)]
    linking = reader.linking()
    if not linking.behind:
        groups = copy_groups(reader.sketches())
        for key, facts in reader.facts().items():
            if facts.source != groups.get(key, key):
                findings.append(Finding("copies", f"document {key} is noted as a copy of another one than it is"))
    if relink is not None and not linking.behind and linking.linker == linker:
        made = {thread.id: thread for thread in relink()}
        with reader.connection() as connection:
            stored = load_threads(connection)
        if reader.linking() == linking:
            for key in sorted(made.keys() | stored.keys()):
                if made.get(key) != stored.get(key):
                    findings.append(Finding("threads", f"thread {key} stored and rebuilt are not the same"))
    return findings


def _sound_file(connection: Connection) -> Iterator[str]:
    if connection.dialect.name == "sqlite":
        for (line,) in connection.execute(sql_text("PRAGMA integrity_check")):
            if line != "ok":
                yield line
        for row in connection.execute(sql_text("PRAGMA foreign_key_check")):
            yield f"row {row[1]} of {row[0]} refers to a missing {row[2]}"


def _bytes(connection: Connection) -> Iterator[str]:
    d = s.document
    for row in connection.execution_options(yield_per=_BATCH).execute(select(d.c.id, d.c.raw, d.c.size)):
        try:
            raw = zlib.decompress(row.raw)
        except zlib.error:
            yield f"document {row.id}: its bytes are damaged"
            continue
        if hashlib.sha256(raw).hexdigest() != row.id or len(raw) != row.size:
            yield f"document {row.id}: its bytes are not those of its id"


def _one_text(connection: Connection) -> Iterator[str]:
    d, t = s.document, s.text
    count = func.count(t.c.id)
    query = (
        select(d.c.id, count)
        .outerjoin(t, and_(t.c.document == d.c.id, t.c.current))
        .group_by(d.c.id)
        .having(count != 1)
    )
    for key, number in connection.execute(query):
        yield f"document {key} has {number} current texts instead of one"
    for row in connection.execution_options(yield_per=_BATCH).execute(select(t.c.document, t.c.body, t.c.sketch)):
        if sorted(sketch(row.body)) != row.sketch:
            yield f"document {row.document}: the sketch of its text is not its own"


def _evidence(connection: Connection) -> Iterator[str]:
    c, e, t = s.claim, s.evidence, s.text
    orphans = select(c.c.id).outerjoin(e, e.c.claim == c.c.row).where(e.c.claim.is_(None))
    for key in connection.scalars(orphans):
        yield f"claim {key} has no evidence"
    for text, body in connection.execution_options(yield_per=_BATCH).execute(select(t.c.id, t.c.body)):
        query = select(c.c.id, e.c.start, e.c.end, e.c.quote).join(e, e.c.claim == c.c.row).where(c.c.text == text)
        for key, start, end, quote in connection.execute(query):
            if body[start:end] != quote or not quote:
                yield f"claim {key}: {quote!r} does not stand at {start}–{end}"


def _belonging(connection: Connection) -> Iterator[str]:
    c, d, t, g = s.claim, s.document, s.text, s.generation
    query = (
        select(c.c.id)
        .outerjoin(d, d.c.id == c.c.document)
        .outerjoin(t, and_(t.c.id == c.c.text, t.c.document == c.c.document))
        .outerjoin(g, g.c.id == c.c.generation)
        .where(or_(d.c.id.is_(None), t.c.id.is_(None), g.c.id.is_(None)))
    )
    for key in connection.scalars(query):
        yield f"claim {key} lacks its document, text or generation"


def _in_force(connection: Connection) -> Iterator[str]:
    c, d, t, g = s.claim, s.document, s.text, s.generation
    reviewers = select(g.c.id).where(g.c.extractor == REVIEWERS)
    other = and_(c.c.generation != d.c.generation, c.c.generation.not_in(reviewers))
    live = (
        select(c.c.id)
        .join(d, d.c.id == c.c.document)
        .join(t, t.c.id == c.c.text)
        .where(c.c.retired_by.is_(None), or_(other, ~t.c.current))
    )
    for key in connection.scalars(live):
        yield f"claim {key} is in force but of an earlier reading of its document"
    half = select(c.c.id).where(c.c.retired_by.is_(None) != c.c.recorded_to.is_(None))
    for key in connection.scalars(half):
        yield f"claim {key} is retired without a moment, or has a moment without being retired"


def _members(connection: Connection) -> Iterator[str]:
    m, c = s.thread_member, s.claim
    states = dict(connection.execute(select(s.meta.c.key, s.meta.c.value)).all())
    if states.get("claims_state", "0") != states.get("threads_state", "0"):
        return
    query = select(m.c.claim).outerjoin(c, and_(c.c.id == m.c.claim, c.c.retired_by.is_(None))).where(c.c.id.is_(None))
    for key in connection.scalars(query):
        yield f"a thread has the claim {key}, which is not in force"


def _decisions(connection: Connection) -> Iterator[str]:
    """The claims in force are those read with the decisions laid over them."""
    c = s.claim
    everywhere = decisions_about_actors(connection)
    known = decisions_by_document(connection)
    decided = connection.scalars(select(c.c.document).where(c.c.retired_by.is_(None), ~c.c.base).distinct())
    named = documents_naming(connection, _actors(everywhere)) if everywhere else ()
    for document in sorted({*known, *decided, *named}):
        reviewed = overlay(connection, document, in_force(known.get(document, ())), everywhere)
        if reviewed is None:
            continue
        live = load_claims(connection, c.c.document == document, c.c.retired_by.is_(None))
        if {claim.id: claim for _, _, claim in live} != {claim.id: claim for claim in reviewed.claims}:
            yield f"document {document}: its claims in force are not what decisions make of its reading"


def _actors(decisions: Iterable[Decision]) -> set[str]:
    return {str(d.payload[name]) for d in decisions for name in ("actor", "into") if name in d.payload}


def _index(connection: Connection) -> Iterator[str]:
    """The index holds exactly the terms of the passages: both sides are summed up term by term and compared."""
    p, t = s.passage, s.text
    expected: dict[int, int] = {}
    numbers: dict[tuple[int, int], int] = {(row.text, row.block): row.id for row in connection.execute(select(p))}
    for text, body, stored in connection.execution_options(yield_per=_BATCH).execute(
        select(t.c.id, t.c.body, t.c.blocks)
    ):
        for n, block in enumerate(blocks_from_json(stored)):
            if block.role is BlockRole.MARKUP:
                continue
            row = numbers.pop((text, n), None)
            if row is None:
                yield f"block {n} of text {text} is not a passage"
            else:
                expected[row] = _sum_of_terms(body, block)
    for text, n in numbers:
        yield f"passage {numbers[text, n]} is no block of text {text}"
    if connection.dialect.name != "sqlite":
        return
    found = dict.fromkeys(expected, 0)
    for row, column, term, offset in _indexed_terms(connection):
        found[row] = (found.get(row, 0) + hash((column, term, offset))) & 0xFFFFFFFFFFFFFFFF
    for row in sorted(expected.keys() | found.keys()):
        if expected.get(row) != found.get(row):
            yield f"passage {row}: the search index does not agree with the text"


def _sum_of_terms(body: str, block: Block) -> int:
    total = 0
    for column, terms in zip(("units", "pairs"), index_terms(Flow(body, block).folded), strict=True):
        for offset, term in enumerate(terms.split(" ") if terms else ()):
            total += hash((column, term, offset))
    return total & 0xFFFFFFFFFFFFFFFF


def _indexed_terms(connection: Connection) -> Iterator[tuple[int, str, str, int]]:
    connection.execute(
        sql_text("CREATE VIRTUAL TABLE IF NOT EXISTS temp.indexed USING fts5vocab(main, passage_index, instance)")
    )
    rows = connection.execution_options(yield_per=10_000).execute(
        sql_text("SELECT doc, col, term, offset FROM temp.indexed")
    )
    for row in rows:
        yield row[0], row[1], row[2], row[3]


PROOFS: dict[str, Callable[[Connection], Iterator[str]]] = {
    "file": _sound_file,
    "documents": _bytes,
    "texts": _one_text,
    "evidence": _evidence,
    "claims": _belonging,
    "generations": _in_force,
    "members": _members,
    "decisions": _decisions,
    "search": _index,
}
"""The proofs by name."""
