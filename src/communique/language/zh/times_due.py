"""The reading of a time as a due date."""

from __future__ import annotations

from communique.language.zh.times_model import Bound, Side, Stretch, TimeExpression
from communique.model import Interval, Precision

__all__ = ["due_interval"]

_BY = ("前", "之前", "以前", "内", "之内", "以内")
_DEADLINES = (Side.BEFORE, Side.UNTIL, Side.TO, Side.WITHIN)


def due_interval(expression: TimeExpression, resolved: Interval | None, following_text: str = "") -> Interval | None:
    """Return by when a commitment with this time is to be done.

    年底前, 年內, 5年內, 至2030年, 2027年前 give ``[None, end]``; "in 2026", "from January on" keep their interval.
    ``following_text`` is the folded text after the expression.
    """
    if resolved is None or resolved.end is None:
        return resolved
    content = expression.content
    by = isinstance(content, Stretch) and content.forward
    if isinstance(content, Bound):
        by = content.side in _DEADLINES and (content.side is not Side.TO or resolved.start is None)
    if by or following_text.lstrip(" ").startswith(_BY):
        return Interval(None, resolved.end, Precision.RANGE)
    return resolved
