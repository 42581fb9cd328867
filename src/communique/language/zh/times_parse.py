"""From the tokens of a run to time expressions, unresolved.

A run is a stretch of text in which tokens of time stand together; it may hold several expressions, or none. The
grammar, by descent::

    expression  = word | recurring | [lead] length [suffix] | [prefix] item ["to" item] [suffix]
    item        = point | decade or century
    point       = year? part-of-year? month? part-of-month? day? daytime? clock?, larger units before smaller ones
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, NamedTuple

from communique.language.zh.times_gather import PointParser
from communique.language.zh.times_model import (
    Anchor,
    Bound,
    Content,
    Length,
    Mode,
    Point,
    Ref,
    Sense,
    Shift,
    Side,
    Span,
    Stretch,
    TimeKind,
    Unit,
    Word,
    Years,
)  # fmt: skip
from communique.language.zh.times_words import Token, tokens_of

__all__ = ["Parsed", "parse_run"]

_SUFFIXES = {
    "before": Side.BEFORE, "after": Side.AFTER, "since": Side.SINCE, "from": Side.SINCE, "stop": Side.UNTIL,
    "inside": Side.WITHIN, "later": Side.WITHIN,
}  # fmt: skip
_PREFIXES = {"since_lead": Side.SINCE, "from_lead": None, "until": Side.UNTIL, "to": Side.TO, "move": None}
_KINDS: dict[type, TimeKind] = {
    Point: TimeKind.DATE, Years: TimeKind.RANGE, Span: TimeKind.RANGE, Stretch: TimeKind.RANGE, Bound: TimeKind.OPEN,
    Shift: TimeKind.RELATIVE, Length: TimeKind.DURATION,
}  # fmt: skip
_SENSES = {
    Sense.PRESENT: TimeKind.PRESENT, Sense.TO_NOW: TimeKind.OPEN, Sense.PAST: TimeKind.VAGUE,
    Sense.FUTURE: TimeKind.VAGUE, Sense.RECURRING: TimeKind.RECURRING,
}  # fmt: skip


_LONGEST_LIST = 8
_STRETCHING = frozenset(("未来", "今后", "接下来", "往后", "日后", "过去", "最近", "此前", "先前", "以往"))


_PLAIN = re.compile(
    " *(?<![0-9.第])(?<![0-9],)(?:((?:19|20)[0-9]{2}) ?年 ?(?![0-9]{1,2} ?日))?(?:(1[0-2]|0?[1-9]) ?月 ?)?"
    "(?:(3[01]|[12][0-9]|0?[1-9]) ?日)?"
)
_NOT_PLAIN = re.compile("年[代龄级]|月[球光饼亮台薪租刊票嫂娥娘]|[^年月日]")


class Parsed(NamedTuple):
    """An expression at ``text[start:end]``; ``since``: 從 stands before it, and 以來 or 起 may follow farther on."""

    start: int
    end: int
    kind: TimeKind
    content: Content
    since: bool = False


def parse_run(text: str, start: int, end: int, republic: bool) -> list[Parsed]:
    """Return the expressions of ``text[start:end]``.

    ``republic``: the text counts years of the Republic of China, so 115年 is a year where it could be a length.
    """
    plain = _PLAIN.match(text, start, end)
    if plain and plain.end() == end and not _NOT_PLAIN.match(text, end - 1):
        return _plain_date(plain)
    tokens = tokens_of(text, start, end)
    return _Parser([_as_year(token) for token in tokens] if republic else tokens, text).run()


def _plain_date(found: re.Match[str]) -> list[Parsed]:
    """Most runs are plain dates in Arabic figures; they need no grammar."""
    year, month, day = (Ref(Mode.ABSOLUTE, int(n)) if n else None for n in found.groups())
    if year is None and month is None and day is None:
        return []
    start = found.end() - len(found.group().lstrip(" "))
    return [Parsed(start, found.end(), TimeKind.DATE, Point(year=year, month=month, day=day))]


class _Parser(PointParser):
    """Reads a run's expressions from left to right; methods return a result and the index of the next token."""

    def run(self) -> list[Parsed]:
        found: list[Parsed] = []
        at = 0
        while at < len(self.tokens):
            parsed, following = self.expression(at)
            if parsed is not None:
                found.append(parsed)
            at = max(following, at + 1)
        return found

    def made(
        self, first: int, after: int, content: Content, kind: TimeKind | None = None, since: bool = False
    ) -> Parsed:
        """Return an expression from one token up to another."""
        start, end = self.tokens[first].start, self.tokens[after - 1].end
        return Parsed(start, end, kind or _KINDS[type(content)], content, since)

    def expression(self, at: int) -> tuple[Parsed | None, int]:
        token = self.tokens[at]
        if token.name in ("past", "future", "near", "before", "after"):
            return self.stretch(at)
        if token.name in ("tonow", "present"):
            return self.made(at, at + 1, Word(token.value), _SENSES[token.value]), at + 1
        if token.name == "recurring":
            return self.recurring(at)
        if token.name == "pair":
            return self.made(at, at + 1, token.value), at + 1
        if token.name == "within":
            following = at + 2 if self.name(at + 1) == "before" else at + 1
            return self.made(at, following, token.value, TimeKind.DATE), following
        first, about = at, False
        while self.name(at) in ("lead", "about", "near"):
            about = about or self.name(at) != "lead"
            at += 1
        if at < len(self.tokens) and self.name(at) in ("length", "daylen"):
            return self.length(at, about)
        return self.dated(at if at > first and self.name(at) else first)

    def stretch(self, at: int) -> tuple[Parsed | None, int]:
        """未來5年, 過去的4年, 近30天, 前兩周; or the word alone."""
        token = self.tokens[at]
        after = at + 1 + (self.name(at + 1) == "of")
        while self.name(after) == "about":
            after += 1
        if self.name(after) in ("length", "daylen") and not (token.name == "near" and not self.is_open(at, after)):
            if token.name in ("past", "future") and token.text not in _STRETCHING:
                return self.made(at, at + 1, Word(token.value), TimeKind.VAGUE), at + 1
            forward = token.name in ("future", "after")
            if token.name in ("before", "after") and self.text[: token.start].rstrip(" ")[-1:].isalnum():
                return self.counted(at, after, forward)
            last = after + 1
            if self.name(last) in ("inside", "since", "between"):
                last += 1
            return self.made(at, last, Stretch(self.tokens[after].value, forward)), last
        if token.name in ("past", "future"):
            return self.made(at, at + 1, Word(token.value), TimeKind.VAGUE), at + 1
        return (None, at + 1) if self.name(at + 1) not in ("length", "daylen") else self.length(at + 1, about=True)

    def counted(self, at: int, length: int, forward: bool) -> tuple[Parsed, int]:
        """演習前兩天 counts from the event named before it; 上任後100天內 is only a length."""
        value = self.tokens[length].value
        if self.name(length + 1) == "inside":
            return self.made(length, length + 1, value), length + 2
        return self.made(at, length + 1, Shift(value, forward, Anchor.EVENT)), length + 1

    def is_open(self, at: int, length: int) -> bool:
        """Say whether 近 before a length means "the last" and not "nearly"."""
        if self.name(length + 1) in ("since", "inside", "between"):
            return True
        before = self.text[: self.tokens[at].start].rstrip(" ")[-1:]
        return not before or not before.isalnum()

    def recurring(self, at: int) -> tuple[Parsed, int]:
        _, after = self.point(at + 1)
        return self.made(at, after, Word(Sense.RECURRING), TimeKind.RECURRING), after

    def length(self, at: int, about: bool) -> tuple[Parsed, int]:
        """三年前, 兩天後, 15天內, 10年來, or a bare length."""
        value: Length = self.tokens[at].value
        if about:
            value = replace(value, approximate=True)
        following = self.name(at + 1)
        if following == "around":
            return self.made(at, at + 2, replace(value, approximate=True)), at + 2
        content: Content = value
        if following == "before":
            content = Shift(value, forward=False)
        elif following == "after":
            content = Shift(value, forward=True, anchor=Anchor.STORY)
        elif following == "since":
            content = Stretch(value, forward=False)
        elif following == "inside" and not self.text.startswith(("期", "里"), self.tokens[at + 1].start):
            content = Stretch(value, forward=True, anchor=Anchor.STORY, deadline=True)
        last = at + 1 if content is value else at + 2
        return self.made(at, last, content), last

    def dated(self, at: int) -> tuple[Parsed | None, int]:
        """A point, decade or range with its prefix and suffix."""
        first, side, prefix = at, None, ""
        if self.name(at) in _PREFIXES:
            prefix, side = self.tokens[at].name, _PREFIXES[self.tokens[at].name]
            at += 1
        item, following = self.item(at)
        if item is None:
            return None, first + 1
        item, following = self.joined(item, following)
        if isinstance(item, Point) and item.bare is not None:
            return None, max(following, first + 1)
        if isinstance(item, Span):
            last = following + 1 if self.name(following) in ("between", "stop", "inside") else following
            return self.made(at if side is Side.TO else first, last, item), last
        return self.bounded(first if prefix != "move" else at, item, following, side, prefix)

    def bounded(
        self, first: int, item: Point | Years, following: int, side: Side | None, prefix: str
    ) -> tuple[Parsed | None, int]:
        suffix = self.name(following)
        inclusive = False
        if suffix in ("between", "around"):
            following += 1
        elif suffix == "from" and isinstance(item, Point) and item.clock and self.tokens[following].text == "开始":
            pass
        elif suffix in _SUFFIXES:
            following += 1
            inclusive = self.tokens[following - 1].text[0] in "或及和与"
            named = _SUFFIXES[suffix]
            if not (side is Side.SINCE and named is Side.AFTER):
                side = named
            if suffix == "inside" and self.name(following) == "before":
                following += 1
        if isinstance(item, Point) and item.only_clock and side is not None:
            return None, following
        since = prefix == "from_lead" and side is None
        content: Content = item if side is None else Bound(side, item, inclusive)
        kind = TimeKind.DATE if side is Side.WITHIN else None
        return self.made(first + since, following, content, kind, since), following

    def joined(self, item: Point | Years | Word, following: int) -> tuple[Any, int]:
        """Read on to the end of a range or list; give back the item where there is none."""
        link = self.name(following)
        if link in ("from", "stop") and self.name(following + 1) == "to":
            following, link = following + 1, "to"
        if link == "to":
            last, after = self.range_end(item, following + 1)
            return (Span(item, last), after) if last is not None else (item, following)
        if link == "join" and isinstance(item, Point) and self.tokens[following].text not in ",，":
            return self.listed(item, following)
        return item, following

    def range_end(self, first: Point | Years | Word, at: int) -> tuple[Point | Years | Word | None, int]:
        if self.name(at) in ("present", "tonow"):
            return Word(Sense.PRESENT), at + 1
        year = _short_end(first, self.tokens[at]) if self.name(at) == "length" else None
        if year is not None:
            return year, at + 1
        last, after = self.item(at, clock=isinstance(first, Point) and first.clock is not None)
        if isinstance(last, Point) and (last.bare is not None or not _fits(first, last)):
            return None, at
        return last, after

    def listed(self, item: Point, following: int) -> tuple[Point | Span, int]:
        """28、29日; 28日和29日; 2015年和2018年之間."""
        last, after = self.item(following + 1)
        if not isinstance(last, Point):
            return item, following
        if self.name(after) == "between" and last.bare is None:
            return Span(item, last), after + 1
        if item.bare is None and not _next_day(item, last):
            return item, following
        for _ in range(_LONGEST_LIST):
            if self.name(after) != "join":
                break
            more, beyond = self.item(after + 1)
            if not isinstance(more, Point) or not (last.bare is not None or _next_day(last, more)):
                break
            last, after = more, beyond
        return (Span(item, last), after) if last.bare is None and _fits(item, last) else (item, following)

    def item(self, at: int, clock: bool = False) -> tuple[Point | Years | None, int]:
        if self.name(at) == "years":
            return self.tokens[at].value, at + 1
        return self.point(at, clock)


def _as_year(token: Token) -> Token:
    """Read 115年 as a year of the Republic."""
    if token.name == "length" and len(token.text) <= 6:
        (number, unit), *more = token.value.parts
        plain = token.text.rstrip("年 ")
        if unit is Unit.YEAR and not more and plain.isdigit() and number is not None and 100 <= number < 200:
            return token._replace(name="year", value={"year": Ref(Mode.SHORT, int(number))})
    return token


def _short_end(first: Point | Years | Word, token: Token) -> Point | None:
    """Read the end of 2024-25年."""
    if not isinstance(first, Point) or first.bare is None or first.bare < 1000 or not token.text[:2].isdigit():
        return None
    return Point(year=Ref(Mode.ABSOLUTE, first.bare // 100 * 100 + int(token.text[:2])))


def _next_day(first: Point, last: Point) -> bool:
    """Say whether the second is the bare day after the first."""
    if first.day is None or last.day is None or last != Point(day=last.day):
        return False
    return first.day.mode is last.day.mode is Mode.ABSOLUTE and last.day.value == first.day.value + 1


def _fits(first: Point | Years | Word, last: Point) -> bool:
    """Say whether a bare number can be of the unit of a range's other end."""
    if not isinstance(first, Point) or first.bare is None:
        return True
    if last.day is not None:
        return last.day.mode is Mode.ABSOLUTE and 1 <= first.bare <= 31
    if last.month is not None:
        return last.month.mode is Mode.ABSOLUTE and 1 <= first.bare <= 12
    if last.year is not None:
        return last.year.mode is not Mode.ABSOLUTE or 1000 <= first.bare <= last.year.value or first.bare < 100
    return False
