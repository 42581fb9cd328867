"""Bytes to text: byte order marks, declared charsets, and a judgement of plausibility where nothing is declared.

Statistical detectors are unsure of short Chinese and Japanese texts, where one legacy encoding often decodes another's
bytes without an error. What gives a wrong decoding away is its characters: rare ideographs, private use, half-width
katakana. So every candidate that decodes is scored by how ordinary its characters are, and charset-normalizer is asked
only where no candidate is convincing.

The text that comes out has LF line ends (CRLF and CR are normalised once, here), no byte order mark, no NUL and no lone
surrogate; otherwise it is the source exactly as it is.
"""

from __future__ import annotations

import codecs
import logging
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from charset_normalizer import from_bytes

from communique.model import BinaryDocument, DamagedDocument
from communique.text import fold

__all__ = ["Decoded", "decode"]

_log = logging.getLogger(__name__)

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CANDIDATES = ("gb18030", "cp950", "big5hkscs", "cp932", "euc_jp", "euc_kr", "utf-16-le", "utf-16-be", "cp1252")
# what the web calls by one name is in practice a larger set: https://encoding.spec.whatwg.org/#names-and-labels
_LABELS = {
    "gb2312": "gb18030",
    "gb-2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "big5": "cp950",
    "big5-hkscs": "big5hkscs",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "x-euc-jp": "euc_jp",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
}
_SAMPLE = 8192
_TAIL = 4  # bytes that a torn last character may have left
_PLAUSIBLE = 0.3  # mean score above which a decoding needs no second opinion
_FEW = 0.01  # share of characters that may be damaged before a document counts as damaged
_NULS = 0.05  # share of NUL characters beyond which a file is not text
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SURROGATES = re.compile(r"[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and the encoding (Python's name for it) that it was in."""

    text: str
    encoding: str


def decode(data: bytes, *, declared: str | None = None, where: str = "-") -> Decoded:
    """Decode bytes of unknown encoding; ``declared`` is a charset that the document itself names.

    A torn last character is dropped, and up to one character in a hundred is replaced by U+FFFD, with a warning in the
    log. Raises ``DamagedDocument`` where no encoding explains the bytes, ``BinaryDocument`` where they decode to
    control characters.
    """
    raw = _with_mark(data) or _utf8(data) or _declared(data, declared) or _judged(data) or _mended(data) or _asked(data)
    if raw is None:
        raise DamagedDocument(
            where, "no character encoding explains these bytes.", "Save the text as UTF-8 or fetch the file again."
        )
    text, encoding, note = raw
    if note:
        _log.warning("%s: %s (%s)", where, note, encoding)
    return Decoded(_clean(text, where, mended=bool(note)), encoding)


_Result = tuple[str, str, str]


def _with_mark(data: bytes) -> _Result | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark) and (result := _strict(data[len(mark) :], encoding) or _loose(data, mark, encoding)):
            return result
    return None


def _loose(data: bytes, mark: bytes, encoding: str) -> _Result | None:
    """Decode what a byte order mark vouches for, keeping lone surrogates for ``_clean``."""
    body = data[len(mark) :]
    if encoding.startswith("utf-32"):
        return None
    try:
        return body[: len(body) // 2 * 2].decode(encoding, "surrogatepass"), encoding, "lone surrogates replaced"
    except UnicodeDecodeError:
        text = body.decode(encoding, "replace")
        return (text, encoding, "damaged characters replaced") if text.count("\ufffd") <= _FEW * len(text) else None


def _utf8(data: bytes) -> _Result | None:
    if b"\x00" in data[:_SAMPLE] and (result := _utf16(data)):
        return result
    if b"\x1b$" in data[:_SAMPLE] and (result := _strict(data, "iso2022_jp_2")):
        return result
    if result := _strict(data, "utf-8"):
        return result
    if b"\xed" in data and _decodes(data, "utf-8", "surrogatepass"):
        return data.decode("utf-8", "surrogatepass"), "utf-8", "lone surrogates replaced"
    return None


def _utf16(data: bytes) -> _Result | None:
    """Decode UTF-16 without a mark: its ASCII characters leave NULs on one side of each pair only."""
    sample = data[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if min(even, odd) * 10 > max(even, odd):
        return None
    encoding = "utf-16-be" if even > odd else "utf-16-le"
    result = _strict(data, encoding) or _loose(data, b"", encoding)
    return result if result and _score(result[0][: _SAMPLE // 2]) > 0 else None


def _declared(data: bytes, declared: str | None) -> _Result | None:
    if not declared:
        return None
    label = declared.strip().strip("\"'").lower()
    encoding = _LABELS.get(label, label)
    try:
        codecs.lookup(encoding)
    except LookupError:
        return None
    result = _strict(data, encoding)
    return result or (_strict(data, "big5hkscs") if encoding == "cp950" else None)


def _judged(data: bytes) -> _Result | None:
    """Decode by the most plausible candidate that explains every byte."""
    for score, encoding in _ranked(data):
        if score >= _PLAUSIBLE and (result := _strict(data, encoding)):
            return result
    return None


def _mended(data: bytes) -> _Result | None:
    """Decode by the most plausible encoding that explains nearly every byte."""
    start = _first_high(data)
    sample = data[start : start + _SAMPLE]
    ranked = [(_score(sample.decode(name, "replace")), name) for name in ("utf-8", *_CANDIDATES[:6])]
    for score, encoding in sorted(ranked, reverse=True):
        text = data.decode(encoding, "replace")
        if score > 0 and text.count("\ufffd") <= max(1, _FEW * len(text)):
            return text, encoding, "damaged characters replaced"
    return None


def _asked(data: bytes) -> _Result | None:
    """Ask charset-normalizer, then take the best candidate even where it is not convincing."""
    start = _first_high(data)
    best = from_bytes(data[max(0, start - 256) : start + _SAMPLE]).best()
    if best is not None and best.encoding not in {"ascii", "utf_8"} and (result := _strict(data, best.encoding)):
        return result if _score(result[0][:_SAMPLE]) > -1 else None
    for score, encoding in _ranked(data):
        if score > -0.5 and (result := _strict(data, encoding)):
            return result
    return None


def _decodes(data: bytes, encoding: str, errors: str = "strict") -> bool:
    try:
        data.decode(encoding, errors)
    except UnicodeDecodeError:
        return False
    return True


def _strict(data: bytes, encoding: str) -> _Result | None:
    """Decode without errors, but for a last character torn off in the middle."""
    try:
        return data.decode(encoding), encoding, ""
    except UnicodeDecodeError as error:
        kept = data[: error.start]
        torn = any(word in error.reason for word in ("end of data", "truncated", "incomplete"))
        if not torn or error.start == 0 or len(data) - error.start > _TAIL or not _decodes(kept, encoding):
            return None
        return kept.decode(encoding), encoding, "the last character is torn and was dropped"
    except (UnicodeError, LookupError, TypeError):  # codecs that are no text encodings, such as "hex"
        return None


def _first_high(data: bytes) -> int:
    """Return where the first byte beyond ASCII stands: in every legacy encoding the first of a character."""
    match = re.search(rb"[\x80-\xff]", data)
    return match.start() if match else 0


def _ranked(data: bytes) -> list[tuple[float, str]]:
    start = _first_high(data)
    ranked = []
    for order, encoding in enumerate(_CANDIDATES):
        begin = start // 2 * 2 if encoding.startswith("utf-16") else start
        result = _strict(data[begin : begin + _SAMPLE], encoding)
        if result:
            ranked.append((_score(result[0]), -order, encoding))
    return [(score, encoding) for score, _, encoding in sorted(ranked, reverse=True)]


@lru_cache(maxsize=1)
def _frequent() -> frozenset[str]:
    text = files("communique.reading").joinpath("frequent.txt").read_text(encoding="utf-8")
    return frozenset(fold(text)) - {"\n"}


def _score(text: str) -> float:
    """Return how ordinary the characters beyond ASCII are on average: about 2 for news text, below 0 for mojibake."""
    frequent, total, count = _frequent(), 0.0, 0
    before = " "
    for character in fold(text):
        if character > "\x7f" or (character < " " and character not in "\t\n\r\f\x1b"):
            count += 1
            total += 3.0 if character in frequent else _ordinariness(character, before)
        before = character
    return total / count if count else 1.0


_RANGES: tuple[tuple[str, float], ...] = (  # first character beyond the range, its worth
    ("\x80", -6.0),
    ("\xa0", -6.0),
    ("\u0250", -1.0),
    ("\u0530", -1.5),
    ("\u2010", -2.0),
    ("\u2070", 0.8),
    ("\u2600", -0.2),
    ("\u3000", -2.0),
    ("\u3040", 2.0),
    ("\u30a0", 2.0),
    ("\u3100", 1.5),
    ("\u3400", -2.0),
    ("\u4e00", -3.0),
    ("\ua000", -0.8),
    ("\uac00", -4.0),
    ("\ud7b0", 0.6),
    ("\uff00", -6.0),
    ("\uff61", 1.5),
    ("\uffa0", -3.0),
    ("\ufff0", 1.0),
    ("\U00010000", -6.0),
    ("\U0001f300", -3.0),
    ("\U0001fb00", 1.0),
)


def _ordinariness(character: str, before: str) -> float:
    if "\xa0" <= character < "\u0250" and before <= "\x7f":
        return 0.8  # an accented letter or sign after ASCII, as in Western European text
    return next((worth for end, worth in _RANGES if character < end), -3.0)


def _clean(text: str, where: str, *, mended: bool) -> str:
    """Return the text with LF line ends and without marks, NULs and lone surrogates."""
    if mended and _SURROGATES.search(text):
        text = _SURROGATES.sub(lambda m: m[0].encode("utf-16", "surrogatepass").decode("utf-16", "replace"), text)
    if "\r" in text or "\x00" in text or text.startswith("\ufeff"):
        if text.count("\x00") > max(3.0, _NULS * len(text)):
            raise BinaryDocument(where, "it is full of NUL bytes and no text.", "Give the text itself, saved as UTF-8.")
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").removeprefix("\ufeff")
    sample = text[:65536]
    if _CONTROLS.search(sample) and len(_CONTROLS.findall(sample)) > max(1.0, _NULS * len(sample)):
        raise BinaryDocument(where, "it holds control characters and no text.", "Give the text itself, saved as UTF-8.")
    return text
