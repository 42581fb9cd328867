"""Finding what a reader does not see: tags, comments, link addresses, Markdown signs.

Texts saved from the web often mix HTML and Markdown. Nothing is taken out of the text; the marks found here say which
runs are invisible, which of them end a block, and what the tags around a line say about it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Hint", "Mark", "find_marks"]


class Hint(StrEnum):
    """What the markup around a line says about it; the weakest last."""

    HIDDEN = "hidden"
    FURNITURE = "furniture"
    TITLE = "title"
    HEADING = "heading"
    CAPTION = "caption"
    QUOTATION = "quotation"
    ITEM = "item"
    LINK = "link"
    BOLD = "bold"
    PARAGRAPH = "paragraph"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """An invisible run. ``cuts`` where a block ends there; ``opens`` and ``closes`` name hints that begin or end."""

    start: int
    end: int
    cuts: bool = False
    opens: Hint = Hint.NONE
    closes: Hint = Hint.NONE
    picture: bool = False


_BLOCK_NAMES = (
    "address article aside blockquote body br caption center dd details div dl dt embed fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hr html iframe img li main nav object ol "
    "option p picture pre section select summary table tbody td tfoot th thead title tr ul video audio"
)
_BLOCK_TAGS = frozenset(_BLOCK_NAMES.split())
_INLINE_NAMES = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label link mark meta q rb rp "
    "rt ruby s samp small source span strike strong sub sup svg time tt u var wbr input button script "
    "style noscript template textarea path"
)
_INLINE_TAGS = frozenset(_INLINE_NAMES.split())
_HINTS = {
    "script": Hint.HIDDEN,
    "style": Hint.HIDDEN,
    "template": Hint.HIDDEN,
    "nav": Hint.FURNITURE,
    "footer": Hint.FURNITURE,
    "form": Hint.FURNITURE,
    "select": Hint.FURNITURE,
    "button": Hint.FURNITURE,
    "title": Hint.TITLE,
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), Hint.HEADING),
    "figcaption": Hint.CAPTION,
    "small": Hint.CAPTION,
    "blockquote": Hint.QUOTATION,
    "li": Hint.ITEM,
    "strong": Hint.BOLD,
    "b": Hint.BOLD,
    "a": Hint.LINK,
    "p": Hint.PARAGRAPH,
}
_PICTURES = frozenset({"img", "figure", "picture", "video", "iframe"})
_VOID = frozenset({"img", "br", "hr", "meta", "link", "input", "source", "embed", "wbr"})
_TOKEN = re.compile(
    r"(?P<comment><!--)"
    r"|(?P<tag></?(?P<name>[A-Za-z][A-Za-z0-9]{0,11})(?:\s+[A-Za-z_:@#\"'{][^<>]*|\s*/?\s*)>|<[!?][A-Za-z][^<>]*>)"
    r"|(?P<image>!\[[^\[\]\n]{0,300}\]\([^()\n]{0,2000}\))"
    r"|(?P<link>\[)(?=(?:[^\[\]\n]|\[[^\[\]\n]{0,80}\]){1,400}"
    r"(?P<address>\]\(\s*<?(?:https?://|//|/|#|mailto:|"
    r"\.{1,2}/)[^()\s<>]{0,2000}(?:\([^()\s]{0,200}\)[^()\s<>]{0,500}){0,9}>?"
    r"(?:\s+\"[^\"\n]{0,300}\")?\s*\)))"
    r"|(?P<strong>\*\*)"
    r"|(?P<url>https?://[A-Za-z0-9\-._~:/?#@!$&'*+,;=%]+(?:[ "
    r"][A-Za-z0-9\-._~%]*\d[A-Za-z0-9\-._~%]*/[A-Za-z0-9\-._~/%]+)?)"
)
_SIGNS = ("<", "**", "](", "://")
_EMPHASIS = re.compile(
    r"(?<![*\\])\*(?=[^\s*])[^*\n]{1,300}(?<=[^\s*])\*(?!\*)|"
    r"(?<![\w\\])_(?=[^\s_])[^_\n]{1,300}(?<=[^\s_])_(?!\w)|`[^`\n]{1,300}`"
)


def find_marks(text: str, *, markdown: bool = False) -> list[Mark]:
    """Return the invisible runs of a text in order, none overlapping; ``markdown`` looks for weak signs too."""
    if not markdown and not any(sign in text for sign in _SIGNS):
        return []
    marks: list[Mark] = []
    hidden, bold = 0, -1
    closed: dict[str, int] = {}
    for match in _TOKEN.finditer(text):
        start = match.start()
        if start < hidden:
            continue
        if match["strong"]:
            closes = bold >= 0 and "\n" not in text[bold:start]
            marks.append(
                Mark(
                    start,
                    match.end(),
                    opens=Hint.NONE if closes else Hint.BOLD,
                    closes=Hint.BOLD if closes else Hint.NONE,
                )
            )
            bold = -1 if closes else start
            continue
        found = _found(text, match, closed)
        marks.extend(found)
        if found and not match["link"]:
            hidden = found[-1].end
    marks.sort(key=lambda mark: mark.start)
    marks = _apart(marks)
    return _with_emphasis(text, marks) if markdown else marks


def _apart(marks: list[Mark]) -> list[Mark]:
    """Drop every mark that begins inside the one before it."""
    kept: list[Mark] = []
    for mark in marks:
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return kept


def _found(text: str, match: re.Match[str], closed: dict[str, int]) -> list[Mark]:
    start, end = match.span()
    if match["comment"]:
        return [Mark(start, _end_of(text, end, "-->", closed))]
    if match["tag"]:
        return _tag(text, match, closed)
    if match["image"]:
        return [Mark(start, end, cuts=True, picture=True)]
    if match["link"]:
        return [Mark(start, end, opens=Hint.LINK), Mark(*match.span("address"), closes=Hint.LINK)]
    while text[end - 1] in ".,;:!?'":
        end -= 1
    return [Mark(start, end)]


def _end_of(text: str, at: int, closing: str, closed: dict[str, int]) -> int:
    """Return where ``closing`` ends after ``at``; an unclosed run hides only its own opening, and is sought once."""
    if closed.get(closing) == -1:
        return at
    found = text.find(closing, at)
    if found < 0:
        closed[closing] = -1
        return at
    return found + len(closing)


def _tag(text: str, match: re.Match[str], closed: dict[str, int]) -> list[Mark]:
    name = (match["name"] or "").lower()
    start, end = match.span()
    if not name:
        return [Mark(start, end, cuts=True)]
    if name not in _BLOCK_TAGS and name not in _INLINE_TAGS:
        return []
    hint = _HINTS.get(name, Hint.NONE)
    cuts, closing = name in _BLOCK_TAGS, text[start + 1] == "/"
    if hint is Hint.HIDDEN and not closing:
        return [Mark(start, _end_of(text, end, f"</{match['name']}>", closed), cuts=True)]
    if closing or name in _VOID or text[end - 2] == "/":
        return [Mark(start, end, cuts, closes=hint if closing else Hint.NONE, picture=name in _PICTURES)]
    return [Mark(start, end, cuts, opens=hint, picture=name in _PICTURES)]


def _with_emphasis(text: str, marks: list[Mark]) -> list[Mark]:
    taken = {place for mark in marks for place in (mark.start, mark.end - 1)}
    spans = [(mark.start, mark.end) for mark in marks]
    extra: list[Mark] = []
    at = 0
    for match in _EMPHASIS.finditer(text):
        first, last = match.start(), match.end() - 1
        while at < len(spans) and spans[at][1] <= first:
            at += 1
        inside = at < len(spans) and spans[at][0] <= first
        if not inside and first not in taken and last not in taken and not _covered(spans, at, last):
            extra += [Mark(first, first + 1), Mark(last, last + 1)]
    return sorted(marks + extra, key=lambda mark: mark.start)


def _covered(spans: list[tuple[int, int]], at: int, place: int) -> bool:
    while at < len(spans) and spans[at][0] <= place:
        if place < spans[at][1]:
            return True
        at += 1
    return False
