"""Things of the register and what connects them."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field

from communique.serving.schemas.base import Answer, Named
from communique.serving.schemas.threads import ClaimOut, ThreadRow

__all__ = ["Edge", "EntryOut", "EntryRow", "Network", "Node"]


class EntryRow(Named):
    """A thing of the register in a list."""

    country: str | None
    claims: int


class EntryOut(Answer):
    """A thing: what the register knows, and what the ledger's documents say of it."""

    id: str
    name: str
    card: dict[str, Any] | None = Field(description="The register's entry; null for one that only documents know.")
    surfaces: list[str] = Field(description="What documents call it.")
    labels: dict[str, Named] = Field(description="The things its relations lead to.")
    threads: list[ThreadRow]
    claims: int
    meetings: list[ClaimOut]


class Node(Named):
    """A thing in the network."""

    country: str | None
    weight: int


class Edge(Answer):
    """A relation of the register (``type``), or claims that name both (``claims``)."""

    one: str
    other: str
    type: str
    claims: int
    kinds: list[str]
    since: str | None = None
    until: str | None = None


class Network(Answer):
    """Things and what connects them on a day."""

    on: date
    nodes: list[Node]
    edges: list[Edge]
    left_out: int = Field(description="Pairs not shown, the least frequent.")
