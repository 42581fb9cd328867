"""How firmly a clause says something: a chain of operators, from the outer verb inward.

Every word that bears on the act is taken from the inside out, and turns the reading of what stands below it:
已部署 is a fact, 未部署 a negation, 要求部署 leaves it open, 否認將部署 is a denial, 沒有排除部署的可能 a possibility.
An operator's scope ends with its clause, with a relative clause that it stands in (未部署的飛彈將參加), and for
negations at the next coordinate predicate (拒絕撤回並批評).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from communique.extraction.frames import Trigger
from communique.extraction.modality import Hit, Mood, hits
from communique.extraction.views import View
from communique.model import Factuality
from communique.text import fold, fold_pattern

__all__ = ["factuality_at", "negated_at"]

_RENOUNCES = "commit.renounce"  # the frame whose words hold their own negation (永不稱霸)
_NEGATIVE = frozenset({Mood.NEG, Mood.REFUSE, Mood.STOP, Mood.PREVENT, Mood.DENY})
# Verbs that only carry another: a negation before them reaches the act (沒有參加演習, 不會繼續部署).
_LIGHT = frozenset(
    fold(
        "進行 舉行 召開 舉辦 參加 出席 參與 展開 開展 實施 執行 提供 提出 發表 接受 使用 發動 採取 繼續 持續 共同 "
        "進一步 恢復 開始 重新 派遣 派出 出動 動用 加強 再次 再度 單方面 完成 達成 下令 前往 赴 簽署 能夠"
    ).split()
)
_PLAN = re.compile(fold_pattern("(?:[^,，的]{0,10}的)?(?:計[畫劃]|方案|打算|意圖|設想|構想|安排|意願|可行性)"))
_CHANCE = re.compile(fold_pattern("[^,，的]{0,12}(?:的可能|可能性)"))
_MAYBE = re.compile(
    fold_pattern("與否|[^,，]{0,10}的(?:傳聞|傳言|謠言)|[^,，]{0,12}可能性?(?:不大|不高|極低|很低|很大|極高|很高|仍在)")
)
_UNTRUE = (
    "不屬實|不實|不符事實|與事實不符|純屬|子虛烏有|並非事實|不是事實|非事實|無稽之談|"
    "毫無根據|沒有根據|是假的|是假消息|是謠言"
)
_FALSE = re.compile(fold_pattern(_UNTRUE))
_OPEN = re.compile(
    fold_pattern(
        "未定$|尚未決定|仍未決定|仍待|有待|尚待|懸而未決|言之過早|為時過早|為時尚早|存疑|成疑|未知數|不得而知|"
        "尚不清楚|還不清楚|未有定論|沒有定論"
    )
)
# Predicates of an act that is named by a noun: 會談將於明年舉行, 演習已取消.
_HELD = re.compile(
    fold_pattern(
        "舉行|召開|開成|進行|展開|開始|登場|達成|簽署|成行|生效|實現|落幕|結束|完成|啟動|落實|成真|發生|"
        "取消|告吹|流產|擱置|中止|暫停|推遲|延期|延後"
    )
)
_CALLED_OFF = frozenset(fold("取消 告吹 流產 擱置 中止 暫停").split())
_UNDOES = re.compile("|".join((fold_pattern(_UNTRUE), *sorted(_CALLED_OFF))))
_PUT_OFF = frozenset(fold("推遲 延期 延後").split())
_CONDITION = re.compile(
    fold_pattern("如果|(?<![堅宛倘假般])若(?!干|林|望)|倘若|假如|假使|假若|要是|萬一|一旦|除非|倘(?!若)")
)
_RESULT = re.compile(fold_pattern("就|將|會|便|則|才|可能|恐|必|勢|不得不|只能|只好"))
_last: tuple[View, list[Hit]] | None = None
_DASH = re.compile("[—–―─]|--")
_PERFECT = re.compile(fold_pattern("了(?![解結斷如])|過(?![去程渡境半度於時期來])"))
# Operators that are verbs of their own and carry what stands before them inward.
_CARRIERS = frozenset(
    {Mood.AGREE, Mood.INTEND, Mood.WISH, Mood.UNDER, Mood.HEDGE, Mood.FACT}
    | {Mood.DENY, Mood.REFUSE, Mood.STOP, Mood.PREVENT}
)


@dataclass(slots=True)
class _Reading:
    """What a chain has made of an act so far, from the inside out."""

    mode: Factuality = Factuality.ACTUAL
    settled: bool = False  # said to have happened: plans around it no longer turn it
    positive: bool = True
    last: Mood | None = None

    def turn(self, mood: Mood) -> None:
        """Put one more operator around the reading."""
        if mood is Mood.PAST:
            self.settled = True
        elif mood in {Mood.FUTURE, Mood.INTEND, Mood.AGREE}:
            if not self.settled and self.mode is Factuality.ACTUAL:
                self.mode = Factuality.PLANNED
        elif mood in {Mood.HEDGE, Mood.UNDER, Mood.WISH}:
            self.mode = Factuality.POSSIBLE
        elif mood is Mood.IF:
            self.mode = Factuality.CONDITIONAL
        elif mood in _NEGATIVE:
            self._negate(mood)
        self.last = mood

    def _negate(self, mood: Mood) -> None:
        if mood is Mood.DENY:
            if self.last is Mood.REFUSE:
                self.mode = Factuality.POSSIBLE
            else:
                self.mode, self.positive = Factuality.ACTUAL, not self.positive
        elif self.last in {Mood.UNDER, Mood.HEDGE, Mood.DENY, Mood.REFUSE, Mood.PREVENT, Mood.FACT}:
            self.mode = Factuality.POSSIBLE  # not asked for, not denied, not confirmed: it stays open
        elif self.last is Mood.WISH:
            self.mode, self.positive = Factuality.ACTUAL, False  # not even thought of
        elif self.last in {Mood.INTEND, Mood.AGREE}:
            self.positive = False
        else:
            self.positive = not self.positive

    def result(self) -> Factuality:
        """Return the reading as a factuality."""
        if self.mode in {Factuality.CONDITIONAL, Factuality.POSSIBLE}:
            return self.mode
        return self.mode if self.positive else Factuality.NEGATED


def negated_at(view: View, trigger: Trigger) -> bool:
    """Say whether a trigger's act is told as not done; two negations cancel out.

    A verb of undertaking counts as negated too where what it undertakes is (將不會部署, 承諾不使用).
    """
    turned = _may_negate(view, trigger)
    negated = turned and _read(view, trigger).result() is Factuality.NEGATED and not _conditional(view)
    frame = trigger.frame
    if frame.id == _RENOUNCES:
        return not negated
    if frame.kind == "commitment" and (frame.complement == "inherits" or frame.id == "commit.will"):
        return negated or _renounces(view, trigger)
    return negated


def _may_negate(view: View, trigger: Trigger) -> bool:
    """Say whether anything in the clause could make a trigger's act one not done: most clauses hold no such word."""
    if any(hit.mood in _NEGATIVE or hit.start < trigger.start < hit.end for hit in _all_hits(view)):
        return True
    return _UNDOES.search(view.block.flow.folded, trigger.end, view.end) is not None


def factuality_at(view: View, trigger: Trigger | None) -> Factuality:
    """Return how firmly the clause tells the trigger's act; without a trigger, how firmly it tells anything."""
    if trigger is None:
        return _overall(_all_hits(view))
    reading = _read(view, trigger)
    if not reading.settled and _conditional(view):
        return Factuality.CONDITIONAL
    return reading.result()


def _read(view: View, trigger: Trigger) -> _Reading:
    """Take a trigger's operators from the inside out."""
    found = _all_hits(view)
    reading = _Reading()
    if trigger.end < view.end or trigger.frame.kind == "event":
        for mood in _within(view, trigger, [h for h in found if h.start >= trigger.start]):
            reading.turn(mood)
    before = [h for h in found if h.end <= trigger.start]
    if any(h.start < trigger.start < h.end for h in found):  # 不支持 around 支持: without it, 不 is a word again
        before = _hits(view, view.start, trigger.start)
    for hit in reversed(before):
        if _reaches(view, hit, trigger.start, before):
            reading.turn(hit.mood)
    return reading


def _conditional(view: View) -> bool:
    return view.block.flow.folded.endswith("的话", view.start, view.end) or _follows_condition(view)


def _all_hits(view: View) -> list[Hit]:
    """Return the operators of a clause; the clause last asked for is kept, since its acts are read in turn."""
    global _last
    if _last is None or _last[0] is not view:
        _last = (view, _hits(view, view.start, view.end))
    return _last[1]


def _hits(view: View, start: int, end: int) -> list[Hit]:
    return hits(view.block.flow.folded, start, end, view.mentions, (*view.operators, *view.triggers))


def _overall(found: list[Hit]) -> Factuality:
    moods = {hit.mood for hit in found}
    if Mood.IF in moods:
        return Factuality.CONDITIONAL
    if Mood.HEDGE in moods:
        return Factuality.POSSIBLE
    if Mood.PAST in moods:
        return Factuality.ACTUAL
    return Factuality.PLANNED if moods & {Mood.FUTURE, Mood.INTEND} else Factuality.ACTUAL


def _within(view: View, trigger: Trigger, found: list[Hit]) -> list[Mood]:
    """Return the operators behind the act and in the trigger's own words, the innermost first."""
    folded = view.block.flow.folded
    tail = folded[trigger.end : view.end]
    moods: list[Mood] = []
    if trigger.frame.kind == "event":
        moods += [h.mood for h in found if h.end < trigger.end and h.mood is Mood.NEG]  # 未出席 is one word of the pack
    if _PERFECT.match(tail):
        moods.append(Mood.PAST)
    if _PLAN.match(tail):
        moods.append(Mood.INTEND)
    if _CHANCE.match(tail):
        moods.append(Mood.WISH)  # no chance is no, a chance is a perhaps: as with plans
    if _MAYBE.match(tail) or _OPEN.search(tail):
        moods.append(Mood.HEDGE)
    if _FALSE.search(tail):
        moods.append(Mood.DENY)
    moods += _predicate(view, trigger, tail, found)
    return moods


def _predicate(view: View, trigger: Trigger, tail: str, found: list[Hit]) -> list[Mood]:
    """Return what is said of an act named by a noun: the operators before its predicate, and the predicate's own."""
    held = _HELD.search(tail, 0, 24)
    if held is None or "的" in tail[: held.start()]:
        return []
    left, right = trigger.end, trigger.end + held.start()
    verbs = [t for t in view.triggers if not t.frame.noun and t.frame.kind in {"event", "position"}]
    if any(left <= t.start and t.end <= right for t in verbs):
        return []
    between = [h.mood for h in reversed(found) if left <= h.start and h.end <= right]
    moods: list[Mood] = [mood for mood in between if mood not in {Mood.AND, Mood.BUT, Mood.STOP}]
    if held.group() in _CALLED_OFF:
        moods.insert(0, Mood.STOP)
    elif held.group() in _PUT_OFF:
        moods.insert(0, Mood.FUTURE)
    return moods


def _reaches(view: View, hit: Hit, goal: int, found: list[Hit]) -> bool:
    """Say whether an operator's scope reaches from where it stands to ``goal``."""
    if hit.mood in {Mood.AND, Mood.BUT}:
        return False
    within = [t for t in view.triggers if hit.end <= t.start and t.end <= goal]
    verbs = [t for t in within if not t.frame.noun and t.frame.kind != "assessment"]
    operators = [h for h in found if hit.end <= h.start and h.end <= goal]
    if _DASH.search(view.block.flow.folded, hit.end, goal):
        return False
    first = min([t.end for t in verbs] + [h.end for h in operators if h.mood in _CARRIERS], default=goal)
    folded = view.block.flow.folded
    relative = folded.find("的", first, goal)
    if relative >= 0 and hit.mood is not Mood.IF and folded[relative : relative + 2] != "的话":
        return False
    ends = {Mood.BUT, Mood.AND} if hit.mood in _NEGATIVE or hit.mood is Mood.PAST else {Mood.BUT}
    later = [h for h in operators if h.start >= first]
    if any(h.mood in ends for h in later):
        return False
    joined = next((h.start for h in later if h.mood is Mood.AND), -1)
    if joined >= 0 and any(h.mood is Mood.PAST and h.start >= joined for h in later):
        return False
    if hit.mood is Mood.PAST:
        heavy = any(folded[t.start : t.end] not in _LIGHT for t in verbs)
        return not heavy and not any(h.mood in _CARRIERS for h in operators)
    if hit.mood in _NEGATIVE:
        return not _caught(view, hit, verbs, operators)
    return True


def _caught(view: View, hit: Hit, verbs: list[Trigger], operators: list[Hit]) -> bool:
    """Say whether another predicate stands between a negation and the act and takes the negation for itself."""
    folded = view.block.flow.folded
    covered = {i for h in operators for i in range(h.start, h.end) if h.mood in _CARRIERS or h.mood in _NEGATIVE}
    if any(h.mood in _CARRIERS for h in operators):
        return False  # the operator in between carries it inward
    for verb in verbs:
        if verb.start in covered or folded[verb.start : verb.end] in _LIGHT:
            continue
        if hit.mood is Mood.NEG or verb.frame.kind in {"attribution", "position"}:
            return True
    return False


def _renounces(view: View, trigger: Trigger) -> bool:
    """Say whether what a verb of undertaking governs is negated before it has a verb of its own."""
    for hit in _hits(view, trigger.start + 1, view.end):
        if hit.mood is not Mood.NEG:
            if hit.mood in _CARRIERS:
                return False
            continue
        between = [t for t in view.triggers if trigger.end <= t.start < hit.start and not t.frame.noun]
        return all(t.frame.id == "commit.will" for t in between)
    return False


def _follows_condition(view: View) -> bool:
    """Say whether the clause before, in the same sentence, sets a condition for this one."""
    clauses = view.block.segments.clauses
    at = bisect_left(clauses, view.clause.start, key=lambda c: c.start)
    if not 0 < at < len(clauses):
        return False
    before = clauses[at - 1]
    if before.sentence != view.clause.sentence or before.quote != view.clause.quote:
        return False
    folded = view.block.flow.folded
    opens = _CONDITION.search(folded, before.start, min(before.end, before.start + 12))
    if opens is None and not folded.endswith("的话", before.start, before.end):
        return False
    return _RESULT.search(folded, view.start, view.end) is not None
