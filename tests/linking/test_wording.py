"""Wordings compared clause by clause, and how strong they are."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.linking import Change, Clause, align, clauses, marks, of_claims, strength, warnings
from communique.packs import Pack

from .making import Doc, Tier, position


def rank(text: str, scale: str, pack: Pack) -> float:
    return next((s.rank for s in strength(text, pack) if s.scale == scale), 0.0)


@pytest.mark.parametrize(
    ("scale", "texts"),
    [
        ("objection", ["重視此事", "對此關切", "對此嚴重關切", "反對此舉", "強烈反對此舉", "譴責此舉", "強烈譴責此舉"]),
        ("objection", ["take note of it", "we are concerned", "oppose any attempt", "condemn the attack"]),
        ("objection", ["注視事態", "懸念を表明", "反対する", "強く非難する"]),
        ("support", ["期待合作", "歡迎合作", "支持合作", "承諾合作", "堅定支持合作"]),
        ("duty", ["研議設立", "討論設立", "計畫設立", "同意設立", "決定設立", "必須設立"]),
        ("appeal", ["鼓勵對話", "呼籲對話", "敦促對話", "要求對話", "警告對方"]),
    ],
)
def test_the_scales_go_up(pack: Pack, scale: str, texts: list[str]) -> None:
    ranks = [rank(text, scale, pack) for text in texts]
    assert all(one < other for one, other in pairwise(ranks)), ranks


def test_simplified_characters_stand_on_the_same_scale(pack: Pack) -> None:
    assert rank("强烈反对任何片面改变现状", "objection", pack) == rank("強烈反對任何片面改變現狀", "objection", pack)


def test_modifiers_raise_and_lower_by_half_a_step(pack: Pack) -> None:
    plain = rank("支持合作", "support", pack)
    assert rank("可能支持合作", "support", pack) == plain - 0.5
    assert rank("完全支持合作", "support", pack) == plain + 0.5
    assert strength("天氣很好", pack) == []


@pytest.mark.parametrize("word", ["disconcerting", "notes"])
def test_a_latin_word_counts_only_whole(pack: Pack, word: str) -> None:
    assert rank(f"the {word} here", "objection", pack) == 0


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("重視台海和平與穩定", "重視台海和平與穩定。", Change.SAME),
        ("反對以武力片面改變現狀", "强烈反对以武力片面改变现状", Change.STRONGER),
        ("強烈反對以武力片面改變現狀", "關切以武力片面改變現狀", Change.WEAKER),
        ("強調台灣海峽和平穩定的重要性", "強調維護台灣海峽和平穩定的重要性", Change.REWORDED),
        ("雙方研議共同生產飛彈", "雙方決定共同生產飛彈", Change.STRONGER),
    ],
)
def test_two_clauses(pack: Pack, before: str, after: str, expected: Change) -> None:
    (pair,) = align([Clause(before)], [Clause(after)], pack)
    assert pair.change is expected
    assert bool(pair.why) == (expected in {Change.STRONGER, Change.WEAKER})


def test_new_and_dropped_clauses_stand_where_they_stood(pack: Pack) -> None:
    before = clauses("雙方強調同盟的重要性，關切東海局勢，同意加強太空合作。")
    after = clauses("雙方強調同盟的重要性，同意加強太空合作，並歡迎新的經濟對話。")
    assert [p.change for p in align(before, after, pack)] == [Change.SAME, Change.DROPPED, Change.SAME, Change.NEW]


def test_a_common_topic_brings_clauses_together(pack: Pack) -> None:
    keys = ("taiwan-strait-peace-and-stability",)
    one = position("台海和平不可或缺", "affirm", who=("jpn",), keys=keys)
    other = position("致力維護海峽的和平", "support", "b", who=("jpn",), keys=keys)
    (pair,) = align(of_claims([one]), of_claims([other]), pack)
    assert pair.change is not Change.NEW
    assert len(align([Clause("台海和平不可或缺")], [Clause("致力維護海峽的和平")], pack)) == 2


def test_clauses_have_their_places() -> None:
    text = "第一句話，第二句話；是。\n\n又一段 of words, and more words. End\n"
    found = clauses(text)
    assert [c.text for c in found] == [text[c.start : c.end] for c in found]
    assert [c.text for c in found][:2] == ["第一句話", "第二句話"]
    assert [c.text for c in clauses("支出一千,並增加1,000人")] == ["支出一千", "並增加1,000人"]
    assert clauses("") == [] and clauses("，，。") == []


def test_different_tiers_are_warned_of() -> None:
    official, report = Doc("a", tier=Tier.OFFICIAL), Doc("b", tier=Tier.REPORT)
    assert warnings(official, official) == [] and warnings(None, report) == []
    (warning,) = warnings(official, report)
    assert "official" in warning and "report" in warning


@settings(max_examples=80, deadline=None)
@given(st.text("反對支持，。合作台海a B\n", max_size=60), st.text("反對强烈關切，。合作台海", max_size=60))
def test_every_clause_is_accounted_for_once(pack: Pack, one: str, other: str) -> None:
    before, after = clauses(one), clauses(other)
    pairs = align(before, after, pack)
    assert sorted(p.before.start for p in pairs if p.before) == [c.start for c in before]
    assert [p.after.start for p in pairs if p.after] == [c.start for c in after]
    assert all(
        p.change is Change.SAME for p in align(before, before, pack) if len({c.text for c in before}) == len(before)
    )
    left, right = marks(one, other)
    assert "".join(run for run, _ in left) == one and "".join(run for run, _ in right) == other
