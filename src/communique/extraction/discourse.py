"""The running state of discourse: who acts, who speaks, under which verb, in which meeting.

``walk`` goes through a document's clauses once, in order, and gives each as a ``View`` with its subject (its own, one
referred to, or the one carried over), its speaker, the governing verb of its sentence, and the meeting it belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from communique.extraction.frames import FrameIndex, Trigger
from communique.extraction.views import (
    Clock,
    Meeting,
    Party,
    View,
    leading_group,
    meeting_parties,
    opens_speech,
    parties_of,
    private_voice,
    unnamed_speaker,
    views_of,
)
from communique.language.analysis import BlockAnalysis
from communique.model import BlockRole, Interval
from communique.text import fold, fold_pattern

__all__ = ["walk"]

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
_INTERVIEW = re.compile(fold_pattern("專訪|受訪|訪談|接受[^，。]{0,12}(?:訪問|採訪|訪談)|採訪了|訪問了"))
_QUESTION = re.compile(fold_pattern("問|記者|社$|[台臺]$|Q"))
_OPENS = re.compile(
    fold_pattern("(?:後|時|之際|期間|之前|前夕)$|^(?:基於|鑑於|有鑑於|為了|為|由於|因應|隨著|針對|面對|繼|除了)")
)
_STATEMENT = re.compile(fold_pattern("聯合聲明|共同聲明|聯合公報|共同宣言|聯合宣言"))
_RECENT = 6  # actors named lately that a reproach without object may be meant for


def walk(blocks: list[BlockAnalysis], index: FrameIndex, clock: Clock) -> Iterator[View]:
    """Go through a document's clauses in order, keeping the state of discourse and of the narrative's time."""
    state = _State()
    number = 0
    for block in blocks:
        # names of things tell acts (雷達照射, 核試驗); names of actors and places hide none
        names = [(m.start, m.end) for m in block.mentions if m.is_actor or m.kind == "place"]
        triggers, operators = index.find(block.flow.folded, names)
        state.enter(block)
        views = list(views_of(block, triggers, operators))
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
        self.heard: tuple[Party, ...] = ()
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
                self.heard = self.speaker or self.heard
                self.speaker = self.voice
        view.index_in_sentence = self.position
        self.position += 1
        view.meeting = self.meeting
        view.parties = parties_of(view)
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
        view.recent, view.heard = self.recent, self.heard
        if view.parties:
            own = {p.id for p in view.subject}
            view.others = tuple([p for p in view.parties if p.id not in own])

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
        first = next((t.start for t in view.triggers if not t.frame.noun and t.frame.kind != "assessment"), view.end)
        reference = _REFERENCE.search(folded, view.start, min(view.end, view.start + 24))
        group = leading_group(view, folded, first)
        if (
            reference
            and (not group or reference.start() < group[0].start)
            and reference.start() <= max(first, view.start + 2)
        ):
            kind = reference.lastgroup or ""
            view.reference, view.reference_text = kind, reference.group()
            parties = self._resolve(kind, view, reference.start())
            if parties:
                view.subject, view.subject_how = parties, "reference"
                return
        unnamed = unnamed_speaker(view)
        if unnamed is not None and (not group or private_voice(unnamed, group[0])):
            view.subject, view.subject_how = (unnamed,), "own"
        elif group:
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
        later.parties = parties_of(later)
        verbs = [t.start for t in later.triggers if not t.frame.noun and t.frame.kind != "assessment"]
        group = leading_group(later, later.block.flow.folded, min(verbs, default=later.end))
        if group:
            view.subject, view.subject_how = tuple(group), "ahead"

    def _joint(self, view: View) -> None:
        """In what a joint statement says, a clause that only agrees, confirms or stresses is both sides'."""
        if self.meeting is not None and _STATEMENT.search(view.folded):
            self.joint = True
        elif self.joint and view.subject_how == "own" and any(opens_speech(view, t) for t in view.triggers):
            self.joint = False
        if not (self.joint and self.meeting) or view.subject or view.clause.quote >= 0:
            return
        verbs = [t for t in view.triggers if t.frame.kind in {"commitment", "position"}]
        if verbs and verbs[0].start <= view.start + 4:
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
            if previous.subject and (said or previous.clause.mark in ":：「『"):
                return previous.subject
        quote = view.block.segments.quotes[view.clause.quote]
        for later in views[position + 1 : position + 12]:
            if later.start >= quote.end:
                if later.clause.quote < 0 and any(t.frame.kind == "attribution" for t in later.triggers):
                    group = leading_group(later, later.block.flow.folded, later.end)
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
        if _INTERVIEW.search(view.folded):
            people = tuple(p for p in view.parties if p.kind == "person")
            self.answering = people[-1:] or self.person[:1]
        if view.clause.quote < 0:
            self._open_speaker(view)
        if view.governor is not None and view.governor_how == "own":
            self.governor = view.governor
        self._open_meeting(view)
        if view.parties:
            named = [p for p in view.parties if p.kind == "state"]
            if named:
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
