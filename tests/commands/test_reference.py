from pathlib import Path

import pytest

from communique.commands import app
from communique.commands.reference import commands, markdown

ALL = dict(commands(app))
PROJECT = Path(__file__).resolve().parents[2]


def test_the_reference_is_current():
    """``make reference`` writes it anew."""
    assert (PROJECT / "docs" / "commands.md").read_text(encoding="utf-8") == markdown(app)


@pytest.mark.parametrize("name", ALL)
def test_every_command_has_help_with_an_example(name):
    command = ALL[name]
    assert command.help and command.help.strip().endswith(".")
    assert (command.epilog or "").startswith("Examples:\n\n") and name in command.epilog
    for parameter in command.params:
        assert parameter.help or parameter.name == "help", parameter.name


@pytest.mark.parametrize("name", ALL)
def test_help_is_printed(run, name):
    done = run(*name.split()[1:], "--help")
    assert done.status == 0 and "Examples" in done.out


def test_what_was_promised_is_there():
    assert {name.removeprefix("communique ") for name in ALL} >= {
        "read", "board", "timeline", "show", "search", "export claims", "times", "check", "demo", "serve",
    }  # fmt: skip
