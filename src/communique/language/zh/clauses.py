"""Sentences, comma-clauses and quotations of a Chinese text.

The comma-clause is the unit that extraction works on. Everything is found in one pass over the marks of the text;
offsets are into the flow that was given. A comma inside a number (5,500) or inside parentheses divides nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Clause", "Quote", "Segments", "segment"]

_PARAGRAPH, _SENTENCE, _CLAUSE, _OPENS, _CLOSES, _QUOTE = range(6)
_MARKS = {
    **dict.fromkeys("。！？!?；;", _SENTENCE), "\n": _PARAGRAPH, **dict.fromkeys("，,：:", _CLAUSE),
    **dict.fromkeys("(（【《〈", _OPENS), **dict.fromkeys(")）】》〉", _CLOSES), **dict.fromkeys("「」『』", _QUOTE),
}  # fmt: skip
_ANY_MARK = re.compile(f"[{''.join(_MARKS)}]")
_MARK_OR_SPACE = re.compile(rf"{_ANY_MARK.pattern}|(?<=[⺀-鿿」』）)])\s+(?=[⺀-鿿「『])")
_QUOTE_OR_LINE = re.compile(r"[「」『』\n]")
_INNER = re.compile(r"[，,。！？；!?]")
_EDGE = " \t\r\n\u3000，,。；;：:、!！?？"
_TERM = 14  # a quotation up to this length without inner marks is a term (「統合軍司令部」), unless a speaker leads it


@dataclass(slots=True)
class Quote:
    """A quotation: the words between the marks; ``speech`` tells somebody's words from a quoted term."""

    start: int
    end: int
    depth: int
    speech: bool


@dataclass(slots=True)
class Clause:
    """A comma-clause: ``start`` and ``end`` without outer marks, the sentence's number, the mark that closed it.

    ``quote`` is the index of the innermost speech quotation it stands in, or -1.
    """

    start: int
    end: int
    sentence: int
    mark: str
    quote: int = -1


@dataclass(slots=True)
class Segments:
    """The clauses and quotations of a text, in order."""

    clauses: list[Clause]
    quotes: list[Quote]


def segment(text: str, *, spaces_divide: bool = False, start: int = 0) -> Segments:
    """Divide folded text into clauses and quotations.

    ``spaces_divide`` is for headlines, which use a space as a comma; ``start`` is where the sentences begin, behind a
    dateline.
    """
    quotes = _quotes(text) if "「" in text or "『" in text else []
    speech = [(q.start, q.end, i) for i, q in enumerate(quotes) if q.speech]
    terms = [(q.start - 1, q.end + 1) for q in quotes if not q.speech]
    boundaries = {at for first, last, _ in speech for at in (first - 1, last)}
    clauses: list[Clause] = []
    sentence, depth, term = 0, 0, 0
    for match in (_MARK_OR_SPACE if spaces_divide else _ANY_MARK).finditer(text, start):
        at = match.start()
        mark = text[at]
        kind = _MARKS.get(mark)
        if at in boundaries:
            _add(clauses, text, start, at, sentence, mark if mark in "「『" else "」")
            start = at + 1
            if mark in "」』" and _ended(text, at):
                sentence += 1
            continue
        while term < len(terms) and terms[term][1] <= at:
            term += 1
        if term < len(terms) and terms[term][0] <= at:
            continue
        if kind == _CLAUSE:
            if not depth and not _in_number(text, at):
                _add(clauses, text, start, at, sentence, mark)
                start = at + 1
        elif kind in (_SENTENCE, _PARAGRAPH):
            if not depth or kind == _PARAGRAPH:
                _add(clauses, text, start, at, sentence, mark)
                start = at + 1
                sentence += 1
                depth = 0
        elif kind == _OPENS:
            depth += 1
        elif kind == _CLOSES:
            depth = max(0, depth - 1)
        elif kind is None and not depth:
            _add(clauses, text, start, at, sentence, " ")
            start = match.end()
    _add(clauses, text, start, len(text), sentence, "")
    if speech:
        _place(clauses, speech)
    return Segments(clauses, quotes)


def _add(clauses: list[Clause], text: str, start: int, end: int, sentence: int, mark: str) -> None:
    """Add what stands between two marks, if it is more than marks."""
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    if end > start:
        clauses.append(Clause(start, end, sentence, mark))


def _place(clauses: list[Clause], speech: list[tuple[int, int, int]]) -> None:
    """Tell each clause the innermost speech quotation it begins in; both lists are in order."""
    open_quotes: list[tuple[int, int, int]] = []
    at = 0
    for clause in clauses:
        while at < len(speech) and speech[at][0] <= clause.start:
            open_quotes.append(speech[at])
            at += 1
        while open_quotes and open_quotes[-1][1] <= clause.start:
            open_quotes.pop()
        clause.quote = open_quotes[-1][2] if open_quotes else -1


def _in_number(text: str, at: int) -> bool:
    return text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()


def _ended(text: str, at: int) -> bool:
    """Say whether the quotation that closes at ``at`` ended a sentence with it."""
    return at > 0 and text[at - 1] in "。！？!?⋯…" and (at + 1 >= len(text) or text[at + 1] not in "，,、")


def _quotes(text: str) -> list[Quote]:
    """Find quotations, nested ones after their outer ones; an unclosed one ends with its paragraph."""
    found: list[Quote] = []
    stack: list[tuple[str, int, int]] = []
    for match in _QUOTE_OR_LINE.finditer(text):
        mark, at = match.group(), match.start()
        if mark in "「『":
            stack.append((mark, at + 1, len(stack)))
        elif mark == "\n":
            stack.clear()
        elif stack:
            wanted = "「" if mark == "」" else "『"
            if stack[-1][0] != wanted:
                if any(entry[0] == wanted for entry in stack):
                    while stack[-1][0] != wanted:
                        stack.pop()
                elif len(stack) > 1:
                    continue
            _, start, depth = stack.pop()
            found.append(Quote(start, at, depth, _is_speech(text, start, at)))
    return sorted(found, key=lambda q: (q.start, -q.end))


def _is_speech(text: str, start: int, end: int) -> bool:
    inner = text[start:end]
    before = text[max(0, start - 4) : start - 1].rstrip()
    led = before[-1:] in "：:" and bool(before)
    if led:
        return True
    if inner[-1:] in "。！？!?⋯" and len(inner) > 6:
        return True
    after = text[end + 1 : end + 2]
    closes = inner[-1:] in "，,"
    return (
        (len(inner) > 2 * _TERM and _INNER.search(inner) is not None)
        or closes
        or (len(inner) > 2 * _TERM and (start < 2 or text[start - 2] in "。\n，,") and after in "，,。\n")
    )
