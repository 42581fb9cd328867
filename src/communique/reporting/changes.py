"""What moved between two points of the clocks: states of commitments, new events, new stances, new values.

The two views may be of two days (what had been published by then) or of two states of the ledger (what it had read).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from communique.linking import State, Thread
from communique.model import Claim, Event, Factuality, Figure, Position, Role
from communique.reporting.citing import Citation, cite
from communique.reporting.layout import number_text, quoted, wrap
from communique.reporting.view import View

__all__ = ["Change", "What", "changes", "changes_json", "changes_text"]


class What(StrEnum):
    """What sort of change it is, in the order of a report."""

    MOVED = "moved"
    PAST_DUE = "due date passed"
    NEW = "new commitment"
    EVENT = "event"
    STANCE = "stance"
    FIGURE = "figure"


@dataclass(frozen=True, slots=True)
class Change:
    """A change on a thread; ``details`` name each axis with before → after; the citations prove it."""

    what: What
    thread: str
    title: str
    details: tuple[str, ...]
    citations: tuple[Citation, ...]


_CITED = 3
_SCHEDULE = {True: "past due, no report", False: "in time"}


def changes(before: View, after: View, start: date, end: date) -> list[Change]:
    """Return what moved from ``before`` (as of ``start``) to ``after`` (as of ``end``).

    ``before`` holds what was known then; claims of ``after`` that it lacks are news. A due date that passed in between
    is a change even without any news.
    """
    known = set(before.claims)
    found: list[Change] = []
    for thread in filter(after.counts, after.threads):
        members = after.members(thread)
        news = [claim for claim in members if claim.id not in known and claim.repeat_of is None]
        old = [claim for claim in members if claim.id in known and claim.id not in after.unsure]
        moved = _moved(thread, members, news, (before, after), (start, end))
        sure = [claim for claim in news if claim.id not in after.unsure]
        if moved is not None:
            found.append(moved)
        elif sure:
            found += _told(thread, old, sure, after, end)
    return sorted(found, key=lambda c: (list(What).index(c.what), c.title, c.thread))


def _moved(
    thread: Thread,
    members: Sequence[Claim],
    news: Sequence[Claim],
    views: tuple[View, View],
    days: tuple[date, date],
) -> Change | None:
    """Return the change of a thread's state, None where it has none or stands as it stood."""
    if not any(claim.kind == "commitment" for claim in members):
        return None
    then, now = (view.state(thread, day) for view, day in zip(views, days, strict=True))
    if now is None:
        return None
    fresh = {claim.id for claim in news}
    steps = [move for move in now.moves if move.claim in fresh or then is None]
    steps.sort(key=lambda m: (m.effect.startswith(("repeats", "tells")), m.claim not in now.grounds, m.at or date.min))
    cited = tuple(cite(views[1], move.claim) for move in steps[:_CITED])
    if then is None:
        return Change(What.NEW, thread.id, thread.title, (now.where, now.schedule), cited)
    details = _axes(then, now)
    if not details:
        return None
    only_time = not news and now.past_due and not then.past_due
    if not cited:
        cited = tuple(cite(views[1], m.claim) for m in now.moves if m.due == now.due)[-1:]
    return Change(What.PAST_DUE if only_time else What.MOVED, thread.id, thread.title, details, cited)


def _axes(then: State, now: State) -> tuple[str, ...]:
    pairs = (
        ("progress", then.progress.value, now.progress.value),
        ("firmness", then.firmness.value, now.firmness.value),
        ("due", str(then.due or "not stated"), str(now.due or "not stated")),
        ("schedule", _SCHEDULE[then.past_due], _SCHEDULE[now.past_due]),
        ("said otherwise by", str(len(then.beside)), str(len(now.beside))),
    )
    details = tuple(f"{axis}: {was} → {is_}" for axis, was, is_ in pairs if was != is_)
    return (*details, str(now.doubt)) if details and now.doubt is not None else details


def _told(thread: Thread, old: Sequence[Claim], news: Sequence[Claim], after: View, end: date) -> Iterator[Change]:
    """Yield new events, stances and values of a thread whose state did not change."""
    events = [c for c in news if isinstance(c, Event) and _happened(c, end)]
    if events and not any(isinstance(c, Event) for c in old):
        when = next((str(c.time) for c in events if c.time is not None), "no day stated")
        yield Change(What.EVENT, thread.id, thread.title, (events[0].type.value, when), _cited(events, after))
    had = {(holder, c.stance) for c in old if isinstance(c, Position) for holder in _holders(c)}
    stances = [c for c in news if isinstance(c, Position)]
    fresh = sorted({(holder, c.stance) for c in stances for holder in _holders(c)} - had)
    if fresh:
        shown = tuple(f"{after.name(holder)}: {stance.value}" for holder, stance in fresh)
        yield Change(What.STANCE, thread.id, thread.title, shown, _cited(stances, after))
    values = {(c.value, c.unit) for c in old if isinstance(c, Figure)}
    figures = [c for c in news if isinstance(c, Figure) and (c.value, c.unit) not in values]
    if figures:
        shown = tuple(dict.fromkeys(f"{number_text(c.value)} {c.unit}" for c in figures))
        yield Change(What.FIGURE, thread.id, thread.title, shown, _cited(figures, after))


def _happened(claim: Event, end: date) -> bool:
    if claim.factuality is Factuality.NEGATED:
        return False
    return claim.time is None or claim.time.start is None or claim.time.start <= end


def _holders(claim: Position) -> list[str]:
    return [actor.id for actor in claim.actors if actor.role is not Role.TARGET]


def _cited(claims: Sequence[Claim], view: View) -> tuple[Citation, ...]:
    return tuple(cite(view, claim.id) for claim in claims[:_CITED])


def changes_json(found: Sequence[Change]) -> Iterator[dict[str, Any]]:
    """Yield the changes as plain values."""
    for change in found:
        yield {
            "what": change.what.value,
            "thread": change.thread,
            "title": change.title,
            "details": list(change.details),
            "evidence": [citation.as_dict() for citation in change.citations],
        }


def changes_text(found: Sequence[Change], width: int = 80) -> Iterator[str]:
    """Yield the lines for a terminal, by what sort of change it is."""
    if not found:
        yield "Nothing moved."
    shown: What | None = None
    for change in found:
        if change.what is not shown:
            shown = change.what
            count = sum(c.what is shown for c in found)
            yield from ("", f"{shown.value} ({count})")
        yield from wrap(f"  {change.title}  #{change.thread[:8]}", width)
        yield from (f"      {line}" for line in wrap("; ".join(change.details), width - 6))
        for citation in change.citations[:1]:
            yield from (f"      {line}" for line in wrap(f"{quoted(citation.quote)} {citation.source}", width - 6))
