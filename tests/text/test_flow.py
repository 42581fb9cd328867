"""Flows: what a reader sees of a block, and the way back to the document."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.model import Block, BlockRole
from communique.text import Flow


def flow_of(text, breaks=()):
    return Flow(text, Block(0, len(text), BlockRole.BODY, tuple(breaks)))


def test_a_wrapped_line_reads_on_and_leads_back():
    text = "雙方同意加強合\n\n作。"
    flow = flow_of(text, [(7, 9)])
    assert flow.text == "雙方同意加強合作。"
    start, end = flow.span(4, 8)
    assert text[start:end] == "加強合\n\n作"


def test_latin_words_keep_their_space():
    text = "Joint Force\nHeadquarters"
    assert flow_of(text, [(11, 12)]).text == "Joint Force Headquarters"


@pytest.mark.parametrize(
    ("text", "gap", "shown"),
    [
        ("of Japan.\nThe two", "\n", "of Japan. The two"),
        ("(Tokyo)\n – today", "\n ", "(Tokyo) – today"),
        ("U.S.–\nJapan", "\n", "U.S.– Japan"),
        ("美軍\nF-35", "\n", "美軍F-35"),
        ("the F-35\n戰機", "\n", "the F-35戰機"),
        ("in<b>visible", "<b>", "invisible"),
        ('read<a href="x" title="y">able', '<a href="x" title="y">', "readable"),
        ("one</p>\n<p>two", "</p>\n<p>", "one two"),
        ("co-\noperate", "-\n", "cooperate"),
        ("co\u00ad\noperate", "\u00ad\n", "cooperate"),
        ("한미\n동맹", "\n", "한미 동맹"),
    ],
)
def test_a_break_is_a_space_where_a_reader_sees_one(text, gap, shown):
    start = text.index(gap)
    assert flow_of(text, [(start, start + len(gap))]).text == shown


@given(st.text(alphabet="甲乙丙 a\n", min_size=1, max_size=40), st.data())
def test_every_flow_character_stands_where_it_says(text, data):
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
    breaks = [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False) if a < b]
    breaks = [pair for n, pair in enumerate(breaks) if n == 0 or pair[0] >= breaks[n - 1][1]]
    flow = flow_of(text, breaks)
    for index, character in enumerate(flow.text):
        at = flow.origin(index)
        assert text[at] == character or character == " "
        assert flow.index(at) <= index
