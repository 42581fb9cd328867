"""The narrative's time: which days a clause speaks of, by its own words, its sentence, or the meeting it tells."""

from __future__ import annotations

from communique.extraction.discourse import View
from communique.language.zh.times import TimeKind, TimeResolver
from communique.model import Document, Interval

__all__ = ["NarrativeClock"]

_NOT_WHEN = frozenset({TimeKind.DURATION, TimeKind.RECURRING, TimeKind.VAGUE})


class NarrativeClock:
    """Walks along with the clauses of one document and tells each its time."""

    def __init__(self, document: Document) -> None:
        self._resolver = TimeResolver(document.published)
        self._sentence: tuple[int, int] | None = None
        self._time: Interval | None = None

    def read(self, view: View) -> None:
        """Set ``view.resolved`` (by the start of each expression), ``view.time`` and ``view.time_own``."""
        sentence = (view.block.block.start, view.clause.sentence)
        if sentence != self._sentence:
            self._sentence, self._time = sentence, None
        future = any("future" in operator.classes for operator in view.operators)
        own: Interval | None = None
        for expression in view.times:
            interval = self._resolver.resolve(expression, future=future)
            if interval is None:
                continue
            view.resolved[expression.start] = interval
            if expression.kind not in _NOT_WHEN and own is None:
                own = interval
        if own is not None:
            view.time, view.time_own = own, True
            self._time = own
        elif self._time is not None:
            view.time = self._time
        elif view.meeting is not None and view.clause.quote < 0 and (view.reference or view.index_in_sentence == 0):
            view.time = view.meeting.time if view.reference else None
