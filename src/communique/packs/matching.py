"""Which programmes, topics and measures a clause speaks of: by a name, or by the register's ``match`` rows.

A row holds when every one of its terms occurs (``|`` separates alternatives). All terms of all rows go into one
automaton, so that a text is scanned once however large the register is. A term in Latin letters counts only as a whole
word, its plural included: RAA does not stand in AMRAAM. A run of states counts only as a whole (the pack's words
``state-run`` say what goes on with one): 美日 does not stand in 美日韓.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from operator import itemgetter

import ahocorasick_rs

from communique.packs.compiling import once_for_each_pack
from communique.packs.loader import Pack
from communique.text import fold

__all__ = ["Hit", "KeyMatcher", "key_matcher"]


_THINGS = frozenset({"mechanism", "programme", "policy", "topic", "measure", "event", "event_series", "document"})
_LEAST = 2
_ALONE, _ANCHOR = 1, 2  # what a term leads to: an entry by itself, rows to look at
_GAP = re.compile(r" (?:(?<=\d )(?=[㐀-鿿])|(?<=[㐀-鿿] )(?=\d))")  # 1 兆美元 is 1兆美元
_FIGURE = re.compile(r"\d[㐀-鿿]|[㐀-鿿]\d")
_END = itemgetter(2)
_NAME = 9
"""A full name says more than a row of terms: it weighs as much as so many of them."""


Hit = tuple[int, int, int]
"""An occurrence of a term in a text: the term's number, start, end."""


class KeyMatcher:
    """Finds rows of terms in folded text."""

    def __init__(self, pack: Pack) -> None:
        places: dict[str, list[tuple[int, int]]] = defaultdict(list)
        named: dict[str, dict[str, None]] = defaultdict(dict)
        self._rows: list[tuple[str, int]] = []  # entry, terms
        for entry in pack.register:
            for name in entry.all_names() if entry.type in _THINGS else ():
                if len(name) > 2 and name.strip():
                    named[fold(name.strip())][entry.id] = None
            for row in entry.match:
                number = len(self._rows)
                self._rows.append((entry.id, len(row)))
                for position, term in enumerate(row):
                    for alternative in term.split("|"):
                        if alternative.strip():
                            places[fold(alternative.strip())].append((number, position))
        self._terms = sorted({*places, *named})
        self._automaton = ahocorasick_rs.AhoCorasick(self._terms, matchkind=ahocorasick_rs.MatchKind.Standard)
        self._figures = [number for number, term in enumerate(self._terms) if _FIGURE.search(term)]
        self._across = ahocorasick_rs.AhoCorasick([self._terms[number] for number in self._figures])
        letters = {fold(one) for entry in pack.register.of_type("state", "territory") for one in entry.single}
        self._states = [len(term) > 1 and letters.issuperset(term) for term in self._terms]
        # terms that count wherever they stand: no Latin letters at their ends, no run of states
        self._anywhere = [
            not (states or _latin(term[0]) or _latin(term[-1]))
            for term, states in zip(self._terms, self._states, strict=True)
        ]
        self._run = tuple(fold(word) for word in pack.words.get("state-run", ()))
        self._choices: list[list[frozenset[int]]] = self._positions(places)
        # for each term the rows that are looked at where it stands; and what it says all by itself: weight and entry
        # of each name and row that it is the whole of
        self._anchored: dict[int, list[int]] = defaultdict(list)
        self._alone: dict[int, list[tuple[int, str]]] = {
            index: [(-_NAME, entry) for entry in named[term]] for index, term in enumerate(self._terms) if term in named
        }
        # the more rows a term stands in and the shorter it is, the more often it sends for rows that do not hold
        common = [len(places.get(term, ())) / 16 ** len(term) for term in self._terms]
        for number, choices in enumerate(self._choices):
            if len(choices) < self._rows[number][1]:
                continue  # a term without a word in it: the row never holds
            if len(choices) == len(choices[0]) == 1:
                (index,) = choices[0]
                self._alone.setdefault(index, []).append((-1, self._rows[number][0]))
                continue
            # a row is looked at only where its rarest term stands: 美國 alone stands in hundreds of rows
            rarest = min(choices, key=lambda choice: sum(common[one] for one in choice))
            for index in rarest:
                self._anchored[index].append(number)
        self._leads = bytes(
            _ALONE * (index in self._alone) + _ANCHOR * (index in self._anchored) for index in range(len(self._terms))
        )

    def _positions(self, places: dict[str, list[tuple[int, int]]]) -> list[list[frozenset[int]]]:
        """Return for every row the terms that fill each of its places."""
        filled: list[dict[int, set[int]]] = [defaultdict(set) for _ in self._rows]
        for index, term in enumerate(self._terms):
            for number, position in places.get(term, ()):
                filled[number][position].add(index)
        return [[frozenset(terms) for _, terms in sorted(row.items())] for row in filled]

    def scan(self, folded: str) -> list[Hit]:
        """Return every occurrence of every term, in order of their ends.

        A space between a figure and its unit is read over.
        """
        anywhere = self._anywhere
        hits = [
            hit
            for hit in self._automaton.find_matches_as_indexes(folded, overlapping=True)
            if anywhere[hit[0]] or self._counts(folded, *hit)
        ]
        gaps = [gap.start() for gap in _GAP.finditer(folded)] if " " in folded else []
        if gaps and (divided := list(self._divided(gaps, folded))):
            hits.extend(divided)
            hits.sort(key=_END)
        return hits

    def _divided(self, gaps: list[int], folded: str) -> Iterator[Hit]:
        """Yield the occurrences that stand only where the spaces at ``gaps`` are left out."""
        closed = _GAP.sub("", folded)
        cuts = [at - number for number, at in enumerate(gaps)]
        for number, start, end in self._across.find_matches_as_indexes(closed, overlapping=True):
            before, within = bisect_right(cuts, start), bisect_right(cuts, end - 1)
            index = self._figures[number]
            if before < within and (self._anywhere[index] or self._counts(closed, index, start, end)):
                yield index, start + before, end + within

    def _counts(self, folded: str, index: int, start: int, end: int) -> bool:
        """Say whether an occurrence stands for itself, as no part of a longer word or run of states."""
        return _whole(folded, start, end) and not (self._states[index] and self._goes_on(folded, start, end))

    def _goes_on(self, folded: str, start: int, end: int) -> bool:
        """Say whether a run of states is part of a longer one."""
        return folded.startswith(self._run, end) or (start > 0 and folded[start - 1] in self._run)

    def keys(self, hits: list[Hit]) -> tuple[str, ...]:
        """Return the ids of the entries of which a row holds among ``hits``, what says it most plainly first.

        A full name comes before a row of terms, a row of more terms before one of fewer; of equal ones that which
        covers more characters, then that which stands first.
        """
        return self._told(hits, None)

    def keys_with(self, hits: list[Hit], around: list[Hit]) -> tuple[str, ...]:
        """Return the ids of the entries of which a row holds among ``hits`` together with what stands ``around`` them.

        At least two terms of a row, and half of them, must be among the hits: what stands around only completes.
        """
        return self._told([*hits, *around], {index for index, _, _ in hits})

    def _told(self, hits: list[Hit], own: set[int] | None) -> tuple[str, ...]:
        spans: dict[int, tuple[int, int]] = {}  # a term's length and first place
        found: list[tuple[int, int, int, str]] = []
        numbers: set[int] = set()
        for index, start, end in hits:
            if index not in spans:
                spans[index] = end - start, start
                leads = self._leads[index]
                if leads & _ALONE and own is None:
                    found += [(weight, start - end, start, entry) for weight, entry in self._alone[index]]
                if leads & _ANCHOR:
                    numbers.update(self._anchored[index])
        lacks = spans.keys().isdisjoint
        for number in numbers:
            choices = self._choices[number]
            if any(map(lacks, choices)) or not (own is None or self._mostly(number, own)):
                continue
            entry, terms = self._rows[number]
            met = [spans[index] for index in choices[0].intersection(spans)]
            covered = max(met)[0]
            for choice in choices[1:]:
                place = [spans[index] for index in choice.intersection(spans)]
                covered += max(place)[0]
                met += place
            found.append((-terms, -covered, min([at for _, at in met]), entry))
        found.sort()
        return tuple(dict.fromkeys([entry for *_, entry in found]))

    def _mostly(self, number: int, own: set[int]) -> bool:
        """Say whether at least two terms of a row, and half of them, are among some."""
        met = sum(not choice.isdisjoint(own) for choice in self._choices[number])
        return met >= max(_LEAST, self._rows[number][1] / 2)


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


@once_for_each_pack
def key_matcher(pack: Pack) -> KeyMatcher:
    """Return the compiled matcher of a pack, made once."""
    return KeyMatcher(pack)
