"""Gathering the tokens of one point in time: year, month, day, time of day, larger units before smaller ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from communique.language.zh.times_model import Point
from communique.language.zh.times_words import Token

__all__ = ["PointParser"]

_RANK = {
    "iso": 0, "yearmonth": 0, "year": 0, "short": 0, "half": 1, "quarter": 1, "first": 1, "season": 1, "yearedge": 1,
    "yeartail": 1, "monthday": 2, "slashed": 2, "month": 2, "monthpart": 3, "monthtail": 3, "week": 3, "weekday": 4,
    "day": 4, "holiday": 4, "daytime": 5, "clock": 6, "hour": 6,
}  # fmt: skip


@dataclass(slots=True)
class _Draft:
    """The fields of a point while its tokens are read."""

    fields: dict[str, Any]
    rank: int = -1
    weak: bool = False


class PointParser:
    """Reads points from a run's tokens; methods return a result and the index of the next token."""

    def __init__(self, tokens: list[Token], text: str) -> None:
        self.tokens = tokens
        self.text = text

    def name(self, at: int) -> str:
        """Return the name of the token at an index if it joins on to the one before, else nothing."""
        if not 0 <= at < len(self.tokens):
            return ""
        if at and self.text[self.tokens[at - 1].end : self.tokens[at].start].strip(" "):
            return ""
        return self.tokens[at].name

    def point(self, at: int, clock: bool = False, nested: bool = False) -> tuple[Point | None, int]:
        """Gather the tokens of one point, larger units before smaller ones.

        ``clock``: a bare hour is one too; ``nested``: the point stands in brackets itself.
        """
        draft, first = _Draft({}), at
        while True:
            step = at + 1 if self.name(at) == "of" and draft.fields and self.name(at + 1) in _RANK else at
            name = self.name(step)
            if name in _RANK and self.accept(draft, step):
                at = step + 1
            elif name == "number" and draft.rank in (-1, 0, 2) and self.name(step + 1) in ("join", "to") and step == at:
                draft.fields["bare"] = self.tokens[step].value
                return Point(**draft.fields), at + 1
            elif name == "open" and draft.fields and not nested and (after := self.bracket(draft, at + 1)):
                at = after
            elif name == "join" and "day" in draft.fields and self.is_weekday(at + 1) and not self.name(at + 2):
                at += 2
            else:
                break
        if not draft.fields or (draft.weak and not clock):
            return None, first
        return _finished(draft.fields), at

    def accept(self, draft: _Draft, at: int) -> bool:
        """Add a token's fields to the point if it may follow what is there."""
        token = self.tokens[at]
        rank = _RANK[token.name]
        if token.name == "holiday" and draft.rank == 0:
            pass
        elif rank <= draft.rank or (rank == 4 and draft.rank in (0, 1) and "weekday" not in token.value):
            return False
        if rank == 3 and draft.rank in (0, 1) and "month_week" not in token.value:
            return False
        if rank >= 5 and 0 <= draft.rank < 4 and "day" not in draft.fields and not draft.fields.get("weekend"):
            return False
        if (token.name == "yeartail" and draft.rank != 0) or (token.name == "monthtail" and draft.rank != 2):
            return False
        if token.name == "hour":
            draft.weak = not draft.fields
        draft.fields.update(token.value)
        draft.rank = 4 if "day" in token.value and rank < 4 else 6 if "clock" in token.value else rank
        return True

    def is_weekday(self, at: int) -> bool:
        """Say whether a token is a bare weekday."""
        return self.name(at) == "weekday" and "week" not in self.tokens[at].value

    def bracket(self, draft: _Draft, at: int) -> int:
        """週三(1月11日), 1月11日(週三), 今年(2025年): return the index after the bracket, 0 if it is something else."""
        inner, after = self.point(at, nested=True)
        if self.name(after) != "close" or inner is None or inner.bare is not None:
            return 0
        if inner.weekday is not None and inner.day is None and "day" in draft.fields:
            return after + 1
        if inner.day is not None and draft.fields.keys() <= {"weekday", "week", "day"}:
            draft.fields.pop("weekday", None)
            draft.fields.pop("week", None)
        elif not (draft.fields.keys() == {"year"} and inner.year is not None and inner == Point(year=inner.year)):
            return 0
        draft.fields.update({k: v for k in ("year", "month", "day") if (v := getattr(inner, k)) is not None})
        draft.rank = 4 if inner.day is not None else draft.rank
        return after + 1


def _finished(fields: dict[str, Any]) -> Point:
    """Put the clock on 24 hours by the part of the day."""
    if fields.get("clock") is not None:
        hour, minute, second = fields["clock"]
        daytime = fields.get("daytime")
        if daytime is not None and hour <= 12:
            if daytime[0] >= 11 and (hour < 12) and not (daytime == (11, 14) and hour >= 10):
                hour += 12
            elif hour == 12 and daytime[0] >= 17:
                hour = 24
            elif hour == 12 and daytime[1] <= 8:
                hour = 0
        fields = {**fields, "clock": (hour, minute, second)}
    return Point(**fields)
