"""Whose a line of work is: the states that the register gives it, and whether a claim's parties can undertake it.

A row of words can fit what other states do as well: Korean money for American yards is no Japanese investment. So a
claim that does not call an entry by a name of its own belongs to it only where its parties fit the entry's.
"""

from __future__ import annotations

import re

from ahocorasick_rs import AhoCorasick, MatchKind

from communique.model import Claim, Commitment, Event, Role
from communique.packs import Entry, Pack
from communique.text import fold

__all__ = ["parties_fit", "states_of"]

_BINDING = frozenset({"has_member", "has_party", "implemented_by"})
_SHORTEST = 5  # letters of a name that says plainly what is meant
_NAMES: dict[str, tuple[re.Pattern[str], dict[str, str]]] = {}
_CHINESE: dict[str, tuple[AhoCorasick, list[str]]] = {}
_OF: dict[tuple[str, str], frozenset[str]] = {}


def parties_fit(claim: Claim, entry: Entry, pack: Pack) -> bool:
    """Say whether the parties of an undertaking or an event are those of a line of work, or some of them, or more.

    Stances, figures and judgements may be anybody's; so may what is said of a thing called by its name.
    """
    if not isinstance(claim, Commitment | Event):
        return True
    theirs = states_of(entry, pack)
    acting = frozenset(a.country.lower() for a in claim.actors if a.country and a.role is not Role.TARGET)
    if not theirs or not acting or (entry.type == "topic" and len(theirs) == 1):
        return True  # what is done about one state may be done by any
    folded = fold(claim.quote)
    every = acting.union((a.country.lower() for a in claim.actors if a.country), _named(folded, pack))
    if acting <= theirs or theirs <= every:
        return True
    return any(len(name) >= _SHORTEST and fold(name) in folded for name in entry.all_names())


def states_of(entry: Entry, pack: Pack) -> frozenset[str]:
    """Return the register ids of the states an entry belongs to: by its relations, its names and its definition."""
    found = _OF.get((pack.digest, entry.id))
    if found is None:
        pattern, names = _names(pack)
        texts = (*entry.names.get("hant", ()), *entry.names.get("en", ()), entry.definition or "")
        named = {names[match.group()] for text in texts for match in pattern.finditer(text)}
        bound = {_state(r.target, pack) for r in pack.register.relations(entry.id) if r.type in _BINDING}
        own = {entry.country.lower()} if entry.country else set()
        found = _OF[pack.digest, entry.id] = frozenset((named | bound | own) - {""})
    return found


def _named(folded: str, pack: Pack) -> frozenset[str]:
    """Return the states that a folded text in Chinese names, themselves or by their people."""
    automaton, states = _chinese_names(pack)
    return frozenset(states[index] for index, _, _ in automaton.find_matches_as_indexes(folded))


def _chinese_names(pack: Pack) -> tuple[AhoCorasick, list[str]]:
    """Return an automaton of the names in Chinese, longest first, and which state each stands for.

    Every claim is scanned, for which a pattern of thousands of alternatives is far too slow.
    """
    found = _CHINESE.get(pack.digest)
    if found is None:
        names = {name: state for name, state in _names(pack)[1].items() if not name.isascii()}
        automaton = AhoCorasick(list(names), matchkind=MatchKind.LeftmostLongest)
        found = _CHINESE[pack.digest] = (automaton, list(names.values()))
    return found


def _state(key: str, pack: Pack) -> str:
    entry = pack.register.get(key)
    return (entry.country or "").lower() if entry is not None else ""


def _names(pack: Pack) -> tuple[re.Pattern[str], dict[str, str]]:
    """Return a pattern of the names of all states and of their people, and which state each stands for.

    Latin names count as whole words; those in Chinese are there a second time as they are folded.
    """
    found = _NAMES.get(pack.digest)
    if found is None:
        names: dict[str, str] = {}
        for entry in pack.register.of_type("state", "territory", "person"):
            for name in (*entry.names.get("hant", ()), *entry.names.get("en", ()), *entry.short):
                if len(name) > 1 and entry.country:
                    names.setdefault(name, entry.country.lower())
                    if not name.isascii():
                        names.setdefault(fold(name), entry.country.lower())
        ordered = sorted(names, key=lambda name: (-len(name), name))
        words = [rf"(?<!\w){re.escape(n)}(?!\w)" if n.isascii() else re.escape(n) for n in ordered]
        found = _NAMES[pack.digest] = (re.compile("|".join(words) or r"(?!)"), names)
    return found
