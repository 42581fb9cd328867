"""From a document to its claims: what extraction finds, completed from the passage in which it stands.

A clause often says less than its passage: when (``occasions``), what it is about where the sentence's other clauses
name it or the event before it is meant (``carrying``), and under which mechanism people meet
(``linking.encounter_keys``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from communique.extraction import extract
from communique.ingest.carrying import carry_events, passage_of, with_keys
from communique.ingest.occasions import with_occasions
from communique.ingest.telling import Passage, passages, sentence_around
from communique.linking import ENCOUNTERS, encounter_actors, encounter_keys, line_of
from communique.model import Claim, Document, Event, Figure
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
    claims = [_as_encounter(claim, document, pack) for claim in claims]
    claims = _in_sentences(claims, told, pack)
    claims = carry_events(claims, told, pack)
    return _with_clauses(claims)


def _with_clauses(claims: Sequence[Claim]) -> list[Claim]:
    """Give figures what the other claims of their clause are about."""
    found: list[Claim] = []
    others = [claim for claim in claims if not isinstance(claim, Figure)]
    for claim in claims:
        if isinstance(claim, Figure):
            around = [one for one in others if one.start <= claim.start and claim.end <= one.end]
            claim = with_keys(claim, [key for one in around for key in one.keys])
        found.append(claim)
    return found


def _as_encounter(claim: Claim, document: Document, pack: Pack) -> Claim:
    actors = encounter_actors(claim, document.published, pack)
    if actors != claim.actors:
        countries = tuple(sorted({actor.country for actor in actors if actor.country}))
        claim = replace(claim, actors=actors, countries=countries)
    return with_keys(claim, encounter_keys(claim, document.published, pack))


def _in_sentences(claims: Sequence[Claim], told: Sequence[Passage], pack: Pack) -> list[Claim]:
    """Give claims of no line of work that which their clause speaks of together with the rest of its sentence.

    Where that could be several things, the one of the claim before; else the one that is said most plainly.
    """
    found: list[Claim] = []
    before: tuple[str, ...] = ()
    for claim in claims:
        encounter = isinstance(claim, Event) and claim.type in ENCOUNTERS
        if not encounter and line_of(claim, pack)[0] is None:
            keys = _completed(claim, told, pack)
            claim = with_keys(claim, [key for key in keys if key in before] or keys[:1])
        found.append(claim)
        before = claim.keys or before
    return found


def _completed(claim: Claim, told: Sequence[Passage], pack: Pack) -> tuple[str, ...]:
    passage = passage_of(claim, told)
    start, end = passage.flow.index(claim.start), passage.flow.index(claim.end)
    first, last = sentence_around(passage, start)
    matcher = key_matcher(pack)
    hits = matcher.scan(passage.flow.folded[first:last])
    own = [hit for hit in hits if start <= hit[1] + first and hit[2] + first <= end]
    return matcher.keys_with(own, hits)
