"""What a reader makes of bytes before it becomes a document: text, blocks, and what the source says about itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

from communique.model import Block, BlockRole, DateSource, Tier

_UNTITLED = re.compile(
    r"(?:Microsoft (?:Word|PowerPoint)|untitled|unknown title|document\d*$|無標題|无标题|未命名|名称未設定|"
    r"\S+\.(?:docx?|pdf|indd|odt|pptx?)$)",
    re.IGNORECASE,
)

__all__ = ["Draft", "Metadata", "Source", "draft_from_json", "draft_to_json", "host_of", "is_title", "web_address"]


def web_address(text: str | None) -> str | None:
    """Return an address on the web as it is written, ``None`` for what is none or cannot be taken apart."""
    try:
        parts = urlsplit((text or "").strip())
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a broken IPv6 address, a port that is no number
        return None
    return text.strip() if text and good else None


def is_title(words: str | None) -> bool:
    """Say whether a file's own title is one that somebody gave it, and not the name of a program or a file."""
    return bool(words) and _UNTITLED.match(words or "") is None


def host_of(url: str | None) -> str:
    """Return the host of a web address in lower case, ``""`` for another text."""
    return (urlsplit(url).hostname or "").rstrip(".") if (url := web_address(url)) else ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where bytes came from; ``url`` is one that ``web_address`` accepts.

    ``where`` is the name that error messages use (``-`` for nameless bytes).
    """

    path: str | None = None
    url: str | None = None

    @property
    def where(self) -> str:
        """Return the name for messages."""
        return self.path or self.url or "-"

    @property
    def suffix(self) -> str:
        """Return the lower-case file name extension with its dot, of the path or else the address, or ``""``."""
        name = self.path or (urlsplit(self.url).path if self.url else "")
        return PurePath(name).suffix.lower()


@dataclass(slots=True)
class Metadata:
    """What a document says about itself; ``None`` and ``NONE`` where it is silent."""

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    url: str | None = None
    language: str | None = None
    tier: Tier | None = None
    published: date | None = None
    published_how: DateSource = DateSource.NONE

    def fill(self, other: Metadata) -> None:
        """Take from ``other`` whatever is still missing here; the date moves together with how it is known."""
        for name in ("title", "publisher", "author", "url", "language", "tier"):
            if getattr(self, name) is None:
                setattr(self, name, getattr(other, name))
        if self.published is None:
            self.published, self.published_how = other.published, other.published_how


@dataclass(slots=True)
class Draft:
    """A reader's result: the frozen text, its blocks in order, and the metadata found."""

    text: str
    blocks: tuple[Block, ...]
    media_type: str
    encoding: str = "utf-8"
    metadata: Metadata = field(default_factory=Metadata)


def draft_to_json(draft: Draft) -> dict[str, Any]:
    """Return a draft as plain values."""
    about = draft.metadata
    values = {one.name: getattr(about, one.name) for one in fields(about)}
    return {
        "text": draft.text,
        "blocks": [[block.start, block.end, block.role.value, block.breaks] for block in draft.blocks],
        "media_type": draft.media_type,
        "encoding": draft.encoding,
        "metadata": values | {"published": about.published.isoformat() if about.published else None},
    }


def draft_from_json(values: dict[str, Any]) -> Draft:
    """Return the draft that ``draft_to_json`` made into values."""
    about = dict(values["metadata"])
    about["tier"] = Tier(about["tier"]) if about["tier"] else None
    about["published"] = date.fromisoformat(about["published"]) if about["published"] else None
    about["published_how"] = DateSource(about["published_how"])
    blocks = tuple(
        Block(start, end, BlockRole(role), tuple((int(a), int(b)) for a, b in breaks))
        for start, end, role, breaks in values["blocks"]
    )
    return Draft(values["text"], blocks, values["media_type"], values["encoding"], Metadata(**about))
