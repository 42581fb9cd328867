"""From a PDF page's characters to lines in reading order, each with its box.

Characters come in the order of the page's content stream, which is mostly but not always the order of reading. They are
put into runs (one line of one column), and the runs into order: bands between lines that span the page, in each band
column by column, in each column from top to bottom. Coordinates are PDF points, the origin at the lower left.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from communique.reading.lines import list_sign, width
from communique.text import is_wide

__all__ = ["Box", "Glyph", "PageLine", "find_runs", "level", "order_lines"]

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points."""

_FEWEST = 4  # lines that a column has at least
_FULL = 16  # columns of text that half of a column's lines have, as a table's cells do not
_GUTTER = 0.45  # of a line's height
_SPANNING = 0.3  # share of lines that may cross a gutter and still leave it one


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character and its box; ``box`` is ``None`` for a space or line break that the extractor generated."""

    character: str
    box: Box | None


@dataclass(slots=True)
class PageLine:
    """A line of one column: its words, box, page (from 0), and which column of the page it stands in.

    ``cells`` are where words begin after a gap as wide as between the cells of a table's row.
    """

    text: str
    box: Box
    page: int
    column: int = 0
    cells: tuple[float, ...] = ()

    @property
    def height(self) -> float:
        """Return the height of the line's font in points."""
        return self.box[3] - self.box[1]


def order_lines(runs: list[PageLine]) -> list[PageLine]:
    """Return the lines of one page's runs in reading order."""
    return _same_line(_in_order(_with_bullets(runs), 0)) if runs else []


def find_runs(glyphs: Iterable[Glyph], page: int) -> list[PageLine]:
    """Cut a page's characters into runs at line breaks, wide gaps and leaps to another place."""
    runs: list[PageLine] = []
    words: list[str] = []
    boxes: list[Box] = []
    generated = False

    def finish() -> None:
        text = "".join(words).strip()
        if text and boxes:
            runs.append(PageLine(text, _union(boxes), page))
        words.clear()
        boxes.clear()

    for glyph in glyphs:
        if glyph.character in "\r\n":
            finish()
            continue
        if glyph.box is not None and boxes:
            if _leaps(boxes[-1], glyph.box):
                finish()
            elif generated and _is_set(words, boxes[-1], glyph):
                words.pop()
        generated = glyph.box is None
        words.append(glyph.character)
        if glyph.box is not None and glyph.character != " ":
            boxes.append(glyph.box)
    finish()
    return runs


def _is_set(words: list[str], last: Box, glyph: Glyph) -> bool:
    """Say whether the space before a glyph is one that a program sets between ideographs and what is none."""
    if glyph.box is None or len(words) < 2 or words[-1] != " ":
        return False
    height = max(last[3] - last[1], glyph.box[3] - glyph.box[1], 1.0)
    return glyph.box[0] - last[2] < 0.4 * height and is_wide(words[-2]) != is_wide(glyph.character)


def _leaps(last: Box, box: Box) -> bool:
    height = max(last[3] - last[1], box[3] - box[1], 1.0)
    below = box[3] < last[1] or box[1] > last[3]
    return below or box[0] - last[2] > 2.5 * height or box[0] < last[0] - 2 * height


def _union(boxes: list[Box]) -> Box:
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def _with_bullets(runs: list[PageLine]) -> list[PageLine]:
    """Put every bullet that stands as a run of its own before the words to its right."""
    bullets = [run for run in runs if _is_bullet(run.text)]
    others = [run for run in runs if not _is_bullet(run.text)]
    for bullet in bullets:
        near = [
            run for run in others
            if level(bullet.box, run.box) and 0 <= run.box[0] - bullet.box[2] < 3 * run.height
        ]  # fmt: skip
        if near:
            first = min(near, key=lambda run: run.box[0])
            first.text, first.box = f"{bullet.text} {first.text}", _union([bullet.box, first.box])
        else:
            others.append(bullet)
    return others


def _in_order(runs: list[PageLine], column: int) -> list[PageLine]:
    gutter = _gutter(runs)
    for run in runs:
        run.column = column
    if gutter is None:
        return sorted(runs, key=lambda run: (-run.box[3], run.box[0]))
    ordered: list[PageLine] = []
    band: list[PageLine] = []
    for run in sorted(runs, key=lambda run: -run.box[3]):
        if run.box[0] < gutter < run.box[2]:
            ordered += _columns(band, gutter, column)
            band = []
            ordered.append(run)
        else:
            band.append(run)
    return ordered + _columns(band, gutter, column)


def _columns(band: list[PageLine], gutter: float, column: int) -> list[PageLine]:
    left = [run for run in band if run.box[2] <= gutter]
    right = [run for run in band if run.box[2] > gutter]
    return _in_order(left, 2 * column + 1) + _in_order(right, 2 * column + 2)


def _gutter(runs: list[PageLine]) -> float | None:
    """Return the middle of a vertical gap that parts the runs into columns side by side, or ``None``."""
    if len(runs) < 2 * _FEWEST:
        return None
    left, right = min(run.box[0] for run in runs), max(run.box[2] for run in runs)
    least = _GUTTER * median(run.height for run in runs)
    best: tuple[int, float] | None = None
    for edge in sorted({round(run.box[2]) for run in runs}):
        if not left + 0.2 * (right - left) < edge < right - 0.2 * (right - left):
            continue
        following = [run.box[0] for run in runs if run.box[0] >= edge]
        if not following or min(following) - edge < least:
            continue
        middle = (edge + min(following)) / 2
        crossing = sum(run.box[0] < middle < run.box[2] for run in runs)
        if crossing <= _SPANNING * len(runs) and _beside(runs, middle) and (best is None or crossing < best[0]):
            best = crossing, middle
    return best[1] if best else None


def _beside(runs: list[PageLine], middle: float) -> bool:
    """Say whether enough lines stand on both sides of a gutter, at the same heights, and fill their columns."""
    sides = [run for run in runs if run.box[2] <= middle], [run for run in runs if run.box[0] >= middle]
    if min(map(len, sides)) < _FEWEST:
        return False
    boxes = [_union([run.box for run in side]) for side in sides]
    shared = min(boxes[0][3], boxes[1][3]) - max(boxes[0][1], boxes[1][1])
    full = [sum(width(run.text) >= _FULL for run in side) >= 0.5 * len(side) for side in sides]
    return all(full) and shared >= 0.3 * min(box[3] - box[1] for box in boxes)


def _same_line(runs: list[PageLine]) -> list[PageLine]:
    """Put runs that stand on one base line of one column together, from left to right."""
    lines: list[PageLine] = []
    for run in runs:
        last = lines[-1] if lines else None
        if last is not None and last.column == run.column and level(last.box, run.box):
            first, second = sorted((last, run), key=lambda line: line.box[0])
            joint = "" if _touch(first, second) else " "
            apart = second.box[0] - first.box[2] > 1.5 * max(first.height, second.height)
            cells = (*last.cells, second.box[0]) if apart else last.cells
            words = first.text + joint + second.text
            lines[-1] = PageLine(words, _union([last.box, run.box]), run.page, run.column, cells)
        else:
            lines.append(run)
    return lines


def level(one: Box, other: Box) -> bool:
    """Say whether two boxes stand on one base line."""
    shared = min(one[3], other[3]) - max(one[1], other[1])
    return shared >= 0.6 * min(one[3] - one[1], other[3] - other[1])


def _touch(first: PageLine, second: PageLine) -> bool:
    return second.box[0] - first.box[2] < 0.2 * max(first.height, second.height)


def _is_bullet(words: str) -> bool:
    return len(words) == 1 and list_sign(words + " .") > 0
