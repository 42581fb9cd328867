"""The options of the three clocks: ``--on`` (so then), ``--known`` (published), ``--recorded`` (read by the ledger)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Annotated

import typer

from communique.ledger import Clock
from communique.model import UsageError

__all__ = ["Known", "On", "Recorded", "clock_of", "parse_day"]

On = Annotated[str | None, typer.Option("--on", metavar="YYYY-MM-DD", help="As of that day; today by default.")]
Known = Annotated[
    str | None, typer.Option("--known", metavar="YYYY-MM-DD", help="Only by what had been published by that day.")
]
Recorded = Annotated[
    str | None,
    typer.Option("--recorded", metavar="YYYY-MM-DD[THH:MM]", help="Only by what this ledger had read by then (UTC)."),
]


def parse_day(text: str | None, option: str) -> date:
    """Return the day an option names, today for none; raises ``UsageError``."""
    if text is None:
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{option} {text!r} is not a day; write YYYY-MM-DD.") from None


def clock_of(known: str | None, recorded: str | None) -> Clock:
    """Return the clock that the options ``--known`` and ``--recorded`` set; raises ``UsageError``."""
    moment = None
    if recorded is not None:
        try:
            moment = datetime.fromisoformat(recorded)
        except ValueError:
            raise UsageError(f"--recorded {recorded!r} is no moment; write YYYY-MM-DD or YYYY-MM-DDTHH:MM.") from None
        if len(recorded) <= len("2025-01-01"):
            moment = datetime.combine(moment.date(), time.max)  # that day included
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return Clock(parse_day(known, "--known") if known else None, moment)
