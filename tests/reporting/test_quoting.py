"""Quotes as a reader sees them."""

import pytest

from communique.reporting.layout import quoted


@pytest.mark.parametrize(
    ("quote", "seen"),
    [
        ('將於週五<a\nhref="https://x.example/1" rel="Ref">與首相舉行會談</a>', "「將於週五與首相舉行會談」"),
        ("日本將對美投\n資 1 兆美元", "「日本將對美投資 1 兆美元」"),
        ("the joint\nstatement", "「the joint statement」"),
        ("見[聲明](https://x.example/a)全文", "「見[聲明]全文」"),
        ("2 < 3 艘", "「2 < 3 艘」"),
    ],
)
def test_what_the_eye_does_not_read_is_left_out(quote, seen):
    assert quoted(quote) == seen
