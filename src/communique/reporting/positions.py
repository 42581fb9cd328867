"""Who stands where on a topic: a matrix by holder, by channel (president, ministry, ambassador…) or by date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from communique.ledger import Clock, LedgerReader
from communique.linking import identify
from communique.linking.wording import strength
from communique.model import ActorRef, Interval, Position, Role
from communique.packs import Pack
from communique.reporting.citing import Citation, cite
from communique.reporting.layout import quoted, wrap
from communique.reporting.selecting import positions_told
from communique.reporting.view import View, view_from
from communique.text import fold_name

__all__ = ["By", "Stand", "positions", "positions_in", "positions_json", "positions_text"]


class By(StrEnum):
    """What the rows of the matrix are."""

    HOLDER = "holder"
    CHANNEL = "channel"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Stand:
    """One stance of one holder in one document.

    ``state`` is whom the holder speaks for, ``channel`` through which office or body; ``day`` is the first day of
    ``time``, that of the report where no time is told; ``strength`` is the rank of its words on their scale
    (``docs/wording.md``), or None where they stand on none.
    """

    topic: str
    thread: str
    holder: str
    state: str
    channel: str
    day: date | None
    time: Interval | None
    stance: str
    negated: bool
    strength: float | None
    words: tuple[str, ...]
    citation: Citation

    @property
    def when(self) -> str:
        """Return the time as it is told, no more precise; ``~`` marks the day of a report."""
        if self.time is not None:
            return str(self.time)
        return f"~{self.day}" if self.day is not None else "no date"

    @property
    def shown(self) -> str:
        """Return the stance in one word, with its rank."""
        rank = f" ({' '.join(self.words)}, {self.strength:g})" if self.strength is not None else ""
        return f"{self.stance}{rank}"


def positions(view: View, topic: str, by: By = By.HOLDER, on: date | None = None) -> list[Stand]:
    """Return who stands where on a topic: a register id, a name in any language, or words of the topic.

    In the order of ``by``, then of the days; up to a day, if one is given.
    """
    entries = {entry.id for entry in view.pack.register.find(topic)}
    wanted = fold_name(topic)
    found = []
    for thread in view.threads:
        for claim in view.members(thread):
            if not isinstance(claim, Position) or claim.repeat_of is not None or not view.had_come(claim, on):
                continue
            named = entries & {thread.key, *claim.keys}
            if named or (wanted and wanted in fold_name(f"{claim.topic}\n{claim.quote}")):
                found += [_stand(view, claim, thread.id, thread.title, a) for a in _holders(claim)]
    return sorted(found, key=lambda stand: (_row(stand, by), stand.day or date.max, stand.holder, stand.citation.claim))


def positions_in(
    reader: LedgerReader,
    pack: Pack,
    topic: str,
    by: By = By.HOLDER,
    *,
    on: date | None = None,
    clock: Clock | None = None,
) -> list[Stand]:
    """Return the same from a ledger as ``clock`` sees it: only claims that may be about the topic are looked at."""
    wanted = fold_name(topic)
    named, told = positions_told(reader, [entry.id for entry in pack.register.find(topic)])
    ids = named | {claim for claim, words in told if wanted and wanted in fold_name(words)}
    stored = list(reader.claims(ids=sorted(ids), clock=clock)) if ids else []
    threads = reader.threads(sorted({one.thread for one in stored if one.thread}))
    return positions(view_from(reader, pack, stored, threads), topic, by, on)


def _row(stand: Stand, by: By) -> str:
    if by is By.DATE:
        return f"{stand.day or '9999'}\n{stand.when}"
    return f"{stand.state}\n{stand.channel if by is By.CHANNEL else stand.holder}"


def _holders(claim: Position) -> list[ActorRef]:
    return [a for a in claim.actors if a.role is not Role.TARGET] or list(claim.actors)


def _stand(view: View, claim: Position, thread: str, topic: str, actor: ActorRef) -> Stand:
    document = view.documents.get(claim.document)
    published = document.published if document is not None else None
    day = claim.time.start or claim.time.end if claim.time is not None else published
    identity = identify(actor, day, view.pack.register)
    ranks = strength(claim.quote, view.pack)
    # a clause may stand on several scales; the one its stance belongs to says how strong it is
    scale = "support" if claim.stance.value in {"support", "welcome", "affirm"} else "objection"
    rank = next((r for r in ranks if r.scale == scale), None)
    return Stand(
        topic=topic,
        thread=thread,
        holder=view.name(identity.person or identity.id) if actor.id in view.pack.register else actor.surface,
        state=_state(view, identity.state),
        channel=_channel(view, identity.id, identity.office),
        day=day,
        time=claim.time,
        stance=claim.stance.value,
        negated=claim.factuality.value == "negated",
        strength=rank.rank if rank is not None else None,
        words=rank.words if rank is not None else (),
        citation=cite(view, claim.id),
    )


def _state(view: View, state: str | None) -> str:
    return view.name(state.lower()) if state and state.lower() in view.pack.register else view.name(state or "—")


def _channel(view: View, key: str, office: str | None) -> str:
    """Return the channel: the office held on the day, the body itself, or the government where only it is named."""
    entry = view.pack.register.get(office or key)
    if entry is None:
        return "—"
    return "government" if entry.type in {"state", "territory"} else entry.display()


def positions_json(stands: Sequence[Stand]) -> Iterator[dict[str, Any]]:
    """Yield the cells of the matrix as plain values."""
    for s in stands:
        yield {
            "topic": s.topic,
            "thread": s.thread,
            "holder": s.holder,
            "state": s.state,
            "channel": s.channel,
            "day": s.day.isoformat() if s.day else None,
            "time": s.time.as_list() if s.time else None,
            "stance": s.stance,
            "negated": s.negated,
            "strength": s.strength,
            "words": list(s.words),
            "evidence": s.citation.as_dict(),
        }


def positions_text(stands: Sequence[Stand], by: By, width: int = 80) -> Iterator[str]:
    """Yield the lines for a terminal: a row's head, then its stances in order with their words."""
    if not stands:
        yield "No document says where anyone stands on it."
    row: str | None = None
    for s in stands:
        if _row(s, by) != row:
            row = _row(s, by)
            if by is By.DATE:
                yield s.when
            else:
                yield f"{s.state}: {s.channel if by is By.CHANNEL else s.holder}"
        lead = "" if by is By.DATE else f"{s.when}  "
        who = f"{s.holder}  " if by is not By.HOLDER else ""
        yield from (f"  {line}" for line in wrap(f"{lead}{who}{s.shown}", width - 2))
        yield from (f"      {line}" for line in wrap(f"{quoted(s.citation.quote)} {s.citation.source}", width - 6))
