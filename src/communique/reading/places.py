"""From words of a PDF's text back to where they stand on its pages."""

from __future__ import annotations

from dataclasses import dataclass

from communique.model import Document
from communique.reading.formats import PDF
from communique.reading.isolation import isolated

__all__ = ["Place", "locate"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand in a PDF: the page (from 1) and their box in points (left, bottom, right, top)."""

    page: int
    box: tuple[float, float, float, float]


def locate(document: Document, start: int, end: int) -> list[Place]:
    """Return where ``document.text[start:end]`` stands in its PDF, a box for each line touched.

    The box of part of a line is measured by the columns its characters take. Empty for a document that is no PDF.
    Raises ``ReadingError`` where the PDF's bytes cannot be read.
    """
    if document.media_type != PDF or start >= end:
        return []
    found = isolated("places", document.raw, document.path or "-", start=start, end=end)
    return [Place(page, (left, bottom, right, top)) for page, left, bottom, right, top in found]
