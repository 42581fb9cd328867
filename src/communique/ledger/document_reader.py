"""The documents of a ledger, and the opening of one for reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Engine, ScalarSelect, Select, and_, func, select

from communique.ledger import schema as s
from communique.ledger.codec import document_from_row, facts_from_row
from communique.ledger.records import DocumentFacts, Generation
from communique.ledger.storage import connect_reader
from communique.model import Document, NotInLedger

__all__ = ["SOME", "DocumentReader", "batches"]

SOME = 500
"""How many keys one query asks for."""


class DocumentReader:
    """A ledger that is only read, as far as its documents go; ``LedgerReader`` reads the rest."""

    def __init__(self, ledger: str | Path) -> None:
        self.ledger = str(ledger)
        self._engine = connect_reader(ledger)

    @classmethod
    def on(cls, engine: Engine, ledger: str) -> Self:
        """Return a reader on an engine that somebody else opened, and closes."""
        reader = cls.__new__(cls)
        reader.ledger = ledger
        reader._engine = engine
        return reader

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def connection(self) -> Connection:
        """Return a connection for queries of one's own; close it, or use it as a context manager."""
        return self._engine.connect()

    # documents

    def document_ids(self) -> list[str]:
        """Return the ids of all documents, the earliest published first, those without a day last."""
        d = s.document
        with self._engine.connect() as connection:
            query = select(d.c.id).order_by(d.c.published.is_(None), d.c.published, d.c.id)
            return list(connection.scalars(query))

    def documents(self, ids: Sequence[str] | None = None) -> list[Document]:
        """Return documents (all, or those of ``ids``), ordered as ``document_ids`` does, without their raw bytes."""
        with self._engine.connect() as connection:
            found: list[Document] = []
            for some in [None] if ids is None else batches(ids):
                found += [document_from_row(row) for row in connection.execute(_document_query(some)).mappings()]
        return sorted(found, key=lambda d: (d.published is None, str(d.published), d.id))

    def facts(self, ids: Sequence[str] | None = None) -> dict[str, DocumentFacts]:
        """Return what is known about documents (all, or those of ``ids``), without their texts, by id."""
        d = s.document
        query = select(
            d.c.id, _first_path().label("path"), d.c.url, d.c.title, d.c.publisher, d.c.published, d.c.published_how,
            d.c.language, d.c.tier, func.coalesce(d.c.source, d.c.id).label("source"),
        )  # fmt: skip
        found: dict[str, DocumentFacts] = {}
        with self._engine.connect() as connection:
            for some in [None] if ids is None else batches(ids):
                rows = connection.execute(query if some is None else query.where(d.c.id.in_(some))).mappings()
                found.update((row["id"], facts_from_row(row)) for row in rows)
        return found

    def sketches(self) -> dict[str, frozenset[int]]:
        """Return the sketch of each document's current text, by which copies are found."""
        t = s.text
        with self._engine.connect() as connection:
            rows = connection.execute(select(t.c.document, t.c.sketch).where(t.c.current))
            return {row.document: frozenset(row.sketch) for row in rows}

    def document(self, document: str) -> Document:
        """Return a document by id, with its raw bytes; raises ``NotInLedger``."""
        with self._engine.connect() as connection:
            query = _document_query([document]).add_columns(s.document.c.raw)
            row = connection.execute(query).mappings().first()
        if row is None:
            raise NotInLedger(f"no document {document!r} in {self.ledger}")
        return document_from_row(row)

    def standing(self, document: str) -> tuple[Generation, dict[str, str]] | None:
        """Return who read a document last and what the user said about it; ``None`` where it is not in the ledger."""
        d, g = s.document, s.generation
        with self._engine.connect() as connection:
            row = connection.execute(
                select(d.c.given, g.c.reader, g.c.extractor, g.c.pack, g.c.pack_digest)
                .join(g, g.c.id == d.c.generation)
                .where(d.c.id == document)
            ).first()
        return None if row is None else (Generation(*row[1:]), dict(row.given))

    def carriers(self, document: str) -> list[str]:
        """Return the paths a document came by, the first one first."""
        c = s.carrier
        with self._engine.connect() as connection:
            query = select(c.c.path).where(c.c.document == document).order_by(c.c.recorded_at, c.c.path)
            return list(connection.scalars(query))

    def all_carriers(self) -> dict[str, list[str]]:
        """Return the paths each document came by, by its id, the first one first."""
        c = s.carrier
        found: dict[str, list[str]] = {}
        with self._engine.connect() as connection:
            query = select(c.c.document, c.c.path).order_by(c.c.document, c.c.recorded_at, c.c.path)
            for document, path in connection.execute(query):
                found.setdefault(document, []).append(path)
        return found


def batches(values: Sequence[Any], size: int = SOME) -> Iterator[Sequence[Any]]:
    """Yield values in runs that one query can ask for."""
    for at in range(0, len(values), size):
        yield values[at : at + size]


def _first_path() -> ScalarSelect[Any]:
    c = s.carrier
    ordered = select(c.c.path).where(c.c.document == s.document.c.id).order_by(c.c.recorded_at, c.c.path)
    return ordered.limit(1).scalar_subquery()


def _document_query(ids: Sequence[str] | None) -> Select[Any]:
    d, t = s.document, s.text
    query = select(
        *(column for column in d.c if column.name != "raw"), t.c.body, t.c.blocks, _first_path().label("path")
    ).join(t, and_(t.c.document == d.c.id, t.c.current))
    return query if ids is None else query.where(d.c.id.in_(ids))
