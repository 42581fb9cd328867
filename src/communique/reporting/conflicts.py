"""Where sources say otherwise, with both quotes side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from communique.linking import Difference, differences
from communique.reporting.citing import Citation, cite
from communique.reporting.layout import quoted, wrap
from communique.reporting.view import View

__all__ = ["Conflict", "conflicts", "conflicts_json", "conflicts_text"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A difference, the title of its thread, and what the two sources say."""

    difference: Difference
    title: str
    one: Citation
    other: Citation


def conflicts(view: View, *, on: date | None = None, reconciled: bool = False) -> list[Conflict]:
    """Return the contradictions in view; with ``reconciled`` also the differences that have an explanation."""
    titles = {thread.id: thread.title for thread in view.threads}
    return [
        Conflict(found, titles[found.thread], cite(view, found.one), cite(view, found.other))
        for found in differences(view.threads, view.claims, view.documents, view.pack, on=on)
        if reconciled or not found.reconciled
    ]


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
