"""The walk through docs/packs.md, carried out: every example joins a new pack, and the pack stays sound."""

import re
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from communique.model import EventType, Stance, Status
from communique.packs import check, compile_pack
from communique.packs.check import check_pack
from communique.packs.schema import EntryRow, RelationType, ThingType
from communique.packs.skeleton import new_pack

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "packs.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n# (\S+)\n(.*?)```", TEXT, re.DOTALL)


def test_the_examples_make_a_sound_pack(tmp_path):
    assert len(EXAMPLES) == TEXT.count("```yaml") == 6
    folder = new_pack("arctic", tmp_path)
    for number, (file, text) in enumerate(EXAMPLES):
        (folder / file).with_stem(f"example-{number}").write_text(text, encoding="utf-8")
    assert check_pack(folder) == []
    register = compile_pack(folder, "docs").register
    assert register.holder("nrd.defence-minister", date(2025, 3, 30)) == register.find("貝爾格")[0]
    assert [r.target for r in register.relations("northern-defence-talks", date(2025, 3, 1))] == [
        "northern-waters-dialogue", "nrd", "sud",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [get_args(ThingType), get_args(RelationType), [*EventType], [*Status], [*Stance]],
    ids=["types", "relations", "events", "moves", "stances"],
)
def test_every_choice_is_named(words):
    assert [word for word in words if f"`{word}`" not in TEXT] == []


def test_every_field_and_rule_is_named():
    fields = {field.alias or name for name, field in EntryRow.model_fields.items()} - {"systems", "plural"}
    assert [field for field in fields if f"`{field}`" not in TEXT] == [] and "`plural: true`" in TEXT
    rules = re.findall(r"^``(\w+)``(?:, ``(\w+)``)?$", check.__doc__ or "", re.MULTILINE)
    assert len(rules) == 10
    assert [rule for pair in rules for rule in pair if rule and f"`{rule}`" not in TEXT] == []
