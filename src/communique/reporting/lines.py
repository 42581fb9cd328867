"""Lines: commitments with their moves and who undertakes them, as boards ask for them and as a ledger keeps them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from communique.ledger import DocumentFacts, LedgerReader
from communique.ledger.codec import interval_from_json
from communique.ledger.standings import Step, lines_kept, steps_of
from communique.linking import Firmness, Move, Thread, moves_of
from communique.model import Claim, Factuality, Status, Tier
from communique.packs import Pack
from communique.reporting.counting import SHOWN_FROM

__all__ = ["UNDERTAKERS", "Line", "kept_lines", "line_values", "made_lines"]

UNDERTAKERS = 3
"""So many actors are named as those who undertook something."""


@dataclass(frozen=True, slots=True)
class Line:
    """A commitment with its moves; ``actors`` are those who undertake it, the most often named first.

    ``ids`` are all actors and keys of its claims that count, with the states and bodies they speak for. ``claims``
    counts those in force, ``named`` says that the register knows what it is about.
    """

    thread: Thread
    moves: tuple[Move, ...]
    actors: tuple[str, ...]
    ids: frozenset[str]
    claims: int
    named: bool


def made_lines(
    reader: LedgerReader,
    threads: Sequence[str],
    documents: dict[str, DocumentFacts],
    pack: Pack,
    *,
    hidden: bool = False,
) -> Iterator[Line]:
    """Yield the lines of those of these threads that are commitments and have a claim that counts.

    With ``hidden`` of the others too, from the claims that they have. ``documents`` gets what is known about the
    documents that are asked for and not in it.
    """
    heads = {thread.id: thread for thread in reader.heads(threads) if thread.kind == "commitment"}
    steps: dict[str, list[Step]] = {key: [] for key in heads}
    for step in steps_of(reader, sorted(heads), SHOWN_FROM):
        steps[step.thread].append(step)
    told = {step.claim.document for some in steps.values() for step in some if step.claim is not None}
    documents.update(reader.facts(sorted(told - documents.keys())))
    for key, thread in heads.items():
        counting = [step for step in steps[key] if step.sure] or (steps[key] if hidden else [])
        if not counting:
            continue
        claims: list[Claim] = [step.claim for step in steps[key] if step.claim is not None]
        unsure = {step.claim.id for step in steps[key] if step.claim is not None and not step.sure}
        named = Counter(actor for step in counting for actor in step.actors if actor != "author")
        yield Line(
            thread,
            tuple(moves_of(claims, documents, pack, unsure)),
            tuple(actor for actor, _ in sorted(named.items(), key=lambda pair: (-pair[1], pair[0]))[:UNDERTAKERS]),
            frozenset({thread.key}.union(*(step.ids for step in counting))),
            len(steps[key]),
            thread.key in pack.register,
        )


def kept_lines(reader: LedgerReader, pack: Pack, but: Container[str] = ()) -> Iterator[Line]:
    """Yield the lines that a ledger keeps, ``but`` those of some threads, as they were when it was settled."""
    for thread, kind, title, key, kept in lines_kept(reader):
        if thread in but:
            continue
        yield Line(
            Thread(thread, kind, title, key, (), ()),
            tuple(_move(*one) for one in kept["moves"]),
            tuple(kept["actors"]),
            frozenset(kept["ids"]),
            kept["claims"],
            key in pack.register,
        )


def line_values(line: Line) -> dict[str, Any]:
    """Return a line as plain values; ``kept_lines`` reads them."""
    return {
        "moves": [_move_values(move) for move in line.moves],
        "actors": list(line.actors),
        "ids": sorted(line.ids),
        "claims": line.claims,
    }


def _move_values(move: Move) -> list[Any]:
    due = move.due
    return [
        move.claim,
        move.document,
        move.at and move.at.isoformat(),
        move.published and move.published.isoformat(),
        move.tier.value,
        move.status.value,
        move.firmness.value,
        move.factuality.value,
        due and [*due.as_list(), due.precision.value],
        move.quote,
        move.confidence,
        move.sure,
    ]


def _move(
    claim: str, document: str, at: str | None, published: str | None, tier: str, status: str, firmness: str,
    factuality: str, due: Any, quote: str, confidence: float, sure: bool,
) -> Move:  # fmt: skip
    return Move(
        claim, document, _day(at), _day(published), Tier(tier), Status(status), Firmness(firmness),
        Factuality(factuality), interval_from_json(due), quote, "", confidence, sure,
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
