"""The narrative's own time: the last year, month and day that a text has named, and how far back that was."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from communique.language.zh.times_model import Bound, Content, Point, Shift, Side, Span
from communique.model import Precision

__all__ = ["Story", "When"]


class When(NamedTuple):
    """A resolved time: moments, ``finish`` exclusive; ``None`` is an open side."""

    begin: datetime | None
    finish: datetime | None
    precision: Precision


@dataclass(slots=True)
class _Trace:
    """A named year, month or day, and the paragraph and sentence it stands in."""

    when: When
    paragraph: int
    sentence: int
    stated: bool
    """Whether the text itself gives the year."""
    dated: bool
    """Whether it gives the year with a month, so that the narrative has moved there."""


@dataclass(slots=True)
class Story:
    """What the narrative has named last, by unit."""

    paragraph: int = 0
    sentence: int = 0
    year: _Trace | None = None
    month: _Trace | None = None
    day: _Trace | None = None
    last: _Trace | None = field(default=None)

    def enter(self, paragraph: int, sentence: int) -> None:
        """Say where the next expression stands."""
        self.paragraph, self.sentence = paragraph, sentence

    def here(self, trace: _Trace | None) -> bool:
        """Say whether a trace is in the current sentence."""
        return trace is not None and (trace.paragraph, trace.sentence) == (self.paragraph, self.sentence)

    def near(self, trace: _Trace | None) -> bool:
        """Say whether a trace is in the current paragraph."""
        return trace is not None and trace.paragraph == self.paragraph

    def recent_day(self) -> datetime | None:
        """Return the last day named, at midnight (of a range its last)."""
        if self.day is None or self.day.when.finish is None:
            return None
        return (self.day.when.finish - timedelta(microseconds=1)).replace(hour=0, minute=0, second=0, microsecond=0)

    def recent_month(self) -> tuple[int, int] | None:
        """Return year and month of the last month named."""
        moment = self.month.when.finish if self.month else None
        if moment is None:
            return None
        moment -= timedelta(microseconds=1)
        return moment.year, moment.month

    def recent_year(self) -> int | None:
        """Return the last year named."""
        moment = self.year.when.finish if self.year else None
        return (moment - timedelta(microseconds=1)).year if moment else None

    def recent_in_sentence(self) -> When | None:
        """Return the last day or month named in the current sentence."""
        return self.last.when if self.last is not None and self.here(self.last) else None

    def remember(self, content: Content, when: When) -> None:
        """Move the narrative on to a resolved expression."""
        if isinstance(content, Bound):
            if content.side is not Side.SINCE or not isinstance(content.of, Point) or not content.of.has_day:
                return
            if when.begin is None:
                return
            when = When(when.begin, when.begin + timedelta(days=1), Precision.DAY)
        elif not isinstance(content, Point | Span | Shift) or when.begin is None or when.finish is None:
            return
        point = _first_point(content)
        stated = point is not None and point.year is not None
        dated = stated and point is not None and point.month is not None
        trace = _Trace(when, self.paragraph, self.sentence, stated, dated)
        length = when.finish - when.begin if when.begin and when.finish else timedelta()
        self.year = trace
        if length <= timedelta(days=31) or isinstance(content, Span):
            self.month = self.last = trace
        if when.precision is Precision.DAY or (isinstance(content, Span) and _ends_on_day(content)):
            self.day = trace


def _first_point(content: Content) -> Point | None:
    point = content.first if isinstance(content, Span) else content.of if isinstance(content, Bound) else content
    return point if isinstance(point, Point) else None


def _ends_on_day(span: Span) -> bool:
    return isinstance(span.last, Point) and span.last.has_day
