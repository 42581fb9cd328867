"""Syndicated copies: the same text published several times is one source.

A document is sketched by a fixed quarter of its folded character shingles (those whose checksum is a multiple of 4:
equal passages give equal samples wherever they stand). Two documents are copies when their samples
overlap by half, or when the shorter is nearly contained in the longer. Cost grows with the length of the texts and
the number of copies, not with the square of the number of documents.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from zlib import crc32

from communique.text import fold

__all__ = ["COMMON", "CONTAINED", "SHINGLE", "are_copies", "copy_groups", "copy_keys", "sketch"]

SHINGLE = 9
"""Characters of a shingle, letters and digits only."""

COMMON = 64
"""Documents of one shingle that are looked at: of a text published very often the first few lead to all."""

CONTAINED = 0.8
_ALIKE = 0.5
_SAMPLE = 4
_KEYS = 16
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
        for value in copy_keys(sketches[key]):
            where[value].append(key)
    home = {key: key for key in sorted(sketches)}

    def find(key: str) -> str:
        while home[key] != key:
            key = home[key]
        return key

    for key in sorted(sketches):
        for other in _candidates(key, sketches[key], where):
            if are_copies(sketches[key], sketches[other]):
                one, two = sorted((find(key), find(other)))
                home[two] = one
    return {key: find(key) for key in sketches}


def copy_keys(values: frozenset[int]) -> frozenset[int]:
    """Return the shingles by which copies of a text are looked for: a fixed part of the sketch, all of a small one."""
    kept = frozenset(value for value in values if value % _KEYS == 0)
    return kept if len(kept) >= _LEAST else values


def _candidates(key: str, values: frozenset[int], where: Mapping[int, list[str]]) -> list[str]:
    """Return the documents that share a key; of a text published very often the first few lead to all."""
    return sorted({other for value in copy_keys(values) for other in where[value][:COMMON] if other < key})


def are_copies(one: frozenset[int], other: frozenset[int]) -> bool:
    """Say whether two sketches are of one text: half of both is shared, or nearly all of the shorter."""
    if min(len(one), len(other)) < _LEAST:
        return one == other and bool(one)
    shared = len(one & other)
    return shared >= _ALIKE * len(one | other) or shared >= CONTAINED * min(len(one), len(other))
