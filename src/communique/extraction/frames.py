"""Frames compiled: one automaton over every trigger and function word, and what each stands for."""

from __future__ import annotations

from typing import NamedTuple

import ahocorasick_rs

from communique.packs import FrameRow, Pack, once_for_each_pack
from communique.text import fold

__all__ = ["FrameIndex", "Operator", "Trigger", "frame_index"]

OPERATORS = (
    "negation",
    "future",
    "possible",
    "conditional",
    "past",
    "cause",
    "contrast",
    "addition",
    "purpose",
    "evaluation",
)


class Trigger(NamedTuple):
    """A frame's word in the text."""

    start: int
    end: int
    frame: FrameRow


class Operator(NamedTuple):
    """A function word; ``classes`` are the lists it stands on (negation, future …)."""

    start: int
    end: int
    classes: frozenset[str]
    word: str


class FrameIndex:
    """The frames and function words of a pack, found by one scan (leftmost-longest)."""

    def __init__(self, pack: Pack) -> None:
        frames: dict[str, list[FrameRow]] = {}
        for frame in pack.frames:
            for trigger in frame.triggers:
                rows = frames.setdefault(fold(trigger), [])
                if frame not in rows:
                    rows.append(frame)
        classes: dict[str, set[str]] = {}
        for name in OPERATORS:
            for word in pack.words.get(name, ()):
                classes.setdefault(fold(word), set()).add(name)
        blockers = {fold(word) for word in pack.words.get("not_triggers", ())}
        self._words = sorted(set(frames) | set(classes) | blockers)
        self._frames = [tuple(frames.get(w, ())) for w in self._words]
        self._classes = [frozenset(classes.get(w, ())) for w in self._words]
        self._automaton = ahocorasick_rs.AhoCorasick(self._words, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def find(self, folded: str, names: list[tuple[int, int]]) -> tuple[list[Trigger], list[Operator]]:
        """Return triggers and function words in order; the spans of ``names`` are hidden from the scan."""
        triggers: list[Trigger] = []
        operators: list[Operator] = []
        pieces: list[str] = []
        at = 0
        for start, end in names:
            pieces += (folded[at:start], "\0" * (end - start))
            at = end
        for index, start, end in self._automaton.find_matches_as_indexes("".join((*pieces, folded[at:]))):
            for frame in self._frames[index]:
                triggers.append(Trigger(start, end, frame))
            if classes := self._classes[index]:
                operators.append(Operator(start, end, classes, self._words[index]))
        return triggers, operators


@once_for_each_pack
def frame_index(pack: Pack) -> FrameIndex:
    """Return the compiled frames of a pack, made once."""
    return FrameIndex(pack)
