"""Which language and script a text is in, as a BCP 47 tag, from its characters.

Traditional and Simplified Chinese are told apart by characters that only one of the two national character sets has
(Big5 or GB 2312), as the folding table pairs them. The region is added where the words or the publisher's address show
it: 川普 and 飛彈 are written in Taiwan, 特朗普 and 導彈 in Hong Kong, in the same script.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from communique.model import Block
from communique.reading.drafts import host_of
from communique.text.folding import table

__all__ = ["identify", "identify_blocks", "identify_parts"]

_SAMPLE = 1500
_ENOUGH = 40  # columns of letters below which a block does not show its language
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_ENGLISH = re.compile(r"\b(?:the|of|and|to|in|a|for|on|with|that|is|by|at|as|from)\b", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_JAPANESE = re.compile(
    "[発増広対両県変戦権実検験図関経済単営労働帰応価総仮竜沢桜渋覚観鉄転辺歩悪拡挙栄円圧囲駅塩歓気帯徳拝抜]"
)
"""Ideographs as only Japanese writes them today (済, 総 and the like are so often enough beside the others)."""

_TAIWAN = (
    "川普", "飛彈", "網路", "資訊", "軟體", "臺灣", "總統府",
    "立法院", "公尺", "義大利", "紐西蘭", "沙烏地", "普丁", "澤倫斯基",
)  # fmt: skip
_HONG_KONG = (
    "特朗普", "導彈", "網絡", "資訊科技", "港府", "立法會", "行政長官", "意大利",
    "新西蘭", "沙特", "普京", "澤連斯基", "嘅", "咗", "嚟", "唔", "佢",
)  # fmt: skip
_REGIONS = {
    "tw": ("zh-Hant", "TW"),
    "hk": ("zh-Hant", "HK"),
    "mo": ("zh-Hant", "MO"),
    "cn": ("zh-Hans", "CN"),
    "sg": ("zh-Hans", "SG"),
}


def identify(text: str, url: str | None = None) -> str:
    """Return the tag of a text: ``zh-Hant-TW``, ``zh-Hans``, ``ja``, ``en``, ``ko``, or ``und`` for any other."""
    sample = text[:_SAMPLE]
    han, kana = len(_HAN.findall(sample)), len(_KANA.findall(sample))
    hangul, latin = len(_HANGUL.findall(sample)), len(_LATIN.findall(sample))
    if hangul > han + kana and 2 * hangul > latin / 2:
        return "ko"
    if kana > 0.08 * (han + kana) and 4 * (han + kana) > latin:
        return "ja"
    if not kana and 4 * han > latin and len(_JAPANESE.findall(sample)) >= max(2, 0.04 * han):
        return "ja"  # a headline of ideographs only
    if han and 4 * han > latin:
        return _chinese(sample, url)
    return _latin(sample) if latin else "und"


def identify_parts(parts: Iterable[str], url: str | None = None) -> str:
    """Return the tag of a text's parts: of the language in which most of it is written, where it is in several."""
    spoken: dict[str, list[str]] = {}
    for part in parts:
        primary = identify(part).split("-")[0] if len(_LETTER.findall(part[:_SAMPLE])) >= _ENOUGH // 2 else ""
        spoken.setdefault(primary, []).append(part)
    sure = {primary: found for primary, found in spoken.items() if primary not in {"", "und"}}
    if len(sure) > 1:
        return identify("".join(max(sure.values(), key=lambda found: sum(map(_columns, found)))), url)
    return identify("".join(part for found in spoken.values() for part in found), url)


def _columns(text: str) -> int:
    return len(text.encode("utf-8", "replace")) + len(text)


def identify_blocks(text: str, blocks: Iterable[Block], language: str) -> tuple[Block, ...]:
    """Return the blocks of a document in ``language``; those in another language or script are marked with its tag.

    Only blocks that speak and are long enough to show it: a foreign name or title does not change a block's language.
    """
    return tuple(_marked(text[block.start : block.end], block, language) for block in blocks)


def _marked(words: str, block: Block, language: str) -> Block:
    if not block.role.speaks or 2 * (block.end - block.start) < _ENOUGH:
        return block
    if len(_LETTER.findall(words)) + len(_HAN.findall(words)) + len(_KANA.findall(words)) < _ENOUGH:
        return block
    found = identify(words)
    same = found.split("-")[0] == language.split("-")[0]
    scripts = {part for tag in (found, language) for part in tag.split("-") if part in {"Hant", "Hans"}}
    if found == "und" or (same and len(scripts) < 2):
        return block
    return replace(block, language=found)


def _latin(sample: str) -> str:
    words = len(_WORD.findall(sample))
    if len(_ENGLISH.findall(sample)) >= 0.12 * words:
        return "en"
    return "en" if words < 12 and sample.isascii() else "und"


@lru_cache(maxsize=1)
def _scripts() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return patterns of characters that only Traditional or only Simplified text uses."""
    traditional, simplified = set(), set()
    for code, form in table().items():
        before = chr(code)
        if not ("\u4e00" <= before <= "\u9fff" and "\u4e00" <= form <= "\u9fff"):
            continue
        if _in(before, "big5") and not _in(before, "gb2312"):
            traditional.add(before)
        if _in(form, "gb2312") and not _in(form, "big5"):
            simplified.add(form)
    return tuple(re.compile("[" + "".join(sorted(group)) + "]") for group in (traditional, simplified))  # type: ignore[return-value]


def _in(character: str, charset: str) -> bool:
    try:
        character.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def _chinese(sample: str, url: str | None) -> str:
    traditional, simplified = (len(pattern.findall(sample)) for pattern in _scripts())
    script, region = _REGIONS.get(host_of(url).rsplit(".", 1)[-1], ("", ""))
    if traditional == simplified:
        return f"{script}-{region}" if region and not traditional else "zh"
    tag = "zh-Hant" if traditional > simplified else "zh-Hans"
    if region and script == tag:
        return f"{tag}-{region}"
    if tag == "zh-Hant":
        taiwan, hong_kong = (sum(word in sample for word in words) for words in (_TAIWAN, _HONG_KONG))
        if abs(taiwan - hong_kong) >= 2 or (taiwan and not hong_kong):
            return f"{tag}-{'TW' if taiwan > hong_kong else 'HK'}"
    return tag
