"""Storing threads: all of them anew, or only those that a new document touches; and what new ones are found by.

A thread that goes into others leaves its old id behind. Whichever way they were stored, threads are the same: that is
what ``check`` proves.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from communique.ledger import schema as s
from communique.linking import Thread, copy_keys
from communique.text import fold_name

__all__ = [
    "add_threads",
    "load_heads",
    "load_threads",
    "store_blocks",
    "store_keys",
    "store_sources",
    "store_threads",
    "unsettle",
]

KindOf = Callable[[str | None, Mapping[str, int]], str]
"""A thread's kind, from its line of work and the numbers of its claims by kind (``linking.kind_of_line``)."""

IdOf = Callable[[str], str]
"""A thread's id, from that of its earliest claim (``linking.thread_id``)."""

_SOME = 500


def load_heads(connection: Connection, ids: Sequence[str]) -> dict[str, Thread]:
    """Return stored threads by id without their claims, of which there may be very many."""
    t = s.thread.c
    query = select(t.id, t.kind, t.title, t.key).where(t.id.in_(ids)).order_by(t.id)
    return {row.id: Thread(row.id, row.kind, row.title, row.key, (), ()) for row in connection.execute(query)}


def load_threads(connection: Connection, ids: Sequence[str] | None = None) -> dict[str, Thread]:
    """Return the stored threads (all, or those of ``ids``) by id, their claims in order."""
    t, m = s.thread, s.thread_member
    threads = select(t.c.id, t.c.kind, t.c.title, t.c.key).order_by(t.c.id)
    members = select(m.c.thread, m.c.claim, m.c.reason).order_by(
        m.c.thread, m.c.published.is_(None), m.c.published, m.c.document, m.c.start, m.c.claim
    )
    if ids is not None:
        threads, members = threads.where(t.c.id.in_(ids)), members.where(m.c.thread.in_(ids))
    claims: dict[str, list[tuple[str, str]]] = {}
    for thread, claim, reason in connection.execute(members):
        claims.setdefault(thread, []).append((claim, reason))
    return {
        row.id: Thread(
            row.id,
            row.kind,
            row.title,
            row.key,
            tuple(claim for claim, _ in claims.get(row.id, ())),
            tuple(reason for _, reason in claims.get(row.id, ())),
        )
        for row in connection.execute(threads)
    }


def store_threads(connection: Connection, threads: Sequence[Thread], now: datetime) -> None:
    """Make the stored threads equal to ``threads``; threads that vanish leave an alias to where most of them went."""
    old = load_threads(connection)
    new = {thread.id: thread for thread in threads}
    gone = [old[key] for key in old if key not in new]
    changed = [thread for key, thread in new.items() if old.get(key) != thread]
    _drop(connection, [thread.id for thread in gone] + [thread.id for thread in changed if thread.id in old])
    if changed:
        connection.execute(insert(s.thread), [_row(thread, thread.id) for thread in changed])
    _insert_members(connection, [(thread.id, thread) for thread in changed])
    a = s.thread_alias
    back = [row.old for row in connection.execute(select(a.c.old)) if row.old in new]
    for some in _batches(back):
        connection.execute(delete(a).where(a.c.old.in_(some)))
    home = {claim: thread.id for thread in new.values() for claim in thread.claims}
    for thread in gone:
        _leave_alias(connection, thread, home, now)


def add_threads(connection: Connection, made: Sequence[Thread], kind_of: KindOf, id_of: IdOf, now: datetime) -> None:
    """Put the claims of ``made`` (of ``linking.link_block``) on their threads.

    A line of work is added to; every other thread is whole and takes the place of those its claims were on.
    """
    claims = [claim for thread in made for claim in thread.claims]
    before = _threads_of(connection, claims)
    for some in _batches(claims):
        connection.execute(delete(s.thread_member).where(s.thread_member.c.claim.in_(some)))
    known = _lines(connection, [thread.key for thread in made if thread.on_a_line])
    stored = load_threads(connection, [thread.id for thread in made if not thread.on_a_line])
    targets: list[tuple[str, Thread]] = []
    for thread in made:
        target = known.get(thread.key) if thread.on_a_line else thread.id if thread.id in stored else None
        if target is None:
            connection.execute(delete(s.thread_alias).where(s.thread_alias.c.old == thread.id))
            connection.execute(insert(s.thread).values(_row(thread, thread.id)))
        elif not thread.on_a_line:
            connection.execute(update(s.thread).where(s.thread.c.id == thread.id).values(_row(thread, thread.id)))
        targets.append((target or thread.id, thread))
    _insert_members(connection, targets)
    touched = {target for target, thread in targets if thread.on_a_line}
    for target in sorted(touched | set(before)):
        _settle_thread(connection, target, before.get(target), kind_of, id_of, now)


def _settle_thread(
    connection: Connection, key: str, before: Thread | None, kind_of: KindOf, id_of: IdOf, now: datetime
) -> None:
    """Give a thread that has changed the id and kind that its claims make it have; drop one without any."""
    m, t = s.thread_member.c, s.thread.c
    own = select(m.claim).where(m.thread == key).limit(1)
    # two questions, each answered from the index however many claims the thread has
    first = connection.scalar(own.where(m.published.is_not(None)).order_by(m.published, m.claim))
    first = first or connection.scalar(own.where(m.published.is_(None)).order_by(m.claim))
    if first is None:
        _forget(connection, [key])
        connection.execute(delete(s.thread).where(t.id == key))
        if before is not None:
            _leave_alias(connection, before, None, now)
        return
    row = connection.execute(select(s.thread).where(t.id == key)).mappings().one()
    values = dict(row)
    if "|" not in row["key"]:
        kinds = select(m.kind, func.count()).where(m.thread == key).group_by(m.kind)
        values["kind"] = kind_of(row["key"], dict(connection.execute(kinds).all()))
    values["id"] = id_of(first)
    if values == dict(row):
        return
    if values["id"] == key:
        connection.execute(update(s.thread).where(t.id == key).values(values))
        return
    connection.execute(insert(s.thread).values(values))
    connection.execute(update(s.thread_member).where(m.thread == key).values(thread=values["id"]))
    _forget(connection, [key])
    _unsettle(connection, [values["id"]])
    connection.execute(delete(s.thread).where(t.id == key))
    _alias(connection, key, values["id"], now)


def _threads_of(connection: Connection, claims: Sequence[str]) -> dict[str, Thread]:
    m = s.thread_member.c
    ids: set[str] = set()
    for some in _batches(claims):
        ids |= set(connection.scalars(select(m.thread).where(m.claim.in_(some)).distinct()))
    return load_threads(connection, sorted(ids)) if ids else {}


def _lines(connection: Connection, keys: Sequence[str]) -> dict[str, str]:
    """Return the threads of lines of work by their keys."""
    t = s.thread.c
    found: dict[str, str] = {}
    for some in _batches(sorted(set(keys))):
        found.update((key, thread) for key, thread in connection.execute(select(t.key, t.id).where(t.key.in_(some))))
    return found


def _row(thread: Thread, key: str) -> dict[str, Any]:
    return {
        "id": key,
        "kind": thread.kind,
        "key": thread.key,
        "title": thread.title,
        "folded": fold_name(thread.title),
    }


def _insert_members(connection: Connection, targets: Sequence[tuple[str, Thread]]) -> None:
    c = s.claim.c
    ids = [claim for _, thread in targets for claim in thread.claims]
    places: dict[str, Any] = {}
    for some in _batches(ids):
        query = select(c.id, c.known_from, c.document, c.start, c.kind).where(c.id.in_(some), c.retired_by.is_(None))
        places.update((row.id, row) for row in connection.execute(query))
    rows = [
        {
            "claim": claim,
            "thread": target,
            "published": places[claim].known_from,
            "document": places[claim].document,
            "start": places[claim].start,
            "reason": reason,
            "kind": places[claim].kind,
        }
        for target, thread in targets
        for claim, reason in zip(thread.claims, thread.reasons, strict=True)
    ]
    if rows:
        connection.execute(insert(s.thread_member), rows)
    _unsettle(connection, sorted({target for target, _ in targets}))


def _unsettle(connection: Connection, threads: Sequence[str]) -> None:
    """Note that where these threads stand has to be worked out anew; what was kept of them goes when it is."""
    for some in _batches(threads):
        connection.execute(delete(s.unsettled).where(s.unsettled.c.thread.in_(some)))
        connection.execute(insert(s.unsettled), [{"thread": thread} for thread in some])


def unsettle(connection: Connection, documents: Sequence[str] | None = None) -> None:
    """Note that where the threads with claims of these documents stand (all threads: ``None``) is to be worked out."""
    if documents is None:
        connection.execute(delete(s.unsettled))
        connection.execute(insert(s.unsettled).from_select(["thread"], select(s.thread.c.id)))
        return
    c, m = s.claim.c, s.thread_member.c
    found: set[str] = set()
    for some in _batches(documents):
        query = select(m.thread).join(s.claim, c.id == m.claim).where(c.document.in_(some)).distinct()
        found.update(connection.scalars(query))
    _unsettle(connection, sorted(found))


def _forget(connection: Connection, threads: Sequence[str]) -> None:
    for some in _batches(threads):
        for table in (s.standing, s.summary, s.unsettled):
            connection.execute(delete(table).where(table.c.thread.in_(some)))


def _drop(connection: Connection, ids: Sequence[str]) -> None:
    _forget(connection, ids)
    for some in _batches(ids):
        connection.execute(delete(s.thread_member).where(s.thread_member.c.thread.in_(some)))
        connection.execute(delete(s.thread).where(s.thread.c.id.in_(some)))


def _leave_alias(connection: Connection, thread: Thread, home: Mapping[str, str] | None, now: datetime) -> None:
    """Note where most claims of a thread went; ``home`` says it, the stored threads where it is ``None``."""
    if home is None:
        m = s.thread_member.c
        home = {}
        for some in _batches(thread.claims):
            rows = connection.execute(select(m.claim, m.thread).where(m.claim.in_(some)))
            home.update((claim, where) for claim, where in rows)
    heirs = Counter(home[claim] for claim in thread.claims if claim in home)
    if heirs:
        _alias(connection, thread.id, min(heirs, key=lambda key: (-heirs[key], key)), now)


def _alias(connection: Connection, old: str, new: str, now: datetime) -> None:
    a = s.thread_alias
    connection.execute(update(a).where(a.c.new == old).values(new=new))
    connection.execute(delete(a).where(a.c.old.in_([old, new])))
    connection.execute(insert(a).values(old=old, new=new, at=now))


def store_blocks(connection: Connection, blocks: Mapping[str, Sequence[str]], *, anew: bool) -> None:
    """Store the blocks of claims, by claim id: ``anew`` instead of all there are, else beside them."""
    if anew:
        connection.execute(delete(s.claim_block))
    rows = [{"block": block, "claim": claim} for claim, some in blocks.items() for block in dict.fromkeys(some)]
    if rows:
        connection.execute(insert(s.claim_block), rows)


def store_keys(connection: Connection, document: str, sketch: Iterable[int]) -> None:
    """Store the shingles by which copies of a document are looked for."""
    t, k = s.text.c, s.shingle.c
    read = connection.scalars(select(t.sketch).where(t.document == document)).all()
    old = sorted({value for values in read for value in copy_keys(frozenset(values))})
    for at in range(0, len(old), _SOME):  # by value: the shingles of a document stand scattered
        connection.execute(delete(s.shingle).where(k.value.in_(old[at : at + _SOME]), k.document == document))
    rows = [{"value": value, "document": document} for value in sorted(copy_keys(frozenset(sketch)))]
    if rows:
        connection.execute(insert(s.shingle), rows)


def store_sources(connection: Connection, sources: Mapping[str, str], *, anew: bool = True) -> None:
    """Note which documents are copies of which; ``anew``: all others are copies of none."""
    d = s.document
    query = select(d.c.id, d.c.source)
    old: dict[str, str | None] = {}
    for some in [None] if anew else _batches(sorted(sources)):
        old.update(connection.execute(query if some is None else query.where(d.c.id.in_(some))).all())
    moved: dict[str | None, list[str]] = defaultdict(list)
    for document, before in old.items():
        after = sources.get(document)
        after = None if after == document else after
        if after != before:
            moved[after].append(document)
    for source, documents in moved.items():
        for some in _batches(documents):
            connection.execute(update(d).where(d.c.id.in_(some)).values(source=source))
    if not anew:
        unsettle(connection, [document for documents in moved.values() for document in documents])


def _batches(values: Sequence[str]) -> Iterable[Sequence[str]]:
    return (values[at : at + _SOME] for at in range(0, len(values), _SOME))
