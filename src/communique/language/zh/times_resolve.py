"""Resolving time expressions: which days a text means, read in order and from its day of publication.

The news reading: a month or day without a year is the latest such time at or before publication (a day ahead is let
pass, for time zones); with a marker of the future in its clause it is the next. The narrative comes first where it
speaks: 「3 月 29 日抵達,並於 30 日」, 同年6月, 翌日. What a reader could not tell stays ``None``.

The calendar reading, for text without a story, takes the reference's own year, month or week instead.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from communique.language.zh import times_calendar as calendar
from communique.language.zh.times_context import TimeContext
from communique.language.zh.times_model import (
    Anchor,
    Bound,
    Length,
    Point,
    Sense,
    Shift,
    Side,
    Span,
    Stretch,
    TimeExpression,
    Unit,
    Word,
    Years,
)  # fmt: skip
from communique.language.zh.times_points import PointReader, Reading, When
from communique.language.zh.times_story import Story
from communique.model import Interval, Precision

__all__ = ["Reading", "TimeResolver"]

_DAY = timedelta(days=1)
_LONG = (Unit.WEEK, Unit.MONTH, Unit.QUARTER, Unit.YEAR, Unit.DECADE, Unit.CENTURY)
_PRECISIONS = {
    Unit.YEAR: Precision.YEAR, Unit.DECADE: Precision.DECADE, Unit.CENTURY: Precision.RANGE,
    Unit.MONTH: Precision.MONTH, Unit.QUARTER: Precision.MONTH, Unit.WEEK: Precision.WEEK,
}  # fmt: skip


class TimeResolver:
    """Resolves the time expressions of one document, one after the other, and keeps the narrative's time.

    ``published`` is the day (or moment) of publication, ``None`` where it is not known: then only what the text dates
    itself is resolved. ``clocks``: keep times of day (``when``); otherwise whole days. ``republic``: short years count
    from 1912.
    """

    def __init__(
        self,
        published: date | datetime | None,
        *,
        reading: Reading = Reading.NEWS,
        clocks: bool = False,
        republic: bool = False,
    ) -> None:
        self.now = _moment(published, clocks)
        self.story = Story()
        self.clocks = clocks
        self._points = PointReader(self.now, self.story, reading, clocks, republic)

    def resolve(self, expression: TimeExpression, context: TimeContext | None = None) -> Interval | None:
        """Return the days an expression means, ``None`` where a reader could not tell; never raises."""
        when = self.when(expression, context)
        if when is None or (when.begin is None and when.finish is None):
            return None
        begin = when.begin.date() if when.begin else None
        end = (when.finish - timedelta(microseconds=1)).date() if when.finish else None
        if begin and end and end < begin:
            return None
        return Interval(begin, end, when.precision)

    def seconds(self, expression: TimeExpression) -> float | None:
        """Return the length of a bare duration, ``None`` for anything else or a vague one."""
        return expression.content.seconds if isinstance(expression.content, Length) else None

    def when(self, expression: TimeExpression, context: TimeContext | None = None) -> When | None:
        """Return an expression's moments, half open, or ``None``; the narrative moves on with it."""
        context = context or TimeContext()
        self.story.enter(context.paragraph, context.sentence)
        try:
            when = self._when(expression, context)
        except (ValueError, OverflowError):
            # 29 February of a common year, the 31st of a short month, or beyond the calendar's ends.
            return None
        if when is not None:
            self.story.remember(expression.content, when)
        return when

    def _when(self, expression: TimeExpression, context: TimeContext) -> When | None:
        content = expression.content
        if isinstance(content, Point):
            return self._points.read(content, context, anchored=expression.anchored)
        if isinstance(content, Years):
            return self._points.years(content, context)
        if isinstance(content, Span):
            return self._span(content, context)
        if isinstance(content, Bound):
            return self._bound(content, context)
        if isinstance(content, Shift):
            return self._shift(content, context, expression.anchored)
        if isinstance(content, Stretch):
            return self._stretch(content, context, expression.anchored)
        return self._word(content) if isinstance(content, Word) else None

    def _word(self, word: Word) -> When | None:
        if self.now is None:
            return None
        if word.sense is Sense.PRESENT:
            return When(self.now, self.now + timedelta(seconds=1), Precision.DAY)
        if word.sense is Sense.TO_NOW:
            return When(None, self.now + (timedelta(seconds=1) if self.clocks else _DAY), Precision.RANGE)
        return None

    def _end(self, content: Point | Years | Span | Word, context: TimeContext) -> When | None:
        if isinstance(content, Point):
            return self._points.read(content, context)
        if isinstance(content, Years):
            return self._points.years(content, context)
        return self._span(content, context) if isinstance(content, Span) else self._word(content)

    def _span(self, span: Span, context: TimeContext) -> When | None:
        first, last = span.first, span.last
        if isinstance(first, Point) and isinstance(last, Point):
            first, last = self._points.completed(first, last)
        begins = self._end(first, context)
        if begins is None:
            return None
        ends = self._points.read(last, context, after=begins) if isinstance(last, Point) else self._end(last, context)
        if ends is None or ends.finish is None or begins.begin is None or ends.finish <= begins.begin:
            return None
        finish = ends.finish
        if self.clocks and isinstance(last, Point) and last.clock and last.clock[1] is None:
            finish = ends.begin or finish
        precision = begins.precision if begins.begin == ends.begin else Precision.RANGE
        return When(begins.begin, finish, precision)

    def _bound(self, bound: Bound, context: TimeContext) -> When | None:
        inner = self._end(bound.of, context)
        if inner is None or bound.side is Side.WITHIN:
            return inner
        if bound.side is Side.SINCE or (bound.side is Side.AFTER and inner.precision is Precision.DAY):
            return When(inner.begin, None, Precision.RANGE)
        if bound.side is Side.AFTER:
            return When(inner.finish, None, Precision.RANGE)
        ahead = self.now is None or inner.finish is None or inner.finish > self.now
        if bound.side is Side.TO and not (self.now is None or (inner.begin is not None and inner.begin > self.now)):
            return inner
        if bound.side is Side.BEFORE and not (ahead or bound.inclusive or _names_an_end(bound.of)):
            return When(None, inner.begin, Precision.RANGE)
        return When(None, inner.finish, Precision.RANGE)

    def _base(self, anchor: Anchor, anchored: bool, context: TimeContext) -> When | None:
        """Return what a shift or stretch is counted from."""
        if anchored and context.event is not None:
            return _of_interval(context.event)
        if anchor is Anchor.EVENT and not anchored:
            return None
        if anchored and not self.story.near(self.story.day):
            return None
        if (anchored or anchor is not Anchor.NOW) and (day := self.story.recent_day()) is not None:
            return When(day, day + _DAY, Precision.DAY)
        if context.said is not None:
            return _of_interval(Interval.of_day(context.said))
        if self.now is None:
            return None
        return When(self.now, self.now + _DAY, Precision.DAY)

    def _shift(self, shift: Shift, context: TimeContext, anchored: bool) -> When | None:
        base = self._base(shift.anchor, anchored, context)
        if base is None or base.begin is None or base.finish is None:
            return None
        sign = 1 if shift.forward else -1
        from_day = base.begin if sign < 0 else max(base.begin, base.finish - _DAY)
        moment = calendar.shift(from_day, shift.length, sign)
        number, unit = shift.length.parts[-1]
        precision = _PRECISIONS.get(unit, Precision.DAY)
        if unit in (Unit.YEAR, Unit.DECADE, Unit.CENTURY) and number is not None and number % 1:
            precision = Precision.MONTH
        if self.clocks and unit in (Unit.HOUR, Unit.MINUTE, Unit.SECOND):
            return When(moment, moment + timedelta(minutes=1), Precision.DAY)
        pair = {
            Precision.MONTH: calendar.month_span(moment.year, moment.month), Precision.WEEK: calendar.week_span(moment),
            Precision.DAY: calendar.day_span(moment),
        }.get(precision, calendar.year_span(moment.year))  # fmt: skip
        return When(*pair, precision)

    def _stretch(self, stretch: Stretch, context: TimeContext, anchored: bool) -> When | None:
        base = self._base(stretch.anchor, anchored, context)
        if stretch.deadline and (recent := self.story.recent_in_sentence()) is not None:
            base = recent
        if base is None or base.begin is None or base.finish is None:
            return None
        unit = stretch.length.parts[-1][1]
        if self.clocks:
            return self._exactly(stretch, base.begin, unit in _LONG)
        if not stretch.forward:
            return When(calendar.shift(base.begin, stretch.length, -1), base.finish, Precision.RANGE)
        last = calendar.shift(base.finish - _DAY, stretch.length, 1)
        if base.precision is Precision.MONTH:
            last = calendar.month_span(last.year, last.month)[1] - _DAY
        return When(base.begin, last + _DAY, Precision.RANGE)

    def _exactly(self, stretch: Stretch, moment: datetime, whole_days: bool) -> When:
        """Return a stretch to the second, one of months or years from or to midnight."""
        far = calendar.shift(moment, stretch.length, 1 if stretch.forward else -1)
        if whole_days or (stretch.deadline and stretch.length.parts[-1][1] in (Unit.DAY, Unit.WEEK, Unit.WORKDAY)):
            far = calendar.day_span(far)[0 if whole_days or not stretch.forward else 1]
        return When(min(moment, far), max(moment, far), Precision.RANGE)


def _names_an_end(content: Point | Years | Span | Word) -> bool:
    """Say whether a deadline is itself an end (年底前, 月底前)."""
    return isinstance(content, Point) and (
        (content.year_part is not None and content.year_part[1] >= 12)
        or (content.month_part is not None and content.month_part[1] == 31)
    )


def _of_interval(interval: Interval) -> When:
    begin, end = interval.start, interval.end
    return When(
        datetime.combine(begin, time()) if begin else None,
        datetime.combine(end, time()) + _DAY if end else None,
        interval.precision,
    )


def _moment(published: date | datetime | None, clocks: bool) -> datetime | None:
    if published is None:
        return None
    if isinstance(published, datetime):
        naive = published.replace(tzinfo=None)
        return naive if clocks else calendar.day_span(naive)[0]
    return datetime.combine(published, time())
