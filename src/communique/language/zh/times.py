"""Chinese time expressions: found in one pass, resolved in reading order.

``find_times`` reads a folded text; ``contexts`` says what surrounds each expression; a ``TimeResolver``, walked through
the text, turns each into an ``Interval`` of days. ``due_interval`` reads one as a due date, ``batch_times`` does all
of it for a text without a story. The conventions are in ``docs/times.md``.
"""

from __future__ import annotations

from datetime import date

from communique.language.zh.times_batch import batch_times
from communique.language.zh.times_context import TimeContext, contexts
from communique.language.zh.times_due import due_interval
from communique.language.zh.times_find import counts_republic_years, find_all_times, find_times
from communique.language.zh.times_model import TimeExpression, TimeKind
from communique.language.zh.times_resolve import Reading, TimeResolver
from communique.model import Interval

__all__ = [
    "Reading", "TimeContext", "TimeExpression", "TimeKind", "TimeResolver", "batch_times", "contexts",
    "counts_republic_years", "due_interval", "find_all_times", "find_times", "resolve_times",
]  # fmt: skip


def resolve_times(
    folded: str, published: date | None, *, event: Interval | None = None, country: str | None = None
) -> list[tuple[TimeExpression, Interval | None]]:
    """Find and resolve all time expressions of a folded text, in order.

    ``event`` is the day of the meeting or document that the text is about, ``country`` (ISO 3166-1 alpha-3) the state
    whose fiscal years it counts; both may be left out.
    """
    republic = counts_republic_years(folded)
    times = find_times(folded, republic)
    resolver = TimeResolver(published, republic=republic)
    surroundings = contexts(folded, times, event=event, country=country)
    return [(time, resolver.resolve(time, context)) for time, context in zip(times, surroundings, strict=True)]
