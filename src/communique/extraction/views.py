"""A clause as the rules see it: its names, triggers, function words, and what the discourse adds to them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, TypeVar

from communique.extraction.frames import Operator, Trigger
from communique.language.analysis import BlockAnalysis
from communique.language.zh.clauses import Clause
from communique.language.zh.names import Mention
from communique.language.zh.quantities import Quantity
from communique.language.zh.times import TimeExpression
from communique.model import Interval
from communique.text import fold, fold_pattern

__all__ = [
    "Clock",
    "Meeting",
    "Party",
    "View",
    "leading_group",
    "meeting_parties",
    "parties_of",
    "views_of",
    "whole_span",
]

_T = TypeVar("_T")
_PREPOSITIONS = frozenset(
    fold("對向與和跟同在於由被遭受據為以從自至往給讓使令把及或到經就將助訪抗赴抵離援反親遏侵攻犯售涉挺脅批籲促斥駐返")
)
# What behind a run of states makes it part of a noun (美日同盟) and not somebody who acts.
_COMPOUND = re.compile(
    fold_pattern(
        "同盟|聯盟|關係|防衛|安保|安全|軍事|經濟|貿易|經貿|外交|彈道|條約|協定|雙邊|三邊|多邊|間|之間|合作|衝突|戰爭|競爭|對抗|互動|風波|亂局|"
        "海|聯軍|邊境|混血|航線|友好|建交|停火|情勢|局勢|博弈|棋局|爭端|爭議|問題|矛盾|角力|共識|聯合聲明|共同聲明|交流|往來|談判|協議|冷戰|對峙|國防|產業|"
        "小多邊|夥伴|伙伴|框架|機制|體系|格局|立場|歷史|軍機|攻防|盟友"
    )
)
_PREPOSITION_WORDS = tuple(
    fold(
        "針對 關於 基於 根據 對於 有關 圍繞 面對 因應 應對 抗衡 遏制 對抗 包括 透過 通過 藉由 除了 要求 "
        "支持 敦促 呼籲 批評 指責 反對 邀請 訪問 抵達 造訪 協助 幫助 保衛 為了 涉及 關於 強調 表示 認為 指出 "
        "確認 重申 宣布 聲稱 稱"
    ).split()
)
# A clause that opens with what somebody's stance is towards: whoever is named in that phrase is no subject.
_TOWARDS = re.compile(fold_pattern("(?:並|且|也|亦|還|均|都|但|而|則)*(?:對(?![此這於])|就)[^，。]*的$"))
_ABOUT = re.compile(
    fold_pattern("討論|商討|磋商|就|針對|圍繞|關於|探討|聚焦")
)  # behind it stands what a meeting is about
_LATIN = re.compile("[0-9A-Za-z]{2}")
_OPENING = 2  # characters before the verb of a relative clause that opens a clause: 正訪問日本的…
_EVEN = tuple(fold("即使 縱使 假使").split())  # 使 that makes nobody do anything
_FORMER = re.compile(
    fold_pattern("(?<=.)(?:前|時任|現任|新任)?(?:總統|首相|總理|部長|大臣|外長|防長|主席|司令|將軍|議員|國務卿)?$")
)
_TOGETHER = frozenset(fold("與和及、跟同"))
_PLACE_BEFORE = tuple(fold("在 於 抵達 位於 前往 訪問 造訪 到訪 飛往 赴 駐 來自 登上 運抵 進入 部署在 駐紮在").split())


class Party(NamedTuple):
    """Somebody in a clause: a register id (or ``doc:…``), the form used, what kind of thing it is."""

    id: str
    surface: str
    kind: str
    start: int = -1
    end: int = -1
    aliases: tuple[str, ...] = ()


@dataclass(slots=True)
class Meeting:
    """The meeting, call or visit that the text is telling of."""

    parties: tuple[Party, ...]
    time: Interval | None = None
    place: tuple[str, ...] = ()


@dataclass(slots=True)
class View:
    """A clause as the rules see it. Offsets are into the block's flow."""

    block: BlockAnalysis
    clause: Clause
    start: int
    end: int
    number: int
    mentions: list[Mention]
    triggers: list[Trigger]
    operators: list[Operator]
    times: list[TimeExpression]
    quantities: list[Quantity]
    parties: list[Party] = field(default_factory=list)
    subject: tuple[Party, ...] = ()
    subject_how: str = "none"
    others: tuple[Party, ...] = ()
    speaker: tuple[Party, ...] = ()
    sources: tuple[str, ...] = ()
    governor: Trigger | None = None
    governor_how: str = "none"
    meeting: Meeting | None = None
    index_in_sentence: int = 0
    last_in_sentence: bool = False
    reference: str = ""
    reference_text: str = ""
    time: Interval | None = None
    time_own: bool = False
    in_voice: bool = False
    own_words: bool = False
    speech: tuple[Trigger, ...] | None = None
    resolved: dict[int, Interval] = field(default_factory=dict)
    recent: tuple[Party, ...] = ()
    acted: tuple[Party, ...] = ()
    faced: tuple[Party, ...] = ()
    together: dict[int, tuple[Party, ...]] = field(default_factory=dict)
    told_before: Interval | None = None
    told_just: Interval | None = None
    keys: tuple[str, ...] | None = None
    heard: tuple[Party, ...] = ()
    genre: str = "report"

    @property
    def folded(self) -> str:
        """Return the clause's folded text."""
        return self.block.flow.folded[self.start : self.end]

    @property
    def text(self) -> str:
        """Return the clause's text as a reader sees it."""
        return self.block.flow.text[self.start : self.end]


class Clock(Protocol):
    """What tells a view its time (``extraction.timing.NarrativeClock``)."""

    def read(self, view: View) -> None:
        """Resolve the view's time expressions and set its ``time``."""


def _units(
    block: BlockAnalysis, triggers: list[Trigger], operators: list[Operator]
) -> Iterator[tuple[Clause, int, int]]:
    """Yield clauses, divided further where 並 or 且 opens a second verb phrase."""
    folded = block.flow.folded
    verbs = {t.start for t in triggers if not t.frame.noun} | {o.start for o in operators if "future" in o.classes}
    for clause in block.segments.clauses:
        start = clause.start
        last = max(clause.end - 3, start)  # a negative end would count from the text's
        at = folded.find("并", start + 5, last)
        while at >= 0:
            if (
                folded[at - 1] not in "合吞兼一"
                and folded[at + 1] not in "购"
                and ({at + 1, at + 2} & verbs or folded[at + 1] in "于就对在")
            ):
                yield clause, start, at
                start = at
            at = folded.find("并", at + 5, last)
        yield clause, start, clause.end


def views_of(block: BlockAnalysis, triggers: list[Trigger], operators: list[Operator]) -> Iterator[View]:
    """Yield the clauses of a block with what stands in each."""
    mentions, times, quantities = block.mentions, block.times, block.quantities
    starts = [[item.start for item in one] for one in (mentions, triggers, operators, times, quantities)]
    for clause, start, end in _units(block, triggers, operators):
        yield View(
            block, clause, start, end, 0,
            _between(mentions, starts[0], start, end), _between(triggers, starts[1], start, end),
            _between(operators, starts[2], start, end), _between(times, starts[3], start, end),
            _between(quantities, starts[4], start, end),
        )  # fmt: skip


def _between(items: list[_T], starts: list[int], start: int, end: int) -> list[_T]:
    """Return the items that begin from one offset up to another."""
    if not starts:
        return []
    first = bisect_left(starts, start)
    return items[first : bisect_left(starts, end, first)]


def whole_span(view: View, inner: tuple[int, int], start: int, end: int) -> tuple[int, int]:
    """Return a span around ``inner`` that cuts no name, day or figure, and no word in Latin letters."""
    spans = [(m.start, m.end) for m in view.mentions] + [(t.start, t.end) for t in view.times]
    for left, right in [*spans, *((q.start, q.end) for q in view.quantities)]:
        if left < start < right:
            start = left if start - left < right - start or right > inner[0] else right
        if left < end < right:
            end = right if right - end < end - left or left < inner[1] else left
    folded = view.block.flow.folded
    while start > view.start and _LATIN.fullmatch(folded, start - 1, start + 1):
        start -= 1
    while end < view.end and _LATIN.fullmatch(folded, end - 1, end + 1):
        end += 1
    return start, min(end, view.end)


def meeting_parties(view: View, trigger: Trigger | None = None) -> tuple[Party, ...]:
    """Return who takes part in what a clause tells: its subject and those it names beside it, media left out.

    With the verb, those it only talks about stay out: 美日會談討論自衛隊與美軍的指揮架構.
    """
    beside = view.others
    if trigger is not None and len(view.subject) > 1:
        folded = view.block.flow.folded
        beside = tuple(p for p in beside if p.start < trigger.start and not _ABOUT.search(folded, view.start, p.start))
        beside += tuple(p for p in view.others if 0 <= p.start - trigger.end <= 1)
    people = [p for p in (*view.subject, *beside) if p.kind not in {"media", "think_tank"}]
    return tuple({p.id: p for p in people}.values())


def parties_of(view: View) -> list[Party]:
    """Return the clause's actors, without those that only say where something is or qualify a name."""
    folded = view.block.flow.folded
    found: list[Party] = []
    for mention in view.mentions:
        if mention.kind == "mechanism" and mention.start <= view.start + 4:
            found.append(Party(mention.id, mention.surface, "mechanism", mention.start, mention.end))
        if not mention.is_actor or _is_place(mention, folded, view.start) or _in_term(mention, view):
            continue
        if len(mention.ids) == 1:
            found.append(Party(mention.id, mention.surface, mention.kind, mention.start, mention.end, mention.aliases))
        elif not _COMPOUND.match(folded, mention.end):
            surfaces = [c for c in mention.surface if c not in "、· "]
            found.extend(
                Party(key, letter, "state", mention.start, mention.end)
                for key, letter in zip(mention.ids, surfaces, strict=False)
            )
    return found


def _in_term(mention: Mention, view: View) -> bool:
    """Say whether a state's name is part of a quoted term (「美國優先」) and names nobody by itself."""
    return mention.kind in {"state", "territory"} and any(
        not q.speech
        and q.start <= mention.start
        and mention.end <= q.end
        and q.end - q.start > mention.end - mention.start
        for q in view.block.segments.quotes
    )


def _is_place(mention: Mention, folded: str, floor: int) -> bool:
    if mention.kind not in {"state", "territory", "body", "organisation"}:
        return False
    before = folded[max(floor, mention.start - 4) : mention.start].rstrip()
    after = folded[mention.end : mention.end + 2]
    if mention.kind in {"body", "organisation"}:
        return before.endswith(("在", "于")) and after[:1] not in "的"
    if before.endswith(_PLACE_BEFORE):
        return True
    return after[:1] == "海" or after[:2] in {"周边", "周围", "海峡", "附近", "沿海", "周遭", "周邊"}


def leading_group(view: View, folded: str, first: int, floor: int = -1) -> list[Party]:
    """Return the actors that stand as the clause's subject: before the first verb, under no preposition.

    ``floor`` asks for the subject of what begins there: nothing but an adverb may stand before it.
    """
    parties = [p for p in view.parties if p.start >= floor]
    at = 0
    while at < len(parties):
        party = parties[at]
        if party.start > (max(first, view.start + 1) if floor < 0 else floor + 2):
            return _coordinated(parties, at, folded) if floor < 0 and _qualified(view, folded, first, party) else []
        group = _coordinated(parties, at, folded)
        before = folded[max(view.start, floor, party.start - 3) : party.start].rstrip()
        if before == "自" or before.endswith(
            _EVEN
        ):  # 自川普政府於2018年…之後: who does it stands behind the conjunction
            before = ""
        under = before and (before[-1] in _PREPOSITIONS or before.endswith(_PREPOSITION_WORDS))
        towards = floor < 0 and _TOWARDS.match(folded, view.start, party.start)
        if not towards and (not under or before[-1] in "由被遭" or before.endswith("受")):
            return group
        at += len(group)
    return []


def _qualified(view: View, folded: str, first: int, party: Party) -> bool:
    """Say whether a clause opens with what only qualifies its subject: 訪問日本的美國總統."""
    return first - view.start <= _OPENING and party.kind == "person" and folded[party.start - 1] == "的"


def _coordinated(parties: list[Party], at: int, folded: str) -> list[Party]:
    """Return the actors joined to one: 甲、乙和丙, or the states of a run such as 美日韓."""
    group = [parties[at]]
    for other in parties[at + 1 :]:
        between = _FORMER.sub("", folded[group[-1].end : other.start].strip())
        if other.start == group[-1].start or (between and len(between) <= 2 and between[-1] in _TOGETHER):
            group.append(other)
        else:
            break
    return group
