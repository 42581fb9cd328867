"""Which stance a clause takes: by its stance verbs, else by what it asserts, denies or hopes for."""

from __future__ import annotations

import re

from communique.extraction.frames import Trigger
from communique.extraction.views import View
from communique.model import Stance
from communique.text import fold_pattern

__all__ = ["default_stance", "negated_claim", "stance_of"]

_ORDER = ("no_position", "deny", "oppose", "condemn", "demand", "concern", "welcome", "support", "affirm")
_NEGATED = re.compile(
    fold_pattern(
        "^.{0,8}?(?:並不|并不|並非|并非|不是|不代表|不意味|沒有|没有|並無|并无|無意|无意|不針對|不針|從未|从未|絕非|不會|不涉及|與.{1,10}無關)"
    )
)
_HOPE = re.compile(fold_pattern("希望|期盼|期待|盼|樂見|寄望"))
# 認為必須, 應該升級: a view of what is needed, asked of nobody by name
_THINKS = re.compile(fold_pattern("認為|強調|主張|深信|^我們|^態勢"))
_FIRM = re.compile(fold_pattern("必須|應該|需要|有必要"))
_UPHOLD = re.compile(
    fold_pattern(
        "^(?:共同|持續|繼續|積極|堅定|應|將|並)?(?:維護|維持|確保|促進|捍衛|恪守|遵守|尊重|堅持|奉行|支持|保障)"
    )
)


def stance_of(view: View) -> tuple[Stance, Trigger | None]:
    """Return the most definite of a clause's stance verbs, ``affirm`` where it has none."""
    found = {t.frame.stance: t for t in reversed(view.triggers) if t.frame.kind == "position"}
    for stance in _ORDER:
        trigger = found.get(stance)
        if trigger is None:
            continue
        if stance == "demand" and _FIRM.search(view.folded) and _THINKS.search(view.folded):
            return Stance.AFFIRM, trigger
        if stance == "support" and _hopes_of_others(view, trigger):
            return Stance.DEMAND, trigger
        return Stance(stance), trigger
    return Stance.AFFIRM, None


def default_stance(view: View) -> Stance:
    """Return the stance of a clause that has no verb for it: a denial, support for what it upholds, or a view."""
    if negated_claim(view):
        return Stance.DENY
    return Stance.SUPPORT if _UPHOLD.search(view.folded) else Stance.AFFIRM


def negated_claim(view: View) -> bool:
    """Say whether a clause denies what it tells: 不針對第三方, 這並不代表放棄."""
    return _NEGATED.search(view.folded) is not None


def _hopes_of_others(view: View, trigger: Trigger) -> bool:
    """Say whether a hope is a demand: 希望 somebody else do something (莫斯科希望北京…)."""
    folded = view.block.flow.folded
    if not _HOPE.match(folded, trigger.start):
        return False
    return any(trigger.end <= p.start <= trigger.end + 1 for p in view.parties)
