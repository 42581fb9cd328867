"""The reader of plain text and Markdown, also where it is mixed with HTML: the text stays the source as it is."""

from __future__ import annotations

import re

from communique.model import Block, BlockRole, DateSource
from communique.reading.drafts import Draft, Metadata
from communique.reading.formats import MARKDOWN, PLAIN
from communique.reading.front_matter import labelled_line, split_front_matter
from communique.reading.lines import Line, split_lines
from communique.reading.roles import classify
from communique.reading.stamps import closing_stamp, dateline, inline_stamp, iso_stamp, stamp_line
from communique.reading.wrapping import join_lines

__all__ = ["read_lines", "read_text"]

_HEAD = 3000  # characters in which a date-time in markup belongs to the head
_STAMPED = 12  # paragraphs in which a date line belongs to the head
_TAIL = 4
_ADDRESS = re.compile(r"\]\((https?://[^\s()<>]+(?:\([^\s()]*\)[^\s()<>]*)*)")


def read_text(text: str, *, media_type: str = PLAIN, encoding: str = "utf-8") -> Draft:
    """Split a decoded text into blocks and read what it says about itself. Never fails; linear in the text's length."""
    metadata, start, end = split_front_matter(text)
    blocks = [Block(start, end, BlockRole.FRONT_MATTER)] if end else []
    lines, marks = split_lines(text, end, markdown=media_type == MARKDOWN)
    blocks += _read(text, lines, metadata, marked=bool(marks))
    _linked(text, blocks, metadata)
    return Draft(text, _apart(blocks), media_type, encoding, metadata)


def read_lines(text: str, lines: list[Line], *, media_type: str, encoding: str = "utf-8") -> Draft:
    """Make blocks of lines that another reader has found in its own frozen text."""
    metadata = Metadata()
    blocks = _read(text, lines, metadata, marked=False)
    return Draft(text, _apart(blocks), media_type, encoding, metadata)


def _read(text: str, lines: list[Line], metadata: Metadata, *, marked: bool) -> list[Block]:
    head = _take_labels(text, lines, metadata)
    classified = classify(text, join_lines(text, lines[len(head) :]))
    blocks = head + classified.blocks
    _date(text, blocks, metadata, marked=marked)
    metadata.fill(classified.metadata)
    return blocks


def _linked(text: str, blocks: list[Block], metadata: Metadata) -> None:
    """Take the address that a linked title leads to for the document's own."""
    title = next((block for block in blocks if block.role is BlockRole.TITLE), None)
    match = _ADDRESS.match(text, title.end, title.end + 2000) if title else None
    if match and metadata.url is None:
        metadata.url = match[1]


def _take_labels(text: str, lines: list[Line], metadata: Metadata) -> list[Block]:
    """Take labelled lines (``Title: …``) and a labelled date before the first words off the head of a text."""
    head: list[Block] = []
    labels = 0
    for line in lines[:8]:
        if not labelled_line(text[line.start : line.end], metadata):
            break
        labels += 1
    if labels >= 2 or (labels == 1 and metadata.published is not None):
        return [Block(line.start, line.end, BlockRole.FRONT_MATTER) for line in lines[:labels]]
    if lines and (found := inline_stamp(text[lines[0].start : lines[0].end])):
        day, length = found
        line = lines[0]
        if metadata.published is None:
            metadata.published, metadata.published_how = day, DateSource.STAMP
        if length < line.end - line.start:
            head = []
            lines.insert(0, Line(line.start, line.start + length, 0, 0, False, False, False, 0, line.hint))
            line.start += length
            line.width -= length
            line.skips = tuple(skip for skip in line.skips if skip[0] >= line.start)
            stamp = text[lines[0].start : lines[0].end].rstrip()
            head.append(Block(lines[0].start, lines[0].start + len(stamp), BlockRole.FRONT_MATTER))
    return head


def _date(text: str, blocks: list[Block], metadata: Metadata, *, marked: bool) -> None:
    """Find the day of publication: a date line in the head or at the very end, markup's date-time, a dateline."""
    if metadata.published is not None:
        return
    shown = [block for block in blocks if block.role not in {BlockRole.MARKUP, BlockRole.BOILERPLATE}]
    edges = [*shown[:_STAMPED], *shown[max(_STAMPED, len(shown) - _TAIL) :]]
    for block in edges:
        if (
            block.role in {BlockRole.BYLINE, BlockRole.CAPTION, BlockRole.BODY, BlockRole.HEADING}
            and block.end - block.start <= 90
        ):
            day = stamp_line(text[block.start : block.end])
            if day and block.role is not BlockRole.CAPTION:
                metadata.published, metadata.published_how = day, DateSource.STAMP
                return
    if day := iso_stamp(text[:_HEAD] if marked else text[:300]):
        metadata.published, metadata.published_how = day, DateSource.STAMP
        return
    if day := closing_stamp(text):
        metadata.published, metadata.published_how = day, DateSource.STAMP
        return
    for block in [block for block in blocks if block.role is BlockRole.BODY][:2]:
        if day := dateline(text[block.start : block.start + 120]):
            metadata.published, metadata.published_how = day, DateSource.DATELINE
            return


def _apart(blocks: list[Block]) -> tuple[Block, ...]:
    """Return the blocks in order, without empty ones, each with the breaks that lie inside it."""
    kept: list[Block] = []
    for block in sorted(blocks, key=lambda block: (block.start, block.end)):
        if block.end > block.start and (not kept or block.start >= kept[-1].end):
            kept.append(block)
    return tuple(kept)
