"""communique: documents in, an evidence-backed ledger of alliance diplomacy out.

The rooms of the package, in the order data walks through them: ``reading`` (bytes to documents), ``language``
(text with mentions), ``extraction`` (claims), ``linking`` (threads), ``ledger`` (stored, queried), ``ingest`` (the way
through), ``reporting`` and ``serving`` (what a reader sees). ``model``, ``text`` and ``packs`` serve them all.
"""

__version__ = "0.1.0"
