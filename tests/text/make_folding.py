"""Make ``folding.tsv`` from the opencc wheel: ``python tests/text/make_folding.py > src/communique/text/folding.tsv``.

Characters only, never words, since words change length: a configuration with the absolute path of the wheel's own
dictionary. Shinjitai first (沢, 縄, 広), then Traditional to Simplified, closed transitively.
"""

from __future__ import annotations

import json
import sys
import tempfile
import unicodedata
from pathlib import Path

import opencc

# A character of the mainland's standard set is a living one of Chinese: 予 (give) is not 豫, 欠 (owe) not 缺, though
# Japanese writes them so. The shinjitai step leaves all of these alone.
KEPT = frozenset(
    c for a in range(0xB0, 0xF8) for b in range(0xA1, 0xFF) for c in bytes([a, b]).decode("gb2312", "ignore")
) | frozenset("豫並竝")
# Pairs that OpenCC leaves apart: variant, and the form matched on. Quotation marks of both scripts meet.
EXTRA = {
    "裡": "里", "裏": "里", "‧": "·", "・": "·", "•": "·", "･": "·", "“": "「", "”": "」", "‘": "『", "’": "』",
    "﹑": "、", "﹐": "，", "～": "~", "〜": "~", "–": "-", "—": "-", "－": "-", "―": "-", "−": "-", "‐": "-", "‑": "-",
    "浜": "滨", "\u3000": " ", "\u00a0": " ", "臺": "台", "颱": "台",
    "檯": "台", "黃": "黄", "峯": "峰", "羣": "群", "衆": "众",
}  # fmt: skip
TARGET = Path(__file__).resolve().parents[2] / "src/communique/text/folding.tsv"
RANGES = ((0x2E80, 0x2FDF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF))
# These keep their full width, since the rules tell ， from a comma within a number.
WIDE = frozenset("，。、；：？！（）「」『』《》〈〉【】")
NARROW = (*range(0x80), *range(0xA0, 0x250), *range(0x370, 0x530), *range(0xFF01, 0xFFE7))


def converted(characters: list[str], dictionary: str) -> list[str]:
    """Pass characters through one of the wheel's character dictionaries."""
    path = str(Path(opencc.__file__).parent / "clib" / "share" / "opencc" / dictionary)
    one = {"type": "ocd2", "file": path}
    config = {"name": "x", "segmentation": {"type": "mmseg", "dict": one}, "conversion_chain": [{"dict": one}]}
    with tempfile.TemporaryDirectory() as room:
        file = Path(room) / "x.json"
        file.write_text(json.dumps(config), encoding="utf-8")
        lines = opencc.OpenCC(str(file)).convert("\n".join(characters)).split("\n")
    return [after if len(after) == 1 else before for before, after in zip(characters, lines, strict=True)]


def make() -> dict[str, str]:
    """Return the whole table, closed: what a character folds to folds to itself."""
    every = [chr(code) for low, high in RANGES for code in range(low, high + 1)]
    normal = [n if len(n := unicodedata.normalize("NFKC", c)) == 1 else c for c in every]
    old = [c if c in KEPT else o for c, o in zip(normal, converted(normal, "JPShinjitaiCharacters.ocd2"), strict=True)]
    # a Traditional character goes straight to its Simplified form; only others may be shinjitai (衛 is 卫, not 衞)
    straight = converted(normal, "TSCharacters.ocd2")
    round_about = converted(old, "TSCharacters.ocd2")
    new = [s if s != c else r for c, s, r in zip(normal, straight, round_about, strict=True)]
    result = {c: s for c, s in zip(every, new, strict=True) if c != s and c not in "豫並竝"}
    for code in NARROW:
        form = unicodedata.normalize("NFKC", chr(code))
        form = form.lower() if len(form.lower()) == 1 else form
        if chr(code) not in WIDE and len(form) == 1 and form != chr(code):
            result[chr(code)] = form
    result.update(EXTRA)
    for character in list(result):
        seen = {character}
        while (form := result[character]) in result and form not in seen:
            seen.add(form)
            result[character] = result[form]
    return {c: form for c, form in sorted(result.items()) if c != form}


def render() -> str:
    """Return the file's text."""
    rows = "".join(f"{c}\t{form}\n" for c, form in make().items() if c not in "\n\r\x85\u2028\u2029")
    return "# made by tests/text/make_folding.py; do not edit\n" + rows


if __name__ == "__main__":
    sys.stdout.write(render())
