"""A ledger of a few sentences of a fictional world, and an extractor whose versions read them differently."""

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from communique.ingest import assemble, make_threads
from communique.ledger import Desk, Generation, LedgerWriter
from communique.model import (
    ActorRef,
    Block,
    BlockRole,
    Claim,
    Commitment,
    DateSource,
    Document,
    Event,
    EventType,
    Evidence,
    Interval,
    Role,
    Status,
    Tier,
)

TEXT = "剛鐸與洛汗會談\n剛鐸國防大臣表示,將於2030年底前設立聯合司令部。洛汗對此表示歡迎。雙方同意共同巡邏安都因河。\n"
FIRST = Generation("reading 1", "extractor 1", "middle-earth", "a" * 64)
SECOND = Generation("reading 1", "extractor 2", "middle-earth", "b" * 64)
GONDOR = ActorRef("gondor", Role.AGENT, "剛鐸", (), "GDR")


def document(text: str = TEXT) -> Document:
    raw = TEXT.encode()
    blocks, at = [], 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            blocks.append(Block(at, at + len(line.rstrip("\n")), BlockRole.TITLE if at == 0 else BlockRole.BODY))
        at += len(line)
    return Document(
        id=hashlib.sha256(raw).hexdigest(), text=text, blocks=tuple(blocks), path="a.txt", title=text[:7],
        publisher="米納斯提力斯日報", published=date(2029, 3, 1), published_how=DateSource.GIVEN,
        language="zh-Hant-TW", tier=Tier.REPORT, raw=raw,
    )  # fmt: skip


def claim(quote: str, kind: type[Claim] = Commitment, text: str = TEXT, frame: str = "f1", **changes: object) -> Claim:
    start = text.index(quote)
    key = hashlib.sha256(f"{kind.kind}{start}{len(quote)}{frame}".encode()).hexdigest()[:20]
    fields: dict[str, object] = {
        "id": key, "document": document().id, "evidence": (Evidence(start, start + len(quote), quote),),
        "actors": (GONDOR,), "countries": ("GDR",), "confidence": 0.6, "frame": frame,
    }  # fmt: skip
    if kind is Commitment:
        fields |= {"action": quote, "subject": "joint command", "status": Status.AGREED}
        fields |= {"due": Interval(None, date(2030, 12, 31))} if "2030" in quote else {}
    if kind is Event:
        fields |= {"type": EventType.MEETING}
    return kind(**{**fields, **changes})


def read_first() -> list[Claim]:
    return [
        claim("剛鐸與洛汗會談", Event),
        claim("將於2030年底前設立聯合司令部"),
        claim("雙方同意共同巡邏安都因河", subject="patrol"),
    ]


@pytest.fixture
def clock() -> Callable[[], datetime]:
    moment = datetime(2031, 1, 1, tzinfo=UTC)

    def now() -> datetime:
        nonlocal moment
        moment += timedelta(minutes=1)
        return moment

    return now


class Room:
    """A ledger with a desk, and what tests ask of them."""

    def __init__(self, writer: LedgerWriter, clock: Callable[[], datetime], pack: object) -> None:
        self.writer, self.reader, self.pack = writer, writer.reader, pack
        self.clock = clock
        self.desk = self.seat("Beregond")
        self.read(read_first(), FIRST)

    def seat(self, who: str) -> Desk:
        return Desk(self.reader, who, now=self.clock)

    def read(self, claims: list[Claim], generation: Generation, text: str = TEXT) -> None:
        self.writer.record(document(text), claims, generation)
        self.relink()

    def relink(self) -> None:
        made = make_threads(self.reader, assemble(self.pack))
        assert self.writer.replace_threads(made, self.reader.linking().claims, "tests")

    def decide(self, *decisions: object) -> None:
        self.writer.decide(*decisions)
        self.relink()

    def of(self, quote: str) -> object:
        """Return the claim in force whose words hold ``quote``."""
        return next(s for s in self.reader.claims() if quote in s.claim.quote)

    def key(self, quote: str) -> str:
        return self.of(quote).claim.id

    def quotes(self) -> list[str]:
        return [s.claim.quote for s in self.reader.claims()]


@pytest.fixture
def room(tmp_path, clock, gondor):
    with LedgerWriter(tmp_path / "ledger.db", now=clock) as writer:
        yield Room(writer, clock, gondor)
