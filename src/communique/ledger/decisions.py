"""Making decisions: each is checked against the ledger before anything is stored.

A ``Desk`` is one reviewer before one ledger. Its methods return decisions and store nothing; ``LedgerWriter.decide``
stores them, all or none, and brings the claims in line; ``ingest.link`` then brings the threads up to date::

    desk = Desk(writer.reader, who="H. Ito")
    writer.decide(desk.accept(claim), desk.note(claim, "see the annex"))
    link(writer, assemble())
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from communique.ledger import schema as s
from communique.ledger.claim_rows import load_claims
from communique.ledger.reader import LedgerReader
from communique.ledger.records import Decision
from communique.ledger.settling import scaling
from communique.ledger.standing import names_of_actors, settings_wanted
from communique.linking import Thread, added_claim, as_read, edited, field_values, in_force, split_id
from communique.model import Claim, DecisionError, Document, NotInLedger, Tier

__all__ = ["Desk", "find_decision", "reviewer_name"]

_LONGEST = 10_000
"""Characters of a note, a title or a name."""

_MEMBERS = 10
"""Claims of a thread that a decision about it is anchored to."""


def reviewer_name(name: str) -> str:
    """Return a reviewer's name as it is kept; raises ``DecisionError`` where it is none."""
    kept = " ".join(name.split())
    if not kept or len(kept) > 100 or not kept.isprintable():
        raise DecisionError(f"{name!r} is no name for a reviewer; give one with --as or COMMUNIQUE_REVIEWER.")
    return kept


def find_decision(reader: LedgerReader, key: str) -> Decision:
    """Return a decision by its id or the beginning of it; raises ``NotInLedger`` for none or several."""
    found = [one for one in reader.decisions() if len(key) >= 4 and one.id.startswith(key)]
    exact = [one for one in found if one.id == key]
    if len(key) < 4:
        raise NotInLedger(f"{key!r} is too short for a decision's id; give four characters of it or more.")
    if len(exact or found) != 1:
        raise NotInLedger(f"{len(found) or 'no'} decisions begin with {key!r}; `communique decisions` lists them.")
    return (exact or found)[0]


def _words(text: str, what: str) -> str:
    kept = text.strip()
    if not kept:
        raise DecisionError(f"{what} needs words.")
    if len(kept) > _LONGEST:
        raise DecisionError(f"{what} of {len(kept)} characters is too long; {_LONGEST} fit.")
    try:
        kept.encode("utf-8")
    except UnicodeEncodeError:
        raise DecisionError(f"{what} has half a character in it.") from None
    return kept.replace("\0", "")


def _tag(language: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", language.strip()):
        raise DecisionError(f"{language!r} is no language tag; write zh-Hant-TW, zh-Hans-CN, ja or en.")
    return language.strip()


class Desk:
    """One reviewer before one ledger; every method raises ``DecisionError`` or ``NotInLedger`` where it cannot be."""

    def __init__(
        self, reader: LedgerReader, who: str, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self.who = reviewer_name(who)
        self._reader = reader
        self._now = now

    # claims

    def accept(self, claim: str) -> Decision:
        """Accept a claim as it is."""
        return self._judge("accept", claim)

    def reject(self, claim: str) -> Decision:
        """Reject a claim: it stands on no thread and in no report."""
        return self._judge("reject", claim)

    def edit(self, claim: str, fields: Mapping[str, object]) -> Decision:
        """Set fields of a claim (see ``linking.fields``), which also accepts it."""
        stored = self._reader.claim(claim)
        before, after = field_values(stored.claim), field_values(edited(stored.claim, fields))
        changed = {name: after[name] for name in after if after[name] != before[name]}
        if not changed:
            raise DecisionError(f"claim {claim} has these values already.")
        return self._about(stored.claim, "edit", fields=changed, **self._read(stored.claim))

    def mark(self, claim: str, *, private: bool | None = None, important: bool | None = None) -> Decision:
        """Mark a claim private (it stays out of what is given to others) or important (its thread is watched)."""
        stored = self._reader.claim(claim)
        wanted = {name: value for name, value in (("private", private), ("important", important)) if value is not None}
        if not wanted:
            raise DecisionError("nothing to mark: say private or important.")
        review = stored.review
        if all(getattr(review, name, False) == value for name, value in wanted.items()):
            raise DecisionError(f"claim {claim} is marked so already.")
        return self._about(stored.claim, "mark", **wanted)

    def note(self, claim: str, text: str) -> Decision:
        """Leave a note on a claim."""
        return self._about(self._reader.claim(claim).claim, "note", text=_words(text, "a note"))

    def note_document(self, document: str, text: str) -> Decision:
        """Leave a note on a document."""
        self._known(document)
        return self._decision("note", document=document, payload={"text": _words(text, "a note")})

    def add(
        self,
        document: str,
        start: int,
        end: int,
        kind: str,
        fields: Mapping[str, object],
    ) -> Decision:
        """Add a claim on words of a document (code points of its text, end exclusive).

        ``fields`` as in ``linking.fields``.
        """
        found = self._reader.documents([document])
        if not found:
            raise NotInLedger(f"no document {document!r} in {self._reader.ledger}")
        return self._added(found[0], start, end, kind, {"fields": dict(fields)})

    def add_entry(
        self,
        document: Document,
        start: int,
        end: int,
        kind: str,
        fields: Mapping[str, object],
        entry: str,
        extra: Mapping[str, str],
    ) -> Decision:
        """Add a claim on a table's cell; ``entry`` is what makes two rows one, ``extra`` the row's further columns.

        The document need not be in the ledger yet.
        """
        payload: dict[str, object] = {"fields": dict(fields), "entry": entry}
        return self._added(document, start, end, kind, payload | ({"extra": dict(extra)} if extra else {}))

    def note_entry(self, added: Decision, text: str) -> Decision:
        """Leave a note on a claim that ``added`` is to make."""
        payload = {name: added.payload[name] for name in ("claim", "quote")} | {"text": _words(text, "a note")}
        anchor = {name: getattr(added, name) for name in ("document", "start", "end", "kind")}
        return self._decision("note", payload=payload, **anchor)

    def _added(self, document: Document, start: int, end: int, kind: str, parts: Mapping[str, object]) -> Decision:
        body = document.text
        if not 0 <= start < end <= len(body):
            raise DecisionError(f"{start}–{end} is no place in document {document.id[:8]} of {len(body)} characters.")
        decision = self._decision("add", document=document.id, start=start, end=end, kind=kind)
        mark = f"{document.id}|{kind}|{start}|{end}|reviewer|{parts.get('entry') or decision.id}"
        key = hashlib.sha256(mark.encode()).hexdigest()[:20]
        made = replace(decision, payload={"claim": key, "quote": body[start:end], **parts})
        added_claim(made, start, end, body)
        return made

    # threads

    def merge_threads(self, one: str, other: str) -> Decision:
        """Put two threads together."""
        first, second = self._reader.thread(one), self._reader.thread(other)
        if first.id == second.id:
            same = "cannot be merged with itself" if one == other else f"and thread {other[:8]} are one already"
            raise DecisionError(f"thread {one[:8]} {same}.")
        here, there = self._members(first), self._members(second)
        rest = {"members": [*map(_anchor, here[1:])], "others": [*map(_anchor, there[1:])]}
        return self._about(here[0], "merge", **{"with": _anchor(there[0]), **{k: v for k, v in rest.items() if v}})

    def split_claims(self, claims: Sequence[str]) -> list[Decision]:
        """Take claims of one thread off it, onto a thread of their own."""
        stored = [self._reader.claim(key) for key in dict.fromkeys(claims)]
        threads = {one.thread for one in stored}
        if not stored or None in threads or len(threads) > 1:
            raise DecisionError("only claims of one thread can be split off together.")
        size = len(self._reader.thread(str(stored[0].thread)).claims)
        if size <= len(stored):
            raise DecisionError(f"the thread has no other claims than {'these' if size > 1 else 'this one'}.")
        made = [self._about(one.claim, "split") for one in stored]
        lead = stored[0].claim
        return made + [self._about(one.claim, "merge", **{"with": _anchor(lead)}) for one in stored[1:]]

    def rename_thread(self, thread: str, title: str) -> Decision:
        """Give a thread a title."""
        found = self._reader.thread(thread)
        wanted = _words(title, "a title")
        if found.title == wanted:
            raise DecisionError(f"thread {found.id[:8]} is called so already.")
        lead, *rest = self._members(found)
        return self._about(lead, "rename", title=wanted, **({"members": [*map(_anchor, rest)]} if rest else {}))

    # actors

    def merge_actors(self, actor: str, into: str, country: str | None = None) -> Decision:
        """Let an actor go by another one's id, ``country`` (ISO 3166-1 alpha-3) being that one's."""
        if actor == into:
            raise DecisionError(f"actor {actor} cannot be merged with itself.")
        return self._decision("merge", payload={"actor": actor, "into": into, "country": country})

    def split_actor(self, actor: str, name: str, only: str | None = None) -> Decision:
        """Let what is called ``name`` be an actor of its own, in all documents or only in one."""
        wanted = _words(name, "a name")
        if split_id(wanted) == actor:
            raise DecisionError(f"actor {actor} cannot be split from itself.")
        names = {found for found, document, _, _ in self._reader.identities(actor) if only in {None, document}}
        if not any(split_id(found) == split_id(wanted) for found in names):
            listed = "、".join(sorted(names)) or "nothing"
            raise DecisionError(f"no document calls {actor} {wanted!r}; they call it {listed}.")
        return self._decision("split", payload={"actor": actor, "name": wanted, "only": only})

    def rename_actor(self, actor: str, title: str) -> Decision:
        """Give an actor the name that it is shown by."""
        wanted = _words(title, "a name")
        if names_of_actors(self._reader).get(actor) == wanted:
            raise DecisionError(f"{actor} is called so already.")
        return self._decision("rename", payload={"actor": actor, "title": wanted})

    # documents

    def set_document(
        self,
        document: str,
        *,
        published: date | None = None,
        publisher: str | None = None,
        tier: Tier | None = None,
        language: str | None = None,
    ) -> Decision:
        """Set what is known about a document; it is read again with it when the ledger is next linked."""
        self._known(document)
        wanted = {
            "published": published and published.isoformat(),
            "publisher": None if publisher is None else _words(publisher, "a publisher"),
            "tier": tier and tier.value,
            "language": None if language is None else _tag(language),
        }
        payload: dict[str, object] = {name: value for name, value in wanted.items() if value is not None}
        if not payload:
            raise DecisionError("nothing to set: say published, publisher, tier or language.")
        if payload.items() <= settings_wanted(self._reader, document).items():
            raise DecisionError(f"document {document[:12]} is set so already.")
        return self._decision("set", document=document, payload=payload)

    # undoing, the rest

    def undo(self, decision: str) -> Decision:
        """Take a decision back (an undoing, too); it stays in the ledger and no longer counts."""
        found = find_decision(self._reader, decision)
        if not self._stands(found):
            raise DecisionError(f"decision {found.id[:8]} ({found.verb} by {found.who}) is undone already.")
        return self._decision("undo", document=found.document, payload={"of": found.id})

    def calibrate(self, payload: Mapping[str, object]) -> Decision:
        """Let confidences be read by this scaling (``slope``, ``shift``; see ``reporting.calibration``)."""
        with self._reader.connection() as connection:
            if scaling(connection) == (payload.get("slope"), payload.get("shift")):
                raise DecisionError("the confidence is calibrated so already.")
        return self._decision("calibrate", payload=dict(payload))

    # parts

    def _judge(self, verb: str, claim: str) -> Decision:
        stored = self._reader.claim(claim)
        said = stored.review
        if said is not None and said.verdicts.get(self.who) == verb and said.by == self.who and not said.changed:
            raise DecisionError(f"claim {claim} is {verb}ed by {self.who} already.")
        return self._about(stored.claim, verb, **self._read(stored.claim))

    def _read(self, claim: Claim) -> dict[str, Any]:
        """Return the claim's fields as its reading gave them, whatever was edited since; a reviewer's own has none.

        ``keys`` stand apart: they are the pack's, and a newer reading knows them better.
        """
        c = s.claim
        with self._reader.connection() as connection:
            base = load_claims(connection, c.c.id == claim.id, c.c.base)
        return {"read": as_read(base[0][2]), "keys": list(base[0][2].keys)} if base else {}

    def _about(self, claim: Claim, verb: str, **payload: object) -> Decision:
        anchor = _anchor(claim)
        kept = {"claim": claim.id, "quote": anchor["quote"], **payload}
        return self._decision(
            verb, document=claim.document, start=claim.start, end=anchor["end"], kind=claim.kind, payload=kept
        )

    def _members(self, thread: Thread) -> list[Claim]:
        """Return the first claims of a thread: what is decided about it holds by any of them."""
        found = {one.claim.id: one.claim for one in self._reader.claims(ids=thread.claims[:_MEMBERS])}
        return [found[key] for key in thread.claims[:_MEMBERS]]

    def _known(self, document: str) -> None:
        if not self._reader.facts([document]):
            raise NotInLedger(f"no document {document!r} in {self._reader.ledger}")

    def _stands(self, decision: Decision) -> bool:
        d = s.decision
        about = d.c.document.is_(None) if decision.document is None else d.c.document == decision.document
        with self._reader.connection() as connection:
            known = [Decision(**row) for row in connection.execute(select(d).where(about)).mappings()]
        if decision.verb != "undo":
            return decision.id in {one.id for one in in_force(known)}
        # an undoing stands where taking it out brings something back
        return in_force(known) != in_force([one for one in known if one.id != decision.id])

    def _decision(self, verb: str, *, payload: Mapping[str, object] | None = None, **anchor: Any) -> Decision:
        return Decision(id=str(uuid.uuid4()), at=self._now(), who=self.who, verb=verb, payload=payload or {}, **anchor)


def _anchor(claim: Claim) -> dict[str, Any]:
    """Return a claim's place with its words: one quote, or that of its first piece where there are several."""
    piece = claim.evidence[0]
    whole = len(claim.evidence) == 1
    return {
        "document": claim.document,
        "start": claim.start,
        "end": claim.end if whole else piece.end,
        "kind": claim.kind,
        "claim": claim.id,
        "quote": piece.quote,
    }
