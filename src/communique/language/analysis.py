"""What a document's text says of itself before any claim is read: flows, clauses, names, times, quantities.

One ``BlockAnalysis`` for each speaking block, in the document's order. Everything is a span on the block's flow, and
``Flow.span`` leads back to the document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from communique.language.zh.clauses import Segments, segment
from communique.language.zh.names import Mention, NameFinder
from communique.language.zh.quantities import Quantity, find_quantities
from communique.language.zh.times import TimeContext, TimeExpression, contexts, counts_republic_years, find_times
from communique.model import Block, BlockRole, Document
from communique.packs import Pack
from communique.packs.matching import KeyMatcher, key_matcher
from communique.text import Flow, fold_pattern

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


# Where a dispatch comes from, in front of its first sentence: （中央社東京30日電）, 新华社北京7月25日电, 〔記者…報導〕
_DATELINE = re.compile(
    fold_pattern(
        r"\s*(?:[(（〔【\[][^)）〕】\]\n]{2,40}(?:電|訊|報導|報道|專電|特稿|編譯|综合|綜合)[^)）〕】\]\n]{0,12}[)）〕】\]]"
        r"|[^，。,\n]{2,20}?\d{1,2}日(?:專電|電|訊|综合电|綜合報導|報導)(?:[(（][^)）]{1,20}[)）])?"
        r"|[(（〔【][^)）〕】\n]{2,14}(?:中文網|中文网|社|報|报)[)）〕】])\s*"
    )
)

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
    speaking = [block for block in document.blocks if block.role.speaks]
    flows = [Flow(document.text, block) for block in speaking]
    names = finder.find_all([(flow.folded, flow.text) for flow in flows])
    republic = any(counts_republic_years(flow.folded) for flow in flows)
    return [
        _block(block, flow, found, terms, republic) for block, flow, found in zip(speaking, flows, names, strict=True)
    ]


def _block(block: Block, flow: Flow, names: list[Mention], terms: KeyMatcher, republic: bool) -> BlockAnalysis:
    times = find_times(flow.folded, republic)
    dateline = _DATELINE.match(flow.folded)
    opens = dateline.end() if dateline else 0
    spaces = block.role in {BlockRole.TITLE, BlockRole.HEADING, BlockRole.CAPTION}
    return BlockAnalysis(
        block,
        flow,
        segment(flow.folded, spaces_divide=spaces, start=opens),
        [mention for mention in names if mention.start >= opens],
        times,
        list(contexts(flow.folded, times)),
        find_quantities(flow.folded, times),
        sorted(terms.scan(flow.folded)),
    )
