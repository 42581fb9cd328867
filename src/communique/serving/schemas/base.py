"""What several answers are made of."""

from __future__ import annotations

from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Answer", "Counted", "Days", "Named", "Page", "Problem", "Quote", "Run"]

T = TypeVar("T")
Days = list[str | None]
"""``[first, last]``, inclusive; null is an open or unknown side."""


class Answer(BaseModel):
    """Base of all answers."""

    model_config = ConfigDict(extra="forbid")


class Page(Answer, Generic[T]):
    """A page of a list."""

    total: int = Field(description="How many there are in all.")
    offset: int = Field(description="Which is the first one here, from 0.")
    items: list[T]


class Named(Answer):
    """A thing of the register, or an actor that only documents know."""

    id: str
    name: str = Field(description="In the language asked for.")
    type: str | None = None


class Counted(Named):
    """A thing and how often there is something of it."""

    count: int


class Problem(Answer):
    """What went wrong."""

    error: str = Field(description="A word for a program.")
    message: str = Field(description="What happened, and what to do.")


class Quote(Answer):
    """A claim's words and where they stand."""

    claim: str
    document: str
    source: str = Field(description="Publisher, title, day, tier.")
    tier: str
    published: str | None
    quote: str
    start: int
    end: int


class Run(Answer):
    """A run of words, and whether it differs from the other side, or was searched for."""

    text: str
    marked: bool
