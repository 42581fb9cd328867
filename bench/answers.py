"""How fast a large ledger answers, and what one more document costs in it: ``make bench``.

A fictional world is made up (its states, people, programmes, topics and measures have names that mean nothing), and
told in documents of about sixty claims, sure and unsure ones, which are stored and linked as documents that were read
are. All of it is then told again by further documents until the ledger is as large as asked (``telling_again``). Then
questions are asked, each several times in a warm process, and a document is added to the large ledger and a small one.
"""

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from communique.ingest import Workings, assemble, ingest, link
from communique.ledger import Generation, LedgerReader, LedgerWriter
from communique.model import (
    ActorRef,
    Assessment,
    Block,
    BlockRole,
    Claim,
    Commitment,
    DateSource,
    Document,
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
    Tier,
)
from communique.packs import Entry, Pack, Register, load_pack
from communique.reporting.board import board, board_text
from communique.reporting.due import due_kept
from communique.reporting.standings import settle
from communique.reporting.thing_cards import thing_card
from communique.reporting.things import thing
from telling_again import tell_again

_FIRST, _DAYS = date(2005, 1, 1), 7300
_TODAY = date(2025, 1, 1)
_PER_DOCUMENT = 60
_BATCH = 200
_SMALL = 1800  # claims of a ledger into which a document is linked alone, as into a large one
_AGAIN = 16
_ADDED = 15
_LETTERS = [chr(code) for code in range(0x4E00, 0x9FA5, 7)]


class World:
    """States, people, lines of work and a vocabulary, made up from a seed; the same seed makes the same world."""

    def __init__(self, seed: int, lines: int) -> None:
        self.chance = random.Random(seed)
        self.words = [self._name(2) for _ in range(6000)]
        self.states = [Entry(f"s{n:02}", "state", {"hant": (self._name(2),)}, country=f"S{n:02}") for n in range(60)]
        self.people = [
            Entry(f"p.{n}", "person", {"hant": (self._name(3),)}, country=f"S{n % 60:02}") for n in range(1200)
        ]
        kinds = ("programme", "programme", "topic", "policy", "mechanism", "measure")
        self.lines = [
            Entry(f"{kinds[n % 6]}-{n}", kinds[n % 6], {"hant": (self._name(6),)}, unit=None) for n in range(lines)
        ]
        shipped = load_pack()
        register = Register([*self.states, *self.people, *self.lines], [])
        self.pack = Pack("world", f"world-{seed}-{lines}", register, shipped.frames, shipped.words, shipped.weights)

    def _name(self, size: int) -> str:
        return "".join(self.chance.choice(_LETTERS) for _ in range(size))

    def said(self, size: int) -> str:
        """Return words in no language, the frequent ones more often."""
        return "".join(self.words[int(len(self.words) * self.chance.random() ** 2)] for _ in range(size))

    def document(self, number: int) -> tuple[Document, list[Claim]]:
        """Return a document with the claims that it makes."""
        published = _FIRST + timedelta(days=self.chance.randrange(_DAYS))
        key = sha256(f"{self.pack.digest}|{number}".encode()).hexdigest()
        text, claims = "", []
        for n in range(_PER_DOCUMENT):
            sentence, claim = self._claim(key, n, len(text), published)
            text += sentence + "。"
            claims.append(claim)
        return (
            Document(
                key, text, (Block(0, len(text), BlockRole.BODY),), f"{number}.txt", title=self.said(6),
                publisher=self.said(2), published=published, published_how=DateSource.METADATA,
                language="zh-Hant-TW", tier=Tier.REPORT, raw=text.encode(),
            ),
            claims,
        )  # fmt: skip

    def _claim(self, document: str, n: int, at: int, published: date) -> tuple[str, Claim]:
        who = self.chance.sample(self.people, 2)
        line = self.lines[int(len(self.lines) * self.chance.random() ** 3)] if self.chance.random() < 0.5 else None
        words = f"{who[0].display()}與{who[1].display()}{line.display() if line else ''}{self.said(6)}"
        told = {
            "id": sha256(f"{document}|{n}".encode()).hexdigest()[:20],
            "document": document,
            "evidence": (Evidence(at, at + len(words), words),),
            "time": Interval.of_day(published - timedelta(days=self.chance.randrange(30))),
            "confidence": self.chance.uniform(0.4, 1),
            "frame": "bench",
            "keys": (line.id,) if line else (),
        }
        return words, self._kind(told, who, line, published)

    def _kind(self, told: dict, who: list[Entry], line: Entry | None, published: date) -> Claim:
        kind = self.chance.choices(("assessment", "position", "commitment", "event", "figure"), (40, 25, 15, 12, 8))[0]
        acting = tuple(ActorRef(p.id, Role.AGENT, p.display(), (), p.country) for p in who)
        label = line.display() if line else ""
        told["actors"] = acting[:1]
        if kind == "position":
            return Position(**told, stance=self.chance.choice(list(Stance)), topic=label)
        if kind == "commitment":
            due_on = Interval.of_day(published + timedelta(days=self.chance.randrange(2000)))
            due_on = due_on if self.chance.random() < 0.2 else None
            weights = (2, 8, 4, 3, 1, 1, 1, 1, 1, 1, 1)
            status = self.chance.choices(list(Status), weights)[0]
            return Commitment(**told, status=status, due=due_on, factuality=Factuality.PLANNED, subject=label)
        if kind == "event":
            told["actors"] = tuple(replace(actor, role=Role.PARTICIPANT) for actor in acting)
            return Event(**told, type=self.chance.choice(list(EventType)))
        if kind == "figure":
            return Figure(**told, measure=label, value=float(self.chance.randrange(10**6)), unit="person")
        return Assessment(**told)


def fill(writer: LedgerWriter, world: World, workings: Workings, claims: int) -> Iterator[int]:
    """Store and link documents until there are so many claims; yield the number of claims now and then."""
    for number in range(-(-claims // _PER_DOCUMENT)):
        writer.record(*world.document(number), workings.generation)
        if number % _BATCH == _BATCH - 1:
            link(writer, workings)
            yield (number + 1) * _PER_DOCUMENT
    link(writer, workings)


def milliseconds(action: Callable[[], object], times: int = 7) -> float:
    """Return the median time of an action in a warm process."""
    action()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken) * 1000


def questions(reader: LedgerReader, world: World) -> dict[str, Callable[[], object]]:
    """Return what is asked: the busiest entries, boards of two days, words, what is due."""
    pack = world.pack
    busiest = next(entry.id for entry in world.lines if entry.type == "programme")

    def show(key: str) -> object:
        return thing_card(thing(key, reader, pack, _TODAY), pack, 80)

    return {
        "show programme": lambda: show(busiest),
        "show person": lambda: show("p.1"),
        "show state": lambda: show("s01"),
        "board": lambda: board_text(board(reader, pack, _TODAY, limit=10), 80, 10),
        "board --on": lambda: board_text(board(reader, pack, date(2015, 6, 30), limit=10), 80, 10),
        "search": lambda: reader.search(" ".join(world.words[:2]), limit=20),
        "search rare": lambda: reader.search(world.words[-1] + world.words[-2], limit=20),
        "due": lambda: due_kept(reader, pack, _TODAY, timedelta(days=90), 50),
    }


def added(writer: LedgerWriter, workings: Workings, told: list[tuple[Document, list[Claim]]], folder: Path) -> float:
    """Return the processor seconds that reading, storing and linking one document takes, the median of several."""
    taken = []
    for number, (document, claims) in enumerate(told):
        file = folder / f"added-{number}.txt"
        file.write_text(document.text, encoding="utf-8")
        reading = replace(workings, extract=partial(_moved, claims))
        start = time.process_time()
        ingest(writer, [str(file)], reading)
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    """Fill a ledger and time the answers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=200_000, help="how large the ledger is (default 200,000)")
    parser.add_argument("--lines", type=int, default=3000, help="lines of work in the world")
    parser.add_argument("--ledger", type=Path, help="keep the ledger here, and use it again")
    options = parser.parse_args()
    world = World(7, options.lines)
    workings = assemble(world.pack, today=_TODAY)
    generation = Generation("bench", "bench", "bench", world.pack.digest)
    storing = replace(workings, generation=generation)
    with TemporaryDirectory() as folder:
        path = options.ledger or Path(folder) / "large.db"
        if not path.exists():
            with LedgerWriter(path) as writer:
                for _ in fill(writer, world, storing, options.claims // (_AGAIN + 1)):
                    pass
            tell_again(path, _AGAIN)
        with LedgerWriter(path) as writer:
            start = time.perf_counter()
            settled = settle(writer, world.pack)
            _say(f"{writer.reader.size()}, {settled} threads settled in {time.perf_counter() - start:.0f} s")
            for name, question in questions(writer.reader, world).items():
                _say(f"{name:<16} {milliseconds(question):8.1f} ms")
            world.chance.seed(writer.reader.size("documents")["documents"])  # a ledger used again knows the last ones
            told = [world.document(10**9 + n) for n in range(_ADDED)]
            last = added(writer, storing, told, Path(folder))
        with LedgerWriter(Path(folder) / "small.db") as small:
            for _ in fill(small, world, storing, _SMALL):
                pass
            first = added(small, storing, told, Path(folder))
        _say(f"storing and linking one: {first * 1000:.0f} ms in a small ledger, {last * 1000:.0f} ms in this one")


def _moved(claims: list[Claim], document: Document) -> list[Claim]:
    """Return claims as those of another document with the same text at its beginning."""
    return [
        replace(claim, id=sha256(f"{document.id}|{n}".encode()).hexdigest()[:20], document=document.id)
        for n, claim in enumerate(claims)
    ]


if __name__ == "__main__":
    main()
