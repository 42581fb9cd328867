"""Finding things: passages by their words, and whatever somebody names by id, file name or title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import PurePath

from sqlalchemy import Connection, or_, select
from sqlalchemy import text as sql_text

from communique.ledger import schema as s
from communique.ledger.codec import blocks_from_json, storable
from communique.ledger.ngrams import parse_query
from communique.ledger.records import Clock
from communique.ledger.settling import decisions_about_actors
from communique.linking import actor_names
from communique.model import Block, Span
from communique.text import Flow, fold_name

__all__ = ["Place", "Sort", "Target", "resolve", "search_passages"]


@dataclass(frozen=True, slots=True)
class Place:
    """A block of a document with the spans that a search matched."""

    document: str
    start: int
    end: int
    spans: tuple[Span, ...]


def search_passages(connection: Connection, query: str, clock: Clock) -> Iterator[Place]:
    """Yield the blocks of current texts in which every term of ``query`` stands, the latest read first.

    Of the documents that there were by a clock: published by that day, or of no day; recorded by that moment.
    """
    asked = parse_query(query)

    @lru_cache(maxsize=32)
    def text(number: int) -> tuple[str, str, tuple[Block, ...]]:
        t = s.text
        row = connection.execute(select(t.c.document, t.c.body, t.c.blocks).where(t.c.id == number)).one()
        return row.document, row.body, blocks_from_json(row.blocks)

    for number, block_number in _candidates(connection, asked.match, clock):
        document, body, blocks = text(number)
        block = blocks[block_number]
        spans = asked.spans(Flow(body, block))
        if spans:
            yield Place(document, block.start, block.end, tuple(spans))


def _candidates(connection: Connection, match: str, clock: Clock) -> Iterator[tuple[int, int]]:
    """Yield (text, block) of passages that may match: what the index finds, or every passage where there is none."""
    p, t = s.passage, s.text
    query = select(p.c.text, p.c.block).join(t, t.c.id == p.c.text).where(t.c.current).order_by(p.c.id.desc())
    if clock.known is not None or clock.recorded is not None:
        d = s.document.c
        query = query.join(s.document, d.id == t.c.document)
        if clock.known is not None:
            query = query.where(or_(d.published.is_(None), d.published <= clock.known))
        if clock.recorded is not None:
            query = query.where(d.recorded_at <= clock.recorded)
    if connection.dialect.name == "sqlite":
        index = sql_text("SELECT rowid AS row FROM passage_index WHERE passage_index MATCH :match ORDER BY rowid DESC")
        hits = index.bindparams(match=match).columns(row=p.c.id.type).subquery()
        query = query.where(p.c.id == hits.c.row)
    yield from connection.execution_options(stream_results=True, yield_per=100).execute(query)


class Sort(StrEnum):
    """What a name can stand for in a ledger."""

    DOCUMENT = "document"
    CLAIM = "claim"
    THREAD = "thread"
    ACTOR = "actor"

    @property
    def a(self) -> str:
        """Return the sort with its article, for messages."""
        return f"an {self}" if self is Sort.ACTOR else f"a {self}"


@dataclass(frozen=True, slots=True, order=True)
class Target:
    """Something in the ledger: its sort, its id, and what it is called."""

    sort: Sort
    id: str
    name: str


def resolve(connection: Connection, name: str) -> list[Target]:
    """Return what ``name`` stands for: by id, else by an id's beginning, file name, title, or name of an actor.

    The first of these ways that finds anything decides; more than one result means that the name is ambiguous.
    """
    name = storable(name.strip())
    for way in (_by_id, _by_prefix, _by_file, _by_title, _by_actor):
        found = way(connection, name)
        if found:
            return sorted(set(found))
    return []


def _by_id(connection: Connection, name: str) -> list[Target]:
    d, c, t, a, i = s.document, s.claim, s.thread, s.thread_alias, s.identity
    found = [Target(Sort.DOCUMENT, r.id, r.title or "") for r in connection.execute(select(d).where(d.c.id == name))]
    live = select(c.c.id).where(c.c.id == name, c.c.retired_by.is_(None))
    rejected = select(s.claim_review.c.claim).where(s.claim_review.c.claim == name)
    found += [Target(Sort.CLAIM, key, "") for query in (live, rejected) for key in connection.scalars(query)]
    heirs = select(a.c.new).where(a.c.old == name)
    threads = select(t.c.id, t.c.title).where((t.c.id == name) | t.c.id.in_(heirs))
    found += [Target(Sort.THREAD, r.id, r.title) for r in connection.execute(threads)]
    if connection.execute(select(i.c.actor).where(i.c.actor == name).limit(1)).first():
        found.append(Target(Sort.ACTOR, name, name))
    return found


def _by_prefix(connection: Connection, name: str) -> list[Target]:
    if not re.fullmatch(r"[0-9a-z][0-9a-z_-]{3,63}", name):
        return []
    found: list[Target] = []
    last = name + "\uffff"
    for sort, column, live in (
        (Sort.DOCUMENT, s.document.c.id, None),
        (Sort.CLAIM, s.claim.c.id, s.claim.c.retired_by.is_(None)),
        (Sort.CLAIM, s.claim_review.c.claim, None),
        (Sort.THREAD, s.thread.c.id, None),
    ):
        query = select(column).where(column >= name, column < last).limit(20)
        found += [Target(sort, key, "") for key in connection.scalars(query if live is None else query.where(live))]
    if not found:
        a = s.thread_alias.c
        heirs = connection.scalars(select(a.new).where(a.old >= name, a.old < last).limit(20))
        found += [Target(Sort.THREAD, key, "") for key in heirs]
    return found


def _by_file(connection: Connection, name: str) -> list[Target]:
    c = s.carrier
    exact = select(c.c.document, c.c.path).where(c.c.path == name)
    found = connection.execute(exact).all() or connection.execute(
        select(c.c.document, c.c.path).where(c.c.name == PurePath(name).name)
    )
    return [Target(Sort.DOCUMENT, row.document, row.path) for row in found]


def _by_title(connection: Connection, name: str) -> list[Target]:
    t, d = s.thread, s.document
    threads = select(t.c.id, t.c.title).where(t.c.folded == fold_name(name))
    found = [Target(Sort.THREAD, row.id, row.title) for row in connection.execute(threads)]
    documents = select(d.c.id, d.c.title).where(d.c.title == name)
    return found + [Target(Sort.DOCUMENT, row.id, row.title) for row in connection.execute(documents)]


def _by_actor(connection: Connection, name: str) -> list[Target]:
    i = s.identity
    query = select(i.c.actor).where(i.c.folded == fold_name(name)).distinct()
    named = actor_names(decisions_about_actors(connection))
    called = [key for key, title in named.items() if fold_name(title) == fold_name(name)]
    return [Target(Sort.ACTOR, key, name) for key in (*connection.scalars(query), *called)]
