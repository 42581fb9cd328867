"""On what occasion something was undertaken or said: the meeting, statement or announcement that a passage tells of.

An undertaking rarely names its own day; it belongs to the encounter that its passage tells of. The text is walked
through once. An encounter told with a day becomes the occasion of what follows in its paragraph, and of a later
paragraph where that names its people, all its parties, or points back to it (會後, 雙方, 聯合聲明). What a passage
only refers to (根據二月會談的共識) is none, and a caption's or heading's holds for it alone. A day named with an act in
the sentence itself (上個月宣布) comes first. What has no occasion has no time: the ledger then counts it from its
publication.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from communique.ingest.telling import Passage, sentence_start
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
    Tier,
)
from communique.packs import Pack
from communique.text import fold, fold_pattern

__all__ = ["with_occasions"]

_ENCOUNTERS = frozenset({EventType.MEETING, EventType.CALL, EventType.STATEMENT, EventType.AGREEMENT})
_SHORT = 4  # days that one encounter takes at most
_OWN = frozenset({BlockRole.CAPTION, BlockRole.HEADING})
# Words that only refer to something earlier.
_BACKGROUND = re.compile(
    fold_pattern("根據|依據|依照|按照|基於|遵照|曾|此前|先前|稍早|前次|上次|上回|當年|時任|回顧|相較")
)
_AFTERWARDS = re.compile(fold_pattern("(?:會談|會晤|會面|峰會|會議|通話|訪問)(?:之|以)?後"))
# Words that point back to the joint encounter that the text tells of, or to what came of it.
_DEICTIC = re.compile(
    fold_pattern(
        "聯合聲明|共同聲明|聯合公報|聯合記者會|共同記者會|會後|會中|會上|會談後|會談中|雙方|兩位|三位|兩人|與會|此次|本次|這次"
    )
)
_JOINT = re.compile(f"{_DEICTIC.pattern}|{fold_pattern('會談|會晤|峰會')}")
_MEET = "會談|會晤|會面|峰會|通話|通電話|舉行|召開|進行|舉辦|邀請"
# Acts that happen on the day named with them; the first without those words that as well announce what is to come.
_ACT = re.compile(
    fold_pattern(
        "宣布|宣佈|宣告|公布|公佈|發布|決定|拍板|達成|同意|簽署|簽訂|通過|承諾|表示|強調|重申|確認|指示|下令|提出"
    )
)
_ACT_OR_MEETING = re.compile(f"{_ACT.pattern}|{fold_pattern(_MEET)}")
_MEETING = re.compile(fold_pattern("會談|會晤|會面|峰會|通話|通電話|記者會"))
_CLAUSE_END = re.compile("[，,。：:；;]")
_CLAUSE = 16  # characters behind a time in which the act that happened then is named
_BESIDE = 4  # … where the time may as well be a due date
_CODE = 3  # letters of a state's code (ISO 3166-1 alpha-3); organisations have other ids
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


def with_occasions(claims: Sequence[Claim], document: Document, pack: Pack, told: Sequence[Passage]) -> list[Claim]:
    """Return the claims in their order, those that name no day of their own with that of their occasion.

    ``told`` are the document's passages (``telling.passages``), at least one.
    """
    if not any(isinstance(claim, Commitment | Position) for claim in claims):
        return list(claims)
    walk = _Walk(document, pack, told)
    done: dict[str, Claim] = {}
    for claim in sorted(claims, key=lambda c: (c.start, not isinstance(c, Event), c.end, c.id)):
        done[claim.id] = walk.take(claim)
    return [done[claim.id] for claim in claims]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a claim stands in its passage: its sentence's beginning, its own beginning and end, in the flow."""

    passage: Passage
    sentence: int
    start: int
    end: int

    @property
    def words(self) -> str:
        """Return the sentence up to the claim's end."""
        return self.passage.flow.folded[self.sentence : self.end]


class _Near(Enum):
    """How a paragraph of a report stands to the last one that told of the occasion."""

    NOT = "it may be about something else"
    NEXT = "right behind it"
    LATER = "behind it with a heading or caption between"


class _Walk:
    """What the text has told so far; ``current`` is what the passage is about, ``here`` says so of its paragraph."""

    def __init__(self, document: Document, pack: Pack, told: Sequence[Passage]) -> None:
        self._published = document.published
        self._register = pack.register
        self._passages = told
        self._starts = [passage.flow.block.start for passage in self._passages]
        self._told: list[_Occasion] = []
        self._current: _Occasion | None = None
        self._body: _Occasion | None = None
        self._at = -1
        self._here = False
        self._paragraph, self._told_there = -1, False
        self._goes_on = _Near.NOT
        self._essay = document.tier is Tier.COMMENTARY

    def take(self, claim: Claim) -> Claim:
        """Return a claim with its time, and learn from it."""
        if not isinstance(claim, Event | Commitment | Position):
            return claim
        number = max(bisect_right(self._starts, claim.start) - 1, 0)
        self._enter(number)
        passage = self._passages[number]
        start, end = passage.flow.index(claim.start), passage.flow.index(claim.end)
        place = _Place(passage, sentence_start(passage, start), start, end)
        named = self._named(claim, place)
        if isinstance(claim, Event):
            return self._event(claim, place, named)
        self._learn(claim, place, named)
        if named is None:
            named = self._occasion(claim, place.words, dated=self._dated(claim, place))
        return claim if named == claim.time else replace(claim, time=named)

    def _dated(self, claim: Claim, place: _Place) -> bool:
        """Say whether the sentence names another time; that something is due shortly does not count."""
        vague = {TimeKind.VAGUE, TimeKind.DURATION} if isinstance(claim, Commitment) else {TimeKind.DURATION}
        times = [time for time, days in place.passage.times if place.sentence <= time.start < place.end]
        due = claim.due if isinstance(claim, Commitment) else None
        return due is None and any(time.kind not in vague for time in times)

    def _enter(self, number: int) -> None:
        if number == self._at:
            return
        if self._at >= 0 and self._role(self._at) in _OWN:
            self._current = self._body
        elif self._at >= 0:
            self._paragraph, self._told_there = self._at, self._here
        if self._role(number) in _OWN:
            self._body, self._goes_on = self._current, _Near.NOT
        elif self._essay or not self._told_there:
            self._goes_on = _Near.NOT
        else:
            self._goes_on = _Near.NEXT if number == self._paragraph + 1 else _Near.LATER
        self._at, self._here = number, False

    def _role(self, number: int) -> BlockRole:
        return self._passages[number].flow.block.role

    def _event(self, event: Event, place: _Place, named: Interval | None) -> Claim:
        """Learn from an encounter told with a day; give one without any the day of the occasion it points back to."""
        if event.type not in _ENCOUNTERS or event.factuality is not Factuality.ACTUAL:
            return event
        if named is not None:
            self._learn(event, place, event.time or named)
        if any(place.sentence <= time.start < place.end for time, _ in place.passage.times):
            return event
        time = self._occasion(event, place.words, dated=False) if _DEICTIC.search(place.words) else None
        return event if time is None or time == event.time else replace(event, time=time)

    def _learn(self, claim: Claim, place: _Place, time: Interval | None) -> None:
        """Take note of an encounter with exact days, whether it is itself a claim or others in its sentence are."""
        if time is None or (time.days() or 99) > _SHORT or (self._told and self._told[-1].time == time and self._here):
            return
        told = claim.quote if isinstance(claim, Event) else place.words
        if _AFTERWARDS.search(fold(told)) or not (isinstance(claim, Event) or _MEETING.search(told)):
            return
        states, persons = self._parties(claim)
        occasion = _Occasion(time, states, persons)
        self._told.append(occasion)
        if not _BACKGROUND.search(fold(claim.quote) if isinstance(claim, Event) else place.words):
            self._current, self._here = occasion, True

    def _names(self, occasion: _Occasion, persons: frozenset[str], words: str) -> bool:
        """Say whether a claim or its sentence names somebody of the occasion."""
        entries = [entry for key in occasion.persons if (entry := self._register.get(key)) is not None]
        forms = (fold(name) for entry in entries for name in (*entry.all_names(), *entry.short))
        return bool(persons & occasion.persons) or any(form in words for form in forms)

    def _parties(self, claim: Claim) -> tuple[frozenset[str], frozenset[str]]:
        acting = [a for a in claim.actors if a.role is not Role.TARGET]
        on = claim.time.start if claim.time is not None and claim.time.start is not None else self._published
        who = [identify(actor, on, self._register) for actor in acting]
        states = frozenset(one.state for one in who if one.state and len(one.state) == _CODE)
        return states, frozenset(one.person for one in who if one.person)

    def _named(self, claim: Claim, place: _Place) -> Interval | None:
        """Return the day that the claim's sentence names up to the claim's end, of an undertaking that of an act."""
        folded = place.passage.flow.folded
        found: Interval | None = None
        for time, days in place.passage.times:
            if not place.sentence <= time.start < place.end or not self._past(time, days):
                continue
            assert days is not None
            own = time.start >= place.start
            if _spoken(folded, time) or _BACKGROUND.search(_CLAUSE_END.split(folded[place.sentence : time.start])[-1]):
                continue
            if own and not isinstance(claim, Commitment):
                found = claim.time if claim.time is not None else days
            elif (not own and _frames(folded, time, claim)) or _acts(folded, time.end, place.end, claim, days):
                found = days
        return found

    def _past(self, time: TimeExpression, days: Interval | None) -> bool:
        """Say whether a time is one on which something has happened."""
        if days is None or days.start is None or days.end is None or time.kind not in _DAYS:
            return False
        return self._published is None or days.start <= self._published

    def _occasion(self, claim: Claim, words: str, *, dated: bool) -> Interval | None:
        """Return the days of the encounter that a claim belongs to, None where the text leaves it open."""
        states, persons = self._parties(claim)
        points_back = _JOINT.search(words) is not None
        if not points_back and _BACKGROUND.search(words):
            return None
        current = self._current
        if points_back and (current is None or not states <= current.states or not (current.joint or self._here)):
            wide = [one for one in self._told if one.joint and states <= one.states]
            least = min((len(one.states) for one in wide), default=0)
            current = next((one for one in reversed(wide) if len(one.states) == least), current)
        if current is None or (states and not states & current.states):
            return None
        goes_on = self._goes_on is _Near.NEXT or (self._goes_on is _Near.LATER and self._names(current, persons, words))
        here = current is self._current and (self._here or (goes_on and not dated))
        everyone = bool(current.persons) and states >= current.states and persons >= current.persons
        if not (here or everyone or (points_back and current.joint)):
            return None
        self._current, self._here = current, True
        return current.time


_QUALIFIES = re.compile("[^，,。的]{1,6}的")  # (3月)成立的: the time of something that is only named
_COMMAS = frozenset("，,")
_FROM_NOW = frozenset(fold("今昨明前後上下去本這當"))


def _spoken(folded: str, time: TimeExpression) -> bool:
    """Say whether somebody's quoted words count a time from their own day (「今天的會談…」)."""
    before = folded[: time.start]
    return folded[time.start] in _FROM_NOW and before.count("「") > before.count("」")


def _frames(folded: str, time: TimeExpression, claim: Claim) -> bool:
    """Say whether a time is that of the whole sentence: set off by a comma, or, for a stance, of no mere attribute."""
    set_off = folded[time.end : time.end + 1] in _COMMAS
    return set_off or (isinstance(claim, Position) and not _QUALIFIES.match(folded, time.end))


def _acts(folded: str, start: int, end: int, claim: Claim, days: Interval) -> bool:
    """Say whether a verb of an act follows behind a time in its clause; right beside it where it may be a due date."""
    due = isinstance(claim, Commitment) and days == claim.due
    behind = folded[start : min(end, start + (_BESIDE if due else _CLAUSE))]
    return (_ACT if due else _ACT_OR_MEETING).search(_CLAUSE_END.split(behind, maxsplit=1)[0]) is not None
