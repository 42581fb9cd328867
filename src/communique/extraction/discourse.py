"""The running state of discourse: who acts, who speaks, under which verb, in which meeting.

``walk`` goes through a document's clauses once, in order, and gives each as a ``View`` with its subject (its own, one
referred to, or the one carried over), its speaker, the governing verb of its sentence, and the meeting it belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from communique.extraction.frames import FrameIndex, Trigger
from communique.extraction.references import Company, References, refers
from communique.extraction.speaking import (
    AUTHOR_PARTY,
    own_speech,
    speaker_of,
    speaks_for_author,
    speech_verbs,
)
from communique.extraction.views import (
    Clock,
    Meeting,
    Party,
    View,
    leading_group,
    parties_of,
    views_of,
)
from communique.language.analysis import BlockAnalysis
from communique.model import BlockRole, Interval
from communique.packs import Register
from communique.text import fold, fold_pattern

__all__ = ["walk"]

_ANSWER = re.compile(fold_pattern("[答A]|發言人|回答|受訪者"))
_INTERVIEW = re.compile(fold_pattern("專訪|受訪|訪談|接受[^，。]{0,12}(?:訪問|採訪|訪談)|採訪了|訪問了"))
_QUESTION = re.compile(fold_pattern("問|記者|社$|[台臺]$|Q"))
_OPENS = re.compile(
    fold_pattern("(?:後|時|之際|期間|之前|前夕)$|^(?:基於|鑑於|有鑑於|為了|為|由於|因應|隨著|針對|面對|繼|除了)")
)
_STATEMENT = re.compile(fold_pattern("聯合聲明|共同聲明|聯合公報|共同宣言|聯合宣言"))
_SUPPOSES = re.compile(fold_pattern("(?:但|而|然而|可是?|不過)?(?:如果|若|倘|一旦|即使|假如|因為|由於|即便|除非)"))


def walk(blocks: list[BlockAnalysis], index: FrameIndex, clock: Clock, register: Register) -> Iterator[View]:
    """Go through a document's clauses in order, keeping the state of discourse and of the narrative's time."""
    state = _State(Company(blocks, register))
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

    def __init__(self, company: Company) -> None:
        self.refs = References(company)
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
        self.voice: tuple[Party, ...] = ()
        self.answering: tuple[Party, ...] = ()
        self.faced: tuple[Party, ...] = ()
        self.body: tuple[tuple[Party, ...], tuple[Party, ...], tuple[Party, ...], Meeting | None] | None = None

    def enter(self, block: BlockAnalysis) -> None:
        """Begin a block; headings, captions and links neither take from the body's state nor leave anything in it."""
        if self.body is not None:
            self.refs.subject, self.refs.person, self.refs.group, self.refs.meeting = self.body
            self.body = None
        if block.block.role not in {BlockRole.BODY, BlockRole.QUOTATION}:
            self.body = (self.refs.subject, self.refs.person, self.refs.group, self.refs.meeting)
            self.refs.subject, self.refs.group = (), ()
        self.sentence, self.position = -1, 0
        self.quote_speakers = {}
        self.speaker, self.sources, self.governor = (), (), None
        self.last_view = None
        if block.block.role is BlockRole.LINKS:
            self.refs.subject = ()

    def take(self, view: View, views: list[View], position: int) -> None:
        if view.clause.sentence != self.sentence:
            self.sentence, self.position = view.clause.sentence, 0
            self.governor, self.sources, self.time, self.refs.told_of = None, (), None, ()
            self.faced = ()
            if view.clause.quote < 0:
                self.heard = self.speaker or self.heard
                if not self._goes_on(view):
                    self.speaker = self.voice
        view.index_in_sentence = self.position
        self.position += 1
        view.meeting = self.refs.meeting
        view.parties = parties_of(view)
        self._subject(view)
        if view.index_in_sentence == 0 and view.subject_how == "own" and not _SUPPOSES.match(view.folded):
            self.speaker = self.voice if view.clause.quote < 0 else self.speaker
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
        self._own_words(view)
        view.governor, view.governor_how = self._governor(view)
        view.recent, view.heard = self.refs.recent, self.heard
        view.faced, view.acted, view.together = self.faced, self.refs.acted, self.refs.of_size
        if view.parties:
            own = {p.id for p in (*view.subject, *(view.speaker if view.own_words else ()))}
            view.others = tuple([p for p in view.parties if p.id not in own])

    def _goes_on(self, view: View) -> bool:
        """Say whether somebody's words go on behind a semicolon: 學者認為，甲；如果乙."""
        last = self.last_view
        return last is not None and last.block is view.block and last.clause.mark in "；;" and bool(self.speaker)

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
        group = leading_group(view, folded, first)
        head = group[0].start if group else view.end
        says = bool(speech_verbs(view))
        view.reference, view.reference_text, meant = self.refs.resolve(view, first, head, self.speaker, says)
        if meant:
            view.subject, view.subject_how = meant, "reference"
            return
        if speaks_for_author(view):
            view.subject, view.subject_how = (AUTHOR_PARTY,), "own"
            return
        subject = speaker_of(view) or tuple(group)
        if subject:
            view.subject, view.subject_how = subject, "own"

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
        if self.refs.meeting is not None and _STATEMENT.search(view.folded):
            self.joint = True
        elif self.joint and view.subject_how == "own" and bool(speech_verbs(view)):
            self.joint = False
        if not (self.joint and self.refs.meeting) or view.subject or view.clause.quote >= 0:
            return
        verbs = [t for t in view.triggers if t.frame.kind in {"commitment", "position"}]
        if verbs and verbs[0].start <= view.start + 4:
            view.subject, view.subject_how = self.refs.meeting.parties, "reference"
            view.reference, view.reference_text = "text", fold("聯合聲明")

    def _carry(self, view: View) -> None:
        """A dropped subject is the previous clause's, unless a new topic stands in between."""
        if view.speaker and (view.clause.quote >= 0 or self.voice):
            view.subject, view.subject_how = view.speaker, "speaker"
        elif self.speaker and view.index_in_sentence and self._says(view):
            view.subject, view.subject_how = self.speaker, "carried"
        elif self.refs.subject:
            view.subject = self.refs.subject
            view.reference, view.reference_text = self.referred
            view.subject_how = "carried" if view.index_in_sentence else "carried_over"

    @staticmethod
    def _says(view: View) -> bool:
        """Say whether a clause opens with a verb of speech (並稱, 強調): then whoever speaks goes on."""
        return any(t.start <= view.start + 3 for t in speech_verbs(view))

    # speakers -----------------------------------------------------------------------------------------------------

    def _own_words(self, view: View) -> None:
        """What a clause says behind its own verb of speech (甲表示乙將…) are its subject's words."""
        verb = own_speech(view) if view.clause.quote < 0 and view.subject else None
        if verb is None or view.subject_how not in {"own", "reference", "carried"}:
            return
        view.speaker, view.own_words = view.subject, True
        group = [p for p in leading_group(view, view.block.flow.folded, view.end, verb.end) if p.kind != "media"]
        if group and view.subject_how == "own":
            view.subject = tuple(group)

    def _quoted(self, view: View, views: list[View], position: int) -> None:
        key = view.clause.quote
        if key not in self.quote_speakers:
            self.quote_speakers[key] = self._find_speaker(view, views, position)
        view.speaker, view.sources = self.quote_speakers[key], self.sources

    def _find_speaker(self, view: View, views: list[View], position: int) -> tuple[Party, ...]:
        previous = views[position - 1] if position else None
        if previous is not None and previous.clause.quote != view.clause.quote:
            said = bool(speech_verbs(previous))
            if previous.subject and (said or previous.clause.mark in ":：「『"):
                return previous.subject if said or not previous.speaker else previous.speaker
        quote = view.block.segments.quotes[view.clause.quote]
        for later in views[position + 1 : position + 12]:
            if later.start >= quote.end:
                if later.clause.quote < 0 and any(t.frame.kind == "attribution" for t in later.triggers):
                    group = leading_group(later, later.block.flow.folded, later.end)
                    if group:
                        return tuple(group)
                    if refers(later):
                        return self.refs.person[:1]
                break
        return self.speaker or self.refs.person[:1]

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
            self.referred = (view.reference, view.reference_text) if view.subject_how == "reference" else ("", "")
            people = self.refs.note_subject(view)
            if people and (any(t.frame.type == "statement" for t in view.triggers) or "主持" in view.folded):
                self.answering = people[:1]
        if _INTERVIEW.search(view.folded):
            people = tuple(p for p in view.parties if p.kind == "person")
            self.answering = people[-1:] or self.refs.person[:1]
        if view.clause.quote < 0:
            self._open_speaker(view)
        if view.governor is not None and view.governor_how == "own":
            self.governor = view.governor
        self.refs.note_meeting(view)
        if view.parties:
            self.faced = view.others or self.faced
            self.refs.note_parties(view)
        self.last_view = view
        if view.time_own:
            self.time = view.time

    def _open_speaker(self, view: View) -> None:
        for trigger in speech_verbs(view):
            media = [m for m in view.mentions if m.kind == "media" and m.start < trigger.start]
            if media and trigger.frame.id == "say.report":
                self.sources = (media[-1].surface, *self.sources)
                if view.subject and all(p.kind == "media" for p in view.subject):
                    self.refs.subject = ()
                return
            if view.subject:
                self.speaker = view.speaker if view.own_words else view.subject
                return
