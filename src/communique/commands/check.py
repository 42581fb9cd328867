"""``communique check``: proof of what the ledger promises."""

from __future__ import annotations

import typer

from communique.commands.common import Exit, Json, LedgerOption, echo, examples, note, open_reader, say_json
from communique.ingest import assemble, make_threads
from communique.ledger import check as prove

__all__ = ["check", "register"]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(epilog=examples("communique check", "communique check --ledger /backup/ledger.db --json"))(check)


def check(as_json: Json = False, ledger: LedgerOption = None) -> None:
    """Prove that the ledger keeps its promises; every broken one is a line, and the exit status is 1 then.

    Every quote stands at its place in its document; every claim has a document, a text and a generation; threads
    rebuilt from claims and decisions equal those stored; the search index agrees with the texts; the bytes of each
    document are those of its id.
    """
    workings = assemble()
    with open_reader(ledger) as reader:
        findings = prove(reader, lambda: make_threads(reader, workings), workings.linker)
        size = reader.size()
        linking = reader.linking()
    compared = not linking.behind and linking.linker == workings.linker
    if as_json:
        found = [[f.proof, f.what] for f in findings]
        say_json({"sound": not findings, "findings": found, "threads_compared": compared, **size})
    else:
        for finding in findings:
            echo(f"{finding.proof}: {finding.what}")
        verdict = f"{len(findings)} promises broken" if findings else "all is well"
        echo(f"{verdict}: {size['documents']} documents, {size['claims']} claims, {size['threads']} threads")
    if not compared:
        why = "not all claims are on threads yet" if linking.behind else "another version of communique made them"
        note(f"The threads were not compared: {why}; `communique read --again` brings them up to date.")
    if findings:
        raise typer.Exit(Exit.FAILED)
