"""How fast documents are read, how much memory it takes, and where the time goes: ``make bench``.

The seed documents (the bundled sample where they are not there) are multiplied, the lines of each copy shuffled, and
read into a fresh ledger in a process of its own. The floor is the bare automaton: one scan of the same folded text for
every name and word of the pack, nothing else. Beside it stand the rooms by themselves, without storage: the language of
a text understood, and a text read into claims.
"""

import argparse
import json
import math
import random
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ahocorasick_rs import AhoCorasick, MatchKind

from communique.extraction import extract
from communique.ingest import assemble, ingest, link
from communique.language.analysis import analyse
from communique.ledger import LedgerWriter
from communique.model import Document
from communique.packs import Pack, load_pack
from communique.reading import read_bytes
from communique.text import fold

PROJECT = Path(__file__).resolve().parents[1]
SEEDS = PROJECT.parent / "shared" / "seeds"
SAMPLE = PROJECT / "src" / "communique" / "sample" / "documents"
ROUNDS = 20  # of which the quickest counts
LENGTH = 3850  # characters of a document of the seeds' length


def multiply(folder: Path, copies: int) -> list[Path]:
    """Write every document ``copies`` times with its lines shuffled; return the files."""
    source = SEEDS if SEEDS.is_dir() else SAMPLE
    shuffle = random.Random(20250330)
    files = []
    for original in sorted(source.glob("*.txt")):
        lines = original.read_text(encoding="utf-8").splitlines()
        for number in range(copies):
            shuffle.shuffle(lines)
            files.append(folder / f"{original.stem}-{number:04}.txt")
            files[-1].write_text("\n".join(lines) + f"\n{number}\n", encoding="utf-8")
    return files


class Stopwatch:
    """Seconds spent in each stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def timed(self, stage: str, action: Callable[..., Any]) -> Callable[..., Any]:
        """Return ``action`` with its time counted to ``stage``."""

        def run(*arguments: Any, **options: Any) -> Any:
            start = time.perf_counter()
            try:
                return action(*arguments, **options)
            finally:
                self.seconds[stage] = self.seconds.get(stage, 0.0) + time.perf_counter() - start

        return run


def words_of(pack: Pack) -> list[str]:
    """Return the folded names and words of a pack, each once."""
    names = {name for entry in pack.register for name in (*entry.all_names(), *entry.short, *entry.single)}
    triggers = {word for frame in pack.frames for word in frame.triggers}
    listed = {word for words in pack.words.values() for word in words}
    return sorted({fold(word) for word in names | triggers | listed if word})


def floor(files: list[Path], pack: Pack) -> tuple[float, int]:
    """Return the seconds of the bare scan over all texts, and the number of characters."""
    texts = [fold(read_bytes(file.read_bytes(), path=str(file)).text) for file in files]
    automaton = AhoCorasick(words_of(pack), matchkind=MatchKind.LeftmostLongest)
    start = time.perf_counter()
    for text in texts:
        automaton.find_matches_as_indexes(text)
    return time.perf_counter() - start, sum(map(len, texts))


def rooms(pack: Pack) -> dict[str, float]:
    """Return characters a second and core of the bare scan, the language room, and extraction, which includes it."""
    source = SEEDS if SEEDS.is_dir() else SAMPLE
    documents = [read_bytes(file.read_bytes(), path=str(file)) for file in sorted(source.glob("*.txt"))]
    characters = sum(len(document.text) for document in documents)
    folded = {document.id: fold(document.text) for document in documents}
    automaton = AhoCorasick(words_of(pack), matchkind=MatchKind.LeftmostLongest)

    def scan(document: Document, pack: Pack) -> list[Any]:
        return automaton.find_matches_as_indexes(folded[document.id])

    actions: dict[str, Callable[[Document, Pack], list[Any]]]
    actions = {"bare scan": scan, "language": analyse, "extraction": extract}
    seconds: dict[str, float] = {}
    for _ in range(ROUNDS):
        for name, action in actions.items():
            start = time.process_time()  # a core's own time: what else the machine does is not counted
            for document in documents:
                action(document, pack)
            seconds[name] = min(seconds.get(name, math.inf), time.process_time() - start)
    return {name: characters / spent for name, spent in seconds.items()}


def measure(copies: int) -> dict[str, Any]:
    """Read the multiplied documents into a fresh ledger and return the figures."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        files = multiply(folder, copies)
        pack = load_pack()
        bare, characters = floor(files, pack)
        alone = rooms(pack)
        watch = Stopwatch()
        parts = assemble(pack, today=date(2026, 1, 1))
        parts = replace(
            parts,
            read=watch.timed("reading", parts.read),
            date=watch.timed("dating", parts.date),
            extract=watch.timed("extraction", parts.extract),
            link=watch.timed("linking", parts.link),
        )
        first = time.perf_counter()
        with LedgerWriter(folder / "ledger.db") as writer:
            writer.record = watch.timed("storing", writer.record)  # type: ignore[method-assign]
            report = ingest(writer, map(str, files), parts)
            link(writer, parts)
            size = writer.reader.size()
        whole = time.perf_counter() - first
        stored = sum(path.stat().st_size for path in folder.glob("ledger.db*"))
    watch.seconds["rest"] = whole - sum(watch.seconds.values())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return {
        "documents": len(files), "failed": len(report.failed), "characters": characters, **size,
        "seconds": whole, "documents_per_second": len(files) / whole, "characters_per_second": characters / whole,
        "peak_memory_bytes": peak, "ledger_bytes": stored, "stages": watch.seconds,
        "floor_seconds": bare, "ratio_to_floor": whole / bare, "rooms": alone,
    }  # fmt: skip


def main() -> None:
    """Measure, and print the figures as a table, then as one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--copies", type=int, default=200, help="how many copies of each document")
    found = measure(parser.parse_args().copies)
    print(f"{found['documents']} documents, {found['characters']:,} characters, {found['claims']:,} claims")
    print(f"{found['documents_per_second']:10.1f} documents a second ({found['seconds']:.1f} s)")
    print(f"{found['peak_memory_bytes'] / 2**20:10.0f} MiB of memory at the peak")
    print(f"{found['ledger_bytes'] / 2**20:10.0f} MiB of ledger")
    for stage, seconds in sorted(found["stages"].items(), key=lambda pair: -pair[1]):
        print(f"{100 * seconds / found['seconds']:9.1f}% {stage}")
    alone = found["rooms"]
    for room, speed in alone.items():
        print(f"{speed:12,.0f} characters a second and core: {room} alone", end=", ")
        print(
            f"{speed / LENGTH:.1f} documents of {LENGTH:,}; {alone['bare scan'] / speed:.0f} times the bare scan's time"
        )
    print(f"{found['ratio_to_floor']:10.0f} times the bare automaton scan ({found['floor_seconds']:.2f} s)")
    print(json.dumps(found))


if __name__ == "__main__":
    main()
