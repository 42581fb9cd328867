"""In whose voice a document is written: a speech, a white paper, a ministry's release speaks for who gives it."""

from __future__ import annotations

import re

from communique.extraction.views import Party, View
from communique.language.analysis import name_finder
from communique.model import Document
from communique.packs import Pack
from communique.text import fold, fold_pattern

__all__ = ["voice_of"]

_OFFICIAL = frozenset({"official", "official_translation"})
_IN_OWN_VOICE = re.compile(
    fold_pattern(
        "白皮書|藍皮書|立場文件|演說|演講|講話|致辭|致詞|答記者問|新聞稿|新聞參考資料|新聞發布|戰略評估|防衛評估|國防評估|報告書|戰略報告|政策文件|的[^，。]{0,6}政策$|政策》"
    )
)
_JOINT = re.compile(fold_pattern("聯合聲明|共同聲明|聯合公報|聯合宣言|共同宣言|主席聲明|公報"))
_TITLE = 3  # clauses of title and byline that are looked at
_SPEAKERS = frozenset({"person", "office", "body", "state", "territory", "organisation"})


def voice_of(document: Document, pack: Pack, views: list[View]) -> Party | None:
    """Return who speaks throughout a document, named in its title; None where an author tells of others."""
    head = views[:_TITLE]
    title = document.title or ""
    shown = fold(title) + " " + " ".join(view.folded for view in head)
    if _JOINT.search(shown) or not (document.tier.value in _OFFICIAL or _IN_OWN_VOICE.search(shown)):
        return None
    named = name_finder(pack).find(fold(title), title)
    speakers = [Party(m.id, m.surface, m.kind, -1, -1, m.aliases) for m in named if m.kind in _SPEAKERS]
    return next(iter(speakers or (p for view in head for p in view.parties if p.kind in _SPEAKERS)), None)
