"""The running state of discourse: who acts, who speaks, under which verb, in which meeting.

``walk`` goes through a document's clauses once, in order, and gives each as a ``View``: its names, triggers and function
words, the subject (its own or the one carried over), the speaker, the governing verb of its sentence, the meeting it
belongs to. Rules (``features``, ``claims``) look at views only.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from communique.extraction.frames import FrameIndex, Operator, Trigger
from communique.language.analysis import BlockAnalysis
from communique.language.zh.clauses import Clause
from communique.language.zh.names import Mention
from communique.language.zh.quantities import Quantity
from communique.language.zh.times import TimeExpression
from communique.model import BlockRole, Interval
from communique.text import fold, fold_pattern

__all__ = ["Clock", "Meeting", "Party", "View", "meeting_parties", "walk"]

_PREPOSITIONS = frozenset(fold("對向與和跟同在於由被遭受據為以從自至往給讓使令把及或到經就將助訪抗赴抵離援反親遏侵攻犯售涉挺脅批籲促斥駐返"))
# What behind a run of states makes it part of a noun (美日同盟) and not somebody who acts.
_COMPOUND = re.compile(
    fold_pattern(
        "同盟|聯盟|關係|防衛|安保|安全|軍事|經濟|貿易|經貿|外交|彈道|條約|協定|雙邊|三邊|多邊|間|之間|合作|衝突|戰爭|競爭|對抗|互動|風波|亂局|"
        "海|聯軍|邊境|混血|航線|友好|建交|停火|情勢|局勢|博弈|棋局|爭端|爭議|問題|矛盾|角力|共識|聯合聲明|共同聲明|交流|往來|談判|協議|冷戰|對峙|國防|產業|"
        "小多邊|夥伴|伙伴|框架|機制|體系|格局|立場|歷史|軍機|攻防|盟友"
    )
)
_PREPOSITION_WORDS = tuple(
    map(fold, "針對 關於 基於 根據 對於 有關 圍繞 面對 因應 應對 抗衡 遏制 對抗 隨著 包括 透過 通過 藉由 除了 要求 支持 敦促 呼籲 批評 指責 反對 邀請 訪問 抵達 造訪 協助 幫助 保衛 為了 涉及 關於 強調 表示 認為 指出 確認 重申 宣布 聲稱 稱".split())
)
_TOGETHER = frozenset(fold("與和及、跟同"))
_PLACE_BEFORE = tuple(map(fold, "在 於 抵達 位於 前往 訪問 造訪 到訪 飛往 赴 駐 來自 登上 運抵 進入 部署在 駐紮在".split()))
_NOUN_AFTER = frozenset(fold("的之"))
_REFERENCE = re.compile(
    fold_pattern(
        "(?P<two>雙方|兩國|兩位\\w{0,2}[長袖相臣]|兩人|二人|兩軍|兩位元首|兩位領導人|兩位領袖|兩國元首|美日兩國|日美兩國)|"
        "(?P<three>三國|三方|三位\\w{0,2}[長袖相臣])|(?P<four>四國|四方(?!安全)|四位\\w{0,2}長)|"
        "(?P<all>各方|各國外長|部長們|外長們|防長們|領導人們|領袖們|與會各國|與會者|成員國|締約國)|"
        "(?P<they>他們|她們)|(?P<he>他(?!們|國|人|處|項)|她(?!們))|(?P<we>我們|我國|我方|咱們|我(?!們|國|方))|"
        "(?P<text>(?:聯合|共同|這[項份]|該|主席)?(?:聲明|公報|宣言|備忘錄)(?=[^,，。]))"
    )
)
_ANSWER = re.compile(fold_pattern("[答A]|發言人|回答|受訪者"))
_QUESTION = re.compile(fold_pattern("問|記者|社$|[台臺]$|Q"))
_OPENS = re.compile(fold_pattern("(?:後|時|之際|期間|之前|前夕)$|^(?:基於|鑑於|有鑑於|為了|為|由於|因應|隨著|針對|面對|繼|除了)"))
_STATEMENT = re.compile(fold_pattern("聯合聲明|共同聲明|聯合公報|共同宣言|聯合宣言"))
_RECENT = 6  # actors named lately that a reproach without object may be meant for
_NOUNS_TOO = frozenset(fold("要求 批評 指責 質疑 希望 警告 分析 預測 估計 期盼 擔憂 呼籲").split())
# Verbs of stance that also report speech; 應 and 必須 take a stand without opening anybody's words.
_SPEECH = frozenset(
    fold("認為 主張 堅稱 相信 深信 強調 確信 一貫主張 一致認為 警告 呼籲 敦促 要求 否認 駁斥 反駁 澄清 奉勸 重申 批評 指責 譴責 抨擊 坦承 承認 質疑 聲稱 正告").split()
)


@dataclass(frozen=True, slots=True)
class Party:
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
    resolved: dict[int, Interval] = field(default_factory=dict)
    recent: tuple[Party, ...] = ()
    told_before: Interval | None = None

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


def _units(block: BlockAnalysis, triggers: list[Trigger], operators: list[Operator]) -> Iterator[tuple[Clause, int, int]]:
    """Yield clauses, divided further where 並 or 且 opens a second verb phrase."""
    folded = block.flow.folded
    verbs = {t.start for t in triggers if not t.frame.noun} | {o.start for o in operators if "future" in o.classes}
    for clause in block.segments.clauses:
        start = clause.start
        at = folded.find("并", start + 5, clause.end - 3)
        while at >= 0:
            if folded[at - 1] not in "合吞兼一" and folded[at + 1] not in "购" and (
                {at + 1, at + 2} & verbs or folded[at + 1] in "于就对在"
            ):
                yield clause, start, at
                start = at
            at = folded.find("并", at + 5, clause.end - 3)
        yield clause, start, clause.end


def walk(blocks: list[BlockAnalysis], index: FrameIndex, clock: Clock) -> Iterator[View]:
    """Go through a document's clauses in order, keeping the state of discourse and of the narrative's time."""
    state = _State()
    number = 0
    for block in blocks:
        # names of things tell acts (雷達照射, 核試驗); names of actors and places hide none
        names = [(m.start, m.end) for m in block.mentions if m.is_actor or m.kind == "place"]
        triggers, operators = index.find(block.flow.folded, names)
        state.enter(block)
        views = list(_views(block, triggers, operators))
        for position, view in enumerate(views):
            view.number = number
            view.last_in_sentence = (
                position + 1 == len(views) or views[position + 1].clause.sentence != view.clause.sentence
            )
            state.take(view, views, position)
            clock.read(view)
            yield view
            state.leave(view)
            number += 1


def _views(block: BlockAnalysis, triggers: list[Trigger], operators: list[Operator]) -> Iterator[View]:
    lists = (block.mentions, triggers, operators, block.times, block.quantities)
    starts = [[item.start for item in one] for one in lists]
    for clause, start, end in _units(block, triggers, operators):
        parts = [one[bisect_left(at, start) : bisect_left(at, end)] for one, at in zip(lists, starts, strict=True)]
        yield View(block, clause, start, end, 0, *parts)  # type: ignore[arg-type]


class _State:
    """What carries over from clause to clause."""

    def __init__(self) -> None:
        self.subject: tuple[Party, ...] = ()
        self.person: tuple[Party, ...] = ()
        self.group: tuple[Party, ...] = ()
        self.meeting: Meeting | None = None
        self.speaker: tuple[Party, ...] = ()
        self.sources: tuple[str, ...] = ()
        self.governor: Trigger | None = None
        self.sentence = -1
        self.position = 0
        self.quote_speakers: dict[int, tuple[Party, ...]] = {}
        self.last_view: View | None = None
        self.time: Interval | None = None
        self.referred = ("", "")
        self.joint = False
        self.met_in: BlockAnalysis | None = None
        self.states: tuple[Party, ...] = ()
        self.recent: tuple[Party, ...] = ()
        self.voice: tuple[Party, ...] = ()
        self.answering: tuple[Party, ...] = ()
        self.body: tuple[tuple[Party, ...], tuple[Party, ...], tuple[Party, ...], Meeting | None] | None = None

    def enter(self, block: BlockAnalysis) -> None:
        """Begin a block; headings, captions and links neither take from the body's state nor leave anything in it."""
        if self.body is not None:
            self.subject, self.person, self.group, self.meeting = self.body
            self.body = None
        if block.block.role not in {BlockRole.BODY, BlockRole.QUOTATION}:
            self.body = (self.subject, self.person, self.group, self.meeting)
            self.subject, self.group = (), ()
        self.sentence, self.position = -1, 0
        self.quote_speakers = {}
        self.speaker, self.sources, self.governor = (), (), None
        self.last_view = None
        if block.block.role is BlockRole.LINKS:
            self.subject = ()

    def take(self, view: View, views: list[View], position: int) -> None:
        if view.clause.sentence != self.sentence:
            self.sentence, self.position = view.clause.sentence, 0
            self.governor, self.sources, self.time = None, (), None
            if view.clause.quote < 0:
                self.speaker = self.voice
        view.index_in_sentence = self.position
        self.position += 1
        view.meeting = self.meeting
        view.parties = _parties(view)
        self._subject(view)
        if position == 0:
            self._label(view)
            self.joint = False
        self._joint(view)
        if view.clause.quote >= 0:
            self._quoted(view, views, position)
        else:
            view.speaker, view.sources = self.speaker, self.sources
            view.in_voice = bool(self.voice) and self.speaker == self.voice
        if not view.subject and view.clause.quote < 0:
            self._ahead(view, views, position)
        if not view.subject:
            self._carry(view)
        view.governor, view.governor_how = self._governor(view)
        view.recent = self.recent
        own = {p.id for p in view.subject}
        view.others = tuple(p for p in view.parties if p.id not in own)

    def _label(self, view: View) -> None:
        """A block that opens with a name and a colon (郭嘉昆：, 答：) is in that speaker's voice to its end."""
        self.voice = ()
        if view.clause.mark not in ":：" or view.end - view.start > 16:
            return
        label = view.folded
        if _ANSWER.fullmatch(label):
            self.voice = self.answering
        elif not _QUESTION.search(label):
            named = tuple(p for p in view.parties if p.kind in {"person", "office"})
            if named and not view.triggers:
                self.voice = self.answering = named[-1:]
        self.speaker = self.voice

    # subjects -----------------------------------------------------------------------------------------------------

    def _subject(self, view: View) -> None:
        folded = view.block.flow.folded
        verbs = [t.start for t in view.triggers if not t.frame.noun and t.frame.kind != "assessment"]
        first = min(verbs, default=view.end)
        reference = _REFERENCE.search(folded, view.start, min(view.end, view.start + 24))
        group = _leading_group(view, folded, first)
        if reference and (not group or reference.start() < group[0].start) and reference.start() <= max(first, view.start + 2):
            kind = reference.lastgroup or ""
            view.reference, view.reference_text = kind, reference.group()
            parties = self._resolve(kind, view, reference.start())
            if parties:
                view.subject, view.subject_how = parties, "reference"
                return
        if group:
            view.subject, view.subject_how = tuple(group), "own"

    def _resolve(self, kind: str, view: View, at: int) -> tuple[Party, ...]:
        """Say whom a word of reference means; nothing where the text leaves it open."""
        wanted = {"two": 2, "three": 3, "four": 4}.get(kind)
        if kind == "he":
            return self.person[:1]
        if kind == "we":
            return view.speaker or self.speaker
        if kind in {"two", "three", "four", "all", "text", "they"}:
            named = [p for p in view.parties if p.end <= at + 2 and p.kind in {"state", "territory", "person"}]
            if wanted and len(named) == wanted:
                return tuple(named)
            if kind == "two" and len(self.states) == 2 and "国" in view.reference_text and not self._met_here(view):
                return self.states
            candidates = (self.meeting.parties if self.meeting else (), self.group, self.subject)
            for parties in candidates:
                if parties and (wanted is None or len(parties) == wanted):
                    return parties
            if kind != "text" and candidates[0]:
                return candidates[0]
        return ()

    def _met_here(self, view: View) -> bool:
        """Say whether the meeting was told in this very block, or its parties are the two states last named."""
        here = {p.id for p in self.states}
        return self.meeting is not None and (self.met_in is view.block or {p.id for p in self.meeting.parties} == here)

    def _ahead(self, view: View, views: list[View], position: int) -> None:
        """A clause of time or reason that opens a sentence has the subject of the clause behind it: 結束行程後，甲…"""
        if view.index_in_sentence or view.last_in_sentence or not _OPENS.search(view.folded):
            return
        later = views[position + 1]
        later.parties = _parties(later)
        verbs = [t.start for t in later.triggers if not t.frame.noun and t.frame.kind != "assessment"]
        group = _leading_group(later, later.block.flow.folded, min(verbs, default=later.end))
        if group:
            view.subject, view.subject_how = tuple(group), "ahead"

    def _joint(self, view: View) -> None:
        """In what a joint statement says, a clause that only agrees, confirms or stresses has both sides for subject."""
        if _STATEMENT.search(view.folded) and self.meeting is not None:
            self.joint = True
        elif view.subject_how == "own" and any(opens_speech(view, t) for t in view.triggers):
            self.joint = False
        verbs = [t for t in view.triggers if t.frame.kind in {"commitment", "position"}]
        if self.joint and self.meeting and not view.subject and view.clause.quote < 0 and verbs:
            if verbs[0].start <= view.start + 4:
                view.subject, view.subject_how = self.meeting.parties, "reference"
                view.reference, view.reference_text = "text", fold("聯合聲明")

    def _carry(self, view: View) -> None:
        """A dropped subject is the previous clause's, unless a new topic stands in between."""
        if view.speaker and (view.clause.quote >= 0 or self.voice):
            view.subject, view.subject_how = view.speaker, "speaker"
        elif self.subject:
            view.subject = self.subject
            view.reference, view.reference_text = self.referred
            view.subject_how = "carried" if view.index_in_sentence else "carried_over"

    # speakers -----------------------------------------------------------------------------------------------------

    def _quoted(self, view: View, views: list[View], position: int) -> None:
        key = view.clause.quote
        if key not in self.quote_speakers:
            self.quote_speakers[key] = self._find_speaker(view, views, position)
        view.speaker, view.sources = self.quote_speakers[key], self.sources

    def _find_speaker(self, view: View, views: list[View], position: int) -> tuple[Party, ...]:
        previous = views[position - 1] if position else None
        if previous is not None and previous.clause.quote != view.clause.quote:
            said = any(opens_speech(previous, t) for t in previous.triggers)
            if said or previous.clause.mark in ":：「『":
                if previous.subject:
                    return previous.subject
        quote = view.block.segments.quotes[view.clause.quote]
        for later in views[position + 1 : position + 12]:
            if later.start >= quote.end:
                if later.clause.quote < 0 and any(t.frame.kind == "attribution" for t in later.triggers):
                    group = _leading_group(later, later.block.flow.folded, later.end)
                    if group:
                        return tuple(group)
                    if _REFERENCE.match(later.block.flow.folded, later.start):
                        return self.person[:1]
                break
        return self.speaker or self.person[:1]

    # governors ----------------------------------------------------------------------------------------------------

    def _governor(self, view: View) -> tuple[Trigger | None, str]:
        for trigger in view.triggers:
            if trigger.frame.complement == "inherits":
                return trigger, "own"
        if self.governor is not None and view.subject_how in {"carried", "speaker", "none", "reference"}:
            return self.governor, "carried"
        return None, "none"

    # afterwards ---------------------------------------------------------------------------------------------------

    def leave(self, view: View) -> None:
        if view.subject_how in {"own", "reference"} and view.clause.quote < 0:
            self.subject = view.subject
            self.referred = (view.reference, view.reference_text) if view.subject_how == "reference" else ("", "")
            people = tuple(p for p in view.subject if p.kind == "person")
            if people and view.clause.quote < 0:
                self.person = people
                if any(t.frame.type == "statement" for t in view.triggers) or "主持" in view.folded:
                    self.answering = people[:1]
            if len(view.subject) > 1:
                self.group = view.subject
        if view.clause.quote < 0:
            self._open_speaker(view)
        if view.governor is not None and view.governor_how == "own":
            self.governor = view.governor
        self._open_meeting(view)
        named = [p for p in view.parties if p.kind == "state"]
        self.states = tuple({p.id: p for p in (*self.states, *named)}.values())[-2:]
        actors = [p for p in reversed(view.parties) if p.kind not in {"media", "think_tank"}]
        self.recent = tuple({p.id: p for p in (*actors, *self.recent)}.values())[:_RECENT]
        self.last_view = view
        if view.time_own:
            self.time = view.time

    def _open_speaker(self, view: View) -> None:
        for trigger in view.triggers:
            if opens_speech(view, trigger):
                media = [m for m in view.mentions if m.kind == "media" and m.start < trigger.start]
                if media and trigger.frame.id == "say.report":
                    self.sources = (media[-1].surface, *self.sources)
                    if view.subject and all(p.kind == "media" for p in view.subject):
                        self.subject = ()
                    return
                if view.subject:
                    self.speaker = view.subject
                    return

    def _open_meeting(self, view: View) -> None:
        if view.clause.quote >= 0:
            return
        kinds = {t.frame.type for t in view.triggers if t.frame.kind == "event"}
        if not kinds & {"meeting", "call", "agreement"} and not (kinds & {"statement"} and len(view.parties) > 1):
            return
        parties = meeting_parties(view)
        if len(parties) > 1:
            self.meeting, self.met_in = Meeting(parties, view.time), view.block
            self.group = parties
        elif self.meeting is not None and view.time_own and view.reference:
            self.meeting.time = self.meeting.time or view.time


def opens_speech(view: View, trigger: Trigger) -> bool:
    """Say whether a trigger is a verb that reports what its subject says (表示, 認為, 警告), not a noun of it."""
    if trigger.frame.complement != "asserts":
        return False
    folded = view.block.flow.folded
    if folded[trigger.end : trigger.end + 1] in "的、后":
        return False
    if trigger.end >= view.end - 1 and folded[trigger.start : trigger.end] in _NOUNS_TOO:
        return False
    return trigger.frame.kind == "attribution" or folded[trigger.start : trigger.end] in _SPEECH


def meeting_parties(view: View) -> tuple[Party, ...]:
    """Return who takes part in what a clause tells: its subject and those it names beside it, media left out."""
    people = [p for p in (*view.subject, *view.others) if p.kind not in {"media", "think_tank"}]
    return tuple({p.id: p for p in people}.values())


def _parties(view: View) -> list[Party]:
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
                Party(key, letter, "state", mention.start, mention.end) for key, letter in zip(mention.ids, surfaces, strict=False)
            )
    return found


def _in_term(mention: Mention, view: View) -> bool:
    """Say whether a state's name is part of a quoted term (「美國優先」) and names nobody by itself."""
    return mention.kind in {"state", "territory"} and any(
        not q.speech and q.start <= mention.start and mention.end <= q.end and q.end - q.start > mention.end - mention.start
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


def _leading_group(view: View, folded: str, first: int) -> list[Party]:
    """Return the actors that stand as the clause's subject: before the first verb, under no preposition."""
    parties = view.parties
    at = 0
    while at < len(parties):
        party = parties[at]
        if party.start > max(first, view.start + 1):
            return []
        group = _coordinated(parties, at, folded)
        before = folded[max(view.start, party.start - 3) : party.start].rstrip()
        if before == "自":  # 自川普政府於2018年…之後: who does it stands behind the conjunction
            before = ""
        under = before and (before[-1] in _PREPOSITIONS or before.endswith(_PREPOSITION_WORDS))
        if not under or before[-1] in "由被遭" or before.endswith("受"):
            return group
        at += len(group)
    return []


def _coordinated(parties: list[Party], at: int, folded: str) -> list[Party]:
    """Return the actors joined to one: 甲、乙和丙, or the states of a run such as 美日韓."""
    group = [parties[at]]
    for other in parties[at + 1 :]:
        between = folded[group[-1].end : other.start].strip()
        if other.start == group[-1].start or (between and len(between) <= 2 and between[-1] in _TOGETHER):
            group.append(other)
        else:
            break
    return group
