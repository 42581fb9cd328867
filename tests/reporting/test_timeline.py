from datetime import UTC, date, datetime

from communique.ledger import DocumentFacts, StoredClaim
from communique.model import Commitment, DateSource, Event, EventType, Evidence, Factuality, Interval, Status, Tier
from communique.reporting.timeline import timeline, timeline_text

NOW = datetime(2031, 1, 1, tzinfo=UTC)
PUBLISHED = date(2025, 4, 1)


def facts(key, source=None):
    return DocumentFacts(
        key, f"{key}.txt", None, None, None, PUBLISHED, DateSource.GIVEN, "zh-Hant", Tier.REPORT, source or key
    )


DOCUMENTS = {"d": facts("d"), "e": facts("e"), "copy": facts("copy", "d")}


def told(kind, day, words, *, document="d", **more):
    claim = kind(
        id=f"{day}{words}{document}", document=document, evidence=(Evidence(0, len(words), words),),
        time=Interval.parse(day) if day else None, **more,
    )  # fmt: skip
    return StoredClaim(claim, "t", "extractor", PUBLISHED, NOW, None)


def event(day, words, **more):
    return told(Event, day, words, type=EventType.MEETING, **more)


def test_in_order_with_sources_counted():
    entries = timeline(
        [
            event("2025-03-30", "會談"),
            event("2025-03-30", "會面", document="e"),
            event("2025-03-30", "會談", document="copy"),
            event("2024-07", "二加二會談"),
            event(None, "不知何時"),
            event("2025-05-01", "將會談", factuality=Factuality.PLANNED),
            event("2025-02-01", "並未會談", factuality=Factuality.NEGATED),
            event("2025-03-30", "又說一次", repeat_of="x"),
            told(Commitment, None, "已著手升級", status=Status.UNDER_WAY),
        ],
        DOCUMENTS,
    )
    assert [(str(e.time), e.how, e.label, e.sources) for e in entries] == [
        ("2024-07", "stated", "meeting", 1),
        ("2025-03-30", "stated", "meeting", 2),
        ("2025-04-01", "published", "under_way", 1),
    ]
    lines = list(timeline_text(entries))
    assert lines[0].startswith("2024-07") and "(2 sources)" in lines[1] and lines[2].startswith("~2025-04-01")


def test_between_two_days():
    claims = [event(day, day) for day in ("2024-07", "2025-03-30", "2025-06-01")]
    found = timeline(claims, DOCUMENTS, since=date(2024, 7, 31), until=date(2025, 3, 30))
    assert [str(entry.time) for entry in found] == ["2024-07", "2025-03-30"]


def test_what_is_planned_only_when_asked_for():
    claims = [event("2030-01-01", "將會談", factuality=Factuality.PLANNED)]
    assert timeline(claims, DOCUMENTS) == [] and len(timeline(claims, DOCUMENTS, planned=True)) == 1
