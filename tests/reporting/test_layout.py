import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.reporting.layout import columns, fit, pad, unit_text, width, wrap

TEXT = st.text(st.sampled_from("統合軍司令部、。，ab cd-12…é　한"), max_size=60)


@pytest.mark.parametrize(("text", "columns"), [("abc", 3), ("統合軍", 6), ("ｶﾅ", 2), ("é", 1), ("", 0), ("a\x1bb", 2)])
def test_width(text, columns):
    assert width(text) == columns


@given(TEXT, st.integers(2, 30))
def test_fit_and_pad_keep_to_their_width(text, columns):
    assert width(fit(text, columns)) <= columns
    assert width(pad(text, columns)) == columns
    assert fit(text, columns) == text or fit(text, columns).endswith("…")


@given(TEXT, st.integers(2, 30))
def test_wrap_keeps_to_its_width_and_loses_nothing(text, columns):
    lines = wrap(text, columns)
    assert all(width(line) <= columns and line == line.strip() for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_wrap_does_not_break_words_nor_begin_a_line_with_a_stop():
    assert wrap("駐日美軍 Joint Force Headquarters", 14) == ["駐日美軍 Joint", "Force", "Headquarters"]
    assert wrap("美日同盟。會談", 8) == ["美日同", "盟。會談"]
    assert wrap("統合軍司令部成立之後", 8, limit=2) == ["統合軍司", "令部成…"]


def test_columns_stand_side_by_side():
    assert columns([["甲"], ["b", "c"]], [["統合", "軍"], ["x"]], 4) == [
        "甲   │ b",
        "     │ c",
        "─────┼─────",
        "統合 │ x",
        "軍   │",
    ]


@pytest.mark.parametrize(
    ("unit", "shown"),
    [("percent_gdp", "% of GDP"), ("percent", "%"), ("nautical_mile", "nautical mile")],
)
def test_units_are_readable(unit, shown):
    assert unit_text(unit) == shown
