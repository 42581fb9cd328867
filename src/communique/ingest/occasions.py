"""On what occasion something was undertaken or said: the meeting, statement or announcement that a passage tells of.

An undertaking rarely names its own day; it belongs to the encounter that its passage tells of. The text is walked
through once. An encounter with a day becomes the occasion of what follows in its paragraph, and of a later paragraph
where that names its people, both its parties, or points back to it (會後, 雙方, 聯合聲明). What a passage only refers
to (根據二月會談的共識) is none, and a caption's or heading's holds for it alone. A day named with an act in the sentence itself
(上個月宣布) comes first. What has no occasion has no time: the ledger then counts it from its publication.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from communique.ingest.telling import Passage, passages
from communique.language.zh.times import TimeExpression, TimeKind
from communique.linking import identify
from communique.model import (
    BlockRole,
    Claim,
    Commitment,
    Document,
    Event,
    EventType,
    Factuality,
    Interval,
    Position,
    Role,
)
from communique.packs import Pack
from communique.text import fold_pattern

__all__ = ["with_occasions"]

_ENCOUNTERS = frozenset({EventType.MEETING, EventType.CALL, EventType.STATEMENT, EventType.AGREEMENT, EventType.VISIT})
_SHORT = 4  # days that one encounter takes at most
_OWN = frozenset({BlockRole.CAPTION, BlockRole.HEADING})
# Words that only refer to an earlier encounter.
_BACKGROUND = re.compile(fold_pattern("根據|依據|依照|按照|基於|遵照|曾|此前|先前|稍早|前次|上次|上回|當年|時任|回顧|相較"))
# Words that point back to the joint encounter that the text tells of, or to what came of it.
_JOINT = re.compile(
    fold_pattern(
        "聯合聲明|共同聲明|聯合公報|聯合記者會|共同記者會|會後|會中|會上|會談|會晤|峰會|雙方|兩國元首|兩位|兩國|三方|三國|三位"
        "|四方|四國|兩人|與會|此次|本次|這次"
    )
)
# Acts that happen on the day named with them.
_ACT = re.compile(fold_pattern("宣布|宣佈|宣告|公布|公佈|發布|決定|拍板|達成|同意|簽署|簽訂|通過|承諾|表示|強調|重申|確認|指示|下令|提出"))
_STOP = re.compile("[。！？!?；;\n]")
_CLAUSE_END = re.compile("[，,。：:；;]")
_CLAUSE = 16  # characters behind a time in which the act that happened then is named
_BESIDE = 4  # … where the time may as well be a due date
_DAYS = frozenset({TimeKind.DATE, TimeKind.RANGE, TimeKind.RELATIVE})


@dataclass(frozen=True, slots=True)
class _Occasion:
    """An encounter: its days, and who took part as states and as persons."""

    time: Interval
    states: frozenset[str]
    persons: frozenset[str]

    @property
    def joint(self) -> bool:
        return len(self.states) > 1


def with_occasions(claims: Sequence[Claim], document: Document, pack: Pack) -> list[Claim]:
    """Return the claims in their order, undertakings and stances with the time of their occasion."""
    if not any(isinstance(claim, Commitment | Position) for claim in claims):
        return list(claims)
    walk = _Walk(document, pack)
    done: dict[str, Claim] = {}
    for claim in sorted(claims, key=lambda c: (c.start, not isinstance(c, Event), c.end, c.id)):
        done[claim.id] = walk.take(claim)
    return [done[claim.id] for claim in claims]


class _Walk:
    """What the text has told so far; ``current`` is the occasion that the passage is about, ``here`` its paragraph."""

    def __init__(self, document: Document, pack: Pack) -> None:
        self._published = document.published
        self._register = pack.register
        self._passages = passages(document, document.published)
        self._starts = [passage.flow.block.start for passage in self._passages]
        self._told: list[_Occasion] = []
        self._current: _Occasion | None = None
        self._body: _Occasion | None = None
        self._at = -1
        self._here = False

    def take(self, claim: Claim) -> Claim:
        """Return a claim with its time, and learn from it."""
        number = max(bisect_right(self._starts, claim.start) - 1, 0)
        if not self._passages:
            return claim
        self._enter(number)
        passage = self._passages[number]
        start, end = passage.flow.index(claim.start), passage.flow.index(claim.end)
        if isinstance(claim, Event):
            self._learn(claim, passage.flow.folded[_sentence(passage, start) : end])
            return claim
        if not isinstance(claim, Commitment | Position):
            return claim
        time = self._named(claim, passage, _sentence(passage, start), start, end)
        if time is None:
            time = self._occasion(claim, passage.flow.folded[_sentence(passage, start) : end])
        return claim if time == claim.time else replace(claim, time=time)

    def _enter(self, number: int) -> None:
        if number == self._at:
            return
        if self._at >= 0 and self._role(self._at) in _OWN:
            self._current = self._body
        if self._role(number) in _OWN:
            self._body = self._current
        self._at, self._here = number, False

    def _role(self, number: int) -> BlockRole:
        return self._passages[number].flow.block.role

    def _learn(self, event: Event, words: str) -> None:
        exact = event.time is not None and (event.time.days() or 99) <= _SHORT
        if event.type not in _ENCOUNTERS or not exact or event.factuality is not Factuality.ACTUAL:
            return
        assert event.time is not None
        states, persons = self._parties(event, event.time.start)
        occasion = _Occasion(event.time, states, persons)
        self._told.append(occasion)
        if not _BACKGROUND.search(words):
            self._current, self._here = occasion, True

    def _parties(self, claim: Claim, on: date | None) -> tuple[frozenset[str], frozenset[str]]:
        acting = [a for a in claim.actors if a.role is not Role.TARGET]
        who = [identify(actor, on or self._published, self._register) for actor in acting]
        states = frozenset(one.state or one.id for one in who)
        return states, frozenset(one.person for one in who if one.person)

    def _named(self, claim: Claim, passage: Passage, sentence: int, start: int, end: int) -> Interval | None:
        """Return the day that the claim's sentence names up to the claim's end; of an undertaking, the day of an act."""
        folded = passage.flow.folded
        found: Interval | None = None
        for time, days in passage.times:
            if not sentence <= time.start < end or not self._told_of(time, days):
                continue
            assert days is not None
            if isinstance(claim, Commitment):
                # a date is that of the act where the act stands beside it, else rather when the thing is due
                if _acts(folded, time.end, end, _BESIDE if days == claim.due else _CLAUSE):
                    found = days
            elif not _BACKGROUND.search(folded[sentence : time.start]):
                found = claim.time if time.start >= start and claim.time is not None else days
        return found

    def _told_of(self, time: TimeExpression, days: Interval | None) -> bool:
        """Say whether a time is one on which something has happened."""
        if days is None or days.start is None or days.end is None or time.kind not in _DAYS:
            return False
        return self._published is None or days.start <= self._published

    def _occasion(self, claim: Claim, words: str) -> Interval | None:
        states, persons = self._parties(claim, None)
        points_back = _JOINT.search(words) is not None
        if points_back and (self._current is None or not self._current.joint):
            joint = [one for one in self._told if one.joint and one.states & states]
            self._current = joint[-1] if joint else self._current
        current = self._current
        if current is None or (states and not states & current.states):
            return None
        known = bool(persons & current.persons) or (len(states) > 1 and states >= current.states)
        if not (self._here or known or (points_back and current.joint)):
            return None
        self._here = True
        return current.time


def _sentence(passage: Passage, at: int) -> int:
    """Return where the sentence begins in which a flow offset lies."""
    ends = [found.end() for found in _STOP.finditer(passage.flow.folded, 0, at)]
    return ends[-1] if ends else 0


def _acts(folded: str, start: int, end: int, reach: int) -> bool:
    """Say whether a verb of an act follows within a clause and so many characters."""
    clause = _CLAUSE_END.split(folded[start : min(end, start + reach)], maxsplit=1)[0]
    return _ACT.search(clause) is not None
