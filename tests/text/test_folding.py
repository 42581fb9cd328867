"""Folding: the same length, idempotent, both scripts meet; the table is the one opencc gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.text import fold, fold_name, fold_pattern, to_simplified
from communique.text.folding import table
from tests.text import make_folding


@given(st.text())
def test_length_offsets_and_idempotence(text):
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("沖縄", "沖繩"),
        ("裏", "裡"),
        ("裡", "里"),
        ("臺灣", "台湾"),
        ("防衛省", "防卫省"),
        ("併購", "并购"),
        ("情緒", "情绪"),
        ("硫黃島", "硫黄岛"),
        ("濱田", "浜田"),
        ("広島", "廣島"),
        ("ＦＯＩＰ", "foip"),
        ("“特朗普”", "「特朗普」"),
        ("贝拉米·韦恩", "貝拉米‧韋恩"),
        ("１２３", "123"),
    ],
)
def test_scripts_and_variants_meet(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("予", "豫"), ("並", "竝"), ("，", ","), ("欠", "缺")])
def test_kept_apart(one, other):
    assert fold(one) != fold(other)


@pytest.mark.parametrize("text", ["a𠮷野家🇯🇵中", "👩‍👩‍👧‍👦會談", "𠮷𠮷"])
def test_characters_outside_the_basic_plane_keep_offsets(text):
    assert len(fold(text)) == len(text)
    assert fold(text).index(fold(text[-1])) == text.index(text[-1])


def test_names_and_patterns():
    assert fold_name("George W.Bush") == fold_name("George W. Bush")
    assert fold_pattern("(?P<two>雙方)") == "(?P<two>双方)"
    assert to_simplified("國務卿Blinken") == "国务卿Blinken"


def test_table_is_closed_and_one_to_one_in_length():
    assert all(len(form) == 1 and fold(form) == form for form in table().values())


def test_table_is_the_one_the_dictionaries_give():
    assert make_folding.render() == (make_folding.TARGET).read_text(encoding="utf-8")
