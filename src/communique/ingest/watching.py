"""Watching feeds, site maps and folders: each round reads into the ledger what is new since the last.

Polite: a pause between two requests to one host, conditional requests, longer and longer rests after failures and as
long as a server asks. Resumable: what a round has done is remembered.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from communique.ingest.inputs import expand
from communique.ingest.run import Report, Result, guarded, link, read_input, take_document, take_page
from communique.ingest.watch_sources import Watched
from communique.ingest.watch_state import FeedState, WatchState
from communique.ingest.workings import Workings
from communique.ledger import LedgerWriter
from communique.model import Document, FetchError, FetchTimeout, HttpError, ReadingError
from communique.reading import (
    Collection,
    Entry,
    Fetched,
    Fetcher,
    Link,
    collection_type,
    dated,
    entry_document,
    read_feed,
    read_links,
    read_opml,
)

__all__ = ["Pacer", "Watch"]

_log = logging.getLogger(__name__)

_ATTEMPTS = 5  # rounds in which a page that could not be had for now is tried again
_MOST = 200  # entries of one source that a round reads; the next goes on
_DEPTH = 2  # lists in lists (site maps of an index, feeds of a list) that are followed
_BUSY = 429


class Pacer:
    """Keeps requests to one host apart, ``pause`` seconds or as long as the host has asked."""

    def __init__(
        self,
        pause: float = 2.0,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._pause, self._clock, self._sleep = pause, clock, sleep
        self._free: dict[str, float] = {}

    def wait(self, url: str) -> None:
        """Wait until the host of an address may be asked again, and count that as asked."""
        host = urlsplit(url).netloc.lower()
        rest = self._free.get(host, 0.0) - self._clock()
        if rest > 0:
            self._sleep(rest)
        self._free[host] = self._clock() + self._pause


@dataclass(slots=True)
class Watch:
    """A watch over sources: ``round`` goes through all of them once."""

    writer: LedgerWriter
    workings: Workings
    state: WatchState
    fetcher: Fetcher
    pacer: Pacer
    progress: Callable[[Result], None] | None = None
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    def round(self, sources: Iterable[Watched]) -> Report:
        """Read what is new in every source and bring the threads up to date.

        A source that fails is a result like a document that does, and rests; the others go on.
        """
        report = Report()
        try:
            for source in sources:
                for result in self._folder(source) if source.is_folder else self._source(source, 0):
                    report.results.append(result)
                    if self.progress:
                        self.progress(result)
                    self.state.save_soon()
        finally:
            self.state.save()
        report.threads = link(self.writer, self.workings)
        return report

    def _folder(self, source: Watched) -> Iterator[Result]:
        """Read the files of a folder that are new or have changed; a folder that is gone is a fault each time."""
        folder = str(Path(source.where).absolute())
        if Path(folder).exists() and self.writer.reader.failed(folder):
            self.writer.forgive(folder)
        for item in expand([source.where]):
            if item.missing is not None:
                yield from read_input(self.writer, item, self.workings, source.given)
                continue
            try:
                about = Path(item.path).stat()
            except OSError:
                continue  # gone since it was listed
            mark = (about.st_mtime_ns, about.st_size)
            if self.state.files.get(item.path) == mark:
                continue
            yield from read_input(self.writer, item, self.workings, source.given)
            self.state.files[item.path] = mark

    def _source(self, source: Watched, depth: int) -> Iterator[Result]:
        """Read what is new under an address: a feed, a site map, or a list of these."""
        url, kept = source.where, self.state.feed(source.where)
        if kept.resting(self.now()):
            _log.info("%s is left alone until %s", url, kept.not_before)
            return
        try:
            self.pacer.wait(url)
            found = self.fetcher.fetch(url, etag=kept.etag, modified=kept.modified)
            items = [] if found is None else _items(found, url)
        except ReadingError as fault:
            until = kept.failed(self.now(), fault.retry_after if isinstance(fault, HttpError) else 0.0)
            _log.info("%s is left alone until %s", url, until)
            yield guarded(self.writer, url, partial(_raise, fault))
            return
        kept.answered()
        if self.writer.reader.failed(url):
            self.writer.forgive(url)
        if found is None:
            return
        for item in items:
            if isinstance(item, Link) and item.nested and depth < _DEPTH:
                yield from self._source(replace(source, where=item.url), depth + 1)
        new = [item for item in items if _key(item) not in kept.seen and not (isinstance(item, Link) and item.nested)]
        yield from self._entries(new[:_MOST], source, kept)
        if not kept.waiting and len(new) <= _MOST:
            kept.etag, kept.modified = found.etag, found.modified

    def _entries(self, items: Iterable[Entry | Link], source: Watched, kept: FeedState) -> Iterator[Result]:
        busy: set[str] = set()
        for item in items:
            key = _key(item)
            host = urlsplit(item.url or "").netloc
            if host in busy:  # it asked to be left alone in this round
                kept.waiting.setdefault(key, 0)
                continue
            try:
                result = self._entry(item, source)
            except FetchError as fault:
                kept.waiting[key] = kept.waiting.get(key, 0) + 1
                if isinstance(fault, HttpError) and fault.status in {_BUSY, 503}:
                    busy.add(host)
                result = guarded(self.writer, item.url or source.where, partial(_raise, fault))
                if kept.waiting[key] < _ATTEMPTS:
                    yield result
                    continue
            kept.done(key)
            yield result

    def _entry(self, item: Entry | Link, source: Watched) -> Result:
        """Read an entry's page, or else what the feed says of it; raises ``FetchError`` where it may be had later."""
        path = item.url or f"{source.where}#{_key(item)}"
        fault: ReadingError | None = None
        if item.url is not None:
            try:
                self.pacer.wait(item.url)
                page = self.fetcher.fetch(item.url)
                if page is not None:
                    complete = partial(_completed, item=item)
                    action = partial(take_page, self.writer, path, page, self.workings, source.given, complete=complete)
                    return guarded(self.writer, path, action)
            except ReadingError as error:
                if _later(error):
                    raise
                fault = error
        if isinstance(item, Entry) and item.content.strip():
            return guarded(self.writer, path, partial(self._content, item, path, source))
        return guarded(self.writer, path, partial(_raise, fault or FetchError(path, "there is nothing to read.")))

    def _content(self, item: Entry, path: str, source: Watched) -> Result:
        document = entry_document(item, path, limit=self.workings.limit)
        return take_document(self.writer, document, self.workings, source.given)


def _items(found: Fetched, url: str) -> list[Entry | Link]:
    """Return what a feed or list names, the oldest first where it is in the usual order."""
    kind = collection_type(found.data[:65536], url)
    if kind is Collection.OPML:
        return [replace(link, nested=True) for link in read_opml(found.data, where=url)]
    if kind is Collection.SITEMAP:
        return list(read_links(found.data, where=url))
    return list(reversed(read_feed(found.data, where=url, url=found.url).entries))


def _key(item: Entry | Link) -> str:
    """Return by what an item is known again; an address of a site map anew when it has changed."""
    return item.id if isinstance(item, Entry) else f"{item.url} {item.changed or ''}".strip()


def _completed(document: Document, item: Entry | Link) -> Document:
    """Return a page's document with what the feed says of it where the page does not."""
    document = replace(document, title=document.title or item.title)
    if isinstance(item, Link):
        return document
    return dated(replace(document, author=document.author or item.author), item.published)


def _later(fault: ReadingError) -> bool:
    """Say whether an address may give its page another time."""
    if isinstance(fault, HttpError):
        return fault.status in {408, 425, _BUSY} or fault.status >= 500
    return isinstance(fault, FetchTimeout) or type(fault) is FetchError


def _raise(fault: ReadingError) -> Result:
    raise fault
