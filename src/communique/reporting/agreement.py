"""How far reviewers agree beyond chance: Cohen's κ of each two, Krippendorff's α of all.

Each reviewer's latest verdict on a claim counts: accept, edit or reject, taken as names without an order. Cohen's κ
(1960) is over the claims that both have judged; Krippendorff's α (2004, nominal) over those that at least two have.
Both are ``None`` where they are not defined: no claim in common, or nothing but one verdict.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

__all__ = ["Agreement", "Pair", "agreement", "agreement_text", "agreement_values"]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reviewers: claims both judged, the share judged alike, Cohen's κ."""

    one: str
    other: str
    claims: int
    alike: float
    kappa: float | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """All reviewers: claims that at least two judged, Krippendorff's α, and each two of them."""

    reviewers: tuple[str, ...]
    claims: int
    alpha: float | None
    pairs: tuple[Pair, ...]


def agreement(verdicts: Mapping[str, Mapping[str, str]]) -> Agreement:
    """Return the agreement of reviewers from the verdicts by claim and reviewer."""
    shared = {claim: said for claim, said in verdicts.items() if len(said) > 1}
    reviewers = tuple(sorted({who for said in verdicts.values() for who in said}))
    pairs = []
    for one, other in combinations(reviewers, 2):
        common = {claim: said for claim, said in shared.items() if one in said and other in said}
        if common:
            alike = sum(said[one] == said[other] for said in common.values()) / len(common)
            task = [(who, claim, said[who]) for claim, said in common.items() for who in (one, other)]
            pairs.append(Pair(one, other, len(common), alike, _figure(task, one, other)))
    rows = [(who, claim, verdict) for claim, said in shared.items() for who, verdict in said.items()]
    return Agreement(reviewers, len(shared), _figure(rows), tuple(pairs))


def _figure(rows: list[tuple[str, str, str]], *pair: str) -> float | None:
    """Return κ of a pair, or α of all, from (reviewer, claim, verdict); ``None`` where all verdicts are one."""
    if len({verdict for _, _, verdict in rows}) < 2:
        return None
    from nltk.metrics.agreement import AnnotationTask  # costs half a second, and only this needs it

    task = AnnotationTask(data=rows)
    return float(task.kappa_pairwise(*pair) if pair else task.alpha())


def agreement_values(found: Agreement) -> dict[str, Any]:
    """Return the figures as plain values."""
    return {
        "reviewers": list(found.reviewers),
        "claims": found.claims,
        "krippendorff_alpha": found.alpha,
        "pairs": [
            {"reviewers": [p.one, p.other], "claims": p.claims, "alike": p.alike, "cohen_kappa": p.kappa}
            for p in found.pairs
        ],
    }


def agreement_text(found: Agreement) -> list[str]:
    """Return the figures as lines."""
    if not found.pairs:
        return ["No claim has been judged by two reviewers yet."]
    lines = []
    for pair in found.pairs:
        figures = f"{pair.claims} claims, {pair.alike:.0%} alike, Cohen's κ {_shown(pair.kappa)}"
        lines.append(f"{pair.one} and {pair.other}: {figures}")
    return [*lines, f"all {len(found.reviewers)}: {found.claims} claims, Krippendorff's α {_shown(found.alpha)}"]


def _shown(figure: float | None) -> str:
    return "not defined (one verdict only)" if figure is None else f"{figure:.3f}"
