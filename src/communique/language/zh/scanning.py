"""Scanning: one pass of a google-re2 automaton over all texts of a document.

re2 gives linear time whatever the pattern. A scanner reports the longest match at each place, so the order of
alternatives means nothing. Patterns are written in Simplified characters and run on folded text.
"""

from __future__ import annotations

from collections.abc import Sequence

import re2

__all__ = ["Scanner", "choice"]


def choice(*alternatives: str) -> str:
    """Return a non-capturing group of alternatives."""
    return f"(?:{'|'.join(alternatives)})"


class Scanner:
    """A compiled pattern without groups that matches no line end; leftmost, longest matches.

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

    def spans(self, texts: Sequence[str]) -> list[list[tuple[int, int]]]:
        """Return for each text the (start, end) of every match, in order and without overlap; read in one go."""
        found: list[list[tuple[int, int]]] = [[] for _ in texts]
        # re2 reads bytes; lone surrogates have no UTF-8 form, and one question mark each keeps the offsets.
        data = "\n".join(texts).encode("utf-8", "replace")
        at = passed = number = first = 0
        after = len(texts[0]) if texts else 0
        for match in self._pattern.finditer(data):
            begin, stop = match.span()
            start = passed + len(data[at:begin].decode())
            passed, at = start + len(data[begin:stop].decode()), stop
            while start > after:
                first = after + 1
                number += 1
                after = first + len(texts[number])
            found[number].append((start - first, passed - first))
        return found
