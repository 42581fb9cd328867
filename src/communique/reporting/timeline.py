"""The timeline: what happened and what moved, in the order of its days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from communique.ledger import DocumentFacts, StoredClaim
from communique.model import Commitment, Event, Factuality, Interval
from communique.reporting.layout import pad, quoted, wrap

__all__ = ["Entry", "timeline", "timeline_json", "timeline_text"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One day or span on the timeline: what happened, in the document's words, told by ``sources``.

    ``how`` says how the time is known: ``stated`` in the text, or ``published`` where only the report's day is known.
    """

    time: Interval
    how: str
    kind: str
    label: str
    quote: str
    claim: str
    thread: str | None
    sources: int


def timeline(
    claims: Iterable[StoredClaim],
    documents: Mapping[str, DocumentFacts],
    *,
    since: date | None = None,
    until: date | None = None,
    planned: bool = False,
) -> list[Entry]:
    """Return events and moves of commitments with their times, in order; retellings of a document are left out.

    Claims of one thread with the same time and label are one entry. ``planned`` keeps what was only planned or
    possible. Denied claims are never shown as having happened.
    """
    grouped: dict[tuple[Any, ...], list[StoredClaim]] = {}
    for stored in claims:
        claim = stored.claim
        time, how = _time(stored)
        if time is None or claim.repeat_of or claim.factuality is Factuality.NEGATED:
            continue
        if claim.factuality is not Factuality.ACTUAL and isinstance(claim, Event) and not planned:
            continue
        if (since and time.end and time.end < since) or (until and time.start and time.start > until):
            continue
        key = (time.start, time.end, how, claim.kind, _label(stored), stored.thread or claim.id)
        grouped.setdefault(key, []).append(stored)
    entries = [_entry(key, members, documents) for key, members in grouped.items()]
    return sorted(entries, key=lambda e: (e.time.start or e.time.end or date.min, e.time.end or date.max, e.claim))


def _time(stored: StoredClaim) -> tuple[Interval | None, str]:
    claim = stored.claim
    if isinstance(claim, Event) or (isinstance(claim, Commitment) and claim.time is not None):
        return claim.time, "stated"
    if isinstance(claim, Commitment) and stored.known_from is not None:
        return Interval.of_day(stored.known_from), "published"
    return None, ""


def _label(stored: StoredClaim) -> str:
    claim = stored.claim
    return claim.type.value if isinstance(claim, Event) else claim.status.value if isinstance(claim, Commitment) else ""


def _entry(key: tuple[Any, ...], members: list[StoredClaim], documents: Mapping[str, DocumentFacts]) -> Entry:
    best = max(members, key=lambda stored: (stored.claim.confidence, stored.claim.id))
    time, how = _time(best)
    assert time is not None
    sources = len({documents[stored.claim.document].source for stored in members})
    return Entry(time, how, best.claim.kind, key[4], best.claim.quote, best.claim.id, best.thread, sources)


def timeline_json(entries: Iterable[Entry]) -> Iterator[dict[str, Any]]:
    """Yield the entries as plain values."""
    for e in entries:
        yield {
            "time": e.time.as_list(), "known": e.how, "kind": e.kind, "label": e.label, "quote": e.quote,
            "claim": e.claim, "thread": e.thread, "sources": e.sources,
        }  # fmt: skip


def timeline_text(entries: Iterable[Entry], width: int = 80) -> Iterator[str]:
    """Yield the lines for a terminal: the time, what it is, the words; ``~`` marks a report's day."""
    for e in entries:
        when = ("~" if e.how == "published" else "") + str(e.time)
        lead = f"{pad(when, max(11, len(when)))} {pad(e.label, 14)} "
        rest = max(width - len(lead), 20)
        more = f" ({e.sources} sources)" if e.sources > 1 else ""
        first, *others = wrap(f"{quoted(e.quote)}{more}", rest, limit=3)
        yield lead + first
        yield from (" " * len(lead) + line for line in others)
