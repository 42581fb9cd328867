"""docs/reading.md names every format, collection and bound."""

from pathlib import Path

import pytest

from communique.reading import COLUMNS, MAX_BYTES, Collection, formats
from communique.reading.archives import MAX_GROWTH, MAX_MEMBERS
from communique.reading.fetching import MAX_REDIRECTS, SECONDS
from communique.reading.isolation import LIMITS

TEXT = " ".join((Path(__file__).resolve().parents[2] / "docs" / "reading.md").read_text(encoding="utf-8").split())
TYPES = [
    formats.PLAIN, formats.MARKDOWN, formats.HTML, formats.EML, formats.PDF, formats.RTF, formats.EPUB, formats.DOCX,
    formats.ODT,
]  # fmt: skip


@pytest.mark.parametrize(
    "word", [*(f"`{kind}" for kind in TYPES), *Collection, *(f"`{c}" for c in COLUMNS if c != "text")]
)
def test_it_is_named(word):
    assert word in TEXT


def test_bounds_are_as_said():
    for words in (
        f"{MAX_BYTES // 10**6} MB a file", f"{MAX_MEMBERS:,} files".replace(",", " "), f"{MAX_GROWTH} times",
        f"{SECONDS:g} seconds in all, {MAX_REDIRECTS} redirects",
        f"{LIMITS.memory >> 30} GB of memory and {LIMITS.seconds:g}",
    ):  # fmt: skip
        assert words in TEXT
