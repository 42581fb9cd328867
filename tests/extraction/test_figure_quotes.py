"""The words shown with a figure: never a name, a day or a number cut in two."""

from dataclasses import replace
from datetime import date

import pytest

from communique.extraction import extract
from communique.model import Figure
from communique.packs import load_pack
from communique.reading import read_bytes


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("日本將防衛費提升至GDP 2%的進程將從2027年提前。", "提升至GDP 2%的進程將從"),
        ("海警船在尖閣諸島周邊領海停留長達92小時。", "停留長達92小時"),
    ],
)
def test_the_words_around_a_figure_are_whole(text, quote):
    document = replace(read_bytes(text.encode(), path="x.txt"), published=date(2025, 4, 1))
    (figure,) = [c for c in extract(document, load_pack()) if isinstance(c, Figure)]
    assert figure.quote == quote
