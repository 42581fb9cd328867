"""The reader of e-mail messages (.eml): the body, plain before HTML; subject, sender and date from the head."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime

from communique.model import DamagedDocument, DateSource, EmptyDocument
from communique.reading.decoding import decode
from communique.reading.drafts import Draft, Metadata
from communique.reading.formats import EML
from communique.reading.plain import read_text
from communique.reading.web import read_page
from communique.reading.web_metadata import declared_charset

__all__ = ["read_mail"]


def read_mail(data: bytes, *, where: str = "-") -> Draft:
    """Read a message's text; the date is the day it was sent, in the sender's time zone.

    Raises ``EmptyDocument`` where the message has no text, ``DamagedDocument`` where it cannot be taken apart.
    """
    try:
        message = message_from_bytes(data, policy=policy.default)
        part = message.get_body(("plain", "html")) if isinstance(message, EmailMessage) else None
        payload = part.get_payload(decode=True) if part is not None else None
    except (ValueError, LookupError, AttributeError, TypeError, AssertionError) as error:
        raise DamagedDocument(where, "the message is damaged.", "Save it again from the mail program.") from error
    if part is None or not isinstance(payload, bytes) or not payload.strip():
        raise EmptyDocument(where, "the message has no text.", "Save its attachments and add those.")
    is_page = part.get_content_subtype() == "html"
    charset = part.get_content_charset() or (declared_charset(payload) if is_page else None)
    decoded = decode(payload, declared=charset, where=where)
    read = read_page if is_page else read_text
    draft = read(decoded.text, encoding=decoded.encoding)
    draft.media_type = EML
    head = _head(message)
    head.fill(draft.metadata)
    draft.metadata = head
    return draft


def _head(message: object) -> Metadata:
    found = Metadata()
    if not isinstance(message, EmailMessage):
        return found
    found.title = " ".join(_header(message, "Subject").split()) or None
    name, address = parseaddr(_header(message, "From"))
    found.author = name or address or None
    try:
        found.published = parsedate_to_datetime(_header(message, "Date")).date()
        found.published_how = DateSource.METADATA
    except (ValueError, TypeError, IndexError, OverflowError):
        found.published = None
    return found


def _header(message: EmailMessage, name: str) -> str:
    """Return a header's text, ``""`` for one that is missing or that the parser of addresses breaks on."""
    try:
        return str(message.get(name, ""))
    except (IndexError, ValueError, TypeError, AttributeError, LookupError):
        return ""
