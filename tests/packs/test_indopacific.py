"""The shipped pack: it is sound, it is as large as promised, and it knows what a reader of the field knows."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from communique.packs import Register, load_pack
from communique.packs.check import check_pack

HERE = Path(__file__).parent
SYSTEMS = HERE.parents[2] / "shared" / "systems.tsv"


def rows(name: str) -> list[list[str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


@pytest.fixture(scope="module")
def register() -> Register:
    return load_pack().register


def test_it_is_sound():
    assert check_pack("indopacific") == []


def test_its_size(register):
    names = sum(len(entry.all_names()) for entry in register)
    assert len(register) >= 3500 and names >= 28_000
    kinds = Counter(entry.type for entry in register)
    assert min(kinds[kind] for kind in ("state", "body", "office", "person", "mechanism", "topic", "weapon")) >= 100
    assert len({entry.id for entry in register if entry.names["ja"]}) > 3000


@pytest.mark.parametrize(("office", "day", "person"), rows("offices.tsv"))
def test_who_held_an_office(register, office, day, person):
    assert register.holder(office, date.fromisoformat(day)) in register.find(person)


@pytest.mark.parametrize(("chinese", "english", "key"), rows("things.tsv"))
def test_what_the_register_must_know(register, chinese, english, key):
    for name in (chinese, english):
        assert key in [entry.id for entry in register.find(name)]


@pytest.mark.skipif(not SYSTEMS.is_file(), reason="the list of systems lies outside the repository")
def test_every_system_is_found_by_both_its_names(register):
    with SYSTEMS.open(encoding="utf-8", newline="") as stream:
        systems = list(csv.DictReader(stream, delimiter="\t"))
    lost = [
        row["row"]
        for row in systems
        if not {e.id for e in register.find(row["name_zh"])} & {e.id for e in register.find(row["name_en"])}
    ]
    assert len(systems) >= 60 and lost == []


@pytest.mark.parametrize(
    ("source", "kind", "target", "on"),
    [
        ("jpn.jjoc", "counterpart_of", "usa.usfj", "2025-04-01"),
        ("usa.usfj", "under", "usa.indopacom", "2025-04-01"),
        ("amraam-co-production", "implements", "dicas", "2025-04-01"),
        ("security-treaty-article-5", "covers", "place.senkaku", "2025-02-07"),
        ("security-treaty-article-5", "covers", "space-and-cyber-cooperation", "2023-01-12"),
        ("aukus", "has_member", "aus", "2021-09-15"),
        ("quad", "has_member", "ind", "2024-07-29"),
        ("nato", "has_member", "fin", "2024-01-01"),
    ],
)
def test_relations_that_hold_on_a_day(register, source, kind, target, on):
    assert (kind, target) in {(r.type, r.target) for r in register.relations(source, date.fromisoformat(on))}


@pytest.mark.parametrize(
    ("source", "target", "on"),
    [
        ("security-treaty-article-5", "space-and-cyber-cooperation", "2022-12-31"),
        ("nato", "fin", "2022-01-01"),
        ("nato", "swe", "2023-12-31"),
        ("jpn.jjoc", "usa.usfj", "2025-03-01"),
    ],
)
def test_relations_that_do_not_hold_yet(register, source, target, on):
    assert target not in {r.target for r in register.relations(source, date.fromisoformat(on))}
