"""What reviewers decide, one command a verb: accept, reject, edit, add, note, mark, merge, split, rename, undo."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from communique.commands.common import LedgerOption, examples
from communique.commands.desk import As, Table, actor_id, claim_id, fields_of, kinds_of, seated, thread_id
from communique.commands.show import target_of
from communique.ingest.days import read_days
from communique.ingest.entries import find_words, proposed_fields, read_fields
from communique.ledger import Decision, Sort
from communique.linking import KIND_NAMES
from communique.model import DecisionError, Tier, UsageError

__all__ = ["register"]

Claims = Annotated[list[str], typer.Argument(metavar="CLAIM", help="Claims by their ids or the beginnings of them.")]
Fields = Annotated[
    list[str] | None,
    typer.Argument(metavar="FIELD=VALUE", help="status=completed due=2027年底前 agents=日本"),
]
_SETTINGS = frozenset({"date", "published", "publisher", "tier", "language"})


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    for command, *lines in (
        (accept, "communique accept 3f9a1c", "communique accept 3f9a1c 88b02d --as 'H. Ito'"),
        (reject, "communique reject 3f9a1c --note '說的是另一項計畫'"),
        (
            edit,
            "communique edit 3f9a1c status=completed time=2025-03-24",
            "communique edit 3f9a1c agents=日本、美國 due=2027年底前",
            "communique edit statement.txt date=2024-04-10 tier=official publisher=外務省",
        ),
        (
            add,
            "communique add statement.txt '日本將於2027年前完成部署' --kind commitment status=agreed due=2027",
            "communique add 8a07ea '三萬人' --kind figure value=30000 unit=person measure=troops",
        ),
        (note, "communique note 3f9a1c '與附件二不符'", "communique note statement.txt '外務省正式英譯'"),
        (mark, "communique mark 3f9a1c --important", "communique mark 3f9a1c 88b02d --private"),
        (merge, "communique merge 5c20e1 9b3377", "communique merge doc:海格塞斯 'Pete Hegseth'"),
        (
            split,
            "communique split 3f9a1c 88b02d",
            "communique split 'Pete Hegseth' --name 海格塞斯 --in statement.txt",
        ),
        (rename, "communique rename 5c20e1 '駐日美軍升格'", "communique rename doc:海格塞斯 '海格塞斯(國會議員)'"),
        (undo, "communique undo 6d1e0f2a"),
    ):
        app.command(epilog=examples(*lines))(command)


def accept(claims: Claims, who: As = None, ledger: LedgerOption = None) -> None:
    """Accept claims as they are; it holds, with these values, whatever a later reading says."""
    with seated(ledger, who) as table:
        table.try_each(claims, lambda name: table.desk.accept(claim_id(table, name)))


def reject(
    claims: Claims,
    why: Annotated[str | None, typer.Option("--note", metavar="TEXT", help="A note on each of them.")] = None,
    who: As = None,
    ledger: LedgerOption = None,
) -> None:
    """Reject claims: they leave their threads and all reports, and are kept."""

    def made(name: str) -> list[Decision]:
        key = claim_id(table, name)
        return [table.desk.reject(key), *([table.desk.note(key, why)] if why else [])]

    with seated(ledger, who) as table:
        table.try_each(claims, made)


def edit(
    name: Annotated[str, typer.Argument(help="A claim's id, or a document by id, file name or title.")],
    fields: Fields = None,
    who: As = None,
    ledger: LedgerOption = None,
) -> None:
    """Set fields of a claim, which also accepts it, or a document's date, publisher, tier or language.

    A claim's fields are agents, targets, participants, countries, time, factuality, said_by, keys, and those of its
    kind: type, place; action, subject, status, due; stance, topic; measure, value, high, unit, approximate. Dates may
    be written 2027, 2027-03, 2027年底前, 令和9年3月, by 2027. A document that is set anew is read again with it.
    """
    written = fields_of(fields or ())
    if not written:
        raise UsageError("nothing to set: give field=value.")
    with seated(ledger, who) as table:
        target = target_of(table.reader, table.pack.register, name)
        if target.sort is Sort.CLAIM:
            claim = table.reader.claim(target.id).claim
            document = table.reader.document(claim.document)
            values = read_fields(claim.kind, written, table.pack, document=document, claim=claim)
            table.decide(table.desk.edit(target.id, values))
        elif target.sort is Sort.DOCUMENT:
            table.decide(_set(table, target.id, written))
        else:
            raise UsageError(f"{name!r} is {target.sort.a}; a claim or a document can be edited.")


def _set(table: Table, document: str, written: dict[str, str]) -> Decision:
    unknown = sorted(written.keys() - _SETTINGS)
    if unknown:
        raise UsageError(f"documents have no field {unknown[0]!r}; they have date, publisher, tier and language.")
    day = written.get("date", written.get("published"))
    tier = written.get("tier")
    if tier is not None and tier not in set(Tier):
        raise UsageError(f"{tier!r} is no tier; the tiers are {', '.join(Tier)}.")
    return table.desk.set_document(
        document,
        published=None if day is None else _one_day(day),
        publisher=written.get("publisher"),
        tier=None if tier is None else Tier(tier),
        language=written.get("language"),
    )


def _one_day(text: str) -> date:
    """Return the day that a date in any form is; raises ``UsageError`` where it is none, or more than one."""
    try:
        found = read_days(text)
    except ValueError as fault:
        raise UsageError(f"date: {fault}.") from None
    if found is None or found.start is None or found.start != found.end:
        raise UsageError(f"date: {text!r} is not one day; write 2024-04-10, 2024/4/10 or 2024年4月10日.")
    return found.start


def add(
    document: Annotated[str, typer.Argument(help="A document by id, file name or title.")],
    words: Annotated[str, typer.Argument(help="The document's words that prove the claim.")],
    fields: Fields = None,
    kind: Annotated[str, typer.Option(metavar="KIND", help=f"One of {', '.join(KIND_NAMES)}.")] = "commitment",
    occurrence: Annotated[int, typer.Option(min=1, help="Which of the places where these words stand.")] = 1,
    who: As = None,
    ledger: LedgerOption = None,
) -> None:
    """Add a claim on words of a document; fields that are not given are read from the words."""
    written = fields_of(fields or ())
    with seated(ledger, who) as table:
        target = target_of(table.reader, table.pack.register, document)
        if target.sort is not Sort.DOCUMENT:
            raise UsageError(f"{document!r} is {target.sort.a}; a claim stands in a document.")
        text = table.reader.document(target.id)
        start, end = find_words(text, words, occurrence)
        kinds_of([kind])
        values = proposed_fields(text, start, end, kind, table.pack)
        values |= read_fields(kind, written, table.pack, document=text)
        table.decide(table.desk.add(target.id, start, end, kind, values))


def note(
    name: Annotated[str, typer.Argument(help="A claim or a document.")],
    text: Annotated[str, typer.Argument(help="What is to be remembered.")],
    who: As = None,
    ledger: LedgerOption = None,
) -> None:
    """Leave a note on a claim or a document; `communique show` shows it."""
    with seated(ledger, who) as table:
        target = target_of(table.reader, table.pack.register, name)
        if target.sort is Sort.DOCUMENT:
            table.decide(table.desk.note_document(target.id, text))
        else:
            table.decide(table.desk.note(claim_id(table, name), text))


def mark(
    claims: Claims,
    private: Annotated[
        bool | None, typer.Option("--private/--not-private", help="Keep it out of what is given to others.")
    ] = None,
    important: Annotated[
        bool | None, typer.Option("--important/--not-important", help="Watch its thread: its news come first.")
    ] = None,
    who: As = None,
    ledger: LedgerOption = None,
) -> None:
    """Mark claims private (exports and briefs leave them out) or important (their threads are watched)."""
    with seated(ledger, who) as table:
        table.try_each(
            claims, lambda name: table.desk.mark(claim_id(table, name), private=private, important=important)
        )


def merge(
    one: Annotated[str, typer.Argument(help="A thread or an actor, by id or any name.")],
    other: Annotated[str, typer.Argument(help="The thread to put it together with; the actor that it is.")],
    who: As = None,
    ledger: LedgerOption = None,
) -> None:
    """Put two threads together, or say that two actors are one: the first then goes by the second's name."""
    with seated(ledger, who) as table:
        actors = actor_id(table, one), actor_id(table, other)
        if actors[0] and actors[1]:
            _refuse_one(one, other, actors, "actor")
            entry = table.pack.register.get(actors[1])
            table.decide(table.desk.merge_actors(actors[0], actors[1], entry.country if entry else None))
            return
        threads = thread_id(table, one), thread_id(table, other)
        if not threads[0] or not threads[1]:
            missing = one if not threads[0] else other
            raise DecisionError(f"{missing!r} is no thread; two threads or two actors can be merged.")
        _refuse_one(one, other, threads, "thread")
        table.decide(table.desk.merge_threads(threads[0], threads[1]))


def _refuse_one(one: str, other: str, ids: tuple[str | None, str | None], what: str) -> None:
    """Raise ``DecisionError`` where two names mean the same thread or actor."""
    if ids[0] == ids[1] and one != other:
        raise DecisionError(f"{one!r} and {other!r} are one {what} already.")


def split(
    names: Annotated[list[str], typer.Argument(metavar="CLAIM|ACTOR", help="Claims of one thread, or an actor.")],
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help="Of an actor: what is called so is somebody else.")
    ] = None,
    only: Annotated[str | None, typer.Option("--in", metavar="DOCUMENT", help="Only in that document.")] = None,
    who: As = None,
    ledger: LedgerOption = None,
) -> None:
    """Take claims off their thread, onto one of their own; or let one of an actor's names be somebody else."""
    with seated(ledger, who) as table:
        if name is None:
            table.decide(*table.desk.split_claims([claim_id(table, one) for one in names]))
            return
        actor = actor_id(table, names[0])
        if actor is None or len(names) > 1:
            raise UsageError("--name splits one actor; give one by id or name.")
        document = target_of(table.reader, table.pack.register, only) if only else None
        if document is not None and document.sort is not Sort.DOCUMENT:
            raise UsageError(f"{only!r} is {document.sort.a}, not a document.")
        table.decide(table.desk.split_actor(actor, name, document.id if document else None))


def rename(
    name: Annotated[str, typer.Argument(help="A thread or an actor, by id or any name.")],
    title: Annotated[str, typer.Argument(help="What it is to be called.")],
    who: As = None,
    ledger: LedgerOption = None,
) -> None:
    """Give a thread another title, or an actor another name."""
    with seated(ledger, who) as table:
        actor = actor_id(table, name)
        thread = None if actor else thread_id(table, name)
        if actor is None and thread is None:
            raise DecisionError(f"{name!r} is no thread and no actor.")
        table.decide(table.desk.rename_actor(actor, title) if actor else table.desk.rename_thread(str(thread), title))


def undo(
    decisions: Annotated[
        list[str], typer.Argument(metavar="DECISION", help="Decisions by their ids (`communique decisions`).")
    ],
    who: As = None,
    ledger: LedgerOption = None,
) -> None:
    """Take decisions back; they stay on record and no longer count. An undoing can be undone."""
    with seated(ledger, who) as table:
        table.try_each(decisions, table.desk.undo)
