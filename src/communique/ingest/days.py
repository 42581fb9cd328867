"""Dates as people write them into tables and options: ISO, slashes, Chinese and Japanese with eras, English."""

from __future__ import annotations

import re
import unicodedata
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
_PARTS = {"early": "初", "mid": "中", "late": "底", "end": "底", "within": "內", "in": "", "during": ""}
_HALVES = {"h1": "上半年", "h2": "下半年", "first half of": "上半年", "second half of": "下半年"}
_SEASONS = {"spring": "春", "summer": "夏", "autumn": "秋", "fall": "秋", "winter": "冬"}
_THIRDS = {"early": "上旬", "mid": "中旬", "late": "下旬", "end": "底", "in": "", "during": "", "within": ""}
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}
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
    try:
        found = _plain(text) or _english(text, published, due) or _japanese(text, published, due)
        found = found or _cjk(text, published, due)
    except ValueError as fault:
        raise ValueError(f"{text!r} is no date ({fault})") from None
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
    if match := re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", text):
        return _day_in_either_order(*map(int, match.groups()))
    match = re.fullmatch(r"(\d{2,4})[/.](\d{1,2})(?:[/.](\d{1,2}))?\.?", text)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None and month is not None
    if _REPUBLIC[0] <= year <= _REPUBLIC[1]:
        year += 1911
    elif year < 1000:
        raise ValueError("which year is meant?")
    return _days(year, month, day)


def _day_in_either_order(one: int, other: int, year: int) -> Interval:
    """Read 31/3/2026 and 3/31/2026; where either may be the month, nobody can tell which is meant."""
    if one <= 12 and other <= 12 and one != other:
        raise ValueError("which of the two is the month? write 2026-03-31")
    day, month = (one, other) if other <= 12 else (other, one)
    return Interval.of_day(date(year, month, day))


def _english(text: str, published: date | None, due: bool) -> Interval | None:
    if told := _as_chinese(text.lower()):
        return _cjk(told, published, due)
    if match := re.fullmatch(r"jfy\s?(\d{4})", text, re.I):
        return _fiscal_year(int(match[1]))
    if re.search(r"\bFY\s?\d{2,4}\b|fiscal", text, re.I):
        raise ValueError("whose fiscal year? write the day, or JFY2027 for Japan's")
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


def _as_chinese(text: str) -> str | None:
    """Return what is said of a part of a year or month as Chinese says it, so that both mean the same days."""
    year = r"(?:the\s+)?(?:year\s+)?(\d{4})"
    if match := re.fullmatch(rf"(early|mid|late|end|within|in|during)[\s-]+{year}", text):
        return f"{match[2]}年{_PARTS[match[1]]}"
    if match := re.fullmatch(rf"(?:the\s+)?(h1|h2|first half of|second half of)\s*{year}", text):
        return f"{match[2]}年{_HALVES[match[1]]}"
    if match := re.fullmatch(rf"{year}\s?(h1|h2)", text):
        return f"{match[1]}年{_HALVES[match[2]]}"
    if match := re.fullmatch(rf"(spring|summer|autumn|fall|winter)\s+(?:of\s+)?{year}", text):
        return f"{match[2]}年{_SEASONS[match[1]]}"
    if match := re.fullmatch(rf"(early|mid|late|end|within|in|during)[\s-]+{_MONTH}\s+{year}", text):
        return f"{match[3]}年{_month(match[2])}月{_THIRDS[match[1]]}"
    return None


def _japanese(text: str, published: date | None, due: bool) -> Interval | None:
    """Read the endings まで and 以降, and the fiscal years of Japan (April to March) by era."""
    if match := re.search(r"まで(?:に)?$", text):
        inner = read_days(text[: match.start()], published, due=due)
        return None if inner is None else Interval(None, inner.end)
    if match := re.search(r"(?:以降|から)$", text):
        inner = read_days(text[: match.start()], published)
        return None if inner is None else Interval(inner.start, None)
    if match := re.fullmatch(r"(令和|平成|昭和)(\d{1,2}|元)年度(末)?", unicodedata.normalize("NFKC", text)):
        year = _ERAS[match[1]] + (1 if match[2] == "元" else int(match[2]))
        return Interval.of_month(year + 1, 3) if match[3] else _fiscal_year(year)
    return None


def _fiscal_year(year: int) -> Interval:
    return Interval(date(year, 4, 1), date(year + 1, 3, 31))


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
    told = _as_chinese(text.lower())
    return _cjk(told, None, False) if told else _plain(text)


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
