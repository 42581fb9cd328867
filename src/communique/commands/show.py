"""``communique show`` and ``communique search``: one thing, and where words stand."""

from __future__ import annotations

import shutil
import sys
from dataclasses import asdict, dataclass
from datetime import date
from itertools import groupby
from typing import Annotated, Any

import typer

from communique.commands.clocks import Known, On, Recorded, clock_of, parse_day
from communique.commands.common import (
    Exit,
    Json,
    LedgerOption,
    echo,
    examples,
    note,
    open_reader,
    open_settled,
    say_json,
)
from communique.ledger import Clock, Hit, LedgerReader, Sort, Target, notes_on
from communique.linking import Thread
from communique.model import NotInLedger, UsageError
from communique.packs import Pack, Register, load_pack
from communique.reporting.board import state_values
from communique.reporting.cards import (
    claim_card,
    document_card,
    source_line,
    thread_card,
    thread_state,
)
from communique.reporting.claims import claim_record
from communique.reporting.layout import wrap
from communique.reporting.thing_cards import thing_card, thing_values
from communique.reporting.things import Thing, thing
from communique.text import fold_name

__all__ = ["register", "target_of", "terminal_width"]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(
        epilog=examples(
            "communique show 統合軍司令部",
            "communique show 'Pete Hegseth'",
            "communique show statement.txt --text",
            "communique show 3f9a1c --why",
        )
    )(show)
    app.command(
        epilog=examples(
            "communique search 美日",
            "communique search 防衛費 2027",
            "communique search '\"Taiwan Strait\"' --json",
        )
    )(search)


def terminal_width() -> int:
    """Return how wide to print: the terminal's width, 80 where there is none, at most 120."""
    return min(shutil.get_terminal_size((80, 24)).columns, 120)


def show(
    name: Annotated[
        str,
        typer.Argument(help="An id or its beginning, a file name, or any name of an actor or thing, in any language."),
    ],
    text: Annotated[
        bool, typer.Option("--text", help="Print a document's frozen text exactly; offsets of evidence point into it.")
    ] = False,
    why: Annotated[bool, typer.Option("--why", help="Say for each claim why it is on the thread.")] = False,
    on: On = None,
    known: Known = None,
    recorded: Recorded = None,
    as_json: Json = False,
    ledger: LedgerOption = None,
) -> None:
    """Show a document, claim, thread, actor or other thing, with the words that prove it."""
    with open_settled(ledger) as reader:
        pack = load_pack()
        target = target_of(reader, pack.register, name)
        if text:
            if target.sort is not Sort.DOCUMENT:
                raise UsageError(f"{name!r} is {target.sort.a}; only a document has a text.")
            sys.stdout.write(reader.document(target.id).text)
            return
        asked = _Asked(reader, pack, parse_day(on, "--on"), clock_of(known, recorded))
        if as_json:
            say_json(_values(target, asked))
        else:
            for line in _card(target, asked, why):
                echo(line)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Whom to ask, and as of when."""

    reader: LedgerReader
    pack: Pack
    on: date
    clock: Clock

    def thing(self, key: str) -> Thing:
        return thing(key, self.reader, self.pack, self.on, self.clock)


def target_of(reader: LedgerReader, register_: Register, name: str) -> Target:
    """Return the one thing that a name stands for.

    A name of the register wins over titles and names in documents. Raises ``NotInLedger`` for none, ``UsageError`` for
    several, which are listed.
    """
    targets = reader.resolve(name)
    if not targets or all(target.sort in {Sort.ACTOR, Sort.THREAD} for target in targets):
        entries = register_.find(name)
        wanted = fold_name(name)
        named = [entry for entry in entries if any(fold_name(form) == wanted for form in entry.all_names())]
        if len(named) == 1:
            entries = named  # a full name of one thing, though it stands for others as well
        if entries:
            targets = [Target(Sort.ACTOR, entry.id, entry.display()) for entry in entries]
        elif register_.get(name):
            targets = [Target(Sort.ACTOR, name, name)]
    if not targets:
        raise NotInLedger(f"nothing in {reader.ledger} is called {name!r}; `communique search` looks into the texts.")
    if len(targets) > 1:
        listed = "\n".join(f"  {target.sort}  {target.id}  {target.name}" for target in targets)
        raise UsageError(f"{name!r} is ambiguous; give one of these ids:\n{listed}")
    return targets[0]


def _card(target: Target, asked: _Asked, why: bool) -> list[str]:
    reader, pack, width = asked.reader, asked.pack, terminal_width()
    match target.sort:
        case Sort.DOCUMENT:
            document = reader.document(target.id)
            claims = list(reader.claims(documents=[target.id], clock=asked.clock))
            card = document_card(document, claims, reader.carriers(target.id), width)
            return [*card[:6], *(f"note      {note}" for note in notes_on(reader, target.id)), *card[6:]]
        case Sort.CLAIM:
            stored = reader.claim(target.id)
            key = stored.claim.document
            notes = notes_on(reader, key, target.id)
            return claim_card(stored, reader.document(key), reader.facts([key])[key], pack.register, width, notes)
        case Sort.THREAD:
            return thread_card(reader.thread(target.id), reader, pack, asked.on, width, why=why, clock=asked.clock)
        case Sort.ACTOR:
            shown = asked.thing(target.id)
            reasons = reader.reasons([one.claim.id for one in shown.told]) if why else {}
            return thing_card(shown, pack, width, why=reasons)


def _values(target: Target, asked: _Asked) -> dict[str, Any]:
    reader, pack = asked.reader, asked.pack
    match target.sort:
        case Sort.DOCUMENT:
            facts = reader.facts([target.id])[target.id]
            records = [
                claim_record(s, facts, pack.register) for s in reader.claims(documents=[target.id], clock=asked.clock)
            ]
            paths = reader.carriers(target.id)
            return {"sort": "document", **asdict(facts), "paths": paths, "claims": records}
        case Sort.CLAIM:
            one = reader.claim(target.id)
            facts = reader.facts([one.claim.document])[one.claim.document]
            return {"sort": "claim", **claim_record(one, facts, pack.register)}
        case Sort.THREAD:
            return {"sort": "thread", **_thread_values(reader.thread(target.id), asked)}
        case Sort.ACTOR:
            names = [
                {"name": name, "document": document, "start": start, "end": end}
                for name, document, start, end in reader.identities(target.id)
            ]
            return {**thing_values(asked.thing(target.id), pack.register), "in_documents": names}


def _thread_values(thread: Thread, asked: _Asked) -> dict[str, Any]:
    reader, pack = asked.reader, asked.pack
    claims = list(reader.claims(thread=thread.id, clock=asked.clock))
    documents = reader.facts(sorted({stored.claim.document for stored in claims}))
    state = thread_state(thread, reader, pack, asked.on, asked.clock)
    reasons = dict(zip(thread.claims, thread.reasons, strict=True))
    records = [claim_record(stored, documents[stored.claim.document], pack.register) for stored in claims]
    return {
        "id": thread.id, "kind": thread.kind, "title": thread.title, "key": thread.key,
        "state": state_values(state) if state else None,
        "claims": [{**record, "why": reasons.get(record["id"])} for record in records],
    }  # fmt: skip


def search(
    words: Annotated[list[str], typer.Argument(help="What must stand in a passage; quote a phrase with spaces.")],
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="At most so many passages.")] = 20,
    known: Known = None,
    recorded: Recorded = None,
    as_json: Json = False,
    ledger: LedgerOption = None,
) -> None:
    """Find the passages in which all the words stand, in Traditional or Simplified characters alike.

    One character is enough. The words found are put between 【 and 】, and in colour on a terminal.
    """
    query = " ".join(words)
    with open_reader(ledger) as reader:
        hits = reader.search(query, limit=limit, clock=clock_of(known, recorded))
        if as_json:
            for hit in hits:
                say_json(_hit_values(hit, reader))
        else:
            for _, group in groupby(hits, key=lambda hit: hit.document.id):
                _print_hits(list(group))
    if not hits:
        if not as_json:
            note(f"no passage has {query!r}")
        raise typer.Exit(Exit.FAILED)
    if len(hits) == limit and not as_json:
        note(f"the latest {limit} passages; --limit gives more")


def _hit_values(hit: Hit, reader: LedgerReader) -> dict[str, Any]:
    claims = reader.claims(documents=[hit.document.id])
    return {
        "document": hit.document.id,
        "title": hit.document.title,
        "path": hit.document.path,
        "published": hit.document.published,
        "start": hit.start,
        "end": hit.end,
        "spans": [[span.start, span.end] for span in hit.spans],
        "snippet": _snippet(hit, "", ""),
        "claims": [s.claim.id for s in claims if hit.start <= s.claim.start < hit.end],
    }


_AROUND = 40
"""Characters shown before the first and after the last word of a group of words found."""


def _snippet(hit: Hit, before: str, after: str) -> str:
    """Return the passage around the words found, each between the two marks; … stands for what is left out."""
    text, shown, at = hit.document.text, "", hit.start
    for span in hit.spans:
        if span.start - at > 2 * _AROUND or (not shown and span.start - at > _AROUND):
            head = "" if not shown else text[at : at + _AROUND]
            shown += f"{head}…"
            at = span.start - _AROUND
        shown += text[at : span.start] + before + text[span.start : span.end] + after
        at = span.end
    rest = text[at : min(hit.end, at + _AROUND)]
    return " ".join((shown + rest + ("…" if at + _AROUND < hit.end else "")).split())


def _print_hits(hits: list[Hit]) -> None:
    """Print the passages of one document under its name, in the order of the text."""
    echo(source_line(hits[0].document))
    for hit in sorted(hits, key=lambda hit: hit.start):
        for line in wrap(_snippet(hit, "【", "】"), terminal_width() - 4):
            shown = line.replace("【", typer.style("【", bold=True)).replace("】", typer.style("】", bold=True))
            typer.echo(f"    {shown}")
