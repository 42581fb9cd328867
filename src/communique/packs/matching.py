"""Which programmes, topics and measures a clause speaks of: by a name, or by the register's ``match`` rows.

A row holds when every one of its terms occurs (``|`` separates alternatives). All terms of all rows go into one
automaton, so that a text is scanned once however large the register is. A term in Latin letters counts only as a whole
word, its plural included: RAA does not stand in AMRAAM.
"""

from __future__ import annotations

from collections import defaultdict

import ahocorasick_rs

from communique.packs.loader import Pack
from communique.text import fold

__all__ = ["KeyMatcher", "key_matcher"]


_THINGS = frozenset({"mechanism", "programme", "policy", "topic", "measure", "event", "event_series", "document"})
_NAME = 9
"""A full name says more than a row of terms: it weighs as much as so many of them."""


class KeyMatcher:
    """Finds rows of terms in folded text."""

    def __init__(self, pack: Pack) -> None:
        places: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._rows: list[tuple[str, int, int]] = []  # entry, terms, weight
        for entry in pack.register:
            named = [(name,) for name in entry.all_names() if len(name) > 2] if entry.type in _THINGS else []
            rows = [(row, len(row)) for row in entry.match] + [(row, _NAME) for row in named]
            for row, weight in rows:
                number = len(self._rows)
                self._rows.append((entry.id, len(row), weight))
                for position, term in enumerate(row):
                    for alternative in term.split("|") if weight != _NAME else (term,):
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
            if _whole(folded, start, end)
        ]

    def keys(self, hits: list[tuple[int, int, int]]) -> tuple[str, ...]:
        """Return the ids of the entries of which a row holds among ``hits``, what says it most plainly first.

        A full name comes before a row of terms, a row of more terms before one of fewer; of equal ones that which
        covers more characters, then that which stands first.
        """
        met: dict[int, dict[int, tuple[int, int]]] = defaultdict(dict)
        for start, end, index in hits:
            for number, position in self._places[index]:
                length, at = met[number].get(position, (0, start))
                met[number][position] = (max(length, end - start), min(at, start))
        found = []
        for number, positions in met.items():
            entry, terms, weight = self._rows[number]
            if len(positions) == terms:
                covered = sum(length for length, _ in positions.values())
                found.append((-weight, -covered, min(at for _, at in positions.values()), entry))
        return tuple(dict.fromkeys(entry for *_, entry in sorted(found)))


def _whole(folded: str, start: int, end: int) -> bool:
    """Say whether an occurrence is no part of a longer Latin word or number; a plural's s may follow."""
    if _latin(folded[start]) and start > 0 and _latin(folded[start - 1]):
        return False
    if not _latin(folded[end - 1]):
        return True
    after = folded[end : end + 2]
    return not after or not _latin(after[0]) or (after[0] == "s" and not _latin(after[1:]))


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


_MATCHERS: dict[str, KeyMatcher] = {}


def key_matcher(pack: Pack) -> KeyMatcher:
    """Return the compiled matcher of a pack, made once."""
    found = _MATCHERS.get(pack.digest)
    if found is None:
        found = _MATCHERS[pack.digest] = KeyMatcher(pack)
    return found
