"""Proof that a pack keeps its promises; what `communique pack check` runs.

The rules, by the name each fault carries:

``syntax``, ``schema``
    The file is YAML (or JSON) of the right shape; dates are dates and in order, frames fit their kinds.
``order``, ``duplicate``
    Entries stand sorted by id within a file (frames stand in the order in which they are tried); an id, a list of
    words, a Wikidata item, a host, a relation, and a form within a script of an entry stand once, and a name is no
    short form.
``alias``
    A full name leads to one entry. Short forms may be shared (the text decides), and a capital's name may be a place
    and speak for a state, body or organisation; nothing else. A full name that is the short form of something else is
    read as the full name, and no fault.
``length``
    A full name or metonym has two characters at least; ``single`` holds single characters, and each belongs to one
    entry.
``definition``
    Things that are not actors, places or weapons say in a sentence what they are.
``term``
    Terms of an office do not overlap, unless it is plural; on the day of handing over two people may hold it, and a
    year or month that two terms share is no overlap.
``dangling``
    Every id that is spoken of exists, and is of the right type.
``relation``
    Nothing is related to itself; ``part_of`` and ``under`` make no circle; no relation is written from both ends.
``match``
    A row of terms is more than one single character.
``trigger``
    A frame has triggers, each once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from communique.model import Interval
from communique.packs.loader import pack_folder
from communique.packs.register import SCRIPTS
from communique.packs.schema import EntryRow, HolderRow
from communique.packs.sources import Fault, Sources, read_sources
from communique.text import fold, fold_name

__all__ = ["Fault", "check_pack"]

_DEFINED = frozenset({"mechanism", "programme", "policy", "document", "exercise", "topic", "measure", "event_series"})
_SPEAKS_FOR = frozenset({"state", "territory", "body", "organisation"})
_COUNTRIES = frozenset({"state", "territory"})
_ABOVE = ("part_of", "under")


def check_pack(folder: str | Path) -> list[Fault]:
    """Return every fault of a pack, by file and entry; an empty list for a sound one.

    Raises ``PackError`` where the folder is no pack.
    """
    sources = read_sources(pack_folder(str(folder)))
    found = [*sources.faults]
    for rule in (_order, _forms, _aliases, _definitions, _terms, _dangling, _relations, _matches, _frames):
        found.extend(rule(sources))
    return sorted(set(found))


def _order(sources: Sources) -> Iterator[Fault]:
    for rows in (sources.entries, sources.frames):
        first: dict[str, str] = {}
        for file, row in rows:
            if row.id in first:
                yield Fault(file, row.id, "duplicate", f"this id stands in {first[row.id]} already")
            first.setdefault(row.id, file)
    for (file, entry), (next_file, next_entry) in pairwise(sources.entries):
        if file == next_file and entry.id > next_entry.id:
            yield Fault(file, next_entry.id, "order", f"stands after {entry.id}; entries are sorted by id")
    items: dict[str, str] = {}
    hosts: dict[str, str] = {}
    for file, entry in sources.entries:
        if entry.wikidata and items.setdefault(entry.wikidata, entry.id) != entry.id:
            yield Fault(file, entry.id, "duplicate", f"{entry.wikidata} is {items[entry.wikidata]} already")
        for host in entry.hosts:
            if hosts.setdefault(host, entry.id) != entry.id or entry.hosts.count(host) > 1:
                yield Fault(file, entry.id, "duplicate", f"the host {host} stands at {hosts[host]} already")


def _names(row: EntryRow) -> list[str]:
    return [name for script in SCRIPTS for name in getattr(row.names, script)]


def _forms(sources: Sources) -> Iterator[Fault]:
    singles: dict[str, str] = {}
    for file, row in sources.entries:
        lists = {script: getattr(row.names, script) for script in SCRIPTS}
        lists |= {"short": row.short, "metonyms": row.metonyms, "single": row.single}
        for title, forms in lists.items():
            for form, number in Counter(forms).items():
                if number > 1:
                    yield Fault(file, row.id, "duplicate", f"{form} stands {number} times in `{title}`")
        full = set(map(fold, _names(row)))
        for form in (form for form in (*row.short, *row.metonyms) if fold(form) in full):
            yield Fault(file, row.id, "duplicate", f"{form} is a name already; it is no short form or metonym as well")
        for form in (*_names(row), *row.metonyms):
            if len(fold_name(form)) < 2:
                yield Fault(file, row.id, "length", f"{form!r} is too short for a name; make it a short form")
        for form in row.single:
            if len(form) != 1:
                yield Fault(file, row.id, "length", f"{form!r} in `single` is not one character")
            elif singles.setdefault(fold(form), row.id) != row.id:
                yield Fault(file, row.id, "alias", f"the single character {form} is {singles[fold(form)]} already")


def _aliases(sources: Sources) -> Iterator[Fault]:
    owners: dict[str, dict[str, tuple[str, EntryRow, str, bool]]] = defaultdict(dict)
    for file, row in sources.entries:
        for form in _names(row):
            owners[fold_name(form)].setdefault(row.id, (file, row, form, False))
        for form in row.metonyms:
            owners[fold_name(form)].setdefault(row.id, (file, row, form, True))
    for rows in owners.values():
        kept: list[tuple[str, EntryRow, str, bool]] = []
        for one in rows.values():
            for other in kept:
                if not _may_share(one, other):
                    what = f"{one[2]} is a name of {other[1].id} ({other[0]}) as well"
                    yield Fault(one[0], one[1].id, "alias", what)
            kept.append(one)


def _may_share(one: tuple[str, EntryRow, str, bool], other: tuple[str, EntryRow, str, bool]) -> bool:
    """Say whether two entries may have one form: what speaks for an actor, and the place or body of that name."""
    for (_, row, _, metonym), (_, named, _, also) in ((one, other), (other, one)):
        if metonym and row.type in _SPEAKS_FOR and (also or named.type in {"place", "body"}):
            return True
    return False


def _definitions(sources: Sources) -> Iterator[Fault]:
    for file, row in sources.entries:
        if row.type in _DEFINED and not (row.definition or "").strip():
            yield Fault(file, row.id, "definition", f"a {row.type} says in a sentence what it is")


def _terms(sources: Sources) -> Iterator[Fault]:
    for file, row in sources.entries:
        if row.plural:
            continue
        if row.type != "office" and row.holders:
            yield Fault(file, row.id, "term", f"a {row.type} has no holders, only an office has")
        for one, other in pairwise(row.holders):
            if other.since is None:
                yield Fault(file, row.id, "term", f"{other.person} follows {one.person}, so its `from` must be given")
            elif one.until is None:
                yield Fault(file, row.id, "term", f"{one.person} has no `until`, though {other.person} follows")
            elif _last(other.since) < _first(one.until):
                yield Fault(file, row.id, "term", f"{_term(one)} and {_term(other)} overlap")


def _first(text: str) -> str:
    return Interval.parse(text).as_list()[0] or ""


def _last(text: str) -> str:
    return Interval.parse(text).as_list()[1] or ""


def _term(holder: HolderRow) -> str:
    return f"{holder.person} ({holder.since or '..'} to {holder.until or '..'})"


def _dangling(sources: Sources) -> Iterator[Fault]:
    types = {row.id: row.type for _, row in sources.entries}
    countries = {row.country for _, row in sources.entries if row.type in _COUNTRIES}
    for file, row in sources.entries:
        for field, key in _references(row):
            if key not in types:
                yield Fault(file, row.id, "dangling", f"{field}: there is no {key}")
        for holder in row.holders:
            if types.get(holder.person, "person") != "person":
                yield Fault(
                    file, row.id, "dangling", f"holders: {holder.person} is a {types[holder.person]}, no person"
                )
        if row.country and row.country not in countries and row.country.lower() not in types:
            yield Fault(file, row.id, "dangling", f"country: no state or territory is {row.country}")


def _references(row: EntryRow) -> Iterator[tuple[str, str]]:
    for field in ("of", "part_of"):
        if key := getattr(row, field):
            yield field, key
    for holder in row.holders:
        yield "holders", holder.person
    for relation in row.relations:
        yield f"relations: {relation.type}", relation.to or relation.by or ""


def _relations(sources: Sources) -> Iterator[Fault]:
    written: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    above: dict[str, dict[str, list[str]]] = {kind: defaultdict(list) for kind in _ABOVE}
    files = {row.id: file for file, row in sources.entries}
    for file, row in sources.entries:
        for kind, source, target in _edges(row):
            if source == target:
                yield Fault(file, row.id, "relation", f"{kind} of itself")
                continue
            if kind in above:
                above[kind][source].append(target)
            ends = tuple(sorted((source, target))) if kind == "counterpart_of" else (source, target)
            written[kind, ends[0], ends[1]].append(row.id)
    for (kind, source, target), by in written.items():
        if len(set(by)) > 1:
            who = " and ".join(dict.fromkeys(by))
            yield Fault(
                files[by[-1]], by[-1], "duplicate", f"{source} {kind} {target} is written in {who}; once is enough"
            )
    for kind, targets in above.items():
        for circle in _circles(targets):
            what = f"a circle of {kind}: {' → '.join(circle)}"
            yield Fault(files.get(circle[0], ""), circle[0], "relation", what)


def _edges(row: EntryRow) -> Iterator[tuple[str, str, str]]:
    if row.part_of:
        yield "part_of", row.id, row.part_of
    if row.of and row.of != row.part_of:
        yield "part_of", row.id, row.of
    for relation in row.relations:
        source, target = (row.id, relation.to) if relation.to else (relation.by or "", row.id)
        yield relation.type, source, target


def _circles(targets: dict[str, list[str]]) -> Iterator[list[str]]:
    """Yield each circle once, from its smallest id."""
    for start in sorted(targets):
        path, waiting, seen = {start: ""}, [start], {start}
        while waiting:
            at = waiting.pop()
            for target in targets.get(at, ()):
                if target == start:
                    circle = [at]
                    while path[circle[-1]]:
                        circle.append(path[circle[-1]])
                    if min(circle) == start:
                        yield [*reversed(circle), start]
                elif target not in seen:
                    seen.add(target)
                    path[target] = at
                    waiting.append(target)


def _matches(sources: Sources) -> Iterator[Fault]:
    for file, row in sources.entries:
        for terms in row.match:
            if len(terms) == 1 and any(len(form.strip()) < 2 for form in terms[0].split("|")):
                yield Fault(file, row.id, "match", f"the row {terms} holds wherever one character stands")
        for again, number in Counter(map(tuple, row.match)).items():
            if number > 1:
                yield Fault(file, row.id, "match", f"the row {list(again)} stands {number} times")


def _frames(sources: Sources) -> Iterator[Fault]:
    for file, frame in sources.frames:
        for word, number in Counter(map(fold, frame.triggers)).items():
            if number > 1:
                yield Fault(file, frame.id, "trigger", f"{word} (folded) stands {number} times")


def summary(faults: Iterable[Fault]) -> str:
    """Return how many faults of which rules there are: ``3 faults (alias 2, term 1)``."""
    counts = Counter(fault.rule for fault in faults)
    total = sum(counts.values())
    parts = ", ".join(f"{rule} {number}" for rule, number in sorted(counts.items()))
    return f"{total} fault{'' if total == 1 else 's'} ({parts})" if total else "no faults"
