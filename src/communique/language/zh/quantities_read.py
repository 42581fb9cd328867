"""Reading figures: one scan for numbers with a unit, and what the words of each say by themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from communique.language.zh.numbers import ARABIC, CHINESE, is_vague, parse_number
from communique.language.zh.quantities_units import (
    AREAS,
    BARE_NOUNS,
    CURRENCIES,
    CURRENCY_SIGNS,
    DISTANCES,
    MEASURES,
)  # fmt: skip
from communique.language.zh.scanning import Scanner, choice

__all__ = ["Figure", "figures"]


class Figure(NamedTuple):
    """A figure at ``text[start:end]``; ``kind``: ``count``, ``money``, ``share``, ``size`` or ``bare`` (no unit said).

    ``weak``: a small Chinese number before a general measure word, as in 一個 and 兩國.
    """

    start: int
    end: int
    value: float
    high: float | None
    unit: str
    kind: str
    word: str
    noun: str
    vague: bool
    weak: bool


_S = " {0,2}"
_BIG = "[万亿兆]"
_STEM = f"(?:{ARABIC}|[数几上]?{CHINESE}{{1,10}}(?:点[零一二三四五六七八九]{{1,4}})?|[数几上])"
_NUMBER = (
    f"{_STEM}{_S}[十百千]?[余多几来]?"
    f"(?:{_S}{_BIG}{{1,2}}[余多几]?(?:{_S}零?{_STEM}{_S}[十百千]?[余多几]?(?:{_S}{_BIG})?){{0,3}})?"
)
_UNITS: dict[str, tuple[str, str, float]] = {
    **{word: ("count", measure.unit, 1.0) for word, measure in MEASURES.items()},
    **{word: ("size", "km", factor) for word, factor in DISTANCES.items()},
    **{word: ("size", "km2", factor) for word, factor in AREAS.items()},
    **{word: ("money", code, 1.0) for word, code in CURRENCIES.items()},
    **dict.fromkeys(("%", "个百分点", "百分点", "趴"), ("share", "percent", 1.0)),
    "‰": ("share", "percent", 0.1), "倍": ("count", "times", 1.0),
}  # fmt: skip
_BY_LENGTH = sorted(_UNITS, key=len, reverse=True)
_SIGNS = sorted(CURRENCY_SIGNS, key=len, reverse=True)
_SHARE = f"(?:{CHINESE}{{1,3}}|[0-9]{{1,2}}|万){_S}分{_S}之{_S}"
_TENTHS = re.compile("(.+)成([一二三四五六七八九半])?")
_SPAN = re.compile("[至到~]|-{1,2}")
_NOT_BEFORE = {word: re.compile(f"[{measure.not_before}]") for word, measure in MEASURES.items() if measure.not_before}
_NOT_BEFORE["成"] = re.compile("[为立员功本分长绩果就效熟年都不人品交型]")
_NOT_BEFORE["元"] = _NOT_BEFORE["圆"] = re.compile("[首素旦件老帅宵月年化桌形满]")
_NOT_BEFORE["米"] = re.compile("[格兰饭色其德]")
_NOT_BEFORE["码"] = re.compile("头")
# A number that goes on to the left: an ordinal, a designation, another number, a sum like 2+2.
_BOUND_BEFORE = re.compile("(?:第 ?|[a-z0-9._+/:×第]|[a-z0-9]-|[0-9],|[东北纬经]纬|章|条|款|之)$")
_WEAK_UNITS = frozenset(("item", "person", "times", "round"))
_SMALL = re.compile("[一二两三四五六七八九十几数]")


@lru_cache(maxsize=1)
def _scanner() -> Scanner:
    unit = choice(f"成(?:{CHINESE}|半)?", *map(re.escape, _UNITS), *BARE_NOUNS)
    span = f"{_NUMBER}%?(?:{_S}(?:至|到|~|-{{1,2}}){_S}{_NUMBER})?"
    signs = choice(*map(re.escape, _SIGNS))
    figure = f"(?:{signs}{_S})?{span}{_S}{unit}"
    return Scanner(f"{figure}|{_SHARE}{_STEM}|(?:{signs}{_S})?{span}{_BIG}|{signs}{_S}{_NUMBER}")


def figures(texts: Sequence[str]) -> list[list[Figure]]:
    """Return the figures of each of a document's folded texts, in order."""
    return [_figures(text, spans) for text, spans in zip(texts, _scanner().spans(texts), strict=True)]


def _figures(text: str, spans: list[tuple[int, int]]) -> list[Figure]:
    found: list[Figure] = []
    for start, end in spans:
        figure = _read(text[start:end])
        if figure is None:
            continue
        begin, stop = start + figure.start, start + figure.end
        if not _BOUND_BEFORE.search(text, max(0, begin - 2), begin) and not _goes_on(text, figure.word, stop):
            found.append(figure._replace(start=begin, end=stop))
    return found


def _goes_on(text: str, word: str, end: int) -> bool:
    """Say whether the unit is only the beginning of another word (三成立, 5名單, 2台灣)."""
    following = text[end : end + 2]
    if not following:
        return word == "度"
    if word == "km":
        return following[0].isascii() and following[0].isalnum()
    pattern = _NOT_BEFORE.get(word)
    return pattern is not None and pattern.match(following) is not None


@lru_cache(maxsize=32768)
def _read(words: str) -> Figure | None:
    """Read a figure from its own words; places are relative to them."""
    body = words.lstrip(" ")
    start = len(words) - len(body)
    sign = next((s for s in _SIGNS if body.startswith(s)), "")
    number = body[len(sign) :].strip(" ")
    if "分" in number and "之" in number:
        value = parse_number(number.replace(" ", ""))
        if value is None:
            return None
        return _figure(start, len(words), (round(value * 100, 9), None), "percent", "share", "", number)
    noun = next((n for n in BARE_NOUNS if number.endswith(n)), "")
    if noun:
        number = number[: -len(noun)].rstrip(" ")
        return _made(start, len(words) - len(noun), number, 1.0, BARE_NOUNS[noun], "count", "", noun)
    if tenths := _TENTHS.fullmatch(number):
        return _tenths(start, len(words), tenths)
    word = next((w for w in _BY_LENGTH if number.endswith(w)), "")
    number = number[: len(number) - len(word)].rstrip(" ")
    kind, unit, factor = _UNITS[word] if word else ("bare", "item", 1.0)
    if sign:
        kind, unit = "money", CURRENCY_SIGNS[sign]
    return _made(start, len(words), number, factor, unit, kind, word, "")


def _made(
    start: int, end: int, number: str, factor: float, unit: str, kind: str, word: str, noun: str
) -> Figure | None:
    values = _values(number)
    if values is None:
        return None
    value, high = values
    scaled = (round(value * factor, 9), None if high is None else round(high * factor, 9))
    return _figure(start, end, scaled, unit, kind, word, number, noun)


def _figure(
    start: int,
    end: int,
    values: tuple[float, float | None],
    unit: str,
    kind: str,
    word: str,
    number: str,
    noun: str = "",
) -> Figure:
    weak = kind in ("count", "bare") and word != "倍" and unit in _WEAK_UNITS and _SMALL.fullmatch(number) is not None
    return Figure(start, end, *values, unit, kind, word, noun, is_vague(number), weak)


def _tenths(start: int, end: int, tenths: re.Match[str]) -> Figure | None:
    values = _values(tenths[1])
    if values is None or values[0] > 10 or values[0] % 1:
        return None
    rest = 5.0 if tenths[2] == "半" else parse_number(tenths[2]) or 0.0 if tenths[2] else 0.0
    low, high = values
    scaled = (low * 10 + (rest if high is None else 0), None if high is None else high * 10 + rest)
    return _figure(start, end, scaled, "percent", "share", "成", tenths[1])


def _values(number: str) -> tuple[float, float | None] | None:
    """Read a number or a range of two; the first may leave the second's 萬 or 億 unsaid (2至3萬)."""
    number = number.strip(" ")
    cut = _SPAN.search(number)
    if cut is None:
        value = parse_number(number)
        return None if value is None else (value, None)
    low, high = parse_number(number[: cut.start()].rstrip("% ")), parse_number(number[cut.end() :])
    if low is None or high is None:
        return None
    scale = {"万": 1e4, "亿": 1e8, "兆": 1e12}.get(number[-1], 1.0)
    if not any(big in number[: cut.start()] for big in "万亿兆") and low * scale <= high:
        low *= scale
    return (low, high) if low < high else (high, None)
