"""What the program would say about words that somebody has chosen: the best claim of a kind at a place."""

from __future__ import annotations

from dataclasses import replace

from communique.extraction import document_candidates
from communique.extraction.building import Builder
from communique.extraction.candidates import Candidate, ClauseCandidates
from communique.model import Block, Claim, Document
from communique.packs import Pack

__all__ = ["propose"]

_AROUND = 3
"""Blocks before the words that are read with them, for who and what is spoken of."""


def propose(document: Document, pack: Pack, start: int, end: int, kind: str) -> Claim | None:
    """Return the claim of a kind that fits the words best, ``None`` where they say nothing of the kind.

    Its evidence is the program's own; only its fields are meant to be taken over. Only the words' blocks and a few
    before them are read.
    """
    builder = Builder(document, pack)
    best: tuple[int, Claim] | None = None
    for clause in document_candidates(_part(document, start, end), pack):
        for candidate in _of_kind(clause, kind):
            made = builder.build(candidate)
            shared = 0 if made is None else min(made.end, end) - max(made.start, start)
            if made is not None and shared > 0 and (best is None or shared > best[0]):
                best = (shared, made)
    return None if best is None else best[1]


def _part(document: Document, start: int, end: int) -> Document:
    speaking = [block for block in document.blocks if block.role.speaks]
    met = [n for n, block in enumerate(speaking) if block.start < end and start < block.end]
    kept: list[Block] = speaking[max(0, met[0] - _AROUND) : met[-1] + 1] if met else []
    return replace(document, blocks=tuple(kept))


def _of_kind(clause: ClauseCandidates, kind: str) -> list[Candidate]:
    if kind == "event":
        return clause.events
    return clause.figures if kind == "figure" else [Candidate(kind, clause.view)]
