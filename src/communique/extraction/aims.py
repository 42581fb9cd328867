"""At whom a stance is aimed: the object of its verb, whoever stands behind 對, or whoever acted just before it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from communique.extraction.cast import Cast
from communique.extraction.frames import Trigger
from communique.extraction.views import Party, View
from communique.model import Stance
from communique.text import fold, fold_pattern

__all__ = ["aims_of", "is_modal"]

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


def aims_of(
    view: View,
    stance: Stance,
    trigger: Trigger | None,
    agents: tuple[Party, ...],
    cast: Cast,
    before: tuple[Party, ...] = (),
) -> tuple[Party, ...]:
    """Return whom a stance is aimed at; nobody where it is taken on a thing, or the text leaves it open.

    ``before`` are those at whom the last stance of the same sentence was aimed.
    """
    own = {p.id for p in agents}
    if view.own_words:
        own |= {p.id for p in view.speaker}
    others = [p for p in view.parties if p.id not in own and p.kind != "media"]
    if stance in _AT_SOMEBODY or stance in _ON_SOMETHING:
        foreign = {cast.country(p) for p in agents if p.kind in _SPEAKERS}
        others = [p for p in others if p.kind != "state" or cast.country(p) not in foreign]
        return _object(view, stance, trigger, others, agents, cast, before)
    about = _about(view, others, trigger)
    if not about and trigger is not None and stance is Stance.SUPPORT and _OF_THIS.search(view.folded):
        return _acted(view, agents, cast)  # 甲承諾…，乙對此表示讚賞
    return about


def is_modal(view: View, trigger: Trigger) -> bool:
    """Say whether a verb only tells what ought to be (應, 必須, 不得): no verb of asking, nor of whoever asks."""
    return (
        trigger.frame.stance == "demand" and _MODAL.search(view.block.flow.folded, view.start, trigger.end) is not None
    )


_SPEAKERS = frozenset({"person", "office", "body", "state"})


def _object(
    view: View,
    stance: Stance,
    trigger: Trigger | None,
    others: list[Party],
    agents: tuple[Party, ...],
    cast: Cast,
    before: tuple[Party, ...],
) -> tuple[Party, ...]:
    folded = view.block.flow.folded
    at = stance in _AT_SOMEBODY
    if trigger is None:
        return tuple(_first(folded, others)) or (before or _acted(view, agents, cast) if at else ())
    if is_modal(view, trigger):
        return _asked(view, trigger, others, agents, cast, before)
    if stance is Stance.CONDEMN and not _REPROACH.search(folded, trigger.start, trigger.end):
        doing = [p for p in others if p.end <= trigger.start]  # 甲粗暴干涉乙: it is 甲 who is reproached
        return tuple(_first(folded, doing)) or before or _acted(view, agents, cast)
    under = [p for p in others if p.end <= trigger.start and _under(folded, view.start, p)]
    if under and stance is not Stance.DEMAND:
        return tuple(_first(folded, under))
    behind = [p for p in others if p.start >= trigger.start]
    somebody = _IN_VERB.search(folded, trigger.start, trigger.end) or _SOMEBODY.match(folded, trigger.end, view.end)
    if somebody and at and (not behind or somebody.end() <= behind[0].start):
        return _unnamed(view, somebody, agents, cast)
    if behind and (at or behind[0].start - trigger.end <= _BEHIND):
        return tuple(_first(folded, behind))
    if under:
        return tuple(_first(folded, under))
    if not at and not _bare(view, stance, trigger):
        return _faced(view, agents, cast) if stance is Stance.CONCERN else ()
    return tuple(_first(folded, others)) or before or _acted(view, agents, cast)


def _asked(
    view: View,
    trigger: Trigger,
    others: list[Party],
    agents: tuple[Party, ...],
    cast: Cast,
    before: tuple[Party, ...],
) -> tuple[Party, ...]:
    """Return who ought to do what a clause says must be done: its own subject, 美日合作 among them."""
    folded = view.block.flow.folded
    asked = [p for p in others if p.end <= trigger.start]
    for mention in view.mentions:
        if mention.kind == "states" and mention.end <= trigger.start and not asked:
            asked = [
                Party(k, c, "state", mention.start, mention.end)
                for k, c in zip(mention.ids, mention.surface, strict=False)
            ]
    if asked:
        return tuple(_first(folded, asked))
    return before or (() if view.subject_how == "own" else _acted(view, agents, cast))


def _first(folded: str, parties: list[Party]) -> Iterable[Party]:
    """Return the first party and those that stand coordinated with it."""
    yield from parties[:1]
    for party, following in pairwise(parties):
        between = folded[party.end : following.start].strip()
        if following.start != party.start and (not between or len(between) > 2 or between[-1] not in _AND):
            return
        yield following


_AND = frozenset(fold("與和及、跟"))


def _under(folded: str, floor: int, party: Party) -> bool:
    before = folded[max(floor, party.start - 2) : party.start]
    return before[-1:] in _TOWARDS or before in _TOWARDS_WORDS


_TOWARDS = frozenset(fold("對向就為斥批促籲轟"))
_TOWARDS_WORDS = frozenset(fold("針對 對於 關於 面對").split())


def _bare(view: View, stance: Stance, trigger: Trigger) -> bool:
    """Say whether a stance verb has no object in its clause but 對此: what it is about was told before."""
    folded = view.block.flow.folded
    last = max((t.end for t in view.triggers if t.frame.stance == stance.value), default=trigger.end)
    if view.end - last > _LITTLE or _OBJECT.search(folded, view.start, trigger.start) is not None:
        return False
    return stance is not Stance.OPPOSE or _FIRMLY.search(folded, view.start, trigger.end) is not None


def _faced(view: View, agents: tuple[Party, ...], cast: Cast) -> tuple[Party, ...]:
    """Return whom the same actor faced in the sentence so far: 召見了中國大使，對…表示關切."""
    own = {cast.country(p) for p in agents}
    if view.subject_how != "carried":
        return ()
    found = next((p for p in view.faced if cast.country(p) and cast.country(p) not in own), None)
    return () if found is None else cast.states((found,), every=True)


_FIRMLY = re.compile(fold_pattern("對此|不滿|強烈|堅決|嚴正"))
_OF_THIS = re.compile(fold_pattern("對此|對這"))
_SAME = frozenset({"carried", "speaker"})


def _acted(view: View, agents: tuple[Party, ...], cast: Cast) -> tuple[Party, ...]:
    """Return the state whose people acted last before the clause, another one than that which takes the stand.

    Of an actor who goes on (召見中國大使, 要求…) it is whom the sentence named last.
    """
    own = {cast.country(p) for p in agents}
    told = (*view.recent, *view.acted) if view.subject_how in _SAME else (*view.acted, *view.recent)
    for party in told:
        if cast.country(party) and cast.country(party) not in own:
            return cast.states((party,), every=True)
    return ()


def _unnamed(view: View, match: re.Match[str], agents: tuple[Party, ...], cast: Cast) -> tuple[Party, ...]:
    """Return the party that a word such as 三國, 對方 or 各方 means."""
    who = match["who"]
    if who in _OTHER_SIDE:
        return _acted(view, agents, cast)
    if who in _GOVERNMENT:
        ruled = cast.states(agents, every=True)
        if all(p.kind == "state" for p in ruled):
            return tuple(p._replace(surface=view.block.flow.text[match.start("who") : match.end("who")]) for p in ruled)
    size = next((n for words, n in _SIZES if who.endswith(words)), 0)
    group = view.together.get(size, ())
    own = {cast.country(p) for p in agents}
    if group and not own & {cast.country(p) for p in group}:
        return group
    if size == 2:
        named = {cast.country(p): p for p in view.recent if cast.country(p) and cast.country(p) not in own}
        if len(named) >= size:
            return cast.states(tuple(named.values())[:size], every=True)
    start, end = match.span("who")
    return (Party(f"doc:{who}", view.block.flow.text[start:end], "person", start, end),)


_OTHER_SIDE = frozenset(fold("對方").split())
_GOVERNMENT = frozenset(fold("政府 總統 當局 執政黨").split())
_SIZES = (
    (tuple(fold("兩國 雙方").split()), 2),
    (tuple(fold("三國 三方").split()), 3),
    (tuple(fold("四國 四方").split()), 4),
)


def _about(view: View, others: list[Party], trigger: Trigger | None) -> tuple[Party, ...]:
    """Return whom a stance that is no reproach is about.

    The clause's own subject, somebody behind 對 or 向, or the object right behind the verb (尊重諾魯的選擇).
    """
    folded = view.block.flow.folded
    first = {p.id for p in view.subject} if view.subject_how == "own" else set()
    behind = trigger.end if trigger is not None else -9
    return tuple(
        p
        for p in others
        if p.id in first or folded[max(0, p.start - 1) : p.start] in ("对", "向") or 0 <= p.start - behind <= 1
    )
