"""How close a source stands to what was said, as far as its address, name or disclaimer shows it."""

from __future__ import annotations

import re

from communique.model import Tier
from communique.reading.drafts import host_of

__all__ = ["guess_tier"]

# Hosts of governments and of bodies founded by treaty; second-level government domains follow the registries' rules.
_GOVERNMENT = re.compile(
    r"(?:^|\.)(?:gov|mil|go\.jp|go\.kr|gov\.[a-z]{2}|gob\.[a-z]{2}|gouv\.fr|mil\.[a-z]{2}|admin\.ch|government\.ru|"
    r"kremlin\.ru|mid\.ru|nato\.int|europa\.eu|un\.org|asean\.org|chinamission\.be|china-embassy\.(?:org|gov\.cn))$"
)
_NAMES = re.compile(
    r"外交部|國防部|国防部|防衛省|防卫省|外務省|外务省|首相官邸|內閣|内閣|白宮|白宫|國務院|国务院|總統府|总统府|"
    r"駐日米軍|"
    r"White House|Department of (?:State|Defense|War)|Ministry of (?:Foreign Affairs|Defen[cs]e)|U\.?S\.? Embassy",
    re.IGNORECASE,
)
# one of these stands in every text that the pattern below matches
_VERBS = ("代表", "反映", "屬", "属", "為", "为")
_HOLDERS = ("作者", "筆者", "笔者", "個人", "个人")
_PERSONAL_SIGNS = (*(verb + holder for verb in _VERBS for holder in _HOLDERS), "xpressed", "reflect", "represent")
_PERSONAL = re.compile(
    r"(?:僅|仅|只)?(?:代表|反映|屬|属|為|为)(?:作者|筆者|笔者|個人|个人)(?:個人|个人|本人)?(?:之|的)?(?:觀點|观点|"
    r"意見|意见|立場|立场|看法)|"
    r"(?:views|opinions) expressed[^.\n]{0,80}(?:author|writer)|"
    r"do(?:es)? not (?:necessarily )?(?:reflect|represent) the (?:views|position)",
    re.IGNORECASE,
)


def guess_tier(publisher: str | None, url: str | None, text: str = "") -> Tier:
    """Return ``OFFICIAL`` for a government's host or name, ``COMMENTARY`` for a disclaimed opinion, else ``UNKNOWN``.

    ``text`` needs to be only the start and the end of a document, where disclaimers stand.
    """
    host = host_of(url)
    if host and _GOVERNMENT.search(host):
        return Tier.OFFICIAL
    if publisher and len(publisher) <= 40 and _NAMES.search(publisher):
        return Tier.OFFICIAL
    personal = any(sign in text for sign in _PERSONAL_SIGNS) and _PERSONAL.search(text)
    return Tier.COMMENTARY if personal else Tier.UNKNOWN
