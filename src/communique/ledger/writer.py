"""The writing half of a ledger.

Every method is one transaction that takes the write lock at its start: it happens as a whole or not at all, whoever
is killed and whoever else writes. Nothing is ever deleted but what can be derived again (threads) and failures that
are mended; claims of an earlier generation are retired and kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path, PurePath
from types import TracebackType
from typing import Self, TypeVar

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy import text as sql_text

from communique.ledger import schema as s
from communique.ledger.claim_rows import insert_many, store_claims, store_identities
from communique.ledger.codec import blocks_to_json, document_to_row, refuse_unstorable, storable
from communique.ledger.linkage import RELINK
from communique.ledger.ngrams import index_terms
from communique.ledger.reader import LedgerReader
from communique.ledger.records import Decision, Generation, Linking, Outcome
from communique.ledger.settling import apply_decisions, settle_reading
from communique.ledger.standings import Placed, Summary, begin_settling, keep_counts, keep_standings
from communique.ledger.storage import connect_writer, patiently
from communique.ledger.threads import (
    IdOf,
    KindOf,
    add_threads,
    store_blocks,
    store_keys,
    store_sources,
    store_threads,
    unsettle,
)
from communique.linking import Thread, sketch
from communique.model import BlockRole, Claim, Document
from communique.text import Flow

__all__ = ["LedgerWriter"]

_T = TypeVar("_T")


class LedgerWriter:
    """A ledger that is written to; ``ledger`` is a path or a database URL, made where it does not exist.

    Use it as a context manager. Raises ``LedgerError`` where the ledger cannot be opened or written, and where there
    is none but ``new`` forbids to make one.
    """

    def __init__(
        self, ledger: str | Path, *, new: bool = True, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self.ledger = str(ledger)
        self._now = now
        self._engine = connect_writer(ledger, new=new)
        self._reader = LedgerReader.on(self._engine.execution_options(only_looking=True), self.ledger)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    @property
    def reader(self) -> LedgerReader:
        """The reading half, on the same database."""
        return self._reader

    def _write(self, action: Callable[[Connection], _T]) -> _T:
        def attempt() -> _T:
            with self._engine.begin() as connection:
                return action(connection)

        return patiently(attempt, self.ledger)

    # documents

    def record(
        self,
        document: Document,
        claims: Sequence[Claim],
        generation: Generation,
        *,
        given: Mapping[str, str] | None = None,
        settled: Mapping[str, str] | None = None,
    ) -> Outcome:
        """Store a document with the claims that ``generation`` read in it, as one transaction.

        A document read before by another generation (or with other facts given) gets the new claims; the old ones
        are retired. The same reading twice changes nothing but the carriers. ``given`` is what the user said about
        the document, ``settled`` what reviewers have set; their decisions about it hold. Raises ``DamagedDocument``
        for a text that cannot be stored and ``ValueError`` for a claim whose evidence is not in the text; nothing is
        stored then.
        """
        refuse_unstorable(document)
        _refuse_false_evidence(document, claims)
        facts = {"given": dict(given or {}), "settled": dict(settled or {})}
        return self._write(lambda connection: self._record(connection, document, claims, generation, facts))

    def _record(
        self,
        connection: Connection,
        document: Document,
        claims: Sequence[Claim],
        generation: Generation,
        facts: dict[str, dict[str, str]],
    ) -> Outcome:
        now = self._now()
        number = _generation_number(connection, generation, now)
        row = {**document_to_row(document), **facts, "generation": number}
        old = connection.execute(
            select(s.document.c.generation, s.document.c.given, s.document.c.settled).where(
                s.document.c.id == document.id
            )
        ).first()
        if old is None:
            connection.execute(insert(s.document).values(**row, recorded_at=now))
        else:
            if old.generation == number and {"given": old.given, "settled": old.settled} == facts:
                _carry(connection, document, now)
                return Outcome.KNOWN
            connection.execute(update(s.document).where(s.document.c.id == document.id).values(**row))
        _carry(connection, document, now)
        text = _store_text(connection, document, generation.reader, now)
        c = s.claim
        own = c.c.document == document.id
        connection.execute(update(c).where(own, c.c.retired_by.is_(None)).values(retired_by=number, recorded_to=now))
        connection.execute(update(c).where(own, c.c.base).values(base=False))
        common = {"text": text, "generation": number, "recorded_from": now, "base": True}
        store_claims(connection, claims, document.published, [common] * len(claims))
        store_identities(connection, document.id, document.text, claims)
        settle_reading(connection, document.id, now)
        _bump(connection, "claims_state")
        if old is None:
            connection.execute(insert(s.unlinked).values(document=document.id))
        else:
            _set(connection, RELINK, "1")
        return Outcome.NEW if old is None else Outcome.REREAD

    def carry(self, document: str, path: str) -> None:
        """Note a further path of a document that the ledger has."""

        self._write(lambda connection: _add_carrier(connection, document, path, self._now()))

    def fail(self, path: str, fault: str, reason: str) -> None:
        """Note that a file could not be read, and why."""
        row = {"path": storable(path), "fault": fault, "reason": storable(reason), "at": self._now()}

        def action(connection: Connection) -> None:
            _forget_failure(connection, path)
            connection.execute(insert(s.read_failure).values(**row))

        self._write(action)

    def forgive(self, path: str) -> None:
        """Take back the note that a file could not be read."""
        self._write(lambda connection: _forget_failure(connection, path))

    # what is derived, and what people say

    def replace_threads(
        self,
        threads: Iterable[Thread],
        claims_state: int,
        linker: str,
        sources: Mapping[str, str] | None = None,
        blocks: Mapping[str, Sequence[str]] | None = None,
    ) -> bool:
        """Store the threads that ``linker`` (its name and version) made from the claims as of ``claims_state``.

        ``sources`` says which document each document is a copy of; those not named are copies of none. ``blocks`` are
        those in which each claim is compared with others, by claim id; without them, no document can be added alone.

        Return ``False``, with nothing stored, where claims have come or gone since; link again then.
        """
        made = list(threads)
        now = self._now()

        def action(connection: Connection) -> bool:
            if _state(connection, "claims_state") != claims_state:
                return False
            store_threads(connection, made, now)
            store_sources(connection, sources or {})
            unsettle(connection)
            store_blocks(connection, blocks or {}, anew=True)
            _linked(connection, claims_state, linker, alone=blocks is not None)
            return True

        return self._write(action)

    def add_threads(
        self,
        made: Sequence[Thread],
        before: Linking,
        *,
        sources: Mapping[str, str],
        blocks: Mapping[str, Sequence[str]],
        kind_of: KindOf,
        id_of: IdOf,
    ) -> bool:
        """Store what new documents add to the threads: ``made`` by ``linking.link_block``, as of ``before``.

        ``sources`` and ``blocks`` are those of the new documents; ``kind_of`` and ``id_of`` are linking's rules.
        Return ``False``, with nothing stored, where claims have come or gone since, or another process has linked them.
        """
        now = self._now()

        def action(connection: Connection) -> bool:
            if (_state(connection, "claims_state"), _state(connection, "threads_state")) != (
                before.claims,
                before.threads,
            ):
                return False
            add_threads(connection, made, kind_of, id_of, now)
            store_sources(connection, sources, anew=False)
            store_blocks(connection, blocks, anew=False)
            _linked(connection, before.claims, before.linker, alone=True)
            return True

        return self._write(action)

    def begin_settling(self, bound: float) -> None:
        """Note from which confidence on claims count for standings (``ledger.standings.begin_settling``)."""
        self._write(lambda connection: begin_settling(connection, bound))

    def keep_counts(self, counts: Mapping[str, int]) -> None:
        """Keep numbers that take long to count (``ledger.standings.kept_counts``)."""
        self._write(lambda connection: keep_counts(connection, counts))

    def keep_standings(self, threads: Sequence[str], rows: Sequence[Placed], summaries: Sequence[Summary] = ()) -> None:
        """Keep where threads stood, and what else reports ask of them, instead of what was kept (``standings``)."""
        self._write(lambda connection: keep_standings(connection, threads, rows, summaries))

    def decide(self, *decisions: Decision) -> None:
        """Add reviewers' decisions, all or none, and bring the claims they mean in line with them.

        Decisions are never changed or taken away, only answered by later ones. ``ledger.decisions`` makes them.
        """
        rows = [{name: getattr(d, name) for name in Decision.__dataclass_fields__} for d in decisions]

        def action(connection: Connection) -> None:
            now = self._now()
            if rows:
                connection.execute(insert(s.decision), [{**row, "payload": dict(row["payload"])} for row in rows])
            about = [d.document for d in decisions]
            unsettle(connection, None if None in about else sorted({key for key in about if key is not None}))
            if apply_decisions(connection, decisions, now):
                _bump(connection, "claims_state")
                _set(connection, RELINK, "1")

        self._write(action)


def _refuse_false_evidence(document: Document, claims: Iterable[Claim]) -> None:
    for claim in claims:
        for piece in claim.evidence:
            if document.text[piece.start : piece.end] != piece.quote or not piece.quote:
                raise ValueError(
                    f"claim {claim.id} of frame {claim.frame!r} quotes {piece.quote!r}, "
                    f"which does not stand at {piece.start}–{piece.end}"
                )


def _generation_number(connection: Connection, generation: Generation, now: datetime) -> int:
    g = s.generation
    values = {
        "reader": generation.reader,
        "extractor": generation.extractor,
        "pack": generation.pack,
        "pack_digest": generation.pack_digest,
    }
    number = connection.scalar(select(g.c.id).where(*(g.c[name] == value for name, value in values.items())))
    if number is not None:
        return int(number)
    return int(connection.execute(insert(g).values(**values, recorded_at=now).returning(g.c.id)).scalar_one())


def _carry(connection: Connection, document: Document, now: datetime) -> None:
    if document.path is not None:
        _add_carrier(connection, document.id, document.path, now)


def _add_carrier(connection: Connection, document: str, path: str, now: datetime) -> None:
    c = s.carrier
    path = storable(path)
    if connection.execute(select(c.c.path).where(c.c.document == document, c.c.path == path)).first() is None:
        connection.execute(insert(c).values(document=document, path=path, name=PurePath(path).name, recorded_at=now))


def _forget_failure(connection: Connection, path: str) -> None:
    connection.execute(delete(s.read_failure).where(s.read_failure.c.path == storable(path)))


def _store_text(connection: Connection, document: Document, reader: str, now: datetime) -> int:
    """Return the row of the document's frozen text, made and indexed where it is new, and make it the current one."""
    t = s.text
    blocks = blocks_to_json(document.blocks)
    digest = hashlib.sha256(f"{blocks}\n{document.text}".encode()).hexdigest()
    row = connection.scalar(select(t.c.id).where(t.c.document == document.id, t.c.digest == digest))
    connection.execute(update(t).where(t.c.document == document.id, t.c.digest != digest).values(current=False))
    if row is not None:
        connection.execute(update(t).where(t.c.id == row).values(current=True))
        return int(row)
    values = {"document": document.id, "digest": digest, "reader": reader, "body": document.text, "blocks": blocks}
    values["sketch"] = sorted(sketch(document.text))
    number = int(
        connection.execute(insert(t).values(**values, current=True, recorded_at=now).returning(t.c.id)).scalar_one()
    )
    _index(connection, document, number)
    store_keys(connection, document.id, values["sketch"])
    return number


def _index(connection: Connection, document: Document, text: int) -> None:
    p = s.passage
    shown = [(n, block) for n, block in enumerate(document.blocks) if block.role is not BlockRole.MARKUP]
    if not shown:
        return
    rows = insert_many(connection, p, [{"text": text, "block": n} for n, _ in shown], p.c.id)
    terms = (index_terms(Flow(document.text, block).folded) for _, block in shown)
    if connection.dialect.name != "sqlite":
        return
    connection.execute(
        sql_text("INSERT INTO passage_index (rowid, units, pairs) VALUES (:row, :units, :pairs)"),
        [{"row": row, "units": units, "pairs": pairs} for row, (units, pairs) in zip(rows, terms, strict=True)],
    )


def _state(connection: Connection, key: str) -> int:
    value = connection.scalar(select(s.meta.c.value).where(s.meta.c.key == key))
    return 0 if value is None else int(value)


def _set(connection: Connection, key: str, value: str) -> None:
    done = connection.execute(update(s.meta).where(s.meta.c.key == key).values(value=value))
    if done.rowcount == 0:
        connection.execute(insert(s.meta).values(key=key, value=value))


def _linked(connection: Connection, claims_state: int, linker: str, *, alone: bool) -> None:
    """Note that the threads have caught up; ``alone``: and that documents can be added to them one by one."""
    connection.execute(delete(s.unlinked))
    _set(connection, "threads_state", str(claims_state))
    _set(connection, "linker", linker)
    _set(connection, RELINK, "0" if alone else "1")


def _bump(connection: Connection, key: str) -> None:
    _set(connection, key, str(_state(connection, key) + 1))
