"""What all requests share: the ledger opened for reading, the pack, and what was worked out from them.

Whatever is worked out is kept until the ledger changes: another process, or a document sent from the browser, gives the
ledger a new *edition*, and the next request works it out anew.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from communique.ingest import Workings, assemble
from communique.ledger import Clock, LedgerReader, LedgerWriter, StoredClaim
from communique.ledger.standings import is_settled, state_of_claims
from communique.linking import Thread
from communique.model import LedgerError
from communique.packs import Pack, load_pack
from communique.reporting.counting import SHOWN_FROM
from communique.reporting.replay import Replay
from communique.reporting.standings import settle
from communique.reporting.view import View, view_of

__all__ = ["Desk"]

_log = logging.getLogger(__name__)
_T = TypeVar("_T")
_AUTHOR = {"zh-Hant": "作者", "ja": "筆者", "en": "the author"}
_KEPT = 48
"""How many results are kept."""


def _opened(ledger: str) -> LedgerReader:
    """Return a reader; a ledger that an earlier version made is brought up to date by its writer first."""
    try:
        return LedgerReader(ledger)
    except LedgerError:
        LedgerWriter(ledger).close()
        return LedgerReader(ledger)


class Desk:
    """A ledger on an analyst's desk; safe to use from several threads. An absent ledger is made, empty.

    Raises ``LedgerError`` where the file is no ledger or of another version.
    """

    def __init__(self, ledger: str) -> None:
        if "://" not in ledger and not Path(ledger).exists():
            LedgerWriter(ledger).close()
        self.ledger = ledger
        self.pack: Pack = load_pack()
        self.reader = _opened(ledger)
        self.writing = Lock()
        self._workings: Workings | None = None
        self._assembling = Lock()
        self._kept: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
        self._making: dict[tuple[Any, ...], Lock] = {}
        self._lock = Lock()

    def close(self) -> None:
        """Let go of the ledger."""
        self.reader.close()

    def edition(self) -> str:
        """Return what changes whenever claims, threads or decisions of the ledger do."""
        claims, decisions = state_of_claims(self.reader)
        return f"{claims}-{self.reader.linking().threads}-{decisions}"

    def kept(self, make: Callable[[], _T], *key: Any) -> _T:
        """Return what ``make`` gives, worked out once an edition for each ``key``; other keys do not wait for it."""
        full = (self.edition(), *key)
        with self._lock:
            own = self._making.setdefault(full, Lock())
        with own:
            with self._lock:
                if full in self._kept:
                    self._kept.move_to_end(full)
                    self._making.pop(full, None)
                    found: _T = self._kept[full]
                    return found
            try:
                made = make()
                with self._lock:
                    self._kept[full] = made
                    while len(self._kept) > _KEPT:
                        self._kept.popitem(last=False)
            finally:
                with self._lock:
                    self._making.pop(full, None)
            return made

    def workings(self) -> Workings:
        """Return what reads documents; made once, and another lexicon or frames need another process."""
        with self._assembling:
            if self._workings is None:
                self._workings = assemble(self.pack)
            return self._workings

    def replay(self) -> Replay:
        """Return the board's moves."""
        return self.kept(lambda: Replay(self.reader, self.pack), "replay")

    def warm(self) -> None:
        """Work out beforehand what the first page needs, and have the ledger keep it."""
        try:
            self.replay()
            self.settle()
        except LedgerError:  # the first request says so
            _log.exception("%s cannot be read", self.ledger)

    def settle(self) -> None:
        """Have the ledger keep what reports ask of threads that have changed, so that nobody works it out again."""
        if is_settled(self.reader, SHOWN_FROM):
            return
        try:
            with self.writing, LedgerWriter(self.ledger) as writer:
                settle(writer, self.pack)
        except LedgerError as fault:  # what is not kept is worked out when it is asked for
            _log.info("%s: where commitments stand is not kept: %s", self.ledger, fault)

    def view(
        self,
        threads: Sequence[Thread] | None = None,
        *,
        clock: Clock | None = None,
        kinds: Sequence[str] = (),
    ) -> View:
        """Return a view of some threads, or of the whole ledger."""
        return view_of(self.reader, self.pack, clock=clock, threads=threads, kinds=kinds)

    def claims(self, ids: Sequence[str]) -> dict[str, StoredClaim]:
        """Return claims in force by id."""
        return {stored.claim.id: stored for stored in self.reader.claims(ids=ids)} if ids else {}

    def name(self, key: str, language: str = "zh-Hant") -> str:
        """Return what a reader calls an actor or another thing."""
        if key == "author":
            return _AUTHOR.get(language, _AUTHOR["en"])
        entry = self.pack.register.get(key)
        return entry.display(language) if entry is not None else key.removeprefix("doc:")

    def type_of(self, key: str) -> str | None:
        """Return the type of an entry of the register."""
        entry = self.pack.register.get(key)
        return entry.type if entry is not None else None

    def title(self, thread: Thread, language: str = "zh-Hant") -> str:
        """Return what a thread is called: the register's name of its line of work, else the words of its documents."""
        line, _, rest = thread.key.partition(":")  # a measure's unit, or the parties of what several promise
        entry = self.pack.register.get(line)
        if entry is None:
            return thread.title
        if thread.kind == "figure" or not rest or not thread.title.startswith(f"{entry.display()}："):
            return entry.display(language)
        colon, comma = (": ", ", ") if language == "en" else ("：", "、")
        return f"{entry.display(language)}{colon}{comma.join(self.name(key, language) for key in rest.split('+'))}"
