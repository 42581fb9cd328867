"""A text's lines as a reader sees them, with what stands around each: indent, gap, page break, hints of markup."""

from __future__ import annotations

import re
from dataclasses import dataclass

from communique.reading.markup import Hint, Mark, find_marks

__all__ = ["Line", "list_sign", "split_lines", "width"]

_BREAKS = re.compile(r"[\n\x0b\x0c\x85\u2028\u2029]")
_SPACE = " \t\u3000\xa0\u200b\ufeff"
_SETEXT = re.compile(r"(?:=+|-{3,})$")
_RULE = re.compile(r"(?:[-*_=—─~＝－＊]\s*){3,}$|\|?[\s:|-]*-{3,}[\s:|-]*\|?$")
_PREFIX = re.compile(
    r"(?P<atx>\#{1,6})[ \t\u3000]+|(?P<quote>(?:>[ \t]?)+)|(?P<bullet>[-*+•●■◆※▪▶►・·‧◎○△▲◦‣□]|[oO](?=\u0020\u0020))"
    r"[ \t\u3000]+"
)
_NUMBERED = re.compile(r"(?:\d{1,2}[.)、．]|[（(]\d{1,2}[)）]|[①-⑳])\s*(?!\d)")
_BULLET = re.compile(r"[•●■◆▪◦‣○□–\uf0a7\uf0b7\uf06c]\s+")  # the last three: Word's own, from its picture fonts
_STRENGTH = tuple(Hint)
_DEEPEST = 64  # nested tags that are kept track of
_SIGNED = 6  # Markdown signs that may stand before a line's words


@dataclass(slots=True)
class Line:
    """One line: ``text[start:end]`` without white space and marks at its ends.

    ``gap`` counts the blank lines before it, ``indent`` its leading white space in columns; ``cut`` says that a tag
    ended a block before it, ``page`` that a form feed did; ``trailing`` that white space stood after its last
    character. ``soft`` says that the line end before it is inside a tag's text, where it means no more than a space.
    ``skips`` are the invisible runs inside it.
    """

    start: int
    end: int
    indent: int
    gap: int
    cut: bool
    page: bool
    trailing: bool
    width: int
    hint: Hint
    skips: tuple[tuple[int, int], ...] = ()
    picture: bool = False
    item: bool = False
    markup: bool = False
    soft: bool = False


def width(text: str) -> int:
    """Return about how many columns a text takes: two for a CJK character, one for a Latin letter."""
    return (len(text.encode("utf-8", "replace")) + len(text)) // 2


def list_sign(words: str) -> int:
    """Return the length of the bullet that a program wrote before a list item's words, 0 where there is none."""
    match = _BULLET.match(words)
    return match.end() if match and match.end() < len(words) else 0


def split_lines(text: str, start: int = 0, *, markdown: bool = False) -> tuple[list[Line], list[Mark]]:
    """Return the visible lines of ``text[start:]`` and all marks in it."""
    marks = [mark for mark in find_marks(text, markdown=markdown) if mark.start >= start]
    pieces = _Pieces(text, marks)
    lines: list[Line] = []
    if not marks:
        at = start
        for match in _BREAKS.finditer(text, start):
            pieces.add(lines, at, match.start())
            pieces.newline(match.group())
            at = match.end()
        pieces.add(lines, at, len(text))
    else:
        _split_marked(pieces, lines, start)
    return lines, marks


def _split_marked(pieces: _Pieces, lines: list[Line], start: int) -> None:
    text, at = pieces.text, start
    breaks = _BREAKS.finditer(text, start)
    newline = next(breaks, None)
    for mark in (*pieces.marks, Mark(len(text), len(text), cuts=True)):
        while newline and newline.start() < mark.start:
            pieces.add(lines, at, newline.start())
            pieces.newline(newline.group())
            at = newline.end()
            newline = next(breaks, None)
        while newline and newline.start() < mark.end:
            newline = next(breaks, None)
        if mark.cuts:
            pieces.add(lines, at, mark.start)
            at = mark.end
        pieces.take(mark)


class _Pieces:
    """The state of the split: open hints, marks of the current piece, blank lines since the last line."""

    def __init__(self, text: str, marks: list[Mark]) -> None:
        self.text = text
        self.marks = marks
        self.open: list[Hint] = []
        self.around: list[Hint] = []
        self.inner: list[Mark] = []
        self.newlines = 0
        self.cut = False
        self.page = False
        self.picture = False

    def newline(self, character: str) -> None:
        self.newlines += 1
        self.page = self.page or character == "\x0c"

    def take(self, mark: Mark) -> None:
        if mark.cuts:
            self.cut = True
        else:
            self.inner.append(mark)
        self.picture = self.picture or mark.picture
        if mark.opens is Hint.PARAGRAPH and Hint.PARAGRAPH in self.open:
            pass  # a paragraph that begins ends the one before, closed or not
        elif mark.opens and len(self.open) < _DEEPEST:
            self.open.append(mark.opens)
        elif mark.closes in self.open:
            # the innermost of its kind; tags left open inside it end with it
            last = len(self.open) - 1 - self.open[::-1].index(mark.closes)
            del self.open[last:]
        if mark.cuts:
            self.around = list(self.open)

    def add(self, lines: list[Line], start: int, end: int) -> None:
        """Add the line ``text[start:end]``, if a reader sees anything of it."""
        if start == end and not self.inner:
            return
        inner, self.inner = self.inner, []
        if inner:
            begin, opened = self._from_left(start, end, inner)
            finish, closed = self._from_right(begin, end, inner)
        else:
            piece, opened, closed = self.text[start:end], [], []
            finish = start + len(piece.rstrip(_SPACE))
            begin = end - len(piece.lstrip(_SPACE))
        hints = [*self.around, *(hint for hint in opened if hint in closed or hint in self.open)]
        soft = bool(self.around) and not self.cut and self.newlines == 1
        self.around = list(self.open)
        if begin >= finish:
            self.cut = self.cut or any(mark.cuts for mark in inner)
            return
        indent = width(self.text[start:begin]) if begin > start and not inner else 0
        hint = min(hints, key=_STRENGTH.index) if hints else Hint.NONE
        skips = (
            ()
            if not inner
            else tuple((mark.start, mark.end) for mark in inner if begin <= mark.start and mark.end <= finish)
        )
        line = Line(
            begin, finish, indent, max(0, self.newlines - 1) if lines else 0, self.cut, self.page,
            finish < end and self.text[finish] in _SPACE, 0, hint, skips, self.picture, soft=soft,
        )  # fmt: skip
        self._signs(line, lines)
        line.width = width(self.text[line.start : line.end])
        lines.append(line)
        self.newlines, self.cut, self.page, self.picture = 0, False, False, False

    def _from_left(self, start: int, end: int, inner: list[Mark]) -> tuple[int, list[Hint]]:
        """Return where the visible text begins, and the hints that open before it."""
        opened: list[Hint] = []
        at = 0
        while start < end:
            if at < len(inner) and inner[at].start <= start:
                opened += [inner[at].opens] if inner[at].opens else []
                start = max(start, inner[at].end)
                at += 1
            elif self.text[start] in _SPACE:
                start += 1
            else:
                break
        return start, opened

    def _from_right(self, start: int, end: int, inner: list[Mark]) -> tuple[int, list[Hint]]:
        """Return where the visible text ends, and the hints that close after it."""
        closed: list[Hint] = []
        at = len(inner) - 1
        while end > start:
            if at >= 0 and inner[at].end >= end:
                closed.append(inner[at].closes)
                end = min(end, inner[at].start)
                at -= 1
            elif self.text[end - 1] in _SPACE:
                end -= 1
            else:
                break
        return end, closed

    def _signs(self, line: Line, lines: list[Line]) -> None:
        """Read the signs at the line's start: Markdown headings, quotations, bullets, rules."""
        text = self.text
        first = text[line.start]
        if not (first in "#>-*+=_|~—─＝－＊•●■◆※▪▶►・·‧◎○△▲◦‣□(（oO" or first.isdigit() or "①" <= first <= "⑳"):
            return
        if _RULE.match(text[line.start : min(line.end, line.start + 400)]) and line.end - line.start < 400:
            self._rule(line, lines)
            return
        for _ in range(_SIGNED):
            match = _PREFIX.match(text, line.start, line.end)
            if not match or match.end() >= line.end:
                break
            if match["atx"]:
                line.hint = Hint.HEADING
                line.end = max(match.end() + 1, line.start + len(text[line.start : line.end].rstrip("# ")))
            elif match["quote"]:
                line.hint = Hint.QUOTATION
            else:
                line.item = True
            line.start = match.end()
            line.skips = tuple(skip for skip in line.skips if skip[0] >= line.start)
        line.item = line.item or bool(_NUMBERED.match(text, line.start, line.end))

    def _rule(self, line: Line, lines: list[Line]) -> None:
        """Mark a line of dashes; right below a short line without a full stop it makes that line a heading."""
        line.markup = True
        if lines and line.gap == 0 and not line.cut and _SETEXT.match(self.text[line.start : line.end]):
            above = lines[-1]
            if above.width <= 100 and self.text[above.end - 1] not in "。.；;，," and not above.item:
                above.hint = Hint.HEADING
