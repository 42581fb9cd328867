"""Finding time expressions: one scan of the text for runs, each run parsed once and remembered."""

from __future__ import annotations

import re
from functools import lru_cache

from communique.language.zh.scanning import Scanner
from communique.language.zh.times_model import Bound, Point, Side, TimeExpression, TimeKind
from communique.language.zh.times_parse import Parsed, parse_run
from communique.language.zh.times_runs import run_pattern

__all__ = ["counts_republic_years", "find_times"]

# A run's meaning can hang on what stands before it only if it begins so, and on what follows only if it ends so.
_SEES_BEFORE = re.compile("[0-9一二三四五六七八九十两百廿年月日天前后明今来上下周星礼近零〇元半数几多任那]")
_SEES_AFTER = re.compile("[0-9年月日天号前后来起内间里初底末中许止春夏秋冬季早晚夜晨周期拜一二三四五六时点今半度份迄]")
_BEFORE, _AFTER = 3, 6
_EVENTS = re.compile(
    "(?:会谈|会晤|会面|会议|峰会|大选|选举|演习|演训|军演|访问|谈判|签署|通话|记者会|就职|上任|宣布|发布|开幕|战争|投票|袭击|事件)(?:[的约后]|大约)?$"
)
_FAR_SINCE = re.compile("[^，。；！？,;!?\n]{0,24}?(?:以来|以降|至今|迄今|开始|起(?:算|，|,|。|$))")


@lru_cache(maxsize=1)
def _scanner() -> Scanner:
    return Scanner(run_pattern())


@lru_cache(maxsize=32768)
def _parse(before: str, run: str, after: str, republic: bool) -> tuple[Parsed, ...]:
    start = len(before)
    parsed = parse_run(before + run + after, start, start + len(run), republic)
    return tuple(p._replace(start=p.start - start, end=p.end - start) for p in parsed)


def counts_republic_years(folded: str) -> bool:
    """Say whether a text counts years of the Republic of China (民國113年)."""
    return re.search("民国 ?[0-9一二三四五六七八九十百]{1,4} ?年", folded) is not None


def find_times(folded: str, republic: bool | None = None) -> list[TimeExpression]:
    """Return the time expressions of a folded text, in order and without overlap; never raises.

    ``republic`` says whether the document counts years of the Republic of China; ``None``: look for 民國 in the text.
    """
    if republic is None:
        republic = counts_republic_years(folded)
    found: list[TimeExpression] = []
    for start, end in _scanner().spans(folded):
        before = folded[max(0, start - _BEFORE) : start] if _SEES_BEFORE.match(folded, start) else ""
        after = folded[end : end + _AFTER] if _SEES_AFTER.match(folded, end - 1) else ""
        for parsed in _parse(before, folded[start:end], after, republic):
            found.append(_placed(folded, start, parsed))
    return found


def _placed(folded: str, offset: int, parsed: Parsed) -> TimeExpression:
    start, end, kind, content, since = parsed
    start, end = start + offset, end + offset
    if since and isinstance(content, Point) and _FAR_SINCE.match(folded, end):
        return TimeExpression(start - 1, end, TimeKind.OPEN, Bound(Side.SINCE, content))
    anchored = kind in (TimeKind.RELATIVE, TimeKind.DATE) and folded[start : start + 1] in tuple("前后隔翌次当同约一两")
    if anchored and _EVENTS.search(folded, max(0, start - 6), start):
        return TimeExpression(start, end, kind, content, anchored=True)
    return TimeExpression(start, end, kind, content)
