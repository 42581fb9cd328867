"""Partial dates as inclusive intervals of days.

A date that a text gives in part ("March 2025", "by 2027", "since 2024") is the interval of the days it may mean, both
ends inclusive, an unknown side ``None``. Nothing is ever filled in: no January 1 for a bare year.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Precision(StrEnum):
    """How finely a text gave a date; orders from fine to coarse."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    DECADE = "decade"
    RANGE = "range"


@dataclass(frozen=True, slots=True)
class Interval:
    """Days from ``start`` to ``end``, both inclusive; ``None`` is an open or unknown side.

    Raises ``ValueError`` where both sides are ``None`` or the end lies before the start.
    """

    start: date | None
    end: date | None
    precision: Precision = Precision.RANGE

    def __post_init__(self) -> None:
        if self.start is None and self.end is None:
            raise ValueError("an interval needs at least one side; nothing known is None as a whole")
        if self.start is not None and self.end is not None and self.start > self.end:
            raise ValueError(f"an interval cannot end ({self.end}) before it begins ({self.start})")

    @classmethod
    def of_day(cls, day: date) -> Interval:
        """Return the interval of one day."""
        return cls(day, day, Precision.DAY)

    @classmethod
    def of_month(cls, year: int, month: int) -> Interval:
        """Return the first to the last day of a month."""
        return cls(date(year, month, 1), date(year, month, monthrange(year, month)[1]), Precision.MONTH)

    @classmethod
    def of_year(cls, year: int) -> Interval:
        """Return 1 January to 31 December."""
        return cls(date(year, 1, 1), date(year, 12, 31), Precision.YEAR)

    @classmethod
    def parse(cls, text: str) -> Interval:
        """Read ``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD`` or ``A/B`` of two of them (either may be empty).

        Raises ``ValueError`` for anything else (ISO 8601-2's open interval ``..`` is accepted as an empty side).
        """
        if "/" in text:
            left, right = (side.strip().removeprefix("..") for side in text.split("/", 1))
            return cls(
                cls.parse(left).start if left else None, cls.parse(right).end if right else None, Precision.RANGE
            )
        match = re.fullmatch(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", text.strip())
        if not match:
            raise ValueError(f"not a date: {text!r}; write YYYY, YYYY-MM or YYYY-MM-DD")
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None
        if day is not None and month is not None:
            return cls.of_day(date(year, month, day))
        return cls.of_month(year, month) if month is not None else cls.of_year(year)

    def as_list(self) -> list[str | None]:
        """Return ``[start, end]`` as ISO dates, the form of the claims export."""
        return [side.isoformat() if side else None for side in (self.start, self.end)]

    def overlaps(self, other: Interval) -> bool:
        """Say whether the two share a day (open sides reach to infinity)."""
        return not (
            (self.end is not None and other.start is not None and self.end < other.start)
            or (other.end is not None and self.start is not None and other.end < self.start)
        )

    def contains(self, day: date) -> bool:
        """Say whether a day lies in the interval."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def days(self) -> int | None:
        """Return the number of days, or ``None`` where a side is open."""
        return None if self.start is None or self.end is None else (self.end - self.start).days + 1

    def shifted(self, days: int) -> Interval:
        """Return the interval moved by a number of days."""
        step = timedelta(days=days)
        return Interval(self.start and self.start + step, self.end and self.end + step, self.precision)

    def __str__(self) -> str:
        if self.start and self.end:
            if self.precision is Precision.DAY:
                return self.start.isoformat()
            if self.precision is Precision.MONTH:
                return f"{self.start:%Y-%m}"
            if self.precision is Precision.YEAR:
                return f"{self.start:%Y}"
            return f"{self.start}/{self.end}"
        return f"{self.start or '..'}/{self.end or '..'}"
