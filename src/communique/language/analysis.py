"""What a document's text says of itself before any claim is read: flows, clauses, names, times, quantities.

One ``BlockAnalysis`` for each speaking block, in the document's order. Everything is a span on the block's flow, and
``Flow.span`` leads back to the document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from communique.language.zh.clauses import Segments, segment
from communique.language.zh.names import Mention, NameFinder
from communique.language.zh.quantities import Quantity, find_all_quantities
from communique.language.zh.times import TimeContext, TimeExpression, contexts, find_all_times
from communique.model import Block, BlockRole, Document
from communique.packs import Pack, collector_paused, once_for_each_pack
from communique.packs.matching import Hit
from communique.text import Flow, fold_pattern

__all__ = ["BlockAnalysis", "analyse", "name_finder"]


@dataclass(slots=True)
class BlockAnalysis:
    """One block understood: its flow, clauses and quotations, and what it names and counts.

    ``terms`` are the occurrences of the register's ``match`` terms, ``None`` until ``extraction.labels`` asks for them.
    """

    block: Block
    flow: Flow
    segments: Segments
    mentions: list[Mention]
    times: list[TimeExpression]
    contexts: list[TimeContext]
    quantities: list[Quantity]
    terms: list[Hit] | None = None


# Where a dispatch comes from, in front of its first sentence: （中央社東京30日電）, 新华社北京7月25日电, 〔記者…報導〕
_DATELINE = re.compile(
    fold_pattern(
        r"\s*(?:[(（〔【\[][^)）〕】\]\n]{2,40}(?:電|訊|報導|報道|專電|特稿|編譯|综合|綜合)[^)）〕】\]\n]{0,12}[)）〕】\]]"
        r"|[^，。,\n]{2,20}?\d{1,2}日(?:專電|電|訊|综合电|綜合報導|報導)(?:[(（][^)）]{1,20}[)）])?"
        r"|[(（〔【][^)）〕】\n]{2,14}(?:中文網|中文网|社|報|报)[)）〕】])\s*"
    )
)

_HEADLINES = frozenset((BlockRole.TITLE, BlockRole.HEADING, BlockRole.CAPTION))


@once_for_each_pack
def name_finder(pack: Pack) -> NameFinder:
    """Return the compiled name finder of a pack, made once."""
    return NameFinder(pack)


@collector_paused()
def analyse(document: Document, pack: Pack) -> list[BlockAnalysis]:
    """Understand the speaking blocks of a document; never raises on any text."""
    finder = name_finder(pack)
    speaking = [block for block in document.blocks if block.role.speaks]
    flows = [Flow(document.text, block) for block in speaking]
    names = finder.find_all([(flow.folded, flow.text) for flow in flows])
    # One thing after the other for all blocks: a scan of the whole document costs less than one for each block.
    folded = [flow.folded for flow in flows]
    times = find_all_times(folded)
    quantities = find_all_quantities(folded, times)
    opens = [_opens(text) for text in folded]
    return [
        BlockAnalysis(
            block,
            flow,
            segment(flow.folded, spaces_divide=block.role in _HEADLINES, start=start),
            [mention for mention in found if mention.start >= start] if start else found,
            said,
            list(contexts(flow.folded, said)),
            counted,
        )
        for block, flow, start, found, said, counted in zip(
            speaking, flows, opens, names, times, quantities, strict=True
        )
    ]


def _opens(folded: str) -> int:
    """Return where the sentences of a block begin, behind its dateline."""
    dateline = _DATELINE.match(folded)
    return dateline.end() if dateline else 0
