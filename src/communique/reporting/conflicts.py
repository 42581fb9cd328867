"""Where sources say otherwise, with both quotes side by side."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from communique.ledger import Clock, LedgerReader
from communique.ledger.standings import differences_kept, unsettled_threads
from communique.linking import (
    CROWD,
    Difference,
    Matter,
    Thread,
    differences,
    differences_between,
    differences_within,
    in_order,
)
from communique.packs import Pack
from communique.reporting.citing import Citation, cite
from communique.reporting.counting import SHOWN_FROM
from communique.reporting.layout import quoted, wrap
from communique.reporting.selecting import threads_due, threads_longer, threads_meeting
from communique.reporting.view import View, view_of

__all__ = [
    "Conflict",
    "all_differences",
    "cited",
    "conflicts",
    "conflicts_json",
    "conflicts_of",
    "conflicts_text",
    "difference_values",
    "differences_of",
]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A difference, the title of its thread, and what the two sources say."""

    difference: Difference
    title: str
    one: Citation
    other: Citation


def conflicts(view: View, *, on: date | None = None, reconciled: bool = False) -> list[Conflict]:
    """Return the contradictions in view; with ``reconciled`` also the differences that have an explanation."""
    found = differences(view.threads, view.claims, view.documents, view.pack, on=on)
    return cited(view, [one for one in found if reconciled or not one.reconciled])


def cited(view: View, found: Iterable[Difference]) -> list[Conflict]:
    """Return differences with what the two claims say; their threads and claims have to be in view."""
    titles = {thread.id: thread.title for thread in view.threads}
    return [Conflict(one, titles[one.thread], cite(view, one.one), cite(view, one.other)) for one in found]


def all_differences(
    reader: LedgerReader, pack: Pack, *, on: date | None = None, known: date | None = None
) -> list[Difference]:
    """Return what ``conflicts`` of a whole ledger shows, without looking at threads that cannot differ.

    What lies within a thread the ledger keeps; only of threads that have changed since is it looked for. As of other
    clocks those threads are looked at that differ now, have a due date, or are too long to be compared as a whole.
    """
    waiting = unsettled_threads(reader, bound=SHOWN_FROM)
    kept = [(thread, rows) for thread, rows in differences_kept(reader) if thread not in set(waiting)]
    meetings = threads_meeting(reader)
    if on is None and known is None:
        found = [_difference(thread, *row) for thread, rows in kept for row in rows]
        anew = view_of(reader, pack, threads=_several(reader, waiting))
        found += [one for t in anew.threads for one in differences_within(t, anew.claims, anew.documents, pack)]
        told = view_of(reader, pack, threads=reader.threads(meetings), kinds=["event"])
        return in_order([*found, *differences_between(told.threads, told.claims)])
    asked = {*waiting, *(thread for thread, _ in kept), *meetings, *threads_longer(reader, CROWD)}
    asked |= {thread.id for thread in threads_due(reader)}
    view = view_of(reader, pack, threads=_several(reader, sorted(asked), but=meetings), clock=Clock(known=known))
    return differences(view.threads, view.claims, view.documents, pack, on=on)


def differences_of(reader: LedgerReader, pack: Pack, thread: str) -> list[Difference]:
    """Return the differences within one thread, as the ledger keeps them or, where it has changed since, anew."""
    if thread not in unsettled_threads(reader, bound=SHOWN_FROM):
        return [_difference(key, *row) for key, rows in differences_kept(reader, thread) for row in rows]
    view = view_of(reader, pack, threads=reader.threads([thread]))
    return [one for t in view.threads for one in differences_within(t, view.claims, view.documents, pack)]


def _several(reader: LedgerReader, threads: Sequence[str], but: Container[str] = ()) -> list[Thread]:
    """Return those of the threads that have several claims, ``but`` some however few they have."""
    return [one for one in reader.threads(threads) if len(one.claims) > 1 or one.id in but]


def conflicts_of(reader: LedgerReader, pack: Pack, found: Sequence[Difference]) -> list[Conflict]:
    """Return differences of a ledger with what their claims say."""
    stored = list(reader.claims(ids=sorted({key for one in found for key in (one.one, one.other)})))
    documents = reader.facts(sorted({one.claim.document for one in stored}))
    threads = reader.heads(sorted({one.thread for one in found}))
    return cited(View({one.claim.id: one.claim for one in stored}, documents, threads, pack), found)


def _difference(thread: str, matter: str, one: str, other: str, reconciled: bool, why: str) -> Difference:
    return Difference(Matter(matter), thread, one, other, reconciled, why)


def difference_values(found: Difference) -> list[Any]:
    """Return a difference within a thread as plain values, to be kept with the thread."""
    return [found.matter.value, found.one, found.other, found.reconciled, found.why]


def conflicts_json(found: Sequence[Conflict]) -> Iterator[dict[str, Any]]:
    """Yield the conflicts as plain values."""
    for c in found:
        yield {
            "matter": c.difference.matter.value,
            "reconciled": c.difference.reconciled,
            "why": c.difference.why,
            "thread": c.difference.thread,
            "title": c.title,
            "one": c.one.as_dict(),
            "other": c.other.as_dict(),
        }


def conflicts_text(found: Sequence[Conflict], width: int = 80) -> Iterator[str]:
    """Yield the lines for a terminal."""
    if not found:
        yield "No contradictions between the sources."
    for c in found:
        sign = "reconciled" if c.difference.reconciled else "contradiction"
        yield from wrap(f"{c.difference.matter.value} ({sign}): {c.title}: {c.difference.why}", width)
        for citation in (c.one, c.other):
            yield from (f"    {line}" for line in wrap(f"{quoted(citation.quote)} {citation.source}", width - 4))
        yield ""
