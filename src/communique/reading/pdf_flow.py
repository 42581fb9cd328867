"""Where the lines of a PDF's columns go on and where a paragraph begins, by how they stand on the page.

A line goes on in the next where it reaches its column's right margin and the next begins neither farther to the right
nor farther below than lines do. All lengths are in points.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass
from statistics import median, quantiles

from communique.reading.lines import list_sign, width
from communique.reading.pdf_layout import PageLine
from communique.reading.wrapping import closed
from communique.text import is_wide

__all__ = ["Place", "find_places_of_lines"]

_LARGE = 1.15  # height of a headline's font over the text's
_ALIKE = 0.15  # part by which the heights of lines of one paragraph differ
_LETTER = 0.95  # of a line's height: the size of its font
_STEP = 0.8  # letters by which a line begins farther to the right or left than another
_RAGGED = 10.0  # points by which full lines of one column differ
_HANGING = 6.0  # letters by which a list item's words stand to the right of its sign
_WIDEST = 120  # columns of a headline
_NEVER_FIRST = frozenset("，。、；：！？」』）》〉】〕”’％…—ーっゃゅょッャュョ,.;:!?)%")
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Place:
    """How a line stands: ``indent`` in half letters, ``gap`` that space is left above it, ``large`` like a headline,

    ``sign`` the length of a bullet before its words, ``goes_on`` that it continues the line before it.
    """

    indent: int
    gap: bool
    large: bool
    sign: int
    goes_on: bool


def find_places_of_lines(lines: list[PageLine]) -> list[Place]:
    """Return how each of a document's lines, which are in reading order, stands."""
    if not lines:
        return []
    usual = median(line.height for line in lines for _ in range(1 + len(line.text) // 20))
    margins = _Margins(lines)
    leading = _leading(lines)
    places: list[Place] = []
    for at, line in enumerate(lines):
        last = lines[at - 1] if at else None
        same = last is not None and (last.page, last.column) == (line.page, line.column)
        large = line.height >= _LARGE * usual and width(line.text) <= _WIDEST
        gap = last is not None and same and _gap(last, line, leading, large=large)
        sign = 0 if large else list_sign(line.text)
        goes_on = False
        if last is not None and not gap and not sign and not _rows(last, line) and _alike(last, line):
            goes_on = same if large else _goes_on(lines, at, places, margins, same=same)
        indent = round((line.box[0] - margins.left(line)) / (usual / 2))
        places.append(Place(max(0, indent), gap, large, sign, goes_on))
    return places


class _Margins:
    """The left and right margins of every column of every page."""

    def __init__(self, lines: list[PageLine]) -> None:
        columns: dict[tuple[int, int], list[PageLine]] = {}
        for line in lines:
            columns.setdefault((line.page, line.column), []).append(line)
        self._left = {key: _left(found) for key, found in columns.items()}
        widths: dict[int, list[float]] = {}
        for line in lines:
            widths.setdefault(line.column, []).append(line.box[2] - self.left(line))
        usual = {column: _usual_width(found) for column, found in widths.items()}
        self._width = {key: usual[key[1]] for key in columns}
        if 1 in usual:
            for key, found in columns.items():
                if key[1] == 0 and (key[0], 1) not in columns and self._is_first(found, usual[1]):
                    self._width[key] = usual[1]

    def _is_first(self, lines: list[PageLine], usual: float) -> bool:
        """Say whether a page's only lines are the first of its columns, as where a text in columns ends."""
        return all(line.box[2] - self.left(line) <= 1.02 * usual for line in lines)

    def left(self, line: PageLine) -> float:
        """Return where the lines of a line's column begin."""
        return self._left[line.page, line.column]

    def room(self, line: PageLine) -> float:
        """Return how much space a line leaves before its column's right margin."""
        return self.left(line) + self._width[line.page, line.column] - line.box[2]


def _left(lines: list[PageLine]) -> float:
    starts = Counter(round(line.box[0]) for line in lines)
    return min(left for left, count in starts.items() if 2 * count >= max(starts.values()))


def _usual_width(widths: list[float]) -> float:
    """Return the width of full lines: the largest at which several of the longer ones end."""
    long = sorted((one for one in widths if one >= 0.6 * max(widths)), reverse=True)
    several = max(2, round(0.15 * len(long)))
    return next((one for at, one in enumerate(long[: 1 - several]) if one - long[at + several - 1] <= _RAGGED), long[0])


def _leading(lines: list[PageLine]) -> float:
    """Return from base line to base line in heights of a line, as most neighbours of one size stand."""
    steps = [
        (last.box[1] - line.box[1]) / line.height
        for last, line in itertools.pairwise(lines)
        if (last.page, last.column) == (line.page, line.column) and _alike(last, line) and last.box[1] > line.box[1]
    ]
    return min(quantiles(steps, n=4)[0] if len(steps) > 3 else min(steps, default=1.0), 2.5)


def _gap(last: PageLine, line: PageLine, leading: float, *, large: bool) -> bool:
    """Say whether more space is left between two lines of a column than between lines of a paragraph."""
    step = last.box[1] - line.box[1]
    if large and _alike(last, line):
        return step > 2.1 * line.height
    return step > (leading + 0.3) * max(line.height, 0.8 * last.height)


def _rows(one: PageLine, other: PageLine) -> bool:
    """Say whether two lines are rows of one table: a cell begins at one place in both."""
    return any(abs(left - right) < other.height / 2 for left in one.cells for right in other.cells)


def _alike(one: PageLine, other: PageLine) -> bool:
    return abs(one.height - other.height) <= _ALIKE * max(one.height, other.height)


def _goes_on(lines: list[PageLine], at: int, places: list[Place], margins: _Margins, *, same: bool) -> bool:
    last, line, letter = lines[at - 1], lines[at], _LETTER * lines[at].height
    done = closed(last.text, len(last.text))
    if margins.room(last) > _first_word(line) + 0.6 * letter or (done and not same):
        return False
    step = (line.box[0] - margins.left(line)) - (last.box[0] - margins.left(last))
    if abs(step) < _STEP * letter:
        return True
    if step > 0:  # farther to the right: the words of a list item below their sign, or a new paragraph
        return places[at - 1].sign > 0 and step < _HANGING * letter
    return not places[at - 1].goes_on and step > -_HANGING * letter  # below an indented first line


def _first_word(line: PageLine) -> float:
    """Return the width of what must not be parted at a line's beginning."""
    word = _WORD.match(line.text)
    if word is None or is_wide(line.text[0]):
        bound = next((at for at, character in enumerate(line.text[1:4]) if character not in _NEVER_FIRST), 3)
        return (1 + bound) * _LETTER * line.height
    latin = next((at for at, character in enumerate(word[0]) if is_wide(character)), len(word[0]))
    scale = (line.box[2] - line.box[0]) / max(1, width(line.text))
    return scale * min(latin + 1, 30)
