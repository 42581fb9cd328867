"""Full-text search for scripts without spaces: folded units and pairs of units.

A **unit** is one ideograph, kana or other letter, or a run of ASCII letters or of ASCII digits. A text is indexed
twice: its units one by one (column ``units``), and each two neighbours joined (column ``pairs``). White space between
units does not separate them, nor does a hyphen inside a Latin name; other punctuation does. So 「統合軍」 is found as
the phrase 統合 合軍 among the pairs, 「軍」 as a unit, and ``Taiwan Strait`` across a line break. Folding makes
Traditional and Simplified, full width and half width, upper and lower case one; highlighted spans are computed from
the frozen text, never from the index.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from communique.model import Span, UsageError
from communique.text import Flow, fold

__all__ = ["Query", "index_terms", "parse_query"]

_JOINER = "·"
"""Between two units of a pair of which one is ASCII; not an ASCII character, so the tokenizer keeps the pair whole."""

_UNIT = re.compile(r"[a-z]+|[0-9]+|[^\W_]|(?P<gap>\s+|(?<=[a-z0-9])[-‐‑](?=[a-z0-9]))|(?P<stop>.)", re.DOTALL)


def _segments(folded: str) -> Iterator[list[str]]:
    """Yield the runs of units between two punctuation marks."""
    run: list[str] = []
    for match in _UNIT.finditer(folded):
        if match.lastgroup is None:
            run.append(match.group())
        elif match.lastgroup == "stop" and run:
            yield run
            run = []
    if run:
        yield run


def _pairs(units: list[str]) -> list[str]:
    return [f"{one}{_JOINER}{two}" if one.isascii() or two.isascii() else one + two for one, two in pairwise(units)]


def index_terms(folded: str) -> tuple[str, str]:
    """Return what the columns ``units`` and ``pairs`` of the index hold for a folded text."""
    units: list[str] = []
    pairs: list[str] = []
    for run in _segments(folded):
        units += run
        pairs += _pairs(run)
    return " ".join(units), " ".join(pairs)


@dataclass(frozen=True, slots=True)
class Query:
    """A search request: ``terms`` must all stand in a passage; ``match`` asks the index, ``patterns`` the text."""

    terms: tuple[str, ...]
    match: str
    patterns: tuple[re.Pattern[str], ...]

    def spans(self, flow: Flow) -> list[Span]:
        """Return where the terms stand in the document that ``flow`` shows a block of; empty if one is missing."""
        found: list[Span] = []
        for pattern in self.patterns:
            hits = [Span(*flow.span(*match.span())) for match in _overlapping(pattern, flow.folded)]
            if not hits:
                return []
            found += hits
        return _merged(sorted(found))


def _overlapping(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield every match, also one that begins within another: 軍軍 stands twice in 軍軍軍."""
    match = pattern.search(text)
    while match is not None:
        yield match
        match = pattern.search(text, match.start() + 1)


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in spans:
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return merged


def parse_query(text: str) -> Query:
    """Return the query for what a person typed: words between white space, or runs in double quotes (any kind).

    Every term is matched literally; there are no operators. Raises ``UsageError`` where nothing searchable is left.
    """
    terms = [one or two for one, two in re.findall(r'["“”＂「『]([^"“”＂」』]+)["“”＂」』]|([^\s"“”＂]+)', text)]
    clauses: list[str] = []
    patterns: list[re.Pattern[str]] = []
    kept: list[str] = []
    for term in terms:
        folded = fold(term)
        runs = list(_segments(folded))
        if not runs:
            continue
        kept.append(term)
        for run in runs:
            column, tokens = ("pairs", _pairs(run)) if len(run) > 1 else ("units", run)
            clauses.append(f'{column} : "{" ".join(tokens)}"')
        patterns.append(_pattern(runs))
    if not clauses:
        raise UsageError(f"nothing to search for in {text!r}: give at least one letter, digit or character.")
    return Query(tuple(kept), " AND ".join(clauses), tuple(patterns))


def _pattern(runs: list[list[str]]) -> re.Pattern[str]:
    """Return a term's pattern over folded text: white space or hyphens between units, punctuation between runs."""
    body = r"[\W_]*?".join(r"[\s‐‑-]*".join(map(re.escape, run)) for run in runs)
    first, last = runs[0][0], runs[-1][-1]
    before = r"(?<![a-z])" if first.isascii() and first.isalpha() else r"(?<![0-9])" if first.isascii() else ""
    after = r"(?![a-z])" if last.isascii() and last.isalpha() else r"(?![0-9])" if last.isascii() else ""
    return re.compile(f"{before}{body}{after}")
