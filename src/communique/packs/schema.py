"""The schema of a pack's data files, checked with pydantic when a pack is compiled and at test time.

Dates in packs are partial ISO dates as strings (``"2025"``, ``"2025-03"``, ``"2025-03-24"``).
"""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from communique.model import EventType, Interval, Stance, Status, Tier
from communique.packs.frames import FrameRow

__all__ = ["EntryRow", "FrameSchema", "HolderRow", "NamesRow", "RelationRow", "interval"]

ThingType = Literal[
    "state", "territory", "organisation", "body", "office", "person", "company", "media", "think_tank",
    "mechanism", "programme", "policy", "document", "exercise", "weapon", "place", "topic", "measure",
    "event_series", "event",
]  # fmt: skip
RelationType = Literal[
    "counterpart_of", "under", "part_of", "member_of", "party_to", "implements", "covers", "succeeds", "depends_on"
]


def _partial_date(text: str) -> str:
    if "/" in text:
        raise ValueError("one date is wanted, not a range")
    Interval.parse(text)
    return text


def interval(since: str | None, until: str | None) -> Interval | None:
    """Return the days between two partial dates, the first and last day each may mean; ``None`` where both are.

    Raises ``ValueError`` where the end lies before the start.
    """
    if since is None and until is None:
        return None
    start = Interval.parse(since).start if since else None
    end = Interval.parse(until).end if until else None
    return Interval(start, end)


def _identifier(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(?:[.-][a-z0-9]+)*", text):
        raise ValueError(f"{text!r} is no identifier: lower-case letters, digits, dots and hyphens")
    return text


def _host(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", text):
        raise ValueError(f"{text!r} is no host name: lower case, without https:// and path")
    return text


def _text(text: str) -> str:
    if not text.strip() or text != text.strip():
        raise ValueError(f"{text!r} is empty or has spaces at its ends")
    return text


def _term(term: str) -> str:
    if not all(alternative.strip() for alternative in term.split("|")):
        raise ValueError(f"{term!r} has an empty alternative beside a |")
    return term


Text = Annotated[str, AfterValidator(_text)]
PartialDate = Annotated[str, AfterValidator(_partial_date)]
Host = Annotated[str, AfterValidator(_host)]
Identifier = Annotated[str, AfterValidator(_identifier)]
MatchRow = Annotated[list[Annotated[str, AfterValidator(_term)]], Field(min_length=1)]
Certainty = Literal["certain", "check"]


class Strict(BaseModel):
    """A model that refuses fields it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class NamesRow(Strict):
    """An entry's names by script; the first of each list is the preferred one."""

    hant: list[Text] = []
    hans: list[Text] = []
    ja: list[Text] = []
    en: list[Text] = []

    @model_validator(mode="after")
    def _some(self) -> Self:
        if not any((self.hant, self.hans, self.ja, self.en)):
            raise ValueError("an entry needs at least one name")
        return self


class DatedRow(Strict):
    """A row with a first and a last day, either of which may be unknown."""

    since: PartialDate | None = Field(None, alias="from")
    until: PartialDate | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        interval(self.since, self.until)
        return self


class RelationRow(DatedRow):
    """A typed, optionally dated relation: from this entry ``to`` another, or ``by`` another to this one."""

    type: RelationType
    to: Identifier | None = None
    by: Identifier | None = None
    sure: Certainty = "certain"
    disputed: str | None = None

    @model_validator(mode="after")
    def _one_end(self) -> Self:
        if (self.to is None) == (self.by is None):
            raise ValueError("a relation names its other end once: `to` or `by`")
        return self


class HolderRow(DatedRow):
    """A person's term in an office."""

    person: Identifier
    sure: Certainty = "certain"
    acting: bool = False


class EntryRow(DatedRow):
    """One entry of the register, as written in the files."""

    id: Identifier
    type: ThingType
    names: NamesRow
    short: list[Text] = []
    country: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    of: Identifier | None = None
    part_of: Identifier | None = None
    definition: str | None = None
    sure: Certainty
    disputed: str | None = None
    wikidata: Annotated[str, Field(pattern=r"^Q\d+$")] | None = None
    holders: list[HolderRow] = []
    plural: bool = False
    relations: list[RelationRow] = []
    match: list[MatchRow] = []
    single: list[Text] = []
    metonyms: list[Text] = []
    systems: list[str] = []
    unit: str | None = None
    hosts: list[Host] = []
    tier: Tier | None = None


class FrameSchema(Strict):
    """One frame, as written in the files; ``communique.packs.frames.FrameRow`` says what the fields mean."""

    id: Identifier
    kind: Literal["event", "commitment", "position", "assessment", "attribution", "none"]
    type: EventType | None = None
    stance: Stance | None = None
    status: Status | None = None
    strength: int = 0
    triggers: Annotated[list[Text], Field(min_length=1)]
    noun: bool = False
    complement: Literal["inherits", "asserts", "none"] = "none"

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        wanted = {"event": "type", "commitment": "status", "position": "stance"}
        for kind, name in wanted.items():
            if (getattr(self, name) is not None) != (self.kind == kind):
                raise ValueError(f"`{name}` belongs to frames of kind {kind}, and each of those has one")
        return self

    def row(self) -> FrameRow:
        """Return the frame as the rest of the program uses it."""
        return FrameRow(
            id=self.id,
            kind=self.kind,
            triggers=tuple(self.triggers),
            type=None if self.type is None else self.type.value,
            stance=None if self.stance is None else self.stance.value,
            status=None if self.status is None else self.status.value,
            strength=self.strength,
            noun=self.noun,
            complement=self.complement,
        )
