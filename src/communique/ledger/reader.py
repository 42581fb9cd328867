"""The reading half of a ledger: nothing here changes a byte of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from communique.ledger import schema as s
from communique.ledger.claim_rows import evidence_of
from communique.ledger.codec import claim_from_row, storable
from communique.ledger.document_reader import SOME, DocumentReader, batches
from communique.ledger.finding import Target, resolve, search_passages
from communique.ledger.records import Clock, Decision, Failure, Hit, Linking, StoredClaim
from communique.ledger.settling import calibration, review_from_json
from communique.ledger.threads import load_heads, load_threads
from communique.linking import Thread
from communique.model import NotInLedger
from communique.text import fold_name

__all__ = ["LedgerReader"]


class LedgerReader(DocumentReader):
    """A ledger that is only read; ``ledger`` is a path or a database URL.

    Use it as a context manager. Raises ``LedgerError`` where there is no ledger, or one of another version.
    """

    def resolve(self, name: str) -> list[Target]:
        """Return what an id, an id's beginning, a file name, a title or an actor's name stands for."""
        with self._engine.connect() as connection:
            return resolve(connection, name)

    def identities(self, actor: str) -> list[tuple[str, str, int, int]]:
        """Return the names documents use for an actor: (name, document, start, end of its first use there)."""
        i = s.identity
        with self._engine.connect() as connection:
            query = select(i.c.name, i.c.document, i.c.start, i.c.end).where(i.c.actor == actor)
            return [tuple(row) for row in connection.execute(query.order_by(i.c.name, i.c.document))]

    # claims

    def claims_naming(
        self, names: Iterable[str], *, latest: int | None = None, clock: Clock | None = None
    ) -> list[StoredClaim]:
        """Return the claims in force in which an actor goes by one of these names, whoever it stands for.

        A minister who speaks for a state is that state's actor in a claim; by this the claims are found under the
        minister's name as well. ``latest`` bounds how many documents are looked into.
        """
        wanted = {folded for name in names if (folded := fold_name(name))}
        i = s.identity
        with self._engine.connect() as connection:
            query = select(i.c.document, i.c.actor).where(i.c.folded.in_(sorted(wanted))).distinct()
            places = [(row.document, row.actor) for row in connection.execute(query)]
        found: list[StoredClaim] = []
        for actor in sorted({actor for _, actor in places}):
            documents = sorted(document for document, other in places if other == actor)[:latest]
            for stored in self.claims(documents=documents, actor=actor, clock=clock):
                used = {fold_name(name) for a in stored.claim.actors for name in (a.surface, *a.aliases)}
                if used & wanted:
                    found.append(stored)
        return found

    def claims(
        self,
        *,
        documents: Sequence[str] | None = None,
        ids: Sequence[str] | None = None,
        thread: str | None = None,
        actor: str | None = None,
        key: str | None = None,
        kinds: Sequence[str] = (),
        thread_kinds: Sequence[str] = (),
        clock: Clock | None = None,
        latest: int | None = None,
    ) -> Iterator[StoredClaim]:
        """Yield the claims that meet all the conditions given, by day of publication, document and place in it.

        ``actor`` and ``key`` are ids, ``thread_kinds`` the kinds of the threads that claims are on; of an actor's or a
        key's claims only the ``latest`` recorded are looked at, of a thread's the latest published, if given. With no
        conditions, all claims come, document by document, at any size.
        """
        conditions = [*_clock(clock or Clock())]
        if kinds:
            conditions.append(s.claim.c.kind.in_(kinds))
        if thread_kinds:
            lines = select(s.thread_member.c.claim).join(s.thread, s.thread.c.id == s.thread_member.c.thread)
            conditions.append(s.claim.c.id.in_(lines.where(s.thread.c.kind.in_(thread_kinds))))
        if thread is not None:
            m = s.thread_member.c
            members = select(m.claim).where(m.thread == thread)
            if latest is not None:
                last = members.order_by(m.published.desc(), m.claim.desc()).limit(latest).subquery()
                members = select(last.c.claim)
            conditions.append(s.claim.c.id.in_(members))
        if actor is not None:
            a = s.claim_actor.c
            conditions.append(_among(select(a.claim).where(a.actor == actor).order_by(a.claim.desc()), latest))
        if key is not None:
            k = s.claim_key.c
            conditions.append(_among(select(k.claim).where(k.key == key).order_by(k.claim.desc()), latest))
        if documents is None and ids is None and thread is None and actor is None and key is None:
            documents = self.document_ids()
        chosen: list[tuple[Any, Sequence[str]]] = []
        if documents is not None:
            chosen.append((s.claim.c.document, documents))
        if ids is not None:
            chosen.append((s.claim.c.id, ids))
        if not chosen:
            yield from self._claims(conditions)
            return
        (column, values), *further = chosen
        conditions += [other.in_(wanted) for other, wanted in further]
        for some in batches(values, SOME if column is s.claim.c.id else 50):
            yield from self._claims([*conditions, column.in_(some)])

    def _claims(self, conditions: Sequence[ColumnElement[bool]]) -> list[StoredClaim]:
        c, g, m, r = s.claim, s.generation, s.thread_member, s.claim_review
        query = (
            select(c, g.c.extractor, m.c.thread.label("thread"), r.c.review)
            .join(g, g.c.id == c.c.generation)
            .outerjoin(m, m.c.claim == c.c.id)
            .outerjoin(r, r.c.claim == c.c.id)
            .where(*conditions)
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query).mappings().all()
            evidence = evidence_of(connection, [row["row"] for row in rows])
            surer = calibration(connection)
        rows = sorted(
            rows, key=lambda r: (r["known_from"] is None, str(r["known_from"]), r["document"], r["start"], r["row"])
        )
        return [
            StoredClaim(
                surer(claim_from_row(row, evidence[row["row"]])),
                row["thread"],
                row["extractor"],
                row["known_from"],
                row["recorded_from"],
                row["recorded_to"],
                review_from_json(row["review"]),
            )
            for row in rows
        ]

    def count_of(self, *, actor: str | None = None, key: str | None = None, thread: str | None = None) -> int:
        """Return how many claims have an actor or speak of a key, those of earlier readings too; or a thread has."""
        if thread is not None:
            query = select(func.count()).select_from(s.thread_member).where(s.thread_member.c.thread == thread)
        elif actor is not None:
            query = select(func.count()).select_from(s.claim_actor).where(s.claim_actor.c.actor == actor)
        else:
            query = select(func.count()).select_from(s.claim_key).where(s.claim_key.c.key == key)
        with self._engine.connect() as connection:
            return int(connection.scalar(query) or 0)

    def claim(self, claim: str) -> StoredClaim:
        """Return a claim by id, a rejected one too; raises ``NotInLedger``."""
        found = next(self.claims(ids=[claim]), None) or next(iter(self.rejected([claim])), None)
        if found is None:
            raise NotInLedger(f"no claim {claim!r} in {self.ledger}")
        return found

    def as_read(self, documents: Sequence[str]) -> list[StoredClaim]:
        """Return the claims of documents as their last reading found them, whatever reviewers have decided."""
        c = s.claim.c
        return [one for some in batches(documents, 50) for one in self._claims([c.document.in_(some), c.base])]

    def rejected(self, ids: Sequence[str] | None = None) -> list[StoredClaim]:
        """Return the claims that reviewers have rejected (all, or those of ``ids``), as they last stood."""
        c, r = s.claim, s.claim_review
        query = select(func.max(c.c.row)).join(r, r.c.claim == c.c.id).group_by(c.c.id)
        query = query.where(r.c.verdict == "rejected")
        with self._engine.connect() as connection:
            rows: list[int] = []
            for some in [None] if ids is None else batches(ids):
                rows += connection.scalars(query if some is None else query.where(c.c.id.in_(some)))
        return [stored for some in batches(rows) for stored in self._claims([c.c.row.in_(some)])]

    # threads

    def threads(self, ids: Sequence[str] | None = None) -> list[Thread]:
        """Return threads (all, or those of ``ids``), by id."""
        with self._engine.connect() as connection:
            if ids is None:
                return list(load_threads(connection).values())
            return [t for some in batches(ids) for t in load_threads(connection, some).values()]

    def reasons(self, claims: Sequence[str]) -> dict[str, str]:
        """Return why claims are on their threads, by claim id."""
        m = s.thread_member.c
        found: dict[str, str] = {}
        with self._engine.connect() as connection:
            for some in batches(claims):
                rows = connection.execute(select(m.claim, m.reason).where(m.claim.in_(some)))
                found.update((row.claim, row.reason) for row in rows)
        return found

    def heads(self, ids: Sequence[str]) -> list[Thread]:
        """Return threads by id without their claims, of which there may be very many."""
        with self._engine.connect() as connection:
            return [t for some in batches(ids) for t in load_heads(connection, some).values()]

    def thread(self, thread: str) -> Thread:
        """Return a thread by id, or the one it went into; raises ``NotInLedger``."""
        with self._engine.connect() as connection:
            found = load_threads(connection, [thread])
            if not found:
                heir = connection.scalar(select(s.thread_alias.c.new).where(s.thread_alias.c.old == thread))
                found = load_threads(connection, [heir]) if heir else {}
        if not found:
            raise NotInLedger(f"no thread {thread!r} in {self.ledger}")
        return next(iter(found.values()))

    def threads_with_keys(self, keys: Sequence[str]) -> dict[str, list[Thread]]:
        """Return the threads of lines of work by the line's key, a measure's in every unit, without their claims."""
        t = s.thread.c
        found: dict[str, list[Thread]] = {}
        with self._engine.connect() as connection:
            for key in keys:
                of_figures = and_(t.key > f"{key}:", t.key < f"{key};")
                ids = list(connection.scalars(select(t.id).where(or_(t.key == key, of_figures))))
                if ids:
                    found[key] = list(load_heads(connection, ids).values())
        return found

    def threads_about(self, key: str) -> list[Thread]:
        """Return the threads with this key, or with a claim that speaks of it."""
        t, m, c, k = s.thread, s.thread_member, s.claim, s.claim_key
        named = select(t.c.id).where(t.c.key == key)
        speaking = (
            select(m.c.thread)
            .join(c, and_(c.c.id == m.c.claim, c.c.retired_by.is_(None)))
            .join(k, k.c.claim == c.c.row)
            .where(k.c.key == key)
        )
        with self._engine.connect() as connection:
            return self.threads(sorted({*connection.scalars(named), *connection.scalars(speaking)}))

    # the rest

    def search(self, query: str, *, limit: int = 20, clock: Clock | None = None) -> list[Hit]:
        """Return up to ``limit`` passages in which every word of ``query`` stands, the latest read first.

        Of documents that had been published, and recorded, by what ``clock`` says. Raises ``UsageError`` where there is
        nothing to search for.
        """
        with self._engine.connect() as connection:
            places = list(islice(search_passages(connection, query, clock or Clock()), limit))
        documents = {d.id: d for d in self.documents(sorted({place.document for place in places}))}
        return [Hit(documents[place.document], place.start, place.end, place.spans) for place in places]

    def failures(self) -> list[Failure]:
        """Return the files that could not be read, by path."""
        f = s.read_failure
        with self._engine.connect() as connection:
            rows = connection.execute(select(f.c.path, f.c.fault, f.c.reason, f.c.at).order_by(f.c.path))
            return [Failure(*row) for row in rows]

    def failed(self, path: str) -> bool:
        """Say whether a file is noted as one that could not be read."""
        f = s.read_failure
        with self._engine.connect() as connection:
            return connection.execute(select(f.c.path).where(f.c.path == storable(path))).first() is not None

    def decisions(self) -> list[Decision]:
        """Return all decisions in the order they were made."""
        d = s.decision
        with self._engine.connect() as connection:
            rows = connection.execute(select(d).order_by(d.c.at, d.c.id)).mappings()
            return [Decision(**row) for row in rows]

    def linking(self) -> Linking:
        """Return how far the threads have kept up with the claims."""
        with self._engine.connect() as connection:
            values = dict(connection.execute(select(s.meta.c.key, s.meta.c.value)).all())
        return Linking(
            int(values.get("claims_state", 0)), int(values.get("threads_state", 0)), values.get("linker", "")
        )

    def size(self, *names: str) -> dict[str, int]:
        """Return how many ``documents``, ``claims`` in force, ``threads`` and ``failures`` (unread files) there are.

        Only those named, if any: counting the claims of a large ledger takes its time.
        """
        live = s.claim.c.retired_by.is_(None)
        counts = {
            "documents": select(func.count()).select_from(s.document),
            "claims": select(func.count()).select_from(s.claim).where(live),
            "threads": select(func.count()).select_from(s.thread),
            "failures": select(func.count()).select_from(s.read_failure),
        }
        with self._engine.connect() as connection:
            return {
                name: int(connection.scalar(query) or 0) for name, query in counts.items() if not names or name in names
            }


def _among(rows: Select[Any], latest: int | None) -> ColumnElement[bool]:
    """Return the condition that a claim is one of some rows, of the first so many if a number is given."""
    return s.claim.c.row.in_(rows if latest is None else select(rows.limit(latest).subquery().c[0]))


def _clock(clock: Clock) -> Iterator[ColumnElement[bool]]:
    c = s.claim.c
    if clock.known is not None:
        yield or_(c.known_from.is_(None), c.known_from <= clock.known)
    if clock.recorded is None:
        yield c.retired_by.is_(None)
    else:
        yield c.recorded_from <= clock.recorded
        yield or_(c.recorded_to.is_(None), c.recorded_to > clock.recorded)
