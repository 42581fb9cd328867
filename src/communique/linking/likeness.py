"""How alike two wordings are: pairs of neighbouring characters of the folded text, and MinHash bands over them.

Folded character pairs meet across Traditional and Simplified Chinese. Bands are keys that two wordings share with a
probability that rises steeply with their likeness (one half at a Jaccard index of 0.38, nine tenths at 0.57), so that
like wordings are found without comparing each with each, and unlike ones hardly ever meet (one in 80,000 at 0.01).
"""

from __future__ import annotations

import re
from functools import lru_cache
from zlib import crc32

from communique.text import fold

__all__ = ["bands", "containment", "core_pairs", "designators", "dice", "pairs_of", "shared_run"]

_BANDS = 12
_ROWS = 3
_NOISE = re.compile(r"[\W_]+|[0-9]+")
_DESIGNATOR = re.compile(r"(?<![a-z])[a-z]{1,6}-?\d{1,4}(?!\d)")
_PRIME = (1 << 61) - 1
_SEEDS = tuple((crc32(b"a%d" % n) | 1, crc32(b"b%d" % n)) for n in range(_BANDS * _ROWS))


@lru_cache(maxsize=1 << 14)
def pairs_of(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring letters of a text, folded, without punctuation, spaces and digits."""
    letters = _NOISE.sub("", fold(text))
    return frozenset(letters[i : i + 2] for i in range(len(letters) - 1))


@lru_cache(maxsize=1 << 15)
def core_pairs(quote: str, names: tuple[str, ...]) -> frozenset[str]:
    """Return the pairs of a quote without the names of its actors, which many claims share."""
    folded = fold(quote)
    for name in sorted({fold(n) for n in names if len(n) > 1}, key=lambda n: (-len(n), n)):
        folded = folded.replace(name, "\n")
    found: set[str] = set()
    for piece in _NOISE.sub("\n", folded).split("\n"):
        found.update(piece[i : i + 2] for i in range(len(piece) - 1))
    return frozenset(found)


@lru_cache(maxsize=1 << 14)
def designators(text: str) -> frozenset[str]:
    """Return the type designations in a text (F-35, SM-6, B-52), which tell like wordings apart."""
    return frozenset(found.replace("-", "") for found in _DESIGNATOR.findall(fold(text)))


def dice(one: frozenset[str], other: frozenset[str]) -> float:
    """Return twice the shared pairs over all pairs: 1 for the same wording, 0 for nothing in common."""
    size = len(one) + len(other)
    return 2 * len(one & other) / size if size else 0.0


def containment(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the shared pairs over those of the shorter wording."""
    size = min(len(one), len(other))
    return len(one & other) / size if size else 0.0


def shared_run(one: str, other: str) -> str:
    """Return the longest run of characters that two folded texts share, as it stands in the first."""
    left, right = fold(one), fold(other)
    best, at = 0, 0
    for end in range(1, len(left) + 1):
        # what ends here is at most one character longer than the best that ended before
        if left[end - best - 1 : end] in right:
            best, at = best + 1, end
    return one[at - best : at]


@lru_cache(maxsize=1 << 16)
def _hash(pair: str) -> int:
    return crc32(pair.encode("utf-8"))


@lru_cache(maxsize=1 << 14)
def bands(pairs: frozenset[str]) -> tuple[str, ...]:
    """Return the MinHash bands of a wording, none for an empty one; the same in every process."""
    values = [_hash(pair) for pair in pairs]
    if not values:
        return ()
    minima = [min((a * value + b) % _PRIME for value in values) for a, b in _SEEDS]
    return tuple(
        f"{band}:{crc32(repr(minima[band * _ROWS : (band + 1) * _ROWS]).encode()):08x}" for band in range(_BANDS)
    )
