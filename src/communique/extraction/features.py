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

from communique.extraction.views import Party, View
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


_LONGEST = 41  # characters of a clause from which on its length tells no more
_LENGTHS = tuple("length:" + next((str(n) for n in (5, 9, 15, 25, 40) if at <= n), "99") for at in range(_LONGEST + 1))
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
    triggers = view.triggers
    verb = next((t.frame for t in triggers if not t.frame.noun and t.frame.kind != "assessment"), None)
    head, head_kind = (verb.id, verb.kind) if verb else ("none", "none")
    last = triggers[-1].frame if triggers else None
    lent = [*_of_kinds(head, frozenset([trigger.frame.kind for trigger in triggers])), *_of_mode(mode, genre)]
    if last is not None and triggers[-1].end >= view.end - 1:
        lent += _of_end(last.kind, last.id)
        if not view.last_in_sentence and last.complement != "none":
            lent.append(f"leads:{last.kind}")
    found = [*lent, *_of_block(view.block.block.role, genre), *_of_head(head, head_kind, mode, genre)]
    for trigger in triggers:
        found += _of_frame(trigger.frame.id)
    if last is not None:
        found.append(f"last:{last.id}")
    for operator in view.operators:
        found += _of_classes("op", operator.classes)
    if view.operators and view.operators[0].start <= view.start + 1:
        found += _of_classes("opens", view.operators[0].classes)
    _governance(view, found, head_kind)
    _shape(view, found)
    return set(found), set(lent)


def pairs_of(view: View) -> set[str]:
    """Return the pairs of neighbouring characters in a clause, each once."""
    folded = view.folded
    return set(map(add, folded, folded[1:]))


# The features of one state of affairs go together, and the states are few: each set of names is built once.


@cache
def _of_kinds(head: str, kinds: frozenset[str]) -> tuple[str, ...]:
    return f"head:{head}", "kinds:" + "+".join(sorted(kind[0] for kind in kinds))


@cache
def _of_block(role: str, genre: str) -> tuple[str, ...]:
    return "bias", f"genre:{genre}", f"block:{role}"


@cache
def _of_classes(how: str, classes: frozenset[str]) -> tuple[str, ...]:
    return tuple(f"{how}:{name}" for name in classes)


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
    if view.own_words:
        return "own_words"
    if view.speaker and view.index_in_sentence:
        return "reported"
    return "sourced" if view.sources else "none"


def _speaker(party: Party) -> str:
    """Return what kind of speaker a clause has: scholars judge, governments take stands."""
    return f"speaker:{'unnamed' if party.id.startswith('doc:') else party.kind}"


def _governance(view: View, found: list[str], head: str) -> None:
    governor = view.governor.frame.id if view.governor else "none"
    found.extend(_of_governor(view.subject_how, head, governor, view.governor_how))
    if view.subject:
        found.append(f"subjectkind:{view.subject[0].kind}")
        found.append("subjects:" + str(min(len(view.subject), 3)))
    if view.speaker:
        found.append(_speaker(view.speaker[0]))
    if view.reference:
        found.append(f"reference:{view.reference}")
    if view.others:
        found.append("others")
    if view.meeting:
        found.append("in_meeting")


def _shape(view: View, found: list[str]) -> None:
    folded = view.folded
    length = len(folded)
    found.append(_LENGTHS[min(length, _LONGEST)])
    found.append("place:" + ("first" if not view.index_in_sentence else "last" if view.last_in_sentence else "mid"))
    if view.index_in_sentence == 0 and view.last_in_sentence:
        found.append("whole_sentence")
    if view.clause.mark in ":：":
        found.append("ends_with_colon")
    if view.clause.mark in "?？":
        found.append("ends_with_question")
    if view.times:
        found.append("time")
        if sum(t.end - t.start for t in view.times) >= length - 3:
            found.append("only_time")
    if view.quantities:
        found.append("quantity")
    if not view.triggers:
        found.append("no_trigger")
    if not view.mentions:
        found.append("no_mention")
    for name, pattern in (("copula", _COPULA), ("deictic", _DEICTIC), ("question", _QUESTION), ("modal", _MODAL)):
        if pattern.search(folded):
            found.append(name)
    for kind in {m.kind for m in view.mentions if not m.is_actor}:
        found.append(f"names:{kind}")
    if folded.endswith(_ADVERBIAL):
        found.append("adverbial_end")
