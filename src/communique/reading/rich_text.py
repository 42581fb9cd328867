"""The reader of RTF documents (Rich Text Format 1.9.1): paragraphs, headings, lists and table rows in their order.

Bytes beyond ASCII are decoded by the code page of the font they are set in; Unicode characters are taken in place of
their fall-back. Pictures, embedded objects, headers, footers, notes and comments are left out.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from communique.model import DamagedDocument
from communique.reading.drafts import Draft
from communique.reading.formats import RTF
from communique.reading.markup import Hint
from communique.reading.pieces import Piece, draft_of, hint_of_style, tidy

__all__ = ["read_rich_text"]

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.DOTALL
)
_DEEPEST = 1000
_UNREAD = frozenset(
    "colortbl pict object header headerl headerr headerf footer footerl footerr footerf footnote annotation atnid "
    "atnauthor fldinst listtable listoverridetable rsidtbl generator themedata datastore latentstyles xmlnstbl "
    "bkmkstart bkmkend pgdsctbl revtbl filetbl".split()
)
# font character sets of Windows (fcharset), as code pages
_CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250",
}  # fmt: skip
_CODE_PAGES = {936: "gb18030", 950: "cp950", 932: "cp932", 949: "cp949", 65001: "utf-8", 10000: "mac_roman"}
_SIGNS = {
    "tab": "\t", "line": "\n", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "endash": "–",
    "emdash": "—", "bullet": "•", "emspace": " ", "enspace": " ", "cell": "\x1f", "nestcell": "\x1f",
}  # fmt: skip


@dataclass(slots=True)
class _Group:
    """What holds between two braces. ``into`` is where its words go: the text, a table of the head, or nowhere."""

    into: str = "text"
    font: int = -1
    style: int = 0
    skip: int = 1
    item: bool = False
    hidden: bool = False


@dataclass(slots=True)
class _State:
    """A document as it is read, token by token."""

    page: str = "cp1252"
    fonts: dict[int, str] = field(default_factory=dict)
    styles: dict[int, str] = field(default_factory=dict)
    info: dict[str, str] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    raw: bytearray = field(default_factory=bytearray)
    pieces: list[Piece] = field(default_factory=list)
    group: _Group = field(default_factory=_Group)
    stack: list[_Group] = field(default_factory=list)
    drop: int = 0
    starred: bool = False


def read_rich_text(data: bytes, *, where: str = "-") -> Draft:
    """Read an RTF document. Raises ``DamagedDocument`` where it is none, ``EmptyDocument`` where it holds no words."""
    if not data.startswith(b"{\\rtf"):
        raise DamagedDocument(where, "the RTF document is damaged.", "Save it again in a word processor.")
    state = _State()
    at, end = 0, len(data)
    while at < end:
        match = _TOKEN.match(data, at)
        if match is None:  # a lone backslash at the end
            break
        at = match.end() + _take(state, match)
        if not state.stack and at > 1:
            break
        if len(state.stack) > _DEEPEST:
            raise DamagedDocument(where, "its groups lie too deep inside each other.", "Save it again.")
    _paragraph(state)
    draft = draft_of(state.pieces, RTF, where, "RTF document")
    draft.metadata.title = draft.metadata.title or tidy(state.info.get("title", "")) or None
    draft.metadata.author = draft.metadata.author or tidy(state.info.get("author", "")) or None
    return draft


def _take(state: _State, match: re.Match[bytes]) -> int:
    """Take one token; return how many bytes after it are pictures and the like, to be passed over."""
    word, number, code, sign, brace, plain = match.groups()
    if brace:
        _flush(state)
        state.drop = 0
        _brace(state, brace)
    elif word:
        return _word(state, word.decode("ascii"), int(number) if number else None)
    elif state.drop and (code or sign or plain):
        taken = min(state.drop, len(plain)) if plain else 1
        state.drop -= taken
        if plain:
            state.raw += plain[taken:]
    elif code:
        state.raw.append(int(code, 16))
    elif sign:
        _sign(state, sign)
    elif plain:
        state.raw += plain
    return 0


def _brace(state: _State, brace: bytes) -> None:
    state.starred = False
    if brace == b"{":
        state.stack.append(state.group)
        state.group = replace(state.group)
    elif state.stack:
        into = state.group.into
        if into == "style":
            state.styles.setdefault(state.group.style, "".join(state.words))
        if into in {"style", "font", "title", "author"}:
            if into in {"title", "author"}:
                state.info[into] = state.info.get(into, "") + "".join(state.words)
            state.words = []
        state.group = state.stack.pop()


def _sign(state: _State, sign: bytes) -> None:
    if sign == b"*":
        state.starred = True
        return
    _flush(state)
    shown = {b"~": "\xa0", b"-": "", b"_": "-", b"\n": "\n", b"\r": "\n"}.get(sign, sign.decode("latin-1"))
    _put(state, shown)


def _word(state: _State, word: str, number: int | None) -> int:
    """Carry out a control word."""
    group = state.group
    if word == "u" and number is not None:
        _flush(state)
        _put(state, chr(number & 0xFFFF))
        state.drop = group.skip
        return 0
    _flush(state)
    state.drop = 0
    if word == "bin":
        return max(0, number or 0)
    if word in _UNREAD or (state.starred and word not in {"shppict", "upr", "ud"}):
        group.into = "nowhere"
    elif word in {"stylesheet", "fonttbl", "info"}:
        group.into = {"stylesheet": "style", "fonttbl": "font", "info": "about"}[word]
    elif group.into in {"about", "title", "author"} and word in {"title", "author"}:
        group.into, state.words = word, []
    elif word in _SIGNS:
        _put(state, _SIGNS[word])
    else:
        _property(state, word, number)
    state.starred = False
    return 0


def _property(state: _State, word: str, number: int | None) -> None:
    group = state.group
    if word in {"par", "sect", "page"} and group.into == "text":
        _paragraph(state)
    elif word in {"row", "nestrow"} and group.into == "text":
        _paragraph(state, row=True)
    elif word == "pard":
        group.style, group.item = 0, False
    elif word == "plain":
        group.hidden = False
    elif word in {"v", "deleted"}:
        group.hidden = number != 0
    elif word in {"ls", "pntext", "listtext"}:
        group.item = word == "ls" or group.item
        if word != "ls":
            group.into = "nowhere"
    elif number is not None:
        if word == "s":
            group.style = number
        elif word == "f":
            group.font = number
        elif word == "uc":
            group.skip = max(0, min(number, 8))
        elif word == "ansicpg":
            state.page = _codec(_CODE_PAGES.get(number, f"cp{number}"))
        elif word == "fcharset" and group.into == "font":
            state.fonts[group.font] = _CHARSETS.get(number, "")


def _codec(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"


def _flush(state: _State) -> None:
    """Decode the bytes that have come together, by their font's code page."""
    if state.raw:
        codec = state.fonts.get(state.group.font) or state.page
        _put(state, bytes(state.raw).decode(codec, "replace"))
        state.raw.clear()


def _put(state: _State, words: str) -> None:
    if state.group.into not in {"nowhere", "about"} and not state.group.hidden:
        state.words.append(words)


def _paragraph(state: _State, *, row: bool = False) -> None:
    """End a paragraph, or a table's row, with the words since the last."""
    _flush(state)
    # halves of a character beyond U+FFFF come as two \u words
    words = "".join(state.words).encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")
    if not row and "\x1f" in words:
        state.words = [words, " "]  # a paragraph inside a table's cell; the row is not over
        return
    state.words = []
    if row:
        cells = dict.fromkeys(tidy(cell) for cell in words.split("\x1f"))
        state.pieces.append(Piece(" | ".join(cell for cell in cells if cell), item=True))
        return
    hint = hint_of_style(state.styles.get(state.group.style, ""))
    state.pieces += _lines(words, hint, item=state.group.item and hint is Hint.NONE)


def _lines(words: str, hint: Hint, *, item: bool) -> Iterator[Piece]:
    for line in words.split("\n"):
        yield Piece(line, hint, item)
