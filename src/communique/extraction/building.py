"""From a candidate to a claim: roles, time, factuality, attribution, and the fields of its kind."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

from communique.extraction.aims import Aims, is_modal
from communique.extraction.candidates import Candidate
from communique.extraction.cast import AUTHOR, Cast
from communique.extraction.factuality import factuality_at, negated_at
from communique.extraction.frames import Trigger
from communique.extraction.labels import action_of, key_of, label_of
from communique.extraction.speaking import speech_verbs
from communique.extraction.stances import default_stance, negated_claim, stance_of
from communique.extraction.views import Party, View, meeting_parties, whole_span
from communique.language.zh.times import TimeKind, due_interval
from communique.model import (
    ActorRef,
    Assessment,
    Claim,
    Commitment,
    Document,
    Event,
    EventType,
    Evidence,
    Factuality,
    Figure,
    Interval,
    Position,
    Role,
    Stance,
    Status,
)
from communique.packs import Pack
from communique.text import fold, fold_pattern

__all__ = ["Builder"]

_TOGETHER = frozenset({"meeting", "call", "agreement", "exercise"})
_GOES_ON = frozenset({Stance.CONDEMN, Stance.DEMAND, Stance.OPPOSE})
# Stances that a verb of their own tells, whoever reports them.
_OUTSPOKEN = frozenset({"oppose", "support", "condemn", "welcome", "concern"})
# Acts and stances that are aimed at somebody, named in the clause or just before it.
_AIMED = frozenset({EventType.PROTEST, EventType.SANCTION, EventType.INCURSION})
# Acts that a story tells on the day it last named, or of the meeting it is about.
_IN_STORY = frozenset({EventType.STATEMENT, EventType.MEETING, EventType.AGREEMENT, EventType.PROTEST, EventType.CALL})
_MOVES = ("reversed", "suspended", "delayed", "accelerated", "completed", "under_way", "expanded", "reduced")
_MAX_EVIDENCE = 100  # characters of one piece of evidence; a longer clause is cut around its verb
_LEADS = 3  # characters before the verb of a clause whose subject was dropped: 並認為
_AROUND = 7  # characters beside a figure that are shown with it
_MOST_TARGETS = 10
_FORCES = re.compile(r"armed-forces|navy|army|air-force|marine|coast-guard|\.pla|sdf|theater|fleet|usf[jk]$")
# Behind a moving verb: what makes it part of a noun phrase instead of the move itself.
_QUALIFIES = re.compile(fold_pattern(r"(?:的|[^,，。的]{0,8}所\w{1,2}的)"))
# Verbs that move a date; what stands before them is the old one.
_MOVED_TO = re.compile(
    fold_pattern("(?:提前|提早|推遲|延後|延遲|延期|順延|展延|推延|改期|調整|變更|改)(?:到|至|為|於)|延至|延到")
)


@dataclass(slots=True)
class Builder:
    """Builds the claims of one document."""

    document: Document
    pack: Pack
    voice: Party | None = None
    cast: Cast = field(init=False)
    _told: object = None
    _stood: Stance = Stance.AFFIRM
    _aims: tuple[Party, ...] = ()

    def build(self, candidate: Candidate) -> Claim | None:
        """Return the claim a candidate makes, or None where it lacks what its kind needs."""
        make = {
            "event": self._event,
            "commitment": self._commitment,
            "position": self._position,
            "figure": self._figure,
            "assessment": self._assessment,
        }[candidate.kind]
        return make(candidate)

    def __post_init__(self) -> None:
        self.cast = Cast(self.pack.register, self.document.published)

    # parts --------------------------------------------------------------------------------------------------------

    def _common(
        self, candidate: Candidate, actors: tuple[ActorRef, ...], span: tuple[int, int], mark: str
    ) -> dict[str, object]:
        view = candidate.view
        start, end = view.block.flow.span(*span)
        quote = self.document.text[start:end]
        key = f"{self.document.id}|{candidate.kind}|{start}|{end}|{mark}"
        acting = [a.country for a in actors if a.role is not Role.TARGET and a.country]
        return {
            "id": hashlib.sha256(key.encode()).hexdigest()[:20],
            "document": self.document.id,
            "evidence": (Evidence(start, end, quote),),
            "actors": actors,
            "countries": tuple(sorted(set(acting))),
            "said_by": self._said_by(view, actors),
            "confidence": round(candidate.confidence, 4),
            "frame": mark,
            "keys": key_of(view, self.pack),
        }

    def _span(self, view: View, trigger: Trigger | None = None) -> tuple[int, int]:
        if view.end - view.start <= _MAX_EVIDENCE:
            return view.start, view.end
        middle = trigger.start if trigger else view.start
        start = max(view.start, min(middle - 20, view.end - _MAX_EVIDENCE))
        return start, min(view.end, start + _MAX_EVIDENCE)

    def _said_by(self, view: View, actors: tuple[ActorRef, ...]) -> tuple[str, ...]:
        names = [p.surface for p in view.speaker] if speaks(view) else []
        if view.reference == "text":
            names.insert(0, fold("聲明"))
        return tuple(dict.fromkeys((*names, *view.sources)))

    def _stance(self, view: View) -> tuple[Stance, Trigger | None]:
        """Return the stance of a clause; one without a verb of its own goes on in its sentence's reproach or demand."""
        stance, trigger = stance_of(view)
        sentence = (view.block.block.start, view.clause.sentence, view.speaker)
        if trigger is None and self._told == sentence and self._stood in _GOES_ON and not negated_claim(view):
            stance = self._stood
        elif trigger is None:
            stance = default_stance(view)
        if self._told != sentence:
            self._aims = ()
        self._told, self._stood = sentence, stance
        return stance, trigger

    # kinds --------------------------------------------------------------------------------------------------------

    def _event(self, candidate: Candidate) -> Claim | None:
        view, trigger = candidate.view, candidate.trigger
        kind = EventType(trigger.frame.type or "other") if trigger else _type_without_verb(view)
        together = kind.value in _TOGETHER
        agents, others = view.subject, view.others
        if trigger is not None and _passive(view, trigger):
            agents, others = view.others, view.subject
        if kind is EventType.VISIT:  # whoever is met there is told by the meeting
            others = ()
        if kind is EventType.EXERCISE and len(agents) == 1 and agents[0].kind != "mechanism":
            beside = tuple(p for p in others if self.cast.country(p) != self.cast.country(agents[0]))
            together = bool(beside) and _with_whom(view, beside[0])
            others = beside
        if together:
            parties = meeting_parties(view, trigger)
            if len(parties) < 2 and view.meeting is not None and (view.reference or view.subject_how != "own"):
                parties = view.meeting.parties
            agents, others = parties, ()
        actors = self.cast.roles(agents, others[:_MOST_TARGETS], together)
        if kind in _AIMED:
            actors = self.cast.aimed_at(view, actors)
        factuality = factuality_at(view, trigger)
        published = self.document.published
        ahead = view.time is not None and view.time.start is not None and published is not None
        if ahead and factuality is Factuality.ACTUAL and view.time.start > published:  # type: ignore[union-attr, operator]
            factuality = Factuality.PLANNED
        common = self._common(candidate, actors, self._span(view, trigger), f"event.{kind.value}")
        time = view.time
        if time is None and factuality is Factuality.ACTUAL:
            time = view.told_before if kind in _IN_STORY or view.genre == "report" else view.told_just
        return Event(**common, type=kind, place=_places(view), time=time, factuality=factuality)  # type: ignore[arg-type]

    def _commitment(self, candidate: Candidate) -> Claim | None:
        view = candidate.view
        agents = self.cast.both_sides(view, view.subject)
        if view.subject_how == "speaker" or (view.clause.quote >= 0 and view.reference == "we"):
            agents = self.cast.states(agents)
        agents = _who_will(view) or agents
        actors = self.cast.for_state(self.cast.roles(agents, view.others[:_MOST_TARGETS], together=False))
        status, trigger = _status(view)
        head = trigger or next((t for t in view.triggers if t.frame.kind == "commitment"), None)
        negated = head is not None and negated_at(view, head)
        factuality = Factuality.PLANNED
        if negated:
            factuality = Factuality.NEGATED
        elif status in {Status.UNDER_WAY, Status.COMPLETED}:
            factuality = Factuality.ACTUAL
        elif status is Status.PROPOSED:
            factuality = Factuality.POSSIBLE
        span = self._span(view, head)
        common = self._common(candidate, actors, span, f"commitment.{status.value}")
        keys = common["keys"]
        return Commitment(
            **common,  # type: ignore[arg-type]
            time=view.meeting.time if view.meeting and not view.time_own else None,
            factuality=factuality,
            action=action_of(view, head),
            subject=label_of(self.pack, keys, ("programme", "policy", "mechanism", "exercise", "topic"), view),  # type: ignore[arg-type]
            status=status,
            due=_due(view),
        )

    def _position(self, candidate: Candidate) -> Claim | None:
        view = candidate.view
        stance, trigger = self._stance(view)
        agents = self.cast.both_sides(view, view.subject)
        if speaks(view):
            agents = self.cast.holders(view, agents, stands=_takes_stand(view))
        if self.voice is not None and not agents:
            agents = (self.voice,)
        others = Aims(view, agents, self.cast, self._aims).of(stance, trigger)
        self._aims = others or self._aims
        actors = self.cast.for_state(self.cast.roles(agents, others[:_MOST_TARGETS], together=False))
        negated = stance is Stance.NO_POSITION or (trigger is not None and negated_at(view, trigger))
        common = self._common(candidate, actors, self._span(view, trigger), f"position.{stance.value}")
        return Position(
            **common,  # type: ignore[arg-type]
            time=view.time if view.time_own else (view.meeting.time if view.meeting else view.time),
            factuality=Factuality.NEGATED if negated else Factuality.ACTUAL,
            stance=stance,
            topic=label_of(self.pack, common["keys"], ("topic", "policy", "programme", "mechanism", "document"), view),  # type: ignore[arg-type]
            strength=trigger.frame.strength if trigger else 3,
        )

    def _figure(self, candidate: Candidate) -> Claim | None:
        view, quantity = candidate.view, candidate.quantity
        if quantity is None:
            return None
        actors = self.cast.roles(view.subject, view.others[:_MOST_TARGETS], together=False)
        start = max(view.start, quantity.start - _AROUND)
        span = whole_span(
            view, (quantity.start, quantity.end), start, min(view.end, max(quantity.end + _AROUND, start + 6))
        )
        value = quantity.high if candidate.high and quantity.high is not None else quantity.value
        common = self._common(candidate, actors, span, f"figure.{quantity.unit}.{value:g}")
        return Figure(
            **common,  # type: ignore[arg-type]
            time=view.time if view.time_own else None,
            factuality=factuality_at(view, None),
            measure=label_of(self.pack, common["keys"], ("measure", "programme", "topic"), view)  # type: ignore[arg-type]
            if not quantity.counted
            else quantity.counted,
            value=value,
            high=None if candidate.high else quantity.high,
            unit=quantity.unit,
            approximate=quantity.approximate,
        )

    def _assessment(self, candidate: Candidate) -> Claim | None:
        view = candidate.view
        holders = view.speaker if speaks(view) else ()
        if not holders and view.subject and view.subject_how in {"own", "reference", "carried"}:
            near = view.start + _LEADS if view.subject_how == "carried" else view.end
            said = any(t.start <= near for t in speech_verbs(view))
            holders = view.subject if said else ()
        if holders:
            actors = self.cast.roles(holders, (), together=False, media=True)
        elif self.voice is not None:
            actors = self.cast.for_state(self.cast.roles((self.voice,), (), together=False))
        else:
            actors = (AUTHOR,)
        common = self._common(candidate, actors, self._span(view), "assessment")
        factuality = factuality_at(view, None)
        if factuality is Factuality.PLANNED:
            factuality = Factuality.POSSIBLE
        return Assessment(**common, time=view.time if view.time_own else None, factuality=factuality)  # type: ignore[arg-type]


def _who_will(view: View) -> tuple[Party, ...]:
    """Return who stands right before 將 behind another verb: 雙方確認甲將…; nobody where the subject itself will."""
    verb = next((t for t in view.triggers if t.frame.kind == "commitment" and t.frame.complement != "none"), None)
    will = next((o for o in view.operators if "future" in o.classes and verb and o.start > verb.end), None)
    if verb is None or will is None:
        return ()
    near = [p for p in view.parties if p.start >= verb.end and 0 <= will.start - p.end <= _LEADS]
    return tuple(p for p in view.parties if near and p.start == near[-1].start)


def speaks(view: View) -> bool:
    """Say whether a clause is told in somebody else's words: quoted, reported, or in a labelled speaker's voice."""
    return bool(view.speaker) and (
        view.clause.quote >= 0 or view.in_voice or view.own_words or view.index_in_sentence > 0
    )


def _takes_stand(view: View) -> bool:
    """Say whether a clause's own subject takes the stand (中方反對…), beside whoever reports it."""
    heads = [t for t in view.triggers if t.frame.kind in {"position", "attribution"}]
    if (
        view.clause.quote >= 0
        or view.subject_how not in {"own", "reference"}
        or view.in_voice
        or view.own_words
        or not heads
    ):
        return False
    if heads[0].frame.stance not in _OUTSPOKEN and heads[0].frame.complement != "asserts":
        return False
    return not is_modal(view, heads[0])


def _type_without_verb(view: View) -> EventType:
    """Return the type of an act that no frame knows: what forces do is a deployment, what is announced a policy."""
    if any(t.frame.id in {"commit.announce", "commit.decide"} for t in view.triggers):
        return EventType.POLICY
    if view.subject and _FORCES.search(view.subject[0].id):
        return EventType.DEPLOYMENT
    return EventType.OTHER


def _with_whom(view: View, party: Party) -> bool:
    return view.block.flow.folded[max(view.start, party.start - 1) : party.start] in {"与", "和", "同", "、"}


def _passive(view: View, trigger: Trigger) -> bool:
    """Say whether 被, 遭 or 受 stands before the verb and after the subject."""
    before = view.block.flow.folded[view.start : trigger.start]
    return any(mark in before for mark in ("被", "遭")) and view.subject_how == "own"


def _places(view: View) -> tuple[str, ...]:
    found = [m.surface for m in view.mentions if m.kind == "place"]
    if not found:
        folded = view.block.flow.folded
        found = [
            m.surface
            for m in view.mentions
            if m.kind in {"state", "territory"} and folded[m.start - 1 : m.start] in set(fold("在於抵訪赴達問"))
        ]
    return tuple(dict.fromkeys(found))


def _status(view: View) -> tuple[Status, Trigger | None]:
    """Return the move a clause makes: a moving verb in it, else what its governor says."""
    moves = {
        t.frame.status: t for t in reversed(view.triggers) if t.frame.id.startswith("move.") and not _modifies(view, t)
    }
    governor = view.governor
    if governor is not None and governor.frame.status == "reaffirmed":
        return Status.REAFFIRMED, governor
    own = next((t for t in view.triggers if t.frame.id == "commit.reaffirm"), None)
    if own:
        return Status.REAFFIRMED, own
    for move in _MOVES:
        trigger = moves.get(move)
        if trigger is None:
            continue
        future = any("future" in o.classes and o.start < trigger.start for o in view.operators)
        # what is announced to begin has begun (宣布啟動), what is agreed to begin has not (同意啟動)
        agreed = governor is not None and governor.frame.status == "agreed" and governor.frame.id != "commit.announce"
        if move in {"completed", "under_way"} and (future or agreed) and not _done(view, trigger):
            continue
        return Status(move), trigger
    if governor is not None and governor.frame.status == "proposed":
        return Status.PROPOSED, governor
    return Status.AGREED, None


def _modifies(view: View, trigger: Trigger) -> bool:
    """Say whether a moving verb only qualifies a noun behind it: 完成的任務, 完成新任務所需的權限."""
    behind = view.block.flow.folded[trigger.end : view.end]
    return _QUALIFIES.match(behind) is not None


def _done(view: View, trigger: Trigger) -> bool:
    before = view.block.flow.folded[max(view.start, trigger.start - 3) : trigger.start]
    return any(mark in before for mark in fold("已曾正"))


def _due(view: View) -> Interval | None:
    """Return by when it is to be done; of a date that is moved (從2027年提前至2025年) the one it is moved to."""
    folded = view.block.flow.folded
    moved = _MOVED_TO.search(folded, view.start, view.end)
    for expression in view.times:
        if (
            moved is not None
            and expression.start < moved.end() - 1
            and any(t.start > expression.start for t in view.times)
        ):
            continue
        interval = view.resolved.get(expression.start)
        if interval is not None and expression.kind is not TimeKind.PRESENT:
            due = due_interval(expression, interval, folded[expression.end : expression.end + 6])
            if due is not None:
                return due
    return None
