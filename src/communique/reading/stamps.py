"""Dates of publication as documents state them: stamps, labelled dates, datelines.

Only full dates count. A dateline that gives a day without month and year ("東京30日專電") says nothing by itself, and a
date that the story tells is never taken for the day it was published. Years of the Republic of China (民國, year 1 is
1912) and of Japanese eras are converted.
"""

from __future__ import annotations

import re
from datetime import date

__all__ = [
    "closing_stamp", "dateline", "find_date", "inline_stamp", "is_stamp_line", "iso_stamp", "named_date", "stamp_line",
]  # fmt: skip

_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}
_DIGITS = str.maketrans("〇○零一二三四五六七八九０１２３４５６７８９", "0001234567890123456789")
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|"
    r"Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_HAN = r"[〇○零一二三四五六七八九十]"
_FORMS = (
    r"(?P<iy>(?:19|20)\d\d)(?P<sep>[-/.])(?P<im>0?[1-9]|1[0-2])(?P=sep)(?P<id>0?[1-9]|[12]\d|3[01])(?![\d])",
    r"(?P<cy>(?:19|20)\d\d)\s?年\s?(?P<cm>\d{1,2})\s?月\s?(?P<cd>\d{1,2})\s?日",
    rf"(?P<hy>[一二][〇○零一二三四五六七八九]{{3}})年(?P<hm>{_HAN}{{1,2}})月(?P<hd>{_HAN}{{1,3}})日",
    r"(?:(?:中華)?民國\s?)?(?<!\d)(?P<ry>1\d\d)\s?年\s?(?P<rm>\d{1,2})\s?月\s?(?P<rd>\d{1,2})\s?日",
    r"(?P<era>令和|平成|昭和)\s?(?P<ey>元|\d{1,2})\s?年\s?(?P<em>\d{1,2})\s?月\s?(?P<ed>\d{1,2})\s?日",
    rf"\b(?P<mn>{_MONTH})\.?\s+(?P<md>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<my>(?:19|20)\d\d)\b",
    r"(?<!\d)(?P<xd>\d{1,2})/(?P<xm>\d{1,2})/(?P<xy>20\d\d)(?!\d)",
    rf"\b(?P<dd>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<dn>{_MONTH})\.?,?\s+(?P<dy>(?:19|20)\d\d)\b",
)
_DATE = re.compile("|".join(f"(?:{form})" for form in _FORMS))
_YEAR = re.compile(r"(?:19|20)\d\d|年")
_DATED = re.compile(r"[年\d]")
_LABELLED_ROC = re.compile(r"(?<!\d)(1\d\d)[-/.](0?[1-9]|1[0-2])[-/.](0?[1-9]|[12]\d|3[01])(?!\d)")
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_NAMED = re.compile(r"(?<!\d)((?:19|20)\d\d)[/._-]?(0[1-9]|1[0-2])[/._-]?(0[1-9]|[12]\d|3[01])(?!\d{5})")
_LABEL = re.compile(
    r"(?:(?:發布|發佈|发布|發稿|发稿|發表|发表|公布|公佈|公開|公开|刊登|刊出|更新|上版|上稿|張貼|建立|"
    r"掲載)(?:時間|时间|日期|日時|日|於|于)"
    r"|時間|时间|日期|日時|(?:date|published|posted|updated|release date|last updated)(?:\s+(?:on|at|time|date))?)"
    r"\s*[:：]?\s*",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"[T\s]*(?:上午|下午|晚上|凌晨|AM|PM)?\s*\d{1,2}[:：時时]\d{2}分?(?:[:：]\d{2}(?:\.\d+)?)?\s*"
    r"(?:Z|[AaPp]\.?[Mm]\.?|[+-]\d{2}:?\d{2}|GMT|UTC|JST|CST|EST|EDT|ET|台北時間|北京时间|北京時間)?"
    r"|[（(]?(?:星期|週|周)[一二三四五六日天][)）]?|\b(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|"
    r"Sun)(?:day)?,?"
)
_ISO = re.compile(r"(?<![\d-])((?:19|20)\d\d)-(\d\d)-(\d\d)T\d\d:\d\d")
_INLINE = re.compile(rf"\s*(?:{_LABEL.pattern})(?=\d|民)", re.IGNORECASE)
_MONTH_ONLY = re.compile(
    r"[（(]?(?:(?:19|20)\d\d|[一二][〇○零一二三四五六七八九]{3})\s?年\s?[\d一二三四五六七八九十]{1,3}\s?月[）)]?"
)
# What names a source beside its date: 《人民日報》（2023年7月4日 第3版）, （法新社2014年9月3日稿）
_SOURCE = re.compile(r"[社報报稿版電电訊讯刊網网台]|综合|綜合|外電|外电")
# The Central News Agency closes a dispatch with the day in the years of the Republic: （編輯：…）1130730
_CLOSING = re.compile(r"[)）]\s*(1\d\d)(\d\d)(\d\d)\s*$")
_WIRE = re.compile(r"(?:[^，。；]{0,30}?)(?:电|電|讯|訊|專電|专电|報導|报道|報道|综合|綜合)")


def find_date(text: str, *, labelled: bool = False) -> tuple[date, int, int] | None:
    """Return the first full date in ``text`` with its span; ``labelled`` also reads ``114-03-30`` and ``20250330``."""
    if not labelled and not _YEAR.search(text):
        return None
    for match in _DATE.finditer(text):
        day = _date_of(match)
        if day:
            return day, match.start(), match.end()
    if labelled:
        for pattern, offset in ((_LABELLED_ROC, 1911), (_COMPACT, 0)):
            numbers = pattern.search(text)
            day = _day(int(numbers[1]) + offset, int(numbers[2]), int(numbers[3])) if numbers else None
            if numbers and day:
                return day, numbers.start(), numbers.end()
    return None


def _date_of(match: re.Match[str]) -> date | None:
    group = match.groupdict()
    if group["iy"]:
        return _day(int(group["iy"]), int(group["im"]), int(group["id"]))
    if group["cy"]:
        return _day(int(group["cy"]), int(group["cm"]), int(group["cd"]))
    if group["hy"]:
        return _day(int(group["hy"].translate(_DIGITS)), _han(group["hm"]), _han(group["hd"]))
    if group["ry"]:
        return _day(int(group["ry"]) + 1911, int(group["rm"]), int(group["rd"]))
    if group["era"]:
        count = 1 if group["ey"] == "元" else int(group["ey"])
        return _day(_ERAS[group["era"]] + count, int(group["em"]), int(group["ed"]))
    if group["xd"]:  # day first, as in Europe, unless only month first makes a date
        first, second, year_ = int(group["xd"]), int(group["xm"]), int(group["xy"])
        return _day(year_, second, first) or _day(year_, first, second)
    name, day, year = (
        (group["mn"], group["md"], group["my"]) if group["mn"] else (group["dn"], group["dd"], group["dy"])
    )
    return _day(int(year), _MONTHS[name[:3].lower()], int(day))


def _han(numeral: str) -> int:
    """Read a Chinese numeral below 100: 三, 十, 十二, 三十, 三十一."""
    if "十" not in numeral:
        return int(numeral.translate(_DIGITS))
    tens, _, ones = numeral.partition("十")
    return (int(tens.translate(_DIGITS)) if tens else 1) * 10 + (int(ones.translate(_DIGITS)) if ones.isalnum() else 0)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1900 <= year <= 2100 else None
    except ValueError:
        return None


def stamp_line(line: str) -> date | None:
    """Return the date of a line that is there to give it: a label, a clock time, or little beside the date."""
    if len(line) > 90:
        return None
    if not _DATED.search(line):
        return None
    label = _LABEL.search(line)
    found = find_date(line, labelled=bool(label))
    if not found:
        return None
    day, start, end = found
    clock = _CLOCK.match(line, end)
    before, after = line[:start], line[clock.end() if clock else end :]
    if label and start - 3 <= label.end() <= start and label.start() <= 12:
        return day
    rest = _CLOCK.sub("", before + after).strip(" \t（）()[]【】|｜/／·-—,，　")
    apart = (not before.strip() and after[:1] in " \t　|｜/") or (before[-1:] in " \t　|｜/" and not after.strip())
    source = _SOURCE.search(rest) and not re.search("[，。；！？：]", rest)
    return day if len(rest) <= (24 if clock or apart or source else 3) else None


def closing_stamp(text: str) -> date | None:
    """Return the day that a news agency puts behind a dispatch's last bracket (``1130730``: 30 July 2024)."""
    match = _CLOSING.search(text[-40:])
    return _day(int(match[1]) + 1911, int(match[2]), int(match[3])) if match else None


def is_stamp_line(line: str) -> bool:
    """Say whether a line gives no more than a date (or month) and perhaps a time and its label."""
    if line[:1] in "（(12一二" and _MONTH_ONLY.fullmatch(line):
        return True
    day = stamp_line(line)
    return day is not None and len(_CLOCK.sub("", _DATE.sub("", _LABEL.sub("", line)))) <= 24


def inline_stamp(line: str) -> tuple[date, int] | None:
    """Return a labelled date that a line begins with, and where the text after it begins; ``None`` if it has none."""
    label = _INLINE.match(line)
    found = find_date(line[: label.end() + 24], labelled=True) if label else None
    if not label or not found or found[1] > label.end() + 1:
        return None
    clock = _CLOCK.match(line, found[2])
    end = clock.end() if clock else found[2]
    return found[0], end + len(line[end:]) - len(line[end:].lstrip(" \t　,，。;；|"))


def named_date(name: str) -> date | None:
    """Return the day in an address or a file's name: ``/2025/03/30/``, ``/2025/0330/``, ``t20250330_1.html``."""
    for match in _NAMED.finditer(name):
        if day := _day(*map(int, match.groups())):
            return day
    return None


def iso_stamp(text: str) -> date | None:
    """Return the day of the first ISO 8601 date-time (``2025-03-30T04:45:08Z``), as written, in its own time zone."""
    match = _ISO.search(text)
    return _day(*map(int, match.groups())) if match else None


def dateline(opening: str) -> date | None:
    """Return the full date of a news agency's dateline at the opening of a story (新华社北京2025年3月31日电)."""
    found = find_date(opening[:80])
    if not found:
        return None
    day, start, end = found
    before, after = opening[:start], opening[end : end + 30]
    if any(sign in before for sign in "。；？！"):
        return None
    if _WIRE.match(after) and "，" not in before and (start <= 24 or before[:1] in "（("):
        return day
    if start <= 12 and re.match(r"\s*[-—–]\s", after) and "，" not in before:
        return day
    capitals = re.match(r"\(?[A-Z][A-Z .,/'-]{2,40}[,(—–-]?\s*$", before)
    return (
        day if capitals and re.match(r"\s*\)?\s*(?:[-—–:)]|\((?:AP|AFP|Reuters|Xinhua|Kyodo|CNA)\))", after) else None
    )
