from datetime import UTC, date, datetime

import pytest

from communique.ledger import StoredClaim
from communique.model import Commitment, Event, EventType, Evidence, Factuality, Interval, Status
from communique.reporting.standing import Column, standing
from communique.reporting.timeline import timeline, timeline_text

NOW = datetime(2031, 1, 1, tzinfo=UTC)


def stored(claim, published):
    return StoredClaim(claim, "t", "extractor", published, NOW, None)


def move(status, published, due=None, factuality=Factuality.PLANNED, **more):
    day = date.fromisoformat(published)
    evidence = (Evidence(0, 4, f"第{published}號"),)
    claim = Commitment(
        id=f"{published}{status}", document=published, evidence=evidence, status=Status(status),
        due=due and Interval.parse(due), factuality=factuality, **more,
    )  # fmt: skip
    return stored(claim, day)


@pytest.mark.parametrize(
    ("moves", "on", "column"),
    [
        ([("proposed", "2024-01-01")], "2026-01-01", Column.PROPOSED),
        ([("agreed", "2024-01-01")], "2026-01-01", Column.AGREED),
        ([("agreed", "2024-01-01"), ("proposed", "2024-02-01")], "2026-01-01", Column.AGREED),
        ([("agreed", "2024-01-01"), ("under_way", "2025-03-30"), ("agreed", "2025-10-29")], "2026-01-01", Column.UNDER_WAY),
        ([("agreed", "2024-01-01"), ("under_way", "2025-03-30")], "2024-12-31", Column.AGREED),
        ([("agreed", "2024-01-01"), ("completed", "2025-03-24"), ("reaffirmed", "2025-05-01")], "2026-01-01", Column.COMPLETED),
        ([("under_way", "2024-01-01"), ("suspended", "2025-01-01")], "2026-01-01", Column.STOPPED),
        ([("reversed", "2025-01-01"), ("under_way", "2025-02-01")], "2026-01-01", Column.UNDER_WAY),
        ([("reversed", "2025-01-01"), ("reaffirmed", "2025-02-01")], "2026-01-01", Column.STOPPED),
        ([("agreed", "2023-01-11", "/2025-12-31")], "2025-12-31", Column.AGREED),
        ([("agreed", "2023-01-11", "/2025-12-31")], "2026-01-01", Column.SILENT),
        ([("agreed", "2022-01-01", "2027"), ("accelerated", "2025-11-01", "2025")], "2026-06-01", Column.SILENT),
        ([("agreed", "2023-01-11", "2024"), ("completed", "2024-06-01")], "2026-01-01", Column.COMPLETED),
    ],
)
def test_the_column_of_a_commitment(moves, on, column):
    state = standing([move(*one) for one in moves], date.fromisoformat(on))
    assert state is not None and state.column is column and state.overdue is (column is Column.SILENT)


def test_what_was_denied_or_not_yet_published_does_not_count():
    denied = move("agreed", "2024-01-01", factuality=Factuality.NEGATED)
    later = move("agreed", "2025-01-01")
    assert standing([denied, later], date(2024, 6, 1)) is None


def test_the_last_move_is_not_a_mere_reaffirmation():
    state = standing([move("accelerated", "2024-01-01"), move("reaffirmed", "2024-02-01")], date(2025, 1, 1))
    assert state is not None
    assert (state.last_move, state.last_report) == (Status.ACCELERATED, date(2024, 2, 1))


def event(day, words, *, factuality=Factuality.ACTUAL, document="d", **more):
    claim = Event(
        id=f"{day}{words}{document}", document=document, evidence=(Evidence(0, len(words), words),), type=EventType.MEETING,
        time=Interval.parse(day) if day else None, factuality=factuality, **more,
    )  # fmt: skip
    return stored(claim, date(2025, 4, 1))


def test_the_timeline_is_in_order_and_counts_sources():
    entries = timeline(
        [
            event("2025-03-30", "會談"),
            event("2025-03-30", "會面", document="e"),
            event("2024-07", "二加二會談"),
            event(None, "不知何時"),
            event("2025-05-01", "將會談", factuality=Factuality.PLANNED),
            event("2025-02-01", "並未會談", factuality=Factuality.NEGATED),
            event("2025-03-30", "又說一次", repeat_of="x"),
            move("under_way", "2025-03-31"),
        ]
    )
    assert [(str(e.time), e.how, e.label, e.sources) for e in entries] == [
        ("2024-07", "stated", "meeting", 1), ("2025-03-30", "stated", "meeting", 2), ("2025-03-31", "published", "under_way", 1),
    ]  # fmt: skip
    lines = list(timeline_text(entries))
    assert lines[0].startswith("2024-07") and "(2 sources)" in lines[1] and lines[2].startswith("~2025-03-31")


def test_the_timeline_between_two_days():
    claims = [event(day, day) for day in ("2024-07", "2025-03-30", "2025-06-01")]
    found = timeline(claims, since=date(2024, 7, 31), until=date(2025, 3, 30))
    assert [str(entry.time) for entry in found] == ["2024-07", "2025-03-30"]
    assert len(timeline([event("2030-01-01", "將會談", factuality=Factuality.PLANNED)], planned=True)) == 1
