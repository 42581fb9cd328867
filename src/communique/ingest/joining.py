"""Bringing the threads up to date: with new documents alone where that is enough, else all of them anew.

A new document is compared with the claims that stand in the blocks of its own, so that it costs the same in a ledger of
any size. Anything else that changed (a document read again, a reviewer's decision, another version of linking or of the
pack) has everything linked anew. ``communique check`` proves that both ways give the same threads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from communique.ingest.workings import Workings
from communique.ledger import Decision, LedgerReader, LedgerWriter, Linking, StoredClaim, decisions_for_linking
from communique.ledger.linkage import claims_in_blocks, sources_of, waiting
from communique.linking import (
    DocumentInfo,
    Feature,
    Thread,
    blocks_of,
    blocks_of_features,
    copy_groups,
    feature_of,
    features_of,
    kind_of_line,
    link_block,
    thread_id,
)
from communique.model import Claim
from communique.packs import Pack

__all__ = ["join", "make_threads"]

_SHARE = 5
"""From one new document in so many on, linking everything anew costs no more."""


def join(writer: LedgerWriter, workings: Workings, before: Linking) -> bool:
    """Link what is not linked yet, as of ``before``; return ``False`` where another process came between."""
    reader = writer.reader
    added = waiting(reader) if workings.pack is not None and before.linker == workings.linker else None
    if workings.pack is not None and added and len(added) * _SHARE <= reader.size("documents")["documents"]:
        done = _add(writer, workings.pack, added, before)
        if done is not None:
            return done
    claims, documents = _claims(reader), reader.facts()
    threads = list(workings.link(claims, list(documents.values()), decisions_for_linking(reader)))
    blocks = _blocks(claims, documents, workings.pack) if workings.pack is not None else None
    return writer.replace_threads(threads, before.claims, workings.linker, copy_groups(reader.sketches()), blocks)


def make_threads(reader: LedgerReader, workings: Workings) -> list[Thread]:
    """Return the threads of a ledger's claims as linking makes them now."""
    return list(workings.link(_claims(reader), list(reader.facts().values()), decisions_for_linking(reader)))


def _claims(reader: LedgerReader) -> list[Claim]:
    """Return all claims; rejected ones too: no thread has them, but what goes on with them keeps its place."""
    return [stored.claim for stored in (*reader.claims(), *reader.rejected())]


def _blocks(claims: Sequence[Claim], documents: Mapping[str, DocumentInfo], pack: Pack) -> dict[str, tuple[str, ...]]:
    """Return the blocks of all claims that linking compares with others."""
    by_document: dict[str, list[Claim]] = {}
    for claim in claims:
        by_document.setdefault(claim.document, []).append(claim)
    found: dict[str, tuple[str, ...]] = {}
    for key, some in by_document.items():
        found.update(_compared(blocks_of(some, documents.get(key), pack)))
    return found


def _compared(blocks: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    kept = {claim: tuple(b for b in some if not b.startswith("line|")) for claim, some in blocks.items()}
    return {claim: some for claim, some in kept.items() if some}


def _add(writer: LedgerWriter, pack: Pack, added: Sequence[str], before: Linking) -> bool | None:
    """Link new documents with what they meet; ``None`` where a decision is about any of it: that needs all claims."""
    reader = writer.reader
    decided = {document for decision in decisions_for_linking(reader) for document in _documents(decision)}
    facts = reader.facts(added)
    features: list[Feature] = []
    blocks: dict[str, tuple[str, ...]] = {}
    for document in added:
        claims = [stored.claim for stored in reader.claims(documents=[document])]
        own = features_of(claims, facts.get(document), pack)
        features += own
        blocks |= _compared(blocks_of_features(own))
    new = {feature.claim.id for feature in features}
    met: set[str] = set(added)

    def members(some: Sequence[str]) -> Iterable[Feature]:
        stored = [(one, shared) for one, shared in claims_in_blocks(reader, some) if one.claim.id not in new]
        met.update(one.claim.document for one, _ in stored)
        alike = [feature for feature in features if set(feature.blocks) & set(some)]
        return [_feature(one, shared, pack) for one, shared in stored] + alike

    made = link_block(features, members, pack)
    if met & decided:
        return None
    return writer.add_threads(
        made,
        before,
        sources=sources_of(reader, added),
        blocks=blocks,
        kind_of=lambda line, counts: kind_of_line(line, counts, pack),
        id_of=thread_id,
    )


def _feature(stored: StoredClaim, shared: tuple[str, ...], pack: Pack) -> Feature:
    """Return the feature of a claim that stands in blocks of comparison, and so is on no line of work."""
    feature = feature_of(stored.claim, stored.known_from, None, "", pack)
    return replace(feature, blocks=tuple(dict.fromkeys((*feature.blocks, *shared))))


def _documents(decision: Decision) -> set[str]:
    payload = decision.payload
    further = [one for name in ("members", "others") if isinstance(some := payload.get(name), list) for one in some]
    anchors = [one for one in (payload.get("with"), *further) if isinstance(one, Mapping)]
    return {key for key in (decision.document, *(one.get("document") for one in anchors)) if isinstance(key, str)}
