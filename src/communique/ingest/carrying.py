"""What a claim is about by what was told just before it.

Five ways of the language carry an event over to what follows: 其中 details it with figures; 針對 sets it in front of
the sentence that speaks about it; 這次會談 points back to it; what a study 顯示 is about what it studied; and an
undertaking that follows its event in one sentence is what came of it. And an undertaking that only says when (提前到
2025年達成) is about what the clause before it speaks of. Nothing is carried farther than a paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from communique.ingest.telling import Passage, sentence_around
from communique.linking import ENCOUNTERS
from communique.model import Assessment, Claim, Commitment, Event, Figure, Position
from communique.packs import Pack
from communique.text import fold

__all__ = ["carry_events", "passage_of", "with_keys"]

_NEAR = 120  # characters between an event and what details it
_NEXT = 4  # characters between two clauses
_UNDERTAKEN = ("programme", "policy", "exercise", "event", "event_series", "document", "body", "topic")


def carry_events(claims: Sequence[Claim], told: Sequence[Passage], pack: Pack) -> list[Claim]:
    """Return the claims in their order, with the events that they are about among their keys."""
    found: list[Claim] = []
    carry = _Carry(told, pack)
    for claim in claims:
        found.append(with_keys(claim, carry.keys(claim)))
        carry.learn(found[-1])
    return found


class _Carry:
    def __init__(self, told: Sequence[Passage], pack: Pack) -> None:
        self._told = told
        self._pack = pack
        self._event: Event | None = None
        self._encounter: Event | None = None
        self._before: Claim | None = None
        words = pack.words
        self._of_which = tuple(fold(word) for word in words.get("of-which", ()))
        self._concerning = tuple(fold(word) for word in words.get("concerning", ()))
        self._shows = tuple(fold(word) for word in words.get("shows", ()))
        self._this = tuple(fold(word) for word in words.get("this-encounter", ()))
        only_when = sorted({fold(word) for word in words.get("only-when", ())}, key=lambda word: (-len(word), word))
        self._only_when = re.compile("|".join((r"\W", *map(re.escape, only_when))))

    def learn(self, claim: Claim) -> None:
        if claim.keys:
            self._before = claim
        if isinstance(claim, Event):
            self._event = claim
            if claim.type in ENCOUNTERS:
                self._encounter = claim

    def keys(self, claim: Claim) -> tuple[str, ...]:
        """Return what the event before a claim gives it."""
        if isinstance(claim, Event):
            return ()
        passage = passage_of(claim, self._told)
        found: list[str] = []
        if self._event is not None and passage_of(self._event, self._told) is passage:
            found += self._from_event(claim, self._event, passage)
        told = self._encounter
        if told is not None and passage_of(told, self._told) is passage and self._points_back(claim):
            found += self._things(told, "event", "mechanism")
        if self._before is not None and isinstance(claim, Commitment) and not claim.keys and not found:
            found += self._from_clause_before(claim, self._before, passage)
        return tuple(found)

    def _from_clause_before(self, claim: Commitment, before: Claim, passage: Passage) -> tuple[str, ...]:
        """Return what the clause before is about, where a claim has no words but those that say when."""
        if not 0 <= claim.start - before.end <= _NEXT:
            return ()
        start, end = passage.flow.index(claim.start), passage.flow.index(claim.end)
        first, _ = sentence_around(passage, start)
        if passage.flow.index(before.start) < first:
            return ()
        words = list(passage.flow.folded[start:end])
        for time, _ in passage.times:
            for at in range(max(time.start, start), min(time.end, end)):
                words[at - start] = " "
        return () if self._only_when.sub("", "".join(words)) else self._things(before, *_UNDERTAKEN)

    def _points_back(self, claim: Claim) -> bool:
        return any(word in fold(claim.quote) for word in self._this)

    def _from_event(self, claim: Claim, event: Event, passage: Passage) -> tuple[str, ...]:
        at, before = passage.flow.index(claim.start), passage.flow.index(event.start)
        first, last = sentence_around(passage, at)
        same = first <= before < last
        if isinstance(claim, Figure):
            detailed = passage.flow.folded.startswith(self._of_which, first) and claim.start - event.end <= _NEAR
            return self._things(event, "exercise", "event", "programme", "mechanism") if detailed and not same else ()
        if same and isinstance(claim, Position) and self._sets_out(event):
            return self._things(event, "event", "event_series")
        if same and isinstance(claim, Assessment | Position) and fold(event.quote).endswith(self._shows):
            return self._things(event, "event", "topic", "document")
        if same and isinstance(claim, Commitment) and 0 <= claim.start - event.end <= _NEXT:
            return self._things(event, "event")
        return ()

    def _sets_out(self, event: Event) -> bool:
        return any(word in fold(event.quote)[:_NEXT] for word in self._concerning)

    def _things(self, told: Claim, *types: str) -> tuple[str, ...]:
        entries = [entry for key in told.keys if (entry := self._pack.register.get(key)) is not None]
        return tuple(entry.id for entry in entries if entry.type in types)


def passage_of(claim: Claim, told: Sequence[Passage]) -> Passage:
    """Return the passage in which a claim begins."""
    starts = [passage.flow.block.start for passage in told]
    return told[max(bisect_right(starts, claim.start) - 1, 0)]


def with_keys(claim: Claim, keys: Sequence[str]) -> Claim:
    """Return a claim with further keys behind its own."""
    every = tuple(dict.fromkeys((*claim.keys, *keys)))
    return claim if every == claim.keys else replace(claim, keys=every)
