"""Folding: a copy of a text, of the same length, on which all matching runs.

``fold`` maps every character to one character: full width to half width, upper case to lower case, Japanese
shinjitai and Traditional characters to Simplified ones, variants to one form. Offsets into the folded copy are
therefore offsets into the text. The text itself is never rewritten, and folding is for matching only: what a reader
sees is always the original.

The table lies beside this module as ``folding.tsv``; ``tests/text/make_folding.py`` makes it from the ``opencc``
wheel's character dictionaries, and a test compares the two.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files

__all__ = ["fold", "fold_name", "fold_pattern", "table", "to_simplified"]


@lru_cache(maxsize=1)
def _rows() -> tuple[tuple[str, str], ...]:
    text = files("communique.text").joinpath("folding.tsv").read_text(encoding="utf-8")
    return tuple((line[0], line[2]) for line in text.splitlines() if line[:1] != "#")


@lru_cache(maxsize=1)
def table() -> dict[int, str]:
    """Return the folding table, for ``str.translate``: code point to one character."""
    return {ord(before): after for before, after in _rows()}


@lru_cache(maxsize=1)
def _plane() -> list[int]:
    """Return the table of the basic plane as a list: every character has a place in it, so that none is a miss."""
    forms = list(range(0x10000))
    for code, form in table().items():
        if code < len(forms):
            forms[code] = ord(form)
    return forms


_BEYOND = re.compile("[\U00010000-\U0010ffff]")


@lru_cache(maxsize=1)
def _ideographs() -> dict[int, str]:
    return {code: form for code, form in table().items() if code >= 0x2E80 and unicodedata.category(chr(code)) == "Lo"}


def fold(text: str) -> str:
    """Return the copy of ``text`` that matching runs on; the same length, idempotent, never raises."""
    # A list is read more than twice as fast as a dictionary in which most characters are missing.
    return text.translate(table() if _BEYOND.search(text) else _plane())


@lru_cache(maxsize=65536)
def fold_name(name: str) -> str:
    """Return a name's key: folded, without spaces and punctuation (``George W.Bush`` = ``George W. Bush``)."""
    return "".join(c for c in fold(unicodedata.normalize("NFKC", name)) if c.isalnum())


def to_simplified(text: str) -> str:
    """Return ``text`` in Simplified characters, character by character (not a translation of usage)."""
    return text.translate(_ideographs())


def fold_pattern(pattern: str) -> str:
    """Return a regular expression folded, its ASCII (``(?P<…>``) left as it is."""
    return "".join(c if c.isascii() else fold(c) for c in pattern)
