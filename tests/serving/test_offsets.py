"""UTF-16 offsets, as JavaScript counts them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.serving.offsets import Utf16

TEXTS = st.text(alphabet=st.sampled_from("aあ中𠮷😀\n"), max_size=40)


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(TEXTS, st.data())
def test_units_are_those_of_utf_16(text, data):
    point = data.draw(st.integers(0, len(text)))
    assert Utf16(text).units(point) == units(text[:point])


@given(TEXTS, st.data())
def test_back_again(text, data):
    point = data.draw(st.integers(0, len(text)))
    both = Utf16(text)
    assert both.points(both.units(point)) == point


@pytest.mark.parametrize(("text", "unit", "point"), [("𠮷野家", 1, 0), ("中𠮷", 2, 1), ("𠮷𠮷", 3, 1), ("abc", 2, 2)])
def test_inside_a_pair_is_its_beginning(text, unit, point):
    assert Utf16(text).points(unit) == point
