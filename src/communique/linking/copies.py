"""Syndicated copies: the same text published several times is one source.

A document is sketched by a fixed quarter of its folded character shingles (those whose checksum is a multiple of 4:
equal passages give equal samples wherever they stand). Two documents are copies when their samples
overlap by half, or when the shorter is nearly contained in the longer. Cost grows with the length of the texts and
the number of copies, not with the square of the number of documents.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from zlib import crc32

from communique.text import fold

__all__ = ["CONTAINED", "SHINGLE", "copy_groups", "sketch"]

SHINGLE = 9
"""Characters of a shingle, letters and digits only."""

CONTAINED = 0.8
_ALIKE = 0.5
_SAMPLE = 4
_COMMON = 64  # a shingle of more documents than this (a boilerplate line) is not followed
_LEAST = 6  # fewer sampled shingles than this are too little to go by


def sketch(text: str) -> frozenset[int]:
    """Return the sampled shingles of a text; of a text with few, all of them."""
    letters = "".join(c for c in fold(text) if c.isalnum()).encode("utf-32-le")
    size = SHINGLE * 4
    hashes = {crc32(letters[i : i + size]) for i in range(0, max(len(letters) - size + 4, 0), 4)}
    kept = frozenset(h for h in hashes if h % _SAMPLE == 0)
    return kept if len(kept) >= _LEAST else frozenset(hashes)


def copy_groups(sketches: Mapping[str, frozenset[int]]) -> dict[str, str]:
    """Return the source of each document: itself, or the first (by id) of the documents it is a copy of."""
    where: dict[int, list[str]] = defaultdict(list)
    for key in sorted(sketches):
        for value in sketches[key]:
            where[value].append(key)
    home = {key: key for key in sorted(sketches)}

    def find(key: str) -> str:
        while home[key] != key:
            key = home[key]
        return key

    for key in sorted(sketches):
        for other in _candidates(key, sketches[key], where):
            if _copies(sketches[key], sketches[other]):
                one, two = sorted((find(key), find(other)))
                home[two] = one
    return {key: find(key) for key in sketches}


def _candidates(key: str, values: Iterable[int], where: Mapping[int, list[str]]) -> list[str]:
    shared: Counter[str] = Counter()
    for value in values:
        if len(where[value]) <= _COMMON:
            shared.update(other for other in where[value] if other < key)
    return sorted(shared)


def _copies(one: frozenset[int], other: frozenset[int]) -> bool:
    if min(len(one), len(other)) < _LEAST:
        return one == other and bool(one)
    shared = len(one & other)
    return shared >= _ALIKE * len(one | other) or shared >= CONTAINED * min(len(one), len(other))
