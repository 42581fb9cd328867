"""Pin the quality floors: ``python tools/pin_floors.py > /tmp/f && mv /tmp/f tests/extraction/floors.json``.

A floor lies a hundredth under the figure reached, for rounding; none is ever lowered without a word in the changelog.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.score import SETS, score
from tests.extraction.test_floors import digest


def main() -> None:
    """Measure every set that is there, and print the floors."""
    floors = {}
    for chosen in SETS:
        with tempfile.TemporaryDirectory() as folder:
            table = score(chosen, Path(folder), ["--json"])
        if table is None:
            continue
        rows = {row["kind"]: row for row in json.loads(table)["kinds"]}
        floors[chosen.name] = {
            "gold": digest(sorted(chosen.gold.glob("*.jsonl"))),
            "found": {kind: round(row["found"][2] - 0.01, 2) for kind, row in rows.items() if row["gold"]},
            "right": round(rows["all"]["right"][2] - 0.01, 2),
        }
    print(json.dumps(floors, indent=1, sort_keys=True))


if __name__ == "__main__":
    main()
