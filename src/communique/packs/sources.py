"""A pack's files as rows: read, checked one by one against the schema, every fault kept instead of raised."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from communique.packs.schema import EntryRow, FrameSchema, Strict

__all__ = ["Fault", "Sources", "read_sources"]

_Row = TypeVar("_Row", bound=Strict)


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Something wrong in a pack: ``file`` within the pack, the ``entry`` (id, or empty), the ``rule`` it breaks."""

    file: str
    entry: str
    rule: str
    what: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.entry, self.rule, self.what) if part)


@dataclass(slots=True)
class Sources:
    """What a pack's files say: rows that keep the schema, each with its file, and the faults of the others."""

    entries: list[tuple[str, EntryRow]] = field(default_factory=list)
    frames: list[tuple[str, FrameSchema]] = field(default_factory=list)
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    weights: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


class _Repeated(yaml.YAMLError):
    """A mapping has a key twice; YAML would silently keep the last."""


_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]
    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        keys = [key.value for key, _ in node.value]
        for key in set(keys):
            if keys.count(key) > 1:
                raise _Repeated(f"line {node.start_mark.line + 1}: `{key}` stands twice in one mapping")
        return super().construct_mapping(node, deep)


def read_sources(folder: Path) -> Sources:
    """Read the files of a pack: ``register/*.yaml``, ``frames/*.yaml``, ``lexicon/*.yaml`` and ``weights.json``."""
    found = Sources()
    found.entries.extend(_rows(folder, "register", EntryRow, found.faults))
    found.frames.extend(_rows(folder, "frames", FrameSchema, found.faults))
    for path in sorted((folder / "lexicon").glob("*.yaml")):
        _word_lists(path, found)
    weights = folder / "weights.json"
    if weights.is_file():
        data = _parsed(weights, "weights.json", found.faults)
        if isinstance(data, dict):
            found.weights = data
        elif data is not None:
            found.faults.append(
                Fault("weights.json", "", "schema", "a mapping with `thresholds` and `weights` is wanted")
            )
    return found


def _parsed(path: Path, name: str, faults: list[Fault]) -> Any:
    """Return a file's data, ``None`` for an empty or broken one."""
    try:
        if path.suffix == ".json":
            return json.loads(path.read_text(encoding="utf-8"))
        return yaml.load(path.read_text(encoding="utf-8-sig"), Loader=_Loader)
    except (yaml.YAMLError, ValueError, OSError) as problem:
        faults.append(Fault(name, "", "syntax", " ".join(str(problem).split())))
        return None


def _rows(folder: Path, part: str, schema: type[_Row], faults: list[Fault]) -> Iterator[tuple[str, _Row]]:
    for path in sorted((folder / part).glob("*.yaml")):
        name = f"{part}/{path.name}"
        rows = _parsed(path, name, faults) or []
        if not isinstance(rows, list):
            faults.append(Fault(name, "", "schema", "a list of entries is wanted, each beginning with `- id:`"))
            continue
        for number, row in enumerate(rows, 1):
            try:
                yield name, schema.model_validate(row)
            except ValidationError as problem:
                entry = str(row.get("id", f"row {number}")) if isinstance(row, dict) else f"row {number}"
                faults.extend(_schema_fault(name, entry, fault) for fault in problem.errors())


def _schema_fault(file: str, entry: str, fault: Any) -> Fault:
    place = ".".join(map(str, fault["loc"]))
    message = str(fault["msg"]).removeprefix("Value error, ")
    return Fault(file, entry, "schema", f"{place}: {message}" if place else message)


def _word_lists(path: Path, found: Sources) -> None:
    name = f"lexicon/{path.name}"
    data = _parsed(path, name, found.faults) or {}
    if not isinstance(data, dict):
        found.faults.append(
            Fault(name, "", "schema", "lists of words under their names are wanted (`negation: [不, 未]`)")
        )
        return
    for key, values in data.items():
        if not isinstance(values, list) or not all(isinstance(value, str) and value for value in values):
            found.faults.append(
                Fault(
                    name, str(key), "schema", "a list of words is wanted; quote what YAML reads otherwise (no, on, 1)"
                )
            )
        elif str(key) in found.words:
            found.faults.append(Fault(name, str(key), "duplicate", "a list of this name stands in another file too"))
        else:
            found.words[str(key)] = tuple(values)
