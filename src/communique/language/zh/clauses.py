"""Sentences, comma-clauses and quotations of a Chinese text.

The comma-clause is the unit that extraction works on. Everything is found in one pass over the marks of the text;
offsets are into the flow that was given. A comma inside a number (5,500) or inside parentheses divides nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Clause", "Quote", "Segments", "segment"]

_OPEN = {"「": "」", "『": "』", "《": "》", "〈": "〉", "(": ")", "（": "）", "【": "】"}
_CLOSE = frozenset(_OPEN.values())
_SENTENCE = frozenset("。！？!?；;\n")
_CLAUSE = frozenset("，,：:")
_MARKS = re.compile(r"[。！？!?；;\n，,：:「」『』《》〈〉()（）【】]|(?<=[⺀-鿿」』）)])\s+(?=[⺀-鿿「『])")
_EDGE = " \t\r\n\u3000，,。；;：:、!！?？"
_TERM = 14  # a quotation up to this length without inner marks is a term (「統合軍司令部」), unless a speaker leads it


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Segments:
    """The clauses and quotations of a text, in order."""

    clauses: list[Clause]
    quotes: list[Quote]


def segment(text: str, *, spaces_divide: bool = False, start: int = 0) -> Segments:
    """Divide folded text into clauses and quotations.

    ``spaces_divide`` is for headlines, which use a space as a comma; ``start`` is where the sentences begin, behind a
    dateline.
    """
    quotes = _quotes(text)
    speech = [(q.start, q.end, i) for i, q in enumerate(quotes) if q.speech]
    terms = [(q.start - 1, q.end + 1) for q in quotes if not q.speech]
    clauses: list[Clause] = []
    sentence, depth, term = 0, 0, 0
    boundaries = {q.start - 1 for q in quotes if q.speech} | {q.end for q in quotes if q.speech}

    def close(end: int, mark: str) -> None:
        nonlocal start
        left, right = start, end
        while left < right and text[left] in _EDGE:
            left += 1
        while right > left and text[right - 1] in _EDGE:
            right -= 1
        if right > left:
            clauses.append(Clause(left, right, sentence, mark))

    for match in _MARKS.finditer(text, start):
        at, mark = match.start(), match.group()
        if at in boundaries:
            close(at, mark if mark in _OPEN else "」")
            start = match.end()
            if mark not in _OPEN and _ended(text, at):
                sentence += 1
            continue
        while term < len(terms) and terms[term][1] <= at:
            term += 1
        if term < len(terms) and terms[term][0] <= at < terms[term][1]:
            continue
        if mark in "(（【《〈":
            depth += 1
        elif mark in ")）】》〉":
            depth = max(0, depth - 1)
        elif mark in "「」『』":
            continue
        elif mark == "\n" or mark in _SENTENCE:
            if mark != "\n" and depth:
                continue
            depth = 0
            close(at, mark)
            start = at + 1
            sentence += 1
        elif depth:
            continue
        elif mark in _CLAUSE:
            if mark in ",:：" and _in_number(text, at):
                continue
            close(at, mark)
            start = at + 1
        elif spaces_divide:
            close(at, " ")
            start = match.end()
    close(len(text), "")
    _place(clauses, speech)
    return Segments(clauses, quotes)


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
    return 0 < at < len(text) - 1 and text[at - 1].isdigit() and text[at + 1].isdigit()


def _ended(text: str, at: int) -> bool:
    """Say whether the quotation that closes at ``at`` ended a sentence with it."""
    return at > 0 and text[at - 1] in "。！？!?⋯…" and (at + 1 >= len(text) or text[at + 1] not in "，,、")


def _quotes(text: str) -> list[Quote]:
    """Find quotations, nested ones after their outer ones; an unclosed one ends with its paragraph."""
    found: list[Quote] = []
    stack: list[tuple[str, int, int]] = []
    for match in re.finditer(r"[「」『』\n]", text):
        mark, at = match.group(), match.start()
        if mark in "「『":
            stack.append((mark, at + 1, len(stack)))
        elif mark == "\n":
            stack.clear()
        elif stack:
            wanted = "「" if mark == "」" else "『"
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
    marks = len(re.findall(r"[，,。！？；!?]", inner))
    if led:
        return True
    if inner[-1:] in "。！？!?⋯" and len(inner) > 6:
        return True
    after = text[end + 1 : end + 2]
    closes = inner[-1:] in "，,"
    return (
        (marks > 0 and len(inner) > 2 * _TERM)
        or closes
        or (len(inner) > 2 * _TERM and (start < 2 or text[start - 2] in "。\n，,") and after in "，,。\n")
    )
