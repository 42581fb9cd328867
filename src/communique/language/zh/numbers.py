"""Numerals: Arabic, Chinese and mixed ("2 萬 6,000", "5,500億", "一百二十三", "三分之一").

Values are plain numbers: 萬 = 10**4, 億 = 10**8, 兆 = 10**12 (the usage of Taiwan and Japan; a bare Mainland 兆 for
10**6 does not occur in news), 京 = 10**16. A numeral that is itself vague keeps its floor: 二十餘 = 20, 十幾 = 10,
數百 = 上百 = 100, 兩三 = 2; ``is_vague`` tells. 數 or 幾 without a unit of ten is no number.
"""

from __future__ import annotations

import re
from functools import lru_cache

from communique.text import fold

__all__ = ["ARABIC", "CHINESE", "NUMERAL", "is_vague", "parse_number", "small_number"]

_DIGITS = {
    **{c: i for i, c in enumerate("零一二三四五六七八九")},
    **{c: i for i, c in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    "○": 0, "两": 2, "俩": 2, "仨": 3, "参": 3, "貳": 2,
}  # fmt: skip
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_COMPOUND = {"廿": 20, "卄": 20, "卅": 30, "卌": 40}
_BIG = {"万": 10**4, "亿": 10**8, "兆": 10**12, "京": 10**16}
_SHARES = {"百": 100, "千": 1000, "万": 10000}

ARABIC = r"(?:[0-9]{1,3}(?:[,，][0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
CHINESE = "[〇○零一二三四五六七八九十百千两廿卄卅壹贰叁肆伍陆柒捌玖拾佰仟]"
_VAGUE_TENS = "(?:[数几][十百千]|上[百千万]|十几)"
_STEM = f"(?:{ARABIC}|[数几]?{CHINESE}+(?:点[〇零一二三四五六七八九]+)?|[数几上](?:[十百千]|百万|千万)?)"
NUMERAL = (
    f"(?:{_STEM}[ ]?[十百千]?(?:[ ]?[余多几]?[万亿兆])*(?:[ ]?{_STEM}[ ]?[十百千]?[ ]?[万亿兆]+)*"
    f"(?:[万亿兆][ ]?{_STEM}[百千]?)?)"
)
"""A numeral as it stands in folded text, for scanners; what is no number is weeded out by ``parse_number``."""

_TOKEN = re.compile(f"{ARABIC}|[{''.join((*_DIGITS, *_TENS, *_COMPOUND, *_BIG))}数几上余多来点负-]")
_FRACTION = re.compile(r"(.+?)分[ ]?之[ ]?(.+)")
_TWO = re.compile("[0-9] +[0-9]")
_NEIGHBOURS = re.compile("一两|两三|二三|三四|四五|五六|六七|七八|八九")
_DECIMAL = re.compile(r"(.*)点([〇○零一二三四五六七八九]+)([万亿兆]*)")


def is_vague(text: str) -> bool:
    """Say whether a numeral names only an order of size (數十, 二十餘, 7 萬多, 上百, 兩三)."""
    folded = fold(text)
    return any(c in "数几上余多来" for c in folded) or bool(_NEIGHBOURS.search(folded))


def small_number(text: str) -> int | None:
    """Read a whole number written plainly (``12``, ``十二``, ``廿二``, ``二〇二五``); ``None`` for anything else."""
    if text.isascii() and text.isdigit():
        return int(text)
    if not text or not all(c in _DIGITS or c in _TENS or c in _COMPOUND for c in text):
        return None
    value = parse_number(text)
    return None if value is None else int(value)


@lru_cache(maxsize=16384)
def parse_number(text: str) -> float | None:
    """Return the value of a numeral, or ``None`` where the text is none.

    Reads Arabic and Chinese figures, both mixed with 萬, 億, 兆, decimals (三點五), fractions (三分之一 = 0.333…,
    百分之二 = 0.02), 半 (0.5), digit strings (二〇二五 = 2025) and the vague forms of the module's docstring.
    """
    text = fold(text)
    if _TWO.search(text):
        return None
    text = text.replace(" ", "")
    if text in ("半", "一半"):
        return 0.5
    if fraction := _FRACTION.fullmatch(text):
        return _fraction(*fraction.groups())
    if decimal := _DECIMAL.fullmatch(text):
        return _decimal(*decimal.groups())
    tokens = _TOKEN.findall(text)
    if not tokens or sum(map(len, tokens)) != len(text):
        return None
    sign = 1.0
    if tokens[0] in ("负", "-"):
        sign, tokens = -1.0, tokens[1:]
    if len(tokens) > 1 and all(t in _DIGITS for t in tokens) and not _is_span(tokens):
        return sign * int("".join(str(_DIGITS[t]) for t in tokens))
    value = _Sum().read(tokens)
    return None if value is None else sign * value


def _is_span(tokens: list[str]) -> bool:
    """Say whether two figures stand for "two or three" (兩三): neighbours, counting up."""
    return len(tokens) == 2 and 0 < _DIGITS[tokens[0]] == _DIGITS[tokens[1]] - 1


def _fraction(below: str, above: str) -> float | None:
    base = _SHARES.get(below) or parse_number(below)
    share = parse_number(above)
    return share / base if base and share is not None else None


def _decimal(whole: str, digits: str, big: str) -> float | None:
    value = parse_number(whole) if whole else None
    if value is None:
        return None
    value += float("0." + "".join(str(_DIGITS[d]) for d in digits))
    for unit in big:
        value *= _BIG[unit]
    return value


class _Sum:
    """Adds up the tokens of a numeral: finished groups, the section below the next 萬/億/兆, the pending figure."""

    def __init__(self) -> None:
        self.groups: list[tuple[int, float]] = []
        self.section = 0.0
        self.pending: float | None = None
        self.unit = 0
        self.seen = False

    def read(self, tokens: list[str]) -> float | None:
        """Return the sum, or ``None`` where the tokens do not make a numeral."""
        for at, token in enumerate(tokens):
            if token in _DIGITS:
                if self.pending and self.pending + 1 == _DIGITS[token]:
                    continue
                if self.pending:
                    return None
                self.pending = float(_DIGITS[token])
                if token in "零〇○":
                    self.unit = 0
                self.seen = True
            elif token in _COMPOUND:
                self.section += _COMPOUND[token]
                self.unit, self.seen = 10, True
            elif token in _TENS:
                self._tens(_TENS[token])
            elif token in _BIG:
                self._big(_BIG[token])
            elif token in "数几上":
                if token == "上" and at:
                    return None
            elif token in "余多来":
                if not self.seen:
                    return None
            elif token[0].isdigit():
                if self.pending:
                    return None
                self.pending, self.unit, self.seen = float(re.sub("[,，]", "", token)), 0, True
            else:
                return None
        return self._total(tokens[-1]) if self.seen else None

    def _tens(self, unit: int) -> None:
        self.section += (1.0 if self.pending is None else self.pending) * unit
        self.pending, self.unit, self.seen = None, unit, True

    def _big(self, unit: int) -> None:
        amount = self.section + (self.pending or 0.0)
        if not amount and self.groups:
            last, value = self.groups.pop()
            self.groups.append((last * unit, value * unit))
        else:
            amount = amount or 1.0
            while self.groups and self.groups[-1][0] < unit:
                amount += self.groups.pop()[1]
            self.groups.append((unit, amount * unit))
        self.section, self.pending, self.unit, self.seen = 0.0, None, unit, True

    def _total(self, last: str) -> float:
        rest = self.pending or 0.0
        # 三萬五 is 35,000 and 兩百五 is 250, while 一百零五 has its 零 to say otherwise.
        if last in _DIGITS and self.unit >= 100:
            rest *= self.unit / 10
        return sum(value for _, value in self.groups) + self.section + rest
