"""Threads: claims of one line of work, one event or one wording, put together; deterministic and explained.

A thread is found in two ways. Claims of one register **line** are one thread. Claims without a line are compared pair
by pair within their blocks; the best matches are taken first, and two groups are joined only where no two of their
members exclude each other. The result is a function of the set of claims, documents, decisions and the pack.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from communique.linking.decisions import DecisionLike, Ruling, rulings
from communique.linking.features import DocumentInfo, Feature, features_of
from communique.linking.grouping import Groups, join_matches
from communique.linking.naming import key_of_group, kind_of_group, title_of_group
from communique.linking.reaching import keys_of, reached, retellings
from communique.model import Claim
from communique.packs import Pack

__all__ = ["Thread", "blocks_of", "link", "link_block", "link_features", "thread_id"]


@dataclass(frozen=True, slots=True)
class Thread:
    """One line of the ledger.

    ``id`` comes from its earliest claim by (published, claim id); ``key`` is the register's id of the line of work, or
    a key derived from the earliest claim; ``claims`` are in order of publication; ``reasons`` says of each, in the
    same order, why it is here.
    """

    id: str
    kind: str
    title: str
    key: str
    claims: tuple[str, ...]
    reasons: tuple[str, ...]

    @property
    def on_a_line(self) -> bool:
        """Say whether the register knows its line of work (then there is one thread for it in a ledger)."""
        return "|" not in self.key


def link(
    claims: Iterable[Claim],
    documents: Mapping[str, DocumentInfo] | Iterable[DocumentInfo],
    pack: Pack,
    decisions: Sequence[DecisionLike] = (),
) -> list[Thread]:
    """Return the threads of all claims, ordered by their ids; every claim is on exactly one."""
    known = documents if isinstance(documents, Mapping) else {one.id: one for one in documents}
    by_document: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_document[claim.document].append(claim)
    features = [f for key in sorted(by_document) for f in features_of(by_document[key], known.get(key), pack)]
    return link_features(features, pack, decisions)


def blocks_of(claims: Sequence[Claim], document: DocumentInfo | None, pack: Pack) -> dict[str, tuple[str, ...]]:
    """Return the keys under which each claim of one document stands, by claim id.

    Claims without a common key are never compared; a ledger that keeps the keys can link documents by ``link_block``.
    """
    return keys_of(features_of(claims, document, pack))


def link_block(
    new: Sequence[Feature], members: Callable[[Sequence[str]], Iterable[Feature]], pack: Pack
) -> list[Thread]:
    """Return the threads that new claims belong to, without looking at the rest of a ledger.

    ``members`` gives the features already known that stand under some keys (``keys_of``). Keys that begin with
    ``line|`` are not asked for: a line of work is one thread, and what is returned under its key is to be added to
    what the ledger has under it. All other threads returned are whole, and the same as ``link`` finds; they replace
    those that the ledger has for any of their claims. Where a reviewer has decided about the thread of any claim
    returned, or joined or parted a line of work that is added to, all has to be linked anew.
    """
    return link_features(reached(new, members), pack)


def link_features(features: Sequence[Feature], pack: Pack, decisions: Sequence[DecisionLike] = ()) -> list[Thread]:
    """Return the threads of features that ``features_of`` made."""
    ruling = rulings([f.claim for f in features], decisions)
    features = [f for f in features if f.claim.id not in ruling.dropped]
    groups = Groups(features)
    free = [f for f in features if f.claim.id not in ruling.apart]
    _join_lines(free, groups)
    _join_repeats(free, groups)
    join_matches(free, groups)
    for one, other, reason in ruling.joined:
        groups.join(one, other)
        groups.reasons[one] = reason
    return sorted((_thread(group, groups, ruling, pack) for group in groups.members.values()), key=lambda t: t.id)


def _join_lines(features: Sequence[Feature], groups: Groups) -> None:
    first: dict[str, str] = {}
    for feature in features:
        if feature.line is not None:
            groups.join(first.setdefault(feature.line, feature.claim.id), feature.claim.id)
            groups.reasons[feature.claim.id] = feature.how


def _join_repeats(features: Sequence[Feature], groups: Groups) -> None:
    for first, other in retellings(features):
        groups.join(first.claim.id, other.claim.id)
        groups.reasons.setdefault(other.claim.id, f"tells {first.claim.id} again")


def thread_id(earliest: str) -> str:
    """Return a thread's id from that of its earliest claim (by day of publication, then by id)."""
    return sha256(f"thread|{earliest}".encode()).hexdigest()[:20]


def _thread(group: list[Feature], groups: Groups, ruling: Ruling, pack: Pack) -> Thread:
    ordered = sorted(group, key=lambda f: f.order)
    earliest = min(ordered, key=lambda f: (f.published or date.max, f.claim.id))
    ids = tuple(f.claim.id for f in ordered)
    title = ruling.title(ids)
    first = "the first of its thread"
    return Thread(
        id=thread_id(earliest.claim.id),
        kind=kind_of_group(ordered, pack),
        title=title or title_of_group(ordered, pack),
        key=key_of_group(ordered, earliest),
        claims=ids,
        reasons=tuple(ruling.reasons.get(key) or groups.reasons.get(key, first) for key in ids),
    )
