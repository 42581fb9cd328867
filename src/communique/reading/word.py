"""The reader of Word documents (.docx): paragraphs, headings, lists and tables in their order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import etree

from communique.model import DamagedDocument, EmptyDocument
from communique.reading.drafts import Draft
from communique.reading.formats import DOCX
from communique.reading.lines import Line, width
from communique.reading.markup import Hint
from communique.reading.plain import read_lines

__all__ = ["read_word"]

# style names as Word writes them, in English whatever the language of its menus
_STYLES = (("heading", Hint.HEADING), ("title", Hint.TITLE), ("quote", Hint.QUOTATION), ("caption", Hint.CAPTION))
_BLANKS = re.compile(r"[^\S\n]+")


def read_word(data: bytes, *, where: str = "-") -> Draft:
    """Read a Word document; its frozen text has one line a paragraph or table row, and a blank line between them.

    Raises ``DamagedDocument`` where the file cannot be opened, ``EmptyDocument`` where it holds no words.
    """
    try:
        document = docx.Document(BytesIO(data))
        pieces = list(_pieces(document.element.body, document))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, AttributeError, etree.XMLSyntaxError) as error:
        raise DamagedDocument(
            where, "the Word document is damaged.", "Open it in a word processor and save it."
        ) from error
    text, lines = _compose(pieces)
    if not lines:
        raise EmptyDocument(where, "there are no words in the Word document.", "Check that the right file was saved.")
    draft = read_lines(text, lines, media_type=DOCX)
    properties = document.core_properties
    draft.metadata.title = draft.metadata.title or properties.title or None
    draft.metadata.author = draft.metadata.author or properties.author or None
    return draft


def _pieces(body: etree._Element, document: object) -> Iterator[tuple[str, Hint, bool]]:
    """Yield (words, hint, is a list item) of every paragraph and table row."""
    for element in body.iterchildren():
        name = etree.QName(element).localname
        if name == "p":
            yield from _paragraph(Paragraph(element, document))  # type: ignore[arg-type]
        elif name == "tbl":
            for row in Table(element, document).rows:  # type: ignore[arg-type]
                cells = dict.fromkeys(_BLANKS.sub(" ", cell.text).strip().replace("\n", " ") for cell in row.cells)
                yield " | ".join(cell for cell in cells if cell), Hint.NONE, True
        elif name == "sdt":
            for content in element.iterchildren("{*}sdtContent"):
                yield from _pieces(content, document)


def _paragraph(paragraph: Paragraph) -> Iterator[tuple[str, Hint, bool]]:
    style = (paragraph.style.name or "").lower() if paragraph.style is not None else ""
    hint = next((hint for start, hint in _STYLES if start in style), Hint.NONE)
    item = "list" in style or (paragraph._p.pPr is not None and paragraph._p.pPr.numPr is not None)
    for words in paragraph.text.split("\n"):
        yield _BLANKS.sub(" ", words).strip(), hint, item and hint is Hint.NONE


def _compose(pieces: list[tuple[str, Hint, bool]]) -> tuple[str, list[Line]]:
    text: list[str] = []
    lines: list[Line] = []
    at = 0
    for words, hint, item in pieces:
        if not words:
            continue
        between = "" if not lines else "\n" if item and lines[-1].item else "\n\n"
        text += [between, words]
        start = at + len(between)
        at = start + len(words)
        gap = max(0, len(between) - 1)
        lines.append(Line(start, at, 0, gap, True, False, False, width(words), hint, item=item))
    return "".join(text), lines
