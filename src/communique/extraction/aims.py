"""At whom a stance is aimed: the object of its verb, whoever stands behind 對, or whoever acted just before it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from communique.extraction.cast import Cast
from communique.extraction.frames import Trigger
from communique.extraction.views import Party, View
from communique.model import Stance
from communique.text import fold, fold_pattern

__all__ = ["Aims", "is_modal"]

# Stances that somebody is the object of, and those that may be taken on a thing alone.
_AT_SOMEBODY = frozenset({Stance.CONDEMN, Stance.DEMAND})
_ON_SOMETHING = frozenset({Stance.CONCERN, Stance.OPPOSE, Stance.WELCOME})
# Verbs that only say how it ought to be: nobody is asked but the clause's own subject.
_MODAL = re.compile(fold_pattern("(?:應當?|應該|務必|必須|不得|勿|切勿|不要|不應|不能|不該|需要?|有必要|停止|克制)\\Z"))
# Somebody without a name behind a verb of demand or reproach: 敦促有關國家, 要求各方, 劝告盟友.
_NOUNS = (
    "有關方面?|有關國家|相關國家|各方|當事[方國]|雙方|三方|兩國|三國|四國|各國|盟友們?|盟國|夥伴|伙伴|國際社會|國家|民眾|官兵|"
    "朝野|總統|大家|成員國|會員國|當局|外界|對方|政府|執政黨|在野黨|議員|國會"
)
_SOMEBODY = re.compile(fold_pattern(f"(?P<who>(?:[^\\s，。、；：「」『』“”的]{{0,4}}?)(?:{_NOUNS}))"))
_IN_VERB = re.compile(fold_pattern(f"(?P<who>{_NOUNS})\\Z"))
# Verbs of reproach, whose object is reproached; other words of condemnation tell what the reproached one does.
_REPROACH = re.compile(
    fold_pattern(
        "[責斥批轟罵怪諷嘲]|抨擊|控訴|指控|追究|抱怨|埋怨|數落|非議|微詞|詬病|聲討|討伐|撻伐|抗議|憤慨|不滿|不以為然"
    )
)
_BEHIND = 3  # characters between a verb and its object
_OBJECT = re.compile(fold_pattern("(?:對於?|就|針對|為)(?![此之這上]|於此)(?:[^，。]{2,})"))
_LITTLE = 2  # characters behind a verb that are no object
_SPEAKERS = frozenset({"person", "office", "body", "state"})
_AND = frozenset(fold("與和及、跟"))
_TOWARDS = frozenset(fold("對向就為斥批促籲轟"))
_TOWARDS_WORDS = frozenset(fold("針對 對於 關於 面對").split())
_FIRMLY = re.compile(fold_pattern("對此|不滿|強烈|堅決|嚴正"))
_OF_THIS = re.compile(fold_pattern("對此|對這"))
_SAME = frozenset({"carried", "speaker"})  # ways in which a clause has the subject of the one before it
_OTHER_SIDE = fold("對方")
_GOVERNMENT = frozenset(fold("政府 總統 當局 執政黨").split())
_SIZES = (
    (tuple(fold("兩國 雙方").split()), 2),
    (tuple(fold("三國 三方").split()), 3),
    (tuple(fold("四國 四方").split()), 4),
)


def is_modal(view: View, trigger: Trigger) -> bool:
    """Say whether a verb only tells what ought to be (應, 必須, 不得): no verb of asking, nor of whoever asks."""
    return (
        trigger.frame.stance == "demand" and _MODAL.search(view.block.flow.folded, view.start, trigger.end) is not None
    )


@dataclass(frozen=True, slots=True)
class Aims:
    """Finds at whom the stance of a clause is aimed.

    ``agents`` take the stand; ``before`` are those at whom the last stance of the same sentence was aimed.
    """

    view: View
    agents: tuple[Party, ...]
    cast: Cast
    before: tuple[Party, ...] = ()

    def of(self, stance: Stance, trigger: Trigger | None) -> tuple[Party, ...]:
        """Return whom a stance is aimed at; nobody where it is taken on a thing, or the text leaves it open."""
        view = self.view
        own = {p.id for p in (*self.agents, *(view.speaker if view.own_words else ()))}
        others = [p for p in view.parties if p.id not in own and p.kind != "media"]
        if stance in _AT_SOMEBODY or stance in _ON_SOMETHING:
            theirs = {self.cast.country(p) for p in self.agents if p.kind in _SPEAKERS}
            others = [p for p in others if p.kind != "state" or self.cast.country(p) not in theirs]
            return self._object(stance, trigger, others)
        about = self._about(others, trigger)
        if not about and trigger is not None and stance is Stance.SUPPORT and _OF_THIS.search(view.folded):
            return self._acted()  # 甲承諾…，乙對此表示讚賞
        return about

    def _object(self, stance: Stance, trigger: Trigger | None, others: list[Party]) -> tuple[Party, ...]:
        view, folded = self.view, self.view.block.flow.folded
        at = stance in _AT_SOMEBODY
        if trigger is None:
            return self._first(others) or (self.before or self._acted() if at else ())
        if is_modal(view, trigger):
            return self._asked(trigger, others)
        if stance is Stance.CONDEMN and not _REPROACH.search(folded, trigger.start, trigger.end):
            doing = [p for p in others if p.end <= trigger.start]  # 甲粗暴干涉乙: it is 甲 who is reproached
            return self._first(doing) or self.before or self._acted()
        under = [p for p in others if p.end <= trigger.start and self._under(p)]
        if under and stance is not Stance.DEMAND:
            return self._first(under)
        behind = [p for p in others if p.start >= trigger.start]
        somebody = _IN_VERB.search(folded, trigger.start, trigger.end) or _SOMEBODY.match(folded, trigger.end, view.end)
        if somebody and at and (not behind or somebody.end() <= behind[0].start):
            return self._unnamed(somebody)
        if behind and (at or behind[0].start - trigger.end <= _BEHIND):
            return self._first(behind)
        if under:
            return self._first(under)
        if not at and not self._bare(stance, trigger):
            return self._faced() if stance is Stance.CONCERN else ()
        return self._first(others) or self.before or self._acted()

    def _asked(self, trigger: Trigger, others: list[Party]) -> tuple[Party, ...]:
        """Return who ought to do what a clause says must be done: its own subject, 美日合作 among them."""
        asked = [p for p in others if p.end <= trigger.start]
        runs = [m for m in self.view.mentions if m.kind == "states" and m.end <= trigger.start]
        if not asked and runs:
            letters = zip(runs[0].ids, runs[0].surface, strict=False)
            asked = [Party(key, letter, "state", runs[0].start, runs[0].end) for key, letter in letters]
        if asked:
            return self._first(asked)
        return self.before or (() if self.view.subject_how == "own" else self._acted())

    def _first(self, parties: list[Party]) -> tuple[Party, ...]:
        """Return the first party and those that stand coordinated with it."""
        folded = self.view.block.flow.folded
        group = parties[:1]
        for party, following in pairwise(parties):
            between = folded[party.end : following.start].strip()
            if following.start != party.start and (not between or len(between) > 2 or between[-1] not in _AND):
                break
            group.append(following)
        return tuple(group)

    def _under(self, party: Party) -> bool:
        before = self.view.block.flow.folded[max(self.view.start, party.start - 2) : party.start]
        return before[-1:] in _TOWARDS or before in _TOWARDS_WORDS

    def _bare(self, stance: Stance, trigger: Trigger) -> bool:
        """Say whether a stance verb has no object in its clause but 對此: what it is about was told before."""
        view, folded = self.view, self.view.block.flow.folded
        last = max((t.end for t in view.triggers if t.frame.stance == stance.value), default=trigger.end)
        if view.end - last > _LITTLE or _OBJECT.search(folded, view.start, trigger.start) is not None:
            return False
        return stance is not Stance.OPPOSE or _FIRMLY.search(folded, view.start, trigger.end) is not None

    def _foreign(self, parties: Iterable[Party]) -> dict[str, Party]:
        """Return those of another state than whoever takes the stand, one for each state, in order."""
        own = {self.cast.country(p) for p in self.agents}
        found: dict[str, Party] = {}
        for party in parties:
            country = self.cast.country(party)
            if country and country not in own:
                found.setdefault(country, party)
        return found

    def _states(self, parties: Iterable[Party], number: int = 1) -> tuple[Party, ...]:
        return self.cast.states(tuple(self._foreign(parties).values())[:number], every=True)

    def _faced(self) -> tuple[Party, ...]:
        """Return whom the same actor faced in the sentence so far: 召見了中國大使，對…表示關切."""
        return self._states(self.view.faced) if self.view.subject_how == "carried" else ()

    def _acted(self) -> tuple[Party, ...]:
        """Return the state whose people acted last before the clause, another one than that which takes the stand.

        Of an actor who goes on (召見中國大使, 要求…) it is whom the sentence named last.
        """
        view = self.view
        same = view.subject_how in _SAME
        return self._states((*view.recent, *view.acted) if same else (*view.acted, *view.recent))

    def _unnamed(self, match: re.Match[str]) -> tuple[Party, ...]:
        """Return the party that a word such as 三國, 對方 or 各方 means."""
        who, view = match["who"], self.view
        start, end = match.span("who")
        surface = view.block.flow.text[start:end]
        if who == _OTHER_SIDE:
            return self._acted()
        if who in _GOVERNMENT:
            ruled = self.cast.states(self.agents, every=True)
            if all(p.kind == "state" for p in ruled):
                return tuple(p._replace(surface=surface) for p in ruled)
        size = next((n for words, n in _SIZES if who.endswith(words)), 0)
        group = view.together.get(size, ())
        own = {self.cast.country(p) for p in self.agents}
        if group and not own & {self.cast.country(p) for p in group}:
            return group
        if size == 2 and len(self._foreign(view.recent)) >= size:
            return self._states(view.recent, size)
        return (Party(f"doc:{who}", surface, "person", start, end),)

    def _about(self, others: list[Party], trigger: Trigger | None) -> tuple[Party, ...]:
        """Return whom a stance that is no reproach is about.

        The clause's own subject, somebody behind 對 or 向, or the object right behind the verb (尊重諾魯的選擇).
        """
        view, folded = self.view, self.view.block.flow.folded
        first = {p.id for p in view.subject} if view.subject_how == "own" else set()
        behind = trigger.end if trigger is not None else -9
        return tuple(
            p
            for p in others
            if p.id in first or folded[max(0, p.start - 1) : p.start] in ("对", "向") or 0 <= p.start - behind <= 1
        )
