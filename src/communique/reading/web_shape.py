"""Giving a page the shape in which the extractor finds its article.

The extractor looks for paragraphs inside of a layout. Pages of word processors have no layout, old ones have tables and
line ends instead of paragraphs, some of today's nothing but ``div``; captions it would drop. No word is changed.
"""

from __future__ import annotations

import re

from lxml import html

from communique.reading.web_metadata import is_written

__all__ = ["shape"]

_BLANKS = re.compile(r"[ \t\n\r\f\xa0]+")
_LAYOUT = "(//nav | //aside | //footer | //form | //main | //article | //div | //iframe | //script[@src])[1]"
_BLOCKS = frozenset(
    "address article aside blockquote center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr li "
    "main nav ol p pre section table tbody td tfoot th thead tr ul body html".split()
)
_MARKED = "//p | //li | //h1 | //h2 | //h3 | //h4 | //blockquote | //dd | //pre | //figcaption"
_TEXT = 120  # characters of a cell that holds a text
_LABEL = 8  # characters of a link in a menu
_LEAST = 0.25  # share of a page's words in marked paragraphs below which it has none


def shape(tree: html.HtmlElement) -> set[str]:
    """Give a parsed page that shape, in place; return the words of its captions."""
    captions = _free_captions(tree)
    body = tree.find("body")
    if body is not None and _unmarked(body):
        _open_tables(body)
        _mark_paragraphs(body)
    _frame(tree)
    return captions


def _words(element: html.HtmlElement) -> int:
    """Return how many characters a reader sees of an element."""
    unread = sum(len(part.text or "") for part in element.iter("script", "style", "noscript", "template"))
    return max(0, len(_BLANKS.sub("", element.text_content())) - unread)


def _unmarked(body: html.HtmlElement) -> bool:
    """Say whether next to nothing of a page stands in marked paragraphs."""
    return sum(_words(element) for element in body.xpath(_MARKED)) < _LEAST * _words(body)


def _open_tables(body: html.HtmlElement) -> None:
    """Make divisions of the tables that lay out a page: those with a text, or another table, in a cell."""
    for table in list(body.iter("table")):
        texts = any(_words(cell) >= _TEXT and len(cell.findall(".//br")) >= 2 for cell in table.iter("td", "th"))
        if texts or table.find(".//table") is not None:
            for part in [table, *table.iter("tbody", "thead", "tfoot", "tr", "td", "th")]:
                part.tag = "div"


def _mark_paragraphs(body: html.HtmlElement) -> None:
    """Put every run of words that no paragraph holds, between blocks and line ends, into one."""
    for element in list(body.iter("font", "span", "b", "strong", "i", "em")):
        if next(element.iter("br", *_BLOCKS), None) is not None:
            element.tag = "div"
    for element in [body, *body.iter("div", "section", "article", "main", "center", "li")]:
        _wrap(element)


def _wrap(element: html.HtmlElement) -> None:
    parts: list[html.HtmlElement] = [_paragraph(element.text)]
    for child in list(element):
        words, child.tail = child.tail, None
        if not isinstance(child.tag, str):
            _say(parts[-1], words)
        elif child.tag == "br":
            parts.append(_paragraph(words))
        elif child.tag in _BLOCKS or next(child.iterdescendants(*_BLOCKS), None) is not None:
            parts += [child, _paragraph(words)]
        else:
            parts[-1].append(child)
            child.tail = words
    element.text = None
    element[:] = [part for part in parts if part.tag != "p" or part.text_content().strip()]
    for part in element.iterchildren("p"):
        if _is_menu(part):
            part.tag = "nav"


def _is_menu(paragraph: html.HtmlElement) -> bool:
    """Say whether a paragraph that was no one's is a few short links and signs between them."""
    links = [_BLANKS.sub("", link.text_content()) for link in paragraph.iter("a")]
    rest = _words(paragraph) - sum(map(len, links))
    return bool(links) and all(len(words) <= _LABEL for words in links) and rest <= 2 * len(links)


def _paragraph(words: str | None) -> html.HtmlElement:
    paragraph = html.Element("p")
    paragraph.text = words
    return paragraph


def _say(paragraph: html.HtmlElement, words: str | None) -> None:
    """Add words at the end of a paragraph."""
    if len(paragraph):
        paragraph[-1].tail = (paragraph[-1].tail or "") + (words or "")
    else:
        paragraph.text = (paragraph.text or "") + (words or "")


def _free_captions(tree: html.HtmlElement) -> set[str]:
    """Turn figure captions into paragraphs, which trafilatura would drop, and return their words."""
    captions: set[str] = set()
    for caption in list(tree.iter("figcaption")):
        words = _BLANKS.sub(" ", caption.text_content()).strip()
        figure = next((above for above in caption.iterancestors("figure")), caption)
        parent = figure.getparent()
        if not words or parent is None or next(caption.iterancestors("nav", "footer", "aside"), None) is not None:
            continue
        paragraph = html.Element("p")
        paragraph.text = words
        paragraph.tail, figure.tail = figure.tail, None
        parent.insert(parent.index(figure) + 1, paragraph)
        caption.drop_tree()
        captions.add(words)
    return captions


def _frame(tree: html.HtmlElement) -> None:
    """Put the whole body of a page without any layout into an article, which it is.

    Word processors and converters write such pages; where nothing says what the article is, trafilatura keeps only the
    paragraphs and drops headings and lists.
    """
    body = tree.find("body")
    written = is_written(tree)
    if body is None or body.getparent() is None or (tree.xpath(_LAYOUT) and not written):
        return
    for furniture in body.xpath("./div[@title='header' or @title='footer']") if written else ():
        furniture.drop_tree()
    outer = html.Element("body")
    body.getparent().replace(body, outer)
    body.tag = "article"
    outer.append(body)
