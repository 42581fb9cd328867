"""Flow: a block's text as a reader sees it, with the way back to the original offsets.

Hard line wraps, page breaks and tags interrupt the text of a document without belonging to it. ``Flow`` leaves them
out, so that rules see whole clauses, and maps each of its characters to where it stands in the document. A break that
holds white space becomes one space, unless it stands beside a Chinese or Japanese character, where lines wrap without
one. A break that begins with a hyphen joins the halves of a word.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from communique.model import Block
from communique.text.folding import fold

__all__ = ["Flow", "is_wide"]

_TAG = re.compile(r"<[^<>]*>")
_HYPHENS = "-\u00ad\u2010"


class Flow:
    """The readable text of one block.

    ``text`` is what a reader sees, ``folded`` its folded copy of the same length. ``origin(i)`` is where character
    ``i`` stands in the document, ``span(start, end)`` the document's span of a run of flow characters.
    """

    __slots__ = ("_origins", "block", "folded", "text")

    def __init__(self, document_text: str, block: Block) -> None:
        self.block = block
        self._origins: list[int] | None = None
        if not block.breaks:
            self.text = document_text[block.start : block.end]
        else:
            pieces: list[str] = []
            origins: list[int] = []
            at = block.start
            for start, end in (*block.breaks, (block.end, block.end)):
                pieces.append(document_text[at:start])
                origins.extend(range(at, start))
                if block.start < start and end < block.end and _parts(document_text, start, end):
                    pieces.append(" ")
                    origins.append(start)
                at = end
            self.text = "".join(pieces)
            self._origins = origins
        self.folded = fold(self.text)

    def origin(self, index: int) -> int:
        """Return the document offset of flow character ``index``."""
        return self.block.start + index if self._origins is None else self._origins[index]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the document's (start, end) of flow characters ``start`` to ``end`` (exclusive, not empty)."""
        return self.origin(start), self.origin(end - 1) + 1

    def index(self, offset: int) -> int:
        """Return the flow index of the first character at or after a document offset."""
        if self._origins is None:
            return min(max(offset - self.block.start, 0), len(self.text))
        return bisect_left(self._origins, offset)


def is_wide(character: str) -> bool:
    """Say whether a character is an ideograph, kana or full-width sign, between which lines wrap without a space."""
    return character >= "\u2e80" and not "\uac00" <= character <= "\ud7ff"


def _parts(text: str, start: int, end: int) -> bool:
    """Say whether the break ``text[start:end]`` stands for a space."""
    run, before, after = text[start:end], text[start - 1], text[end]
    if run[0] in _HYPHENS or before.isspace() or after.isspace() or is_wide(before) or is_wide(after):
        return False
    if before == "-" and text[start - 2 : start - 1].isalpha() and after.isalpha():
        return False  # a compound parted at its own hyphen
    return any(character.isspace() for character in (_TAG.sub("", run) if "<" in run else run))
