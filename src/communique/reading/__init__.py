"""Reading: bytes in, a document out.

``read_bytes`` and ``read_path`` make a ``Document`` of plain text, Markdown, a saved web page, PDF, DOCX or e-mail, or
raise a ``ReadingError`` that names the file, the reason and what to do; ``read_many`` goes through directories, ZIP
archives, JSON Lines and CSV. The document's text is frozen: for plain text and Markdown it is the source as it is, with
LF line ends and without byte order mark and NULs; for other formats what their reader extracts. Blocks lie in order and
apart inside it, each with its role; their breaks are what a reader does not see. ``locate`` leads from words to their
place on a PDF's pages. Dates of publication are taken only from where a document states them.
"""

from communique.reading.documents import MAX_BYTES, read_bytes, read_path
from communique.reading.many import read_many
from communique.reading.pdf import Place, locate
from communique.reading.tiers import guess_tier

__all__ = ["MAX_BYTES", "Place", "guess_tier", "locate", "read_bytes", "read_many", "read_path"]
