"""What the page, not the author, put into a text: page numbers, and heads and feet that run through all pages."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from communique.reading.lines import Line

__all__ = ["furniture", "is_page_number", "running_key"]

_NUMBER = re.compile(
    r"[-–—－~·\s]*(?:第\s?)?(?P<number>\d{1,3})(?:\s?[頁页])?[-–—－~·\s]*|[Pp](?:age|"
    r"\.)\s?\d{1,4}(?:\s?of\s?\d{1,4})?|(?:第\s?\d{1,4}\s?[頁页]\s?[,，/／]?\s?)?共\s?\d{1,4}\s?[頁页]|"
    r"\d{1,4}\s?[/／]\s?\d{1,4}"
)
_DIGITS = re.compile(r"\d+")
_LONGEST = 90  # columns of a running head


def is_page_number(words: str) -> bool:
    """Say whether a line is no more than a page number (``- 3 -``, ``第3頁``, ``Page 3 of 9``, ``3/9``)."""
    return len(words) <= 24 and _NUMBER.fullmatch(words) is not None


def running_key(words: str) -> str:
    """Return what stays the same of a running head from page to page: its words without numbers and spaces."""
    return _DIGITS.sub("#", "".join(words.split()))


def furniture(text: str, lines: list[Line]) -> set[int]:
    """Return the indexes of the lines that are page numbers, or running heads beside them or a form feed.

    A bare number counts only where such numbers rise through the text one by one, as page numbers do.
    """
    numbered = {at for at, line in enumerate(lines) if line.width <= 24 and is_page_number(text[line.start : line.end])}
    numbered -= _unordered(text, lines, numbered)
    edges = numbered | {at for at, line in enumerate(lines) if line.page}
    if not edges:
        return set()
    beside = {at + step for at in edges for step in (-1, 0, 1)} - numbered
    beside = {at for at in beside if 0 <= at < len(lines) and lines[at].width <= _LONGEST}
    keys = {at: running_key(text[lines[at].start : lines[at].end]) for at in beside}
    often = Counter(keys.values())
    running = {key for key, count in often.items() if count >= 3}
    if not running:
        return numbered
    short = (at for at, line in enumerate(lines) if line.width <= _LONGEST)
    return numbered | {at for at in short if running_key(text[lines[at].start : lines[at].end]) in running}


def _unordered(text: str, lines: list[Line], numbered: set[int]) -> set[int]:
    """Return the bare numbers among the candidates that do not rise by one from page to page."""
    bare = [(at, int(text[lines[at].start : lines[at].end])) for at in sorted(numbered) if _is_bare(text, lines[at])]
    rising = len(bare) >= 2 and all(after[1] == before[1] + 1 for before, after in pairwise(bare))
    return set() if rising else {at for at, _ in bare}


def _is_bare(text: str, line: Line) -> bool:
    return text[line.start : line.end].isdecimal()
