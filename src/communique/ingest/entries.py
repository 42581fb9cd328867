"""What a reviewer writes, as the fields of a claim: names of actors, dates in any form, values of the model."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from communique.extraction.proposing import propose
from communique.ingest.columns import status_of
from communique.ingest.days import read_days
from communique.linking import field_names, field_values
from communique.linking.review import split_id
from communique.model import Claim, DecisionError, Document, Interval, Role
from communique.packs import Entry, Pack
from communique.packs.matching import key_matcher
from communique.text import fold

__all__ = ["actor_values", "find_words", "keys_of", "proposed_fields", "read_fields", "split_names"]

_ROLES = {
    "agent": Role.AGENT, "agents": Role.AGENT, "actors": Role.AGENT, "target": Role.TARGET, "targets": Role.TARGET,
    "participant": Role.PARTICIPANT, "participants": Role.PARTICIPANT,
}  # fmt: skip
_LISTS = frozenset({"said_by", "place", "keys", "countries"})
_NUMBERS = frozenset({"value", "high"})
_CODES = frozenset({"factuality", "type", "status", "stance"})
_SEPARATORS = ("、", "；", ";", "|", "\n", "，", ",")


def read_fields(
    kind: str, written: Mapping[str, str], pack: Pack, *, document: Document | None = None, claim: Claim | None = None
) -> dict[str, Any]:
    """Return the fields that a reviewer wrote, in the form that decisions keep.

    ``agents``, ``targets`` and ``participants`` are names, one of each role's after another, between 、 or commas; they
    replace those of ``claim`` in that role. Dates may have any form that ``read_days`` takes. An empty text empties a
    field. Raises ``DecisionError`` for an unknown field, an impossible value, and for a name that neither the register
    nor ``document`` knows.
    """
    known = field_names(kind)
    actors = list(field_values(claim)["actors"]) if claim is not None else []
    fields: dict[str, Any] = {}
    for name, text in written.items():
        text = unicodedata.normalize("NFC", text).strip()
        if name in _ROLES:
            role = _ROLES[name]
            new = actor_values(split_names(text), role, pack, document)
            actors = [actor for actor in actors if actor[1] != role.value] + new
            fields |= {"actors": actors, "countries": _countries(actors)}
        elif name not in known:
            words = ", ".join(("agents", "targets", "participants", *(one for one in known if one != "actors")))
            raise DecisionError(f"{kind}s have no field {name!r}; they have {words}.")
        else:
            fields[name] = _value(name, text, document.published if document else None, pack)
    return fields


def _value(name: str, text: str, published: date | None, pack: Pack) -> Any:
    try:
        if name in {"time", "due"}:
            return days_value(read_days(text, published, due=name == "due"))
        if name in _NUMBERS:
            return float(text.replace(",", "").replace("_", "")) if text else None
        if name == "strength":
            return int(text)
    except ValueError as fault:
        raise DecisionError(f"{name}: {fault}") from None
    if name == "approximate":
        return text.casefold() in {"1", "true", "yes", "y", "是", "約", "约"}
    if name == "status" and (status := status_of(text)) is not None:
        return status.value
    if name in _CODES:
        return text.casefold().replace(" ", "_").replace("-", "_")
    if name == "countries":
        return [_country(one, pack) for one in split_names(text)]
    if name == "keys":
        return [_entry(one, pack).id for one in split_names(text)]
    return split_names(text) if name in _LISTS else text


def _entry(name: str, pack: Pack) -> Entry:
    """Return the one thing of the register that a name or an id means; raises ``DecisionError``."""
    known = pack.register.get(name)
    found = [known] if known is not None else pack.register.find(name)
    if len(found) != 1:
        listed = ", ".join(f"{entry.id} ({entry.display('en')})" for entry in found)
        raise DecisionError(f"{name!r} may be {listed}; give the id." if found else f"the register has no {name!r}.")
    return found[0]


def _country(name: str, pack: Pack) -> str:
    """Return the code of a country that is given by it or by a name."""
    if re.fullmatch(r"[A-Za-z]{3}", name):
        return name.upper()
    country = _entry(name, pack).country
    if country is None:
        raise DecisionError(f"{name!r} is no country; write its name, or three capital letters as in JPN.")
    return country


def days_value(interval: Interval | None) -> list[str | None] | None:
    """Return days in the form that decisions keep."""
    return None if interval is None else [*interval.as_list(), interval.precision.value]


def split_names(text: str) -> list[str]:
    """Return the names of a list written with 、, commas, semicolons or bars between them."""
    for separator in _SEPARATORS:
        text = text.replace(separator, "\n")
    return list(dict.fromkeys(name.strip() for name in text.split("\n") if name.strip()))


def actor_values(names: Iterable[str], role: Role, pack: Pack, document: Document | None) -> list[list[Any]]:
    """Return actors by their names or register ids; raises ``DecisionError`` for one that nothing knows."""
    found: list[list[Any]] = []
    for name in names:
        entries = [entry for entry in pack.register.find(name) if entry.is_actor] or [
            entry for entry in (pack.register.get(name),) if entry is not None
        ]
        if len(entries) > 1:
            listed = ", ".join(f"{entry.id} ({entry.display('en')})" for entry in entries)
            raise DecisionError(f"{name!r} may be {listed}; give the id.")
        if entries:
            surface = entries[0].display() if name == entries[0].id else name
            found.append([entries[0].id, role.value, surface, [], entries[0].country])
        elif document is None or fold(name) in fold(document.text):
            found.append([split_id(name), role.value, name, [], None])
        else:
            raise DecisionError(f"nobody is called {name!r}, in the register or in the document.")
    return found


def _countries(actors: Iterable[list[Any]]) -> list[str]:
    return sorted({actor[4] for actor in actors if actor[4] and actor[1] != Role.TARGET.value})


def keys_of(text: str, pack: Pack) -> list[str]:
    """Return the register ids of the things that words speak of."""
    matcher = key_matcher(pack)
    return list(matcher.keys(matcher.scan(fold(text))))


def proposed_fields(document: Document, start: int, end: int, kind: str, pack: Pack) -> dict[str, Any]:
    """Return the fields that the program would give to a claim on these words; a reviewer's own go before them."""
    made = propose(document, pack, start, end, kind)
    fields = {} if made is None else field_values(made)
    keys = [*(fields.get("keys") or ()), *keys_of(document.text[start:end], pack)]
    fields["keys"] = list(dict.fromkeys(keys))
    if kind == "commitment" and not fields.get("action"):
        fields["action"] = " ".join(document.text[start:end].split())
    return fields


def find_words(document: Document, words: str, occurrence: int = 1) -> tuple[int, int]:
    """Return where words stand in a document's text, white space, line breaks and tags aside.

    Raises ``DecisionError`` where they do not, or not as often as ``occurrence`` says.
    """
    wanted = "".join(words.split())
    if not wanted:
        raise DecisionError("say which words of the document prove the claim.")
    hidden = {n for block in document.blocks for start, end in block.breaks for n in range(start, end)}
    places = [n for n, character in enumerate(document.text) if not (character.isspace() or n in hidden)]
    squeezed = "".join(document.text[n] for n in places)
    at = -1
    for number in range(occurrence):
        at = squeezed.find(wanted, at + 1)
        if at < 0:
            times = f"only {number} time{'' if number == 1 else 's'}" if number else "nowhere"
            raise DecisionError(f"these words stand {times} in the document: {' '.join(words.split())[:60]}")
    return places[at], places[at + len(wanted) - 1] + 1
