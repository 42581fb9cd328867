"""Due, timeline, figures, positions, comparisons."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query

from communique.ledger import Clock
from communique.ledger.standings import is_settled
from communique.linking import Clause, marks
from communique.model import UsageError
from communique.reporting.counting import SHOWN_FROM
from communique.reporting.diff import Comparison, compare_documents
from communique.reporting.due import due as make_due
from communique.reporting.due import due_json, due_kept
from communique.reporting.figures import figures as make_figures
from communique.reporting.figures import figures_json
from communique.reporting.overview import dated_claims, keys_spoken_of, lane_counts, threads_page
from communique.reporting.positions import By, positions_in, positions_json
from communique.reporting.selecting import threads_due
from communique.reporting.statements import Statement, compared, statements
from communique.reporting.timeline import timeline as make_timeline
from communique.reporting.timeline import timeline_json
from communique.reporting.view import View
from communique.serving import schemas as out
from communique.serving.desk import Desk
from communique.serving.routes.common import At, DeskDep, KnownBy, Lang, Limit, Offset, named, runs, today

router = APIRouter(prefix="/api", tags=["answers"])
_LANES = 14
_LINES = frozenset({"mechanism", "programme", "policy", "document", "exercise", "event", "event_series"})
"""What a lane may be about where lanes are mechanisms and programmes: no topics, measures, weapons or places."""
_Span = tuple[date | None, date | None]


@router.get("/due")
def due(
    desk: DeskDep,
    on: At = None,
    known: KnownBy = None,
    within: Annotated[
        int | None, Query(ge=0, le=36500, description="Only up to so many days on; past ones too.")
    ] = None,
    since: Annotated[date | None, Query(description="Only what is due from that day on.")] = None,
    until: Annotated[date | None, Query(description="Only what is due up to that day.")] = None,
    offset: Offset = 0,
    limit: Limit = 100,
    lang: Lang = "zh-Hant",
) -> out.DuePage:
    """Show open commitments with a due date: past and silent first, then by date. Silence is not failure."""
    day = on or today()
    span = timedelta(days=within) if within is not None else None
    found = desk.kept(lambda: _due(desk, day, known, span, lang), "due", day, known, span, lang)
    kept = [i for i in found if (since is None or i.last_day >= since) and (until is None or i.last_day <= until)]
    return out.DuePage(
        total=len(kept), offset=offset, items=kept[offset : offset + limit], on=day, past=sum(i.past_due for i in kept)
    )


def _due(desk: Desk, day: date, known: date | None, within: timedelta | None, lang: str) -> list[out.DueItem]:
    """Return what is due, with titles in a language."""
    if known is None and is_settled(desk.reader, SHOWN_FROM):
        items, _ = due_kept(desk.reader, desk.pack, day, within)
    else:
        clock = Clock(known=known)
        view = desk.kept(lambda: desk.view(threads_due(desk.reader), clock=clock), "due view", known)
        items = make_due(view, day, within)
    titles = {head.id: desk.title(head, lang) for head in desk.reader.heads(sorted({item.thread for item in items}))}
    made = []
    for item, value in zip(items, due_json(items), strict=True):
        value.pop("schedule")
        value["title"] = titles[item.thread]
        made.append(out.DueItem(**value, last_day=item.last_day, days=(item.last_day - day).days))
    return made


@router.get("/timeline")
def timeline(
    desk: DeskDep,
    lane: Annotated[str, Query(pattern="^(kind|actor|key)$", description="What makes a lane.")] = "kind",
    since: Annotated[date | None, Query(description="From that day on.")] = None,
    until: Annotated[date | None, Query(description="Up to that day.")] = None,
    known: KnownBy = None,
    planned: Annotated[bool, Query(description="Also what was only planned.")] = False,
    limit: Annotated[int, Query(ge=1, le=3000, description="Above so many, counts are given.")] = 1500,
    lang: Lang = "zh-Hant",
) -> out.TimelineAnswer:
    """Give what happened and moved in a span of days, lane by lane: each, or how many a month where they are many."""
    key = ("timeline", lane, since, until, known, planned, limit, lang)
    return desk.kept(lambda: _timeline(desk, lane, (since, until), known, planned, limit, lang), *key)


def _timeline(
    desk: Desk,
    lane: str,
    span: _Span,
    known: date | None,
    planned: bool,
    limit: int,
    lang: str,
) -> out.TimelineAnswer:
    since, until = span
    total, ids = dated_claims(desk.reader, since=since, until=until, known=known, planned=planned, most=limit)
    counts = lane_counts(desk.reader, lane, since=since, until=until, known=known, planned=planned)
    sums: Counter[str] = Counter()
    for (name, _), number in counts.items():
        if lane != "key" or desk.type_of(name) in _LINES:
            sums[name] += number
    top = [name for name, _ in sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))[:_LANES]]
    lanes = [out.Counted(**named(desk, name, lang).model_dump(), count=sums[name]) for name in top]
    months: Counter[tuple[str, str]] = Counter()
    if not ids:
        for (name, day), number in counts.items():
            if name in top:
                months[name, f"{day:%Y-%m}-01"] += number
    return out.TimelineAnswer(
        total=total,
        lanes=lanes,
        items=_items(desk, ids, lane, frozenset(top), planned) if ids else [],
        buckets=[out.Bucket(lane=n, start=m, count=c) for (n, m), c in sorted(months.items())],
        due=_due(desk, today(), known, None, lang),
    )


def _items(desk: Desk, ids: list[str], lane: str, lanes: frozenset[str], planned: bool) -> list[out.TimelineItem]:
    stored = desk.claims(ids)
    facts = desk.reader.facts(sorted({one.claim.document for one in stored.values()}))
    made = []
    for value in timeline_json(make_timeline(stored.values(), facts, planned=planned)):
        claim = stored[value["claim"]].claim
        own = {"actor": [a.id for a in claim.actors], "key": list(claim.keys)}.get(lane, [claim.kind])
        first, last = value.pop("time")
        start, end = first or last, last or first
        made.append(
            out.TimelineItem(
                **value, start=start, end=end, document=claim.document,
                lanes=[name for name in dict.fromkeys(own) if name in lanes],
            )
        )  # fmt: skip
    return made


@router.get("/figures/measures")
def measures(
    desk: DeskDep,
    q: Annotated[str | None, Query(description="Words of the title.", max_length=200)] = None,
    offset: Offset = 0,
    limit: Limit = 100,
    lang: Lang = "zh-Hant",
) -> out.Page[out.ThreadRow]:
    """List the measures that documents give values of, those with most values first."""
    total, rows = threads_page(desk.reader, kind="figure", words=q, offset=offset, limit=limit, once=True)
    found = {thread.id: thread for thread in desk.reader.threads([key for key, _ in rows])}
    items = [
        out.ThreadRow(id=key, kind="figure", title=desk.title(found[key], lang), key=found[key].key, claims=number)
        for key, number in rows
    ]
    return out.Page(total=total, offset=offset, items=items)


@router.get("/figures")
def figures(
    desk: DeskDep,
    thread: Annotated[str | None, Query(description="A measure's thread.")] = None,
    measure: Annotated[str | None, Query(description="Or its name, or words of it.", max_length=200)] = None,
    known: KnownBy = None,
) -> list[out.FigurePoint]:
    """Give a measure's values in the order of their times; estimates, bounds and ranges stay what they are."""
    if (thread is None) == (measure is None):
        raise UsageError("give either a thread or a measure.")
    if thread is not None:
        found = desk.reader.thread(thread)
        points = make_figures(desk.view([found], clock=Clock(known=known), kinds=["figure"]), found.title)
    else:
        view = desk.kept(lambda: desk.view(clock=Clock(known=known), kinds=["figure"]), "figures", known)
        points = make_figures(view, measure or "")
    return [out.FigurePoint.model_validate(value) for value in figures_json(points)]


@router.get("/topics")
def topics(desk: DeskDep, limit: Limit = 100, lang: Lang = "zh-Hant") -> list[out.Counted]:
    """List the topics that documents take positions on, the most frequent first."""
    counted = keys_spoken_of(desk.reader, ["position"], limit)
    return [out.Counted(**named(desk, key, lang).model_dump(), count=number) for key, number in counted]


@router.get("/positions")
def positions(
    desk: DeskDep,
    topic: Annotated[str, Query(description="A topic's id or name, or words of it.", max_length=200)],
    by: Annotated[By, Query(description="What makes a row.")] = By.HOLDER,
    known: KnownBy = None,
    offset: Offset = 0,
    limit: Limit = 500,
    lang: Lang = "zh-Hant",
) -> out.Page[out.Stand]:
    """Show who stands where on a topic, when, and in which words."""
    entry = desk.pack.register.get(topic)
    called, clock = entry.display() if entry else topic, Clock(known=known)
    found = desk.kept(
        lambda: positions_in(desk.reader, desk.pack, called, by, clock=clock), "positions", topic, by, known
    )
    items = []
    for value in positions_json(found[offset : offset + limit]):
        names = {field: _called(desk, value[field], lang) for field in ("holder", "state", "channel")}
        items.append(out.Stand.model_validate({**value, **names}))
    return out.Page(total=len(found), offset=offset, items=items)


def _called(desk: Desk, name: str, lang: str) -> str:
    """Return a thing's name in a language where the register knows one of that name."""
    entries = desk.pack.register.find(name)
    return entries[0].display(lang) if len(entries) == 1 else name


@router.get("/compare")
def compare(
    desk: DeskDep,
    before: Annotated[str | None, Query(description="A document's id…")] = None,
    after: Annotated[str | None, Query(description="…and another's.")] = None,
    who: Annotated[str | None, Query(description="Or an actor or mechanism: its successive statements…")] = None,
    topic: Annotated[str | None, Query(description="…on a topic.", max_length=200)] = None,
    offset: Offset = 0,
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
) -> out.Page[out.Comparison]:
    """Compare two documents clause by clause, or what somebody said one time and the next: the earliest first."""
    if before and after:
        one, other = desk.reader.document(before), desk.reader.document(after)
        return out.Page(total=1, offset=0, items=[_compared(compare_documents(one, other, desk.pack))])
    if not who:
        raise UsageError("give two documents (before, after), or an actor or mechanism (who).")
    view, told = desk.kept(lambda: _statements(desk, who, topic), "statements", who, topic)
    found = compared(view, told[offset : offset + limit + 1])
    return out.Page(total=max(0, len(told) - 1), offset=offset, items=[_compared(one) for one in found])


def _statements(desk: Desk, who: str, topic: str | None) -> tuple[View, list[Statement]]:
    kinds = ("position", "commitment")
    found = (*desk.reader.claims(actor=who, kinds=kinds), *desk.reader.claims(key=who, kinds=kinds))
    stored = {one.claim.id: one.claim for one in found}
    view = View(stored, desk.reader.facts(sorted({c.document for c in stored.values()})), (), desk.pack)
    return view, statements(view, who, topic)


def _compared(found: Comparison) -> out.Comparison:
    clauses: list[dict[str, Any]] = []
    for pair in found.pairs:
        left, right = pair.before, pair.after
        if left is not None and right is not None and pair.change.value != "same":
            sides = marks(left.text, right.text)
        else:
            sides = ([(left.text, False)] if left else [], [(right.text, False)] if right else [])
        clauses.append(
            {
                "change": pair.change.value, "why": pair.why, "likeness": round(pair.likeness, 3),
                "before": runs(sides[0]), "after": runs(sides[1]),
                "place_before": _place(left), "place_after": _place(right),
            }
        )  # fmt: skip
    counts = Counter(pair.change.value for pair in found.pairs)
    return out.Comparison(
        before=found.before, after=found.after, documents=list(found.documents), warnings=list(found.warnings),
        counts=dict(counts), clauses=[out.ComparedClause(**clause) for clause in clauses],
    )  # fmt: skip


def _place(clause: Clause | None) -> out.Place | None:
    return None if clause is None else out.Place(start=clause.start, end=clause.end, claim=clause.claim)
