"""Undoing hard line wraps: which lines belong to one paragraph.

Text that was taken out of a PDF, an e-mail or a terminal is cut into lines of one width, sometimes with a blank line
after each; page breaks fall inside sentences. A paragraph is put together again only on evidence: the document's own
line width, its indents, the white space it leaves at paragraph ends, and whether a sentence is still open. Where the
evidence is missing, lines stay apart, since a false join puts words together that nobody wrote.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from communique.reading.lines import Line
from communique.reading.markup import Hint
from communique.reading.pages import furniture
from communique.text import is_wide

__all__ = ["Paragraph", "closed", "join_lines"]

_FINAL = "。．.！!？?；;：:…⋯"
_CLOSERS = "」』”’\"'）)］]》〉】〗"
_SET_HYPHEN = re.compile(r"[a-z][\u00ad\u2010]\n")
_BEFORE, _AFTER = re.compile(r"[A-Za-z]+\Z"), re.compile(r"[A-Za-z]{1,12}-?")
_COMPOUND = frozenset("long short high low well self non two three four six cross".split())
_ENCLOSED = frozenset(")）]〕")
_TOLERANCE = 6  # columns by which justified CJK lines of one paragraph differ
_WIDEST = 132
_NARROWEST = 24
_LONG = 150  # columns that no headline has
_SENTENCE = re.compile(r"[。！？；]|[.!?;] ")
_NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十壹貳參肆伍]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|"
    r"第[一二三四五六七八九十\d]{1,3}[章節节、])"
)
_STARTS_APART = re.compile(
    r"[（(]?(?:圖|图|編按|编按|編者按|编者按|延伸閱讀|延伸阅读|相關|相关|參考|参考|資料來源|资料来源|圖片來源|"
    r"图片来源|作者|記者|记者|責任編輯|责任编辑|原文)[^，。]{0,12}[/／:：]"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d|[*•●■▲▼]|[-–—] |\[\d+\]|(?:Tel|Fax|https?)\b"
)


@dataclass(slots=True)
class Paragraph:
    """One or more lines that read as one. ``breaks`` are the invisible runs between and inside them."""

    lines: list[Line]
    text: str
    breaks: tuple[tuple[int, int], ...]

    @property
    def start(self) -> int:
        """Return where its first line starts."""
        return self.lines[0].start

    @property
    def end(self) -> int:
        """Return where its last line ends."""
        return self.lines[-1].end

    @property
    def first(self) -> Line:
        """Return its first line."""
        return self.lines[0]


def closed(text: str, end: int, start: int = 0) -> bool:
    """Say whether the words before ``end`` finish a sentence: a final mark, perhaps before brackets or a note."""
    if end <= start:
        return False
    if text[end - 1].isdecimal():
        digits = end
        while end > start and digits - end < 3 and text[end - 1].isdecimal():
            end -= 1
        if text[end - 1] not in "。！？」』”":
            return False
    while end > start and text[end - 1] in _CLOSERS:
        end -= 1
    if end > start and text[end - 1] in _FINAL:
        return True
    if text[end : end + 1] not in _ENCLOSED:
        return False
    opening = max(text.rfind(sign, max(start, end - 60), end) for sign in "（([〔")
    while opening > start and text[opening - 1] in _CLOSERS + " ":
        opening -= 1
    return opening > start and text[opening - 1] in "。．！!？?；;…"


@dataclass(frozen=True, slots=True)
class _Profile:
    """What a document's own lines show about its wrapping. ``limit`` is the line width, 0 where it has none."""

    limit: int = 0
    gap: int = 0
    indented: bool = False
    indent: int = 0
    trailing: bool = False
    finishes: bool = False


def join_lines(text: str, lines: list[Line]) -> list[Paragraph]:
    """Put a document's lines together to paragraphs; page numbers and running heads do not stand between them."""
    apart = furniture(text, lines)
    page = [lines[at] for at in sorted(apart)]
    if apart:
        lines = [line for at, line in enumerate(lines) if at not in apart]
    groups = _groups(text, lines)
    inside = [(group[0].start, group[-1].end) for group in groups if len(group) > 1]
    for line in page:
        if not any(start < line.start < end for start, end in inside):
            line.hint = Hint.FURNITURE
            groups.append([line])
    groups.sort(key=lambda group: group[0].start)
    marked = bool(_SET_HYPHEN.search(text))
    return [_paragraph(text, group, marked=marked) for group in groups]


def _groups(text: str, lines: list[Line]) -> list[list[Line]]:
    profile = _profile(text, lines)
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _joined(text, groups[-1], line, profile):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _profile(text: str, lines: list[Line]) -> _Profile:
    plain = [line for line in lines if not line.cut and not line.markup]
    long = [line for line in plain if line.width > _WIDEST]
    finishing = sum(closed(text, line.end, line.start) for line in lines if line.width > 80)
    finishes = finishing >= 0.7 * max(1, sum(line.width > 80 for line in lines))
    open_lines = [line for line in plain if _NARROWEST <= line.width <= _WIDEST and not closed(text, line.end)]
    limit = _limit(open_lines, len(plain)) if len(long) <= 0.05 * len(plain) else 0
    if not limit:
        return _Profile(finishes=finishes)
    follows = [(a, b) for a, b in pairwise(plain) if limit - _TOLERANCE <= a.width <= limit]
    gaps = Counter(b.gap for a, b in follows if not closed(text, a.end))
    gap = gaps.most_common(1)[0][0] if gaps else 0
    indent = Counter(line.indent for line in plain).most_common(1)[0][0]
    trailing = [line for line in plain if line.trailing and is_wide(text[line.end - 1])]
    ends = sum(closed(text, line.end) or line.width < limit - _TOLERANCE for line in trailing)
    return _Profile(
        limit, gap, sum(indent + 2 <= line.indent <= indent + 10 for line in plain) >= 2, indent,
        len(trailing) >= 3 and ends >= 0.8 * len(trailing) and len(trailing) < 0.5 * len(plain), finishes,
    )  # fmt: skip


def _limit(open_lines: list[Line], count: int) -> int:
    """Return the width at which most unfinished lines end, or 0 where lines are not wrapped.

    They are not where those widths differ, or where such lines are no large part of all: headlines and captions are
    unfinished too.
    """
    if len(open_lines) < max(3, 0.4 * count):
        return 0
    widths = sorted(line.width for line in open_lines)
    limit = widths[min(len(widths) - 1, int(0.95 * len(widths)))]
    latin = sum(line.width < 1.3 * (line.end - line.start) for line in open_lines) > len(open_lines) / 2
    slack = 12 if latin else _TOLERANCE
    full = len(widths) - bisect_left(widths, limit - slack)
    return limit if full >= 0.6 * len(widths) and full >= max(3, 0.3 * count) else 0


def _joined(text: str, group: list[Line], line: Line, profile: _Profile) -> bool:
    last = group[-1]
    if line.soft and line.hint is last.hint:
        return True
    if line.cut or line.markup or last.markup or line.item or line.picture:
        return False
    apart = line.hint is not last.hint or (line.hint in {Hint.HEADING, Hint.TITLE, Hint.LINK} and not line.soft)
    if apart or _STARTS_APART.match(text, line.start) or _NUMBERED.match(text, line.start):
        return False
    if line.hint is Hint.QUOTATION and not line.gap and not closed(text, last.end):
        return True
    if group[0].item and not line.gap and line.indent > group[0].indent and not closed(text, last.end):
        return True  # below the words of a list item, not below its sign
    if profile.limit:
        return _wrapped(text, group, line, profile)
    return _torn(text, last, line, profile) or _local(text, group, line)


def _wrapped(text: str, group: list[Line], line: Line, profile: _Profile) -> bool:
    """Judge in a document that is wrapped at ``profile.limit`` columns."""
    last = group[-1]
    done = closed(text, last.end)
    first_word = re.match(r"\S+", text[line.start : line.start + 40])
    latin = not is_wide(text[last.end - 1]) and not is_wide(text[line.start])
    room = min(1 + len(first_word[0]), 30) if latin and first_word else 2
    reach = last.width + min(max(0, last.indent - profile.indent), 12)
    full = reach + max(room, _TOLERANCE if not latin else 0) >= profile.limit
    if profile.indented and line.indent >= profile.indent + 2 and not last.indent >= profile.indent + 2:
        return False
    if profile.trailing and last.trailing and is_wide(text[last.end - 1]):
        return False
    if not full:
        heading = len(group) == 1 and bool(_NUMBERED.match(text, last.start)) and profile.trailing
        return heading and not done and line.trailing and line.width < profile.limit / 2
    if not done:
        return line.gap <= max(profile.gap, 4)
    if line.gap > profile.gap:
        return False
    return profile.gap == 0 or profile.indented or profile.trailing or last.width >= profile.limit - 2


def _torn(text: str, last: Line, line: Line, profile: _Profile) -> bool:
    """Judge in a document of one line a paragraph: only a page break leaves a long line without its end."""
    if not profile.finishes or closed(text, last.end) or last.item:
        return False
    long = last.width >= _LONG or (last.width >= 60 and _SENTENCE.search(text, last.start, last.end))
    return bool(long) and (closed(text, line.end) or line.width >= _LONG) and text[last.end - 1] not in _CLOSERS


def _local(text: str, group: list[Line], line: Line) -> bool:
    """Judge a wrapped paragraph in a document that is not wrapped elsewhere: neighbouring full lines, no blank line."""
    last = group[-1]
    if line.gap or closed(text, last.end) or not 56 <= last.width <= _WIDEST or text[last.end - 1] in _CLOSERS:
        return False
    widths = [member.width for member in group]
    even = max(widths) - min(widths) <= 2 * _TOLERANCE and line.width <= max(widths) + 2 * _TOLERANCE
    return even and (len(group) > 1 or abs(line.width - last.width) <= _TOLERANCE or closed(text, line.end))


def _paragraph(text: str, group: list[Line], *, marked: bool) -> Paragraph:
    if len(group) == 1 and not group[0].skips:
        return Paragraph(group, text[group[0].start : group[0].end], ())
    breaks: list[tuple[int, int]] = []
    for last, line in zip([None, *group], group, strict=False):
        if last is not None:
            breaks.append(_between(text, last.end, line.start, marked=marked))
        breaks += line.skips
    breaks = _merged(breaks)
    pieces, at = [], group[0].start
    for start, end in breaks:
        pieces.append(text[at:start])
        at = end
    pieces.append(text[at : group[-1].end])
    return Paragraph(group, "".join(pieces), tuple(breaks))


def _between(text: str, end: int, start: int, *, marked: bool) -> tuple[int, int]:
    """Return the break of the gap ``text[end:start]`` between two joined lines.

    A hyphen at a Latin line's end goes with it where the next line goes on in lower case, unless it is a compound's
    own: long-term, air-to-air. The signs that only a program sets (U+00AD, U+2010) always go; in a text that is
    ``marked`` with them every other hyphen is a compound's own.
    """
    before, after = text[end - 1], text[start]
    signs = "\u00ad\u2010" if marked else "-\u00ad\u2010"
    if before not in signs or not text[end - 2 : end - 1].isalpha() or is_wide(text[end - 2]):
        return end, start
    if before != "-" and after.isalpha():
        return end - 1, start
    first, second = _BEFORE.search(text, max(0, end - 30), end - 1), _AFTER.match(text, start)
    own = (first is not None and first[0].lower() in _COMPOUND) or (second is not None and second[0].endswith("-"))
    return (end - 1, start) if after.islower() and not own else (end, start)


def _merged(breaks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in breaks:
        if kept and start < kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        elif start < end:
            kept.append((start, end))
    return kept
