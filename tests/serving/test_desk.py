"""What all requests share: worked out once, by one of those who want it, and nobody else waits."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine
from starlette.testclient import TestClient
from tests.serving.conftest import ADDRESS

from communique.ledger import LedgerReader
from communique.linking import Thread
from communique.model import LedgerError
from communique.serving import Settings, create_app
from communique.serving.desk import Desk


@pytest.fixture
def desk(tmp_path):
    made = Desk(str(tmp_path / "new.db"))
    yield made
    made.close()


def test_others_do_not_wait_for_what_takes_long(desk):
    begun, go_on, made = Event(), Event(), []

    def slow():
        begun.set()
        assert go_on.wait(60)
        made.append("slow")
        return "slow"

    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(desk.kept, slow, "slow")
        assert begun.wait(60)
        second = pool.submit(desk.kept, slow, "slow")
        assert pool.submit(desk.kept, lambda: "quick", "quick").result(60) == "quick"
        go_on.set()
        assert [first.result(60), second.result(60)] == ["slow", "slow"]
    assert made == ["slow"]


def test_what_failed_is_tried_again(desk):
    def fails():
        raise ValueError("not now")

    with pytest.raises(ValueError, match="not now"):
        desk.kept(fails, "key")
    assert desk.kept(lambda: "now", "key") == "now"


def test_a_ledger_of_an_earlier_version_is_brought_up_to_date(tmp_path):
    path = tmp_path / "old.db"
    config = Config()
    config.set_main_option("script_location", "communique.ledger:migrations")
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
    engine.dispose()
    with pytest.raises(LedgerError):
        LedgerReader(path)
    Desk(str(path)).close()
    LedgerReader(path).close()


def test_what_is_no_ledger_is_left_as_it_is(tmp_path):
    path = tmp_path / "notes.db"
    path.write_text("no ledger at all, but notes of a reader\n" * 40)
    before = path.read_bytes()
    with pytest.raises(LedgerError):
        Desk(str(path))
    assert path.read_bytes() == before


def test_a_verdict_is_on_the_board_at_once(sample, tmp_path):
    """Also where it changes no claim, only whether a claim counts."""
    ledger = tmp_path / "copy.db"
    with sqlite3.connect(sample) as source, sqlite3.connect(ledger) as copy:
        source.backup(copy)
    with TestClient(create_app(Settings(str(ledger))), base_url=ADDRESS) as client:

        def doubted():
            columns = client.get("/api/board", params={"on": "2026-01-01", "limit": 500}).json()["columns"]
            return {item["thread"]: item["doubt"]["claim"] for c in columns for item in c["items"] if item["doubt"]}

        thread, claim = next(iter(doubted().items()))
        said = {"verb": "accept", "who": "Mina", "claim": claim}
        made = client.post("/api/decisions", json=said, headers={"Origin": ADDRESS}).json()
        assert doubted().get(thread) != claim
        client.post(f"/api/decisions/{made['id']}/undo", params={"who": "Mina"}, headers={"Origin": ADDRESS})
        assert doubted()[thread] == claim


@pytest.mark.parametrize(
    ("key", "kind", "title", "english"),
    [
        ("usfj-joint-force-headquarters", "commitment", "統合軍司令部(駐日美軍)", "USFJ joint force headquarters"),
        ("measure.missile-range:km", "figure", "飛彈射程", "missile range"),
        (
            "us-defence-commitment-to-japan:jpn+usa",
            "commitment",
            "美國對日本防衛的承諾：日本、美國",
            ": Japan, United States",
        ),
        ("commitment|usa|2025", "commitment", "研議設立", "研議設立"),
    ],
)
def test_threads_are_called_in_the_readers_language(desk, key, kind, title, english):
    thread = Thread("t", kind, title, key, (), ())
    assert desk.title(thread) == title
    assert desk.title(thread, "en").endswith(english)
