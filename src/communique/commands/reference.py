"""The command reference, made from the commands themselves: ``python -m communique.commands.reference``."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import typer

__all__ = ["commands", "markdown"]

_HEAD = """\
# Commands

Made from the program's own help by `make reference`; a test holds the two equal.

Exit status: 0 done · 1 some documents failed, nothing was found, or a promise of the ledger is broken · 2 misuse.
The ledger is `--ledger PATH` or `COMMUNIQUE_LEDGER`, else a file of your own that is named on standard error.
"""


def commands(app: typer.Typer) -> Iterator[tuple[str, Any]]:
    """Yield every command, groups before their members, with its full name."""
    root = typer.main.get_command(app)
    waiting: list[tuple[str, Any]] = [("communique", root)]
    while waiting:
        name, command = waiting.pop(0)
        if command is not root:
            yield name, command
        members = getattr(command, "commands", {})
        waiting[:0] = [(f"{name} {key}", member) for key, member in members.items()]


def markdown(app: typer.Typer) -> str:
    """Return the reference as Markdown."""
    return "\n".join([_HEAD, *(section for name, command in commands(app) for section in _section(name, command))])


def _section(name: str, command: Any) -> Iterator[str]:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option"]
    members = getattr(command, "commands", {})
    usage = [name, *(_argument(p) for p in arguments), "[OPTIONS]" if options else "", "COMMAND" if members else ""]
    yield f"## {name}\n\n    {' '.join(part for part in usage if part)}\n\n{_paragraphs(command.help)}\n"
    rows = [(f"`{_metavar(p)}`", p.help or "") for p in arguments]
    rows += [(_option(p), _help(p)) for p in options]
    if rows:
        yield "| | |\n| --- | --- |\n" + "\n".join(f"| {left} | {right} |" for left, right in rows) + "\n"
    lines = [line.rstrip() for line in (command.epilog or "").split("\n")[2:]]
    if lines:
        yield "\n".join(f"    {line}" for line in lines) + "\n"


def _paragraphs(text: str | None) -> str:
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in (text or "").split("\n\n"))


def _metavar(parameter: Any) -> str:
    return str(parameter.metavar or parameter.name.upper())


def _argument(parameter: Any) -> str:
    shown = f"{_metavar(parameter)}…" if parameter.nargs == -1 else _metavar(parameter)
    return shown if parameter.required else f"[{shown}]"


def _option(parameter: Any) -> str:
    names = ", ".join(sorted(parameter.opts, key=lambda name: (not name.startswith("--"), name)))
    if parameter.is_flag:
        return f"`{names}`"
    annotation = parameter.type_descriptor.annotation
    choices = "\\|".join(annotation) if isinstance(annotation, type) and issubclass(annotation, StrEnum) else ""
    return f"`{names} {choices or parameter.metavar or getattr(annotation, '__name__', 'VALUE').upper()}`"


def _help(parameter: Any) -> str:
    default = parameter.default
    shown = (
        "" if default in (None, False, ()) or callable(default) else f" Default: {getattr(default, 'value', default)}."
    )
    return f"{parameter.help or ''}{shown}"


if __name__ == "__main__":
    from communique.commands import app as whole

    typer.echo(markdown(whole), nl=False)
