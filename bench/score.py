"""Score the claims of every document that has gold claims: ``make score``.

Each set of documents is read into a ledger of its own, exported, and handed to the scorer. What is not there (the
seeds and the scorer lie beside the checkout) is said and left out.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from communique.ingest import assemble, ingest
from communique.ledger import LedgerReader, LedgerWriter
from communique.packs import load_pack
from communique.reporting import claim_records, write_jsonl

PROJECT = Path(__file__).resolve().parents[1]
SHARED = PROJECT.parent / "shared"
SCORER = SHARED / "score" / "score.py"


@dataclass(frozen=True)
class Set:
    """Documents with gold claims, and where which of them belong together is known, the threads."""

    name: str
    texts: Path
    gold: Path
    threads: Path | None = None


CORPUS = PROJECT / "tests" / "corpus"
SETS = (
    Set("seeds", SHARED / "seeds", SHARED / "gold", SHARED / "gold" / "threads.tsv"),
    Set("rules", CORPUS / "rules", CORPUS / "rules" / "gold"),
    Set("held", CORPUS / "held", CORPUS / "held" / "gold"),
    Set("sample", PROJECT / "src" / "communique" / "sample" / "documents", CORPUS / "sample" / "gold"),
)


def export(texts: list[Path], claims: Path) -> None:
    """Read documents into a ledger beside ``claims``, and write its claims there."""
    ledger = claims.with_suffix(".db")
    with LedgerWriter(ledger) as writer:
        report = ingest(writer, map(str, texts), assemble())
    for failed in report.failed:
        print(f"failed: {failed.fault}", file=sys.stderr)
    with LedgerReader(ledger) as reader, claims.open("w", encoding="utf-8") as stream:
        write_jsonl(claim_records(reader, load_pack().register), stream)


def score(chosen: Set, folder: Path, options: list[str]) -> str | None:
    """Return the scorer's table for a set, ``None`` where the set is not there."""
    gold = sorted(chosen.gold.glob("*.jsonl")) if chosen.gold.is_dir() else []
    names = {path.stem for path in gold}
    texts = [path for path in sorted(chosen.texts.glob("*.*")) if path.name.split("_")[0].split(".")[0] in names]
    if not texts:
        return None
    claims = folder / f"{chosen.name}.jsonl"
    export(texts, claims)
    command = [sys.executable, str(SCORER), "--texts", str(chosen.texts), "--claims", str(claims), *options]
    command += ["--gold", *map(str, gold)]
    if chosen.threads is not None and chosen.threads.is_file():
        command += ["--threads", str(chosen.threads)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def main() -> None:
    """Print the table of each set; options are handed on to the scorer, a set's name before them chooses it."""
    names = {one.name for one in SETS}
    wanted = [argument for argument in sys.argv[1:] if argument in names] or sorted(names)
    options = [argument for argument in sys.argv[1:] if argument not in names]
    if not SCORER.is_file():
        print(f"The scorer is not at {SCORER}; nothing is scored.")
        return
    with TemporaryDirectory() as folder:
        for chosen in SETS:
            if chosen.name not in wanted:
                continue
            table = score(chosen, Path(folder), options)
            if "--json" in options:
                print(json.dumps({"set": chosen.name, "scores": json.loads(table) if table else None}))
            else:
                print(f"== {chosen.name} ==\n{table or 'not there'}")


if __name__ == "__main__":
    main()
