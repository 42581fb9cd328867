"""From a document to its claims: what extraction finds, completed from the passage in which it stands.

A clause often says less than its passage: when (``occasions``), what it is about where the sentence's other clauses
name it, and under which mechanism people meet (``linking.encounter_keys``).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from communique.extraction import extract
from communique.ingest.occasions import with_occasions
from communique.ingest.telling import Passage, passages, sentence_around
from communique.linking import encounter_keys, line_of
from communique.model import Claim, Document
from communique.packs import Pack
from communique.packs.matching import key_matcher

__all__ = ["understand"]


def understand(document: Document, pack: Pack) -> list[Claim]:
    """Return a document's claims in the order of its text; never raises on any text."""
    claims = extract(document, pack)
    told = passages(document, document.published)
    if not told:
        return claims
    claims = with_occasions(claims, document, pack, told)
    claims = [_in_sentence(claim, told, pack) for claim in claims]
    return [_with_keys(claim, encounter_keys(claim, document.published, pack)) for claim in claims]


def _in_sentence(claim: Claim, told: Sequence[Passage], pack: Pack) -> Claim:
    """Give a claim of no line of work that which its clause speaks of together with the rest of its sentence."""
    if line_of(claim, pack)[0] is not None:
        return claim
    starts = [passage.flow.block.start for passage in told]
    passage = told[max(bisect_right(starts, claim.start) - 1, 0)]
    start, end = passage.flow.index(claim.start), passage.flow.index(claim.end)
    first, last = sentence_around(passage, start)
    matcher = key_matcher(pack)
    hits = matcher.scan(passage.flow.folded[first:last])
    own = [hit for hit in hits if start <= hit[0] + first and hit[1] + first <= end]
    return _with_keys(claim, matcher.keys_with(own, hits))


def _with_keys(claim: Claim, keys: Sequence[str]) -> Claim:
    every = tuple(dict.fromkeys((*claim.keys, *keys)))
    return claim if every == claim.keys else replace(claim, keys=every)
