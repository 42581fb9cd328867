"""Finding time expressions: one scan of the text for runs, each run parsed once and remembered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from communique.language.zh.scanning import Scanner
from communique.language.zh.times_model import Bound, Point, Side, TimeExpression, TimeKind
from communique.language.zh.times_parse import Parsed, parse_run
from communique.language.zh.times_runs import run_pattern

__all__ = ["counts_republic_years", "find_all_times", "find_times"]

# A run's meaning can hang on what stands before it only if it begins so, and on what follows only if it ends so.
_SEES_BEFORE = frozenset("0123456789一二三四五六七八九十两百廿年月日天前后明今来上下周星礼近零〇元半数几多任那")
_SEES_AFTER = frozenset(
    "0123456789年月日天号前后来起内间里初底末中许止春夏秋冬季早晚夜晨周期拜一二三四五六时点今昨半度份迄"
)
_BEFORE, _AFTER = 3, 6
_EVENTS = re.compile(
    "(?:会谈|会晤|会面|会议|峰会|大选|选举|演习|演训|军演|访问|谈判|签署|通话|记者会|就职|上任|宣布|发布|开幕|战争|投票|袭击|事件)(?:[的约后]|大约)?$"
)
_REPUBLIC = re.compile("民国 ?[0-9一二三四五六七八九十百]{1,4} ?年")
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
    return "民国" in folded and _REPUBLIC.search(folded) is not None


def find_times(folded: str, republic: bool | None = None) -> list[TimeExpression]:
    """Return the time expressions of a folded text, in order and without overlap; never raises.

    ``republic`` says whether the document counts years of the Republic of China; ``None``: look for 民國 in the text.
    """
    return find_all_times([folded], republic)[0]


def find_all_times(texts: Sequence[str], republic: bool | None = None) -> list[list[TimeExpression]]:
    """Return the time expressions of each of a document's folded texts, as ``find_times`` does of one."""
    if republic is None:
        republic = any(map(counts_republic_years, texts))
    return [
        _found(folded, spans, republic) if spans else []
        for folded, spans in zip(texts, _scanner().spans(texts), strict=True)
    ]


def _found(folded: str, spans: list[tuple[int, int]], republic: bool) -> list[TimeExpression]:
    found: list[TimeExpression] = []
    for start, end in spans:
        before = folded[max(0, start - _BEFORE) : start] if folded[start] in _SEES_BEFORE else ""
        after = folded[end : end + _AFTER] if folded[end - 1] in _SEES_AFTER else ""
        for parsed in _parse(before, folded[start:end], after, republic):
            found.append(_placed(folded, start, parsed))
    return found


def _placed(folded: str, offset: int, parsed: Parsed) -> TimeExpression:
    start, end, kind, content, since = parsed
    start, end = start + offset, end + offset
    if since and isinstance(content, Point) and _FAR_SINCE.match(folded, end):
        return TimeExpression(start - 1, end, TimeKind.OPEN, Bound(Side.SINCE, content))
    anchored = (
        folded[start] in "前后隔翌次当同约一两"
        and (kind is TimeKind.RELATIVE or kind is TimeKind.DATE)
        and _EVENTS.search(folded, max(0, start - 6), start) is not None
    )
    return TimeExpression(start, end, kind, content, anchored)
