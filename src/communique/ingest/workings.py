"""The parts that a document passes through, put together once for a run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from typing import IO, Protocol

from communique import __version__
from communique.extraction import EXTRACTOR
from communique.ingest.attribution import attribute
from communique.ingest.dating import infer_date
from communique.ingest.given import Given
from communique.ingest.understanding import understand
from communique.ledger import Decision, DocumentFacts, Generation
from communique.linking import LINKER, Thread, link
from communique.model import Claim, DateSource, Document, ReadingError
from communique.packs import Pack, Publishers, load_pack
from communique.reading import (
    MAX_BYTES,
    Addresses,
    Columns,
    Fetched,
    Fetcher,
    check_columns,
    read_bytes,
    read_many,
    read_stream,
)

__all__ = ["Reader", "Workings", "assemble", "fetcher"]


class Reader(Protocol):
    """Makes one document of bytes; raises ``ReadingError``."""

    def __call__(  # noqa: D102
        self, data: bytes, path: str | None, given: Given, /, *, url: str | None = None, charset: str | None = None
    ) -> Document: ...


@dataclass(frozen=True, slots=True)
class Workings:
    """What reads, dates, understands and links; ``generation`` and ``linker`` say by name and version who they are.

    ``read`` makes one document of bytes (``url`` and ``charset`` as a server gave them), ``read_many`` goes through a
    collection on disk (an archive, a table of articles), ``read_stream`` through one at hand; ``fetch`` gets an
    address. ``limit`` is the largest file in bytes. ``attribute`` says who published a document and how close that is
    to what was said, where the document does not; ``date`` gives one that does not say its day one, or leaves it.
    With the ``pack`` that ``link`` uses, new documents are linked without the rest of a ledger.
    """

    read: Reader
    read_many: Callable[[str], Iterable[Document | ReadingError]]
    read_stream: Callable[[IO[bytes], str], Iterable[Document | ReadingError]]
    fetch: Callable[[str], Fetched]
    attribute: Callable[[Document, Given], Document]
    date: Callable[[Document], Document]
    extract: Callable[[Document], list[Claim]]
    link: Callable[[Sequence[Claim], Sequence[DocumentFacts], Sequence[Decision]], Sequence[Thread]]
    generation: Generation
    linker: str
    limit: int
    pack: Pack | None = None


def assemble(
    pack: Pack | None = None,
    *,
    today: date | None = None,
    allowed_hosts: Iterable[str] = (),
    columns: Columns | None = None,
) -> Workings:
    """Return the workings of this version of communique with a pack (the shipped one by default).

    ``today`` bounds the days that a document may be dated to. ``allowed_hosts`` are fetched though they are not public;
    ``columns`` names those of tables of articles. Raises ``UsageError`` for a host or a field that is none.
    """
    check_columns(columns or {})
    hosts = Addresses(allowed_hosts).entries
    pack = pack or load_pack()
    day = today or datetime.now(UTC).date()
    return Workings(
        read=_read,
        read_many=partial(read_many, columns=columns),
        read_stream=partial(read_stream, columns=columns),
        fetch=partial(_fetched, hosts),
        attribute=partial(attribute, publishers=Publishers(pack.register)),
        date=partial(_dated, today=day),
        extract=partial(understand, pack=pack),
        link=lambda claims, documents, decisions: link(claims, documents, pack, decisions),
        generation=Generation(f"communique.reading {__version__}", EXTRACTOR, pack.name, pack.digest),
        linker=f"{LINKER} {__version__} {pack.digest}",
        limit=MAX_BYTES,
        pack=pack,
    )


def fetcher(allowed_hosts: Iterable[str] = ()) -> Fetcher:
    """Return what fetches addresses, under this program's name; use it as a context manager."""
    return Fetcher(allowed=allowed_hosts, limit=MAX_BYTES, agent=f"communique/{__version__}")


def _fetched(hosts: Iterable[str], url: str) -> Fetched:
    with fetcher(hosts) as opened:
        found = opened.fetch(url)
    assert found is not None  # only a conditional request may be answered with nothing
    return found


def _read(
    data: bytes, path: str | None, given: Given, /, *, url: str | None = None, charset: str | None = None
) -> Document:
    return read_bytes(
        data,
        path=path,
        url=url,
        charset=charset,
        published=given.published,
        publisher=given.publisher,
        language=given.language,
        tier=given.tier,
    )


def _dated(document: Document, today: date) -> Document:
    day = infer_date(document, today)
    return document if day is None else replace(document, published=day, published_how=DateSource.INFERRED)
