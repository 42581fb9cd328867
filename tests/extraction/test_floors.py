"""Quality floors: no change may lower a figure that was reached; each is pinned with the digest of its gold claims."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from communique.ingest import assemble, ingest
from communique.ledger import LedgerReader, LedgerWriter
from communique.packs import load_pack
from communique.reporting import claim_records, write_jsonl

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
SCORER = SHARED / "score" / "score.py"
FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))
SETS = {
    "seeds": (SHARED / "seeds", SHARED / "gold"),
    "rules": (ROOT / "tests/corpus/rules", ROOT / "tests/corpus/rules/gold"),
    "held": (ROOT / "tests/corpus/held", ROOT / "tests/corpus/held/gold"),
    "sample": (ROOT / "src/communique/sample/documents", ROOT / "tests/corpus/sample/gold"),
}


def digest(golds: list[Path]) -> str:
    """Return the digest of gold files by name and content."""
    total = hashlib.sha256()
    for path in golds:
        total.update(path.name.encode() + path.read_bytes())
    return total.hexdigest()[:16]


def export(texts: Path, golds: list[Path], claims: Path) -> None:
    """Read a set's documents into a ledger and export its claims, as a user would."""
    paths = [next(p for p in sorted(texts.iterdir()) if p.stem.split("_")[0] == gold.stem) for gold in golds]
    with LedgerWriter(claims.with_suffix(".db")) as writer:
        report = ingest(writer, map(str, paths), assemble())
    assert not report.failed
    with LedgerReader(claims.with_suffix(".db")) as reader, claims.open("w", encoding="utf-8") as stream:
        write_jsonl(claim_records(reader, load_pack().register), stream)


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_no_figure_falls_below_its_floor(name, tmp_path):
    texts, folder = SETS[name]
    if not SCORER.is_file() or not folder.is_dir():
        pytest.skip("the scorer and the real documents do not lie beside the checkout")
    golds = sorted(folder.glob("*.jsonl"))
    assert digest(golds) == FLOORS[name]["gold"], "the gold claims changed: measure anew and pin the new floors"
    claims = tmp_path / "claims.jsonl"
    export(texts, golds, claims)
    command = [sys.executable, str(SCORER), "--json", "--texts", str(texts), "--claims", str(claims), "--gold"]
    table = json.loads(subprocess.run([*command, *map(str, golds)], check=True, capture_output=True, text=True).stdout)
    figures = {row["kind"]: row for row in table["kinds"]}
    for kind, floor in FLOORS[name]["found"].items():
        assert figures[kind]["found"][2] >= floor, f"{name}: {kind} found"
    assert figures["all"]["right"][2] >= FLOORS[name]["right"], f"{name}: right"
