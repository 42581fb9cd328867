"""A frozen text made of paragraphs that a format marks as such: one line each, a blank line between them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from communique.model import EmptyDocument
from communique.reading.drafts import Draft
from communique.reading.lines import Line, list_sign, width
from communique.reading.markup import Hint
from communique.reading.plain import read_lines

__all__ = ["Piece", "draft_of", "hint_of_style", "tidy"]

_BLANKS = re.compile(r"\s+")
# style names as word processors write them, in English whatever the language of their menus
_STYLES = (
    ("heading", Hint.HEADING), ("subtitle", Hint.HEADING), ("title", Hint.TITLE), ("quot", Hint.QUOTATION),
    ("block text", Hint.QUOTATION), ("caption", Hint.CAPTION),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, list item or table row. ``item`` puts no blank line between it and an item before it."""

    words: str
    hint: Hint = Hint.NONE
    item: bool = False


def tidy(words: str) -> str:
    """Return words with every run of white space made one space, and none at the ends."""
    return _BLANKS.sub(" ", words).strip()


def hint_of_style(name: str) -> Hint:
    """Return what a paragraph style's name says about its text."""
    name = name.lower().replace("_20_", " ")
    return next((hint for word, hint in _STYLES if word in name), Hint.NONE)


def draft_of(pieces: Iterable[Piece], media_type: str, where: str, name: str) -> Draft:
    """Make a draft of pieces in their order; raises ``EmptyDocument`` where none has words."""
    text: list[str] = []
    lines: list[Line] = []
    at = 0
    for piece in pieces:
        words, item = tidy(piece.words), piece.item
        if piece.hint is Hint.NONE and (sign := list_sign(words)):
            words, item = words[sign:], True
        if not words:
            continue
        between = "" if not lines else "\n" if item and lines[-1].item else "\n\n"
        text += [between, words]
        start = at + len(between)
        at = start + len(words)
        gap = max(0, len(between) - 1)
        lines.append(
            Line(start, at, 0, gap, True, False, False, width(words), piece.hint, item=item)
        )  # fmt: skip
    if not lines:
        raise EmptyDocument(where, f"there are no words in the {name}.", "Check that the right file was saved.")
    return read_lines("".join(text), lines, media_type=media_type)
