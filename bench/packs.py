"""How long a pack takes to load: compiled anew, and warm from the cache, each time in a process of its own."""

import argparse
import os
import statistics
import subprocess
import sys
from tempfile import TemporaryDirectory

CODE = """
import sys, time
start = time.perf_counter()
from communique.packs import load_pack
imported = time.perf_counter()
pack = load_pack(sys.argv[1])
print(imported - start, time.perf_counter() - imported, len(pack.register))
"""


def load(pack: str, cache: str) -> tuple[float, float, int]:
    """Return the seconds of importing and of loading in a fresh process, and the number of entries."""
    environment = {**os.environ, "XDG_CACHE_HOME": cache}
    done = subprocess.run(
        [sys.executable, "-c", CODE, pack], env=environment, capture_output=True, text=True, check=True
    )
    importing, loading, entries = done.stdout.split()
    return float(importing), float(loading), int(entries)


def main() -> None:
    """Measure, and print the figures; the target for a warm load is 200 ms."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pack", default="indopacific", help="a pack's name or folder")
    parser.add_argument("--times", type=int, default=9, help="how many warm loads to take the median of")
    chosen = parser.parse_args()
    with TemporaryDirectory() as cache:
        _, cold, entries = load(chosen.pack, cache)
        warm = [load(chosen.pack, cache) for _ in range(chosen.times)]
    importing, loading = (1000 * statistics.median(run[part] for run in warm) for part in (0, 1))
    print(f"{entries} entries")
    print(f"{1000 * cold:8.0f} ms compiled from the files")
    print(f"{loading:8.0f} ms warm from the cache (median of {chosen.times}; the target is 200)")
    print(f"{importing:8.0f} ms importing before that")


if __name__ == "__main__":
    main()
