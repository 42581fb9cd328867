"""Names in Chinese text: who and what is spoken of, each a span on the text.

Two scans give the raw material: one automaton over every name of the register (leftmost-longest), one pattern for
one-character state names in the company that makes them names (美日韓, 訪菲, 對華, 駐日, 中方). Then neighbours are put
together: state + office + person is one actor, a title teaches a name nobody listed, a Latin gloss or a 又譯 list
teaches an alias.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

import ahocorasick_rs

from communique.language.zh.name_lists import listed_names
from communique.language.zh.name_shapes import (
    AFTER,
    AFTER_WORDS,
    ALSO,
    BEFORE,
    BETWEEN_LENGTH,
    COMMON,
    LATIN_GLOSS,
    MARKS,
    NOT_AFTER,
    NOT_BEFORE,
    PAIRS,
    SAID_NAME,
    SIDES,
    bare_names,
    in_word,
    latin,
    meaning,
    name_length,
    touch,
)
from communique.packs import ACTOR_TYPES, Pack, Register
from communique.text import fold, fold_name

__all__ = ["Mention", "NameFinder"]


class Mention(NamedTuple):
    """A span that names something: register ids (several for a pair such as 美日), type, and how it was found.

    ``kind`` is the entry's type, ``states`` for a run of one-character names, ``short`` while a short form waits for
    support. ``person`` with an id ``doc:…`` is known from this document only. ``aliases`` are forms taught here.
    """

    start: int
    end: int
    kind: str
    ids: tuple[str, ...]
    surface: str
    aliases: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Return the first (usually only) id."""
        return self.ids[0]

    @property
    def is_actor(self) -> bool:
        """Say whether the mention names something that can act."""
        return self.kind in ACTOR_TYPES or self.kind == "states"


_START = itemgetter(0)
_SHORTENED = frozenset(("office", "body", "short"))
_SIDE = fold("方")
_MILITARY = fold("軍事")
_WHOLE_STATES = frozenset(fold("國本洲灣"))


_TAKEN = "\0"


def _without(folded: str, mentions: list[Mention]) -> str:
    """Return a copy of the same length in which ``_TAKEN`` stands for the characters of mentions, given in order."""
    pieces: list[str] = []
    at = 0
    for start, end, *_ in mentions:
        if end > at:
            if start > at:
                pieces.append(folded[at:start])
                at = start
            pieces.append(_TAKEN * (end - at))
            at = end
    pieces.append(folded[at:])
    return "".join(pieces)


class NameFinder:
    """Finds the names of a pack in folded text. Build once; ``find`` keeps no state between documents."""

    def __init__(self, pack: Pack) -> None:
        register = pack.register
        self.register: Register = register
        words = listed_names(pack)
        self._patterns = sorted(words)
        self._automaton = ahocorasick_rs.AhoCorasick(self._patterns, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
        self._single = {fold(c): e.id for e in register.of_type("state", "territory", "organisation") for c in e.single}
        self._by_country: dict[tuple[str, str], str] = {}
        for entry in register.of_type("office", "body"):
            if entry.country:
                for name in entry.short:
                    self._by_country.setdefault((entry.country, fold(name)), entry.id)
        self._types = {entry.id: entry.type for entry in register}
        meanings = [meaning(words[pattern], self._types) for pattern in self._patterns]
        each = {meant: meant for meant in meanings}
        self._payload = [each[meant] for meant in meanings]  # names that mean the same share what they mean
        whole = dict(zip(self._patterns, self._payload, strict=True))
        armies = [(i, pattern[:-1]) for i, pattern in enumerate(self._patterns) if pattern.endswith(_MILITARY[0])]
        self._of_army = {i: whole[name] for i, name in armies if whole.get(name) is not None}
        self._latin = [latin(pattern[0]) or latin(pattern[-1]) for pattern in self._patterns]
        self._country = {entry.id: entry.country for entry in register}
        chars = "".join(self._single)
        self._runs = re.compile(rf"[{chars}](?:[、·]?[{chars}])*") if chars else None
        self._titles = frozenset(map(fold, pack.words.get("titles", ("總統",))))
        self._title_scan = ahocorasick_rs.AhoCorasick(
            sorted(self._titles), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
        )
        self._after_word = re.compile("|".join(fold(word) for word in AFTER_WORDS if len(word) > 1))
        self._after = frozenset(fold(AFTER)).union(fold(word) for word in AFTER_WORDS if len(word) == 1)
        self._before = frozenset(fold(BEFORE))
        self._alone = self._before | {"", " "} | MARKS
        self._common = frozenset(fold(COMMON))
        self._pairs = frozenset(fold(PAIRS).split())
        self._not_after = {fold(k): frozenset(fold(v)) for k, v in NOT_AFTER.items()}
        self._not_before = {fold(k): frozenset(fold(v)) for k, v in NOT_BEFORE.items()}

    def find(self, folded: str, text: str) -> list[Mention]:
        """Return the mentions of one folded text, in order, without overlap, neighbours put together."""
        return self.find_all([(folded, text)])[0]

    def find_all(self, texts: list[tuple[str, str]]) -> list[list[Mention]]:
        """Return the mentions of a document's blocks (folded text, text).

        A surname stands for whoever the document names in full anywhere; a title in one block teaches a name to all.
        """
        scans = [self._with_singles(self._scan(folded, text), folded, text) for folded, text in texts]
        known = self._named_in_full(scans)
        found = [self._joined(scan, folded, text, known) for scan, (folded, text) in zip(scans, texts, strict=True)]
        learned: dict[str, Mention] = {}
        titled = [
            self._titled(mentions, folded, text, learned) for mentions, (folded, text) in zip(found, texts, strict=True)
        ]
        if not learned:
            return titled
        people = list(learned.values())
        names = ahocorasick_rs.AhoCorasick([fold(person.surface) for person in people])
        return [
            self._again(mentions, names, people, folded, text)
            for mentions, (folded, text) in zip(titled, texts, strict=True)
        ]

    def _named_in_full(self, scans: list[list[Mention]]) -> dict[str, str]:
        """Return the short forms of the people that a document names in full; None of two who share one."""
        known: dict[str, str] = {}
        people = {m.id for scan in scans for m in scan if m.kind == "person"}
        for scan in scans:  # an office before a surname names in full, too: 美國國防部長奧斯汀
            for one, other in pairwise(scan):
                if one.kind == "office" and other.kind == "short" and other.start == one.end:
                    holders = {h.person for key in other.ids for h in self.register.offices(key) if h.office == one.id}
                    people |= holders if len(holders) == 1 else set()
        for key in sorted(people):
            for form in self._forms(key):
                known[form] = "" if known.get(form, key) != key else key
        return {form: key for form, key in known.items() if key}

    def _scan(self, folded: str, text: str) -> list[Mention]:
        found: list[Mention] = []
        for index, start, end in self._automaton.find_matches_as_indexes(folded):
            meant = self._payload[index]
            if index in self._of_army and folded.startswith(_MILITARY, end - 1):  # 中國軍事擴張 tells of 中國
                meant, end = self._of_army[index], end - 1
            if meant is not None and not (self._latin[index] and in_word(folded, start, end)):
                found.append(Mention(start, end, *meant, text[start:end]))
        return found

    def _with_singles(self, mentions: list[Mention], folded: str, text: str) -> list[Mention]:
        if self._runs is None:
            return mentions
        mentions = [
            m
            for before, m in zip((None, *mentions), mentions, strict=False)
            if m.kind not in _SHORTENED or (before and before.end == m.start) or not self._splits_run(m, folded)
        ]
        runs = [self._run(folded, text, *match.span()) for match in self._runs.finditer(_without(folded, mentions))]
        extra = [run for run in runs if run is not None]
        return sorted([*mentions, *extra], key=_START) if extra else mentions

    def _splits_run(self, mention: Mention, folded: str) -> bool:
        """Say whether an abbreviation (美外長) takes its letter out of a run of states (日美外長)."""
        start = mention.start
        return (
            start > 0
            and folded[start] in self._common
            and folded[start - 1] in self._common
            and folded[start + 1 : start + 2] not in _WHOLE_STATES
            and folded[start - 2 : start - 1] not in self._not_before.get(folded[start - 1], ())
        )

    def _run(self, folded: str, text: str, start: int, end: int) -> Mention | None:
        """Decide on a run of one-character state names: two or more are names, one needs company."""
        before, after = folded[start - 1 : start], folded[end : end + 1]
        if end - start == 1 and folded[start] not in self._common and after not in SIDES:
            return None
        while end > start and before and before in self._not_before.get(folded[start], ()):
            start, before = start + 1, folded[start]
            while start < end and folded[start] not in self._single:
                start += 1
        while end > start and after and self._goes_on(folded, end):
            end, after = end - 1, folded[end - 1]
            while end > start and folded[end - 1] not in self._single:
                end -= 1
        if end <= start:
            return None
        letters = [c for c in folded[start:end] if c in self._single]
        if (
            not self._common.issuperset(letters)
            and "".join(letters) not in self._pairs
            and not (len(letters) == 1 and after in SIDES and before in self._alone)
        ):
            return None
        keys = tuple([self._single[c] for c in letters])
        if len(keys) > 1:
            return Mention(start, end, "states", keys, text[start:end]) if len(set(keys)) == len(keys) else None
        if before in self._before or after in self._after or self._after_word.match(folded, end):
            stop = end + 1 if after == _SIDE else end
            return Mention(start, stop, self._types[keys[0]], keys, text[start:stop])
        return None

    def _goes_on(self, folded: str, end: int) -> bool:
        """Say whether a run's last letter is part of a word that goes on behind it (其中間, 日前)."""
        return folded[end] in self._not_after.get(folded[end - 1], ()) and not self._after_word.match(folded, end)

    def _joined(self, mentions: list[Mention], folded: str, text: str, known: dict[str, str]) -> list[Mention]:
        """Put neighbours together and learn names from titles and glosses."""
        out: list[Mention] = []
        context: str | None = None
        for mention in mentions:
            if out and mention.start < out[-1].end:
                continue
            near = out and mention.start - out[-1].end <= BETWEEN_LENGTH
            previous = out[-1] if near and touch(folded, out[-1].end, mention.start) else None
            if mention.kind == "short":
                resolved = self._supported(mention, previous, context, known)
                if resolved is None:
                    continue
                mention = resolved
            if mention.kind in {"state", "territory"}:
                context = self._country.get(mention.id) or context
            if mention.kind == "person":
                mention = self._glossed(mention, text)
            if previous is not None and self._called(previous, mention):
                out[-1] = previous._replace(end=mention.end, surface=text[previous.start : mention.end])
            elif previous is not None and self._apposed(previous, mention):
                out[-1] = mention._replace(start=previous.start, surface=text[previous.start : mention.end])
            else:
                out.append(mention)
        return out

    def _forms(self, key: str) -> tuple[str, ...]:
        entry = self.register.get(key)
        return tuple(fold(name) for name in entry.short) if entry else ()

    def _supported(
        self, mention: Mention, previous: Mention | None, context: str | None, known: dict[str, str]
    ) -> Mention | None:
        """Resolve a short form: a surname of somebody named before, an office or body of a state named beside it."""
        form = fold(mention.surface)
        if known.get(form) in mention.ids:
            return mention._replace(kind="person", ids=(known[form],))
        country = None
        if previous is not None and previous.kind in {"state", "territory", "states"}:
            country = self._country.get(previous.ids[-1])
            if previous.kind == "states" or len(previous.ids) > 1:
                country = None
        key = self._by_country.get((country, form)) if country else None
        if key is None and previous is not None and previous.kind == "office":
            people = [one for one in mention.ids if self._types[one] == "person"]
            holders = {h.person for one in people for h in self.register.offices(one) if h.office == previous.id}
            if len(holders) == 1:
                return mention._replace(kind="person", ids=(holders.pop(),))
            same = [one for one in people if self._country[one] == self._country[previous.id]]
            if len(same) == 1:
                return mention._replace(kind="person", ids=(same[0],))
        if key is None and context:
            key = self._by_country.get((context, form))
        if key is None:
            return None
        return mention._replace(kind=self._types[key], ids=(key,))

    @staticmethod
    def _called(one: Mention, other: Mention) -> bool:
        """Say whether a title follows a name as a form of address: 中谷防衛大臣, 馬勒斯副總理."""
        return one.kind == "person" and other.kind == "office" and one.end == other.start

    def _apposed(self, one: Mention, other: Mention) -> bool:
        """Say whether two neighbours are one actor: state + its body or office, office + person, body + office."""
        if len(one.ids) > 1 or one.kind not in {"state", "territory", "body", "office", "organisation"}:
            return False
        if other.kind not in {"body", "office", "person", "organisation", "company", "think_tank", "media"}:
            return False
        if one.kind == "office" and other.kind != "person":
            return False
        if other.id.startswith("doc:"):
            return True
        same = self._country.get(one.id) == self._country.get(other.id)
        return same or self._country.get(one.id) is None

    def _glossed(self, mention: Mention, text: str) -> Mention:
        """Take a Latin gloss or a list of other renderings behind a name into its aliases."""
        if not text.startswith(("(", "（"), mention.end):
            return mention
        match = LATIN_GLOSS.match(text, mention.end)
        if not match:
            return mention
        also = [a.strip() for a in ALSO.split(match.group(2) or "") if a.strip()]
        return mention._replace(end=match.end(), aliases=(*mention.aliases, match.group(1).strip(), *also))

    def _titled(self, mentions: list[Mention], folded: str, text: str, learned: dict[str, Mention]) -> list[Mention]:
        """Find people nobody listed: a title followed by a name, or a name followed by a Latin gloss."""
        taken = bytearray()
        extra: list[Mention] = []
        for titled, start, end in self._unlisted(folded):
            if not taken:
                taken = bytearray(len(folded))
                for mention in mentions:
                    taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
            name = text[start:end]
            key = fold_name(name)
            if key and not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                also = (text[titled:end],) if titled < start else ()
                mention = self._glossed(Mention(start, end, "person", ("doc:" + key,), name, also), text)
                learned.setdefault(mention.id, mention)
                extra.append(mention)
        if not extra:
            return mentions
        merged = sorted([*mentions, *extra], key=_START)
        out: list[Mention] = []
        for mention in merged:
            title_end = mention.start
            previous = out[-1] if out else None
            if (
                mention.id.startswith("doc:")
                and previous is not None
                and previous.kind in {"office", "body", "state", "organisation"}
                and len(previous.ids) == 1
                and folded[previous.end : title_end] in self._titles
            ) or (
                mention.id.startswith("doc:")
                and previous is not None
                and previous.kind == "office"
                and previous.end == mention.start
            ):
                names = (mention.surface, *mention.aliases)
                whole = text[previous.start : mention.end]
                out[-1] = mention._replace(start=previous.start, surface=whole, aliases=names)
            else:
                out.append(mention)
        return out

    def _unlisted(self, folded: str) -> Iterator[tuple[int, int, int]]:
        """Yield where names may stand that nobody listed: those behind titles first, then those that stand alone.

        Each as (start of its title or its own, start, end).
        """
        for _, title, at in self._title_scan.find_matches_as_indexes(folded):
            if at >= len(folded):
                continue
            length = name_length(folded, at)
            if not length and (said := SAID_NAME.match(folded, at)):
                length = said.end() - at
            if length:
                yield title, at, at + length
        for start, end in bare_names(folded):
            yield start, start, end

    def _again(
        self, mentions: list[Mention], names: ahocorasick_rs.AhoCorasick, people: list[Mention], folded: str, text: str
    ) -> list[Mention]:
        """Find learned names again where they stand without a title."""
        found = names.find_matches_as_indexes(folded, overlapping=True)
        if not found:
            return mentions
        free = _without(folded, mentions)
        extra: list[Mention] = []
        for number, start, end in sorted(found):
            again = extra and extra[-1].ids == people[number].ids and start < extra[-1].end  # it runs into itself
            if not again and free[start:end] == folded[start:end]:
                extra.append(Mention(start, end, "person", people[number].ids, text[start:end], people[number].aliases))
        return sorted([*mentions, *extra], key=_START) if extra else mentions
