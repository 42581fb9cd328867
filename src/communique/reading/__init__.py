"""Reading: bytes in, a document out.

``read_bytes`` and ``read_path`` make a ``Document`` of plain text, Markdown or a saved web page in any common encoding,
or raise a ``ReadingError`` that names the file, the reason and what to do. The document's text is frozen: for plain text
and Markdown it is the source as it is, with LF line ends and without byte order mark and NULs; for a web page the
extracted article. Blocks lie in order and apart inside it, each with its role; their breaks are what a reader does not
see. Dates of publication are taken only from where a document states them.
"""

from communique.reading.documents import MAX_BYTES, read_bytes, read_path
from communique.reading.tiers import guess_tier

__all__ = ["MAX_BYTES", "guess_tier", "read_bytes", "read_path"]
