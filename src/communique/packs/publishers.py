"""Who publishes: from a page's host or a publisher's name to the register, and how close they stand to the event."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from communique.model import Tier
from communique.packs.register import Entry, Register

__all__ = ["Publishers", "tier_of"]

_PARTS = re.compile(r"\s+[-–—・]\s*|\s*[-–—]\s+|[－|｜_/（(]")
_NAMED = frozenset({"media", "think_tank"})
_TIERS = {"media": Tier.REPORT, "think_tank": Tier.COMMENTARY}
# the languages of a state's own publications; in any other, an official text is an official translation
_LANGUAGES = {
    "USA": ("en",), "GBR": ("en",), "AUS": ("en",), "NZL": ("en",), "IND": ("en", "hi"), "PHL": ("en", "tl"),
    "SGP": ("en", "zh", "ms"), "JPN": ("ja",), "KOR": ("ko",), "TWN": ("zh",), "CHN": ("zh",), "HKG": ("zh", "en"),
    "RUS": ("ru",), "VNM": ("vi",), "IDN": ("id",), "THA": ("th",), "MYS": ("ms", "en"),
}  # fmt: skip


class Publishers:
    """The entries of a register that publish: media, think tanks, and whatever has ``hosts``."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._hosts = {host: entry for entry in register for host in entry.hosts}

    def find(self, name: str | None, url: str | None) -> Entry | None:
        """Return who publishes under an address or, failing that, under a name; ``None`` where nobody is known to.

        An address counts for the longest host that it ends in; of a name like 「國際 - 中央社 CNA」 each part counts.
        """
        return self._by_host(url) or self._by_name(name)

    def _by_host(self, url: str | None) -> Entry | None:
        try:
            labels = ((urlsplit(url).hostname or "") if url else "").lower().rstrip(".").split(".")
        except ValueError:
            return None
        return next((e for n in range(len(labels)) if (e := self._hosts.get(".".join(labels[n:])))), None)

    def _by_name(self, name: str | None) -> Entry | None:
        parts = [part.strip() for part in (name, *_PARTS.split(name))] if name else []
        for part in dict.fromkeys(parts):
            found = [entry for entry in self._register.find(part) if entry.type in _NAMED or entry.hosts]
            if found and (len(found) == 1 or part in found[0].all_names()):
                return found[0]
        for part in dict.fromkeys(parts):  # 「中央社 CNA」, "BBC News 中文": a full name at the beginning
            words = part.split()
            for count in range(len(words) - 1, 0, -1):
                start = " ".join(words[:count])
                for entry in self._register.find(start):
                    if (entry.type in _NAMED or entry.hosts) and start in entry.all_names():
                        return entry
        return None


def tier_of(entry: Entry, language: str) -> Tier:
    """Return the tier of what an entry publishes in a language (a BCP 47 tag)."""
    tier = entry.tier or _TIERS.get(entry.type, Tier.OFFICIAL)
    own = _LANGUAGES.get(entry.country or "", ())
    primary = language.split("-")[0]
    foreign = bool(own) and primary not in {*own, "und"}
    return Tier.OFFICIAL_TRANSLATION if tier is Tier.OFFICIAL and foreign else tier
