"""Which programmes, topics and measures a clause speaks of: by a name, or by the register's ``match`` rows.

A row holds when every one of its terms occurs (``|`` separates alternatives). All terms of all rows go into one
automaton, so that a text is scanned once however large the register is.
"""

from __future__ import annotations

from collections import defaultdict

import ahocorasick_rs

from communique.packs.loader import Pack
from communique.text import fold

__all__ = ["KeyMatcher", "key_matcher"]


_THINGS = frozenset({"mechanism", "programme", "policy", "topic", "measure", "event", "event_series", "document"})


class KeyMatcher:
    """Finds rows of terms in folded text."""

    def __init__(self, pack: Pack) -> None:
        places: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._rows: list[tuple[str, int]] = []
        for entry in pack.register:
            named = [(name,) for name in entry.all_names() if len(name) > 2] if entry.type in _THINGS else []
            for row in (*entry.match, *named):
                number = len(self._rows)
                self._rows.append((entry.id, len(row)))
                for position, term in enumerate(row):
                    for alternative in term.split("|"):
                        if alternative.strip():
                            places[fold(alternative.strip())].append((number, position))
        self._terms = sorted(places)
        self._places = [tuple(places[term]) for term in self._terms]
        self._automaton = ahocorasick_rs.AhoCorasick(self._terms, matchkind=ahocorasick_rs.MatchKind.Standard)

    def scan(self, folded: str) -> list[tuple[int, int, int]]:
        """Return every occurrence of every term as (start, end, term number), in order of their ends."""
        return [
            (start, end, index)
            for index, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True)
        ]

    def keys(self, hits: list[tuple[int, int, int]]) -> tuple[str, ...]:
        """Return the ids of the entries of which a row holds among ``hits``, the longest row first."""
        met: dict[int, set[int]] = defaultdict(set)
        for _, _, index in hits:
            for number, position in self._places[index]:
                met[number].add(position)
        found = [(-len(positions), self._rows[number][0]) for number, positions in met.items()
                 if len(positions) == self._rows[number][1]]  # fmt: skip
        return tuple(dict.fromkeys(key for _, key in sorted(found)))


_MATCHERS: dict[str, KeyMatcher] = {}


def key_matcher(pack: Pack) -> KeyMatcher:
    """Return the compiled matcher of a pack, made once."""
    found = _MATCHERS.get(pack.digest)
    if found is None:
        found = _MATCHERS[pack.digest] = KeyMatcher(pack)
    return found
