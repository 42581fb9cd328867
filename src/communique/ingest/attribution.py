"""Who published a document, and how close that is to what was said, by the register's publishers.

What the user or the document says goes before it. A text that disclaims itself as an opinion stays commentary, whoever
carries it.
"""

from __future__ import annotations

from dataclasses import replace

from communique.ingest.given import Given
from communique.model import Document, Tier
from communique.packs import Publishers, tier_of
from communique.reading import guess_tier

__all__ = ["attribute"]

_REGIONS = {
    "TWN": ("zh-Hant", "TW"), "HKG": ("zh-Hant", "HK"), "CHN": ("zh-Hans", "CN"), "SGP": ("zh-Hans", "SG"),
}  # fmt: skip
_STATING = frozenset({"text/plain", "text/markdown"})
"""Formats whose head may state the tier itself."""


def attribute(document: Document, given: Given, *, publishers: Publishers) -> Document:
    """Return the document with the publisher, tier and region of its script that its address or publisher shows."""
    entry = publishers.find(given.publisher or document.publisher, document.url)
    if entry is None:
        return document
    publisher = document.publisher or entry.display(document.language)
    tier = document.tier
    if given.tier is None and (tier is Tier.UNKNOWN or _guessed(document)):
        tier = tier_of(entry, document.language)
    language = (
        document.language if given.language else f"{document.language}{_region(document.language, entry.country)}"
    )
    return replace(document, publisher=publisher, tier=tier, language=language)


def _region(language: str, country: str | None) -> str:
    """Return what a publisher's country adds to the tag of a script that is written there."""
    script, region = _REGIONS.get(country or "", ("", ""))
    return f"-{region}" if language == script else ""


def _guessed(document: Document) -> bool:
    """Say whether a document counts as official only because of its publisher's host or name."""
    if document.tier is not Tier.OFFICIAL or document.media_type in _STATING:
        return False
    return guess_tier(document.publisher, document.url) is Tier.OFFICIAL
