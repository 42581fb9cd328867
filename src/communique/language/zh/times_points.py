"""Resolving points: a partly given calendar unit becomes a span of moments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from enum import StrEnum

from communique.language.zh import times_calendar as calendar
from communique.language.zh.times_context import TimeContext
from communique.language.zh.times_model import Mode, Point, Ref, Years
from communique.language.zh.times_story import Story, When
from communique.model import Precision

__all__ = ["PointReader", "Reading", "When"]

_DAY = timedelta(days=1)
_SOON = timedelta(days=92)
_EDGES = ((1, 2), (6, 7), (11, 12), (1, 6), (7, 12))
_MONTH_EDGES = ((1, 5), (25, 31))
"""Parts of a year or month that mean this one's even before they come: 年底, 下半年, 月底."""


class Reading(StrEnum):
    """How a time without year is read: news looks back from publication, the calendar stays in the current unit."""

    NEWS = "news"
    CALENDAR = "calendar"


class PointReader:
    """Reads points against the day of publication and the narrative."""

    def __init__(self, now: datetime | None, story: Story, reading: Reading, clocks: bool, republic: bool) -> None:
        self.now = now
        self.story = story
        self.news = reading is Reading.NEWS
        self.clocks = clocks
        self.republic = republic

    def read(
        self, point: Point, context: TimeContext, *, anchored: bool = False, after: When | None = None
    ) -> When | None:
        """Return a point's moments, or ``None``; ``after`` is the beginning of a range that the point ends."""
        base = after.begin if after is not None else None
        when = self._date(point, context, anchored, base)
        if when is None or not self.clocks or when.begin is None:
            return when
        return _timed(point, when, base)

    def years(self, years: Years, context: TimeContext) -> When | None:
        """Return a decade or century; one without a century is the latest that has begun."""
        first = years.first
        if years.short:
            if self.now is None:
                first += 1900
            else:
                ahead = 10 if context.future else 0
                first += 2000 if first + 2000 <= self.now.year + ahead else 1900
        last = first + years.last - years.first
        precision = Precision.DECADE if last - first == 9 else Precision.RANGE
        return When(datetime(first, 1, 1), datetime(last + 1, 1, 1), precision)

    def completed(self, first: Point, last: Point) -> tuple[Point, Point]:
        """Give the first end of a range what only its other end says (12-19日, 28日至3月2日, 1-5月)."""
        if first.bare is not None:
            number = Ref(Mode.ABSOLUTE, first.bare)
            if last.day is not None:
                first = replace(first, bare=None, day=number)
            elif last.month is not None:
                first = replace(first, bare=None, month=number)
            else:
                century = last.year.value // 100 * 100 if last.year is not None and number.value < 100 else 0
                first = replace(first, bare=None, year=replace(number, value=number.value + century))
        if first.day is not None and first.month is None and _absolute(last.month) and _absolute(first.day):
            assert last.month is not None and first.day is not None
            back = last.day is not None and _absolute(last.day) and first.day.value > last.day.value
            month = (last.month.value - 2) % 12 + 1 if back else last.month.value
            first = replace(first, month=Ref(Mode.ABSOLUTE, month), year=first.year or last.year)
        elif first.year is None and first.month is not None and last.year is not None and last.month is not None:
            wraps = first.month.value > last.month.value and last.year.mode is Mode.ABSOLUTE
            first = replace(first, year=replace(last.year, value=last.year.value - wraps))
        return first, last

    def _date(self, point: Point, context: TimeContext, anchored: bool, base: datetime | None) -> When | None:
        if point.only_clock:
            return self._same_day(base)
        if point.day is not None and point.day.mode is not Mode.ABSOLUTE:
            return self._counted_day(point.day, context, anchored)
        if point.week is not None or point.weekend or (point.weekday is not None and point.month_week is None):
            return self._week(point, context, base)
        if point.month is not None or point.day is not None or point.month_part or point.month_week is not None:
            return self._month(point, context, base)
        if point.quarter is not None:
            return self._quarter(point.quarter, point.quarter_month)
        return self._year(point, context, base)

    def _same_day(self, base: datetime | None) -> When | None:
        day = base or (self.story.recent_day() if self.news else None) or (None if self.news else self.now)
        return None if day is None else When(*calendar.day_span(day), Precision.DAY)

    def _counted_day(self, day: Ref, context: TimeContext, anchored: bool) -> When | None:
        if day.mode is Mode.NOW:
            moment = datetime.combine(context.said, time()) if context.said is not None else self.now
        elif anchored and context.event is not None and context.event.start is not None:
            edge = context.event.start if day.value < 0 else context.event.end or context.event.start
            moment = datetime(edge.year, edge.month, edge.day)
        elif anchored and not self.story.near(self.story.day):
            return None
        else:
            moment = self.story.recent_day()
            if moment is None and context.event is not None and context.event.start is not None:
                moment = datetime.combine(context.event.start, time())
            if moment is None and not self.news:
                moment = self.now
        return None if moment is None else When(*calendar.day_span(moment + day.value * _DAY), Precision.DAY)

    def _week(self, point: Point, context: TimeContext, base: datetime | None) -> When | None:
        moment = self.now
        if point.week is not None and point.week.mode is Mode.STORY:
            moment = self.story.recent_day() or (None if self.news else self.now)
        if moment is None:
            return None
        offset = point.week.value if point.week is not None else 0
        monday, end = calendar.week_span(moment, offset)
        if point.weekday is None and not point.weekend:
            return When(monday, end, Precision.WEEK)
        first = 5 if point.weekend else point.weekday or 0
        begin = monday + first * _DAY
        finish = begin + (2 if point.weekend else 1) * _DAY
        if point.week is None:
            step = self._weeks_off(begin, finish, moment, context.future, base) * 7 * _DAY
            begin, finish = begin + step, finish + step
        return When(begin, finish, Precision.RANGE if point.weekend else Precision.DAY)

    def _weeks_off(self, begin: datetime, finish: datetime, now: datetime, future: bool, base: datetime | None) -> int:
        """How many weeks to move a bare weekday: back to the latest, on to the next, or on past a range's start."""
        if base is not None:
            return 1 if begin < base else 0
        if not self.news:
            return 0
        if future:
            return 1 if finish <= now else 0
        return -1 if begin > now else 0

    def _quarter(self, quarter: Ref, month: int) -> When | None:
        if self.now is None:
            return None
        index = self.now.year * 4 + (self.now.month - 1) // 3 + quarter.value
        year, number = divmod(index, 4)
        first, last = number * 3 + 1, number * 3 + 3
        if month:
            return When(*calendar.month_span(year, first if month > 0 else last), Precision.MONTH)
        return When(*calendar.months_of_year(year, (first, last)), Precision.QUARTER)

    def _year_of(self, ref: Ref) -> int | None:
        if ref.mode is Mode.ABSOLUTE:
            return ref.value
        if ref.mode is Mode.NOW:
            return self.now.year + ref.value if self.now else None
        if ref.mode is Mode.STORY:
            year = self.story.recent_year()
            if year is None and not self.news and self.now:
                year = self.now.year
            return None if year is None else year + ref.value
        if ref.value >= 100 or (self.republic and ref.value >= 38):
            return ref.value + 1911
        limit = (self.now.year if self.now else 2000) % 100 + 10
        return ref.value + (2000 if ref.value <= limit else 1900)

    def _year(self, point: Point, context: TimeContext, base: datetime | None) -> When | None:
        year = self._year_of(point.year) if point.year is not None else None
        if point.year is not None and year is None:
            return None
        if point.holiday is not None:
            name = point.holiday
            return self._pick(year, context, base, lambda y: calendar.holiday_span(name, y), Precision.DAY)
        part = point.year_part
        if part is None:
            if year is None:
                return None
            if point.fiscal and context.country in calendar.FISCAL_STARTS:
                return When(*calendar.fiscal_span(year, context.country), Precision.RANGE)
            return When(*calendar.year_span(year), Precision.YEAR)
        precision = {3: Precision.QUARTER, 6: Precision.HALF}.get(part[1] - part[0] + 1, Precision.RANGE)
        if year is None and part in _EDGES:
            year = self._current_year(base)
            if year is None:
                return None
        return self._pick(year, context, base, lambda y: calendar.months_of_year(y, part), precision)

    def _current_year(self, base: datetime | None) -> int | None:
        if base is not None:
            return base.year
        if self.news and self.story.here(self.story.year):
            return self.story.recent_year()
        return self.now.year if self.now else self.story.recent_year()

    def _month(self, point: Point, context: TimeContext, base: datetime | None) -> When | None:
        year = self._year_of(point.year) if point.year is not None else None
        if point.year is not None and year is None:
            return None
        month = self._month_of(point.month) if point.month is not None else None
        if point.month is not None and month is None:
            return None
        if month is not None and month[0] is not None:
            year = month[0] if year is None else year
        if month is None:
            if year is not None and point.month_week is not None:
                month = (year, 1)
            else:
                return self._day_alone(point, context, base)
        number = month[1]
        day = point.day.value if point.day is not None else None
        precision = Precision.MONTH if day is None and not _parted(point) else Precision.DAY
        if point.month_part or (point.month_week is not None and point.weekday is None):
            precision = Precision.WEEK if point.month_week is not None else Precision.RANGE
        return self._pick(year, context, base, lambda y: _within(point, calendar.month_span(y, number)), precision)

    def _month_of(self, ref: Ref) -> tuple[int | None, int] | None:
        if ref.mode is Mode.ABSOLUTE:
            return None, ref.value
        if ref.mode is Mode.NOW:
            start = (self.now.year, self.now.month) if self.now else None
        else:
            start = self.story.recent_month()
            if start is None and not self.news and self.now:
                start = (self.now.year, self.now.month)
        if start is None:
            return None
        index = start[0] * 12 + start[1] - 1 + ref.value
        return index // 12, index % 12 + 1

    def _pick(
        self, year: int | None, context: TimeContext, base: datetime | None,
        span: Callable[[int], tuple[datetime, datetime]], precision: Precision,
    ) -> When | None:  # fmt: skip
        """Return the span in its year; where none is given, in that of the range, the narrative or publication."""
        if year is not None:
            return When(*span(year), precision)
        if base is not None:
            year = base.year + (span(base.year)[1] <= base)
            return When(*span(year), precision)
        told = self._told_year(span)
        if told is not None:
            return When(*span(told), precision)
        if self.now is None:
            return None
        years = (1, 0, -1, -2, -3, -4) if self.news else (0, 1, 2, 3, 4)
        spans = [_try(span, self.now.year + n) for n in years]
        if not self.news:
            return next((When(*pair, precision) for pair in spans if pair is not None), None)
        return self._dated(self.now, spans, context.future, precision, by_year=True)

    def _dated(
        self, now: datetime, candidates: list[tuple[datetime, datetime] | None], future: bool, precision: Precision,
        by_year: bool,
    ) -> When | None:  # fmt: skip
        """Choose among spans, the latest first: the last begun, or with ``future`` the first not over.

        Of spans a year apart (``by_year``), one of this year that is near comes before last year's, which a writer
        would have called so: 「8月1日生效」 in July.
        """
        spans = [pair for pair in candidates if pair is not None]
        if future:
            return next((When(*pair, precision) for pair in reversed(spans) if pair[1] > now), None)
        past = next((pair for pair in spans if pair[0] <= now + _DAY), None)
        ahead = next((pair for pair in reversed(spans) if pair[0] > now + _DAY), None)
        if by_year and ahead is not None and ahead[0].year == now.year and ahead[0] - now <= _SOON:
            past = ahead if past is None or past[0].year < now.year else past
        return None if past is None else When(*past, precision)

    def _told_year(self, span: Callable[[int], tuple[datetime, datetime]]) -> int | None:
        """Return the narrative's year for a month without one, where the narrative is elsewhere than publication."""
        trace, year = self.story.year, self.story.recent_year()
        if trace is None or year is None or not self.news:
            return None
        if self.now is None:
            return year
        if year == self.now.year or not trace.stated:
            return None
        told = _try(span, year)
        onward = trace.when.begin is not None and told is not None and told[1] > trace.when.begin
        if self.story.here(trace):
            return year if onward or year + 1 > self.now.year else year + 1
        return year if trace.dated and self.story.near(trace) and onward else None

    def _day_alone(self, point: Point, context: TimeContext, base: datetime | None) -> When | None:
        """A day, or part of a month, without its month."""
        precision = Precision.DAY if point.day is not None else Precision.RANGE
        if base is not None:
            month = calendar.month_span(base.year, base.month)
            pair = _within(point, month)
            if pair[1] <= base:
                pair = _within(point, calendar.month_span(base.year, base.month + 1))
            return When(*pair, precision)
        told = self._told_month(point)
        if told is not None:
            return When(*_within(point, calendar.month_span(*told)), precision)
        if self.now is None:
            return None
        now = self.now
        if not self.news or point.month_part in _MONTH_EDGES:
            return When(*_within(point, calendar.month_span(now.year, now.month)), precision)

        def in_month(offset: int) -> tuple[datetime, datetime]:
            month = calendar.add_months(now.replace(day=1), offset)
            return _within(point, calendar.month_span(month.year, month.month))

        return self._dated(now, [_try(in_month, n) for n in (1, 0, -1, -2)], context.future, precision, by_year=False)

    def _told_month(self, point: Point) -> tuple[int, int] | None:
        """Return the narrative's month for a day without one."""
        trace, month = self.story.month, self.story.recent_month()
        if trace is None or month is None or not self.news:
            return None
        if self.now is None:
            return month
        last = self.story.recent_day() if self.story.day is not None and self.story.day is trace else None
        if self.story.here(trace):
            return month if last is None or point.day is None or point.day.value >= last.day else None
        if not self.story.near(trace) or point.day is None or last is None:
            return None
        return month if 0 <= point.day.value - last.day <= 10 else None


def _absolute(ref: Ref | None) -> bool:
    return ref is not None and ref.mode is Mode.ABSOLUTE


def _parted(point: Point) -> bool:
    return point.month_part is not None or point.month_week is not None


def _try(span: Callable[[int], tuple[datetime, datetime]], number: int) -> tuple[datetime, datetime] | None:
    try:
        return span(number)
    except (ValueError, OverflowError):
        return None


def _within(point: Point, month: tuple[datetime, datetime]) -> tuple[datetime, datetime]:
    """Return the day or part of a month that a point names. Raises ``ValueError`` where the month has no such day."""
    if point.day is not None:
        return calendar.day_span(month[0].replace(day=point.day.value))
    if point.month_part is not None:
        return calendar.month_days(month, point.month_part)
    if point.month_week is not None and point.weekday is not None:
        return calendar.nth_weekday(month[0], point.month_week, point.weekday)
    return calendar.nth_week(month, point.month_week) if point.month_week is not None else month


def _timed(point: Point, when: When, base: datetime | None) -> When:
    """Narrow a day to the clock time or part of the day."""
    assert when.begin is not None
    if point.clock is not None:
        hour, minute, second = point.clock
        begin = when.begin + timedelta(hours=hour, minutes=minute or 0, seconds=second or 0)
        if base is not None and begin < base and hour < 12 and point.daytime is None and begin + _DAY / 2 > base:
            begin += _DAY / 2
        step = timedelta(seconds=1 if second is not None else 60 if minute is not None else 3600)
        return When(begin, begin + step, Precision.DAY)
    if point.daytime is not None:
        first, last = (when.begin + timedelta(hours=hour) for hour in point.daytime)
        return When(first, last, Precision.DAY)
    return when
