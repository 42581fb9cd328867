"""Whom 雙方, 三國, 他, 該報 or 政府 mean: what a text has named so far, and what it is about as a whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from communique.extraction.views import Meeting, Party, View, meeting_parties
from communique.language.analysis import BlockAnalysis
from communique.packs import Register
from communique.text import fold, fold_pattern

__all__ = ["Company", "References", "refers"]

_REFERENCE = re.compile(
    fold_pattern(
        "(?P<two>雙方|兩國|兩位\\w{0,2}[長袖相臣]|兩人|二人|兩軍|兩黨|兩位元首|兩位領導人|兩位領袖|兩國元首|美日兩國|日美兩國)|"
        "(?P<three>三國|三方(?!面)|三位\\w{0,2}[長袖相臣])|(?P<four>四國|四方(?!安全)|四位\\w{0,2}[長袖相臣])|"
        "(?P<all>各方|各國外長|部長們|外長們|防長們|領導人們|領袖們|與會各國|與會者|成員國|締約國)|"
        "(?P<they>他們|她們)|(?P<latter>後者)|(?P<former>前者)|"
        "(?P<it>該[報社刊]|該智庫|該機構|該中心|該研究所|該研究院|該組織|該公司)|"
        "(?P<home>(?<![\\w])(?:政府|當局|我國政府|本部|我部|本會|執政當局))(?![^，。]{0,2}者)|"
        "(?P<he>他(?!們|國|人|處|項)|她(?!們))|(?P<we>我們|我國|我方|咱們|我(?!們|國|方))|"
        "(?P<text>(?:聯合|共同|這[項份]|該|主席)?(?:聲明|公報|宣言|備忘錄)(?=[^,，。]))"
    )
)
_PEOPLE = re.compile(fold_pattern("位|人|領"))
_UNDER = frozenset(fold("對向為把給"))  # whoever stands behind them is no subject
_SIZES = {"two": 2, "three": 3, "four": 4}
_GROUPS = frozenset({"two", "three", "four", "all", "text", "they"})
_SPEAKING_BODIES = frozenset({"media", "think_tank", "organisation", "company"})
_REACH = 24  # characters from a clause's start in which a word of reference stands as its subject
_RECENT = 6  # actors named lately
_SHARE = 0.5  # of a second state's mentions, which the third may have in a text that is about two


def refers(view: View) -> bool:
    """Say whether a clause begins with a word of reference."""
    return _REFERENCE.match(view.block.flow.folded, view.start) is not None


class Company:
    """The states a document speaks of, counted: which two it is about, and who its 三國 and 四國 are."""

    def __init__(self, blocks: list[BlockAnalysis], register: Register) -> None:
        self._register = register
        counts: Counter[str] = Counter()
        runs: dict[int, Counter[tuple[str, ...]]] = {}
        for block in blocks:
            for mention in block.mentions:
                keys = [key for one in mention.ids if (key := self.state(one))]
                counts.update(keys)
                if mention.kind == "states":
                    runs.setdefault(len(keys), Counter())[tuple(keys)] += 1
                elif mention.kind == "mechanism":
                    members = self._members(mention.id)
                    if 1 < len(members) <= max(_SIZES.values()):
                        runs.setdefault(len(members), Counter())[members] += 1
        self._runs = runs
        self._ranked = counts.most_common(3)

    def state(self, key: str) -> str | None:
        """Return the id of the state that something belongs to."""
        entry = self._register.get(key)
        if entry is None or not entry.country:
            return None
        state = self._register.get(entry.country.lower())
        return state.id if state else None

    def _members(self, mechanism: str) -> tuple[str, ...]:
        related = self._register.relations(mechanism)
        return tuple(
            dict.fromkeys(r.target for r in related if r.type == "has_member" and self.state(r.target) == r.target)
        )

    def of(self, size: int) -> tuple[Party, ...]:
        """Return the states that a document means by 兩國, 三國, 四國; nobody where it leaves that open."""
        if size == 2 and len(self._ranked) > 1:
            third = self._ranked[2][1] if len(self._ranked) > 2 else 0
            if third <= self._ranked[1][1] * _SHARE:
                return self.parties(key for key, _ in self._ranked[:2])
        if size in self._runs:
            return self.parties(self._runs[size].most_common(1)[0][0])
        return ()

    def parties(self, keys: Iterable[str]) -> tuple[Party, ...]:
        """Return states as parties, by the name the register shows."""
        entries = (self._register.get(key) for key in keys)
        return tuple(Party(e.id, e.display(), "state", aliases=(e.display("en"),)) for e in entries if e is not None)


@dataclass(slots=True)
class References:
    """What words of reference may mean at one place of a document."""

    company: Company
    meeting: Meeting | None = None
    met_in: BlockAnalysis | None = None
    subject: tuple[Party, ...] = ()
    group: tuple[Party, ...] = ()
    states: tuple[Party, ...] = ()
    person: tuple[Party, ...] = ()
    told_of: tuple[Party, ...] = ()  # somebody in what another says
    recent: tuple[Party, ...] = ()
    acted: tuple[Party, ...] = ()
    institution: tuple[Party, ...] = ()
    of_size: dict[int, tuple[Party, ...]] = field(default_factory=dict)  # the last two, three, four who stood together
    people: dict[int, tuple[Party, ...]] = field(default_factory=dict)
    group_in: BlockAnalysis | None = None

    def resolve(
        self, view: View, first: int, head: int, speaker: tuple[Party, ...], says: bool
    ) -> tuple[str, str, tuple[Party, ...]]:
        """Return the kind, the words and the parties of the reference that is a clause's subject; blanks for none.

        ``first`` is where the clause's first verb stands, ``head`` where its first named subject does; ``says`` tells
        that the clause reports somebody's words.
        """
        folded = view.block.flow.folded
        match = _REFERENCE.search(folded, view.start, min(view.end, view.start + _REACH))
        if match is None or match.start() >= head or match.start() > max(first, view.start + 2):
            return "", "", ()
        if match.start() > view.start and folded[match.start() - 1] in _UNDER:
            return "", "", ()
        kind = match.lastgroup or ""
        return kind, match.group(), self._meant(kind, match, view, speaker, says)

    def _meant(
        self, kind: str, match: re.Match[str], view: View, speaker: tuple[Party, ...], says: bool
    ) -> tuple[Party, ...]:
        if kind in _GROUPS:
            return self._group(kind, match, view)
        one = {
            "he": (self.person if says or not self.told_of else self.told_of)[:1],
            "latter": self.recent[:1],
            "former": self.recent[1:2],
            "it": self.institution[:1],
            "we": view.speaker or speaker,
            "home": self._home(),
        }
        return one[kind]

    def _group(self, kind: str, match: re.Match[str], view: View) -> tuple[Party, ...]:
        wanted = _SIZES.get(kind)
        named = [p for p in view.parties if p.end <= match.start() + 2 and p.kind in {"state", "territory", "person"}]
        if wanted and len(named) == wanted:
            return tuple(named)
        if kind == "two" and len(self.states) == 2 and "国" in match.group() and not self._met_here(view):
            return self.states
        candidates = (self.meeting.parties if self.meeting else (), self.group, self.subject)
        people = _PEOPLE.search(match.group()) is not None
        if people and wanted in self.people:
            return self.people[wanted]
        about = self.company.of(wanted) if wanted and not people else ()
        if about and self.group_in is not view.block and self.met_in is not view.block:
            return about
        for parties in candidates:
            if parties and (wanted is None or len(parties) == wanted):
                return parties
        if wanted is not None:
            return about or self.of_size.get(wanted, ()) or candidates[0]
        return candidates[0] if kind != "text" else ()

    def _home(self) -> tuple[Party, ...]:
        """Return whose government 政府 is: of the state whose people acted last."""
        for party in self.acted:
            key = self.company.state(party.id)
            if key:
                return self.company.parties((key,))
        return ()

    def _met_here(self, view: View) -> bool:
        """Say whether the meeting was told in this very block, or its parties are the two states last named."""
        here = {p.id for p in self.states}
        return self.meeting is not None and (self.met_in is view.block or {p.id for p in self.meeting.parties} == here)

    # what is kept -------------------------------------------------------------------------------------------------

    def note_subject(self, view: View) -> tuple[Party, ...]:
        """Keep a clause's subject; return the people in it who act for themselves."""
        self.subject = view.subject
        people = tuple(p for p in view.subject if p.kind == "person")
        told = bool(people) and bool(view.speaker) and view.subject != view.speaker
        if told:
            self.told_of = people
        elif people:
            self.person = people
        if len(people) > 1 and view.subject_how == "own":
            self.people[len(people)] = people
        acting = (p for p in view.subject if p.kind not in {"media", "think_tank"})
        self.acted = tuple({p.id: p for p in (*acting, *self.acted)}.values())[:_RECENT]
        self.institution = tuple(p for p in view.subject if p.kind in _SPEAKING_BODIES) or self.institution
        if len(view.subject) > 1:
            self.group, self.group_in = view.subject, view.block
        return () if told else people

    def note_parties(self, view: View) -> None:
        """Keep whom a clause names."""
        runs: dict[int, list[Party]] = {}
        for party in view.parties:
            if party.kind == "state":
                runs.setdefault(party.start, []).append(party)
        for group in [*map(tuple, runs.values()), view.subject if view.subject_how == "own" else ()]:
            if len(group) > 1:
                self.of_size[len(group)] = group
        named = [p for p in view.parties if p.kind == "state"]
        self.states = tuple({p.id: p for p in (*self.states, *named)}.values())[-2:]
        actors = [p for p in reversed(view.parties) if p.kind not in {"media", "think_tank"}]
        self.recent = tuple({p.id: p for p in (*actors, *self.recent)}.values())[:_RECENT]

    def note_meeting(self, view: View) -> None:
        """Keep who meets whom."""
        if view.clause.quote >= 0:
            return
        kinds = {t.frame.type for t in view.triggers if t.frame.kind == "event"}
        if not kinds & {"meeting", "call", "agreement"} and not (kinds & {"statement"} and len(view.parties) > 1):
            return
        parties = meeting_parties(view)
        if len(parties) > 1:
            self.meeting, self.met_in = Meeting(parties, view.time), view.block
            self.group = self.of_size[len(parties)] = parties
            people = tuple(p for p in parties if p.kind == "person")
            if len(people) > 1:
                self.people[len(people)] = people
        elif self.meeting is not None and view.time_own and view.reference:
            self.meeting.time = self.meeting.time or view.time
