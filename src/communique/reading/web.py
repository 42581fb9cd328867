"""The reader of saved web pages: trafilatura finds the article, and its text is frozen.

The extracted text has the page's headline first, a blank line between paragraphs, one line for a list item or a
table row. It keeps no offsets into the page's source: the raw bytes are kept beside it. A page in which no article is
found is read as text with its tags hidden.
"""

from __future__ import annotations

import logging
import re
from copy import deepcopy
from functools import lru_cache
from typing import Any

from lxml import etree, html
from trafilatura import bare_extraction
from trafilatura.settings import use_config

from communique.reading.drafts import Draft, Metadata
from communique.reading.formats import HTML
from communique.reading.lines import Line, width
from communique.reading.markup import Hint
from communique.reading.plain import read_lines, read_text
from communique.reading.web_metadata import read_metadata
from communique.reading.web_shape import shape
from communique.reading.xml import without_foreign

__all__ = ["read_page"]

_log = logging.getLogger(__name__)

_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_BLANKS = re.compile(r"[ \t\n\r\f\xa0]+")
_LEAST = 40  # characters below which trafilatura has not found the article
_HINTS = {"head": Hint.HEADING, "quote": Hint.QUOTATION, "code": Hint.HIDDEN}


def read_page(text: str, *, encoding: str = "utf-8") -> Draft:
    """Read a decoded HTML page."""
    tree = _parse(text)
    if tree is None:
        return read_text(text, media_type=HTML, encoding=encoding)
    metadata = read_metadata(tree, text)
    captions = shape(tree)
    body = _extract(tree)
    page = _Page(captions)
    if body is not None:
        page.walk(body)
    if len(page.text) < _LEAST:
        draft = read_text(text, media_type=HTML, encoding=encoding)
        metadata.fill(draft.metadata)
        draft.metadata = metadata
        return draft
    page.put_title(metadata)
    draft = read_lines(page.text, page.lines, media_type=HTML, encoding=encoding)
    metadata.fill(draft.metadata)
    draft.metadata = metadata
    return draft


def _parse(text: str) -> html.HtmlElement | None:
    try:
        tree = html.fromstring(_DECLARATION.sub("", without_foreign(text)))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return tree if isinstance(tree.tag, str) else None


@lru_cache(maxsize=1)
def _config() -> Any:
    """Return trafilatura's settings with a lower least size: Chinese says in 80 characters what English says in 250."""
    config = deepcopy(use_config())
    config["DEFAULT"]["MIN_EXTRACTED_SIZE"] = "60"
    config["DEFAULT"]["MIN_OUTPUT_SIZE"] = "1"
    return config


def _extract(tree: html.HtmlElement) -> etree._Element | None:
    try:
        found = bare_extraction(
            tree, fast=True, include_comments=False, include_tables=True, include_formatting=True, with_metadata=False,
            config=_config(),
        )  # fmt: skip
    except Exception:  # a page may break the extractor in any way; the page is read as text then
        _log.warning("the article could not be extracted from the page; it is read as text", exc_info=True)
        return None
    return getattr(found, "body", None)


class _Page:
    """The frozen text of an article and its lines, as they grow."""

    def __init__(self, captions: set[str]) -> None:
        self.captions = captions
        self.pieces: list[str] = []
        self.lines: list[Line] = []
        self.length = 0

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    def walk(self, element: etree._Element, hint: Hint = Hint.NONE) -> None:
        """Add what an element holds, in reading order."""
        self._loose(element.text, hint)
        for child in element:
            tag = child.tag if isinstance(child.tag, str) else ""
            inner = _HINTS.get(tag, hint)
            if tag in {"list", "quote", "table", "div"} or (tag == "item" and child.find("list") is not None):
                self.walk(child, inner)
            elif tag == "row":
                cells = (_BLANKS.sub(" ", "".join(cell.itertext())).strip() for cell in child)
                self._add(" | ".join(cell for cell in cells if cell), hint, item=True)
            elif tag:
                self._paragraph(child, inner, item=tag == "item")
            self._loose(child.tail, hint)

    def _loose(self, words: str | None, hint: Hint) -> None:
        if words and words.strip():
            self._add(_BLANKS.sub(" ", words).strip(), hint)

    def _paragraph(self, element: etree._Element, hint: Hint, *, item: bool) -> None:
        """Add a paragraph; line breaks in it part it where a sentence or a headline ends."""
        for at, words in enumerate(_parts(element)):
            bold = at == 0 and not item and hint is Hint.NONE and _is_bold(element)
            self._add(words, Hint.CAPTION if words in self.captions else Hint.BOLD if bold else hint, item=item)

    def _add(self, words: str, hint: Hint, *, item: bool = False) -> None:
        if not words:
            return
        if self.lines:
            gap = "\n" if item and self.lines[-1].item else "\n\n"
            self.pieces.append(gap)
            self.length += len(gap)
        start = self.length
        self.pieces.append(words)
        self.length += len(words)
        gap_lines = 0 if item and self.lines and self.lines[-1].item else 1
        self.lines.append(
            Line(start, self.length, 0, gap_lines, True, False, False, width(words), hint, item=item, markup=False)
        )

    def put_title(self, metadata: Metadata) -> None:
        """Put the headline first where the article does not begin with it; mark it where it does."""
        title = metadata.title
        if not title:
            return
        for line in self.lines[:4]:
            words = self.text[line.start : line.end]
            if words == title or (line.hint is Hint.HEADING and (words in title or title in words)):
                line.hint = Hint.TITLE
                return
        shift = len(title) + 2
        for line in self.lines:
            line.start += shift
            line.end += shift
        self.pieces[:0] = [title, "\n\n"]
        self.lines.insert(0, Line(0, len(title), 0, 0, True, False, False, width(title), Hint.TITLE))


def _parts(element: etree._Element) -> list[str]:
    """Return an element's words, parted at line breaks that do not fall inside a sentence."""
    pieces: list[list[str]] = [[element.text or ""]]
    for child in element.iter():
        if child is element:
            continue
        if child.tag == "lb":
            pieces.append([])
        elif isinstance(child.tag, str):
            pieces[-1].append(child.text or "")
        pieces[-1].append(child.tail or "")
    parts: list[str] = []
    for piece in pieces:
        words = _BLANKS.sub(" ", "".join(piece)).strip()
        if parts and words and parts[-1][-1] in "，、,":
            parts[-1] += ("" if parts[-1][-1] != "," else " ") + words
        elif words:
            parts.append(words)
    return parts


def _is_bold(element: etree._Element) -> bool:
    """Say whether all of a paragraph's words stand in one bold run."""
    if len(element) != 1 or (element.text or "").strip() or (element[0].tail or "").strip():
        return False
    return element[0].tag == "hi" and "b" in (element[0].get("rend") or "")
