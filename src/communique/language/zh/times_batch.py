"""The times batch: expressions of a text with their moments, read against a reference moment."""

from __future__ import annotations

from datetime import datetime

from communique.language.zh.times_find import find_times
from communique.language.zh.times_model import TimeKind
from communique.language.zh.times_resolve import Reading, TimeResolver
from communique.text import fold

__all__ = ["batch_times"]


def batch_times(text: str, reference: datetime) -> list[dict[str, object]]:
    """Return ``{"start", "end", "begin", "finish", "seconds"}`` for each expression that denotes a time or length.

    ``start`` and ``end`` are code points of ``text``, ``end`` exclusive; ``begin`` and ``finish`` ISO date-times,
    ``finish`` exclusive, ``None`` for an open side; ``seconds`` stands instead of both for a bare duration. A time
    without year is read in the reference's own year, month or week.
    """
    resolver = TimeResolver(reference, reading=Reading.CALENDAR, clocks=True)
    found: list[dict[str, object]] = []
    for expression in find_times(fold(text)):
        row: dict[str, object] = {"start": expression.start, "end": expression.end}
        if expression.kind is TimeKind.DURATION:
            seconds = resolver.seconds(expression)
            if seconds is not None:
                found.append(row | {"begin": None, "finish": None, "seconds": seconds})
            continue
        when = resolver.when(expression)
        if when is not None:
            begin, finish = (side.isoformat() if side else None for side in when[:2])
            found.append(row | {"begin": begin, "finish": finish, "seconds": None})
    return found
