"""What a watch remembers between its rounds: validators, entries seen, back-off, files read.

Kept as one JSON file beside the ledger and written whole, at most every second or two while documents are read, so that
a watch that is killed goes on about where it was. What is lost costs requests, not documents: what the ledger knows is
not read twice.
"""

from __future__ import annotations

import json
import logging
import time
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime, timedelta
from pathlib import Path

__all__ = ["FeedState", "WatchState"]

_log = logging.getLogger(__name__)

_REMEMBERED = 20_000  # entries of one feed; those not met for the longest are forgotten first
_OFTEN = 2.0  # seconds between two writings of the file
_FIRST = timedelta(minutes=1)
_LONGEST = timedelta(hours=6)


@dataclass(slots=True)
class FeedState:
    """What is remembered of one feed: ``seen`` are the ids of entries done with (or their id and time of change).

    ``waiting`` counts the failed attempts at entries that are tried again; until ``not_before`` the feed is left alone.
    """

    etag: str | None = None
    modified: str | None = None
    failures: int = 0
    not_before: str | None = None
    seen: dict[str, None] = field(default_factory=dict)
    waiting: dict[str, int] = field(default_factory=dict)

    def resting(self, now: datetime) -> bool:
        """Say whether the feed is to be left alone for now."""
        return self.not_before is not None and now < datetime.fromisoformat(self.not_before)

    def failed(self, now: datetime, asked: float = 0.0) -> datetime:
        """Note a failure; return until when the feed is left alone: longer each time, and as the server ``asked``."""
        self.failures += 1
        rest = min(_FIRST * (1 << min(self.failures - 1, 12)), _LONGEST)
        until = now + max(rest, timedelta(seconds=asked))
        self.not_before = until.isoformat()
        return until

    def answered(self) -> None:
        """Note that the feed could be read."""
        self.failures, self.not_before = 0, None

    def done(self, entry: str) -> None:
        """Note that an entry need not be looked at again."""
        self.waiting.pop(entry, None)
        self.seen.pop(entry, None)
        self.seen[entry] = None
        while len(self.seen) > _REMEMBERED:
            self.seen.pop(next(iter(self.seen)))


class WatchState:
    """The memory of a watch; ``path`` is its file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.feeds: dict[str, FeedState] = {}
        self.files: dict[str, tuple[int, int]] = {}
        self._saved = 0.0
        self._load()

    def feed(self, url: str) -> FeedState:
        """Return what is remembered of a feed."""
        return self.feeds.setdefault(url, FeedState())

    def _load(self) -> None:
        try:
            values = json.loads(self._path.read_text(encoding="utf-8"))
            known = {one.name for one in fields(FeedState)}
            for url, kept in values["feeds"].items():
                chosen = {name: value for name, value in kept.items() if name in known}
                chosen["seen"] = dict.fromkeys(chosen.get("seen", ()))
                self.feeds[url] = FeedState(**chosen)
            self.files = {path: (int(a), int(b)) for path, (a, b) in values["files"].items()}
        except FileNotFoundError:
            return
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            _log.warning("%s cannot be read; the watch starts from the beginning", self._path)
            self.feeds, self.files = {}, {}

    def save_soon(self) -> None:
        """Write the file unless that was done just before: it is long where a folder holds thousands of files."""
        if time.monotonic() - self._saved >= _OFTEN:
            self.save()

    def save(self) -> None:
        """Write the file, whole or not at all; raises ``OSError``."""
        feeds = {url: asdict(kept) | {"seen": list(kept.seen)} for url, kept in self.feeds.items()}
        partial = self._path.with_name(self._path.name + ".partial")
        partial.write_text(json.dumps({"feeds": feeds, "files": self.files}, ensure_ascii=False), encoding="utf-8")
        partial.replace(self._path)
        self._saved = time.monotonic()
