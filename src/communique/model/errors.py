"""The exceptions communique raises.

::

    CommuniqueError                 everything below; its message says what happened, where, and what to do
    ├── ReadingError                a file or text could not become a document
    │   ├── EmptyDocument           nothing to read in it
    │   ├── BinaryDocument          not text, and no known format
    │   ├── DamagedDocument         truncated, or bytes that no encoding explains
    │   ├── DocumentTooLarge        over the size limit
    │   ├── UnsafeDocument          reading it took more memory or time than a document may, or broke the reader
    │   └── FetchError              an address on the web did not give a document
    │       ├── ForbiddenAddress    it leads into a private network, or is no http or https address
    │       ├── FetchTimeout        it took longer than allowed
    │       ├── TooManyRedirects    it was sent on and on
    │       └── HttpError           the server refused; ``status`` says how
    ├── PackError                   a pack's data breaks its schema or contradicts itself
    ├── LedgerError                 the ledger file cannot be opened, is of another version, or is locked
    │   └── NotInLedger             no such document, claim, actor or thread
    ├── DecisionError               a reviewer's decision cannot be carried out
    └── UsageError                  arguments that make no sense together
"""


class CommuniqueError(Exception):
    """Base of all errors that communique raises on purpose."""


class ReadingError(CommuniqueError):
    """A file or text could not become a document.

    ``where`` names the file (or ``-`` for standard input); ``reason`` is one sentence; ``advice`` says what to do.
    """

    def __init__(self, where: str, reason: str, advice: str = "") -> None:
        super().__init__(f"{where}: {reason}" + (f" {advice}" if advice else ""))
        self.where = where
        self.reason = reason
        self.advice = advice


class EmptyDocument(ReadingError):
    """There is nothing to read in the file."""


class BinaryDocument(ReadingError):
    """The file is neither text nor in a format that can be read."""


class DamagedDocument(ReadingError):
    """The file is truncated or holds bytes that no encoding explains."""


class DocumentTooLarge(ReadingError):
    """The file is over the size limit."""


class UnsafeDocument(ReadingError):
    """Reading the file took more memory or time than a document may, or broke the reader."""


class FetchError(ReadingError):
    """An address on the web did not give a document; ``where`` is the address."""


class ForbiddenAddress(FetchError):
    """The address leads into a private network, or is none that can be fetched."""


class FetchTimeout(FetchError):
    """The server did not answer in the time allowed."""


class TooManyRedirects(FetchError):
    """The address was sent on to others too many times."""


class HttpError(FetchError):
    """The server answered with an error.

    ``status`` is the HTTP status code, ``retry_after`` for how many seconds the server asks to be left alone.
    """

    def __init__(self, where: str, status: int, reason: str, advice: str = "", *, retry_after: float = 0.0) -> None:
        super().__init__(where, reason, advice)
        self.status = status
        self.retry_after = retry_after


class PackError(CommuniqueError):
    """A pack's data breaks its schema or contradicts itself; the message lists file, entry and fault."""


class LedgerError(CommuniqueError):
    """The ledger cannot be opened, is of another version, or is locked by another process."""


class NotInLedger(LedgerError):
    """The ledger knows no such document, claim, actor or thread."""


class DecisionError(CommuniqueError):
    """A reviewer's decision cannot be carried out; nothing of it was stored."""


class UsageError(CommuniqueError):
    """Arguments that make no sense together."""
