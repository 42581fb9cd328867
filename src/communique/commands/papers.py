"""``communique diff`` and ``communique brief``: wordings compared, and a page to be edited."""

from __future__ import annotations

import sys
from datetime import date
from enum import StrEnum
from typing import Annotated

import typer

from communique.commands.answers import write_file
from communique.commands.clocks import Known, On, Recorded, clock_of, parse_day
from communique.commands.common import Exit, Json, LedgerOption, echo, examples, note, open_reader, say_json
from communique.commands.show import target_of, terminal_width
from communique.ledger import Clock, LedgerReader, Sort, Target
from communique.linking import Thread
from communique.model import UsageError
from communique.packs import Pack, load_pack
from communique.reporting import brief as papers
from communique.reporting.diff import Comparison, compare_documents, diff_html, diff_json, diff_text
from communique.reporting.selecting import threads_about, threads_moved
from communique.reporting.statements import successive
from communique.reporting.view import View, view_of

__all__ = ["register"]


class Format(StrEnum):
    """The forms of a brief."""

    MD = "md"
    HTML = "html"
    DOCX = "docx"


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(
        epilog=examples(
            "communique diff statement-2024.txt statement-2025.txt",
            "communique diff 四方安全對話",
            "communique diff 美國國務院 臺海和平穩定 --html wording.html",
        )
    )(diff)
    app.command(
        epilog=examples(
            "communique brief 統合軍司令部 --format docx --output brief.docx",
            "communique brief --since 2025-03-01 --format html --output march.html",
        )
    )(brief)


def diff(
    before: Annotated[str, typer.Argument(metavar="A", help="A document; or an actor, or a mechanism.")],
    after: Annotated[
        str | None, typer.Argument(metavar="B", help="A second document; or the topic of successive statements.")
    ] = None,
    html: Annotated[str | None, typer.Option("--html", metavar="FILE", help="Write a web page instead.")] = None,
    same: Annotated[bool, typer.Option("--same", help="Also show the clauses that did not change.")] = False,
    on: Annotated[
        str | None, typer.Option("--on", metavar="YYYY-MM-DD", help="Only statements up to that day.")
    ] = None,
    known: Known = None,
    recorded: Recorded = None,
    as_json: Json = False,
    ledger: LedgerOption = None,
) -> None:
    """Compare two wordings clause by clause: the same, reworded, stronger, weaker, new, dropped.

    Of two documents; or of what an actor or a mechanism said one time and the next, on a topic if one is given.
    """
    pack = load_pack()
    with open_reader(ledger) as reader:
        day = parse_day(on, "--on") if on else None
        found = _comparisons(reader, pack, (before, after), day, clock_of(known, recorded))
    if not found:
        note(f"{before!r}: fewer than two statements to compare")
        raise typer.Exit(Exit.FAILED)
    if html is not None:
        write_file(html, diff_html(found).encode("utf-8"))
        note(f"{len(found)} comparisons written to {html}")
        return
    for comparison in found:
        if as_json:
            say_json(diff_json(comparison))
            continue
        for line in diff_text(comparison, terminal_width(), same=same):
            echo(line)
        echo()


def _comparisons(
    reader: LedgerReader, pack: Pack, asked: tuple[str, str | None], on: date | None, clock: Clock
) -> list[Comparison]:
    before, after = asked
    target = target_of(reader, pack.register, before)
    if target.sort is Sort.DOCUMENT:
        other = target_of(reader, pack.register, after) if after is not None else None
        if other is None or other.sort is not Sort.DOCUMENT:
            raise UsageError(f"{before!r} is a document; name a second one to compare it with.")
        return [compare_documents(reader.document(target.id), reader.document(other.id), pack)]
    if target.sort is not Sort.ACTOR:
        raise UsageError(f"{before!r} is {target.sort.a}; give two documents, or an actor or mechanism.")
    found = (*reader.claims(actor=target.id, clock=clock), *reader.claims(key=target.id, clock=clock))
    stored = {s.claim.id: s.claim for s in found}
    view = View(stored, reader.facts(sorted({c.document for c in stored.values()})), (), pack)
    return successive(view, target.id, after, on)


def brief(
    about: Annotated[
        str | None, typer.Argument(metavar="NAME", help="A topic, programme, mechanism, actor or thread.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="What was published after that day, instead.")
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="Markdown, a web page, or a Word file.")] = Format.MD,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help="Where to write; standard output by default.")
    ] = None,
    on: On = None,
    known: Known = None,
    recorded: Recorded = None,
    ledger: LedgerOption = None,
) -> None:
    """Write a page with numbered source notes, ready to be edited."""
    if (about is None) == (since is None):
        raise UsageError("name what the brief is about, or give --since.")
    day = parse_day(on, "--on")
    with open_reader(ledger) as reader:
        pack = load_pack()
        threads, title = _subject(reader, pack, about, since, day)
        view = view_of(reader, pack, clock=clock_of(known, recorded), threads=threads, private=False)
    if not view.threads:
        note("there is nothing to write about")
        raise typer.Exit(Exit.FAILED)
    page = papers.brief(view, view.threads, title, day)
    if form is Format.DOCX:
        data = papers.brief_docx(page)
    else:
        data = (papers.brief_markdown if form is Format.MD else papers.brief_html)(page).encode("utf-8")
    if output is not None and output != "-":
        write_file(output, data)
        note(f"{len(page.notes)} notes, {output}")
    elif form is Format.DOCX:
        raise UsageError("a Word file wants --output FILE.")
    else:
        sys.stdout.write(data.decode("utf-8"))


def _subject(
    reader: LedgerReader, pack: Pack, about: str | None, since: str | None, day: date
) -> tuple[list[Thread], str]:
    if about is None:
        start = parse_day(since, "--since")
        return threads_moved(reader, start, day), f"{start} – {day}"
    target: Target = target_of(reader, pack.register, about)
    if target.sort is Sort.THREAD:
        thread = reader.thread(target.id)
        return [thread], thread.title
    if target.sort is Sort.ACTOR:
        threads = threads_about(reader, [target.id])
        if not threads:
            claims = [s.claim.id for s in reader.claims(actor=target.id)]
            threads = reader.threads(sorted({t for s in reader.claims(ids=claims) if (t := s.thread) is not None}))
        return threads, target.name
    raise UsageError(f"{about!r} is {target.sort.a}; a brief is about a topic, programme, mechanism, actor or thread.")
