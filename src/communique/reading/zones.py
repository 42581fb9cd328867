"""Time zones of publication: on which day a moment that is written in UTC fell where it was published.

Sites of East Asia state their times in UTC as often as in their own; 16:20 in London is the next day in Taipei. The
zone is that of the publisher's country, by the address, else of the language's own countries. A time that names any
other zone is taken as it is written.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from communique.reading.drafts import host_of

__all__ = ["local", "with_local_times", "zone_of"]

_HOSTS = {**dict.fromkeys(("tw", "cn", "hk", "mo", "ph", "sg", "my"), 8), "jp": 9, "kr": 9, "vn": 7, "th": 7}
_LANGUAGES = {"zh": 8, "ja": 9, "ko": 9}
_UTC = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]00:?00)\b")


def zone_of(url: str | None, language: str | None) -> timezone | None:
    """Return the zone in which a page of this address and language counts its days, ``None`` where neither shows it."""
    hours = _HOSTS.get(host_of(url).rpartition(".")[2]) or _LANGUAGES.get((language or "").lower()[:2])
    return timezone(timedelta(hours=hours)) if hours else None


def local(moment: datetime, zone: timezone | None) -> datetime:
    """Return a moment that is given in UTC as the zone's clocks show it; another as it is."""
    return moment.astimezone(zone) if zone is not None and moment.utcoffset() == timedelta(0) else moment


def with_local_times(text: str, zone: timezone | None) -> str:
    """Return a tag's text with the times that are given in UTC as the zone's clocks show them."""
    return text if zone is None else _UTC.sub(lambda match: _shifted(match[0], zone), text)


def _shifted(written: str, zone: timezone) -> str:
    try:
        return datetime.fromisoformat(written).replace(tzinfo=UTC).astimezone(zone).isoformat(timespec="seconds")
    except (ValueError, OverflowError):  # no such time, or at the end of all time
        return written
