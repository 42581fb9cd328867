"""Dates as people write them into tables and options: ISO, slashes, Chinese and Japanese with eras, English."""

from __future__ import annotations

import re
from datetime import date, timedelta

from communique.language.zh.times import due_interval, resolve_times
from communique.model import Interval, Precision
from communique.text import fold

__all__ = ["read_days"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?"
_BY = re.compile(r"^(?:due\s+)?(by|until|before|no later than|not later than)\s+(?:the\s+)?(?:end of\s+)?", re.I)
_SINCE = re.compile(r"^(?:since|from|after|starting(?: in)?)\s+", re.I)
_END = re.compile(r"^(?:the\s+)?end of\s+", re.I)
_REPUBLIC = (80, 150)
"""Years of the Republic of China that a bare two- or three-digit year may be: 1991 to 2061."""


def read_days(text: str, published: date | None = None, *, due: bool = False) -> Interval | None:
    """Return the days that a text means, ``None`` where it is empty.

    ``published`` is the day relative dates (明年, next year) count from; with ``due`` a bare date is the day by which
    (2027年 as a due date is up to the end of 2027). Raises ``ValueError`` where the text is no date, or an impossible
    one.
    """
    text = " ".join(text.split())
    if text in {"", "-", "—", "無", "无", "なし", "n/a", "N/A", "none"}:
        return None
    found = _plain(text) or _english(text) or _cjk(text, published, due)
    if found is None:
        raise ValueError(f"{text!r} is no date that can be read; write 2027, 2027-03-31, 2027年底前 or by 2027")
    return found


def _plain(text: str) -> Interval | None:
    """Read ISO forms, two of them with / between, and years, months, days with slashes or points."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}T.*|\d{4}-\d{2}-\d{2} \d{2}:\d{2}.*", text):
        text = text[:10]
    iso = r"\d{4}(?:-\d{1,2}){0,2}"
    if re.fullmatch(rf"(?:\.\.|{iso})?/(?:\.\.|{iso})?|{iso}", text) and not re.fullmatch(r"\d{4}/\d{1,2}", text):
        return Interval.parse(text)
    match = re.fullmatch(r"(\d{2,4})[/.](\d{1,2})(?:[/.](\d{1,2}))?\.?", text)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None and month is not None
    if _REPUBLIC[0] <= year <= _REPUBLIC[1]:
        year += 1911
    elif year < 1000:
        raise ValueError(f"{text!r}: which year is meant?")
    return _days(year, month, day)


def _english(text: str) -> Interval | None:
    if match := _BY.match(text):
        inner = _english_point(text[match.end() :])
        if inner is None or inner.end is None:
            return None
        strictly = match[1].lower() == "before" and inner.start is not None and "end of" not in match[0].lower()
        return Interval(None, inner.start - timedelta(days=1) if strictly and inner.start else inner.end)
    if match := _SINCE.match(text):
        inner = _english_point(text[match.end() :])
        return None if inner is None else Interval(inner.start, None)
    if match := _END.match(text):
        inner = _english_point(text[match.end() :])
        return None if inner is None or inner.end is None else Interval.of_day(inner.end)
    return _english_point(text)


def _english_point(text: str) -> Interval | None:
    """Read ``March 2025``, ``13 December 2025``, ``Dec. 13, 2025``, ``Q3 2026`` and the plain forms."""
    if match := re.fullmatch(rf"{_MONTH}\s*,?\s*(\d{{4}})", text, re.I):
        return _days(int(match[2]), _month(match[1]), None)
    if match := re.fullmatch(rf"(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\s*,?\s*(\d{{4}})", text, re.I):
        return _days(int(match[3]), _month(match[2]), int(match[1]))
    if match := re.fullmatch(rf"{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s*(\d{{4}})", text, re.I):
        return _days(int(match[3]), _month(match[1]), int(match[2]))
    if match := re.fullmatch(r"(?:q([1-4])\s*,?\s*(\d{4})|(\d{4})[\s-]?q([1-4]))", text, re.I):
        year, quarter = int(match[2] or match[3]), int(match[1] or match[4])
        first, last = Interval.of_month(year, quarter * 3 - 2), Interval.of_month(year, quarter * 3)
        return Interval(first.start, last.end, Precision.QUARTER)
    return _plain(text)


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _days(year: int, month: int, day: int | None) -> Interval:
    return Interval.of_month(year, month) if day is None else Interval.of_day(date(year, month, day))


def _cjk(text: str, published: date | None, due: bool) -> Interval | None:
    folded = fold(text)
    if re.search(r"民[国國]\d{2,3}年(?!\d)", folded):
        folded = re.sub(r"民[国國](\d{2,3})年", lambda m: f"{int(m[1]) + 1911}年", folded)
    found = resolve_times(folded, published)
    whole = [(expression, interval) for expression, interval in found if interval is not None]
    if len(whole) != 1:
        return None
    expression, interval = whole[0]
    if re.search(r"\d", folded[: expression.start] + folded[expression.end :]):
        return None  # 2023年13月: part of it is a date, the whole is none
    return due_interval(expression, interval, folded[expression.end :]) if due else interval
