"""Cards: what the ledger knows about one document, claim, thread, actor or thing, as lines and as plain values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from communique.ledger import LedgerReader, StoredClaim
from communique.linking import Thread
from communique.model import ActorRef, Claim, Commitment, Document, Event, Figure, Position
from communique.packs import Entry, Register
from communique.reporting.claims import claim_record
from communique.reporting.layout import wrap
from communique.reporting.standing import standing

__all__ = ["claim_card", "document_card", "entry_card", "source_line", "thread_card", "thread_values"]

_CONTEXT = 30
"""Characters shown on either side of a quote."""


def label(claim: Claim) -> str:
    """Return the claim's kind with what it says: ``commitment/agreed``, ``position/oppose``."""
    match claim:
        case Event():
            return f"event/{claim.type}"
        case Commitment():
            return f"commitment/{claim.status}"
        case Position():
            return f"position/{claim.stance}"
        case Figure():
            value = int(claim.value) if claim.value.is_integer() else claim.value
            upper = "" if claim.high is None else f"–{int(claim.high) if claim.high.is_integer() else claim.high}"
            return f"figure/{'about ' if claim.approximate else ''}{value}{upper} {claim.unit}"
        case _:
            return claim.kind


def source_line(document: Document) -> str:
    """Return how a document is cited: publisher, title, day (~ where inferred), tier."""
    day = str(document.published or "no date")
    if document.published_how.value == "inferred":
        day = f"~{day}"
    name = document.title or document.path or document.id[:12]
    return " · ".join(part for part in (document.publisher, name, day, document.tier.value) if part)


def _actors(actors: Iterable[ActorRef], register: Register) -> str:
    def name(actor: ActorRef) -> str:
        entry = register.get(actor.id)
        preferred = entry.display() if entry else actor.surface
        shown = preferred if preferred == actor.surface else f"{actor.surface} ({preferred})"
        return shown if actor.role.value == "agent" else f"{shown} [{actor.role}]"

    return "、".join(name(actor) for actor in actors)


def _claim_lines(stored: StoredClaim, width: int, mark: str = "") -> list[str]:
    claim = stored.claim
    when = str(claim.time) if claim.time else ""
    due = f"due {claim.due}" if isinstance(claim, Commitment) and claim.due else ""
    factuality = "" if claim.factuality.value == "actual" else claim.factuality.value
    facts = "  ".join(part for part in (label(claim), when, due, factuality, mark, f"#{claim.id[:10]}") if part)
    said = f" — {'、'.join(claim.said_by)}" if claim.said_by else ""
    return [f"  {facts}", *(f"      {line}" for line in wrap(f"「{claim.quote}」{said}", width - 6))]


def document_card(document: Document, claims: Sequence[StoredClaim], carriers: Sequence[str], width: int) -> list[str]:
    """Return a document's facts and its claims in the order of the text."""
    counts = Counter(stored.claim.kind for stored in claims)
    summary = ", ".join(f"{number} {kind}" for kind, number in sorted(counts.items())) or "no claims"
    how = f" ({document.published_how})" if document.published else ""
    lines = [
        *wrap(document.title or "(no title)", width),
        f"document  {document.id}",
        f"published {document.published or 'unknown'}{how}  {document.publisher or 'publisher unknown'}",
        f"language  {document.language}  tier {document.tier}  {document.media_type}, {document.encoding}",
        *(f"from      {path}" for path in carriers),
        f"claims    {summary}",
        "",
    ]
    for stored in sorted(claims, key=lambda s: (s.claim.start, s.claim.id)):
        lines += _claim_lines(stored, width, f"→ {stored.thread[:8]}" if stored.thread else "")
    return lines


def claim_card(stored: StoredClaim, document: Document, register: Register, width: int) -> list[str]:
    """Return a claim's fields, its words in their context, its document and its thread."""
    claim = stored.claim
    before = document.text[max(0, claim.start - _CONTEXT) : claim.start]
    after = document.text[claim.end : claim.end + _CONTEXT]
    record = claim_record(stored, document, register)
    skipped = {"schema", "id", "kind", "document", "evidence", "actors", "keys", "frame", "extractor", "thread"}
    lines = [
        f"{label(claim)}  {claim.id}",
        *wrap(f"…{before}【{claim.quote}】{after}…", width),
        "",
        f"actors      {_actors(claim.actors, register) or '—'}",
    ]
    for name, value in record.items():
        if name not in skipped and value not in (None, [], "", False):
            shown = "、".join(str(part or "..") for part in value) if isinstance(value, list) else value
            lines.append(f"{name:<11} {shown}")
    lines += [
        f"{'speaks of':<11} {'、'.join(_entry_name(key, register) for key in claim.keys) or '—'}",
        f"{'source':<11} {source_line(document)}",
        f"{'place':<11} {claim.start}–{claim.end} of {document.id[:12]}",
        f"{'thread':<11} {stored.thread or '—'}",
        f"{'found by':<11} {stored.extractor}, frame {claim.frame or '—'}",
        f"{'recorded':<11} {stored.recorded_from:%Y-%m-%d %H:%M} UTC",
    ]
    return lines


def _entry_name(key: str, register: Register) -> str:
    entry = register.get(key)
    return entry.display() if entry else key


def thread_card(
    thread: Thread, reader: LedgerReader, register: Register, on: date, width: int, *, why: bool = False
) -> list[str]:
    """Return a thread's state on a day and its claims with their sources; ``why`` says what joined each claim."""
    claims = list(reader.claims(thread=thread.id))
    documents = {d.id: d for d in reader.documents(sorted({stored.claim.document for stored in claims}))}
    lines = [*wrap(thread.title, width), f"{thread.kind} thread {thread.id}"]
    entry = register.get(thread.key)
    if entry is not None:
        lines.append(f"about  {' / '.join(entry.all_names()[:4])}")
    state = standing(claims, on)
    if state is not None:
        due = f", due {state.due}" if state.due else ""
        silence = ": due date passed, no report found" if state.overdue else ""
        lines.append(f"state  {state.column}{due}{silence} (last move: {state.last_move}; on {on})")
    lines.append(f"told by {len(documents)} documents in {len(claims)} claims")
    reasons = dict(zip(thread.claims, thread.reasons, strict=True))
    for stored in claims:
        mark = "repeat" if stored.claim.repeat_of else ""
        lines += ["", f"  {source_line(documents[stored.claim.document])}", *_claim_lines(stored, width, mark)]
        if why and reasons.get(stored.claim.id):
            lines += [f"      because {line}" for line in wrap(reasons[stored.claim.id], width - 14)]
    return lines


def thread_values(thread: Thread, reader: LedgerReader, register: Register, on: date) -> dict[str, Any]:
    """Return a thread's state and claims as plain values."""
    claims = list(reader.claims(thread=thread.id))
    documents = {d.id: d for d in reader.documents(sorted({stored.claim.document for stored in claims}))}
    state = standing(claims, on)
    reasons = dict(zip(thread.claims, thread.reasons, strict=True))
    return {
        "id": thread.id, "kind": thread.kind, "title": thread.title, "key": thread.key, "on": on.isoformat(),
        "state": state and {
            "column": state.column.value, "due": state.due.as_list() if state.due else None,
            "last_move": state.last_move.value, "overdue": state.overdue,
            "last_report": state.last_report.isoformat() if state.last_report else None,
        },
        "claims": [
            {**claim_record(stored, documents[stored.claim.document], register), "why": reasons.get(stored.claim.id)}
            for stored in claims
        ],
    }  # fmt: skip


def entry_card(
    entry: Entry | None, key: str, reader: LedgerReader, register: Register, on: date, width: int
) -> list[str]:
    """Return what is known about an actor or another thing of the register: names, threads, claims."""
    used = sorted({name for name, *_ in reader.identities(key)})
    claims = {stored.claim.id: stored for stored in (*reader.claims(actor=key), *reader.claims(key=key))}
    threads = {stored.thread for stored in claims.values() if stored.thread}
    lines = [f"{entry.display() if entry else key.removeprefix('doc:')}", f"{entry.type if entry else 'actor'} {key}"]
    if entry is not None:
        for script, forms in entry.names.items():
            wrapped = wrap("、".join(forms), width - 8) if forms else []
            lines += [f"  {'' if n else script:<6}{line}" for n, line in enumerate(wrapped)]
        if entry.definition:
            lines += wrap(entry.definition, width)
        lines += _offices(entry, register)
    if used:
        lines += wrap(f"in documents: {'、'.join(used)}", width)
    about = reader.threads_about(key)
    shown = [t for t in about if t.key == key] + [t for t in about if t.key != key and t.id in threads]
    if shown:
        lines += ["", f"{len(shown)} threads"]
        lines += [line for thread in shown for line in _thread_row(thread, reader, on, width)]
    if claims:
        lines += ["", f"{len(claims)} claims"]
        ordered = sorted(claims.values(), key=lambda s: (str(s.known_from or "9999"), s.claim.document, s.claim.start))
        lines += [line for stored in ordered for line in _claim_lines(stored, width)]
    elif not shown:
        lines += ["", "Nothing in this ledger speaks of it."]
    return lines


def _offices(entry: Entry, register: Register) -> list[str]:
    return [
        f"  {_entry_name(holder.person, register)}  {holder.term or ''}{' (acting)' if holder.acting else ''}"
        for holder in entry.holders
    ]


def _thread_row(thread: Thread, reader: LedgerReader, on: date, width: int) -> list[str]:
    state = standing(list(reader.claims(thread=thread.id)), on)
    where = f"{state.column}{f', due {state.due}' if state.due else ''}" if state else thread.kind
    return [f"  {line}" for line in wrap(f"{where}: {thread.title}  #{thread.id[:8]}", width - 2)]
