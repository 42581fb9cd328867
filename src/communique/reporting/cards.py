"""Cards: what the ledger knows about one document, claim, thread, actor or thing, as lines for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from communique.ledger import Clock, DocumentFacts, LedgerReader, StoredClaim
from communique.linking import Review, State, Thread, Verdict, moves_of, state_of
from communique.model import ActorRef, Claim, Commitment, DateSource, Document, Event, Figure, Position
from communique.packs import Pack, Register
from communique.reporting.claims import claim_record
from communique.reporting.counting import unsure
from communique.reporting.layout import counted, number_text, quoted, wrap

__all__ = [
    "claim_card",
    "claims_about",
    "document_card",
    "label",
    "source_line",
    "state_lines",
    "thread_card",
    "thread_state",
]

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
            upper = "" if claim.high is None else f"–{number_text(claim.high)}"
            return f"figure/{'about ' if claim.approximate else ''}{number_text(claim.value)}{upper} {claim.unit}"
        case _:
            return claim.kind


def source_line(document: Document | DocumentFacts) -> str:
    """Return how a document is cited: publisher, title, day (~ where inferred), tier."""
    day = str(document.published or "no date")
    if document.published_how is DateSource.INFERRED:
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


def _claim_lines(claim: Claim, width: int, mark: str = "") -> list[str]:
    when = str(claim.time) if claim.time else ""
    due = f"due {claim.due}" if isinstance(claim, Commitment) and claim.due else ""
    factuality = "" if claim.factuality.value == "actual" else claim.factuality.value
    facts = "  ".join(part for part in (label(claim), when, due, factuality, mark, f"#{claim.id[:10]}") if part)
    said = f" — {'、'.join(claim.said_by)}" if claim.said_by else ""
    return [f"  {facts}", *(f"      {line}" for line in wrap(f"{quoted(claim.quote)}{said}", width - 6))]


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
        lines += _claim_lines(stored.claim, width, f"→ {stored.thread[:8]}" if stored.thread else "")
    return lines


def claim_card(
    stored: StoredClaim,
    document: Document,
    facts: DocumentFacts,
    register: Register,
    width: int,
    notes: Sequence[str] = (),
) -> list[str]:
    """Return a claim's fields, its words in their context, its document, its thread, and what reviewers say of it."""
    claim = stored.claim
    before = document.text[max(0, claim.start - _CONTEXT) : claim.start]
    after = document.text[claim.end : claim.end + _CONTEXT]
    record = claim_record(stored, facts, register)
    skipped = {"schema", "id", "kind", "document", "evidence", "actors", "keys", "frame", "extractor", "thread"}
    skipped.add("review")
    fields = [("actors", _actors(claim.actors, register) or "—")]
    for name, value in record.items():
        if name not in skipped and value not in (None, [], "", False):
            shown = "、".join(str(part or "..") for part in value) if isinstance(value, list) else value
            fields.append((name, str(shown)))
    fields += [
        ("speaks of", "、".join(_name(key, register) for key in claim.keys) or "—"),
        ("source", source_line(facts)),
        ("place", f"{claim.start}–{claim.end} of {document.id[:12]}"),
        ("thread", stored.thread or "—"),
        ("found by", f"{stored.extractor}, frame {claim.frame or '—'}"),
        ("recorded", f"{stored.recorded_from:%Y-%m-%d %H:%M} UTC"),
        *_review_fields(stored.review),
        *(("" if n else "note", note) for n, note in enumerate(notes)),
    ]
    return [
        f"{label(claim)}  {claim.id}",
        *wrap(f"…{before}【{claim.quote}】{after}…", width),
        "",
        *(line for name, text in fields for line in _field(name, text, width)),
    ]


def _field(name: str, text: str, width: int) -> list[str]:
    """Return a field with its name in front, further lines below its first word."""
    return [f"{'' if n else name:<11} {line}" for n, line in enumerate(wrap(text, width - 12))]


def _review_fields(review: Review | None) -> list[tuple[str, str]]:
    """Return what reviewers have said about a claim."""
    if review is None:
        return []
    said = ", ".join(f"{who}: {verb}" for who, verb in sorted(review.verdicts.items()))
    fields = [("reviewed", f"{verdict_mark(review)}{f' ({said})' if len(review.verdicts) > 1 else ''}")]
    marks = [name for name in ("private", "important") if getattr(review, name)]
    marks += ["read differently since"] if review.changed else []
    fields += [("marked", ", ".join(marks))] if marks else []
    return fields if review.verdict is not None else fields[1:]


def verdict_mark(review: Review | None) -> str:
    """Return the verdict that counts in a few words, nothing where there is none."""
    if review is None or review.verdict is None:
        return ""
    how = "added" if review.added else "edited" if review.edited else "accepted"
    verb = "rejected" if review.verdict is Verdict.REJECTED else how
    return f"{verb} by {review.by}"


def _name(key: str, register: Register) -> str:
    entry = register.get(key)
    return entry.display() if entry else key


def thread_state(
    thread: Thread, reader: LedgerReader, pack: Pack, on: date, clock: Clock | None = None
) -> State | None:
    """Return where a commitment stands on a day; ``None`` for threads of other kinds, or before its first move."""
    if thread.kind != "commitment":
        return None
    stored = list(reader.claims(thread=thread.id, clock=clock))
    documents = reader.facts(sorted({one.claim.document for one in stored}))
    moves = moves_of([one.claim for one in stored], documents, pack, unsure(stored))
    return state_of(moves, on, source=lambda key: documents[key].source)


def thread_card(
    thread: Thread,
    reader: LedgerReader,
    pack: Pack,
    on: date,
    width: int,
    *,
    why: bool = False,
    clock: Clock | None = None,
) -> list[str]:
    """Return a thread's state on a day and its claims with their sources; ``why`` says what joined each claim."""
    claims = list(reader.claims(thread=thread.id, clock=clock))
    documents = reader.facts(sorted({stored.claim.document for stored in claims}))
    lines = [*wrap(thread.title, width), f"{thread.kind} thread {thread.id}"]
    entry = pack.register.get(thread.key)
    if entry is not None:
        lines += wrap(f"about  {' / '.join(entry.all_names()[:4])}", width)
    state = thread_state(thread, reader, pack, on, clock)
    if state is not None:
        lines += state_lines(state)
    sources = len({facts.source for facts in documents.values()})
    lines.append(f"told by {counted(sources, 'source')} in {counted(len(claims), 'claim')}")
    effects = {move.claim: move.effect for move in state.moves} if state else {}
    reasons = dict(zip(thread.claims, thread.reasons, strict=True))
    for stored in claims:
        claim = stored.claim
        marks = [effects.get(claim.id, ""), "repeat" if claim.repeat_of else "", verdict_mark(stored.review)]
        lines += ["", f"  {source_line(documents[claim.document])}"]
        lines += _claim_lines(claim, width, "; ".join(mark for mark in marks if mark))
        if why and reasons.get(claim.id):
            lines += [f"      because {line}" for line in wrap(reasons[claim.id], width - 14)]
    return lines


def state_lines(state: State) -> list[str]:
    """Return a commitment's state on its four axes."""
    since = f" since {state.since}" if state.since else ""
    tiers = ", ".join(tier.value for tier in state.tiers)
    says = "says" if len(state.beside) == 1 else "say"
    otherwise = f", {len(state.beside)} {says} otherwise" if state.beside else ""
    return [
        f"state on {state.on}: {state.where}",
        f"  firmness   {state.firmness}",
        f"  progress   {state.progress}{since}",
        f"  schedule   {state.schedule}",
        f"  agreement  {counted(state.sources, 'independent source')} ({tiers}){otherwise}",
    ]


def claims_about(key: str, reader: LedgerReader, register: Register, clock: Clock | None = None) -> list[StoredClaim]:
    """Return the claims of an actor or that speak of a thing, each once; a person's where it stands for a state too."""
    found = [*reader.claims(actor=key, clock=clock), *reader.claims(key=key, clock=clock)]
    entry = register.get(key)
    if entry is not None and entry.type in {"person", "office"}:
        found += reader.claims_naming((*entry.all_names(), *entry.short), clock=clock)
    return list({stored.claim.id: stored for stored in found}.values())
