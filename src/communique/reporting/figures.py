"""The values of a measure as a series with sources; estimates, bounds and ranges stay what they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from communique.linking import Thread
from communique.linking.quantities import bounds
from communique.model import Figure, Interval
from communique.reporting.citing import Citation, cite
from communique.reporting.layout import number_text, quoted, unit_text, wrap
from communique.reporting.view import View
from communique.text import fold_name

__all__ = ["Point", "figures", "figures_json", "figures_text"]


@dataclass(frozen=True, slots=True)
class Point:
    """One value as one document gives it, in plain units.

    ``low`` and ``top`` are what its words leave open (None: no bound on that side); ``sources`` counts independent
    documents that give the same value.
    """

    measure: str
    thread: str
    value: float
    high: float | None
    unit: str
    approximate: bool
    low: float | None
    top: float | None
    time: Interval | None
    sources: int
    citation: Citation

    @property
    def shown(self) -> str:
        """Return the value as a reader sees it."""
        upper = f"–{number_text(self.high)}" if self.high is not None else ""
        if self.top is None:
            lead = "≥ "
        elif self.low is None:
            lead = "≤ "
        else:
            lead = "about " if self.approximate else ""
        return f"{lead}{number_text(self.value)}{upper} {unit_text(self.unit)}"


def figures(view: View, measure: str, on: date | None = None) -> list[Point]:
    """Return the values of a measure, in the order of their times; up to a day, if one is given.

    ``measure`` is a register id, a name, or words of the label, the title of the thread or the quote. The same value
    for the same time is one point with several sources.
    """
    found: dict[tuple[Any, ...], list[tuple[str, Figure]]] = {}
    for thread in view.threads:
        for claim in view.members(thread):
            if not isinstance(claim, Figure) or claim.repeat_of is not None or not view.had_come(claim, on):
                continue
            if _about(claim, thread, measure, view):
                key = (thread.id, claim.value, claim.high, claim.unit, str(claim.time or _day(view, claim)))
                found.setdefault(key, []).append((thread.title, claim))
    points = [_point(view, key[0], told) for key, told in found.items()]
    return sorted(points, key=lambda p: (p.measure, _when(p), p.value, p.citation.claim))


def _about(claim: Figure, thread: Thread, measure: str, view: View) -> bool:
    entries = {entry.id for entry in view.pack.register.find(measure)}
    if entries & {thread.key.split(":")[0], *claim.keys}:
        return True
    wanted = fold_name(measure)
    return bool(wanted) and any(wanted in fold_name(text) for text in (thread.title, claim.measure, claim.quote))


def _day(view: View, claim: Figure) -> str:
    document = view.documents.get(claim.document)
    return str(document.published) if document is not None else ""


def _point(view: View, thread: str, told: Sequence[tuple[str, Figure]]) -> Point:
    title, lead = told[0]
    low, top = bounds(lead, view.pack)
    return Point(
        measure=title,
        thread=thread,
        value=lead.value,
        high=lead.high,
        unit=lead.unit,
        approximate=lead.approximate,
        low=None if low == float("-inf") else low,
        top=None if top == float("inf") else top,
        time=lead.time,
        sources=len({view.source(claim.document) for _, claim in told}),
        citation=cite(view, lead.id),
    )


def _when(point: Point) -> str:
    if point.time is not None:
        return str(point.time.start or point.time.end)
    return point.citation.published or "9999"


def figures_json(points: Sequence[Point]) -> Iterator[dict[str, Any]]:
    """Yield the points as plain values."""
    for p in points:
        yield {
            "measure": p.measure,
            "thread": p.thread,
            "value": p.value,
            "high": p.high,
            "unit": p.unit,
            "approximate": p.approximate,
            "at_least": p.low,
            "at_most": p.top,
            "time": p.time.as_list() if p.time else None,
            "sources": p.sources,
            "evidence": p.citation.as_dict(),
        }


def figures_text(points: Sequence[Point], width: int = 80) -> Iterator[str]:
    """Yield the lines for a terminal, measure by measure; ``~`` marks the day of a report where no time is told."""
    if not points:
        yield "No document gives a value."
    shown = ""
    for p in points:
        if p.measure != shown:
            shown = p.measure
            yield from wrap(shown, width)
        when = str(p.time) if p.time is not None else f"~{p.citation.published or 'no date'}"
        more = f" ({p.sources} sources)" if p.sources > 1 else ""
        yield f"  {when:<12}  {p.shown}{more}"
        yield from (f"      {line}" for line in wrap(f"{quoted(p.citation.quote)} {p.citation.source}", width - 6))
