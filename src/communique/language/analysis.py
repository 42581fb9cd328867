"""What a document's text says of itself before any claim is read: flows, clauses, names, times, quantities.

One ``BlockAnalysis`` for each speaking block, in the document's order. Everything is a span on the block's flow, and
``Flow.span`` leads back to the document.
"""

from __future__ import annotations

from dataclasses import dataclass

from communique.language.zh.clauses import Segments, segment
from communique.language.zh.names import Mention, NameFinder
from communique.language.zh.quantities import Quantity, find_quantities
from communique.language.zh.times import TimeContext, TimeExpression, contexts, counts_republic_years, find_times
from communique.model import Block, BlockRole, Document
from communique.packs import Pack
from communique.packs.matching import key_matcher
from communique.text import Flow

__all__ = ["BlockAnalysis", "analyse", "name_finder"]


@dataclass(frozen=True, slots=True)
class BlockAnalysis:
    """One block understood: its flow, clauses and quotations, and what it names and counts.

    ``terms`` are the occurrences of the register's ``match`` terms, for ``KeyMatcher.keys``.
    """

    block: Block
    flow: Flow
    segments: Segments
    mentions: list[Mention]
    times: list[TimeExpression]
    contexts: list[TimeContext]
    quantities: list[Quantity]
    terms: list[tuple[int, int, int]]


_FINDERS: dict[str, NameFinder] = {}


def name_finder(pack: Pack) -> NameFinder:
    """Return the compiled name finder of a pack, made once."""
    found = _FINDERS.get(pack.digest)
    if found is None:
        found = _FINDERS[pack.digest] = NameFinder(pack)
    return found


def analyse(document: Document, pack: Pack) -> list[BlockAnalysis]:
    """Understand the speaking blocks of a document; never raises on any text."""
    finder, terms = name_finder(pack), key_matcher(pack)
    result: list[BlockAnalysis] = []
    for block in document.blocks:
        if not block.role.speaks:
            continue
        flow = Flow(document.text, block)
        times = find_times(flow.folded, counts_republic_years(flow.folded))
        spaces = block.role in {BlockRole.TITLE, BlockRole.HEADING, BlockRole.LINKS, BlockRole.CAPTION}
        result.append(
            BlockAnalysis(
                block,
                flow,
                segment(flow.folded, spaces_divide=spaces),
                finder.find(flow.folded, flow.text),
                times,
                list(contexts(flow.folded, times)),
                find_quantities(flow.folded),
                sorted(terms.scan(flow.folded)),
            )
        )
    return result
