"""What a web page's own tags say about it: title, publisher, author, date, address, language.

Dates come from tags alone (JSON-LD, OpenGraph, meta, ``<time>`` marked as the publication's): htmldate is given a page
without a body, since its guess from running text takes the first year it meets for a date.
"""

from __future__ import annotations

import json
import logging
import re
from copy import deepcopy
from datetime import date, timezone
from typing import Any

import htmldate
from lxml import etree, html

from communique.model import DateSource
from communique.reading.drafts import Metadata
from communique.reading.zones import with_local_times, zone_of

__all__ = ["declared_charset", "is_written", "read_metadata"]

_log = logging.getLogger(__name__)

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{2,40})", re.IGNORECASE)
# the notes that browsers and SingleFile leave in a page they save
_SAVED = re.compile(
    r"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(?P<url>https?://[^\s<>\"]+)"
)
_META = {
    "title": ("og:title", "twitter:title", "citation_title", "dc.title", "parsely-title"),
    "publisher": ("og:site_name", "citation_publisher", "dc.publisher", "publisher", "application-name", "source"),
    "author": ("author", "article:author", "citation_author", "dc.creator", "parsely-author", "byl"),
    "url": ("og:url", "twitter:url"),
}
_SUFFIX = re.compile(r"\s*(?:[|｜_]|\s[-–—]\s|\s::\s|\s»\s)\s*[^|｜_]{1,40}$")
_SITE = re.compile(r"(?:.*[|｜_]|.*\s[-–—:»])?\s*[|｜_–—:»-]*\s*(?P<name>[^|｜_\s][^|｜_]{1,29})")
_LONGEST = 500


def declared_charset(data: bytes) -> str | None:
    """Return the charset that a page names in its first bytes, in a meta tag or an XML declaration."""
    head = data[:4096]
    match = _CHARSET.search(head) or _XML.match(head)
    return match[1].decode("ascii") if match else None


def read_metadata(tree: html.HtmlElement, source: str) -> Metadata:
    """Read a parsed page's metadata; ``source`` is its text, in which a browser may have noted the address."""
    meta = _meta(tree)
    linked = _linked_data(tree)
    named = {field: _first(meta, names) for field, names in _META.items()}
    found = Metadata(named["title"], named["publisher"], named["author"], named["url"])
    found.fill(_from_linked(linked))
    if found.author and found.author.startswith("http"):
        found.author = None
    canonical = tree.xpath("//link[@rel='canonical']/@href")
    saved = _SAVED.search(source[:4000])
    found.url = (saved["url"] if saved else None) or next(filter(_absolute, [*canonical, found.url]), None)
    found.title, site = _title(tree, found.title)
    found.publisher = found.publisher or site
    language = (tree.get("lang") or meta.get("og:locale") or meta.get("content-language") or "").strip()
    found.language = (
        language.replace("_", "-") if re.fullmatch(r"[A-Za-z]{2,3}(?:[-_]\w{2,8}){0,3}", language) else None
    )
    day = _published(tree, zone_of(found.url, found.language))
    if day:
        found.published, found.published_how = day, DateSource.METADATA
    return found


def is_written(tree: html.HtmlElement) -> bool:
    """Say whether a word processor has written a page, by the name it leaves in it."""
    return bool(
        tree.xpath(
            "//meta[@name='Generator' or @name='generator'][contains(@content, 'Office') or "
            "starts-with(@content, 'Microsoft Word')]"
        )
    )


def _absolute(address: str | None) -> bool:
    return bool(address) and re.match(r"https?://", str(address)) is not None


def _meta(tree: html.HtmlElement) -> dict[str, str]:
    values: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("http-equiv") or element.get("itemprop")
        content = " ".join((element.get("content") or "").split())
        if name and content:
            values.setdefault(name.lower(), content[:_LONGEST])
    return values


def _first(meta: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((meta[name] for name in names if name in meta), None)


def _title(tree: html.HtmlElement, stated: str | None) -> tuple[str | None, str | None]:
    """Return a page's headline, without the site's name behind it, and that name.

    The name is what stands behind a headline of the page in its title: 「日米防衛相会談｜外務省」.
    """
    element = tree.find(".//title")
    page = _words(element)
    headings = [words for words in map(_words, tree.iter("h1")) if words]
    for whole in filter(None, (page, stated)):
        begun = [words for words in headings if len(words) >= 4 and whole.startswith(words)]
        if begun:
            headline = max(begun, key=len)
            site = _SITE.fullmatch(whole[len(headline) :])
            return headline[:_LONGEST], site["name"] if site else None
    headline = stated or next(iter(headings), None) or _SUFFIX.sub("", page) or page
    return headline[:_LONGEST] or None, None


def _words(element: html.HtmlElement | None) -> str:
    return " ".join(element.text_content().split()) if element is not None else ""


def _linked_data(tree: html.HtmlElement) -> list[dict[str, Any]]:
    """Return the objects of a page's JSON-LD, graphs unfolded; broken scripts are passed over."""
    objects: list[dict[str, Any]] = []
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        try:
            value = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            _log.debug("a JSON-LD script is broken and was passed over")
            continue
        queue = value if isinstance(value, list) else [value]
        for item in queue[:50]:
            if isinstance(item, dict):
                graph = item.get("@graph")
                objects += [
                    member for member in (graph if isinstance(graph, list) else [item]) if isinstance(member, dict)
                ]
    return objects


def _from_linked(objects: list[dict[str, Any]]) -> Metadata:
    found = Metadata()
    for item in objects:
        if not re.search(r"Article|Report|WebPage|Posting|Announcement|GovernmentService", str(item.get("@type", ""))):
            continue
        url = item.get("url")
        found.fill(
            Metadata(
                title=_name(item.get("headline")),
                publisher=_name(item.get("publisher")),
                author=_name(item.get("author")),
                url=url if isinstance(url, str) else None,
            )
        )
    return found


def _name(value: Any) -> str | None:
    if isinstance(value, str):
        return " ".join(value.split())[:_LONGEST] or None
    if isinstance(value, dict):
        return _name(value.get("name"))
    if isinstance(value, list):
        names = [name for name in map(_name, value[:10]) if name]
        return "、".join(names) or None
    return None


def _published(tree: html.HtmlElement, zone: timezone | None) -> date | None:
    """Ask htmldate for the original date in the page's head, JSON-LD and marked ``<time>`` elements only."""
    page = html.Element("html")
    head = etree.SubElement(page, "head")
    # a word processor writes the day on which the file was made or saved
    metas = "//meta[not(@name='created' or @name='changed' or @name='date')]" if is_written(tree) else "//meta"
    for element in tree.xpath(f"{metas} | //script[contains(@type, 'ld+json')]")[:200]:
        copy = deepcopy(element)
        copy.tail = None
        if copy.get("content"):
            copy.set("content", with_local_times(copy.get("content"), zone))
        elif copy.text:
            copy.text = with_local_times(copy.text, zone)
        head.append(copy)
    for element in tree.xpath(
        "//time[@datetime][@pubdate or @itemprop='datePublished' or contains(@class, 'publish')]"
    )[:1]:
        stated = with_local_times(element.get("datetime"), zone)
        etree.SubElement(head, "meta", property="article:published_time", content=stated)
    body = etree.SubElement(page, "body")
    body.text = ""
    try:
        found = htmldate.find_date(page, extensive_search=False, original_date=True, max_date="2100-01-01")
        return date.fromisoformat(found) if found else None
    except (ValueError, TypeError, AttributeError, OverflowError):  # odd dates in tags
        _log.debug("a date in the page's tags could not be read")
        return None
