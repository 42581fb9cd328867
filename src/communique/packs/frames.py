"""Frames: which words make which claim; one frame is one row of a pack's ``frames/`` files."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["FrameRow"]


@dataclass(frozen=True, slots=True)
class FrameRow:
    """One frame.

    ``kind`` is the kind of claim that ``triggers`` make (``none``: they only govern what follows), with its ``type``
    (event), ``status`` (commitment), or ``stance`` and ``strength`` (position). ``complement`` says what a clause
    below the verb takes from it: ``inherits`` its kind and status, ``asserts`` for itself, ``none``. ``noun`` marks
    nouns of an act, which need a verb, a time or participants beside them.
    """

    id: str
    kind: str
    triggers: tuple[str, ...]
    type: str | None = None
    stance: str | None = None
    status: str | None = None
    strength: int = 0
    noun: bool = False
    complement: str = "none"
