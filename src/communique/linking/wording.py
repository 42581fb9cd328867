"""Two wordings compared clause by clause: the same, reworded, stronger, weaker, new, dropped.

Clauses are aligned by how alike they are, the best pairs first. How strong a clause is follows the scales of the
field's verbs in the pack (``scale.<name>.<rank>``, see ``docs/wording.md``): an intensifier raises a rank by half a
step, a hedge lowers it by as much. A clause that stands on no scale is only ever reworded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from communique.linking.features import DocumentInfo
from communique.linking.likeness import dice, pairs_of
from communique.model import Claim
from communique.packs import Pack
from communique.text import fold, fold_name

__all__ = ["Aligned", "Change", "Clause", "Strength", "align", "clauses", "marks", "of_claims", "strength", "warnings"]

_LIKE = 0.34
_SAME_TOPIC = 0.25  # what a common register key adds to the likeness of two clauses
_BOUNDARY = re.compile(
    r"[，。；：！？][，。；：！？」』”’）)\s]*|(?<=[\u2e80-\uffef])[,;!?]\s*|[,;!?]\s+|\.\s+|\n\s*\n"
)
_LEAST = 4  # letters of a clause; shorter pieces go with the one before


class Change(StrEnum):
    """What became of a clause from the first wording to the second."""

    SAME = "same"
    REWORDED = "reworded"
    STRONGER = "stronger"
    WEAKER = "weaker"
    NEW = "new"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a text (``text[start:end]``), or the words of a claim; ``keys`` are register ids it speaks of."""

    text: str
    start: int = 0
    end: int = 0
    keys: tuple[str, ...] = ()
    claim: str | None = None


@dataclass(frozen=True, slots=True)
class Strength:
    """A clause's rank on a scale, and the words that give it, as they stand in the clause."""

    scale: str
    rank: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Aligned:
    """A pair of clauses, or one without its like; ``why`` names the words that make it stronger or weaker."""

    change: Change
    before: Clause | None
    after: Clause | None
    likeness: float
    why: str = ""


def clauses(text: str) -> list[Clause]:
    """Return the clauses of a text with their places, split at commas, full stops and empty lines."""
    found: list[Clause] = []
    start = 0
    ends = [(m.start(), m.end()) for m in _BOUNDARY.finditer(text)] + [(len(text), len(text))]
    for end, following in ends:
        piece = text[start:end]
        if len(fold_name(piece)) >= _LEAST:
            left = start + len(piece) - len(piece.lstrip())
            found.append(Clause(text[left:end].rstrip(), left, left + len(text[left:end].rstrip())))
        start = following
    return found


def of_claims(claims: Iterable[Claim]) -> list[Clause]:
    """Return the words of claims as clauses, retellings left out."""
    return [Clause(c.quote, c.start, c.end, c.keys, c.id) for c in claims if c.repeat_of is None]


_SCALES: dict[str, tuple[tuple[str, str, float], ...]] = {}


def _scales(pack: Pack) -> tuple[tuple[str, str, float], ...]:
    """Return (folded word, scale, rank) of every word of the scales, the longest first; made once for a pack."""
    if pack.digest in _SCALES:
        return _SCALES[pack.digest]
    rows = []
    for name, words in pack.words.items():
        parts = name.split(".")
        if parts[0] == "scale" and len(parts) == 3:
            rows += [(fold(word), parts[1], float(parts[2])) for word in words]
    return _SCALES.setdefault(pack.digest, tuple(sorted(rows, key=lambda row: (-len(row[0]), row))))


def strength(text: str, pack: Pack) -> list[Strength]:
    """Return how strong a clause is on each scale it stands on: the highest rank of its words, with modifiers."""
    plain = " ".join(text.split())
    folded = fold(plain)
    found: dict[str, Strength] = {}
    rest = folded
    for word, scale, rank in _scales(pack):
        if not _stands(word, rest):
            continue
        rest = rest.replace(word, "\x00" * len(word))
        if scale not in found or rank > found[scale].rank:
            found[scale] = Strength(scale, rank, (word,))
    raised, lowered = (_modifiers(rest, name, pack) for name in ("scale.intensifier", "scale.hedge"))
    step = 0.5 * bool(raised) - 0.5 * bool(lowered)
    return [
        Strength(s.scale, s.rank + step, tuple(_as_said(word, plain, folded) for word in (*s.words, *raised, *lowered)))
        for s in sorted(found.values(), key=lambda s: s.scale)
    ]


def _as_said(word: str, plain: str, folded: str) -> str:
    """Return a folded word as it stands in the text."""
    at = folded.find(word)
    return plain[at : at + len(word)] if at >= 0 else word


def _stands(word: str, folded: str) -> bool:
    """Say whether a word stands in a text; a Latin word only as a whole word."""
    if word.isascii():
        return re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", folded) is not None
    return word in folded


def _modifiers(folded: str, name: str, pack: Pack) -> tuple[str, ...]:
    return tuple(fold(word) for word in pack.words.get(name, ()) if _stands(fold(word), folded))


def align(before: Sequence[Clause], after: Sequence[Clause], pack: Pack) -> list[Aligned]:
    """Return the clauses of two wordings side by side, in the order of the second; dropped ones where they stood."""
    left, right = ([pairs_of(c.text) for c in side] for side in (before, after))
    ranked = []
    for i, one in enumerate(before):
        for j, other in enumerate(after):
            likeness = dice(left[i], right[j]) + (_SAME_TOPIC if set(one.keys) & set(other.keys) else 0.0)
            if likeness >= _LIKE:
                ranked.append((-min(likeness, 1.0), abs(i / len(before) - j / len(after)), i, j))
    partner: dict[int, int] = {}
    taken: dict[int, float] = {}
    for negative, _, i, j in sorted(ranked):
        if i not in taken and j not in partner:
            partner[j], taken[i] = i, -negative
    result: list[Aligned] = []
    shown = 0
    for j, clause in enumerate(after):
        if j not in partner:
            result.append(Aligned(Change.NEW, None, clause, 0.0))
            continue
        i = partner[j]
        result += [Aligned(Change.DROPPED, before[k], None, 0.0) for k in range(shown, i) if k not in taken]
        shown = max(shown, i + 1)
        result.append(_compared(before[i], clause, taken[i], pack))
    result += [Aligned(Change.DROPPED, before[k], None, 0.0) for k in range(shown, len(before)) if k not in taken]
    return result


def _compared(one: Clause, other: Clause, likeness: float, pack: Pack) -> Aligned:
    if fold_name(one.text) == fold_name(other.text):
        return Aligned(Change.SAME, one, other, 1.0)
    was = {s.scale: s for s in strength(one.text, pack)}
    for now in strength(other.text, pack):
        old = was.get(now.scale)
        if old is not None and old.rank != now.rank:
            change = Change.STRONGER if now.rank > old.rank else Change.WEAKER
            why = f"{now.scale}: {' '.join(old.words)} ({old.rank:g}) → {' '.join(now.words)} ({now.rank:g})"
            return Aligned(change, one, other, likeness, why)
    return Aligned(Change.REWORDED, one, other, likeness)


def marks(before: str, after: str) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """Return both wordings cut into runs, each with whether it differs from the other wording."""
    left: list[tuple[str, bool]] = []
    right: list[tuple[str, bool]] = []
    for tag, a, b, c, d in SequenceMatcher(None, fold(before), fold(after), autojunk=False).get_opcodes():
        if b > a:
            left.append((before[a:b], tag != "equal"))
        if d > c:
            right.append((after[c:d], tag != "equal"))
    return left, right


def warnings(before: DocumentInfo | None, after: DocumentInfo | None) -> list[str]:
    """Return what a reader must know before trusting the comparison: documents of different tiers."""
    if before is None or after is None or before.tier is after.tier:
        return []
    return [
        f"the two are of different tiers ({before.tier.value}, {after.tier.value}): "
        "a press paraphrase is not the text, and a difference of words may be the reporter's"
    ]
