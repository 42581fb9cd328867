"""What a clause shows, as named features: the evidence on which kinds are decided.

A feature is a short string (``head:commit.agree``, ``mode:speech``). The weights beside the pack say how much each
counts for each kind; ``docs/extraction.md`` explains how they were fitted. Nothing here looks at whole words
of one text: features are frames, function-word classes, the state of discourse, and character pairs (``g:…``) that
several texts share.
"""

from __future__ import annotations

import re
from functools import cache
from operator import add

from communique.extraction.views import View
from communique.text import fold, fold_pattern

__all__ = ["clause_features", "genre_of", "pairs_of"]

_COPULA = re.compile(fold_pattern("是(?!否)|為(?!了|何|止|期|首|此)|成為|屬於|等於|堪稱"))
_DEICTIC = re.compile(fold_pattern("這|此舉|此話|此次|該|其|那|上述"))
_QUESTION = re.compile(fold_pattern("[?？]|是否|究竟|如何|為何|何以|什麼|誰|嗎|呢$"))
_COMMENTARY = re.compile(
    fold_pattern(
        "筆者|本文|眾所周知|平心而論|換言之|換句話說|其實|顯然|無庸|毋庸|可見|可想而知|不得不說|總而言之|值得注意|由此|恐怕|究竟|畢竟|無疑|彷彿|宛如|編按"
    )
)
_MODAL = re.compile(fold_pattern("必須|應該|應當|應(?![對變用急邀聲])|不得|務必|需要|須|理應|不應|不該|得以"))
_TITLE_END = re.compile(fold_pattern("[》」]$"))


_ADVERBIAL = tuple(fold("後 時 上 中 下 之際 以來 期間").split())


def genre_of(text_folded: str, tier: str) -> str:
    """Return ``commentary``, ``official`` or ``report``, from the tier and from how the text argues."""
    if tier in {"official", "official_translation"}:
        return "official"
    if tier == "commentary":
        return "commentary"
    per_thousand = 1000 * len(_COMMENTARY.findall(text_folded)) / max(400, len(text_folded))
    return "commentary" if per_thousand >= 2.0 else "report"


def clause_features(view: View, genre: str) -> tuple[set[str], set[str]]:
    """Return the features of a clause, and those of them that it lends to its neighbours."""
    mode = _mode(view)
    verbs = [t for t in view.triggers if not t.frame.noun and t.frame.kind != "assessment"]
    head, head_kind = (verbs[0].frame.id, verbs[0].frame.kind) if verbs else ("none", "none")
    last = view.triggers[-1].frame if view.triggers else None
    kinds = frozenset([trigger.frame.kind for trigger in view.triggers])
    lent = {f"head:{head}", _of_kinds(kinds), *_of_mode(mode, genre)}
    if last is not None and view.triggers[-1].end >= view.end - 1:
        lent.update(_of_end(last.kind, last.id))
        if not view.last_in_sentence and last.complement != "none":
            lent.add(f"leads:{last.kind}")
    found = {"bias", f"genre:{genre}", f"block:{view.block.block.role.value}", *lent}
    found.update(_of_head(head, head_kind, mode, genre))
    for trigger in view.triggers:
        found.update(_of_frame(trigger.frame.id))
    if last is not None:
        found.add(f"last:{last.id}")
    classes = {name for operator in view.operators for name in operator.classes}
    found.update([f"op:{name}" for name in classes])
    if view.operators and view.operators[0].start <= view.start + 1:
        found.update([f"opens:{name}" for name in view.operators[0].classes])
    _governance(view, found, head_kind)
    _shape(view, found)
    return found, lent


def pairs_of(view: View) -> set[str]:
    """Return the pairs of neighbouring characters in a clause, each once."""
    folded = view.folded
    return set(map(add, folded, folded[1:]))


# The features of one state of affairs go together, and the states are few: each set of names is built once.


@cache
def _of_kinds(kinds: frozenset[str]) -> str:
    return "kinds:" + "+".join(sorted(kind[0] for kind in kinds))


@cache
def _of_mode(mode: str, genre: str) -> tuple[str, ...]:
    return f"mode:{mode}", f"mode:{mode}|genre:{genre}"


@cache
def _of_end(kind: str, frame: str) -> tuple[str, ...]:
    return f"final:{kind}", f"final:{frame}"


@cache
def _of_head(frame: str, kind: str, mode: str, genre: str) -> tuple[str, ...]:
    return f"headfamily:{_family(frame)}", f"headkind:{kind}|mode:{mode}", f"headkind:{kind}|genre:{genre}"


@cache
def _of_frame(frame: str) -> tuple[str, ...]:
    return f"has:{frame}", f"family:{_family(frame)}"


@cache
def _of_governor(subject: str, head: str, governor: str, how: str) -> tuple[str, ...]:
    return f"subject:{subject}", f"subject:{subject}|head:{head}", f"gov:{governor}:{how}", f"gov:{how}|head:{head}"


def _family(frame: str) -> str:
    """Return a frame's family: ``stance.condemn`` for ``stance.condemn-strong``."""
    return frame.partition("-")[0]


def _mode(view: View) -> str:
    if view.clause.quote >= 0:
        return "speech"
    if view.in_voice:
        return "voice"
    if view.speaker and view.index_in_sentence:
        return "reported"
    return "sourced" if view.sources else "none"


def _governance(view: View, found: set[str], head: str) -> None:
    governor = view.governor.frame.id if view.governor else "none"
    found.update(_of_governor(view.subject_how, head, governor, view.governor_how))
    if view.subject:
        found.add(f"subjectkind:{view.subject[0].kind}")
        found.add("subjects:" + str(min(len(view.subject), 3)))
    if view.reference:
        found.add(f"reference:{view.reference}")
    if view.others:
        found.add("others")
    if view.meeting:
        found.add("in_meeting")


def _shape(view: View, found: set[str]) -> None:
    folded = view.folded
    length = len(folded)
    found.add(
        "length:"
        + (
            "5"
            if length <= 5
            else "9"
            if length <= 9
            else "15"
            if length <= 15
            else "25"
            if length <= 25
            else "40"
            if length <= 40
            else "99"
        )
    )
    found.add("place:" + ("first" if not view.index_in_sentence else "last" if view.last_in_sentence else "mid"))
    if view.index_in_sentence == 0 and view.last_in_sentence:
        found.add("whole_sentence")
    if view.clause.mark in ":：":
        found.add("ends_with_colon")
    if view.clause.mark in "?？":
        found.add("ends_with_question")
    if view.times:
        found.add("time")
        if sum(t.end - t.start for t in view.times) >= length - 3:
            found.add("only_time")
    if view.quantities:
        found.add("quantity")
    if not view.triggers:
        found.add("no_trigger")
    if not view.mentions:
        found.add("no_mention")
    for name, pattern in (("copula", _COPULA), ("deictic", _DEICTIC), ("question", _QUESTION), ("modal", _MODAL)):
        if pattern.search(folded):
            found.add(name)
    for kind in {m.kind for m in view.mentions if not m.is_actor}:
        found.add(f"names:{kind}")
    if folded.endswith(_ADVERBIAL):
        found.add("adverbial_end")
