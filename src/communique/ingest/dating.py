"""Dating a document that does not say when it was published, by what its text and its file's name let one conclude.

The latest past day that the text speaks of is its day. Only times that the text gives of itself count (2025年3月30日,
and 30日 after it; not 上週, whose day would need the very date that is missing), and only such as are not told as still
to come. A text that names months but no days is dated to the last day of the latest month. Where an agency's dateline
gives a day without its year (「東京3日電」), it is the first such day after what is told. The result is marked as
inferred wherever it is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import PurePath

from communique.ingest.telling import Passage, passages
from communique.language.zh.times import TimeKind
from communique.language.zh.times_model import Mode, Point
from communique.model import BlockRole, Document, Interval
from communique.reading import find_date, named_date

__all__ = ["infer_date"]

_TO_COME = re.compile(r"(?:将|预定|预计|拟|计划|打算|期限|截至|最迟)[^，。；！？,;]{0,8}$")
_DEADLINE = re.compile(r"(?:之?前|以前|内|为止)")
"""Words before and after a time, in folded text, that put it into the future of the text or make it a deadline."""

_ENGLISH_TO_COME = re.compile(
    r"\b(?:(?:by|until|till|through|before|from|than|end of|due)\s+(?:\w+\s+){0,2}|will\s[^.;]{0,40})$", re.IGNORECASE
)
_FOLLOWS = timedelta(days=60)
_WIRE = re.compile(r"(?:[^，。；！？)]{0,8}?)(?:电|讯|报道)")
_OPENING = 40  # characters in which a dateline's day stands
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH_LINE = re.compile(
    r"\(?[A-Z][A-Z .,/'-]{2,40},?\s\(?(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s"
    r"(?P<day>\d{1,2})\s?(?:\)|\(|[-—–:])"
)


@dataclass(slots=True)
class _Told:
    """What a text speaks of as past: days, months (their first and last day), years; its dateline's month and day."""

    days: list[date] = field(default_factory=list)
    months: list[Interval] = field(default_factory=list)
    years: set[int] = field(default_factory=set)
    line: tuple[int | None, int] | None = None

    @property
    def since(self) -> date | None:
        """Return the day from which on the text must have been written."""
        return max([*self.days, *(month.start for month in self.months if month.start)], default=None)


def infer_date(document: Document, today: date) -> date | None:
    """Return the day up to ``today`` on which a text seems to have been published, ``None`` where nothing shows it."""
    told = _tell(document, today)
    since = told.since
    named = named_date(PurePath(document.path or "").name)
    if named is not None and named <= today and (since is None or since <= named):
        return _last(told.line, named) or named if told.line else named
    if told.line and (day := _completed(told, since, today)):
        return day
    days, months = max(told.days, default=None), max((min(i.end, today) for i in told.months if i.end), default=None)
    if days is None or months is None:
        return days or months
    # 「2025年3月」 after 「2025年1月5日」: the month is the later news, unless it holds the day
    return days if days.replace(day=1) >= months.replace(day=1) else months


def _tell(document: Document, today: date) -> _Told:
    told = _Told()
    read = passages(document, None)
    told.line = _dateline(read)
    times = [(i, whole) for i, whole in _times(read) if i.start and i.start <= today]
    told.years = {i.start.year for i, whole in times if whole and i.start and 31 < (i.days() or 0) <= 366}
    times = [(i, whole) for i, whole in times if (i.days() or 99) <= 31]
    latest = max((i.end for i, whole in times if whole and i.end), default=date.max)
    # a day whose year is only understood may be one of next year's: believed where it follows what is told in full
    found = [i for i, whole in times if whole or (i.start and i.start - latest <= _FOLLOWS)]
    told.days = [i.end for i in found if i.days() == 1 and i.end]
    told.months = [i for i in found if i.days() != 1 and i.end]
    if document.language == "en":
        told.days += [day for day in _english(read) if day <= today]
    return told


def _times(read: list[Passage]) -> Iterator[tuple[Interval, bool]]:
    """Yield the times that the speaking blocks name as past, and whether each is named with its year."""
    for passage in read:
        folded = passage.flow.folded
        for expression, interval in passage.times:
            words = folded[expression.start : expression.end]
            before = folded[max(0, expression.start - 20) : expression.start]
            if interval is None or _TO_COME.search(before) or _DEADLINE.match(folded, expression.end):
                continue
            if expression.kind is TimeKind.OPEN and interval.start and not interval.end and "日" in words:
                interval = Interval.of_day(interval.start)  # 「10月21日起訪問」: the day on which it began
            if expression.kind in {TimeKind.DATE, TimeKind.RANGE, TimeKind.OPEN}:
                yield interval, "年" in words


def _english(read: list[Passage]) -> Iterator[date]:
    """Yield the full dates of an English text that are not told as to come."""
    for passage in read:
        words, at = passage.flow.text, 0
        while found := find_date(words[at:]):
            day, start, end = found
            if not _ENGLISH_TO_COME.search(words[max(0, at + start - 50) : at + start]):
                yield day
            at += end


def _dateline(read: list[Passage]) -> tuple[int | None, int] | None:
    """Return the month, where it is given, and day of a dateline at the head of the first paragraphs."""
    bodies = [passage for passage in read if passage.flow.block.role is BlockRole.BODY]
    for passage in bodies[:2]:
        folded = passage.flow.folded
        if match := _ENGLISH_LINE.match(passage.flow.text):
            return _MONTHS.index(match["month"].lower()) + 1, int(match["day"])
        for expression, _ in passage.times:
            point = expression.content
            if expression.start > _OPENING or re.search("[，。；！？]", folded[: expression.start]):
                break
            if isinstance(point, Point) and point.day is not None and _WIRE.match(folded, expression.end):
                month = point.month.value if point.month and point.month.mode is Mode.ABSOLUTE else None
                if point.day.mode is Mode.ABSOLUTE and point.year is None and (month or point.month is None):
                    return month, point.day.value
    return None


def _completed(told: _Told, since: date | None, today: date) -> date | None:
    """Return the dateline's day in full: the first after what is told, else that of the latest year named."""
    if told.line is None:
        return None
    if since is not None:
        within = _FOLLOWS if told.line[0] else timedelta(days=31)
        days = (since + timedelta(days=n) for n in range(-1, within.days + 1))
        if day := next((day for day in days if day <= today and _fits(day, told.line)), None):
            return day
    if told.line[0] is not None and told.years and (since is None or max(told.years) > since.year):
        return _last(told.line, min(today, date(max(told.years), 12, 31)), days=366)
    return None


def _last(line: tuple[int | None, int], until: date, days: int = 40) -> date | None:
    """Return the last day of a dateline up to ``until``."""
    found = (until - timedelta(days=n) for n in range(days))
    return next((day for day in found if _fits(day, line)), None)


def _fits(day: date, line: tuple[int | None, int]) -> bool:
    return day.day == line[1] and line[0] in {None, day.month}
