"""The readers of formats that are taken apart by libraries; runs only in the isolated reader."""

from __future__ import annotations

from collections.abc import Callable

from communique.model import DamagedDocument
from communique.reading.decoding import decode
from communique.reading.drafts import Draft, Source
from communique.reading.epub import read_epub
from communique.reading.formats import DOCX, EML, EPUB, HTML, ODT, PDF, RTF, container_type, text_media_type
from communique.reading.mail import read_mail
from communique.reading.opendocument import read_opendocument
from communique.reading.pdf import read_pdf
from communique.reading.rich_text import read_rich_text
from communique.reading.web import read_page
from communique.reading.web_metadata import declared_charset
from communique.reading.word import read_word

__all__ = ["read_draft"]

_READERS: dict[str, Callable[..., Draft]] = {
    PDF: read_pdf,
    DOCX: read_word,
    ODT: read_opendocument,
    RTF: read_rich_text,
    EPUB: read_epub,
    EML: read_mail,
}


def read_draft(data: bytes, source: Source, where: str, charset: str | None = None) -> Draft:
    """Read a document of one of these formats, or a web page; ``charset`` is what its server says.

    Raises ``ReadingError``.
    """
    container = container_type(data, source)
    if container is not None:
        return _READERS[container](data, where=where)
    if text_media_type(data, source) != HTML:
        raise DamagedDocument(where, "it is of no format that is read here.")
    decoded = decode(data, declared=charset or declared_charset(data), where=where)
    return read_page(decoded.text, encoding=decoded.encoding)
