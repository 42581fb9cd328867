"""Documents into claims: who did, promised, said or counted what, with the exact words.

``extract`` reads a document the way an analyst does, clause by clause under a running state of discourse. It never
raises on any text, never gives evidence that is not there, and never the same claim twice.
"""

from __future__ import annotations

from collections.abc import Iterator

from communique.extraction.building import Builder
from communique.extraction.candidates import Candidate, ClauseCandidates, clause_candidates
from communique.extraction.discourse import walk
from communique.extraction.features import genre_of
from communique.extraction.frames import frame_index
from communique.extraction.repeats import mark_repeats
from communique.extraction.scoring import KindModel
from communique.extraction.timing import NarrativeClock
from communique.extraction.views import View
from communique.extraction.voice import voice_of
from communique.language.analysis import analyse
from communique.model import Claim, Document
from communique.packs import Pack, collector_paused, once_for_each_pack

__all__ = ["EXTRACTOR", "document_candidates", "extract"]

EXTRACTOR = "communique-frames/1"
_SECOND_EVENT = 0.6  # a clause tells a second act only where its own words make it as likely as this
_TELLS = 0.65  # a clause that tells something as likely as this makes a claim, of its likeliest kind
_SHORTEST = 4  # characters of a clause that can tell anything
_LEAD = 5  # characters between subject and verb of a clause that only leads: 則在會後


@once_for_each_pack
def kind_model(pack: Pack) -> KindModel:
    """Return the compiled weights of a pack, made once."""
    return KindModel(pack.weights)


def document_candidates(document: Document, pack: Pack) -> list[ClauseCandidates]:
    """Return every clause of a document with its candidates, undecided; what fitting and ``extract`` share."""
    blocks = analyse(document, pack)
    genre = genre_of("".join(block.flow.folded for block in blocks), document.tier.value)
    views = list(walk(blocks, frame_index(pack), NarrativeClock(document, blocks), pack.register))
    for view in views:
        view.genre = genre
    return clause_candidates(views, genre)


@collector_paused()
def extract(document: Document, pack: Pack) -> list[Claim]:
    """Return the claims of a document in the order of its text."""
    model = kind_model(pack)
    builder = Builder(document, pack)
    claims: dict[str, Claim] = {}
    clauses = document_candidates(document, pack)
    builder.voice = voice_of(document, pack, [clause.view for clause in clauses])
    for clause in clauses:
        for candidate in _chosen(clause, model):
            claim = builder.build(candidate)
            if claim is not None:
                claims.setdefault(claim.id, claim)
    return mark_repeats(sorted(claims.values(), key=lambda c: (c.start, c.end, c.kind, c.id)))


def _only_leads(view: View) -> bool:
    """Say whether a clause has nothing but who says or agrees what follows: 雙方確認, 他強調."""
    last = view.triggers[-1] if view.triggers else None
    if last is None or view.last_in_sentence or last.end < view.end - 1 or last.frame.complement == "none":
        return False
    told = max((m.end for m in view.mentions if m.start < last.start), default=view.start)
    return last.start - max(told, view.start) <= _LEAD and not view.others


def _chosen(clause: ClauseCandidates, model: KindModel) -> Iterator[Candidate]:
    """Yield the candidates that become claims, with their confidence."""
    view = clause.view
    empty = "only_time" in clause.plain or view.end - view.start < _SHORTEST or _only_leads(view)
    kinds = {} if empty else model.kinds(clause.plain, clause.pairs, clause.before, clause.after)
    told = {kind for kind, chance in kinds.items() if chance >= model.threshold(kind)}
    if not told and sum(kinds.values()) >= _TELLS:  # something is told, only its kind is in doubt
        told = {max(kinds, key=lambda kind: kinds[kind])}
    for kind, chance in kinds.items():
        if kind not in told:
            continue
        if kind != "event":
            yield Candidate(kind, clause.view, confidence=chance)
            continue
        ranked = sorted(((model.single("event", e.own), e) for e in clause.events), key=lambda row: -row[0])
        for number, (likely, event) in enumerate(ranked[:2]):
            if number == 0 or likely >= _SECOND_EVENT:
                event.confidence = chance if number == 0 else min(chance, likely)
                yield event
    for figure in clause.figures:
        figure.confidence = model.single("figure", figure.own)
        if figure.confidence >= model.threshold("figure"):
            yield figure
