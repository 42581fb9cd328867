"""Load a pack: read its YAML files, check them, compile them once, and keep the compiled form in a cache.

The cache lies in the user's cache folder and is keyed by the digest of the pack's files and the package's version, so
a changed pack is compiled anew; a cache that cannot be read or written is done without.
"""

from __future__ import annotations

import hashlib
import logging
import os
import pickle
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from communique import __version__
from communique.model import Interval, PackError, Precision
from communique.packs.register import Entry, Holder, Register, Relation
from communique.packs.schema import SCRIPTS, EntryRow, FrameRow

__all__ = ["Pack", "load_pack", "pack_folder"]

_log = logging.getLogger(__name__)
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Pack:
    """A field's knowledge: the register, the frames and word lists, and the digest of the files they came from."""

    name: str
    digest: str
    register: Register
    frames: tuple[FrameRow, ...]
    words: dict[str, tuple[str, ...]]
    weights: dict[str, Any]


def pack_folder(name: str) -> Path:
    """Return the folder of a pack: a path as given, or a pack shipped with communique by its name.

    Raises ``PackError`` where there is none.
    """
    folder = Path(name)
    if not folder.is_dir():
        folder = Path(str(files("communique.packs").joinpath(name)))
    if not folder.is_dir():
        raise PackError(f"{name}: no such pack; give a folder, or the name of one that is shipped (indopacific)")
    return folder


@lru_cache(maxsize=4)
def load_pack(name: str = "indopacific") -> Pack:
    """Return a pack, compiled; from the cache where its files have not changed.

    Raises ``PackError`` where a file breaks the schema, naming file, entry and fault.
    """
    folder = pack_folder(name)
    paths = sorted(p for p in folder.rglob("*") if p.suffix in {".yaml", ".json"} and p.is_file())
    digest = hashlib.sha256(__version__.encode())
    for path in paths:
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    key = digest.hexdigest()
    cache = _cache_file(folder.name, key)
    try:
        with cache.open("rb") as stream:
            return Pack(folder.name, key, *pickle.load(stream))
    except (OSError, pickle.UnpicklingError, EOFError, AttributeError, TypeError, ImportError):
        pass
    pack = compile_pack(folder, key)
    try:
        cache.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=cache.parent, delete=False) as stream:
            pickle.dump((pack.register, pack.frames, pack.words, pack.weights), stream, pickle.HIGHEST_PROTOCOL)
        Path(stream.name).replace(cache)
    except OSError as problem:
        _log.info("the compiled pack could not be kept in %s: %s", cache, problem)
    return pack


def _cache_file(name: str, key: str) -> Path:
    root = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(root) / "communique" / f"{name}-{key[:24]}.pickle"


def compile_pack(folder: Path, digest: str) -> Pack:
    """Read and check a pack's files without the cache.

    Raises ``PackError`` listing every fault found.
    """
    faults: list[str] = []
    rows = [(row, path.name) for path, row in _rows(folder / "register", EntryRow, faults)]
    frames = tuple(row for _, row in _rows(folder / "frames", FrameRow, faults))
    words: dict[str, tuple[str, ...]] = {}
    for path in sorted((folder / "lexicon").glob("*.yaml")):
        for key, values in (_read_yaml(path, faults) or {}).items():
            words[str(key)] = tuple(str(value) for value in values)
    weights: dict[str, Any] = _read_yaml(folder / "weights.json", faults) or {}
    if faults:
        raise PackError(f"{folder}: {len(faults)} faults\n" + "\n".join(faults))
    entries = [_entry(row, file) for row, file in rows]
    relations = [relation for row, _ in rows for relation in _relations(row)]
    return Pack(folder.name, digest, Register(entries, relations), frames, words, weights)


def _read_yaml(path: Path, faults: list[str]) -> Any:
    if not path.is_file():
        return None
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        faults.append(f"{path.name}: {problem}")
        return None


def _rows(folder: Path, schema: Any, faults: list[str]) -> Iterable[tuple[Path, Any]]:
    for path in sorted(folder.glob("*.yaml")):
        for row in _read_yaml(path, faults) or []:
            try:
                yield path, schema.model_validate(row)
            except ValidationError as problem:
                name = row.get("id", row) if isinstance(row, dict) else row
                for fault in problem.errors():
                    faults.append(f"{path.name}: {name}: {'.'.join(map(str, fault['loc']))}: {fault['msg']}")


def _interval(since: str | None, until: str | None) -> Interval | None:
    if since is None and until is None:
        return None
    start: date | None = Interval.parse(since).start if since else None
    end: date | None = Interval.parse(until).end if until else None
    return Interval(start, end, Precision.RANGE)


def _entry(row: EntryRow, file: str) -> Entry:
    return Entry(
        id=row.id,
        type=row.type,
        names={script: tuple(getattr(row.names, script)) for script in SCRIPTS},
        short=tuple(row.short),
        country=row.country,
        of=row.of,
        valid=_interval(row.since, row.until),
        definition=row.definition,
        sure=row.sure,
        disputed=row.disputed,
        wikidata=row.wikidata,
        plural=row.plural,
        match=tuple(tuple(terms) for terms in row.match),
        single=tuple(row.single),
        metonyms=tuple(row.metonyms),
        systems=tuple(row.systems),
        unit=row.unit,
        tier=row.tier,
        hosts=tuple(row.hosts),
        holders=tuple(
            Holder(h.person, row.id, _interval(h.since, h.until), h.acting)
            for h in sorted(row.holders, key=lambda h: h.since or "")
        ),
        file=file,
    )


def _relations(row: EntryRow) -> Iterable[Relation]:
    if row.part_of:
        yield Relation(row.id, "part_of", row.part_of)
    if row.of and row.of != row.part_of:
        yield Relation(row.id, "part_of", row.of)
    for relation in row.relations:
        source, target = (row.id, relation.to) if relation.to else (relation.by, row.id)
        valid = _interval(relation.since, relation.until)
        yield Relation(str(source), relation.type, str(target), valid, relation.sure, relation.disputed)
