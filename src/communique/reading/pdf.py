"""The reader of PDF files with a text layer, by PDFium.

The frozen text has the page's lines in reading order, one a line, a blank line where the page leaves more space than
between lines, and a form feed before each new page. Page numbers and heads and feet that run through the pages are left
out. ``find_places`` gives the way back from a span of that text to pages and boxes.
"""

from __future__ import annotations

import ctypes
import logging
import re
from collections import Counter
from collections.abc import Iterator
from statistics import median
from threading import Lock

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from communique.model import DamagedDocument, DocumentTooLarge, EmptyDocument
from communique.reading.drafts import Draft
from communique.reading.formats import PDF
from communique.reading.lines import Line, width
from communique.reading.markup import Hint
from communique.reading.pages import is_page_number, running_key
from communique.reading.pdf_layout import Glyph, PageLine, order_lines
from communique.reading.plain import read_lines

__all__ = ["MAX_PAGES", "find_places", "read_pdf"]

_log = logging.getLogger(__name__)

MAX_PAGES = 3000
_EDGE = 4  # lines at the top and the foot of a page among which running heads are sought
_LEVEL = 6.0  # points by which a running head may stand higher or lower
_LARGE = 1.15  # height of a headline's font over the text's
_LOCK = Lock()  # PDFium is not safe to use from two threads
_JUNK = re.compile(
    r"(?:Microsoft (?:Word|PowerPoint)|untitled|無標題|无标题|未命名|\S+\.(?:docx?|pdf|indd|odt|pptx?)$)", re.IGNORECASE
)


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
    if draft.metadata.title is None and title and not _JUNK.match(title):
        draft.metadata.title = title
    return draft


def find_places(data: bytes, start: int, end: int, where: str) -> list[tuple[int, float, float, float, float]]:
    """Return (page, left, bottom, right, top) of each line of a PDF's text that a span touches; see ``places``."""
    pages, _ = _pages(data, where)
    text, lines, sources = _compose(pages)
    places = []
    for line, source in zip(lines, sources, strict=True):
        first, last = max(start, line.start), min(end, line.end)
        if first < last:
            words = text[line.start : line.end]
            left, bottom, right, top = source.box
            scale = (right - left) / max(1, width(words))
            before, inside = width(words[: first - line.start]), width(words[first - line.start : last - line.start])
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
        return order_lines(_glyphs(textpage), number)
    finally:
        textpage.close()
        page.close()


def _glyphs(textpage: pdfium.PdfTextPage) -> Iterator[Glyph]:
    rectangle = raw.FS_RECTF()
    for index in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(textpage, index)
        if code in (0xFFFE, 0x00AD, 0x0002):  # how PDFium marks a hyphen at a line end
            code = ord("-")
        elif code == 0 or 0xD800 <= code <= 0xDFFF:
            continue
        character = chr(code)
        generated = raw.FPDFText_IsGenerated(textpage, index) == 1
        known = not generated and raw.FPDFText_GetLooseCharBox(textpage, index, ctypes.byref(rectangle))
        box = (rectangle.left, rectangle.bottom, rectangle.right, rectangle.top) if known else None
        yield Glyph(character if character.isprintable() or character in "\r\n" else " ", box)


def _compose(pages: list[list[PageLine]]) -> tuple[str, list[Line], list[PageLine]]:
    """Return the frozen text, its lines, and the page line behind each."""
    running = _running(pages)
    kept = [_without_furniture(page, running) for page in pages]
    sources = [line for page in kept for line in page]
    if not sources:
        return "", [], []
    usual = median(line.height for line in sources for _ in range(1 + len(line.text) // 20))
    lefts = _margins(sources)
    pieces: list[str] = []
    lines: list[Line] = []
    at = 0
    last: PageLine | None = None
    for source in sources:
        new_page = last is not None and source.page != last.page
        gap = 0 if last is None or new_page or source.column != last.column else _gap(last, source, usual)
        between = "" if last is None else "\n\f" if new_page else "\n" * (1 + gap)
        pieces += [between, source.text]
        start = at + len(between)
        at = start + len(source.text)
        large = source.height >= _LARGE * usual and width(source.text) <= 120
        hint = Hint.HEADING if large else Hint.NONE
        soft = (
            large and bool(lines) and lines[-1].hint is hint and not gap and last is not None and _alike(last, source)
        )
        indent = round((source.box[0] - lefts[source.page, source.column]) / (usual / 2))
        lines.append(Line(start, at, max(0, indent), gap, False, False, False, width(source.text), hint, soft=soft))
        last = source
    return "".join(pieces), lines, sources


def _alike(one: PageLine, other: PageLine) -> bool:
    return abs(one.height - other.height) < 0.05 * one.height


def _gap(last: PageLine, source: PageLine, usual: float) -> int:
    """Return 1 where more space is left between two lines than leading, else 0."""
    return int(last.box[1] - source.box[3] > 0.9 * max(usual, 1.0))


def _margins(sources: list[PageLine]) -> dict[tuple[int, int], float]:
    """Return the left margin of every column of every page: where most of its lines begin."""
    starts: dict[tuple[int, int], Counter[float]] = {}
    for line in sources:
        starts.setdefault((line.page, line.column), Counter())[round(line.box[0])] += 1
    return {
        key: min(left for left, count in found.items() if 2 * count >= max(found.values()))
        for key, found in starts.items()
    }


def _running(pages: list[list[PageLine]]) -> set[str]:
    """Return the keys of the lines that stand at one height near the edges of half of the pages, and of two."""
    heights: dict[str, list[float]] = {}
    for page in pages:
        edges = {running_key(line.text): line for line in (*page[:_EDGE], *page[-_EDGE:]) if width(line.text) <= 120}
        for key, line in edges.items():
            heights.setdefault(key, []).append(line.box[1])
    least = max(2, (len(pages) + 1) // 2)
    return {key for key, found in heights.items() if sum(abs(y - median(found)) <= _LEVEL for y in found) >= least}


def _without_furniture(page: list[PageLine], running: set[str]) -> list[PageLine]:
    """Take running heads and page numbers off both ends of a page, from the edge inwards."""

    def is_furniture(line: PageLine) -> bool:
        return running_key(line.text) in running or is_page_number(line.text)

    start, end = 0, len(page)
    while start < min(end, _EDGE) and is_furniture(page[start]):
        start += 1
    while end > max(start, len(page) - _EDGE) and is_furniture(page[end - 1]):
        end -= 1
    return page[start:end]
