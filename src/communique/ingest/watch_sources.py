"""What is watched: an address, a list of feeds (OPML), a folder, or a TOML file of feeds with facts about them.

A TOML file has a table for each source::

    [[feed]]
    url = "https://www.example.org/rss.xml"    # or path = "folder/"
    publisher = "外務省"                        # these three are optional, and outweigh what documents say
    tier = "official"
    language = "ja"
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from communique.ingest.given import Given
from communique.model import ReadingError, Tier, UsageError
from communique.reading import Collection, collection_type, is_address, read_opml, web_address

__all__ = ["Watched", "watched"]

_FACTS = ("publisher", "tier", "language")


@dataclass(frozen=True, slots=True)
class Watched:
    """An address (feed, site map, list of feeds) or a folder; ``given`` holds for every document from there."""

    where: str
    given: Given = field(default_factory=Given)

    @property
    def is_folder(self) -> bool:
        """Say whether it is a folder, or a file, and no address."""
        return not is_address(self.where)


def watched(arguments: Iterable[str]) -> list[Watched]:
    """Return what arguments name, each source once; raises ``UsageError`` for what cannot be watched."""
    found: dict[str, Watched] = {}
    for argument in arguments:
        for source in _named(argument):
            found.setdefault(source.where, source)
    return list(found.values())


def _named(argument: str) -> Iterator[Watched]:
    path = Path(argument)
    if is_address(argument):
        yield Watched(_address(argument, argument))
        return
    if path.is_dir():
        yield Watched(argument)
        return
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise UsageError(f"{argument}: cannot be read ({fault.strerror or fault}).") from None
    if path.suffix.lower() == ".toml":
        yield from _tables(data, argument)
    elif collection_type(data[:65536], argument) is Collection.OPML:
        try:
            yield from (Watched(link.url) for link in read_opml(data, where=argument))
        except ReadingError as fault:
            raise UsageError(str(fault)) from None
    else:
        raise UsageError(f"{argument}: neither a list of feeds (OPML, TOML), a folder nor an address.")


def _address(text: str, where: str) -> str:
    found = web_address(text)
    if found is None:
        raise UsageError(f"{where}: {text!r} is no address; one begins with https:// and names a host.")
    return found


def _tables(data: bytes, name: str) -> Iterator[Watched]:
    try:
        tables = tomllib.loads(data.decode("utf-8-sig")).get("feed", [])
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise UsageError(f"{name}: {fault}") from None
    if not isinstance(tables, list) or not tables:
        raise UsageError(f"{name}: no [[feed]] is in it.")
    for number, table in enumerate(tables, 1):
        yield _table(table, f"{name}: feed {number}", Path(name).parent)


def _table(table: Any, where: str, folder: Path) -> Watched:
    if not isinstance(table, dict) or not all(isinstance(value, str) for value in table.values()):
        raise UsageError(f'{where}: names with texts are wanted (url = "https://…").')
    unknown = [name for name in table if name not in {"url", "path", *_FACTS}]
    if unknown or ("url" in table) == ("path" in table):
        what = f"{unknown[0]!r} is not known" if unknown else "either url or path is wanted"
        raise UsageError(f"{where}: {what}; beside it, {', '.join(_FACTS)}.")
    if "url" in table:
        _address(table["url"], where)
    try:
        tier = Tier(table["tier"]) if "tier" in table else None
    except ValueError:
        raise UsageError(f"{where}: {table['tier']!r} is no tier; those are {', '.join(Tier)}.") from None
    given = Given(None, table.get("publisher"), table.get("language"), tier)
    return Watched(table.get("url") or str(folder / table["path"]), given)
