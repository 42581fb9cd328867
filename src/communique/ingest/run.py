"""The way through: each file is read, dated, understood and stored by itself; then the threads are brought up to date.

What fails is reported and noted in the ledger, and the others go on. Whatever is stored is stored whole, so an
interrupted run is simply run again: what is already known is passed over without being read.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from io import BytesIO
from pathlib import Path

from communique.ingest.given import Given
from communique.ingest.inputs import STDIN, Input, expand, load
from communique.ingest.joining import join
from communique.ingest.sheets import read_sheet, sheet_document
from communique.ingest.workings import Workings
from communique.ledger import LedgerWriter, Outcome, settings_wanted, unsettled
from communique.ledger.cells import TABLE
from communique.ledger.codec import storable
from communique.model import Claim, CommuniqueError, DateSource, Document, LedgerError, ReadingError, Tier
from communique.reading import Fetched, holds_many, is_address, is_collection

__all__ = ["Report", "Result", "guarded", "ingest", "link", "read_input", "reread", "take_document", "take_page"]

_log = logging.getLogger(__name__)

_ATTEMPTS = 5

_ROW = re.compile(r"#\d+$")
"""So ends the path of a document that is a row of a table, an entry of a feed or a page of a web archive."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one file: an outcome with its document's id and number of claims, or the fault."""

    path: str
    outcome: Outcome | None
    document: str | None = None
    claims: int = 0
    fault: str | None = None


@dataclass(slots=True)
class Report:
    """What a run came to."""

    results: list[Result] = field(default_factory=list)
    threads: int = 0

    def of(self, outcome: Outcome | None) -> list[Result]:
        """Return the results with an outcome; ``None`` for the failures."""
        return [result for result in self.results if result.outcome is outcome]

    @property
    def failed(self) -> list[Result]:
        """Return the files that could not be read."""
        return self.of(None)


def ingest(
    writer: LedgerWriter,
    arguments: Iterable[str],
    workings: Workings,
    *,
    given: Given | None = None,
    progress: Callable[[Result, int], None] | None = None,
) -> Report:
    """Read files, folders, patterns and standard input into a ledger, and bring its threads up to date.

    An archive, or a table of articles, is read document by document. ``progress`` is told each result with the number
    of documents in all, as far as known. Raises ``LedgerError`` where the ledger itself cannot be written; a fault of
    a document is a result, not an error.
    """
    inputs = list(expand(arguments))
    report = Report()
    for done, item in enumerate(inputs):
        for result in read_input(writer, item, workings, given or Given()):
            report.results.append(result)
            if progress:
                progress(result, len(report.results) + len(inputs) - done - 1)
    report.threads = link(writer, workings)
    return report


def reread(
    writer: LedgerWriter, workings: Workings, *, progress: Callable[[Result, int], None] | None = None
) -> Report:
    """Read again, from the bytes kept, every document that an earlier generation read."""
    reader = writer.reader
    report = Report()
    ids = reader.document_ids()
    for key in ids:
        standing = reader.standing(key)
        if standing is None or standing[0] == workings.generation:
            continue
        action = partial(_reread, writer, key, workings)
        result = guarded(writer, reader.facts([key])[key].path or STDIN, action)
        report.results.append(result)
        if progress:
            progress(result, len(ids))
    report.threads = link(writer, workings)
    return report


def read_input(writer: LedgerWriter, item: Input, workings: Workings, given: Given) -> Iterator[Result]:
    """Read one input: one document, or a collection of them."""
    if is_address(item.path):
        yield from _address(writer, item.path, workings, given)
    elif item.missing is None and item.path != STDIN and is_collection(item.path):
        yield from _collection(writer, item.path, workings.read_many(item.path), workings, given)
    else:
        yield guarded(writer, item.path, partial(_one, writer, item, workings, given))


def _collection(
    writer: LedgerWriter, path: str, found: Iterable[Document | ReadingError], workings: Workings, given: Given
) -> Iterator[Result]:
    for one in found:
        action = (
            partial(_fail, one)
            if isinstance(one, ReadingError)
            else partial(take_document, writer, one, workings, given)
        )
        yield guarded(writer, (one.where if isinstance(one, ReadingError) else one.path) or path, action)


def _address(writer: LedgerWriter, url: str, workings: Workings, given: Given) -> Iterator[Result]:
    """Fetch an address and read what it gives."""
    try:
        page = workings.fetch(url)
        if holds_many(BytesIO(page.data), url):
            yield from _collection(writer, url, workings.read_stream(BytesIO(page.data), url), workings, given)
            return
    except ReadingError as fault:
        yield guarded(writer, url, partial(_fail, fault))
        return
    yield guarded(writer, url, lambda: take_page(writer, url, page, workings, given))


def take_page(
    writer: LedgerWriter,
    path: str,
    page: Fetched,
    workings: Workings,
    given: Given,
    *,
    complete: Callable[[Document], Document] = lambda document: document,
) -> Result:
    """Store the document that an address gave; ``path`` is the address that was asked for.

    ``complete`` adds what is known about it from elsewhere. Raises ``ReadingError`` where it cannot be read.
    """
    key = hashlib.sha256(page.data).hexdigest()
    facts = _facts(writer, key, workings, given)
    if facts is None:
        return _known(writer, key, path)
    wanted = _settled(writer, key).over(facts)
    document = workings.read(page.data, path, wanted, url=page.url, charset=page.charset)
    return _store(writer, complete(document), workings, facts)


def _fail(fault: ReadingError) -> Result:
    raise fault


def _one(writer: LedgerWriter, item: Input, workings: Workings, given: Given) -> Result:
    """Read one file; a file whose bytes are known is not even looked into."""
    if item.missing is not None:
        raise item.missing
    data = load(item.path, workings.limit)
    path = None if item.path == STDIN else item.path
    key = hashlib.sha256(data).hexdigest()
    facts = _facts(writer, key, workings, given)
    if facts is None:
        return _known(writer, key, path)
    return _store(writer, workings.read(data, path, _settled(writer, key).over(facts)), workings, facts)


def take_document(writer: LedgerWriter, document: Document, workings: Workings, given: Given) -> Result:
    """Store a document that a collection gave."""
    facts = _facts(writer, document.id, workings, given)
    if facts is None:
        return _known(writer, document.id, document.path)
    return _store(writer, facts.applied(document), workings, facts)


def _reread(writer: LedgerWriter, key: str, workings: Workings) -> Result:
    """Read a document again from its bytes; of a table's row, what its columns said of it is kept."""
    old = writer.reader.document(key)
    standing = writer.reader.standing(key)
    given = Given.from_dict(standing[1] if standing else {})
    if old.media_type == TABLE:
        return _again(writer, old, workings, given)
    fetched = {"url": old.url, "charset": old.encoding} if is_address(old.path or "") else {}
    new = workings.read(old.raw, old.path, _settled(writer, key).over(given), **fetched)
    if fetched or _ROW.search(old.path or ""):
        new = _kept(old, new, first=not fetched)
    return _store(writer, new, workings, given)


def _kept(old: Document, new: Document, *, first: bool) -> Document:
    """Return a new reading with what a table's columns or a feed said of it, ``first`` or where the text is silent."""
    one, other = (old, new) if first else (new, old)
    kept = {name: getattr(one, name) or getattr(other, name) for name in ("title", "publisher", "author", "url")}
    if old.published_how is not DateSource.INFERRED and (first or new.published is None):
        kept |= {"published": old.published, "published_how": old.published_how}
    return replace(new, **kept, tier=old.tier if new.tier is Tier.UNKNOWN else new.tier)


def _again(writer: LedgerWriter, old: Document, workings: Workings, given: Given) -> Result:
    """Lay an analyst's table out again; its claims are reviewers' entries, none are read in it."""
    where = old.path or STDIN
    facts = {"publisher": old.publisher, "tier": old.tier, "published": old.published, "title": old.title}
    settled = _settled(writer, old.id)
    new = settled.over(given).applied(sheet_document(old.raw, where, read_sheet(old.raw, where), **facts))
    outcome = writer.record(new, [], workings.generation, given=given.as_dict(), settled=settled.as_dict())
    return Result(where, outcome, old.id)


def _settled(writer: LedgerWriter, key: str) -> Given:
    """Return what reviewers have set about a document, which outweighs everything else."""
    return Given.from_dict({name: value for name, value in settings_wanted(writer.reader, key).items() if value})


def _facts(writer: LedgerWriter, key: str, workings: Workings, given: Given) -> Given | None:
    """Return what the user has said about a document, now and before; ``None`` where it need not be read again."""
    standing = writer.reader.standing(key)
    facts = given if standing is None else given.over(Given.from_dict(standing[1]))
    return None if standing == (workings.generation, facts.as_dict()) else facts


def _known(writer: LedgerWriter, key: str, path: str | None) -> Result:
    if path is not None and storable(path) not in writer.reader.carriers(key):
        writer.carry(key, path)
    return Result(path or STDIN, Outcome.KNOWN, key)


def guarded(writer: LedgerWriter, path: str, action: Callable[[], Result]) -> Result:
    """Run one document's way through; a fault of it is noted and returned, one of the ledger raised."""
    noted = path if path == STDIN or is_address(path) else str(Path(path).absolute())
    try:
        result = action()
        if writer.reader.failed(noted):
            writer.forgive(noted)
        return result
    except LedgerError:
        raise
    except CommuniqueError as fault:
        name, reason = type(fault).__name__, str(fault)
    except Exception as fault:
        _log.exception("%s: an error in communique itself", path)
        name, reason = type(fault).__name__, f"{path}: an error in communique itself ({type(fault).__name__}: {fault})"
    writer.fail(noted, name, reason)
    return Result(path, None, fault=reason)


def _store(writer: LedgerWriter, document: Document, workings: Workings, given: Given) -> Result:
    settled = _settled(writer, document.id)
    document = workings.attribute(settled.applied(document), settled.over(given))
    if document.published is None:
        document = workings.date(document)
    claims = distinct(workings.extract(document))
    outcome = writer.record(document, claims, workings.generation, given=given.as_dict(), settled=settled.as_dict())
    return Result(document.path or STDIN, outcome, document.id, len(claims))


def distinct(claims: Iterable[Claim]) -> list[Claim]:
    """Return the claims with one id each: equal ones once, further ones of the same place and frame numbered."""
    kept: dict[str, Claim] = {}
    for claim in claims:
        number, name = 1, claim.id
        while name in kept and replace(claim, id=name) != kept[name]:
            number += 1
            name = f"{claim.id}-{number}"
        kept.setdefault(name, claim if name == claim.id else replace(claim, id=name))
    return list(kept.values())


def link(writer: LedgerWriter, workings: Workings) -> int:
    """Bring the threads up to date with claims and decisions; return how many there are.

    A document about which a reviewer has set something since it was read is read again first. Claims that another
    process stores meanwhile make it start again; after a few times it leaves the rest to that process, which links
    when it is done.
    """
    reader = writer.reader
    for key in unsettled(reader):
        guarded(writer, reader.facts([key])[key].path or STDIN, partial(_reread, writer, key, workings))
    for _ in range(_ATTEMPTS):
        before = reader.linking()
        if not before.behind and before.linker == workings.linker:
            break
        if join(writer, workings, before):
            break
    return reader.size("threads")["threads"]
