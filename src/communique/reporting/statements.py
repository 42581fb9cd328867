"""What somebody said on a topic one time and the next: successive statements, compared in pairs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from communique.linking.lines import wider
from communique.linking.wording import of_claims
from communique.model import Claim, Commitment, Position, Role
from communique.reporting.cards import source_line
from communique.reporting.diff import Comparison, compare
from communique.reporting.view import View
from communique.text import fold_name

__all__ = ["Statement", "compared", "statements", "successive"]

Statement = tuple[date | None, str, Sequence[Claim]]
"""The day a statement was made, the document that tells it, its claims in the order of the text."""


def statements(view: View, who: str, topic: str | None = None, on: date | None = None) -> list[Statement]:
    """Return what an actor said, or a mechanism's documents say, in the order of the days; on a topic if given.

    Up to a day, if one is given.

    A document that tells what was said on two days gives two statements.
    """
    entries = {entry.id for entry in view.pack.register.find(topic)} if topic else set()
    wanted = fold_name(topic) if topic else ""
    told: dict[tuple[date | None, str], list[Claim]] = defaultdict(list)
    for claim in view.claims.values():
        if not isinstance(claim, Position | Commitment) or claim.repeat_of is not None or not view.had_come(claim, on):
            continue
        spoken_of = {*claim.keys, *(other for key in claim.keys for other in wider(key, view.pack))}
        if who not in spoken_of and who not in {a.id for a in claim.actors if a.role is not Role.TARGET}:
            continue
        if topic and not entries & set(claim.keys) and wanted not in fold_name(claim.quote):
            continue
        told[_day(view, claim), claim.document].append(claim)
    ordered = sorted(told.items(), key=lambda item: (item[0][0] or date.max, item[0][1]))
    return [(day, document, sorted(claims, key=lambda c: (c.start, c.id))) for (day, document), claims in ordered]


def _day(view: View, claim: Claim) -> date | None:
    document = view.documents.get(claim.document)
    published = document.published if document is not None else None
    day = claim.time.start or claim.time.end if claim.time is not None else None
    return day if day is not None and (published is None or day <= published) else published


def _when(day: date | None, claims: Sequence[Claim]) -> str:
    """Return when it was said, no more precisely than the documents tell."""
    told = {str(claim.time) for claim in claims if claim.time is not None and day in {claim.time.start, claim.time.end}}
    return min(told, key=lambda text: (len(text), text)) if told else str(day or "no date")


def _once(claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims of each run of words once: words may be a stance and an undertaking at the same time."""
    return list({(claim.start, claim.end): claim for claim in reversed(claims)}.values())[::-1]


def successive(view: View, who: str, topic: str | None = None, on: date | None = None) -> list[Comparison]:
    """Return each statement compared with the one before it."""
    return compared(view, statements(view, who, topic, on))


def compared(view: View, told: Sequence[Statement]) -> list[Comparison]:
    """Return each of some statements, in order, compared with the one before it."""
    found = []
    for before, after in pairwise(told):
        sides = []
        for day, document, claims in (before, after):
            source = view.documents.get(document)
            name = f"{_when(day, claims)}: {source_line(source) if source is not None else document[:12]}"
            sides.append((name, of_claims(_once(claims)), source))
        found.append(compare(sides[0], sides[1], view.pack))
    return found
