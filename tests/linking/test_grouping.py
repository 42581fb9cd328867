"""Grouping: one claim stands for all that read alike, and the threads are those that comparing each with each gives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.linking import Feature, features_of, keys_of, link, link_block
from communique.linking import grouping as joining
from communique.linking.likeness import shared_run
from communique.linking.matches import conflict, match
from communique.model import Claim
from communique.packs import Pack

from .making import assessment, docs, event, figure, position

DOCUMENTS = docs(("a", "2025-03-31"), ("b", "2025-04-02"), ("c", ""))
WORDS = (
    "強調將持續深化安全合作並擴大能源合作",
    "強調將持續深化安全合作並擴大海洋合作",
    "強調將持續擴大安全合作",
    "表示反對任何片面改變區域現狀的企圖",
    "表示反對片面改變區域現狀",
    "同意",
)
MAKERS = {
    "position": lambda words, where, at, who, _: position(words, "support", where, at, who=who),
    "assessment": lambda words, where, at, who, _: assessment(words, where, at, who=who),
    "figure": lambda words, where, at, who, _: figure(
        words, len(words) % 2, "person", where, at, who=who, measure=words[:5]
    ),
    "agreement": lambda words, where, at, who, time: event(words, "agreement", where, at, who=who, time=time),
    "meeting": lambda words, where, at, who, time: event(words, "meeting", where, at, who=who, time=time),
}
TOLD = st.tuples(
    st.sampled_from(sorted(MAKERS)),
    st.sampled_from(WORDS),
    st.sampled_from(sorted(DOCUMENTS)),
    st.sampled_from([(), ("jpn",), ("usa",), ("jpn", "usa")]),
    st.sampled_from([None, "2025-03-30", "2025-03-31", "2025-03-10"]),
)


def each_with_each(features: Sequence[Feature]) -> set[frozenset[str]]:
    """Return the groups of claims as comparing all pairs of a block finds them, the best first."""
    group = {f.claim.id: {f.claim.id} for f in features}
    by_id = {f.claim.id: f for f in features}
    ordered = sorted(features, key=lambda f: f.order)
    pairs = []
    for i, one in enumerate(ordered):
        for other in ordered[i + 1 :]:
            fits = match(one, other) if set(one.blocks) & set(other.blocks) else None
            if fits is not None:
                pairs.append((-fits[0], one.claim.id, other.claim.id))
    for _, one, other in sorted(pairs):
        left, right = group[one], group[other]
        if left is right or any(conflict(by_id[a], by_id[b]) for a in left for b in right):
            continue
        left |= right
        group.update(dict.fromkeys(right, left))
    return {frozenset(some) for some in group.values()}


@settings(max_examples=150, deadline=None)
@given(rows=st.lists(TOLD, max_size=24))
def test_the_threads_are_those_of_comparing_each_with_each(rows: list, pack: Pack) -> None:
    by_document: dict[str, list[Claim]] = defaultdict(list)
    for at, (what, words, where, who, time) in enumerate(rows):
        by_document[where].append(MAKERS[what](words, where, at * 40, who, time))
    claims = [claim for some in by_document.values() for claim in some]
    features = [f for key, some in by_document.items() for f in features_of(some, DOCUMENTS[key], pack)]
    assert all(feature.line is None for feature in features)
    assert {frozenset(t.claims) for t in link(claims, DOCUMENTS, pack)} == each_with_each(features)


@settings(max_examples=150, deadline=None)
@given(rows=st.lists(st.tuples(TOLD, st.integers(0, 4)), max_size=24))
def test_a_document_added_alone_finds_the_whole_of_its_threads(rows: list, pack: Pack) -> None:
    by_document: dict[str, list[Claim]] = defaultdict(list)
    for at, ((what, words, where, who, time), again) in enumerate(rows):
        told = MAKERS[what](words, where, at * 40, who, time)
        first = next((c for c in by_document[where] if again == 0 and c.kind == told.kind), None)
        by_document[where].append(told if first is None else replace(told, repeat_of=first.id))
    features = {key: features_of(some, DOCUMENTS[key], pack) for key, some in by_document.items()}
    stands: dict[str, list[Feature]] = defaultdict(list)
    for some in features.values():
        keys = keys_of(some)
        for feature in some:
            for key in keys[feature.claim.id]:
                stands[key].append(feature)
    whole = {thread.id: thread for thread in link([c for some in by_document.values() for c in some], DOCUMENTS, pack)}
    for own in features.values():
        made = link_block(own, lambda keys: [f for key in keys for f in stands[key]], pack)
        assert {f.claim.id for f in own} <= {key for thread in made for key in thread.claims}
        assert [whole.get(thread.id) for thread in made] == made


def test_what_is_told_a_thousand_times_is_compared_once(pack: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    told = [
        position(words, "support", "a", (2 * n + i) * 40, who=("jpn",))
        for n in range(500)
        for i, words in enumerate(WORDS[:2])
    ]
    asked = []

    def counted(one: Feature, other: Feature) -> tuple[float, str] | None:
        asked.append(one)
        return match(one, other)

    monkeypatch.setattr(joining, "match", counted)
    assert len(link(told, DOCUMENTS, pack)) == 1
    assert len(asked) < 2 * len(told)


@pytest.mark.parametrize(
    ("one", "other", "run"),
    [
        ("擴大安全合作", "深化安全合作", "安全合作"),
        ("一致同意", "一致同意", "一致同意"),
        ("abXcd", "cdYab", "ab"),
        ("国防", "國防部", "国防"),
        ("甲", "乙", ""),
        ("", "乙", ""),
    ],
)
def test_the_longest_run_that_two_texts_share_stands_as_in_the_first(one: str, other: str, run: str) -> None:
    assert shared_run(one, other) == run
