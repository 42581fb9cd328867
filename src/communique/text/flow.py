"""Flow: a block's text as a reader sees it, with the way back to the original offsets.

Hard line wraps, page breaks and tags interrupt the text of a document without belonging to it. ``Flow`` leaves them
out (a break between two Latin words becomes one space), so that rules see whole clauses, and maps each of its
characters to where it stands in the document.
"""

from __future__ import annotations

from bisect import bisect_left

from communique.model import Block
from communique.text.folding import fold

__all__ = ["Flow"]


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
                before, after = document_text[start - 1 : start], document_text[end : end + 1]
                if start > block.start and end < block.end and _latin(before) and _latin(after):
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


def _latin(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character in ",;:)\"'")
