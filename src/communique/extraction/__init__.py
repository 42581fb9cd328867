"""Documents into claims: who did, promised, said or counted what, with the exact words.

``extract`` reads a document the way an analyst does, clause by clause under a running state of discourse. It never
raises on any text, never gives evidence that is not there, and never the same claim twice.
"""

from __future__ import annotations

from collections.abc import Iterator

from communique.extraction.building import Builder
from communique.extraction.candidates import Candidate, candidates
from communique.extraction.discourse import walk
from communique.extraction.features import genre_of
from communique.extraction.frames import frame_index
from communique.extraction.repeats import mark_repeats
from communique.extraction.scoring import KindModel
from communique.extraction.timing import NarrativeClock
from communique.language.analysis import analyse
from communique.model import Claim, Document
from communique.packs import Pack

__all__ = ["EXTRACTOR", "document_candidates", "extract"]

EXTRACTOR = "communique-frames/1"
_MAX_EVENTS = 2  # events told by one clause
_MODELS: dict[str, KindModel] = {}


def kind_model(pack: Pack) -> KindModel:
    """Return the compiled weights of a pack, made once."""
    found = _MODELS.get(pack.digest)
    if found is None:
        found = _MODELS[pack.digest] = KindModel(pack.weights)
    return found


def document_candidates(document: Document, pack: Pack) -> Iterator[Candidate]:
    """Yield every candidate of a document, undecided; what fitting and ``extract`` have in common."""
    blocks = analyse(document, pack)
    genre = genre_of("".join(block.flow.folded for block in blocks), document.tier.value)
    for view in walk(blocks, frame_index(pack), NarrativeClock(document, blocks)):
        yield from candidates(view, genre)


def extract(document: Document, pack: Pack) -> list[Claim]:
    """Return the claims of a document in the order of its text."""
    model = kind_model(pack)
    builder = Builder(document, pack)
    claims: dict[str, Claim] = {}
    events: dict[int, list[Candidate]] = {}
    chosen: list[Candidate] = []
    base: list[float] = []
    number = -1
    for candidate in document_candidates(document, pack):
        if candidate.view.number != number:
            number, base = candidate.view.number, model.sums(candidate.base)
        candidate.confidence = model.confidence(candidate.kind, base, candidate.own)
        if candidate.confidence < model.threshold(candidate.kind):
            continue
        if candidate.kind == "event":
            rivals = events.setdefault(candidate.view.number, [])
            rivals.append(candidate)
            if len(rivals) > _MAX_EVENTS:
                weakest = min(rivals, key=lambda c: c.confidence)
                rivals.remove(weakest)
                if weakest is candidate:
                    continue
                chosen.remove(weakest)
        chosen.append(candidate)
    for candidate in chosen:
        claim = builder.build(candidate)
        if claim is not None:
            claims.setdefault(claim.id, claim)
    ordered = sorted(claims.values(), key=lambda c: (c.start, c.end, c.kind, c.id))
    return mark_repeats(ordered)
