"""The interface's words: the same keys in all three languages, every key that the pages use among them."""

import json
import re
from pathlib import Path

import pytest

from communique.linking import Change, Column, Firmness, Matter, Progress
from communique.model import BlockRole, DateSource, EventType, Factuality, Role, Stance, Status, Tier
from communique.packs import load_pack
from communique.reporting.changes import What
from communique.reporting.review import Weight

WEB = Path(__file__).parents[2] / "web" / "src"
LANGUAGES = ("zh-Hant", "ja", "en")
CATALOGUES = {tag: json.loads((WEB / "strings" / f"{tag}.json").read_text(encoding="utf-8")) for tag in LANGUAGES}
ALL = set.union(*(set(catalogue) for catalogue in CATALOGUES.values()))
VALUES = {
    "change": Change, "column": Column, "firmness": Firmness, "matter": Matter, "progress": Progress,
    "role_of_block": BlockRole, "how": DateSource, "event": EventType, "factuality": Factuality, "role": Role,
    "stance": Stance, "status": Status, "tier": Tier, "what": What,
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_string_is_missing(language):
    assert set(CATALOGUES[language]) == ALL


@pytest.mark.parametrize("language", LANGUAGES)
def test_values_are_filled_alike(language):
    for key, text in CATALOGUES[language].items():
        assert set(re.findall(r"\{(\w+)\}", text)) == set(re.findall(r"\{(\w+)\}", CATALOGUES["en"][key])), key


def test_every_key_that_the_pages_use_is_there():
    used = {key for file in WEB.rglob("*.ts*") for key in re.findall(r'\bt\("([^"]+)"', file.read_text("utf-8"))}
    assert len(used) > 200
    assert used <= ALL


@pytest.mark.parametrize("group", VALUES)
def test_every_value_of_the_ledger_has_a_word(group):
    assert {f"{group}.{value.value}" for value in VALUES[group]} <= ALL


def test_every_weight_of_the_tray_has_a_word():
    assert {f"weight.{weight.name.lower()}" for weight in Weight} <= ALL


def test_every_sort_of_thing_and_relation_has_a_word():
    register = load_pack().register
    assert {f"type.{entry.type}" for entry in register} <= ALL
    assert {f"relation.{tie.type}" for entry in register for tie in register.relations(entry.id)} <= ALL
    assert {f"unit.{entry.unit}" for entry in register if entry.unit} <= ALL


def test_the_pages_themselves_have_no_words_of_their_own():
    """Text between tags must come from a catalogue (signs and code aside)."""
    bare = re.compile(r">\s*([A-Za-z]{3,}[A-Za-z ,.]*|[一-鿿ぁ-ヿ]+)\s*</")
    found = {f"{file.name}: {text}" for file in WEB.rglob("*.tsx") for text in bare.findall(file.read_text("utf-8"))}
    assert found <= {"app.tsx: communique", "ui.tsx: communique serve"}
