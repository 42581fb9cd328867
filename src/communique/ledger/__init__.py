"""The ledger: documents, claims, decisions and threads, kept so that nothing is lost and everything can be asked.

``LedgerWriter`` stores, one transaction a document; ``LedgerReader`` answers and never changes a byte. What the room
promises: the same bytes twice are one document; a killed process leaves a ledger that opens and goes on where it was;
two processes neither corrupt nor lose; ``text[start:end] == quote`` for every piece of evidence; claims of an earlier
generation are retired, not deleted; decisions are only ever added, and hold when a document is read again. ``check``
proves it. A ``Desk`` makes decisions; ``orphans`` are those that fit nothing today.
"""

from communique.ledger.check import Finding, check
from communique.ledger.decisions import Desk, find_decision
from communique.ledger.finding import Sort, Target
from communique.ledger.reader import LedgerReader
from communique.ledger.records import (
    Clock,
    Decision,
    DocumentFacts,
    Failure,
    Generation,
    Hit,
    Linking,
    Outcome,
    StoredClaim,
)
from communique.ledger.standing import (
    Orphan,
    decisions_for_linking,
    names_of_actors,
    notes_on,
    orphans,
    settings_wanted,
    unsettled,
)
from communique.ledger.writer import LedgerWriter

__all__ = [
    "Clock",
    "Decision",
    "Desk",
    "DocumentFacts",
    "Failure",
    "Finding",
    "Generation",
    "Hit",
    "LedgerReader",
    "LedgerWriter",
    "Linking",
    "Orphan",
    "Outcome",
    "Sort",
    "StoredClaim",
    "Target",
    "check",
    "decisions_for_linking",
    "find_decision",
    "names_of_actors",
    "notes_on",
    "orphans",
    "settings_wanted",
    "unsettled",
]
