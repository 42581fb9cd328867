"""Storing threads: only what changed, with the old ids of threads that went into others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from communique.ledger import schema as s
from communique.linking import Thread
from communique.text import fold_name

__all__ = ["load_threads", "store_sources", "store_threads"]


def load_threads(connection: Connection, ids: Sequence[str] | None = None) -> dict[str, Thread]:
    """Return the stored threads (all, or those of ``ids``) by id, their claims in order."""
    t, m = s.thread, s.thread_member
    threads = select(t.c.id, t.c.kind, t.c.title, t.c.key).order_by(t.c.id)
    members = select(m.c.thread, m.c.claim, m.c.reason).order_by(m.c.thread, m.c.n)
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
        connection.execute(
            insert(s.thread),
            [
                {"id": t.id, "kind": t.kind, "key": t.key, "title": t.title, "folded": fold_name(t.title)}
                for t in changed
            ],
        )
    members = [
        {"claim": claim, "thread": thread.id, "n": n, "reason": reason}
        for thread in changed
        for n, (claim, reason) in enumerate(zip(thread.claims, thread.reasons, strict=True))
    ]
    if members:
        connection.execute(insert(s.thread_member), members)
    _store_aliases(connection, gone, new, now)


def _drop(connection: Connection, ids: Sequence[str]) -> None:
    for at in range(0, len(ids), 500):
        some = ids[at : at + 500]
        connection.execute(delete(s.thread_member).where(s.thread_member.c.thread.in_(some)))
        connection.execute(delete(s.thread).where(s.thread.c.id.in_(some)))


def _store_aliases(connection: Connection, gone: Sequence[Thread], new: Mapping[str, Thread], now: datetime) -> None:
    a = s.thread_alias
    back = [row.old for row in connection.execute(select(a.c.old)) if row.old in new]
    for at in range(0, len(back), 500):
        connection.execute(delete(a).where(a.c.old.in_(back[at : at + 500])))
    if not gone:
        return
    home = {claim: thread.id for thread in new.values() for claim in thread.claims}
    for thread in gone:
        heirs = Counter(home[claim] for claim in thread.claims if claim in home)
        if not heirs:
            continue
        heir = min(heirs, key=lambda key: (-heirs[key], key))
        connection.execute(update(a).where(a.c.new == thread.id).values(new=heir))
        connection.execute(delete(a).where(a.c.old == thread.id))
        connection.execute(insert(a).values(old=thread.id, new=heir, at=now))


def store_sources(connection: Connection, sources: Mapping[str, str]) -> None:
    """Note which documents are copies of which; all others are copies of none."""
    d = s.document
    old = dict(connection.execute(select(d.c.id, d.c.source)).all())
    for document, before in old.items():
        after = sources.get(document)
        after = None if after == document else after
        if after != before:
            connection.execute(update(d).where(d.c.id == document).values(source=after))
