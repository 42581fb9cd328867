"""What surrounds a time expression: its sentence and paragraph, markers of the future, whose fiscal year it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from communique.language.zh.times_model import Bound, Content, Point, Span, TimeExpression
from communique.model import Interval

__all__ = ["TimeContext", "contexts"]


@dataclass(frozen=True, slots=True)
class TimeContext:
    """What the resolver is told of an expression's surroundings.

    ``future``: a marker of the future (將, 預計, 定於 …) stands in its clause. ``event``: the days of the meeting or
    document the passage is about, for 會談前一天; ``said`` the day on which words in quotation marks were spoken, from
    which their 今天 and 三年前 count. ``country``: whose fiscal year a 年度 is (ISO 3166-1 alpha-3).
    ``paragraph`` and ``sentence`` count from the start of the text.
    """

    future: bool = False
    event: Interval | None = None
    said: date | None = None
    country: str | None = None
    paragraph: int = 0
    sentence: int = 0


_FUTURE = re.compile(
    "(?<![已曾少中上大名武战主老准健悍干])将(?![军领帅士官])|拟(?![定议])|预计|预定|预料|预估|定于|订于|原定|可望|有望|打算|准备|即将|期待|期盼"
    "|届时|力争|争取|最迟|不晚于|会在|会于|要在|排定|到期"
)
# Nouns as well as verbs: they look ahead only where they stand right before the time.
_FUTURE_NEXT = re.compile("(?:计[划画]|目标|预期|承诺|安排|希望|同意|决定)(?:是|为|将)?[于在自从到至]? ?$")
_STOP = "，。；：！？,;:!?\n"
_STOPS = re.compile(f"[{_STOP}]")
_SENTENCES = re.compile("[。！？!?；;]")
_REACH = 48
_COUNTRIES = (
    ("JPN", "日本|日方|防[卫衞][省费]|防[卫衞]预算|自[卫衞]队|东京"),
    ("USA", "美国|美方|美军|国防授权|五角大[厦楼]|华盛顿"),
    ("IND", "印度(?!洋|太平|尼)"), ("GBR", "英国"), ("AUS", "澳洲|澳大利亚"), ("CAN", "加拿大"), ("NZL", "[纽新]西兰"),
    ("THA", "泰国"), ("TWN", "台湾|我国"), ("CHN", "中国|中共"), ("KOR", "韩国"),
)  # fmt: skip
_COUNTRY = re.compile("|".join(f"(?P<{code}>{names})" for code, names in _COUNTRIES))


def contexts(
    folded: str, times: Sequence[TimeExpression], *, event: Interval | None = None, country: str | None = None
) -> Iterator[TimeContext]:
    """Yield the context of each of a folded text's time expressions, which come in order.

    ``event`` is passed on to each; ``country`` is used where the words around a fiscal year name no state.
    """
    paragraph = sentence = at = 0
    for expression in times:
        start = expression.start
        if (breaks := folded.count("\n", at, start)) > 0:
            paragraph += breaks
            sentence += 1
        if _SENTENCES.search(folded, at, start):
            sentence += 1
        at = start
        whose = _nearest_country(folded, expression) or country if _is_fiscal(expression.content) else None
        yield TimeContext(_is_ahead(folded, expression), event, None, whose, paragraph, sentence)


def _is_ahead(folded: str, expression: TimeExpression) -> bool:
    """Say whether a marker of the future stands in the clause, or in the next where the expression closes its own.

    A 的 before the marker on the right closes a relative clause, and the time is that clause's own (3月24日成立的司令部
    將成為…); right after the time it does not (週五的會談將…).
    """
    left = folded[max(0, expression.start - _REACH) : expression.start]
    stop = len(left) - 1
    while stop >= 0 and left[stop] not in _STOP:
        stop -= 1
    if _FUTURE.search(left, stop + 1) or _FUTURE_NEXT.search(left, stop + 1):
        return True
    right = folded[expression.end : expression.end + _REACH]
    first = _STOPS.search(right)
    begin = 0
    if first is not None and first.start() == 0 and first.group() in "，,":
        begin, first = 1, _STOPS.search(right, 1)
    marker = _FUTURE.search(right, begin, first.start() if first else len(right))
    return marker is not None and "的" not in right[begin + 1 : marker.start()]


def _is_fiscal(content: Content) -> bool:
    if isinstance(content, Bound):
        return _is_fiscal(content.of)
    if isinstance(content, Span):
        return _is_fiscal(content.first) or _is_fiscal(content.last)
    return isinstance(content, Point) and content.fiscal


def _nearest_country(folded: str, expression: TimeExpression) -> str | None:
    """Return the state named last before a fiscal year in its sentence, else first after it."""
    before = folded[max(0, expression.start - 80) : expression.start]
    before = before[max(map(before.rfind, "。！？\n")) + 1 :]
    named = [found.lastgroup for found in _COUNTRY.finditer(before)]
    if named:
        return named[-1]
    after = _COUNTRY.search(folded, expression.end, expression.end + 20)
    return after.lastgroup if after else None
