"""The reader of Word documents (.docx): paragraphs, headings, lists and tables in their order."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import etree

from communique.model import DamagedDocument
from communique.reading.drafts import Draft
from communique.reading.formats import DOCX
from communique.reading.markup import Hint
from communique.reading.packages import BROKEN, open_package
from communique.reading.pieces import Piece, draft_of, hint_of_style
from communique.reading.xml import local_name

__all__ = ["read_word"]

_NAME = "Word document"


def read_word(data: bytes, *, where: str = "-") -> Draft:
    """Read a Word document; its frozen text has one line a paragraph or table row, and a blank line between them.

    Raises ``DamagedDocument`` where the file cannot be opened, ``EmptyDocument`` where it holds no words,
    ``UnsafeDocument`` where it would unpack to too much.
    """
    open_package(data, where, _NAME).close()
    try:
        document = docx.Document(BytesIO(data))
        pieces = list(_pieces(document.element.body, document))
        properties = document.core_properties
        title, author = properties.title, properties.author
    except (PackageNotFoundError, LookupError, AttributeError, TypeError, etree.LxmlError, *BROKEN) as error:
        raise DamagedDocument(
            where, "the Word document is damaged.", "Open it in a word processor and save it."
        ) from error
    draft = draft_of(pieces, DOCX, where, _NAME)
    draft.metadata.title = draft.metadata.title or title or None
    draft.metadata.author = draft.metadata.author or author or None
    return draft


def _pieces(body: etree._Element, document: object) -> Iterator[Piece]:
    """Yield every paragraph and table row."""
    for element in body.iterchildren():
        name = local_name(element)
        if name == "p":
            yield from _paragraph(Paragraph(element, document))  # type: ignore[arg-type]
        elif name == "tbl":
            for row in Table(element, document).rows:  # type: ignore[arg-type]
                cells = dict.fromkeys(" ".join(cell.text.split()) for cell in row.cells)
                yield Piece(" | ".join(cell for cell in cells if cell), item=True)
        elif name == "sdt":
            for content in element.iterchildren("{*}sdtContent"):
                yield from _pieces(content, document)


def _paragraph(paragraph: Paragraph) -> Iterator[Piece]:
    style = (paragraph.style.name or "").lower() if paragraph.style is not None else ""
    hint = hint_of_style(style)
    item = "list" in style or (paragraph._p.pPr is not None and paragraph._p.pPr.numPr is not None)
    for words in paragraph.text.split("\n"):
        yield Piece(words, hint, item and hint is Hint.NONE)
