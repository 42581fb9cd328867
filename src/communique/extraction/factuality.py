"""How firmly a clause says something: a chain of operators, from the outer verb inward.

An operator's scope reaches to the word it governs: 否認將增加 is a denial, 已部署 a fact, 未部署 a negation, 要求部署 a demand.
"""

from __future__ import annotations

from communique.extraction.discourse import View
from communique.extraction.frames import Trigger
from communique.model import Factuality
from communique.text import fold

__all__ = ["factuality_at", "negated_at"]

_OUTER_DENIAL = tuple(map(fold, ("否認", "拒絕", "停止", "放棄", "取消", "避免", "防止", "阻止", "反對", "無意", "無法", "未能", "不會", "不再", "尚未", "從未", "沒有", "並未", "並無", "未", "不", "沒", "難以", "無須", "不願", "禁止", "絕不", "決不")))
_REACH = 10  # how far before its verb an operator may stand, in characters


def _before(view: View, trigger: Trigger) -> list[tuple[int, frozenset[str], str]]:
    """Return the function words of the clause that stand before a trigger, the nearest last."""
    return [(o.start, o.classes, o.word) for o in view.operators if o.start < trigger.start]


def negated_at(view: View, trigger: Trigger) -> bool:
    """Say whether a trigger stands under a negation that reaches it; two negations cancel out."""
    count = 0
    floor = max(view.start, trigger.start - _REACH)
    for start, classes, word in _before(view, trigger):
        if "negation" in classes and start >= floor and not _cut(view, start + len(word), trigger.start):
            count += 1
    return count % 2 == 1


def _cut(view: View, start: int, end: int) -> bool:
    """Say whether a coordinate predicate or another actor stands between an operator and its verb."""
    between = view.block.flow.folded[start:end]
    return any(mark in between for mark in fold("、而但卻並且的"))


def factuality_at(view: View, trigger: Trigger | None) -> Factuality:
    """Return how firmly the clause tells the trigger's act."""
    operators = [(o.start, o.classes, o.word) for o in view.operators]
    if trigger is not None:
        if negated_at(view, trigger):
            return Factuality.NEGATED
        operators = [row for row in operators if row[0] < trigger.start]
    classes = {name for _, names, _ in operators for name in names}
    if "conditional" in classes:
        return Factuality.CONDITIONAL
    if "possible" in classes:
        return Factuality.POSSIBLE
    if "past" in classes:
        return Factuality.ACTUAL
    if "future" in classes:
        return Factuality.PLANNED
    return Factuality.ACTUAL
