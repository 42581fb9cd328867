"""The parts that a document passes through, put together once for a run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial

from communique import __version__
from communique.extraction import EXTRACTOR
from communique.ingest.dating import infer_date
from communique.ingest.given import Given
from communique.ingest.understanding import understand
from communique.ledger import Decision, DocumentFacts, Generation
from communique.linking import Thread, link
from communique.model import Claim, DateSource, Document, ReadingError
from communique.packs import Pack, load_pack
from communique.reading import MAX_BYTES, read_bytes, read_many

__all__ = ["Workings", "assemble"]


@dataclass(frozen=True, slots=True)
class Workings:
    """What reads, dates, understands and links; ``generation`` and ``linker`` say by name and version who they are.

    ``read`` makes one document of bytes, ``read_many`` goes through a collection (an archive, a table of articles).
    ``limit`` is the largest file in bytes. ``date`` gives a document that does not say its day one, or leaves it.
    """

    read: Callable[[bytes, str | None, Given], Document]
    read_many: Callable[[str], Iterable[Document | ReadingError]]
    date: Callable[[Document], Document]
    extract: Callable[[Document], list[Claim]]
    link: Callable[[Sequence[Claim], Sequence[DocumentFacts], Sequence[Decision]], Sequence[Thread]]
    generation: Generation
    linker: str
    limit: int


def assemble(pack: Pack | None = None, *, today: date | None = None) -> Workings:
    """Return the workings of this version of communique with a pack (the shipped one by default).

    ``today`` bounds the days that a document may be dated to.
    """
    pack = pack or load_pack()
    day = today or datetime.now(UTC).date()
    return Workings(
        read=_read,
        read_many=read_many,
        date=partial(_dated, today=day),
        extract=partial(understand, pack=pack),
        link=lambda claims, documents, decisions: link(claims, documents, pack, decisions),
        generation=Generation(f"communique.reading {__version__}", EXTRACTOR, pack.name, pack.digest),
        linker=f"communique.linking {__version__} {pack.digest}",
        limit=MAX_BYTES,
    )


def _read(data: bytes, path: str | None, given: Given) -> Document:
    return read_bytes(
        data,
        path=path,
        published=given.published,
        publisher=given.publisher,
        language=given.language,
        tier=given.tier,
    )


def _dated(document: Document, today: date) -> Document:
    day = infer_date(document, today)
    return document if day is None else replace(document, published=day, published_how=DateSource.INFERRED)
