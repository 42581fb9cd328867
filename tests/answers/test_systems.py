"""The ledger's answers about sixty mechanisms, programmes, positions and events, from five documents.

Each row is asked for by its Chinese and by its English name; what it must answer stands in ``answers.yaml``. Rows that
fall short are listed with the reason, strictly: one that is mended has to leave the list.
"""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import yaml

from communique.commands.show import target_of
from communique.ingest import assemble, ingest
from communique.ledger import LedgerReader, LedgerWriter
from communique.packs import load_pack
from communique.reporting.cards import label
from communique.reporting.things import Thing, Told, thing

SHARED = Path(__file__).parents[3] / "shared"
ANSWERS = yaml.safe_load((Path(__file__).parent / "answers.yaml").read_text("utf-8"))
LAST = date(2026, 11, 22)

FALLS_SHORT: dict[str, str] = {
    "S11": "the first sentence of 002, which dates the 2+2 to two days, gives no event",
    "S12": "the clause of 003 that tells of the meeting of 29 October gives no event",
    "S17": "that the wording is stronger is a judgement without a word of its own for the Quad",
    "S21": "the clause of 003 that sets up the transport group gives no event",
    "S28": "the words of the State Department in 003 are given to Japan",
    "S29": "the protest of 10 February is given to those who made the statement protested against",
    "S40": "28 and 19 points give no figures",
    "S45": "what China objects to is read as what it supports: the verb stands behind two objects",
    "S57": "the quotation that calls China the greatest challenge gives no stance",
    "S59": "that export controls may be talked about gives no judgement",
}

pytestmark = pytest.mark.skipif(not (SHARED / "systems.tsv").exists(), reason="the seed documents are not here")


def _names() -> dict[str, tuple[str, str]]:
    if not (SHARED / "systems.tsv").exists():
        return {}
    with (SHARED / "systems.tsv").open(encoding="utf-8", newline="") as stream:
        return {row["row"]: (row["name_zh"], row["name_en"]) for row in csv.DictReader(stream, delimiter="\t")}


NAMES = _names()
ROWS = [
    pytest.param(row, marks=[pytest.mark.xfail(strict=True, reason=FALLS_SHORT[row])] if row in FALLS_SHORT else [])
    for row in ANSWERS
]


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    path = tmp_path_factory.mktemp("answers") / "ledger.db"
    with LedgerWriter(path) as writer:
        report = ingest(writer, [str(SHARED / "seeds")], assemble(today=LAST))
    assert len(report.results) == 5
    assert not report.failed
    with LedgerReader(path) as reader:
        yield reader


def _shown(reader: LedgerReader, row: str, on: date = LAST) -> Thing:
    pack = load_pack()
    keys = {target_of(reader, pack.register, name).id for name in NAMES[row]}
    assert len(keys) == 1, f"{row}: its two names lead to {sorted(keys)}"
    return thing(keys.pop(), reader, pack, on)


def _seed(reader: LedgerReader, document: str) -> str:
    return Path(reader.facts([document])[document].path or "").name[:3]


def _described(told, reader: LedgerReader) -> Counter[str]:
    """Count what is told in the three forms that ``answers.yaml`` uses for it."""
    found: Counter[str] = Counter()
    for one in told:
        seed, kind, name = _seed(reader, one.claim.document), one.claim.kind, label(one.claim)
        when = str(one.claim.time or "-")
        starts = str(one.claim.time.start or one.claim.time.end) if one.claim.time else "-"
        found.update({f"{form} {day} {seed}" for form in (kind, name) for day in (when, starts)})
    return found


def _missing(wanted: list[str], found: Counter[str]) -> list[str]:
    missing = []
    for (form, day, seed), number in Counter(tuple(one.split()) for one in wanted).items():
        fits = [n for key, n in found.items() if _fits(key.split(), form, day, seed)]
        if max(fits, default=0) < number:
            missing.append(f"{form} {day} {seed}")
    return missing


def _fits(key: list[str], form: str, day: str, seed: str) -> bool:
    return key[0] == form and key[2] == seed and (day == "-" or key[1].startswith(day))


@pytest.mark.parametrize("row", ROWS)
def test_row(reader, row):
    wanted, shown = ANSWERS[row], _shown(reader, row)
    for day, column in wanted.get("state", {}).items():
        state = _shown(reader, row, date.fromisoformat(day)).state
        assert state is not None and state.column.value == column, f"{row} on {day}: {state and state.column}"
    if "since" in wanted:
        assert str(shown.state and shown.state.since) == wanted["since"]
    if "due" in wanted:
        assert str(shown.state and shown.state.due) == wanted["due"]
    if "firmness" in wanted:
        assert shown.state is not None and shown.state.firmness.value == wanted["firmness"]
    assert not _missing(wanted.get("told", []), _described(shown.told, reader))
    below = [Told(one, None, part.thread) for part in shown.parts for one in part.claims]
    assert not _missing(wanted.get("below", []), _described(below, reader))
    assert not _missing(wanted.get("may_fulfil", []), _described(shown.fulfilment, reader))
    assert set(wanted.get("parts", [])) <= {part.entry.id for part in shown.parts}
    _check_values(shown, wanted, reader)
    _check_sources(shown, wanted, reader)


def _check_values(shown: Thing, wanted: dict, reader: LedgerReader) -> None:
    claims = [one.claim for one in shown.of("figure")]
    claims += [one.claim for part in shown.parts for one in part.claims if one.claim.kind == "figure"]
    found = Counter(f"{c.value:.0f} {c.unit}" for c in {c.id: c for c in claims}.values())
    assert not Counter(wanted.get("values", [])) - found
    holders = {f"{_seed(reader, one.claim.document)} {a.id}" for one in shown.told for a in one.claim.actors}
    assert set(wanted.get("holders", [])) <= holders


def _check_sources(shown: Thing, wanted: dict, reader: LedgerReader) -> None:
    cited = {one.claim.document for one in shown.told} | {s.claim.document for p in shown.parts for s in p.claims}
    seeds = {_seed(reader, document) for document in cited}
    assert set(wanted["seeds"]) <= seeds
    told = {_seed(reader, one.claim.document) for one in shown.told}
    assert told <= {*wanted["seeds"], *wanted.get("also", [])}, "cited though it says nothing about it"


def test_the_list_of_what_falls_short_is_of_rows():
    assert set(FALLS_SHORT) <= set(ANSWERS)
    assert set(ANSWERS) == set(NAMES)
