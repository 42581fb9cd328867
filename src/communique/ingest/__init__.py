"""The way through: files in, a ledger brought up to date out, one document at a time.

``ingest`` reads what a user names, ``reread`` what the ledger keeps, ``link`` brings the threads up to date, ``Watch``
goes through feeds and folders again and again; ``assemble`` puts the parts together. A document that fails is reported
and noted, and never holds up the others.
"""

from communique.ingest.given import Given
from communique.ingest.joining import make_threads
from communique.ingest.run import Report, Result, ingest, link, reread
from communique.ingest.watch_sources import Watched, watched
from communique.ingest.watch_state import WatchState
from communique.ingest.watching import Pacer, Watch
from communique.ingest.workings import Workings, assemble, fetcher

__all__ = [
    "Given",
    "Pacer",
    "Report",
    "Result",
    "Watch",
    "WatchState",
    "Watched",
    "Workings",
    "assemble",
    "fetcher",
    "ingest",
    "link",
    "make_threads",
    "reread",
    "watched",
]
