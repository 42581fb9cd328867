"""A claim's fields as the cells of a table that people edit: what ``export table`` writes and an import compares."""

from __future__ import annotations

from collections.abc import Iterable

from communique.ledger.records import StoredClaim
from communique.model import ActorRef, Claim, Commitment, Role

__all__ = ["EDITABLE", "TABLE", "claim_cells", "names_in_role"]

TABLE = "application/vnd.communique.table"
"""The media type of documents that are an analyst's own table."""

EDITABLE = ("action", "agents", "targets", "status", "due", "time", "subject", "verdict")
"""The cells whose change in a table is taken as a decision."""


def claim_cells(stored: StoredClaim) -> dict[str, str]:
    """Return the editable cells of a claim as texts."""
    claim = stored.claim
    verdict = stored.review.verdict if stored.review else None
    cells = {
        "agents": names_in_role(claim.actors, Role.AGENT),
        "targets": names_in_role(claim.actors, Role.TARGET),
        "time": str(claim.time) if claim.time else "",
        "verdict": verdict.value if verdict else "",
    }
    if isinstance(claim, Commitment):
        cells |= {
            "action": _line(claim.action or claim.quote),
            "subject": _line(claim.subject),
            "status": claim.status.value,
            "due": str(claim.due) if claim.due else "",
        }
    else:
        cells |= {"action": _line(claim.quote), "subject": _about(claim), "status": "", "due": ""}
    return {name: cells[name] for name in EDITABLE}


def names_in_role(actors: Iterable[ActorRef], role: Role) -> str:
    """Return the names that a document uses for the actors in a role."""
    return "、".join(dict.fromkeys(_line(actor.surface) for actor in actors if actor.role is role))


def _about(claim: Claim) -> str:
    return _line(next((str(getattr(claim, name)) for name in ("topic", "measure") if hasattr(claim, name)), ""))


def _line(text: str) -> str:
    return " ".join(text.split())
