"""The fields of a claim that a reviewer may set, in the plain form in which decisions keep them.

=============  ======================================================================================
field          form
=============  ======================================================================================
actors         list of ``[id, role, surface, [aliases], country or null]``
countries      list of ISO 3166-1 alpha-3 codes
time, due      ``[start, end, precision]`` (ISO days or null), or null
factuality, type, status, stance   one of the model's values
said_by, place, keys   list of strings
action, subject, topic, measure, unit   a string
value, high    a number in plain units (``high`` may be null)
approximate    true or false
strength       a whole number
=============  ======================================================================================
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any

from communique.model import (
    KINDS,
    ActorRef,
    Claim,
    DecisionError,
    EventType,
    Evidence,
    Factuality,
    Interval,
    Precision,
    Role,
    Stance,
    Status,
)

__all__ = ["KIND_NAMES", "claim_of", "edited", "field_names", "field_values", "kind_of"]

_COMMON = ("actors", "countries", "time", "factuality", "said_by", "keys")
_OWN: dict[str, tuple[str, ...]] = {
    "event": ("type", "place"),
    "commitment": ("action", "subject", "status", "due"),
    "position": ("stance", "topic", "strength"),
    "figure": ("measure", "value", "high", "unit", "approximate"),
    "assessment": (),
}

KIND_NAMES: tuple[str, ...] = tuple(_OWN)
"""The five kinds of claims by name."""


def kind_of(name: str) -> type[Claim]:
    """Return the class of a kind of claim; raises ``DecisionError``."""
    for kind in KINDS:
        if kind.kind == name:
            return kind
    raise DecisionError(f"there is no kind of claim called {name!r}; the kinds are {', '.join(KIND_NAMES)}.")


def field_names(kind: str) -> tuple[str, ...]:
    """Return the fields that a claim of this kind has; raises ``DecisionError`` for no kind."""
    kind_of(kind)
    return (*_COMMON, *_OWN[kind])


def edited(claim: Claim, values: Mapping[str, object]) -> Claim:
    """Return the claim with these fields set.

    Raises ``DecisionError`` for a field that its kind does not have and for a value that the field does not take.
    """
    if not values:
        return claim
    known = field_names(claim.kind)
    read: dict[str, Any] = {}
    for name, value in values.items():
        if name not in known:
            raise DecisionError(f"{_a(claim.kind)} has no field {name!r}; it has {', '.join(known)}.")
        try:
            read[name] = _READ[name](value)
        except (TypeError, ValueError, KeyError, OverflowError) as fault:
            raise DecisionError(f"{name}: {value!r} is not possible; {fault}.") from None
    return replace(claim, **read)


def claim_of(kind: str, key: str, document: str, evidence: Evidence, values: Mapping[str, object]) -> Claim:
    """Return a claim that a reviewer made; raises ``DecisionError`` as ``edited`` does."""
    made = kind_of(kind)(id=key, document=document, evidence=(evidence,), confidence=1.0, frame="reviewer")
    return edited(made, values)


def field_values(claim: Claim) -> dict[str, Any]:
    """Return the fields of a claim in the form that ``edited`` takes."""
    return {name: _plain(getattr(claim, name)) for name in field_names(claim.kind)}


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _plain(value: object) -> Any:
    match value:
        case Interval():
            return [*value.as_list(), value.precision.value]
        case ActorRef():
            return [value.id, value.role.value, value.surface, list(value.aliases), value.country]
        case tuple():
            return [_plain(one) for one in value]
        case str():
            return str(value)
        case _:
            return value


def _text(value: object) -> str:
    if not isinstance(value, str) or "\0" in value:
        raise ValueError("it takes words")
    value.encode("utf-8")
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise ValueError("it takes a list of words")
    return tuple(_text(one) for one in value)


def _country(value: object) -> str:
    text = _text(value)
    if not (len(text) == 3 and text.isascii() and text.isupper()):
        raise ValueError("a country is three capital letters, as in JPN")
    return text


def _actors(value: object) -> tuple[ActorRef, ...]:
    if not isinstance(value, list | tuple):
        raise ValueError("it takes a list of actors")
    found = []
    for row in value:
        if not isinstance(row, list | tuple) or len(row) != 5:
            raise ValueError("an actor is [id, role, surface, [aliases], country]")
        key, role, surface, aliases, country = row
        found.append(
            ActorRef(
                _text(key), Role(role), _text(surface), _texts(aliases), None if country is None else _country(country)
            )
        )
    return tuple(found)


def _interval(value: object) -> Interval | None:
    if value is None:
        return None
    if not isinstance(value, list | tuple) or len(value) != 3:
        raise ValueError("a time is [start, end, precision]")
    start, end, precision = value
    first, last = (None if day is None else date.fromisoformat(_text(day)) for day in (start, end))
    return Interval(first, last, Precision(precision))


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError("it takes a number")
    return float(value)


def _one_of(values: type[StrEnum]) -> Callable[[object], StrEnum]:
    def read(value: object) -> StrEnum:
        if not isinstance(value, str) or value not in set(values):
            raise ValueError(f"it is one of {', '.join(values)}")
        return values(value)

    return read


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("it takes a whole number")
    return value


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("it takes true or false")
    return value


_READ: dict[str, Callable[[Any], Any]] = {
    "actors": _actors,
    "countries": lambda value: tuple(sorted({_country(one) for one in _texts(value)})),
    "time": _interval,
    "due": _interval,
    "factuality": _one_of(Factuality),
    "said_by": _texts,
    "keys": _texts,
    "type": _one_of(EventType),
    "place": _texts,
    "action": _text,
    "subject": _text,
    "status": _one_of(Status),
    "stance": _one_of(Stance),
    "topic": _text,
    "strength": _whole,
    "measure": _text,
    "value": _number,
    "high": lambda value: None if value is None else _number(value),
    "unit": _text,
    "approximate": _truth,
}
