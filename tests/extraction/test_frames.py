"""Every frame's example sentences, run through names and frames as the extractor runs them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from communique.extraction.frames import frame_index
from communique.language.analysis import name_finder
from communique.packs import load_pack, pack_folder
from communique.text import fold, to_simplified

_FILE = Path(__file__).parent / "frame_examples.yaml"
EXAMPLES: dict[str, dict[str, list[str]]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
CASES = [(frame, kind, text) for frame, rows in EXAMPLES.items() for kind, texts in rows.items() for text in texts]


def fired(marked: str) -> set[str]:
    """Return the frames whose trigger stands exactly in the brackets of a sentence."""
    start, end = marked.index("［"), marked.index("］") - 1
    text = marked.replace("［", "").replace("］", "")
    pack, folded = load_pack(), fold(text)
    mentions = name_finder(pack).find(folded, text)
    names = [(m.start, m.end) for m in mentions if m.is_actor or m.kind == "place"]
    triggers, _ = frame_index(pack).find(folded, names)
    return {t.frame.id for t in triggers if (t.start, t.end) == (start, end)}


def overlapping(marked: str) -> set[str]:
    """Return the frames of which any trigger touches the brackets of a sentence."""
    start, end = marked.index("［"), marked.index("］") - 1
    text = marked.replace("［", "").replace("］", "")
    pack, folded = load_pack(), fold(text)
    triggers, _ = frame_index(pack).find(folded, [])
    return {t.frame.id for t in triggers if t.start < end and start < t.end}


@pytest.mark.parametrize(("frame", "kind", "text"), CASES)
def test_example(frame: str, kind: str, text: str) -> None:
    assert text.count("［") == text.count("］") == 1
    if kind == "fires":
        assert frame in fired(text)
    else:
        assert frame not in overlapping(text)


def test_every_frame_has_its_examples() -> None:
    for frame in load_pack().frames:
        rows = EXAMPLES[frame.id]
        assert len(rows["fires"]) >= 2 and len(rows["silent"]) >= 1, frame.id
    assert set(EXAMPLES) == {frame.id for frame in load_pack().frames}
    simplified = sum(to_simplified(text) == text for _, _, text in CASES)
    assert 40 <= simplified <= len(CASES) - 40


def test_frames_are_sorted_and_no_word_stands_twice_in_one() -> None:
    for path in sorted((pack_folder("indopacific") / "frames").glob("*.yaml")):
        rows = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert [row["id"] for row in rows] == sorted(row["id"] for row in rows), path.name
        for row in rows:
            assert max(Counter(map(fold, row["triggers"])).values()) == 1, row["id"]
