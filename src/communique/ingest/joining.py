"""Bringing the threads up to date: with new documents alone where that is enough, else all of them anew.

A new document is linked with the claims that its own reach (``linking.reaching``): what it costs depends on how many
tell the same, hardly on how large the ledger is. Anything else that changed (a document read again, a reviewer's
decision, another version of linking or of the pack) has everything linked anew, and so has a document that comes to a
thread about which a reviewer has decided. ``communique check`` proves that both ways give the same threads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from communique.ingest.workings import Workings
from communique.ledger import Decision, LedgerReader, LedgerWriter, Linking, decisions_for_linking
from communique.ledger.linkage import claims_in_blocks, lines_of_claims, lines_with_threads, sources_of, waiting
from communique.linking import (
    DocumentInfo,
    Feature,
    Thread,
    blocks_of,
    copy_groups,
    feature_of,
    features_of,
    keys_of,
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
    """Link new documents with what they reach; ``None`` where a decision is about any of it: that needs all claims."""
    reader = writer.reader
    decisions = decisions_for_linking(reader)
    if not {decision.document for decision in decisions}.isdisjoint(added):
        return None
    facts = reader.facts(added)
    features: list[Feature] = []
    blocks: dict[str, tuple[str, ...]] = {}
    for document in added:
        claims = [stored.claim for stored in reader.claims(documents=[document])]
        own = features_of(claims, facts.get(document), pack)
        features += own
        blocks |= _compared(keys_of(own))
    new = {feature.claim.id for feature in features}

    def members(some: Sequence[str]) -> Iterable[Feature]:
        stored = claims_in_blocks(reader, some)
        # what stands under keys is on no line of work
        return [feature_of(claim, published, None, "", pack) for claim, published in stored if claim.id not in new]

    made = link_block(features, members, pack)
    if _ruled_on(reader, made, decisions):
        return None
    return writer.add_threads(
        made,
        before,
        sources=sources_of(reader, added) or copy_groups(reader.sketches()),
        blocks=blocks,
        kind_of=lambda line, counts: kind_of_line(line, counts, pack),
        id_of=thread_id,
    )


def _ruled_on(reader: LedgerReader, made: Sequence[Thread], decisions: Sequence[Decision]) -> bool:
    """Say whether decisions are about claims of some threads, or part or join the lines of work that these add to."""
    moved = {key for decision in decisions if decision.verb in {"merge", "split"} for key in _meant(decision)}
    named = {key for decision in decisions if decision.verb == "rename" for key in _meant(decision)}
    if any(not (moved | named).isdisjoint(thread.claims) for thread in made):
        return True
    lines = {thread.key for thread in made if thread.on_a_line}
    touched = lines_of_claims(reader, moved) if lines and moved else set()
    # a line without a thread of its own may be one that went into another's
    return bool(touched) and not (lines_with_threads(reader, lines) - touched >= lines)


def _meant(decision: Decision) -> set[str]:
    """Return the ids of the claims that a decision about threads means today."""
    payload = decision.payload
    further = [one for name in ("members", "others") if isinstance(some := payload.get(name), list) for one in some]
    anchors = [one for one in (payload, payload.get("with"), *further) if isinstance(one, Mapping)]
    return {key for anchor in anchors if isinstance(key := anchor.get("claim"), str)}
