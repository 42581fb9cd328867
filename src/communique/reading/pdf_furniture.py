"""What stands on a PDF's pages and belongs to none of its texts: page numbers, heads and feet that run through."""

from __future__ import annotations

import re

from communique.reading.drafts import host_of, web_address
from communique.reading.lines import width
from communique.reading.pages import is_page_number, running_key
from communique.reading.pdf_layout import PageLine, level

__all__ = ["printed_address", "without_furniture"]

_Running = dict[str, list[float]]
_EDGE = 4  # levels at the top and the foot of a page among which running heads are sought
_HIGHEST = 6.0  # points by which a running head may stand higher or lower
_WIDEST = 120  # columns of a running head
_ADDRESS = re.compile(r"((?:https?|file)://\S{4,})(?:\s+\d{1,4}\s?/\s?\d{1,4})?")
_PRINTED = re.compile(
    r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},?\s*(?:上午|下午|午前|午後)?\s*\d{1,2}:\d{2}(?::\d{2})?\s*(?:[AP]M\b)?",
    re.IGNORECASE,
)
_PROSE = 60  # columns of a head or foot that is a sentence


def without_furniture(pages: list[list[PageLine]]) -> list[list[PageLine]]:
    """Take page numbers, and what stands at one height on half of the pages (and on two), off both ends of each.

    So with the lines of a browser's that printed the page: when, the page's title, its address.
    """
    if any(_printed_levels(page) for page in pages[:2]):
        pages = [_without_print(page) for page in pages]
    running = _running(pages)
    return [_cleared(page, running) for page in pages]


def printed_address(pages: list[list[PageLine]]) -> str | None:
    """Return the address that a browser has printed on the first page; its host alone where it was cut short."""
    for runs in _printed_levels(pages[0]) if pages else []:
        for run in runs:
            match = _ADDRESS.fullmatch(run.text)
            if match and (url := web_address(match[1].rstrip("…."))):
                return url if match[1][-1] not in "…." else f"https://{host_of(url)}/"
    return None


def _printed_levels(page: list[PageLine]) -> list[list[PageLine]]:
    """Return the highest and lowest level of a page where a browser has put its own lines there, else none."""
    levels = _levels(page)
    ends = [levels[0], levels[-1]] if len(levels) > 2 else []
    words = [run.text for runs in ends for run in runs]
    return ends if any(map(_ADDRESS.fullmatch, words)) and any(map(_PRINTED.match, words)) else []


def _without_print(page: list[PageLine]) -> list[PageLine]:
    gone = {id(run) for runs in _printed_levels(page) for run in runs}
    return [run for run in page if id(run) not in gone]


def _levels(page: list[PageLine]) -> list[list[PageLine]]:
    """Return a page's runs from top to bottom, those on one base line together."""
    levels: list[list[PageLine]] = []
    for run in sorted(page, key=lambda run: -run.box[3]):
        if levels and level(levels[-1][0].box, run.box):
            levels[-1].append(run)
        else:
            levels.append([run])
    return levels


def _running(pages: list[list[PageLine]]) -> _Running:
    """Return the heights at which words run through the pages, by the words' keys."""
    heights: dict[str, dict[float, set[int]]] = {}
    for number, page in enumerate(pages):
        levels = _levels(page)
        for run in {id(run): run for runs in (*levels[:_EDGE], *levels[-_EDGE:]) for run in runs}.values():
            if _may_run(run):
                heights.setdefault(running_key(run.text), {}).setdefault(run.box[1], set()).add(number)
    least = max(2, (len(pages) + 1) // 2)
    running: _Running = {}
    for key, found in heights.items():
        for height in found:
            near = {page for other, on in found.items() if abs(other - height) <= _HIGHEST for page in on}
            if len(near) >= least:
                running.setdefault(key, []).append(height)
    return running


def _runs(run: PageLine, running: _Running) -> bool:
    return any(abs(run.box[1] - height) <= _HIGHEST for height in running.get(running_key(run.text), ()))


def _may_run(run: PageLine) -> bool:
    columns = width(run.text)
    return columns <= _WIDEST and (columns <= _PROSE or not any(sign in run.text for sign in "，。；"))


def _cleared(page: list[PageLine], running: _Running) -> list[PageLine]:
    """Take furniture off from the edges inwards, up to the first level that holds none."""
    levels = _levels(page)
    dropped: set[int] = set()
    for side in (levels[:_EDGE], levels[: -_EDGE - 1 : -1]):
        for runs in side:
            found = {id(run) for run in runs if _runs(run, running) or is_page_number(run.text)}
            if not found:
                break
            dropped |= found
    return [run for run in page if id(run) not in dropped]
