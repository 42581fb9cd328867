"""The register's entries with what documents say of them, and the network of who has to do with whom."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Query

from communique.model import NotInLedger
from communique.reporting.entries import RegisterCard, register_card
from communique.reporting.overview import actors_named, keys_spoken_of, pairs
from communique.serving import schemas as out
from communique.serving.desk import Desk
from communique.serving.routes.common import At, DeskDep, Lang, Limit, Offset, claims_out, named, thread_rows, today
from communique.text import fold_name

router = APIRouter(prefix="/api", tags=["register"])
_THREADS = 60
_MEETINGS = 30
_EDGES = 220
_OUTWARD = 24
"""So many relations of the one in focus are shown that lead to what no claim names with it, the most told of first."""


@router.get("/register")
def entries(
    desk: DeskDep,
    q: Annotated[str | None, Query(description="Part of any of its names.", max_length=200)] = None,
    type: Annotated[str | None, Query(description="state, body, office, person, mechanism, programme, topic…")] = None,
    spoken: Annotated[bool, Query(description="Only what documents speak of.")] = True,
    offset: Offset = 0,
    limit: Limit = 60,
    lang: Lang = "zh-Hant",
) -> out.Page[out.EntryRow]:
    """List actors, mechanisms, programmes and topics, those that documents speak of most first."""
    counts = desk.kept(lambda: _counts(desk), "spoken of")
    wanted = fold_name(q) if q else ""
    found = []
    for key in counts if spoken else {*counts, *(entry.id for entry in desk.pack.register)}:
        entry = desk.pack.register.get(key)
        if type is not None and (entry.type if entry else "actor") != type:
            continue
        names = [*entry.all_names(), *entry.short] if entry else [key.removeprefix("doc:")]
        if not wanted or any(wanted in fold_name(name) for name in names):
            found.append(key)
    found.sort(key=lambda key: (-counts.get(key, 0), key))
    items = []
    for key in found[offset : offset + limit]:
        entry = desk.pack.register.get(key)
        thing = named(desk, key, lang)
        items.append(
            out.EntryRow(
                id=key, name=thing.name, type=thing.type, country=entry.country if entry else None,
                claims=counts.get(key, 0),
            )
        )  # fmt: skip
    return out.Page(total=len(found), offset=offset, items=items)


def _counts(desk: Desk) -> dict[str, int]:
    most = 1_000_000
    counts = dict(actors_named(desk.reader, limit=most))
    for key, number in keys_spoken_of(desk.reader, limit=most):
        counts[key] = max(counts.get(key, 0), number)
    return counts


@router.get("/register/{key}")
def entry(desk: DeskDep, key: str, on: At = None, lang: Lang = "zh-Hant") -> out.EntryOut:
    """Show an actor or another thing: names, offices, relations, and the threads and meetings it has to do with."""
    known = desk.pack.register.get(key)
    surfaces = sorted({name for name, *_ in desk.reader.identities(key)})
    threads = desk.reader.threads_about(key)
    spoken = _counts_of(desk, key)
    if known is None and not surfaces and not spoken:
        raise NotInLedger(f"nothing is called {key!r} here.")
    card = register_card(known, desk.pack.register, desk.reader, on=on, today=today()) if known else None
    own = {stored.thread for stored in desk.reader.claims(actor=key, thread_kinds=["commitment", "position"])}
    further = desk.reader.threads(sorted(t for t in own if t and t not in {x.id for x in threads}))
    ordered = sorted([*threads, *further], key=lambda t: (t.key != key, -len(t.claims), t.id))
    meetings = [
        stored
        for stored in (*desk.reader.claims(actor=key, kinds=["event"]), *desk.reader.claims(key=key, kinds=["event"]))
        if stored.claim.repeat_of is None and getattr(stored.claim, "type", "") in {"meeting", "call", "visit"}
    ]
    unique = list({stored.thread or stored.claim.id: stored for stored in meetings}.values())
    unique.sort(key=lambda s: str((s.claim.time.start or s.claim.time.end) if s.claim.time else s.known_from or "9999"))
    return out.EntryOut(
        id=key,
        name=desk.name(key, lang),
        card=card.values() if card else None,
        surfaces=surfaces,
        labels=_labels(desk, card, lang) if card else {},
        threads=thread_rows(desk, ordered[:_THREADS], lang, on),
        claims=spoken,
        meetings=claims_out(desk, unique[-_MEETINGS:], lang),
    )


def _counts_of(desk: Desk, key: str) -> int:
    return desk.kept(lambda: _counts(desk), "spoken of").get(key, 0)


def _labels(desk: Desk, card: RegisterCard, lang: str) -> dict[str, out.Named]:
    keys = {tie.relation.target for tie in card.ties}
    keys |= {end for holder in (*card.holders, *card.offices) for end in (holder.person, holder.office)}
    keys |= {holder.person for _, holders in card.seats for holder in holders} | {office.id for office, _ in card.seats}
    return {key: named(desk, key, lang) for key in sorted(keys)}


@router.get("/network")
def network(
    desk: DeskDep,
    on: At = None,
    days: Annotated[int, Query(ge=1, le=36500, description="By claims of so many days up to then.")] = 730,
    focus: Annotated[str | None, Query(description="Only what has to do with this one (id).")] = None,
    register: Annotated[bool, Query(description="Also the register's relations on that day.")] = True,
    limit: Annotated[int, Query(ge=1, le=_EDGES)] = 90,
    lang: Lang = "zh-Hant",
) -> out.Network:
    """Show who has to do with whom on a day: claims that name both, and the register's relations."""
    day = on or today()
    key = ("network", day, days, focus, register, limit, lang)
    return desk.kept(lambda: _network(desk, day, days, focus, register, limit, lang), *key)


def _network(desk: Desk, day: date, days: int, focus: str | None, register: bool, limit: int, lang: str) -> out.Network:
    found = pairs(desk.reader, since=day - timedelta(days=days), until=day, focus=focus)
    edges = [
        out.Edge(one=p.one, other=p.other, type="claims", claims=p.claims, kinds=list(p.kinds)) for p in found[:limit]
    ]
    weights: dict[str, int] = {focus: 1} if focus else {}
    for edge in edges:
        for end in (edge.one, edge.other):
            weights[end] = weights.get(end, 0) + edge.claims
    left_out = max(0, len(found) - limit)
    if register:
        related, unseen = _relations(desk, day, weights, focus)
        edges += related
        left_out += unseen
    nodes = []
    for key, weight in sorted(weights.items()):
        entry = desk.pack.register.get(key)
        thing = named(desk, key, lang)
        country = entry.country if entry else None
        nodes.append(out.Node(id=key, name=thing.name, type=thing.type, country=country, weight=weight))
    return out.Network(on=day, nodes=nodes, edges=edges, left_out=left_out)


def _relations(desk: Desk, day: date, weights: dict[str, int], focus: str | None) -> tuple[list[out.Edge], int]:
    """Return the relations in force between what is shown, and how many of a focus are left out.

    Of a focus also some of those that lead elsewhere, to what is then shown too.
    """
    spoken = desk.kept(lambda: _counts(desk), "spoken of")
    made: dict[tuple[str, str, str], out.Edge] = {}
    outward: list[tuple[int, tuple[str, str, str], str]] = []
    for key in sorted(weights):
        for relation in desk.pack.register.relations(key, day):
            leads_out = relation.target not in weights
            if leads_out and key != focus:
                continue
            if relation.type.startswith(("has_", "over")) or relation.type.endswith(("ed_by",)):
                continue  # the same relation is seen from its other end
            first, second = sorted((relation.source, relation.target))
            ends = (first, second, relation.type)
            made[ends] = out.Edge(
                one=relation.source, other=relation.target, type=relation.type, claims=0, kinds=[],
                since=relation.since, until=relation.until,
            )  # fmt: skip
            if leads_out:
                outward.append((-spoken.get(relation.target, 0), ends, relation.target))
    outward.sort()
    for _, ends, _ in outward[_OUTWARD:]:
        made.pop(ends, None)
    weights.update({target: 0 for _, _, target in outward[:_OUTWARD]})
    return [made[key] for key in sorted(made)][:_EDGES], len(outward[_OUTWARD:])
