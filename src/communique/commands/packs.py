"""``communique register`` and ``communique pack``: the knowledge of a field, looked up, checked, begun."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from communique.commands.clocks import parse_day
from communique.commands.common import Exit, Json, LedgerOption, default_ledger, echo, examples, note, say_json
from communique.commands.show import terminal_width
from communique.ledger import LedgerReader
from communique.model import PackError, UsageError
from communique.packs import Entry, Register, load_pack
from communique.packs.check import check_pack, summary
from communique.packs.skeleton import new_pack
from communique.reporting.entries import register_card
from communique.text import fold_name

__all__ = ["register"]

_SUGGESTED = 12
"""How many entries are named where a name is not found or means several."""

PackOption = Annotated[
    str,
    typer.Option("--pack", metavar="DIR", help="The pack: a folder, or the name of one that is shipped."),
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(
        name="register",
        epilog=examples(
            "communique register 統合軍司令部",
            "communique register 中谷元 --on 2025-03-30",
            "communique register usa.usfj --json",
        ),
    )(look_up)
    group = typer.Typer(no_args_is_help=True, help="Check a pack, the data of a field, or begin one for another field.")
    group.command(epilog=examples("communique pack check", "communique pack check my-field --json"))(check)
    group.command(epilog=examples("communique pack new arctic", "communique pack new arctic --folder ~/packs"))(new)
    app.add_typer(group, name="pack", epilog=examples("communique pack check", "communique pack new arctic"))


def look_up(
    name: Annotated[str, typer.Argument(help="An id, or any name of an actor or thing, in any language or script.")],
    on: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="Only what held on that day; all times by default.")
    ] = None,
    pack: PackOption = "indopacific",
    as_json: Json = False,
    ledger: LedgerOption = None,
) -> None:
    """Show what the register knows of an actor or thing, and where the ledger's documents speak of it.

    Names in four scripts, a definition, dates, offices and who held them, relations both ways; with a ledger, the
    documents that speak of it, and for each relation those that speak of both its ends.
    """
    day = parse_day(on, "--on") if on else None
    register_ = load_pack(pack).register
    entry = _entry(register_, name)
    with _reader(ledger) as reader:
        card = register_card(entry, register_, reader, on=day, today=datetime.now(UTC).date())
    if as_json:
        say_json(card.values())
    else:
        for line in card.lines(terminal_width()):
            echo(line)


def _entry(register_: Register, name: str) -> Entry:
    """Return the one entry a name means: a full name before what stands for it, that before a short form.

    Raises ``UsageError`` where it means several, ``typer.Exit`` where it means none; both name what comes near.
    """
    found = register_.find(name)
    if not found:
        near = _near(register_, name)
        note(f"the register has no {name!r}" + ("; it has:" if near else "."))
        for line in map(_row, near):
            note(line)
        raise typer.Exit(Exit.FAILED)
    best = [entry for entry in found if _rank(entry, name) == _rank(found[0], name)]
    if len(best) > 1:
        listed = "\n".join(map(_row, best[:_SUGGESTED]))
        rest = f"\n  and {len(best) - _SUGGESTED} more" if len(best) > _SUGGESTED else ""
        raise UsageError(f"{name!r} is ambiguous; give one of these ids:\n{listed}{rest}")
    if len(found) > 1:
        note(f"{name} also means: {', '.join(entry.id for entry in found[1 : _SUGGESTED + 1])}")
    return found[0]


def _rank(entry: Entry, name: str) -> int:
    """Return how plainly a name means an entry: 0 by id or full name, 1 by what stands for it, 2 by a short form."""
    key = fold_name(name)
    if entry.id == name or any(fold_name(form) == key for form in entry.all_names()):
        return 0
    return 1 if any(fold_name(form) == key for form in entry.metonyms) else 2


def _near(register_: Register, name: str) -> list[Entry]:
    """Return a few entries with a name in which this one stands, the shortest such names first."""
    key = fold_name(name)
    if not key:
        return []
    forms = ((form, entry) for entry in register_ for form in (*entry.all_names(), *entry.short, *entry.metonyms))
    near = sorted((len(form), entry.id) for form, entry in forms if key in fold_name(form))
    ids = list(dict.fromkeys(one for _, one in near))[:_SUGGESTED]
    return [entry for one in ids if (entry := register_.get(one))]


def _row(entry: Entry) -> str:
    return f"  {entry.id}  {entry.display()} ({entry.type.replace('_', ' ')})"


@contextmanager
def _reader(ledger: str | None) -> Iterator[LedgerReader | None]:
    """Open the ledger if there is one; the register can be asked without."""
    where = ledger or str(default_ledger())
    if "://" not in where and not Path(where).exists():
        if ledger:
            note(f"no ledger at {where}: the register alone is shown")
        yield None
        return
    with LedgerReader(where) as reader:
        yield reader


def check(
    folder: Annotated[
        str, typer.Argument(metavar="DIR", help="The pack's folder, or the name of one that is shipped.")
    ] = "indopacific",
    as_json: Json = False,
) -> None:
    """Prove that a pack keeps its rules; every fault is a line with its file, entry and rule, and the status is 1 then.

    Schema, order, duplicates, names that lead to two entries, terms of office that overlap, ids that lead nowhere,
    relations in a circle, frames without words, rows of terms that would match anything.
    """
    faults = check_pack(folder)
    if as_json:
        rows = [{"file": f.file, "entry": f.entry, "rule": f.rule, "what": f.what} for f in faults]
        say_json({"sound": not faults, "faults": rows})
    else:
        for fault in faults:
            echo(str(fault))
        size = ""
        if not faults:
            entries = list(load_pack(folder).register)
            names = sum(len(e.all_names()) + len(e.short) + len(e.single) + len(e.metonyms) for e in entries)
            size = f": {len(entries)} entries, {names} names"
        echo(f"{summary(faults)}{size}")
    if faults:
        raise typer.Exit(Exit.FAILED)


def new(
    name: Annotated[str, typer.Argument(help="The pack's name: lower-case letters, digits and hyphens.")],
    folder: Annotated[str, typer.Option("--folder", metavar="DIR", help="Where the pack's folder is made.")] = ".",
) -> None:
    """Begin a pack for another field: a folder of commented files with an example of everything, ready to be checked.

    The register is a small example to be replaced; verbs, function words and weights are those of the shipped pack,
    so that documents can be read from the first minute.
    """
    try:
        made = new_pack(name, Path(folder).expanduser())
    except OSError as fault:
        raise PackError(f"{folder}: the pack cannot be written there ({fault.strerror}).") from None
    echo(f"{made}")
    note(f"Next: read the comments in {made / 'register'}, then `communique pack check {made}`.")
