"""Minimal pairs: the same act told as done, planned, possible, conditional, undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.extraction.discourse import View, walk
from communique.extraction.factuality import factuality_at, negated_at
from communique.extraction.frames import Trigger, frame_index
from communique.language.analysis import analyse
from communique.packs import FrameRow, load_pack
from communique.reading import read_bytes
from communique.text import fold

_NEUTRAL = FrameRow(id="event.other", kind="event", triggers=(), type="other")


class _Timeless:
    """A clock that leaves a view's time open: these sentences are not told at any time."""

    def read(self, view: View) -> None:
        view.time = None


def _pairs() -> list[tuple[str, str, str]]:
    lines = (Path(__file__).parent / "minimal_pairs.tsv").read_text(encoding="utf-8").splitlines()
    rows = [tuple(line.split("\t")) for line in lines if line and not line.startswith("#")]
    return [(sentence, word, expected) for sentence, word, expected in rows]


def _views(sentence: str) -> list[View]:
    document = read_bytes(sentence.encode(), path="pair.txt")
    pack = load_pack()
    return list(walk(analyse(document, pack), frame_index(pack), _Timeless(), pack.register))


def at_word(sentence: str, word: str) -> tuple[View, Trigger]:
    """Return the view and trigger of a sentence's last occurrence of a word.

    A word that stands inside a longer trigger (演習 in 聯合演習) is looked at as a plain act.
    """
    for view in reversed(_views(sentence)):
        at = view.folded.rfind(fold(word))
        if at >= 0:
            start, end = view.start + at, view.start + at + len(word)
            same = [t for t in view.triggers if (t.start, t.end) == (start, end)]
            return view, same[0] if same else Trigger(start, end, _NEUTRAL)
    raise AssertionError(f"{word} is not in {sentence}")


@pytest.mark.parametrize(("sentence", "word", "expected"), _pairs())
def test_minimal_pair(sentence: str, word: str, expected: str) -> None:
    view, trigger = at_word(sentence, word)
    assert factuality_at(view, trigger).value == expected


def test_there_are_enough_pairs_in_both_scripts() -> None:
    sentences = [sentence for sentence, _, _ in _pairs()]
    assert len(set(sentences)) >= 150
    assert sum(fold(s) == s for s in sentences) >= 60
    assert sum(fold(s) != s for s in sentences) >= 60


@pytest.mark.parametrize(
    ("sentence", "word", "expected"),
    [
        ("美國將不會部署飛彈。", "將不會", True),
        ("美国承诺不使用武力。", "承诺", True),
        ("美国承诺提供援助。", "承诺", False),
        ("中國永不稱霸。", "永不稱霸", True),
        ("日本同意停止演習。", "同意", False),
        ("日本拒絕承諾提供援助。", "承諾", True),
        ("中方不反對部署。", "反對", True),
        ("中方反對部署。", "反對", False),
    ],
)
def test_undertakings_not_to_act_are_negated(sentence: str, word: str, expected: bool) -> None:
    view, trigger = at_word(sentence, word)
    assert negated_at(view, trigger) is expected


def test_without_a_trigger_the_whole_clause_is_read() -> None:
    (view,) = _views("美國可能增加駐軍。")
    assert factuality_at(view, None).value == "possible"
