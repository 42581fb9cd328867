"""How the wording of one thread went: each statement beside the one before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from communique.linking import Change, align, marks, of_claims
from communique.model import Claim
from communique.reporting.citing import Citation, cite
from communique.reporting.view import View
from communique.text import fold

__all__ = ["Step", "wordings"]

Runs = Sequence[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Step:
    """Two successive wordings: how the later one differs, why, and both as runs (text, whether it differs)."""

    before: Citation
    after: Citation
    change: Change
    why: str
    runs: tuple[Runs, Runs]


def wordings(view: View, claims: Sequence[Claim]) -> Iterator[Step]:
    """Yield the steps between the wordings of successive documents; the same words again are no step.

    ``claims`` are a thread's, in order; of each document the first one that is no repetition speaks.
    """
    first: dict[str, Claim] = {}
    for claim in claims:
        if claim.repeat_of is None:
            first.setdefault(claim.document, claim)
    for one, other in pairwise(first.values()):
        if fold(one.quote) == fold(other.quote):
            continue
        pairs = align(of_claims([one]), of_claims([other]), view.pack)
        paired = next((p for p in pairs if p.before is not None and p.after is not None), None)
        change, why = (paired.change, paired.why) if paired is not None else (Change.REWORDED, "")
        yield Step(cite(view, one.id), cite(view, other.id), change, why, marks(one.quote, other.quote))
