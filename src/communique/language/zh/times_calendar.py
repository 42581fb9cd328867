"""Calendar arithmetic: eras, parts of years and months, weeks, holidays, shifts.

Everything is computed on half-open spans of ``datetime``: ``(begin, finish)``, ``finish`` exclusive. A result outside
the years 1 to 9999 raises ``OverflowError`` or ``ValueError``, which the resolver turns into "unknown".
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from communique.language.zh.times_model import Length, Unit

__all__ = [
    "ERAS", "FISCAL_STARTS", "HOLIDAYS", "add_months", "day_span", "fiscal_span", "holiday_span", "month_days",
    "month_span", "months_of_year", "nth_week", "nth_weekday", "shift", "week_span", "year_span",
]  # fmt: skip

Pair = tuple[datetime, datetime]

ERAS = {
    "民国": 1912, "令和": 2019, "平成": 1989, "昭和": 1926, "大正": 1912, "明治": 1868, "康熙": 1662, "雍正": 1723,
    "干隆": 1736, "嘉庆": 1796, "道光": 1821, "咸丰": 1851, "同治": 1862, "光绪": 1875, "光緖": 1875, "宣统": 1909,
    "万历": 1573, "崇祯": 1628, "顺治": 1644,
}  # fmt: skip
"""The first Gregorian year of an era, by its name in folded text."""

FISCAL_STARTS = {
    "JPN": (4, 0), "IND": (4, 0), "GBR": (4, 0), "CAN": (4, 0), "USA": (10, -1), "THA": (10, -1), "AUS": (7, -1),
    "NZL": (7, -1),
}  # fmt: skip
"""First month of a state's fiscal year, and whether FY n begins in year n (0) or n-1 (-1)."""


def _thanksgiving(year: int) -> datetime:
    return nth_weekday(datetime(year, 11, 1), 4, 3)[0]


def _on(month: int, day: int) -> Callable[[int], datetime]:
    return lambda year: datetime(year, month, day)


HOLIDAYS: dict[str, Callable[[int], datetime]] = {
    "元旦": _on(1, 1), "圣诞节": _on(12, 25), "圣诞日": _on(12, 25), "平安夜": _on(12, 24), "跨年夜": _on(12, 31),
    "感恩节": _thanksgiving, "五一劳动节": _on(5, 1), "劳动节": _on(5, 1), "双十节": _on(10, 10),
    "双十国庆": _on(10, 10), "情人节": _on(2, 14), "万圣节": _on(10, 31),
}  # fmt: skip
"""Holidays with one date in every country whose press uses the word; lunar ones are left out."""


def day_span(day: datetime) -> Pair:
    """Return the day that holds a moment."""
    begin = day.replace(hour=0, minute=0, second=0, microsecond=0)
    return begin, begin + timedelta(days=1)


def add_months(moment: datetime, months: int) -> datetime:
    """Return the moment so many months on; a day the month does not have becomes its last."""
    index = moment.year * 12 + moment.month - 1 + months
    first = datetime(index // 12, index % 12 + 1, 1)
    last = (_next_month(first) - timedelta(days=1)).day
    return moment.replace(year=first.year, month=first.month, day=min(moment.day, last))


def _next_month(first: datetime) -> datetime:
    return datetime(first.year + first.month // 12, first.month % 12 + 1, 1)


def month_span(year: int, month: int) -> Pair:
    """Return a month; months 13 and 14 are January and February of the next year."""
    first = datetime(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
    return first, _next_month(first)


def year_span(year: int) -> Pair:
    """Return a calendar year."""
    return datetime(year, 1, 1), datetime(year + 1, 1, 1)


def fiscal_span(year: int, country: str | None) -> Pair:
    """Return the fiscal year of a state (ISO 3166-1 alpha-3); the calendar year where its rule is not known."""
    if country not in FISCAL_STARTS:
        return year_span(year)
    month, offset = FISCAL_STARTS[country]
    return datetime(year + offset, month, 1), datetime(year + offset + 1, month, 1)


def months_of_year(year: int, part: tuple[int, int]) -> Pair:
    """Return the months ``part`` of a year, first to last."""
    return month_span(year, part[0])[0], month_span(year, part[1])[1]


def month_days(month: Pair, part: tuple[int, int]) -> Pair:
    """Return the days ``part`` of a month, first to last; 31 stands for its end."""
    begin = month[0] + timedelta(days=part[0] - 1)
    return begin, min(month[1], month[0] + timedelta(days=part[1]))


def week_span(moment: datetime, offset: int = 0) -> Pair:
    """Return the week, Monday to Sunday, ``offset`` weeks after the one that holds a moment."""
    monday = day_span(moment)[0] - timedelta(days=moment.weekday()) + timedelta(weeks=offset)
    return monday, monday + timedelta(weeks=1)


def nth_week(month: Pair, number: int) -> Pair:
    """Return a month's n-th week: the n-th of those whose Monday lies in it (-1: the last)."""
    return _week_from(nth_weekday(month[0], number, 0)[0])


def _week_from(monday: datetime) -> Pair:
    return monday, monday + timedelta(weeks=1)


def nth_weekday(month: datetime, number: int, weekday: int) -> Pair:
    """Return a month's n-th Monday (0) to Sunday (6), -1 for the last. Raises ``ValueError`` where there is none."""
    first, after = month_span(month.year, month.month)
    days = [d for d in (first + timedelta(days=i) for i in range((after - first).days)) if d.weekday() == weekday]
    if not -len(days) <= number - (number > 0) < len(days):
        raise ValueError(f"no {number}. weekday {weekday} in {first:%Y-%m}")
    return day_span(days[number - (number > 0)])


def holiday_span(name: str, year: int) -> Pair:
    """Return the day of a holiday."""
    return day_span(HOLIDAYS[name](year))


def shift(moment: datetime, length: Length, sign: int) -> datetime:
    """Return the moment a length later (``sign`` 1) or earlier (-1). Raises ``ValueError`` for a vague length."""
    for number, unit in length.parts:
        if number is None:
            raise ValueError("a vague length")
        moment = _shift(moment, sign * number, unit)
    return moment


_MONTHS = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: 12, Unit.DECADE: 120, Unit.CENTURY: 1200}


def _shift(moment: datetime, number: float, unit: Unit) -> datetime:
    if unit in _MONTHS:
        months = number * _MONTHS[unit]
        whole = int(months)
        return add_months(moment, whole) + timedelta(days=round((months - whole) * 30))
    if unit is Unit.WORKDAY:
        return _workdays(moment, int(number))
    return moment + timedelta(seconds=number * unit.seconds)


def _workdays(moment: datetime, number: int) -> datetime:
    weeks, days = divmod(abs(number), 5)
    step = timedelta(days=1 if number > 0 else -1)
    moment += step * 7 * weeks
    while days:
        moment += step
        days -= moment.weekday() < 5
    return moment
