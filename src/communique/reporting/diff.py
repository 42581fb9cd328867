"""Two wordings side by side, for a terminal and as a web page of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from communique.linking import Aligned, Change, Clause, DocumentInfo, align, clauses, marks, warnings
from communique.model import Document
from communique.packs import Pack
from communique.reporting.cards import source_line
from communique.reporting.layout import wrap

__all__ = ["Comparison", "compare", "compare_documents", "diff_html", "diff_json", "diff_text"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two wordings, clause by clause; ``warnings`` are what a reader must know first.

    ``documents`` are the ids of the two sides' documents, None where a wording is of none.
    """

    before: str
    after: str
    pairs: tuple[Aligned, ...]
    warnings: tuple[str, ...]
    documents: tuple[str | None, str | None] = (None, None)

    def count(self, change: Change) -> int:
        """Return how many clauses changed in this way."""
        return sum(pair.change is change for pair in self.pairs)


def compare_documents(before: Document, after: Document, pack: Pack) -> Comparison:
    """Return two documents' speaking blocks compared clause by clause."""
    sides = [
        [
            Clause(clause.text, block.start + clause.start, block.start + clause.end)
            for block in document.blocks
            if block.role.speaks
            for clause in clauses(document.text[block.start : block.end])
        ]
        or clauses(document.text)
        for document in (before, after)
    ]
    return compare((source_line(before), sides[0], before), (source_line(after), sides[1], after), pack)


def compare(
    before: tuple[str, Sequence[Clause], DocumentInfo | None],
    after: tuple[str, Sequence[Clause], DocumentInfo | None],
    pack: Pack,
) -> Comparison:
    """Return two lists of clauses compared; each side is (what it is called, its clauses, its document if one)."""
    pairs = align(before[1], after[1], pack)
    documents = (before[2].id if before[2] else None, after[2].id if after[2] else None)
    return Comparison(before[0], after[0], tuple(pairs), tuple(warnings(before[2], after[2])), documents)


_SIGNS = {
    Change.SAME: " ",
    Change.REWORDED: "~",
    Change.STRONGER: "↑",
    Change.WEAKER: "↓",
    Change.NEW: "+",
    Change.DROPPED: "-",
}


def diff_json(comparison: Comparison) -> dict[str, Any]:
    """Return the comparison as plain values."""

    def side(clause: Clause | None) -> dict[str, Any] | None:
        return None if clause is None else {"text": clause.text, "start": clause.start, "end": clause.end}

    return {
        "before": comparison.before,
        "after": comparison.after,
        "warnings": list(comparison.warnings),
        "clauses": [
            {
                "change": pair.change.value,
                "before": side(pair.before),
                "after": side(pair.after),
                "likeness": round(pair.likeness, 3),
                "why": pair.why,
            }
            for pair in comparison.pairs
        ],
    }


def diff_text(
    comparison: Comparison, width: int = 80, *, same: bool = False, style: Callable[[str], str] = str
) -> Iterator[str]:
    """Yield the lines for a terminal; ``same`` also shows unchanged clauses, ``style`` marks the words that differ."""
    yield from wrap(f"before: {comparison.before}", width)
    yield from wrap(f"after:  {comparison.after}", width)
    for warning in comparison.warnings:
        yield from wrap(f"warning: {warning}", width)
    yield ", ".join(f"{comparison.count(change)} {change.value}" for change in Change)
    yield ""
    for pair in comparison.pairs:
        if pair.change is Change.SAME and not same:
            continue
        yield from _pair_lines(pair, width, style)


def _pair_lines(pair: Aligned, width: int, style: Callable[[str], str]) -> Iterator[str]:
    sign = _SIGNS[pair.change]
    if pair.before is None or pair.after is None:
        clause = pair.after or pair.before
        assert clause is not None
        yield from (f"{sign} {line}" for line in wrap(clause.text, width - 2))
    elif pair.change is Change.SAME:
        yield from (f"{sign} {line}" for line in wrap(pair.after.text, width - 2))
    else:
        before, after = marks(pair.before.text, pair.after.text)
        yield f"{sign} {pair.change.value}{f': {pair.why}' if pair.why else ''}"
        for lead, runs in (("-", before), ("+", after)):
            text = "".join(f"【{run}】" if differs else run for run, differs in runs)
            for line in wrap(text, width - 4):
                yield f"  {lead} {style(line)}"


_PAGE = """<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><title>{title}</title><style>
body {{ font: 16px/1.6 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem }}
table {{ border-collapse: collapse; width: 100%; margin-bottom: 3rem }}
td, th {{ border-top: 1px solid #ccc; padding: .3rem .6rem; text-align: left; vertical-align: top; width: 43% }}
td:first-child, th:first-child {{ width: 14% }}
ins {{ background: #d6f5d6; text-decoration: none }} del {{ background: #f9d9d9; text-decoration: none }}
tr.same {{ color: #666 }} tr.stronger td:first-child {{ color: #a00 }} tr.weaker td:first-child {{ color: #06c }}
.warning {{ border-left: .3rem solid #c80; padding-left: .6rem }} small {{ color: #555 }}
</style></head><body><h1>{title}</h1>
{parts}
</body></html>
"""
_PART = """{warnings}<p>{counts}</p>
<table><thead><tr><th>change</th><th>{before}</th><th>{after}</th></tr></thead><tbody>
{rows}
</tbody></table>"""


def diff_html(comparisons: Sequence[Comparison], title: str = "Wording") -> str:
    """Return comparisons as a web page that needs nothing else; all text is escaped."""
    return _PAGE.format(title=escape(title), parts="\n".join(map(_part, comparisons)))


def _part(comparison: Comparison) -> str:
    return _PART.format(
        warnings="".join(f'<p class="warning">{escape(warning)}</p>' for warning in comparison.warnings),
        counts=escape(", ".join(f"{comparison.count(change)} {change.value}" for change in Change)),
        before=escape(comparison.before),
        after=escape(comparison.after),
        rows="\n".join(_row(pair) for pair in comparison.pairs),
    )


def _row(pair: Aligned) -> str:
    if pair.before is not None and pair.after is not None:
        left, right = marks(pair.before.text, pair.after.text)
    else:
        left = [(pair.before.text, True)] if pair.before is not None else []
        right = [(pair.after.text, True)] if pair.after is not None else []
    cells = (_cell(left, "del"), _cell(right, "ins"))
    why = f"<br><small>{escape(pair.why)}</small>" if pair.why else ""
    name = pair.change.value
    return f'<tr class="{name}"><td>{name}{why}</td><td>{cells[0]}</td><td>{cells[1]}</td></tr>'


def _cell(runs: Sequence[tuple[str, bool]], tag: str) -> str:
    return "".join(f"<{tag}>{escape(run)}</{tag}>" if differs else escape(run) for run, differs in runs)
