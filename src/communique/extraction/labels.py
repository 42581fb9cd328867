"""Labels of claims: what line of work, topic or measure a clause speaks of, by the register, else by its own words."""

from __future__ import annotations

from bisect import bisect_right
from operator import itemgetter

from communique.extraction.frames import Trigger
from communique.extraction.views import View
from communique.packs import Pack
from communique.packs.matching import key_matcher

__all__ = ["action_of", "key_of", "label_of"]

_THINGS = frozenset(
    {
        "mechanism",
        "programme",
        "policy",
        "document",
        "exercise",
        "weapon",
        "place",
        "topic",
        "measure",
        "event_series",
        "event",
    }
)


_END = itemgetter(2)


def key_of(view: View, pack: Pack) -> tuple[str, ...]:
    """Return the register ids of the things a clause speaks of: named ones first, then those its terms match."""
    if view.keys is None:
        named = [key for m in view.mentions if m.kind in _THINGS for key in m.ids]
        matcher, block = key_matcher(pack), view.block
        if block.terms is None:
            block.terms = matcher.scan(block.flow.folded)
        hits = block.terms
        inside = hits[bisect_right(hits, view.start, key=_END) : bisect_right(hits, view.end, key=_END)]
        own = [hit for hit in inside if hit[1] >= view.start]
        view.keys = tuple(dict.fromkeys((*named, *matcher.keys(own))))
    return view.keys


def label_of(pack: Pack, keys: tuple[str, ...], types: tuple[str, ...], view: View) -> str:
    """Return the English name of the first key of a wanted type, else the clause's last noun phrase."""
    for kind in types:
        for key in keys:
            entry = pack.register.get(key)
            if entry is not None and entry.type == kind:
                return entry.display("en")
    return head_phrase(view)


def head_phrase(view: View) -> str:
    """Return the words behind the clause's last verb, or the whole clause where there is none: its own label."""
    verbs = [t for t in view.triggers if not t.frame.noun and t.end < view.end - 2]
    start = verbs[-1].end if verbs else view.start
    return view.block.flow.text[start : view.end].strip(" 了的")[:24]


def action_of(view: View, trigger: Trigger | None) -> str:
    """Return the words of what is undertaken: the clause from its governing verb on."""
    start = trigger.start if trigger is not None else view.start
    return view.block.flow.text[start : view.end].strip()
