"""Scanning: one pass of a google-re2 automaton over a whole text.

re2 gives linear time whatever the pattern. A scanner reports the longest match at each place, so the order of
alternatives means nothing. Patterns are written in Simplified characters and run on folded text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import re2

__all__ = ["Scanner", "choice"]

_SURROGATES = re.compile("[\ud800-\udfff]")


def choice(*alternatives: str) -> str:
    """Return a non-capturing group of alternatives."""
    return f"(?:{'|'.join(alternatives)})"


class Scanner:
    """A compiled pattern without groups; leftmost, longest matches.

    ``max_mem`` bounds the automaton's cached states (bytes); a pattern of many alternatives over UTF-8 needs more than
    re2's 8 MB to stay on its fast path.
    """

    def __init__(self, pattern: str, max_mem: int = 64 << 20) -> None:
        options = re2.Options()
        options.longest_match = True
        options.never_capture = True
        options.max_mem = max_mem
        options.log_errors = False
        self._pattern = re2.compile(pattern, options=options)

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the (start, end) of every match, in order and without overlap; the text is read once."""
        if not text.isascii() and _SURROGATES.search(text):
            # Lone surrogates have no UTF-8 form; the replacement keeps the length, so offsets hold.
            text = _SURROGATES.sub("\ufffd", text)
        for match in self._pattern.finditer(text):
            yield match.span()
