"""Claims from the annotated corpus, where it lies beside the project, as extraction would make them."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import ahocorasick_rs

from communique.model import (
    ActorRef,
    Assessment,
    Claim,
    Commitment,
    Event,
    EventType,
    Evidence,
    Factuality,
    Figure,
    Interval,
    Position,
    Role,
    Stance,
    Status,
)
from communique.packs import Pack
from communique.packs.matching import key_matcher
from communique.text import fold

from .making import Doc

SHARED = Path(__file__).resolve().parents[3] / "shared"
PUBLISHED = {
    "000": date(2025, 4, 2),
    "001": date(2025, 2, 13),
    "002": date(2024, 8, 5),
    "003": date(2025, 12, 13),
    "004": date(2023, 1, 12),
}
_THINGS = {"mechanism", "programme", "policy", "document", "exercise", "weapon", "place", "topic", "measure"}
_THINGS |= {"event_series", "event"}


class GoldReader:
    """Turns annotated claims into claims as extraction makes them: register ids, keys of their own words."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.matcher = key_matcher(pack)
        names = [(fold(n), e.id) for e in pack.register if e.type in _THINGS for n in e.all_names() if len(n) > 1]
        self.ids = [key for _, key in names]
        longest = ahocorasick_rs.MatchKind.LeftmostLongest
        self.scan = ahocorasick_rs.AhoCorasick([name for name, _ in names], matchkind=longest)

    def read(self, number: str) -> list[Claim]:
        text = next((SHARED / "seeds").glob(f"{number}_*.txt")).read_text(encoding="utf-8")
        lines = (SHARED / "gold" / f"{number}.jsonl").read_text(encoding="utf-8").splitlines()
        made = [self.claim(json.loads(line), text, number) for line in lines]
        return sorted(made, key=lambda c: (c.start, c.end, c.id))

    def keys(self, quote: str) -> tuple[str, ...]:
        folded = "".join(fold(quote).split())
        named = [self.ids[index] for index, _, _ in self.scan.find_matches_as_indexes(folded)]
        return tuple(dict.fromkeys((*named, *self.matcher.keys(self.matcher.scan(folded)))))

    def actor(self, row: dict) -> ActorRef:
        found = [e for name in row["names"] for e in self.pack.register.find(name)[:1] if e.is_actor]
        role = Role(row["role"])
        if not found:
            name = row["names"][0]
            return ActorRef(name if name == "author" else f"doc:{fold(name)}", role, name)
        return ActorRef(found[0].id, role, row["names"][0], (), found[0].country)

    def claim(self, row: dict, text: str, number: str) -> Claim:
        at = text.find(row["evidence"])
        time = _interval(row["time"])
        common = {
            "id": row["id"],
            "document": number,
            "evidence": (Evidence(at, at + len(row["evidence"]), row["evidence"]),),
            "actors": tuple(self.actor(a) for a in row["actors"]),
            "countries": tuple(row["countries"]),
            "time": time,
            "factuality": Factuality(row["factuality"]),
            "said_by": tuple(row["said_by"]),
            "keys": self.keys(row["evidence"]),
        }
        if row["kind"] == "event":
            return Event(**common, type=EventType(row["type"]), place=tuple(row["place"][:1]))
        if row["kind"] == "commitment":
            return Commitment(**common, action=row["evidence"], status=Status(row["status"]), due=_interval(row["due"]))
        if row["kind"] == "position":
            return Position(**common, stance=Stance(row["stance"]))
        if row["kind"] == "figure":
            return Figure(**common, value=row["value"], unit=row["unit"])
        return Assessment(**common)


def _interval(days: list[str | None] | None) -> Interval | None:
    if not days or not any(days):
        return None
    start, end = (date.fromisoformat(day) if day else None for day in days)
    return Interval(start, end)


def read_gold(pack: Pack) -> tuple[list[Claim], dict[str, Doc], dict[str, str], set[str]]:
    """Return claims, their documents by id, the thread of each claim by id, and the ids that count."""
    reader = GoldReader(pack)
    claims = [claim for number in PUBLISHED for claim in reader.read(number)]
    rows = (SHARED / "gold" / "threads.tsv").read_text(encoding="utf-8").splitlines()[1:]
    threads = dict(row.split("\t")[:2] for row in rows)
    required = set()
    for number in PUBLISHED:
        for line in (SHARED / "gold" / f"{number}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if not row.get("optional"):
                required.add(row["id"])
    return claims, {n: Doc(n, day) for n, day in PUBLISHED.items()}, threads, required


def b_cubed(pairs: Iterable[tuple[str, str]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of one clustering against another over (gold cluster, own cluster) pairs."""
    own, gold = defaultdict(Counter), defaultdict(Counter)
    told = list(pairs)
    for g, c in told:
        own[c][g] += 1
        gold[g][c] += 1
    precision = sum(own[c][g] / own[c].total() for g, c in told) / len(told)
    recall = sum(own[c][g] / gold[g].total() for g, c in told) / len(told)
    return precision, recall, 2 * precision * recall / (precision + recall)
