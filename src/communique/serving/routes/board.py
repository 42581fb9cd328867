"""The board, its facets, what moved, and the ledger's own state."""

from __future__ import annotations

import getpass
from collections import Counter
from datetime import UTC, date, datetime
from typing import Annotated

from fastapi import APIRouter, Query

from communique import __version__
from communique.linking import Column
from communique.model import Tier
from communique.reporting.changes import changes_json
from communique.reporting.news import changes_between, changes_since
from communique.reporting.overview import actors_named, keys_spoken_of, published_span, publishers
from communique.reporting.replay import Filter
from communique.reporting.review import waiting
from communique.reporting.selecting import last_reading
from communique.serving import schemas as out
from communique.serving.desk import Desk
from communique.serving.routes.common import At, DeskDep, KnownBy, Lang, Limit, Offset, board_item, named, today

router = APIRouter(prefix="/api", tags=["board"])


@router.get("/status")
def status(desk: DeskDep) -> out.Status:
    """Say what the ledger holds."""
    linking, first_last = desk.reader.linking(), desk.kept(lambda: published_span(desk.reader), "span")
    return out.Status(
        version=__version__,
        ledger=desk.ledger,
        edition=desk.edition(),
        now=datetime.now(UTC),
        behind=linking.behind,
        waiting=desk.kept(lambda: waiting(desk.reader)["waiting"], "waiting"),
        reviewer=_login(),
        published=[day.isoformat() if day else None for day in first_last],
        **desk.reader.size(),
    )


def _login() -> str | None:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return None


@router.get("/board")
def board(
    desk: DeskDep,
    on: At = None,
    known: KnownBy = None,
    since_on: Annotated[date | None, Query(description="Mark what moved since that day…")] = None,
    since_known: Annotated[date | None, Query(description="…as known by that day.")] = None,
    actor: Annotated[str | None, Query(description="Only what has to do with this actor (id).")] = None,
    key: Annotated[str | None, Query(description="Only what has to do with this programme or topic (id).")] = None,
    publisher: Annotated[str | None, Query(description="Only what this publisher tells.")] = None,
    tier: Annotated[Tier | None, Query(description="Only what a source of this tier tells.")] = None,
    column: Annotated[Column | None, Query(description="Only this column.")] = None,
    offset: Offset = 0,
    limit: Limit = 50,
    lang: Lang = "zh-Hant",
) -> out.BoardAnswer:
    """Show commitments in the columns of where they stood on a day; a page of each column."""
    day = on or today()
    since = (since_on or since_known or day, since_known) if since_on or since_known else None
    only = Filter(actor, key, publisher, tier.value if tier else None)
    replay = desk.replay()
    columns = replay.board(day, known, only=only, since=since)
    made = []
    for name, shown in columns.items():
        if column is not None and name is not column:
            continue
        compared = since is not None
        moved = sum(one.before is None or one.before.column is not name for one in shown) if compared else 0
        items = [board_item(desk, one, lang, compared) for one in shown[offset : offset + limit]]
        made.append(out.BoardColumn(column=name.value, total=len(shown), moved=moved, items=items))
    total = sum(map(len, columns.values()))
    return out.BoardAnswer(on=day, known=known, total=total, hidden=replay.hidden, columns=made)


@router.get("/board/facets")
def facets(desk: DeskDep, lang: Lang = "zh-Hant") -> out.Facets:
    """Give what the board can be filtered by, and how many moves each month has."""
    return desk.kept(lambda: _facets(desk, lang), "facets", lang)


def _facets(desk: Desk, lang: str) -> out.Facets:
    counts: Counter[str] = Counter(f"{day:%Y-%m}" for day in desk.replay().days())
    told = publishers(desk.reader)

    def counted(pairs: list[tuple[str, int]]) -> list[out.Counted]:
        return [out.Counted(**named(desk, key, lang).model_dump(), count=number) for key, number in pairs]

    return out.Facets(
        actors=counted(actors_named(desk.reader, ["commitment"], 60)),
        keys=counted(keys_spoken_of(desk.reader, ["commitment"], 60)),
        publishers=counted(told[0]),
        tiers=counted(told[1]),
        months=[out.Month(month=month, moves=number) for month, number in sorted(counts.items())],
    )


@router.get("/changes")
def changes(
    desk: DeskDep,
    first: Annotated[date | None, Query(alias="from", description="What stood on that day…")] = None,
    last: Annotated[date | None, Query(alias="to", description="…against that day; today by default.")] = None,
    since: Annotated[datetime | None, Query(description="What the ledger has read since that moment, instead.")] = None,
    since_last: Annotated[bool, Query(description="What the latest reading brought, instead.")] = False,
    offset: Offset = 0,
    limit: Limit = 50,
    lang: Lang = "zh-Hant",
) -> out.Changes:
    """Show what moved between two days, or what this ledger has read since."""
    end = last or today()
    if first is not None:
        return desk.kept(lambda: _between(desk, first, end), "changes", first, end).window(desk, offset, limit, lang)
    moment = last_reading(desk.reader) if since_last or since is None else since
    if moment is None:
        return out.Changes(total=0, offset=0, items=[], since=None, counts={})
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return desk.kept(lambda: _recorded(desk, moment, end), "changes", moment, end).window(desk, offset, limit, lang)


def _between(desk: Desk, start: date, end: date) -> _Found:
    return _Found(list(changes_json(changes_between(desk.reader, desk.pack, start, end))), start.isoformat())


def _recorded(desk: Desk, moment: datetime, day: date) -> _Found:
    return _Found(list(changes_json(changes_since(desk.reader, desk.pack, moment, day))), moment.isoformat())


class _Found:
    """All changes as plain values, of which a page is shown."""

    def __init__(self, values: list[dict[str, object]], since: str) -> None:
        self._values = values
        self._since = since

    def window(self, desk: Desk, offset: int, limit: int, lang: str) -> out.Changes:
        shown = self._values[offset : offset + limit]
        threads = desk.reader.threads(sorted({str(value["thread"]) for value in shown}))
        titles = {thread.id: desk.title(thread, lang) for thread in threads}
        items = [
            out.Change.model_validate({**value, "title": titles.get(str(value["thread"]), value["title"])})
            for value in shown
        ]
        counts = Counter(str(value["what"]) for value in self._values)
        return out.Changes(total=len(self._values), offset=offset, items=items, since=self._since, counts=dict(counts))
