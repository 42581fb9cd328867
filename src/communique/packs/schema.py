"""The schema of a pack's data files, checked with pydantic when a pack is compiled and at test time.

Dates in packs are partial ISO dates as strings (``"2025"``, ``"2025-03"``, ``"2025-03-24"``).
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from communique.model import Interval

SCRIPTS = ("hant", "hans", "ja", "en")

EntryType = Literal[
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


def _identifier(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(?:[.-][a-z0-9]+)*", text):
        raise ValueError(f"{text!r} is no identifier: lower-case letters, digits, dots and hyphens")
    return text


PartialDate = Annotated[str, AfterValidator(_partial_date)]
Identifier = Annotated[str, AfterValidator(_identifier)]
Certainty = Literal["certain", "check"]


class Strict(BaseModel):
    """A model that refuses fields it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class NamesRow(Strict):
    """An entry's names by script; the first of each list is the preferred one."""

    hant: list[str] = []
    hans: list[str] = []
    ja: list[str] = []
    en: list[str] = []

    @model_validator(mode="after")
    def _some(self) -> NamesRow:
        if not any((self.hant, self.hans, self.ja, self.en)):
            raise ValueError("an entry needs at least one name")
        return self


class RelationRow(Strict):
    """A typed, optionally dated relation: from this entry ``to`` another, or ``by`` another to this one."""

    type: RelationType
    to: Identifier | None = None
    by: Identifier | None = None
    since: PartialDate | None = Field(None, alias="from")
    until: PartialDate | None = None
    sure: Certainty = "certain"
    disputed: str | None = None

    @model_validator(mode="after")
    def _one_end(self) -> RelationRow:
        if (self.to is None) == (self.by is None):
            raise ValueError("a relation names its other end once: `to` or `by`")
        return self


class HolderRow(Strict):
    """A person's term in an office."""

    person: Identifier
    since: PartialDate | None = Field(None, alias="from")
    until: PartialDate | None = None
    sure: Certainty = "certain"
    acting: bool = False


class EntryRow(Strict):
    """One entry of the register, as written in the files."""

    id: Identifier
    type: EntryType
    names: NamesRow
    short: list[str] = []
    country: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    of: Identifier | None = None
    part_of: Identifier | None = None
    since: PartialDate | None = Field(None, alias="from")
    until: PartialDate | None = None
    definition: str | None = None
    sure: Certainty
    disputed: str | None = None
    wikidata: Annotated[str, Field(pattern=r"^Q\d+$")] | None = None
    holders: list[HolderRow] = []
    plural: bool = False
    relations: list[RelationRow] = []
    match: list[list[str]] = []
    single: list[str] = []
    metonyms: list[str] = []
    systems: list[str] = []
    unit: str | None = None
    tier: str | None = None
    hosts: list[str] = []


class ExampleRow(Strict):
    """An example sentence of a frame: the words in brackets are what must (or must not) be found."""

    text: str
    actors: list[str] | None = None
    note: str | None = None


class FrameRow(Strict):
    """One frame: which words make which claim."""

    id: Identifier
    kind: Literal["event", "commitment", "position", "assessment", "attribution", "none"]
    type: str | None = None
    stance: str | None = None
    status: str | None = None
    strength: int = 0
    triggers: list[str]
    noun: bool = False
    complement: Literal["inherits", "asserts", "none"] = "none"
    needs: list[str] = []
    blocks: list[str] = []
    factuality: str | None = None
    priority: int = 0
    examples: list[str] = []
    counterexamples: list[str] = []
