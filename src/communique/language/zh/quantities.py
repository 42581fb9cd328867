"""Figures in Chinese text: how many of what.

``find_quantities`` reads a folded text in one pass. Numbers that belong to a date, an ordinal (第3), an article, a
designation (F-35, 2+2, G7) or an address are none. Values are in plain units (1 兆 = 10**12; miles, feet and nautical
miles in kilometres). Lengths of time come from the time expressions, so the two never disagree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from communique.language.zh import quantities_words as words
from communique.language.zh.quantities_read import Figure, figures
from communique.language.zh.times_find import find_all_times
from communique.language.zh.times_model import Length, Shift, Stretch, TimeExpression, TimeKind, Unit

__all__ = ["Quantity", "find_all_quantities", "find_quantities"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure at ``folded[start:end]``, number and unit.

    ``value`` to ``high`` for a range, else ``high`` is ``None``. ``unit`` is a figure unit of the claims format; for
    money it is the ISO 4217 code, and ``currency`` too. ``counted`` is the noun that is counted (folded), after the
    figure or, where nothing follows, before it; ``""`` where none was seen. ``approximate``: the text rounds; ``bound``
    says to which side: ``"about"``, ``"over"``, ``"under"``, or ``""`` for an exact figure. ``measure_hint`` is a word
    for what is measured (``range``, ``share``, ``growth`` …) or ``""``; ``per`` the unit of time of a rate (每月2次).
    ``each``: 各三架. ``weak``: usually no figure (一個, 兩國, the length in 三年前).
    """

    start: int
    end: int
    value: float
    high: float | None
    unit: str
    currency: str | None = None
    counted: str = ""
    approximate: bool = False
    bound: str = ""
    measure_hint: str = ""
    per: str = ""
    each: bool = False
    weak: bool = False


_TIME_UNITS = {
    Unit.SECOND: (Unit.MINUTE, 1 / 60), Unit.MINUTE: (Unit.MINUTE, 1.0), Unit.HOUR: (Unit.HOUR, 1.0),
    Unit.DAY: (Unit.DAY, 1.0), Unit.WORKDAY: (Unit.DAY, 1.0), Unit.WEEK: (Unit.DAY, 7.0), Unit.MONTH: (Unit.MONTH, 1.0),
    Unit.QUARTER: (Unit.MONTH, 3.0), Unit.YEAR: (Unit.YEAR, 1.0), Unit.DECADE: (Unit.YEAR, 10.0),
    Unit.CENTURY: (Unit.YEAR, 100.0),
}  # fmt: skip
"""The figure unit of a unit of time, and how many of it one is."""


_GDP_SHARE = 15.0
"""Shares of GDP above this are not spoken of without naming it again."""


def find_quantities(
    folded: str, times: Sequence[TimeExpression] | None = None, *, yuan: str | None = None
) -> list[Quantity]:
    """Return the figures of a folded text, in order and without overlap; never raises.

    ``times`` are the text's time expressions if they have been found already. ``yuan`` is the currency of a bare 元
    (``CNY`` or ``TWD``); ``None``: TWD where the text speaks of 新台幣, else CNY.
    """
    return find_all_quantities([folded], None if times is None else [times], yuan=yuan)[0]


def find_all_quantities(
    texts: Sequence[str], times: Sequence[Sequence[TimeExpression]] | None = None, *, yuan: str | None = None
) -> list[list[Quantity]]:
    """Return the figures of each of a document's folded texts, as ``find_quantities`` does of one."""
    if times is None:
        times = find_all_times(texts)
    found: list[list[Quantity]] = []
    for folded, said, counted in zip(texts, times, figures(texts), strict=True):
        if not said and not counted:
            found.append([])
            continue
        own = yuan or ("TWD" if "台币" in folded else "CNY")
        both = [*_lengths(folded, said), *_counts(folded, counted, said, own)]
        both.sort(key=lambda quantity: quantity.start)
        found.append(both)
    return found


def _lengths(folded: str, times: Sequence[TimeExpression]) -> Iterator[Quantity]:
    """Yield the lengths of time: plain ones, and as weak figures those in 三年前 and 未來5年."""
    for time in times:
        content = time.content
        weak = isinstance(content, Shift | Stretch)
        length = content.length if isinstance(content, Shift | Stretch) else content
        if not isinstance(length, Length):
            continue
        measured = _in_one_unit(length)
        if measured is None:
            continue
        value, low, unit = measured
        bound = words.bound(folded, time.start, time.end, length.approximate and low is None)
        yield Quantity(
            time.start, time.end, value if low is None else low, None if low is None else value, unit.value,
            counted=words.counted_after(folded, time.end), approximate=bool(bound), bound=bound,
            measure_hint="duration", weak=weak,
        )  # fmt: skip


def _in_one_unit(length: Length) -> tuple[float, float | None, Unit] | None:
    """Return value, lower value of a range, and unit; ``None`` where the text gives no number."""
    if any(number is None for number, _ in length.parts):
        return None
    if len(length.parts) > 1:
        seconds, last = length.seconds or 0.0, _TIME_UNITS[length.parts[-1][1]][0]
        return round(seconds / last.seconds, 6), None, last
    number, unit = length.parts[0]
    figure_unit, factor = _TIME_UNITS[unit]
    value = (number or 0.0) * factor
    if figure_unit is Unit.YEAR and value % 1:
        return value * 12, None, Unit.MONTH
    return value, None if length.low is None else length.low * factor, figure_unit


def _counts(folded: str, counted: list[Figure], times: Sequence[TimeExpression], yuan: str) -> Iterator[Quantity]:
    """Yield what is counted, measured or paid."""
    money: tuple[int, str] | None = None
    gdp = -1
    at = 0
    for figure in counted:
        while at < len(times) and (times[at].end <= figure.start or times[at].kind is TimeKind.VAGUE):
            at += 1
        if at < len(times) and times[at].start < figure.end:
            continue
        quantity = _quantity(folded, figure, yuan, money)
        if quantity is None:
            continue
        if quantity.currency:
            money = (quantity.end, quantity.currency)
        if quantity.unit == "percent" and gdp >= 0 and _shares_base(folded, gdp, quantity):
            quantity = replace(quantity, unit="percent_gdp")
        if quantity.unit == "percent_gdp":
            gdp = quantity.end
        yield quantity


def _shares_base(folded: str, since: int, quantity: Quantity) -> bool:
    """Say whether a percentage is of the GDP that its sentence has named before (GDP的5%，其中3.5%用於…)."""
    plain = not quantity.measure_hint and not quantity.counted and quantity.value <= _GDP_SHARE
    return plain and not words.SENTENCE_END.search(folded, since, quantity.start)


def _quantity(folded: str, figure: Figure, yuan: str, money: tuple[int, str] | None) -> Quantity | None:
    unit, currency = figure.unit, None
    if figure.kind == "money":
        unit = currency = figure.unit or yuan
    elif figure.kind == "bare":
        if money is not None and not words.SENTENCE_END.search(folded, money[0], figure.start):
            unit = currency = money[1]
        elif not words.counted_after(folded, figure.end):
            return None
    elif unit == "percent" and words.is_of_gdp(folded, figure.start, figure.end):
        unit = "percent_gdp"
    elif unit == "missile" and not words.is_of_missiles(folded, figure.start, figure.end):
        unit = "item"
    bound = words.bound(folded, figure.start, figure.end, figure.vague)
    value, high = figure.value, figure.high
    if figure.word == "倍" and words.is_increase(folded, figure.start):
        value, high = value + 1, None if high is None else high + 1
    counted = words.counted_after(folded, figure.end) or figure.noun
    if not counted and figure.kind == "count" and unit != "times":
        counted = words.counted_before(folded, figure.start)
    return Quantity(
        figure.start, figure.end, value, high, unit, currency, counted=counted, approximate=bool(bound), bound=bound,
        measure_hint=words.hint(folded, figure.start, figure.end, unit, currency), per=words.rate(folded, figure.start),
        each=folded.endswith("各", 0, figure.start), weak=figure.weak and currency is None,
    )  # fmt: skip
