"""Types of time expressions: what a text says of a time, before anybody asks which days that were.

A ``TimeExpression`` holds its place in the text, its kind and an unresolved content:

====================  ============================================================================
``Point``             a calendar unit or part of one, given in part: 2025年3月底, 去年12月, 30日, 週三上午
``Years``             a decade or century: 80年代, 上世紀末
``Span``              from one to another: 2月16日至3月26日, 28、29日
``Length``            a bare duration: 85分鐘, 三個多月
``Shift``             a time so far from another: 三年前, 兩天後, (會談)前一天
``Stretch``           the time between another and so far from it: 未來5年, 過去4年, 15天內
``Bound``             an open side or a deadline: 2018年起, 2012年以來, 年底前, 至2030年
``Word``              現在, 迄今, 近日, 每年 and the like
====================  ============================================================================
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = [
    "Anchor", "Bound", "Content", "Length", "Mode", "Point", "Ref", "Sense", "Shift", "Side", "Span", "Stretch",
    "TimeExpression", "TimeKind", "Unit", "Word", "Years",
]  # fmt: skip


class TimeKind(StrEnum):
    """What sort of time an expression gives."""

    DATE = "date"
    RANGE = "range"
    OPEN = "open"
    RELATIVE = "relative"
    DURATION = "duration"
    RECURRING = "recurring"
    PRESENT = "present"
    VAGUE = "vague"


class Mode(StrEnum):
    """What a year, month, day or week is counted from."""

    ABSOLUTE = "absolute"
    NOW = "now"
    """An offset from publication: 去年, 上個月, 昨天."""
    STORY = "story"
    """An offset from the narrative's own time: 同年, 次月, 翌日."""
    SHORT = "short"
    """A year of two or three figures: 08年, 97年8月, 113年1月."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A year, month, day or week: a number, or an offset from something."""

    mode: Mode
    value: int


@dataclass(frozen=True, slots=True)
class Point:
    """A calendar unit, partly given.

    ``year_part`` are first and last month of a part of the year (winter ends in month 14), ``month_part`` first and
    last day of a part of the month (31 = to its end), ``month_week`` the n-th week of the month (-1 the last), with
    ``weekday`` its n-th such day. ``quarter`` counts quarters (上季), of which ``quarter_month`` is the first (1) or
    last (-1) month. ``holiday`` names a day of the year. ``daytime`` is the hours of a part of the day, ``clock`` hour,
    minute (or ``None``) and second (or ``None``), already on the 24-hour clock (24 = midnight after). ``fiscal`` marks
    年度 and 財年. ``bare`` is a number whose unit the other end of a range gives (12-19日).
    """

    year: Ref | None = None
    fiscal: bool = False
    year_part: tuple[int, int] | None = None
    quarter: Ref | None = None
    quarter_month: int = 0
    month: Ref | None = None
    month_part: tuple[int, int] | None = None
    month_week: int | None = None
    week: Ref | None = None
    weekday: int | None = None
    weekend: bool = False
    day: Ref | None = None
    holiday: str | None = None
    daytime: tuple[int, int] | None = None
    clock: tuple[int, int | None, int | None] | None = None
    bare: int | None = None

    @property
    def has_day(self) -> bool:
        """Say whether the point names a day or less."""
        return self.day is not None or self.weekday is not None or self.holiday is not None

    @property
    def only_clock(self) -> bool:
        """Say whether the point gives a time of day and no day."""
        named = (self.year, self.year_part, self.month, self.month_part, self.month_week, self.week, self.weekday)
        timed = self.clock is not None or self.daytime is not None
        return timed and all(x is None for x in (*named, self.day, self.holiday)) and not self.weekend


@dataclass(frozen=True, slots=True)
class Years:
    """A decade or century, ``first`` to ``last``; ``short``: the century is left open (80年代)."""

    first: int
    last: int
    short: bool = False


class Unit(StrEnum):
    """Units of length, with the names that figures use."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WORKDAY = "workday"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"

    @property
    def seconds(self) -> float:
        """Return the unit's length; a month is 30 days, a year 365."""
        return _SECONDS[self.value]


_DAY = 86400.0
_SECONDS = {
    "second": 1.0, "minute": 60.0, "hour": 3600.0, "day": _DAY, "workday": _DAY, "week": 7 * _DAY, "month": 30 * _DAY,
    "quarter": 90 * _DAY, "year": 365 * _DAY, "decade": 3650 * _DAY, "century": 36500 * _DAY,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Length:
    """A duration; a part's number is ``None`` where the text names none (幾年, 數月). ``low``: the least of a range."""

    parts: tuple[tuple[float | None, Unit], ...]
    approximate: bool = False
    low: float | None = None

    @property
    def seconds(self) -> float | None:
        """Return the length in seconds, ``None`` where it is vague."""
        if any(number is None for number, _ in self.parts):
            return None
        return sum((number or 0.0) * unit.seconds for number, unit in self.parts)


class Anchor(StrEnum):
    """What a shift or stretch is counted from."""

    NOW = "now"
    STORY = "story"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Shift:
    """A time ``length`` before or after another."""

    length: Length
    forward: bool
    anchor: Anchor = Anchor.NOW


@dataclass(frozen=True, slots=True)
class Stretch:
    """The time from another to ``length`` before or after it; ``deadline``: 內, the end is what counts."""

    length: Length
    forward: bool
    anchor: Anchor = Anchor.NOW
    deadline: bool = False


class Side(StrEnum):
    """On which side of a time something lies."""

    BEFORE = "before"
    UNTIL = "until"
    TO = "to"
    """至 or 到 alone: a deadline if it lies ahead, else the time itself."""
    SINCE = "since"
    AFTER = "after"
    WITHIN = "within"


class Sense(StrEnum):
    """What a time word means."""

    PRESENT = "present"
    TO_NOW = "to_now"
    PAST = "past"
    FUTURE = "future"
    RECURRING = "recurring"


@dataclass(frozen=True, slots=True)
class Word:
    """A word for a time that names no calendar unit."""

    sense: Sense


@dataclass(frozen=True, slots=True)
class Span:
    """From one time to another; the second may leave out what the first has said."""

    first: Point | Years | Word
    last: Point | Years | Word


@dataclass(frozen=True, slots=True)
class Bound:
    """A time that is open on one side, or a deadline. ``inclusive``: 或之前, 及以前."""

    side: Side
    of: Point | Years | Span | Word
    inclusive: bool = False


Content = Point | Years | Span | Length | Shift | Stretch | Bound | Word


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time expression at ``folded[start:end]``.

    ``anchored``: the words before it name an event from which it is counted (會談前一天).
    """

    start: int
    end: int
    kind: TimeKind
    content: Content
    anchored: bool = False
