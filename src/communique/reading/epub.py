"""The reader of EPUB books (2 and 3): the chapters of the spine, in its order."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote
from zipfile import ZipFile

from lxml import etree, html

from communique.model import DamagedDocument
from communique.reading.decoding import decode
from communique.reading.drafts import Draft, is_title
from communique.reading.formats import EPUB
from communique.reading.markup import Hint
from communique.reading.packages import open_package, part
from communique.reading.pieces import Piece, draft_of, tidy
from communique.reading.xml import local_name, parse_xml

__all__ = ["read_epub"]

_NAME = "EPUB book"
_DC = "{http://purl.org/dc/elements/1.1/}"
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_UNREAD = frozenset({"script", "style", "head", "nav", "svg", "math", "template", "iframe", "object"})
_PARTS = frozenset(
    "p div section article main body blockquote ul ol dl table tbody thead tfoot figure aside header footer hgroup "
    "center details html".split()
)
_DEEPEST = 200


def read_epub(data: bytes, *, where: str = "-") -> Draft:
    """Read a book's text. Raises ``DamagedDocument`` (also for a book under copy protection) or ``EmptyDocument``."""
    with open_package(data, where, _NAME) as package:
        root = _package_file(package, where)
        opf = _required(package, root, where)
        if part(package, "META-INF/rights.xml", where, _NAME) is not None:
            raise DamagedDocument(where, "it is under copy protection.", "Save its text without it.")
        book = parse_xml(opf, where, recover=True)
        chapters = [_required(package, name, where) for name in _spine(book, root) if name in package.namelist()]
    pieces = (piece for chapter in chapters for piece in _chapter(chapter, where))
    draft = draft_of(pieces, EPUB, where, _NAME)
    about = draft.metadata
    title = _said(book, "title")
    about.title = title if is_title(title) else about.title
    about.author, about.publisher = about.author or _said(book, "creator"), about.publisher or _said(book, "publisher")
    about.language = about.language or _said(book, "language")
    return draft


def _package_file(package: ZipFile, where: str) -> str:
    container = parse_xml(_required(package, "META-INF/container.xml", where), where, recover=True)
    for element in container.iter("{*}rootfile"):
        if name := element.get("full-path"):
            return unquote(name)
    raise DamagedDocument(where, f"the {_NAME} names no text.", "Fetch it again.")


def _required(package: ZipFile, name: str, where: str) -> bytes:
    data = part(package, name, where, _NAME)
    if data is None:
        raise DamagedDocument(where, f"the {_NAME} lacks {name}.", "Fetch it again.")
    return data


def _spine(book: etree._Element, root: str) -> Iterator[str]:
    """Yield the names of the chapters; a table of contents is none."""
    folder = posixpath.dirname(root)
    items = {item.get("id"): item for item in book.iter("{*}item")}
    for reference in book.iter("{*}itemref"):
        item = items.get(reference.get("idref"))
        if item is None or "nav" in (item.get("properties") or "").split():
            continue
        if "html" in (item.get("media-type") or "html"):
            yield posixpath.normpath(posixpath.join(folder, unquote((item.get("href") or "").partition("#")[0])))


def _said(book: etree._Element, name: str) -> str | None:
    element = next(book.iter(_DC + name), None)
    return tidy("".join(element.itertext())) or None if element is not None else None


def _chapter(data: bytes, where: str) -> Iterator[Piece]:
    text = decode(data, declared="utf-8", where=where).text
    try:
        # the HTML parser knows no entities but HTML's own, whatever the chapter declares
        tree = html.document_fromstring(text.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError):
        return
    yield from _below(tree, Hint.NONE, 0, item=False)


def _below(element: etree._Element, hint: Hint, depth: int, *, item: bool) -> Iterator[Piece]:
    """Yield the paragraphs below an element; words outside any are one of their own."""
    loose = [element.text or ""]
    for child in element:
        name = local_name(child)
        if name in _HEADINGS or name in {"li", "tr", "figcaption", "caption", "dt", "dd"} or name in _PARTS:
            yield from _loose(loose, hint, item=item)
            loose = []
            if depth < _DEEPEST:
                yield from _block(child, name, hint, depth + 1, item=item)
        elif name == "br":
            yield from _loose(loose, hint, item=item)
            loose = []
        elif name and name not in _UNREAD:
            loose.append("".join(child.itertext()))
        loose.append(child.tail or "")
    yield from _loose(loose, hint, item=item)


def _block(element: etree._Element, name: str, hint: Hint, depth: int, *, item: bool) -> Iterator[Piece]:
    if name in _HEADINGS:
        yield Piece(_text(element), Hint.HEADING)
    elif name in {"figcaption", "caption"}:
        yield Piece(_text(element), Hint.CAPTION)
    elif name == "tr":
        cells = (tidy(_text(cell)) for cell in element)
        yield Piece(" | ".join(cell for cell in cells if cell), item=True)
    else:
        inner = Hint.QUOTATION if name == "blockquote" else hint
        yield from _below(element, inner, depth, item=item or name in {"li", "dd"})


def _text(element: etree._Element) -> str:
    return "".join(element.itertext())


def _loose(words: list[str], hint: Hint, *, item: bool) -> Iterator[Piece]:
    joined = "".join(words)
    if joined.strip():
        yield Piece(joined, hint, item)
