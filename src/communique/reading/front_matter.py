"""What a document declares about itself at its head: YAML between ``---`` lines, or labelled lines."""

from __future__ import annotations

import logging
import re
from datetime import date, datetime
from typing import Any

import yaml

from communique.model import DateSource, Tier
from communique.reading.drafts import Metadata
from communique.reading.stamps import find_date

__all__ = ["labelled_line", "split_front_matter"]

_log = logging.getLogger(__name__)

_FENCE = re.compile(r"\s*---[ \t]*\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_LONGEST = 20000
_KEYS = {
    "title": ("title", "headline", "標題", "标题", "タイトル", "見出し"),
    "publisher": ("publisher", "source", "site", "sitename", "來源", "来源", "媒體", "媒体", "出處", "出处", "発表元"),
    "author": ("author", "authors", "byline", "creator"),
    "url": ("url", "link", "canonical", "網址", "网址", "連結", "链接"),
    "language": ("language", "lang", "語言", "语言"),
    "tier": ("tier",),
    "published": ("date", "published", "pubdate", "publication date", "date published", "日期", "發布日期", "发布日期"),
}
_FIELD = {key: field for field, keys in _KEYS.items() for key in keys}
_LABELLED = re.compile(
    r"(?P<key>" + "|".join(sorted(map(re.escape, _FIELD), key=len, reverse=True)) + r")\s*[:：]\s*(?P<value>\S.*)",
    re.IGNORECASE,
)


def split_front_matter(text: str) -> tuple[Metadata, int, int]:
    """Return what YAML front matter says, and its span in ``text`` (0, 0 without any).

    Front matter that is no YAML mapping stays where it is as text. Unknown keys are passed over.
    """
    if not text.lstrip().startswith("---"):
        return Metadata(), 0, 0
    match = _FENCE.match(text, 0, _LONGEST)
    values = _mapping(match["yaml"]) if match else None
    if not match or values is None:
        return Metadata(), 0, 0
    metadata = Metadata()
    for key, value in values.items():
        _set(metadata, _FIELD.get(str(key).strip().lower().replace("_", " "), ""), value)
    return metadata, 0, match.end()


def labelled_line(line: str, metadata: Metadata) -> bool:
    """Read a head line such as ``Title: …`` or ``來源：…`` into ``metadata``; say whether it was one."""
    match = _LABELLED.fullmatch(line) if len(line) <= 200 else None
    if not match:
        return False
    _set(metadata, _FIELD[match["key"].lower()], match["value"].strip())
    return True


class _Loader(yaml.SafeLoader):
    """Plain values only: an alias makes a structure that is small in the file and without end when it is used."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("an alias")
        return super().compose_node(parent, index)


def _mapping(source: str) -> dict[Any, Any] | None:
    try:
        values = yaml.load(source, _Loader)
    except (yaml.YAMLError, ValueError, RecursionError):
        values = dict(re.findall(r"^([^\s:：#][^:：\n]{0,30})[:：][ \t]*(.*)$", source, re.MULTILINE)) or None
        if values:
            _log.warning("front matter is not valid YAML; it was read line by line")
    return values if isinstance(values, dict) else None


def _set(metadata: Metadata, field: str, value: Any) -> None:
    if field == "published":
        day = _day(value)
        if day and metadata.published is None:
            metadata.published, metadata.published_how = day, DateSource.FRONT_MATTER
    elif field == "tier":
        name = str(value).strip().lower().replace(" ", "_").replace("-", "_")
        metadata.tier = Tier(name) if name in set(Tier) else metadata.tier
    elif field and value is not None and getattr(metadata, field) is None:
        values = value if isinstance(value, list) else [value]
        words = "、".join(str(one) for one in values if isinstance(one, str | int | float | date))
        setattr(metadata, field, " ".join(words.split())[:500] or None)


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    found = find_date(str(value)[:100], labelled=True)
    return found[0] if found else None
