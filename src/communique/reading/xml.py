"""Parsing XML that may be hostile: no entities are expanded, no DTD is read, nothing is loaded from elsewhere."""

from __future__ import annotations

from lxml import etree

from communique.model import DamagedDocument

__all__ = ["local_name", "parse_xml"]


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
