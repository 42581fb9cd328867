"""Reading: bytes in, a document out.

``read_bytes`` and ``read_path`` make a ``Document`` of plain text, Markdown, a saved web page, PDF, DOCX, ODT, RTF,
EPUB or e-mail, or raise a ``ReadingError`` that names the file, the reason and what to do; ``read_many`` goes through
directories, archives, web archives, tables of articles and feeds; ``Fetcher`` gets an address on the web. The
document's text is frozen: for plain text and Markdown it is the source as it is, with LF line ends and without byte
order mark and NULs; for other formats what their reader extracts. Blocks lie in order and apart inside it, each with
its role; their breaks are what a reader does not see. ``locate`` leads from words to their place on a PDF's pages.
Dates of publication are taken only from where a document states them.

What comes from elsewhere is not trusted: formats that libraries take apart are read in a process of its own with bounds
on memory and time (``isolation``), archives are bounded, private networks are not fetched from.
"""

from communique.reading.addresses import Addresses
from communique.reading.documents import MAX_BYTES, read_bytes, read_path
from communique.reading.drafts import web_address
from communique.reading.feeds import Entry, Feed, Link, dated, entry_document, read_feed, read_links, read_opml
from communique.reading.fetching import Fetched, Fetcher, is_address
from communique.reading.formats import Collection, collection_type
from communique.reading.many import holds_many, is_collection, read_many, read_stream
from communique.reading.places import Place, locate
from communique.reading.stamps import find_date, named_date
from communique.reading.tables import COLUMNS, Columns, check_columns
from communique.reading.tiers import guess_tier

__all__ = [
    "COLUMNS",
    "MAX_BYTES",
    "Addresses",
    "Collection",
    "Columns",
    "Entry",
    "Feed",
    "Fetched",
    "Fetcher",
    "Link",
    "Place",
    "check_columns",
    "collection_type",
    "dated",
    "entry_document",
    "find_date",
    "guess_tier",
    "holds_many",
    "is_address",
    "is_collection",
    "locate",
    "named_date",
    "read_bytes",
    "read_feed",
    "read_links",
    "read_many",
    "read_opml",
    "read_path",
    "read_stream",
    "web_address",
]
