"""What reviewers accepted as gold for the scorer, so that a team can measure the program on its own documents.

In the folder: ``texts/`` with the documents' texts, ``gold/`` with a file of gold claims for each, and ``claims.jsonl``
with what the program read in them, untouched by decisions. Accepted, edited and added claims must be found; rejected
ones are false alarms; what nobody has judged is optional, and counts neither way. Analysts' own tables are left out,
as the program reads no claims in them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from communique.ledger import LedgerReader, StoredClaim
from communique.ledger.cells import TABLE
from communique.linking import Verdict
from communique.packs import Register
from communique.reporting.claims import claim_record, write_jsonl

__all__ = ["GoldCount", "write_gold"]

_OWN = ("type", "place", "action", "subject", "status", "due", "stance", "topic", "measure", "value", "unit")


@dataclass(frozen=True, slots=True)
class GoldCount:
    """How many documents and claims a gold folder has: required, rejected, and not judged."""

    documents: int
    required: int
    rejected: int
    optional: int


def write_gold(reader: LedgerReader, register: Register, folder: Path, *, private: bool = False) -> GoldCount:
    """Write the gold of all documents with a verdict into a folder; raises ``OSError`` where it cannot be written."""
    every = [*reader.claims(), *reader.rejected()]
    stored = [one for one in every if private or not (one.review and one.review.private)]
    judged = sorted({one.claim.document for one in stored if one.review and one.review.verdict})
    for name in ("texts", "gold"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    documents = [one for one in reader.documents(judged) if one.media_type != TABLE]
    judged = [one.id for one in documents]
    facts = reader.facts(judged)
    counts = [0, 0, 0]
    for document in documents:
        own = sorted((o for o in stored if o.claim.document == document.id), key=lambda o: (o.claim.start, o.claim.id))
        name = document.id[:12]
        (folder / "texts" / f"{name}.txt").write_text(document.text, encoding="utf-8", newline="")
        lines: list[str] = []
        for one in own:
            verdict = one.review.verdict if one.review else None
            counts[0 if verdict is Verdict.ACCEPTED else 1 if verdict else 2] += 1
            if verdict is not Verdict.REJECTED:
                record = _gold(one, claim_record(one, facts[document.id], register), f"{name}-{len(lines) + 1}")
                lines.append(json.dumps(record, ensure_ascii=False))
        (folder / "gold" / f"{name}.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    with (folder / "claims.jsonl").open("w", encoding="utf-8") as stream:
        write_jsonl((_as_read(one, claim_record(one, facts[one.claim.document], register))
                     for one in reader.as_read(judged)), stream)  # fmt: skip
    return GoldCount(len(judged), *counts)


def _gold(stored: StoredClaim, record: dict[str, Any], key: str) -> dict[str, Any]:
    gold: dict[str, Any] = {
        "id": key,
        "kind": record["kind"],
        "evidence": stored.claim.evidence[0].quote,
        "actors": [{"names": actor["names"], "role": actor["role"]} for actor in record["actors"]],
        **{name: record[name] for name in ("countries", "time", "factuality", "said_by")},
        "gloss": " ".join(stored.claim.quote.split()),
        **{name: record[name] for name in _OWN if name in record},
    }
    judged = stored.review is not None and stored.review.verdict is not None
    return gold if judged else gold | {"optional": True}


def _as_read(stored: StoredClaim, record: dict[str, Any]) -> dict[str, Any]:
    return record | {"document": record["document"] | {"path": f"{stored.claim.document[:12]}.txt"}}
