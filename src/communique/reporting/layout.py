"""Text in a terminal's columns, where a Chinese character takes two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wcwidth import wcswidth, wcwidth

__all__ = ["columns", "fit", "pad", "width", "wrap"]

_NO_LINE_START = "，。、；：？！）」』》〉…,.;:?!)”’%"


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
    """Yield what may not be broken: Latin words with the space after them, single wide characters."""
    word = ""
    for character in text:
        if wcwidth(character) == 2 or character.isspace():
            if word and character in _NO_LINE_START:
                yield word + character
            else:
                if word:
                    yield word
                yield character
            word = ""
        else:
            word += character
    if word:
        yield word


def wrap(text: str, columns: int, *, limit: int | None = None) -> list[str]:
    """Return the text broken into lines of at most ``columns``; the last of ``limit`` lines is cut with …"""
    lines: list[str] = []
    line = ""
    for piece in _pieces(" ".join(text.split())):
        if width(line + piece.rstrip()) > columns and line and not (piece in _NO_LINE_START and width(line) < columns):
            lines.append(line.rstrip())
            line = "" if piece.isspace() else piece
        else:
            line += piece
        while width(line) > columns:
            head = fit(line, columns + 1).removesuffix("…")
            lines.append(head)
            line = line[len(head) :]
    lines.append(line.rstrip())
    if limit is not None and len(lines) > limit:
        lines = [*lines[: limit - 1], fit(" ".join((lines[limit - 1], *lines[limit:])), columns)]
    return lines


def columns(heads: Sequence[str], cells: Sequence[Sequence[str]], each: int, gap: str = " │ ") -> list[str]:
    """Return columns side by side, ``each`` wide: a head, a rule, and the lines of every column."""
    rule = gap.replace(" ", "─").replace("│", "┼")
    lines = [gap.join(pad(head, each) for head in heads), rule.join("─" * each for _ in heads)]
    for n in range(max(map(len, cells), default=0)):
        lines.append(gap.join(pad(column[n] if n < len(column) else "", each) for column in cells))
    return [line.rstrip() for line in lines]
