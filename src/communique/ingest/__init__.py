"""The way through: files in, a ledger brought up to date out, one document at a time.

``ingest`` reads what a user names, ``reread`` what the ledger keeps, ``link`` brings the threads up to date;
``assemble`` puts the parts together. A document that fails is reported and noted, and never holds up the others.
"""

from communique.ingest.given import Given
from communique.ingest.run import Report, Result, ingest, link, make_threads, reread
from communique.ingest.workings import Workings, assemble

__all__ = ["Given", "Report", "Result", "Workings", "assemble", "ingest", "link", "make_threads", "reread"]
