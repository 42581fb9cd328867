"""Which documents speak of which things of the register: by the actors and keys of their claims in force."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import islice

from sqlalchemy import select

from communique.ledger import schema as s
from communique.ledger.reader import LedgerReader

__all__ = ["documents_speaking_of"]

_SOME = 500
"""How many keys one query asks for."""


def documents_speaking_of(reader: LedgerReader, keys: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return for each register id the ids of the documents with a claim of which it is an actor or a key.

    Keys that no document speaks of have an empty set.
    """
    c, a, k = s.claim.c, s.claim_actor.c, s.claim_key.c
    wanted = iter(dict.fromkeys(keys))
    found: dict[str, set[str]] = defaultdict(set)
    with reader.connection() as connection:
        while some := list(islice(wanted, _SOME)):
            for key, claim in ((a.actor, a.claim), (k.key, k.claim)):
                query = select(key, c.document).distinct().join(s.claim, c.row == claim)
                for one, document in connection.execute(query.where(key.in_(some), c.retired_by.is_(None))):
                    found[one].add(document)
            for one in some:
                found[one] |= set()
    return {key: frozenset(documents) for key, documents in found.items()}
