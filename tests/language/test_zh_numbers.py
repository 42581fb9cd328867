"""Chinese and mixed numerals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.language.zh.numbers import is_vague, parse_number, small_number
from communique.text import fold

VALUES = [
    ("3", 3), ("３", 3), ("35,000", 35_000), ("3.45億", 345_000_000), ("5,500億", 550_000_000_000), ("1兆", 10**12),
    ("1兆5,537億", 1_553_700_000_000), ("2 萬 6,000", 26_000), ("一百二十三", 123), ("一百零五", 105), ("兩百五", 250),
    ("三萬五", 35_000), ("一萬二", 12_000), ("三千零二十", 3020), ("二十一", 21), ("廿三", 23), ("卅", 30),
    ("壹佰貳拾", 120), ("十", 10), ("十億", 10**9), ("三萬五千億", 3.5e12), ("3萬億", 3e12), ("12億3000萬", 1.23e9),
    ("1億零500萬", 1.05e8), ("2千萬", 2e7), ("二〇二五", 2025), ("二零二四", 2024), ("一九七二", 1972), ("三點五", 3.5),
    ("一點二五億", 1.25e8), ("半", 0.5), ("三分之一", 1 / 3), ("百分之二", 0.02), ("千分之五", 0.005), ("負3", -3),
    ("二十餘", 20), ("十幾", 10), ("數十", 10), ("幾百", 100), ("上百", 100), ("上千萬", 10**7), ("7萬多", 70_000),
    ("數十萬", 100_000), ("兩三", 2), ("三四十", 30), ("十五六", 15), ("0", 0), ("零", 0),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_value(text: str, value: float) -> None:
    assert parse_number(text) == pytest.approx(value)
    assert parse_number(fold(text)) == pytest.approx(value)


@pytest.mark.parametrize(
    "text", ["", "幾", "數", "億萬富翁", "abc", "1,2", "一個", "三上", "餘", "1 2", "--", "萬歲", "3三"]
)
def test_no_number(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "vague"),
    [("二十餘", True), ("數十", True), ("上百", True), ("兩三", True), ("20", False), ("一百二", False)],
)
def test_vagueness(text: str, vague: bool) -> None:
    assert is_vague(text) is vague


def test_small_numbers_are_whole() -> None:
    assert [small_number(t) for t in ("12", "十二", "廿二", "二〇二五", "3.5", "萬", "x", "")] == [
        12, 12, 22, 2025, None, None, None, None,
    ]  # fmt: skip


@given(st.text())
def test_anything_is_read_or_refused(text: str) -> None:
    value = parse_number(text)
    assert value is None or isinstance(value, float)


@given(st.integers(0, 10**13))
def test_arabic_figures_keep_their_value(number: int) -> None:
    assert parse_number(str(number)) == parse_number(f"{number:,}") == number


@given(st.text("0123456789一二三四五六七八九十百千萬億兆零兩餘多幾數上點分之半,. "))
def test_numerals_do_not_raise(text: str) -> None:
    parse_number(text)
    is_vague(text)
