"""What a report looks at: claims, their documents and threads, seen from one point of the clocks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from communique.ledger import Clock, DocumentFacts, LedgerReader, StoredClaim, names_of_actors
from communique.linking import State, Thread, moves_of, so_on, state_of
from communique.model import Claim, Document
from communique.packs import Pack
from communique.reporting.counting import unsure

__all__ = ["View", "view_from", "view_of"]


@dataclass(frozen=True, slots=True)
class View:
    """Claims by id, documents by id, threads, the pack; ``sources`` maps a document to the text it is a copy of.

    ``names`` are those that reviewers gave to actors; ``unsure`` the claims that do not count on the board.
    """

    claims: Mapping[str, Claim]
    documents: Mapping[str, Document | DocumentFacts]
    threads: Sequence[Thread]
    pack: Pack
    sources: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    unsure: frozenset[str] = frozenset()

    def members(self, thread: Thread) -> list[Claim]:
        """Return the claims of a thread that are in view, in its order."""
        return [self.claims[key] for key in thread.claims if key in self.claims]

    def counts(self, thread: Thread) -> bool:
        """Say whether a claim of a thread counts on the board: the board has it."""
        return any(claim.id not in self.unsure for claim in self.members(thread))

    def state(self, thread: Thread, on: date) -> State | None:
        """Return where the claims of a thread in view leave it on a day, None where nothing was undertaken by then."""
        return state_of(moves_of(self.members(thread), self.documents, self.pack, self.unsure), on, source=self.source)

    def had_come(self, claim: Claim, on: date | None) -> bool:
        """Say whether what a claim tells was so by a day; on no day everything is."""
        document = self.documents.get(claim.document)
        return on is None or so_on(claim, on, document.published if document is not None else None)

    @property
    def source(self) -> Callable[[str], str]:
        """Return the function from a document's id to its independent source."""
        return lambda document: self.sources.get(document, document)

    def name(self, key: str) -> str:
        """Return what a reader calls a register entry or an actor."""
        if key in self.names:
            return self.names[key]
        entry = self.pack.register.get(key)
        return entry.display() if entry is not None else key.removeprefix("doc:")


def view_of(
    reader: LedgerReader,
    pack: Pack,
    *,
    clock: Clock | None = None,
    threads: Sequence[Thread] | None = None,
    kinds: Sequence[str] = (),
    private: bool = True,
) -> View:
    """Return a view of a ledger: all of it, or only some threads or kinds of claims, as ``clock`` sees it.

    Without ``private`` the claims that reviewers marked so are left out, for what is given to others.
    """
    if threads is not None:
        ids = sorted({key for thread in threads for key in thread.claims})
        stored = list(reader.claims(ids=ids, kinds=kinds, clock=clock)) if ids else []
    else:
        stored = list(reader.claims(kinds=kinds, clock=clock))
        threads = reader.threads()
    shown = stored if private else [one for one in stored if not (one.review and one.review.private)]
    return view_from(reader, pack, shown, threads)


def view_from(reader: LedgerReader, pack: Pack, stored: Sequence[StoredClaim], threads: Sequence[Thread]) -> View:
    """Return a view of claims of a ledger, and of those of the threads that have one of them."""
    claims = {one.claim.id: one.claim for one in stored}
    documents = reader.facts(sorted({c.document for c in claims.values()}))
    shown = [thread for thread in threads if any(key in claims for key in thread.claims)]
    sources = {key: facts.source for key, facts in documents.items()}
    return View(claims, documents, shown, pack, sources, names_of_actors(reader), unsure(stored))
