"""``communique review``: the tray, one key each; ``communique agreement``: how far reviewers agree."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Annotated

import click
import typer

from communique.commands.common import Exit, Json, LedgerOption, echo, examples, note, open_reader, say_json
from communique.commands.desk import As, Table, fields_of, kinds_of, seated
from communique.commands.show import target_of, terminal_width
from communique.ingest.entries import read_fields
from communique.ledger import Decision, LedgerReader, Sort, notes_on
from communique.model import CommuniqueError, UsageError
from communique.packs import Pack, load_pack
from communique.reporting.agreement import agreement, agreement_text, agreement_values
from communique.reporting.cards import claim_card
from communique.reporting.layout import fit
from communique.reporting.review import TrayItem, tray, tray_values, verdicts, waiting

__all__ = ["register"]

_KEYS = "a accept · r reject · e edit · i important · p private\nn note · s skip · u undo · q quit · ? keys"


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(
        epilog=examples(
            "communique review",
            "communique review 統合軍司令部 --as 'H. Ito'",
            "communique review statement.txt --list",
            "communique review --json --limit 50",
        )
    )(review)
    app.command(name="agreement", epilog=examples("communique agreement", "communique agreement --disputed"))(agree)


def review(
    about: Annotated[str | None, typer.Argument(metavar="NAME", help="Only of a thread or a document.")] = None,
    kind: Annotated[list[str] | None, typer.Option(metavar="KIND", help="Only claims of this kind.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many.")] = None,
    listed: Annotated[bool, typer.Option("--list", help="Only list what waits, in its order.")] = False,
    ids: Annotated[bool, typer.Option("--ids", help="Only print the ids of the claims that wait.")] = False,
    who: As = None,
    as_json: Json = False,
    ledger: LedgerOption = None,
) -> None:
    """Walk through the claims that nobody has judged yet: what changes most, and what is least certain, first.

    One key each: a accepts, r rejects, e edits fields, i marks important, p private, n leaves a note, s skips, u takes
    the last decision back and returns to its claim, q ends. Where no terminal looks on, keys are read from standard
    input, and what e and n ask for from the rest of the line, or the next one. Every decision is stored at once.
    """
    if listed or as_json or ids:
        with open_reader(ledger) as reader:
            items = _tray(reader, load_pack(), about, kind, limit)
            if ids:
                for item in items:
                    echo(item.stored.claim.id)
            else:
                _list(items, reader, as_json)
        return
    with seated(ledger, who) as table:
        _Walk(table, _tray(table.reader, table.pack, about, kind, limit)).run()


def _tray(
    reader: LedgerReader, pack: Pack, about: str | None, kinds: list[str] | None, limit: int | None
) -> list[TrayItem]:
    documents: list[str] = []
    thread = None
    if about is not None:
        target = target_of(reader, pack.register, about)
        if target.sort is Sort.DOCUMENT:
            documents = [target.id]
        elif target.sort is Sort.THREAD:
            thread = target.id
        else:
            lines = [t.id for t in reader.threads_about(target.id) if t.key == target.id]
            if len(lines) != 1:
                raise UsageError(f"{about!r} is {target.sort.a}; name a thread or a document.")
            thread = lines[0]
    today = datetime.now(UTC).date()
    return tray(reader, pack, today, limit=limit, documents=documents, thread=thread, kinds=kinds_of(kinds))


def _list(items: list[TrayItem], reader: LedgerReader, as_json: bool) -> None:
    if as_json:
        for value in tray_values(items, load_pack()):
            say_json(value)
        return
    for item in items:
        claim = item.stored.claim
        words = " ".join(claim.quote.split())
        echo(fit(f"#{claim.id[:8]}  {claim.confidence:.2f}  {claim.kind:<10} {item.why}", terminal_width()))
        echo(fit(f"    「{words}」", terminal_width()))
    count = waiting(reader)
    echo(f"{len(items)} shown; {count['waiting']} claims wait, {count['doubtful']} of them too unsure to count")


class _Walk:
    """One go through the tray."""

    def __init__(self, table: Table, items: list[TrayItem]) -> None:
        self._table = table
        self._items = items
        self._done: list[tuple[Decision, int]] = []  # with the place of the claim in the tray
        self._keys = _keys()

    def run(self) -> None:
        """Show each claim and do what the keys say, until the tray is empty or the reviewer ends."""
        if not self._items:
            echo("Nothing waits.")
            return
        echo(_KEYS)
        at: int | None = 0
        while at is not None and at < len(self._items):
            self._show(at + 1, self._items[at])
            at = self._decide(at)
        left = waiting(self._table.reader)["waiting"]
        made = len(self._done)
        echo(f"{made} decision{'' if made == 1 else 's'}; {left} claims wait")

    def _show(self, number: int, item: TrayItem) -> None:
        reader, stored = self._table.reader, item.stored
        document = reader.documents([item.document.id])[0]
        echo("")
        head = f"── {number} of {len(self._items)}: {item.why}{f' — {item.title}' if item.title else ''}"
        echo(fit(head, terminal_width()))
        notes = notes_on(reader, document.id, stored.claim.id)
        for line in claim_card(stored, document, item.document, self._table.pack.register, terminal_width(), notes):
            echo(line)

    def _decide(self, at: int) -> int | None:
        """Read keys until the claim is settled; return which one comes next, ``None`` where the reviewer ends."""
        item, desk = self._items[at], self._table.desk
        key = item.stored.claim.id
        acts: dict[str, Callable[[], Decision]] = {
            "a": lambda: desk.accept(key),
            "r": lambda: desk.reject(key),
            "e": lambda: self._edited(item),
            "i": lambda: desk.mark(key, important=True),
            "p": lambda: desk.mark(key, private=True),
            "n": lambda: desk.note(key, self._ask("note: ")),
        }
        for pressed in self._keys:
            if pressed == "q":
                return None
            if pressed == "s":
                return at + 1
            if pressed == "u":
                back = self._undo()
                if back not in {None, at}:
                    return back
            elif pressed in acts:
                try:
                    decision = acts[pressed]()
                    self._table.decide(decision)
                    self._done.append((decision, at))
                except CommuniqueError as fault:
                    note(f"communique: {fault}")
                    continue
                if pressed in "are":
                    return at + 1
            else:
                echo(_KEYS)
        return None

    def _undo(self) -> int | None:
        """Take the last decision of this round back; return which claim it was about."""
        if not self._done:
            note("communique: nothing decided yet in this round.")
            return None
        decision, at = self._done.pop()
        self._table.decide(self._table.desk.undo(decision.id))
        return at

    def _edited(self, item: TrayItem) -> Decision:
        claim = item.stored.claim
        written = fields_of(self._ask("field=value, several with ; between: ").split(";"))
        document = self._table.reader.documents([claim.document])[0]
        return self._table.desk.edit(
            claim.id, read_fields(claim.kind, written, self._table.pack, document=document, claim=claim)
        )

    def _ask(self, prompt: str) -> str:
        if sys.stdin.isatty():
            return str(typer.prompt(prompt, prompt_suffix=""))
        return sys.stdin.readline().strip() or sys.stdin.readline().strip()


def _keys() -> Iterator[str]:
    """Yield the keys pressed; where no terminal looks on, the characters of standard input, white space aside."""
    while True:
        pressed = click.getchar() if sys.stdin.isatty() else sys.stdin.read(1)
        if pressed in {"", "\x03", "\x04"}:
            return
        if not pressed.isspace():
            yield pressed.lower()


def agree(
    disputed: Annotated[bool, typer.Option("--disputed", help="List the claims on which reviewers differ.")] = False,
    as_json: Json = False,
    ledger: LedgerOption = None,
) -> None:
    """Say how far reviewers agree: Cohen's κ of each two, Krippendorff's α of all; 1 is always, 0 as by chance."""
    with open_reader(ledger) as reader:
        judged = verdicts(reader)
    if disputed:
        for one in judged:
            if one.disputed and as_json:
                values = {"claim": one.stored.claim.id, "document": one.stored.claim.document}
                say_json({**values, "quote": one.stored.claim.quote, "said": one.said, "counts": one.counts})
            elif one.disputed:
                said = ", ".join(f"{who}: {verb}" for who, verb in sorted(one.said.items()))
                words = " ".join(one.stored.claim.quote.split())
                echo(f"#{one.stored.claim.id[:8]}  {said}; counts: {one.counts}")
                echo(fit(f"    「{words}」", terminal_width()))
        return
    found = agreement({one.stored.claim.id: one.said for one in judged})
    if as_json:
        say_json(agreement_values(found))
    else:
        for line in agreement_text(found):
            echo(line)
    if not found.pairs:
        raise typer.Exit(Exit.FAILED)
