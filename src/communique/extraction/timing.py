"""The narrative's time: which days a clause speaks of, by its own words, its sentence, or the meeting it tells."""

from __future__ import annotations

from dataclasses import replace

from communique.extraction.views import View
from communique.language.analysis import BlockAnalysis
from communique.language.zh.times import TimeContext, TimeKind, TimeResolver, counts_republic_years
from communique.model import Document, Interval

__all__ = ["NarrativeClock"]

_NOT_WHEN = frozenset({TimeKind.DURATION, TimeKind.RECURRING, TimeKind.VAGUE})
_PARAGRAPHS = 10_000  # paragraphs of one block, at most: keeps those of different blocks apart


class NarrativeClock:
    """Walks along with the clauses of one document and tells each its time."""

    def __init__(self, document: Document, blocks: list[BlockAnalysis]) -> None:
        republic = any(counts_republic_years(block.flow.folded) for block in blocks)
        self._resolver = TimeResolver(document.published, republic=republic)
        self._block: BlockAnalysis | None = None
        self._number = -1
        self._contexts: dict[int, TimeContext] = {}
        self._sentence = -1
        self._time: Interval | None = None
        self._told: Interval | None = None
        self._told_in = -1

    def read(self, view: View) -> None:
        """Set ``view.resolved`` (by the start of each expression), ``view.time``, ``time_own`` and ``told_before``."""
        if view.block is not self._block:
            self._block, self._sentence, self._told = view.block, -1, None
            self._number += 1
            self._contexts = {t.start: c for t, c in zip(view.block.times, view.block.contexts, strict=True)}
        if view.clause.sentence != self._sentence:
            self._sentence, self._time = view.clause.sentence, None
        meeting = view.meeting.time if view.meeting else None
        own: Interval | None = None
        for expression in view.times:
            context = self._contexts[expression.start]
            paragraph = self._number * _PARAGRAPHS + context.paragraph
            interval = self._resolver.resolve(expression, replace(context, event=meeting, paragraph=paragraph))
            if interval is None:
                continue
            view.resolved[expression.start] = interval
            now = expression.kind is TimeKind.PRESENT and interval.start is not None  # 目前, 現在: no day of its own
            if expression.kind not in _NOT_WHEN and not now and own is None:
                own = interval
        view.told_before = self._told or meeting
        view.told_just = self._told if view.clause.sentence - self._told_in <= 1 else None
        if own is not None and own.start is not None and own.days() is not None:
            self._told, self._told_in = own, view.clause.sentence
        if own is not None:
            view.time, view.time_own, self._time = own, True, own
        elif self._time is not None:
            view.time = self._time
        elif view.clause.quote < 0 and view.reference:
            view.time = meeting
