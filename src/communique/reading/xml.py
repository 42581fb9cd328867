"""Parsing XML that may be hostile: no entities are expanded, no DTD is read, nothing is loaded from elsewhere."""

from __future__ import annotations

import re

from lxml import etree

from communique.model import DamagedDocument

__all__ = ["local_name", "parse_xml", "without_foreign"]

_FOREIGN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # no part of any XML tree
_REFERENCE = re.compile(r"&#(?:[xX]0*([0-9a-fA-F]{1,6})(?![0-9a-fA-F])|0*([0-9]{1,7})(?![0-9]));?")


def parse_xml(data: bytes, where: str, *, recover: bool = False) -> etree._Element:
    """Return the root of an XML document; ``recover`` makes the best of one that is not well-formed.

    Raises ``DamagedDocument``. References to entities that a document declares stay references.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        recover=recover, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise DamagedDocument(where, "its XML is damaged.", "Save it again or fetch it again.") from fault
    if root is None:
        raise DamagedDocument(where, "its XML is damaged.", "Save it again or fetch it again.")
    return root


def local_name(element: etree._Element) -> str:
    """Return an element's name without its namespace, ``""`` for what is no element."""
    # not by QName, which refuses the odd names that the HTML parser lets through
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def without_foreign(text: str) -> str:
    """Return a page's source with a space for every character, or reference to one, that XML does not know.

    The HTML parser keeps such characters in words, attributes and names, but lxml refuses to set them again, in this
    tree or another: whoever moves words or attributes in a tree parsed from this cannot fail for them.
    """
    if "&#" in text:
        text = _REFERENCE.sub(_kept, text)
    return _FOREIGN.sub(" ", text)


def _kept(reference: re.Match[str]) -> str:
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    return " " if code <= 0x10FFFF and _FOREIGN.match(chr(code)) else reference[0]
