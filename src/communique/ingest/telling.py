"""A document's speaking blocks with the times they name, resolved in reading order through the whole text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from communique.language.zh.times import TimeExpression, TimeResolver, contexts, counts_republic_years, find_times
from communique.model import Document, Interval
from communique.text import Flow

__all__ = ["Passage", "passages", "sentence_around", "sentence_start"]

_STOP = re.compile("[。！？!?；;\n]")
_PARAGRAPHS = 10_000  # paragraphs of one block, at most: keeps those of different blocks apart


@dataclass(frozen=True, slots=True)
class Passage:
    """A block's readable text and its time expressions with the days they mean (None: a reader could not tell)."""

    flow: Flow
    times: list[tuple[TimeExpression, Interval | None]]


def passages(document: Document, published: date | None) -> list[Passage]:
    """Return the speaking blocks; a day without a year takes the year that the text before it named.

    ``published`` is the day from which 昨天 and 去年 count; with ``None`` only what the text dates itself is resolved.
    """
    flows = [Flow(document.text, block) for block in document.blocks if block.role.speaks]
    republic = any(counts_republic_years(flow.folded) for flow in flows)
    resolver = TimeResolver(published, republic=republic)
    found = []
    for number, flow in enumerate(flows):
        times = find_times(flow.folded, republic)
        around = contexts(flow.folded, times)
        found.append(
            Passage(
                flow,
                [
                    (time, resolver.resolve(time, replace(c, paragraph=number * _PARAGRAPHS + c.paragraph)))
                    for time, c in zip(times, around, strict=True)
                ],
            )
        )
    return found


def sentence_start(passage: Passage, at: int) -> int:
    """Return where the sentence begins in which a flow offset lies."""
    ends = [found.end() for found in _STOP.finditer(passage.flow.folded, 0, at)]
    return ends[-1] if ends else 0


def sentence_around(passage: Passage, at: int) -> tuple[int, int]:
    """Return the beginning and end of the sentence in which a flow offset lies."""
    stop = _STOP.search(passage.flow.folded, at)
    return sentence_start(passage, at), stop.start() if stop else len(passage.flow.folded)
