"""Sentences, comma-clauses and quotations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.language.zh.clauses import segment
from communique.text import fold


def clauses(text, **options):
    folded = fold(text)
    return [text[c.start : c.end] for c in segment(folded, **options).clauses]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("雙方同意合作，並將擴大演習。各國歡迎。", ["雙方同意合作", "並將擴大演習", "各國歡迎"]),
        ("投資5,500億美元，創造就業。", ["投資5,500億美元", "創造就業"]),
        ("部長（前任，已退休）出席會議。", ["部長（前任，已退休）出席會議"]),
        ("他說：「我們反對，也不接受。」會談結束。", ["他說", "我們反對", "也不接受", "會談結束"]),
        ("成立「統合軍司令部」，由上將指揮。", ["成立「統合軍司令部」", "由上將指揮"]),
        ("他稱“絕不容忍”，雙方不歡而散。", ["他稱“絕不容忍”", "雙方不歡而散"]),
        ("第一段\n第二段", ["第一段", "第二段"]),
        ("", []),
        ("，，。", []),
    ],
)
def test_clauses(text, expected):
    assert clauses(text) == expected


def test_a_headline_divides_at_spaces():
    assert clauses("戰略重心轉移 防長首訪亞洲", spaces_divide=True) == ["戰略重心轉移", "防長首訪亞洲"]
    assert clauses("戰略重心轉移 防長首訪亞洲") == ["戰略重心轉移 防長首訪亞洲"]


def test_sentences_are_counted_and_a_dateline_is_left_out():
    text = "（甲社乙城3日電）甲訪問乙，乙歡迎。丙反對。"
    found = segment(fold(text), start=text.index("）") + 1).clauses
    assert [text[c.start : c.end] for c in found] == ["甲訪問乙", "乙歡迎", "丙反對"]
    assert [c.sentence for c in found] == [0, 0, 1]


@pytest.mark.parametrize(
    ("text", "speech"),
    [
        ("他說：「反對。」", [True]),
        ("所謂「外交勝利」並不存在。", [False]),
        ("「我們已經在所有領域展開合作，今後也將如此，不會改變方向，」他補充。", [True]),
        ("發表《聯合聲明》與「願景」。", [False]),
    ],
)
def test_speech_is_told_from_terms(text, speech):
    assert [q.speech for q in segment(fold(text)).quotes] == speech


def test_nested_quotations_keep_their_depth():
    quotes = segment(fold("他說：「將軍保證：『我們守住此地。』大家都記得。」")).quotes
    assert [(q.depth, q.speech) for q in quotes] == [(0, True), (1, True)]


@given(st.text(alphabet="甲乙丙，。：「」『』（）\n 1,a“”！？"))
def test_no_text_raises_and_spans_lie_within_it(text):
    folded = fold(text)
    found = segment(folded, spaces_divide=True)
    ends = 0
    for clause in found.clauses:
        assert ends <= clause.start < clause.end <= len(folded)
        ends = clause.end
        assert clause.quote < len(found.quotes)
    for quote in found.quotes:
        assert 0 <= quote.start <= quote.end <= len(folded)
