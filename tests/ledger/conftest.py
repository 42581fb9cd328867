"""Documents and claims of a fictional world, made by hand, and ledgers to put them in."""

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from communique.ledger import Generation, LedgerWriter
from communique.linking import Thread
from communique.model import (
    ActorRef,
    Block,
    BlockRole,
    Claim,
    Commitment,
    DateSource,
    Document,
    Evidence,
    Interval,
    Role,
    Status,
    Tier,
)

FIRST = Generation("reading 1", "extractor 1", "middle-earth", "a" * 64)
SECOND = Generation("reading 1", "extractor 2", "middle-earth", "a" * 64)

TEXT = "剛鐸與洛汗會談\n剛鐸國防大臣表示,將於2030年底前設立聯合司令部。洛汗對此表示歡迎。\n"


@pytest.fixture
def first() -> Generation:
    return FIRST


@pytest.fixture
def second() -> Generation:
    return SECOND


@pytest.fixture
def thread() -> type[Thread]:
    return Thread


@pytest.fixture
def make_document() -> Callable[..., Document]:
    def make(text: str = TEXT, **changes: object) -> Document:
        raw = text.encode("utf-8", "surrogatepass")
        blocks, at = [], 0
        for line in text.splitlines(keepends=True):
            role = BlockRole.TITLE if at == 0 else BlockRole.BODY
            if line.strip():
                blocks.append(Block(at, at + len(line.rstrip("\n")), role))
            at += len(line)
        fields = {
            "id": hashlib.sha256(raw).hexdigest(), "text": text, "blocks": tuple(blocks), "path": "a.txt",
            "title": text[:7], "publisher": "米納斯提力斯日報", "published": date(2029, 3, 1),
            "published_how": DateSource.GIVEN, "language": "zh-Hant-TW", "tier": Tier.REPORT, "raw": raw,
        }  # fmt: skip
        return Document(**{**fields, **changes})

    return make


@pytest.fixture
def make_claim() -> Callable[..., Claim]:
    def make(
        document: Document, quote: str = "設立聯合司令部", kind: type[Claim] = Commitment, **changes: object
    ) -> Claim:
        start = document.text.index(quote)
        key = f"{document.id}{kind.kind}{start}{changes.get('frame', '')}"
        fields: dict[str, object] = {
            "id": hashlib.sha256(key.encode()).hexdigest()[:20],
            "document": document.id,
            "evidence": (Evidence(start, start + len(quote), quote),),
            "actors": (ActorRef("gondor", Role.AGENT, "剛鐸", ("岡多",), "GDR"),),
            "countries": ("GDR",),
            "keys": ("joint-command",),
            "frame": "establish",
            "confidence": 0.8,
        }
        if kind is Commitment:
            fields |= {
                "action": "set up a joint command", "subject": "joint command", "status": Status.AGREED,
                "due": Interval(None, date(2030, 12, 31)),
            }  # fmt: skip
        return kind(**{**fields, **changes})

    return make


@pytest.fixture
def clock() -> Callable[[], datetime]:
    """A clock that moves a minute at each look, so that no test depends on the time of day."""
    moment = datetime(2031, 1, 1, tzinfo=UTC)

    def now() -> datetime:
        nonlocal moment
        moment += timedelta(minutes=1)
        return moment

    return now


@pytest.fixture
def writer(tmp_path, clock):
    with LedgerWriter(tmp_path / "ledger.db", now=clock) as opened:
        yield opened
