"""The exceptions communique raises.

::

    CommuniqueError                 everything below; its message says what happened, where, and what to do
    ├── ReadingError                a file or text could not become a document
    │   ├── EmptyDocument           nothing to read in it
    │   ├── BinaryDocument          not text, and no known format
    │   ├── DamagedDocument         truncated, or bytes that no encoding explains
    │   └── DocumentTooLarge        over the size limit
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
