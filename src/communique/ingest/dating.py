"""Dating a document that does not say when it was published: by the latest past day its text speaks of.

Only whole dates that the text gives itself count (2025年3月30日; not 上週, whose day would need the very date that is
missing), and only such as are not told as still to come. A text that names months but no days is dated to the last day
of the latest month. The result is marked as inferred wherever it is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from communique.language.zh.times import find_times
from communique.language.zh.times_model import Mode, Point, Ref, Span
from communique.model import Document, Interval
from communique.text import Flow

__all__ = ["infer_date"]

_TO_COME = re.compile(r"(?:将|预定|预计|拟|计划|打算|期限|截至|之前|以前)[^，。；！？,;]{0,8}$")
"""Words before a date, in folded text, that put it into the future of the text."""


def infer_date(document: Document, today: date) -> date | None:
    """Return the latest day up to ``today`` that the text speaks of as past, ``None`` where it names none."""
    found = [interval for interval in _dates(document) if interval.start is not None and interval.start <= today]
    days = [interval.end for interval in found if interval.days() == 1 and interval.end]
    months = [min(interval.end, today) for interval in found if interval.days() != 1 and interval.end]
    latest_day, latest_month = max(days, default=None), max(months, default=None)
    if latest_day is None or latest_month is None:
        return latest_day or latest_month
    # 「2025年3月」 after 「2025年1月5日」: the month is the later news, unless it holds the day
    return latest_day if latest_day.replace(day=1) >= latest_month.replace(day=1) else latest_month


def _dates(document: Document) -> Iterator[Interval]:
    for block in document.blocks:
        if not block.role.speaks:
            continue
        folded = Flow(document.text, block).folded
        for expression in find_times(folded):
            content = expression.content
            point = content.last if isinstance(content, Span) else content
            if isinstance(point, Point) and not _TO_COME.search(
                folded[max(0, expression.start - 20) : expression.start]
            ):
                interval = _absolute(point)
                if interval is not None:
                    yield interval


def _absolute(point: Point) -> Interval | None:
    """Return the day, or else the month, that a point gives in full by itself."""
    year, month, day = (_number(ref) for ref in (point.year, point.month, point.day))
    if year is None or month is None or point.fiscal:
        return None
    try:
        return Interval.of_month(year, month) if day is None else Interval.of_day(date(year, month, day))
    except ValueError:
        return None


def _number(ref: Ref | None) -> int | None:
    return ref.value if ref is not None and ref.mode is Mode.ABSOLUTE else None
