"""Dating a document that does not say when it was published: by the latest past day its text speaks of.

Only times that the text gives of itself count (2025年3月30日, and 30日 after it; not 上週, whose day would need the
very date that is missing), and only such as are not told as still to come. A text that names months but no days is
dated to the last day of the latest month. The result is marked as inferred wherever it is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from communique.ingest.telling import passages
from communique.language.zh.times import TimeKind
from communique.model import Document, Interval

__all__ = ["infer_date"]

_TO_COME = re.compile(r"(?:将|预定|预计|拟|计划|打算|期限|截至|最迟)[^，。；！？,;]{0,8}$")
_DEADLINE = re.compile(r"(?:之?前|以前|内|为止)")
"""Words before and after a time, in folded text, that put it into the future of the text or make it a deadline."""


_FOLLOWS = timedelta(days=60)


def infer_date(document: Document, today: date) -> date | None:
    """Return the latest day up to ``today`` that the text speaks of as past, ``None`` where it names none."""
    times = [(interval, whole) for interval, whole in _times(document) if interval.start and interval.start <= today]
    latest = max((interval.end for interval, whole in times if whole and interval.end), default=date.max)
    # a day whose year is only understood may be one of next year's: believed where it follows what is told in full
    found = [i for i, whole in times if whole or (i.start and i.start - latest <= _FOLLOWS)]
    days = [interval.end for interval in found if interval.days() == 1 and interval.end]
    months = [min(interval.end, today) for interval in found if interval.days() != 1 and interval.end]
    latest_day, latest_month = max(days, default=None), max(months, default=None)
    if latest_day is None or latest_month is None:
        return latest_day or latest_month
    # 「2025年3月」 after 「2025年1月5日」: the month is the later news, unless it holds the day
    return latest_day if latest_day.replace(day=1) >= latest_month.replace(day=1) else latest_month


def _times(document: Document) -> Iterator[tuple[Interval, bool]]:
    """Yield the days and months that the speaking blocks name as past, and whether each is named with its year."""
    for passage in passages(document, None):
        folded = passage.flow.folded
        for expression, interval in passage.times:
            words = folded[expression.start : expression.end]
            before = folded[max(0, expression.start - 20) : expression.start]
            if interval is None or _TO_COME.search(before) or _DEADLINE.match(folded, expression.end):
                continue
            if expression.kind is TimeKind.OPEN and interval.start and not interval.end and "日" in words:
                interval = Interval.of_day(interval.start)  # 「10月21日起訪問」: the day on which it began
            if expression.kind in {TimeKind.DATE, TimeKind.RANGE, TimeKind.OPEN} and (interval.days() or 99) <= 31:
                yield interval, "年" in words
