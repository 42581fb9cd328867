"""What the tokens of time expressions say: from words to the fields of a ``Point``, or to a value."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from communique.language.zh.numbers import is_vague, parse_number, small_number
from communique.language.zh.times_calendar import ERAS
from communique.language.zh.times_model import Length, Mode, Point, Ref, Span, Unit, Years

Fields = dict[str, Any]
Reader = Callable[[str], Any]

_NUMERALS = re.compile("[0-9]+|[〇○零一二三四五六七八九十百廿卅两]+")
_DIGITWISE = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}

DAYTIMES = {
    "凌晨": (0, 6), "清晨": (5, 8), "清早": (5, 8), "黎明": (4, 7), "拂晓": (4, 7), "早晨": (6, 10), "早上": (6, 10),
    "早间": (8, 12), "上午": (8, 12), "中午": (11, 14), "正午": (12, 13), "午间": (11, 14), "午后": (12, 18),
    "下午": (12, 18), "傍晚": (17, 20), "晚上": (18, 24), "晚间": (18, 24), "入夜": (18, 24), "深夜": (22, 24),
    "夜间": (20, 24), "夜里": (20, 24), "半夜": (0, 4), "午夜": (0, 1), "白天": (6, 19), "早": (8, 12), "晨": (5, 8),
    "晚": (18, 24), "夜": (20, 24),
}  # fmt: skip
"""Hours of the parts of a day."""


def figures(text: str) -> list[int]:
    """Return the whole numbers in a token, in order."""
    return [small_number(n) or 0 for n in _NUMERALS.findall(text)]


def first_figure(text: str) -> int:
    """Return the first whole number in a token, 0 where there is none."""
    return next(iter(figures(text)), 0)


def _digitwise(text: str) -> int:
    """Read a year figure by figure (二〇二五, 零七, 三三, 2025)."""
    digits = re.findall("[0-9〇○零一二三四五六七八九]", text)
    return int("".join(d if d.isascii() else str(_DIGITWISE[d]) for d in digits))


def _fiscal(text: str) -> Fields:
    return {"fiscal": True} if text.endswith(("年度", "财年")) else {}


def year(text: str) -> Fields:
    """Read 2025年, 二〇二五年, 2027年度, 2025財年."""
    return {"year": Ref(Mode.ABSOLUTE, _digitwise(text)), **_fiscal(text)}


def short_year(text: str) -> Fields:
    """Read 08年, 三三年, 97年 (8月), 113年 (1月)."""
    return {"year": Ref(Mode.SHORT, _digitwise(text)), **_fiscal(text)}


def era_year(text: str) -> Fields:
    """Read 民國113年, 令和元年, 民國前1年."""
    name = next(era for era in ERAS if era in text)
    rest = text[text.index(name) + len(name) :].lstrip()
    number = 1 if rest.startswith("元") else first_figure(rest)
    value = ERAS[name] - number if rest.startswith("前") else ERAS[name] - 1 + number
    return {"year": Ref(Mode.ABSOLUTE, value), **_fiscal(text)}


_YEARS = {
    "大前": -3, "前": -2, "去": -1, "上": -1, "今": 0, "本": 0, "这": 0, "明": 1, "来": 1, "下": 1, "后": 2, "大后": 3,
}  # fmt: skip
_DAYS = {"大前": -3, "前": -2, "昨": -1, "今": 0, "本": 0, "即": 0, "明": 1, "后": 2, "大后": 3}
_WEEKS = {"上上": -2, "上": -1, "下下": 2, "下": 1, "次": 1, "翌": 1, "隔": 1}


def _longest(table: dict[str, int], text: str) -> int:
    return table[next(key for key in sorted(table, key=len, reverse=True) if text.startswith(key))]


def relative_year(text: str) -> Fields:
    """Read 去年, 本年度, 今(2025)年."""
    if stated := re.search("[0-9]{4}", text):
        return {"year": Ref(Mode.ABSOLUTE, int(stated.group()))}
    return {"year": Ref(Mode.NOW, _longest(_YEARS, text)), **_fiscal(text)}


def story(field: str, after: str, before: str = "") -> Callable[[str], Fields]:
    """Return a reader of 同年, 翌日, 前一天 and the like; ``after`` and ``before``: first characters of +1 and -1."""

    def read(text: str) -> Fields:
        offset = 1 if text[0] in after else -1 if before and text[0] in before else 0
        fields: Fields = {field: Ref(Mode.STORY, offset), **_fiscal(text)}
        return fields | {"daytime": DAYTIMES["晚"]} if text[-1] == "晚" else fields

    return read


_QUARTERS = {"一": 1, "1": 1, "首": 1, "二": 2, "2": 2, "三": 3, "3": 3, "四": 4, "4": 4}


def quarter(text: str) -> Fields:
    """Read 第一季, 3季度末, Q4."""
    last = 3 * next(_QUARTERS[c] for c in text if c in _QUARTERS)
    months = (last, last) if text[-1] in "末底" else (last - 2, last - 2) if text[-1] == "初" else (last - 2, last)
    return {"year_part": months}


def relative_quarter(text: str) -> Fields:
    """Read 上季, 本季度, 上季末."""
    edge = -1 if text[-1] in "末底" else 1 if text[-1] == "初" else 0
    return {"quarter": Ref(Mode.NOW, {"上": -1, "下": 1}.get(text[0], 0)), **({"quarter_month": edge} if edge else {})}


def first_months(text: str) -> Fields:
    """Read 前三季度, 前11個月, 後三月, 首月."""
    number = first_figure(text) or 1
    months = min(12, number * (3 if "季" in text else 1))
    return {"year_part": (13 - months, 12) if text[0] in "后末" else (1, months)}


_SEASONS = {"春": (3, 5), "夏": (6, 8), "秋": (9, 11), "冬": (12, 14), "暑": (7, 8)}


def season(text: str) -> Fields:
    """Read 春天, 夏季, 去冬; meteorological seasons."""
    fields: Fields = {"year_part": next(_SEASONS[c] for c in text if c in _SEASONS)}
    return fields | {"year": Ref(Mode.NOW, _YEARS[text[0]])} if text[0] in "今去明" else fields


_YEAR_EDGES = {"初": (1, 2), "伊": (1, 1), "中": (6, 7), "底": (11, 12), "末": (11, 12), "尾": (11, 12)}
_MONTH_EDGES = {"初": (1, 5), "中": (11, 20), "底": (25, 31), "末": (25, 31), "尾": (25, 31)}


def year_edge(text: str) -> Fields:
    """Read 年初, 年中, (2025年)底, 歲末."""
    return {"year_part": next(_YEAR_EDGES[c] for c in text if c in _YEAR_EDGES)}


def month_edge(text: str) -> Fields:
    """Read (3月)初, 月底."""
    return {"month_part": next(_MONTH_EDGES[c] for c in text if c in _MONTH_EDGES)}


def month(text: str) -> Fields:
    """Read 3月, 十二月, 元月."""
    return {"month": Ref(Mode.ABSOLUTE, 1 if text[0] == "元" else first_figure(text))}


def relative_month(text: str) -> Fields:
    """Read 上個月, 本月, 下下月."""
    return {"month": Ref(Mode.NOW, _longest({**_WEEKS, "本": 0, "这": 0, "今": 0}, text))}


def month_days(text: str) -> Fields:
    """Read 上旬, 上半月, 前兩天."""
    text = text.lstrip("的")
    if text[0] in "前头" and text[-1] in "天日":
        return {"month_part": (1, max(1, first_figure(text)))}
    if text[-1] == "旬":
        return {"month_part": {"上": (1, 10), "中": (11, 20), "下": (21, 31)}[text[0]]}
    return {"month_part": (1, 15) if text[0] in "上前" else (16, 31)}


_WEEKDAYS = {c: i for i, c in enumerate("一二三四五六日")} | {"天": 6} | {str(i + 1): i for i in range(7)}


def month_week(text: str) -> Fields:
    """Read (3月)第三周, 最後一個星期一."""
    text = text.lstrip("的")
    fields: Fields = {"month_week": -1 if text[0] == "最" else first_figure(text[:3]) or 1}
    return fields if text[-1] in "周期拜" else fields | {"weekday": _WEEKDAYS[text[-1]]}


def _week_offset(text: str) -> Ref:
    mode = Mode.STORY if text[0] in "当该次翌隔同" else Mode.NOW
    return Ref(mode, _WEEKS.get(text[:2], _WEEKS.get(text[0], 0)))


def week(text: str) -> Fields:
    """Read 上周, 本星期, 次周."""
    return {"week": _week_offset(text)}


def weekday(text: str) -> Fields:
    """Read 周三, 星期天, 上個禮拜一."""
    fields: Fields = {"weekday": _WEEKDAYS[text[-1]]}
    return fields if text[0] in "周星礼" else fields | week(text)


def weekend(text: str) -> Fields:
    """Read 周末, 上周末."""
    return {"weekend": True} if text[0] == "周" else {"weekend": True, **week(text)}


def day(text: str) -> Fields:
    """Read 29日, 二十九日, 12號."""
    return {"day": Ref(Mode.ABSOLUTE, first_figure(text))}


def relative_day(text: str) -> Fields:
    """Read 昨天, 今日, 明晚, 昨(29)日."""
    fields: Fields = {"day": Ref(Mode.NOW, _longest(_DAYS, text))}
    return fields | {"daytime": DAYTIMES[text[-1]]} if text[-1] in "晚夜晨早" else fields


def daytime(text: str) -> Fields:
    """Read 上午, 深夜."""
    return {"daytime": DAYTIMES[text]}


def clock(text: str) -> Fields:
    """Read 3點半, 20時1刻, 8時35分; hours as written."""
    hour, *rest = figures(text)
    minute = rest[0] if rest else None
    if "刻" in text:
        minute = 15 * (rest[0] if rest else 1)
    elif "半" in text:
        minute = 30
    return {"clock": (hour, minute, rest[1] if len(rest) > 1 else None)}


def colons(text: str) -> Fields:
    """Read 15:20 and 15:20:30."""
    hour, minute, *rest = figures(text)
    return {"clock": (hour, minute, rest[0] if rest else None)}


def iso(text: str) -> Fields:
    """Read 2025-03-30, 2025/3/30, 2023-01-12T04:45:08.220Z; a zone is not applied."""
    stated = re.split(r"(?<=:[0-9]{2})(?:\.[0-9]+)?(?:z|[+-][0-9:]+)?$", text)[0]
    y, m, d, *time = figures(stated)
    fields: Fields = {name: Ref(Mode.ABSOLUTE, n) for name, n in (("year", y), ("month", m), ("day", d))}
    return fields | {"clock": (time[0], time[1], time[2] if len(time) > 2 else None)} if len(time) > 1 else fields


def compact(text: str) -> Fields:
    """Read 20250330."""
    return parts("year", "month", "day")(f"{text[:4]}-{text[4:6]}-{text[6:]}")


def this_and_next(text: str) -> Span:
    """Read 今明兩年, 今明兩天."""
    last = Ref(Mode.NOW, 2 if "三" in text else 1)
    if text[-1] == "年":
        return Span(Point(year=Ref(Mode.NOW, 0)), Point(year=last))
    return Span(Point(day=Ref(Mode.NOW, 0)), Point(day=last))


def parts(*names: str) -> Callable[[str], Fields]:
    """Return a reader of numbers that stand for the fields ``names`` in this order."""
    return lambda text: {name: Ref(Mode.ABSOLUTE, n) for name, n in zip(names, figures(text), strict=False)}


_SHARES = (
    ("初", (0, 20)), ("前半", (0, 50)), ("上半", (0, 50)), ("前期", (0, 30)), ("早期", (0, 30)), ("中", (40, 70)),
    ("后半", (50, 100)), ("下半", (50, 100)), ("后期", (70, 100)), ("末", (80, 100)), ("晚期", (70, 100)),
)  # fmt: skip


_DECADES = re.compile(
    " *的? *(?:([0-9]{2,4}|[一二三四五六七八九]十?) *[、至到和-] *)?([0-9]{2,4}|[一二三四五六七八九]十) *年代"
)


def years(text: str) -> Years:
    """Read 80年代, 五、六十年代, 1990年代初, 十九世紀, 21世紀初; the 19th century is 1800 to 1899."""
    head, _, tail = text.rpartition("世纪")
    decade = _DECADES.match(tail)
    base = 2000
    if head:
        base = 1900 if head[0] == "上" else 2000 if head[0] == "本" else (first_figure(head) - 1) * 100
    first, length = base, 100
    if decade:
        last = first_figure(decade[2])
        number = first_figure(decade[1]) if decade[1] else last
        number *= 10 if number < 10 else 1
        last += number // 100 * 100 if number >= 1000 > last else 0
        first, length = number if number >= 1000 else (base if head else 0) + number, max(10, last - number + 10)
    rest = tail[decade.end() :] if decade else tail
    low, high = next((share for word, share in _SHARES if word in rest), (0, 100))
    return Years(first + length * low // 100, first + length * high // 100 - 1, short=first < 100)


_UNITS = (
    ("工作", Unit.WORKDAY), ("小时", Unit.HOUR), ("钟头", Unit.HOUR), ("刻钟", Unit.MINUTE), ("分", Unit.MINUTE),
    ("秒", Unit.SECOND), ("星期", Unit.WEEK), ("礼拜", Unit.WEEK), ("周", Unit.WEEK), ("世纪", Unit.CENTURY),
    ("季", Unit.QUARTER), ("月", Unit.MONTH), ("年", Unit.YEAR), ("天", Unit.DAY), ("日", Unit.DAY), ("时", Unit.HOUR),
)  # fmt: skip
_PART = re.compile(
    "(?P<count>(?:[0-9][0-9,.]*|[〇零一二三四五六七八九十百千廿卅两数几好半多若干大]+)?) *(?P<more>[余多几来]?) *"
    "个? *(?P<half>半?)(?:多|余)? *"
    "(?P<unit>工作[天日]|小时|钟头|刻钟|分钟?|秒钟?|星期|礼拜|周|世纪|季度?|月|年|天|日|时)"
    "(?P<rest>[余多半]?)"
)


_RANGE = re.compile("(?:[0-9]+|[一二三四五六七八九十百廿卅两]+) *[至到~-] *")


def length(text: str) -> Length:
    """Read 85分鐘, 三個多月, 一年半, 兩個半月, 8天20時, 數十年 and 幾年 (no number), 三至五年 (the greater)."""
    found: list[tuple[float | None, Unit]] = []
    vague = False
    low: float | None = None
    if span := _RANGE.match(text):
        low, text, vague = parse_number(re.sub("[至到~ -]", "", span.group())), text[span.end() :], True
    for match in _PART.finditer(text):
        count, unit = match["count"], next(u for word, u in _UNITS if word in match["unit"])
        if count[:1] in tuple("数几好多若"):
            number: float | None = None
        elif count in ("半", "大半", "一半") or (not count and match["half"]):
            number = 0.5
        else:
            number = parse_number(count)
            number = None if number is None else number + 0.5 * ((match["half"] or match["rest"]) == "半")
        if match["unit"] == "刻钟":
            number = number and number * 15
        vague = vague or number is None or is_vague(count) or bool(match["more"]) or match["rest"] in tuple("余多")
        found.append((number, unit))
    return Length(tuple(found), vague or "多" in text, low)
