"""The reader of PDF files with a text layer, by PDFium.

The frozen text has the page's lines in reading order, one a line, a blank line where the page leaves more space than
between lines, and a form feed before each new page. Page numbers and heads and feet that run through the pages are left
out. ``find_places`` gives the way back from a span of that text to pages and boxes.
"""

from __future__ import annotations

import ctypes
import logging
import math
from collections.abc import Iterator
from threading import Lock

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from communique.model import DamagedDocument, DocumentTooLarge, EmptyDocument
from communique.reading.drafts import Draft
from communique.reading.formats import PDF
from communique.reading.lines import Line, width
from communique.reading.markup import Hint
from communique.reading.pdf_flow import find_places_of_lines
from communique.reading.pdf_furniture import printed_address, without_furniture
from communique.reading.pdf_layout import Box, Glyph, PageLine, find_runs, order_lines
from communique.reading.plain import read_lines

__all__ = ["MAX_PAGES", "find_places", "read_pdf"]

_log = logging.getLogger(__name__)

MAX_PAGES = 3000
_BELOW, _ABOVE = 0.2, 0.85  # of a font's size, what a line takes below and above its base line
_LOCK = Lock()  # PDFium is not safe to use from two threads


def read_pdf(data: bytes, *, where: str = "-") -> Draft:
    """Read a PDF's text. Raises ``DamagedDocument`` (broken or locked), ``EmptyDocument`` (scanned pictures)."""
    pages, title = _pages(data, where)
    text, lines, _ = _compose(pages)
    if not lines:
        raise EmptyDocument(
            where,
            f"its {len(pages)} pages hold pictures and no text.",
            "Run character recognition (OCR) over it first.",
        )
    draft = read_lines(text, lines, media_type=PDF)
    draft.metadata.url = draft.metadata.url or printed_address(pages)
    draft.metadata.title = draft.metadata.title or title
    return draft


def find_places(data: bytes, start: int, end: int, where: str) -> list[tuple[int, float, float, float, float]]:
    """Return (page, left, bottom, right, top) of each line of a PDF's text that a span touches; see ``places``."""
    pages, _ = _pages(data, where)
    text, lines, sources = _compose(pages)
    places = []
    for line, source in zip(lines, sources, strict=True):
        at = line.end - len(source.text)
        first, last = max(start, at), min(end, line.end)
        if first < last:
            left, bottom, right, top = source.box
            scale = (right - left) / max(1, width(source.text))
            before, inside = width(text[at:first]), width(text[first:last])
            places.append((source.page + 1, left + scale * before, bottom, left + scale * (before + inside), top))
    return places


def _pages(data: bytes, where: str) -> tuple[list[list[PageLine]], str | None]:
    with _LOCK:
        try:
            pdf = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            locked = "password" in str(error).lower()
            reason = "it is locked with a password." if locked else "the PDF is damaged."
            raise DamagedDocument(
                where, reason, "Save it without the lock." if locked else "Fetch it again."
            ) from error
        try:
            if len(pdf) > MAX_PAGES:
                raise DocumentTooLarge(where, f"it has {len(pdf)} pages, over the limit of {MAX_PAGES}.", "Split it.")
            title = " ".join(str(pdf.get_metadata_value("Title") or "").split()) or None
            return [_page(pdf, number, where) for number in range(len(pdf))], title
        finally:
            pdf.close()


def _page(pdf: pdfium.PdfDocument, number: int, where: str) -> list[PageLine]:
    try:
        page = pdf[number]
        textpage = page.get_textpage()
    except pdfium.PdfiumError:
        _log.warning("%s: page %d is damaged and was left out", where, number + 1)
        return []
    try:
        return find_runs(_glyphs(textpage), number)
    finally:
        textpage.close()
        page.close()


def _glyphs(textpage: pdfium.PdfTextPage) -> Iterator[Glyph]:
    place = _Place(textpage)
    for index in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(textpage, index)
        if code in (0xFFFE, 0x00AD, 0x0002):  # how PDFium marks a hyphen at a line end
            code = ord("-")
        elif code == 0 or 0xD800 <= code <= 0xDFFF:
            continue
        character = chr(code)
        generated = raw.FPDFText_IsGenerated(textpage, index) == 1
        box = None if generated else place.of(index)
        yield Glyph(character if character.isprintable() or character in "\r\n" else " ", box)


class _Place:
    """The boxes of a page's characters: as wide as they advance, as high as their font, whatever their own shape."""

    def __init__(self, textpage: pdfium.PdfTextPage) -> None:
        self._page = textpage
        self._box, self._matrix = raw.FS_RECTF(), raw.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()

    def of(self, index: int) -> Box | None:
        box, matrix = self._box, self._matrix
        if not raw.FPDFText_GetLooseCharBox(self._page, index, ctypes.byref(box)):
            return None
        upright = raw.FPDFText_GetMatrix(self._page, index, ctypes.byref(matrix)) and abs(matrix.b) < abs(matrix.a)
        size = raw.FPDFText_GetFontSize(self._page, index) * math.hypot(matrix.c, matrix.d) if upright else 0.0
        if size > 0 and raw.FPDFText_GetCharOrigin(self._page, index, ctypes.byref(self._x), ctypes.byref(self._y)):
            base = self._y.value
            return box.left, base - _BELOW * size, box.right, base + _ABOVE * size
        return box.left, box.bottom, box.right, box.top


def _compose(pages: list[list[PageLine]]) -> tuple[str, list[Line], list[PageLine]]:
    """Return the frozen text, its lines, and the page line behind each."""
    sources = [line for runs in without_furniture(pages) for line in order_lines(runs)]
    pieces: list[str] = []
    lines: list[Line] = []
    at = 0
    last: PageLine | None = None
    for source, place in zip(sources, find_places_of_lines(sources), strict=True):
        new_page = last is not None and source.page != last.page
        between = "" if last is None else "\n\f" if new_page else "\n\n" if place.gap else "\n"
        pieces += [between, source.text]
        start = at + len(between)
        at = start + len(source.text)
        hint = Hint.HEADING if place.large else Hint.NONE
        soft = place.goes_on and lines[-1].hint is hint
        lines.append(
            Line(
                start + place.sign, at, place.indent, int(place.gap), not soft, False, False, width(source.text), hint,
                item=place.sign > 0, soft=soft,
            )
        )  # fmt: skip
        last = source
    return "".join(pieces), lines, sources
