"""Text in a terminal's columns, where a Chinese character takes two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from wcwidth import wcswidth, wcwidth

__all__ = ["columns", "counted", "fit", "number_text", "pad", "quoted", "readable", "unit_text", "width", "wrap"]

_NO_LINE_START = "，。、；：？！）」』》〉…,.;:?!)”’%"


def counted(number: int, thing: str) -> str:
    """Return how many things there are, in English: ``1 claim``, ``2,000 claims``."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def unit_text(unit: str) -> str:
    """Return a unit as a reader writes it: ``% of GDP`` for ``percent_gdp``."""
    return {"percent": "%", "percent_gdp": "% of GDP"}.get(unit, unit.replace("_", " "))


def number_text(value: float) -> str:
    """Return a number in full, thousands parted: ``1,000,000,000,000``, ``2.5``."""
    return f"{int(value):,}" if value == int(value) else f"{value:,.12g}"


def width(text: str) -> int:
    """Return how many terminal columns a text takes; control characters count as none."""
    total = wcswidth(text)
    return total if total >= 0 else sum(max(wcwidth(character), 0) for character in text)


def fit(text: str, columns: int) -> str:
    """Return the text cut to at most ``columns``, with … where something is missing."""
    if width(text) <= columns:
        return text
    kept, used = "", 1
    for character in text:
        used += max(wcwidth(character), 0)
        if used > columns:
            break
        kept += character
    return kept + "…"


def pad(text: str, columns: int) -> str:
    """Return the text cut or filled with spaces to exactly ``columns``."""
    fitted = fit(text, columns)
    return fitted + " " * (columns - width(fitted))


def _pieces(text: str) -> Iterator[str]:
    """Yield what may not be broken: Latin words, single wide characters, each with the stops that follow it."""
    piece = ""
    for character in text:
        joins = character in _NO_LINE_START or not (wcwidth(character) == 2 or character.isspace())
        wide = bool(piece) and (wcwidth(piece[-1]) == 2 or piece[-1].isspace())
        if piece and (not joins or (wide and character not in _NO_LINE_START)):
            yield piece
            piece = ""
        piece += character
    if piece:
        yield piece


def wrap(text: str, columns: int, *, limit: int | None = None) -> list[str]:
    """Return the text broken into lines of at most ``columns``; the last of ``limit`` lines is cut with …

    A word longer than a line is broken; else only at white space and between wide characters, never before a stop.
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(" ".join(text.split())):
        if line and width(line + piece.rstrip()) > columns:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
        while width(line.rstrip()) > columns:
            head = _head(line, columns)
            lines.append(head)
            line = line[len(head) :]
    lines.append(line.rstrip())
    if limit is not None and len(lines) > limit:
        lines = [*lines[: limit - 1], fit(" ".join(lines[limit - 1 :]), columns)]
    return lines


def _head(text: str, columns: int) -> str:
    """Return the longest beginning of a text that fits, one character at least."""
    used = 0
    for n, character in enumerate(text):
        used += max(wcwidth(character), 0)
        if used > columns and n:
            return text[:n]
    return text


def columns(heads: Sequence[Sequence[str]], cells: Sequence[Sequence[str]], each: int) -> list[str]:
    """Return columns side by side, ``each`` wide: the lines of the heads, a rule, and the lines of every column."""
    rule = "─┼─".join("─" * each for _ in heads)
    return [*_side_by_side(heads, each), rule, *_side_by_side(cells, each)]


def _side_by_side(blocks: Sequence[Sequence[str]], each: int) -> list[str]:
    rows = zip_longest(*blocks, fillvalue="")
    return [" │ ".join(pad(line, each) for line in row).rstrip() for row in rows]


# What the eye does not read in a quote: tags, and line ends within Chinese or Japanese words
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--.*?-->|(?<=\])\([^()\s]*\)")
_LINE_END = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])[^\S\n]*\n\s*(?=[\u3000-\u9fff\uff00-\uffef])")


def readable(text: str) -> str:
    """Return the words of a quote as a reader sees them, on one line; the quote itself stays as it is in the ledger."""
    return " ".join(_LINE_END.sub("", _TAG.sub("", text)).split())


def quoted(text: str) -> str:
    """Return words as a reader sees them between the field's quotation marks."""
    return f"「{readable(text)}」"
