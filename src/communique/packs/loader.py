"""Load a pack: read its files, check them, compile them once, and keep the compiled form in a cache.

The cache lies in the user's cache folder and is keyed by the digest of the pack's files, the package's version and the
shape of the compiled form, so that a changed pack is compiled anew; a cache that cannot be read or written is done
without. What reads and checks the files (and pydantic behind it) is imported only where there is something to compile.
"""

from __future__ import annotations

import hashlib
import logging
import os
import pickle
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from communique import __version__
from communique.model import PackError
from communique.packs.compiling import collector_paused
from communique.packs.frames import FrameRow
from communique.packs.register import SCRIPTS, Entry, Holder, Register, Relation

if TYPE_CHECKING:
    from communique.packs.schema import EntryRow

__all__ = ["Pack", "compile_pack", "load_pack", "pack_folder"]

_log = logging.getLogger(__name__)

_KEPT = 4
"""How many compiled forms of packs of one name stay in the cache."""


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

    Raises ``PackError`` where there is none; a pack has a folder ``register``.
    """
    for folder in (Path(name), Path(str(files("communique.packs").joinpath(name)))):
        if (folder / "register").is_dir():
            return folder
    lacks = "no pack: it has no folder `register`" if Path(name).is_dir() else "no such pack"
    raise PackError(f"{name}: {lacks}; give a pack's folder, or the name of one that is shipped (indopacific)")


@lru_cache(maxsize=4)
def load_pack(name: str = "indopacific") -> Pack:
    """Return a pack, compiled; from the cache where its files have not changed.

    Raises ``PackError`` where a file breaks the schema, naming file, entry and fault.
    """
    folder = pack_folder(name)
    title = folder.resolve().name
    digest = _digest(folder)
    cache = _cache_file(title, digest)
    parts = _from_cache(cache)
    if parts is not None:
        return Pack(title, digest, *parts)
    pack = compile_pack(folder, digest)
    _to_cache(cache, pack)
    return pack


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.suffix in {".yaml", ".json"} and p.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _cache_file(name: str, digest: str) -> Path:
    shape = [[field.name for field in fields(part)] for part in (Entry, Holder, Relation, FrameRow)]
    key = hashlib.sha256(f"{digest} {__version__} {shape}".encode()).hexdigest()
    root = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(root) / "communique" / f"{name}-{key[:24]}.pickle"


def _from_cache(cache: Path) -> tuple[Any, ...] | None:
    try:
        with collector_paused():
            parts = pickle.loads(cache.read_bytes())
        return parts if isinstance(parts, tuple) and len(parts) == 4 else None
    except FileNotFoundError:
        return None
    except Exception as problem:  # a damaged file makes unpickling raise almost anything
        _log.info("the compiled pack in %s cannot be used and is made anew: %s", cache, problem)
        return None


def _to_cache(cache: Path, pack: Pack) -> None:
    try:
        cache.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=cache.parent, suffix=".partial", delete=False) as stream:
            pickle.dump((pack.register, pack.frames, pack.words, pack.weights), stream, pickle.HIGHEST_PROTOCOL)
        Path(stream.name).replace(cache)
        forms = sorted(cache.parent.glob(f"{pack.name}-*.pickle"), key=lambda form: form.stat().st_mtime, reverse=True)
        for old in forms[_KEPT:]:
            old.unlink(missing_ok=True)
    except OSError as problem:
        _log.info("the compiled pack could not be kept in %s: %s", cache, problem)


def compile_pack(folder: Path, digest: str) -> Pack:
    """Read and check a pack's files without the cache.

    Raises ``PackError`` listing every fault found; ``communique.packs.check`` finds more than what is fatal here.
    """
    from communique.packs.sources import read_sources

    source = read_sources(folder)
    faults = [str(fault) for fault in source.faults]
    ids = Counter(row.id for _, row in source.entries)
    faults += [f"{one}: this id stands {number} times" for one, number in sorted(ids.items()) if number > 1]
    if faults:
        raise PackError(f"{folder}: {len(faults)} faults; `communique pack check` lists all\n" + "\n".join(faults))
    entries = [_entry(row, file) for file, row in source.entries]
    relations = [relation for _, row in source.entries for relation in _relations(row)]
    frames = tuple(row.row() for _, row in source.frames)
    return Pack(folder.resolve().name, digest, Register(entries, relations), frames, source.words, source.weights)


def _entry(row: EntryRow, file: str) -> Entry:
    from communique.packs.schema import interval

    return Entry(
        id=row.id,
        type=row.type,
        names={script: tuple(getattr(row.names, script)) for script in SCRIPTS},
        short=tuple(row.short),
        country=row.country,
        of=row.of,
        valid=interval(row.since, row.until),
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
        holders=tuple(
            Holder(h.person, row.id, interval(h.since, h.until), h.acting, h.sure, h.since, h.until)
            for h in sorted(row.holders, key=lambda h: h.since or "")
        ),
        since=row.since,
        until=row.until,
        hosts=tuple(row.hosts),
        tier=row.tier,
        file=file,
    )


def _relations(row: EntryRow) -> Iterable[Relation]:
    from communique.packs.schema import interval

    if row.part_of:
        yield Relation(row.id, "part_of", row.part_of)
    if row.of and row.of != row.part_of:
        yield Relation(row.id, "part_of", row.of)
    for relation in row.relations:
        source, target = (row.id, relation.to) if relation.to else (relation.by, row.id)
        yield Relation(
            str(source),
            relation.type,
            str(target),
            interval(relation.since, relation.until),
            relation.sure,
            relation.disputed,
            relation.since,
            relation.until,
        )
