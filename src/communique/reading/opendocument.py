"""The reader of OpenDocument texts (.odt, flat .fodt): paragraphs, headings, lists and tables in their order.

Comments, deleted text of tracked changes, notes and fields of the page (numbers, headers) are left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from communique.model import DamagedDocument
from communique.reading.drafts import Draft
from communique.reading.formats import ODT
from communique.reading.markup import Hint
from communique.reading.packages import open_package, part
from communique.reading.pieces import Piece, draft_of, hint_of_style, tidy
from communique.reading.xml import local_name, parse_xml

__all__ = ["read_opendocument"]

_NAME = "OpenDocument text"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_UNREAD = frozenset({"tracked-changes", "annotation", "annotation-end", "note", "page-number", "ruby-text", "forms"})
_DEEPEST = 200  # elements inside each other that are followed


def read_opendocument(data: bytes, *, where: str = "-") -> Draft:
    """Read an OpenDocument text. Raises ``DamagedDocument``, ``EmptyDocument`` or ``UnsafeDocument``."""
    if data.startswith(b"PK"):
        with open_package(data, where, _NAME) as package:
            if b"encryption-data" in (part(package, "META-INF/manifest.xml", where, _NAME) or b""):
                raise DamagedDocument(where, "it is locked with a password.", "Save it without the lock.")
            content = part(package, "content.xml", where, _NAME)
            meta = part(package, "meta.xml", where, _NAME)
        if content is None:
            raise DamagedDocument(where, f"the {_NAME} is damaged.", "Open it in a word processor and save it.")
        root = parse_xml(content, where)
        about = parse_xml(meta, where) if meta else None
    else:
        root = about = parse_xml(data, where)
    body = next(root.iter("{*}body"), None)
    pieces = _Pieces(_styles(root))
    draft = draft_of(pieces.of(body, 0) if body is not None else (), ODT, where, _NAME)
    draft.metadata.title = draft.metadata.title or _meta(about, "{http://purl.org/dc/elements/1.1/}title")
    draft.metadata.author = (
        draft.metadata.author or _meta(about, "{*}initial-creator") or _meta(about, "{http://purl.org/dc/elements/1.1/}creator")
    )  # fmt: skip
    return draft


def _meta(root: etree._Element | None, tag: str) -> str | None:
    element = next(root.iter(tag), None) if root is not None else None
    return tidy("".join(element.itertext())) or None if element is not None else None


def _styles(root: etree._Element) -> dict[str, str]:
    """Return the parents of the document's own styles: ``P1`` is a kind of ``Quotations``."""
    return {
        style.get(f"{_STYLE}name", ""): style.get(f"{_STYLE}parent-style-name", "")
        for style in root.iter(f"{_STYLE}style")
    }


class _Pieces:
    def __init__(self, styles: dict[str, str]) -> None:
        self._styles = styles

    def of(self, element: etree._Element, depth: int, *, item: bool = False) -> Iterator[Piece]:
        """Yield the paragraphs, list items and table rows below an element."""
        if depth > _DEEPEST:
            return
        for child in element.iterchildren():
            name = local_name(child)
            if name in _UNREAD:
                continue
            if child.tag == f"{_TEXT}h":
                yield from self._lines(child, Hint.HEADING, item=False)
            elif child.tag == f"{_TEXT}p":
                hint = self._hint(child.get(f"{_TEXT}style-name", ""))
                yield from self._lines(child, hint, item=item and hint is Hint.NONE)
            elif child.tag == f"{_TABLE}table-row":
                cells = dict.fromkeys(tidy(_words(cell, depth)) for cell in child.iterchildren())
                yield Piece(" | ".join(cell for cell in cells if cell), item=True)
            elif name:
                yield from self.of(child, depth + 1, item=item or child.tag == f"{_TEXT}list-item")

    def _lines(self, element: etree._Element, hint: Hint, *, item: bool) -> Iterator[Piece]:
        for words in _words(element, 0).split("\n"):
            yield Piece(words, hint, item)

    def _hint(self, style: str) -> Hint:
        for _ in range(8):
            if (hint := hint_of_style(style)) is not Hint.NONE or style not in self._styles:
                return hint
            style = self._styles[style]
        return Hint.NONE


def _words(element: etree._Element, depth: int) -> str:
    """Return the words of a paragraph; its line breaks and the paragraphs in its frames are line ends."""
    pieces = [element.text or ""]
    for child in element.iterchildren():
        name = local_name(child)
        if name in {"s", "tab"}:
            pieces.append(" ")
        elif name == "line-break":
            pieces.append("\n")
        elif name and name not in _UNREAD and depth < _DEEPEST:
            inner = _words(child, depth + 1)
            pieces.append(f"\n{inner}\n" if name in {"p", "h"} else inner)
        pieces.append(child.tail or "")
    return "".join(pieces)
