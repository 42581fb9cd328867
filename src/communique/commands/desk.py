"""What the commands of reviewers share: who decides, what a name means, storing and saying what was decided."""

from __future__ import annotations

import getpass
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

import typer

from communique.commands.common import Exit, echo, note, open_writer
from communique.commands.show import target_of
from communique.ingest import assemble, link
from communique.ledger import Decision, Desk, LedgerReader, LedgerWriter, Sort
from communique.linking import KIND_NAMES
from communique.model import CommuniqueError, Interval, Precision, Role, UsageError
from communique.packs import Pack, load_pack
from communique.reporting.layout import fit

__all__ = [
    "As",
    "Table",
    "actor_id",
    "claim_id",
    "describe",
    "fields_of",
    "kinds_of",
    "reviewer",
    "seated",
    "thread_id",
    "told",
]

As = Annotated[
    str | None,
    typer.Option(
        "--as",
        metavar="NAME",
        envvar="COMMUNIQUE_REVIEWER",
        show_envvar=True,
        help="Who decides. The name you are logged in by, by default.",
    ),
]


_QUOTED = 24
"""Columns of a claim's words in a line about a decision."""


def reviewer(name: str | None) -> str:
    """Return who decides: the name given, else the one the user is logged in by; raises ``UsageError`` for neither."""
    if name:
        return name
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        raise UsageError("who decides? Give a name with --as or COMMUNIQUE_REVIEWER.") from None


@dataclass(slots=True)
class Table:
    """A desk with its ledger and pack; ``failed`` once something could not be decided."""

    writer: LedgerWriter
    desk: Desk
    pack: Pack
    failed: bool = False

    @property
    def reader(self) -> LedgerReader:
        """The reading half of the ledger."""
        return self.writer.reader

    def decide(self, *decisions: Decision) -> None:
        """Store decisions and say each in a line, with what they overrule."""
        before = {d.id: self._others(d) for d in decisions}
        self.writer.decide(*decisions)
        for decision in decisions:
            echo(f"{decision.id[:8]}  {describe(decision)}")
            for line in before[decision.id]:
                note(line)

    def try_each(self, names: Sequence[str], action: Any) -> None:
        """Decide about each name by itself; what fails is said, and the others go on."""
        for name in names:
            try:
                made = action(name)
                self.decide(*(made if isinstance(made, list) else [made]))
            except CommuniqueError as fault:
                note(f"communique: {fault}")
                self.failed = True

    def _others(self, decision: Decision) -> list[str]:
        if decision.verb not in {"accept", "reject", "edit"}:
            return []
        review = self.reader.claim(str(decision.payload["claim"])).review
        said = dict(review.verdicts) if review else {}
        said.pop(decision.who, None)
        against = [who for who, verb in said.items() if (verb == "reject") != (decision.verb == "reject")]
        return [f"          {who} said {said[who]}; the latest counts, both are kept" for who in sorted(against)]


@contextmanager
def seated(ledger: str | None, who: str | None, *, new: bool = False) -> Iterator[Table]:
    """Give a desk, before a ledger that ``new`` allows to make.

    Bring the threads up to date at the end, and end with status 1 where something failed.
    """
    name = reviewer(who)
    with open_writer(ledger, new=new) as writer:
        table = Table(writer, Desk(writer.reader, name), load_pack())
        try:
            yield table
        finally:
            link(writer, assemble())
        if table.failed:
            raise typer.Exit(Exit.FAILED)


def describe(decision: Decision) -> str:
    """Return a decision in a line."""
    payload = decision.payload
    words = f"「{fit(' '.join(str(payload['quote']).split()), _QUOTED)}」" if "quote" in payload else ""
    match decision.verb:
        case "calibrate":
            what = f"slope {payload.get('slope')}, shift {payload.get('shift')}"
        case "edit":
            what = ", ".join(told(name, value) for name, value in _mapping(payload.get("fields")))
        case "mark" | "set":
            what = ", ".join(f"{k}={v}" for k, v in payload.items() if k not in {"claim", "quote"})
        case "note":
            what = str(payload.get("text"))
        case "rename":
            what = " ".join(str(part) for part in (payload.get("actor"), "to", payload.get("title")) if part)
        case "merge" if "into" in payload:
            what = f"{payload['actor']} into {payload['into']}"
        case "split" if "name" in payload:
            what = f"{payload['name']} off {payload['actor']}"
        case "undo":
            what = str(payload.get("of"))[:8]
        case _:
            what = f"#{str(payload['claim'])[:8]}" if "claim" in payload else ""
    about = words or (decision.document or "")[:12]
    return "  ".join(part for part in (decision.verb, about, what) if part)


def _mapping(value: object) -> Sequence[tuple[str, object]]:
    return list(value.items()) if isinstance(value, dict) else []


def told(name: str, value: object) -> str:
    """Return a field as a reviewer may write it: ``due=2027-03``, ``agents=日本、美國``."""
    if not isinstance(value, list):
        return f"{name}={'' if value is None else value}"
    if name == "actors":
        roles = {role: [row[2] for row in value if row[1] == role] for role in Role}
        return ", ".join(f"{role}s={'、'.join(names)}" for role, names in roles.items() if names) or "agents="
    if name in {"time", "due"}:
        start, end, precision = value
        first, last = (None if day is None else date.fromisoformat(day) for day in (start, end))
        return f"{name}={Interval(first, last, Precision(precision))}"
    return f"{name}={'、'.join(str(one) for one in value)}"


def fields_of(arguments: Sequence[str]) -> dict[str, str]:
    """Return what ``field=value`` arguments say; raises ``UsageError`` for one that is not of this form."""
    found: dict[str, str] = {}
    for argument in arguments:
        name, sign, value = argument.partition("=")
        if not sign or not name.strip():
            raise UsageError(f"{argument!r} is not of the form field=value.")
        found[name.strip()] = value
    return found


def kinds_of(names: Sequence[str] | None) -> tuple[str, ...]:
    """Return kinds of claims given by name; raises ``UsageError`` for one that is none."""
    for name in names or ():
        if name not in KIND_NAMES:
            raise UsageError(f"{name!r} is no kind of claim; the kinds are {', '.join(KIND_NAMES)}.")
    return tuple(names or ())


def claim_id(table: Table, name: str) -> str:
    """Return the id of a claim given by it or its beginning; raises ``UsageError`` where it is something else."""
    target = target_of(table.reader, table.pack.register, name)
    if target.sort is not Sort.CLAIM:
        raise UsageError(f"{name!r} is {target.sort.a}; here a claim's id is wanted (`communique show` gives them).")
    return target.id


def thread_id(table: Table, name: str) -> str | None:
    """Return the thread that a name means (its own id or title, a claim on it, a thing it is about), else ``None``."""
    target = target_of(table.reader, table.pack.register, name)
    if target.sort is Sort.THREAD:
        return target.id
    if target.sort is Sort.CLAIM:
        return table.reader.claim(target.id).thread
    if target.sort is Sort.ACTOR:
        threads = [t for t in table.reader.threads_about(target.id) if t.key == target.id]
        return threads[0].id if len(threads) == 1 else None
    return None


def actor_id(table: Table, name: str) -> str | None:
    """Return the actor that a name means, ``None`` where it means something else."""
    target = target_of(table.reader, table.pack.register, name)
    entry = table.pack.register.get(target.id)
    return target.id if target.sort is Sort.ACTOR and (entry is None or entry.is_actor) else None
