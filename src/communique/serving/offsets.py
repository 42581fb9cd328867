"""Offsets of JavaScript strings: a browser counts UTF-16 code units, this project code points."""

from __future__ import annotations

from bisect import bisect_left

__all__ = ["Utf16"]


class Utf16:
    """The two ways to count in one text; only characters beyond U+FFFF (𠮷, emoji) make a difference."""

    def __init__(self, text: str) -> None:
        self._wide = [n for n, sign in enumerate(text) if ord(sign) > 0xFFFF] if not text.isascii() else []

    def units(self, point: int) -> int:
        """Return the offset in UTF-16 code units of an offset in code points."""
        return point + bisect_left(self._wide, point)

    def points(self, unit: int) -> int:
        """Return the offset in code points of an offset in UTF-16 code units; inside a pair, that of its beginning."""
        low, high = 0, len(self._wide)
        while low < high:
            middle = (low + high) // 2
            if self._wide[middle] + middle < unit:
                low = middle + 1
            else:
                high = middle
        at = unit - low
        return self._wide[low - 1] if low and at <= self._wide[low - 1] else at
