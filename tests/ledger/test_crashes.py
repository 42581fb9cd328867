"""Killed processes and several at once: nothing is half done, nothing is lost."""

import os
import signal
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import alembic.command  # noqa: F401 (loaded once here, not in every child)
import pytest
from sqlalchemy import Engine, event
from tests.children import in_a_child

from communique.ledger import LedgerReader, LedgerWriter, check
from communique.model import LedgerError


def ended(pid):
    return os.waitpid(pid, 0)[1]


def die_at_statement(number):
    """Make this process kill itself (SIGKILL) just before its ``number``-th database statement."""
    seen = 0

    @event.listens_for(Engine, "before_cursor_execute")
    def count(*_):
        nonlocal seen
        seen += 1
        if seen == number:
            os.kill(os.getpid(), signal.SIGKILL)


def test_killed_at_any_statement_it_goes_on_where_it_was(tmp_path, make_document, make_claim, first, thread):
    """From the making of the file to the last thread, a kill -9 before each statement in turn."""
    path = tmp_path / "ledger.db"
    documents = [make_document(f"剛鐸第{n}號公報,將設立聯合司令部。", path=f"{n}.txt") for n in range(2)]

    def read():
        with LedgerWriter(path) as writer:
            for document in documents:
                claim = make_claim(document)
                writer.record(document, [claim], first)
                line = thread(claim.id, "commitment", "joint command", "joint-command", (claim.id,), ("first",))
                writer.replace_threads([*writer.reader.threads(), line], writer.reader.linking().claims, "linker")

    def read_and_die(number):
        die_at_statement(number)
        read()

    kills = documents_before = 0
    for number in range(1, 1000):
        status = ended(in_a_child(lambda number=number: read_and_die(number)))
        if not os.WIFSIGNALED(status):
            assert os.WEXITSTATUS(status) == 0
            break
        kills += 1
        try:
            with LedgerReader(path) as reader:
                assert check(reader) == []
                assert reader.size()["documents"] >= documents_before
                documents_before = reader.size()["documents"]
        except LedgerError as fault:  # killed before the first transaction was over
            assert documents_before == 0 and ("no ledger" in str(fault) or "no finished ledger" in str(fault))
    assert kills >= 40
    with LedgerReader(path) as reader:
        assert reader.size() == {"documents": 2, "claims": 2, "threads": 2, "failures": 0}
        assert check(reader) == []


def test_several_processes_at_once_neither_corrupt_nor_lose(tmp_path, make_document, make_claim, first, second):
    """They make the ledger together, read the same and other documents, by two generations, and link."""
    path = tmp_path / "ledger.db"
    documents = [make_document(f"剛鐸第{n}號公報,將設立聯合司令部。", path=f"{n}.txt") for n in range(12)]

    def read(worker):
        with LedgerWriter(path) as writer:
            for document in documents[worker * 3 :] + documents[: worker * 3]:
                writer.record(document, [make_claim(document)], second if worker == 2 else first)
                writer.carry(document.id, f"worker{worker}/{document.path}")
                writer.replace_threads([], writer.reader.linking().claims, f"linker {worker}")

    children = [in_a_child(lambda worker=worker: read(worker)) for worker in range(3)]
    assert [ended(child) for child in children] == [0, 0, 0]
    with LedgerReader(path) as reader:
        assert reader.size()["documents"] == reader.size()["claims"] == 12
        assert len(reader.carriers(documents[0].id)) == 4
        assert check(reader) == []


def test_a_ledger_that_is_locked_for_too_long_says_so(tmp_path, monkeypatch, make_document, first):
    path = tmp_path / "ledger.db"
    LedgerWriter(path).close()
    monkeypatch.setattr("communique.ledger.storage.BUSY_SECONDS", 0.0)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with LedgerWriter(path) as writer, pytest.raises(LedgerError, match="another process"):
        writer.record(make_document(), [], first)
    other.execute("ROLLBACK")
    other.close()


def test_a_reader_is_never_kept_waiting(tmp_path, make_document, first):
    path = tmp_path / "ledger.db"
    with LedgerWriter(path) as writer:
        writer.record(make_document(), [], first)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with LedgerReader(path) as reader:
        assert reader.size()["documents"] == 1
    other.close()


@pytest.fixture
def shared_folder():
    """A folder that other users may enter, which pytest's own are not."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)
        Path(folder).chmod(0o755)


def test_a_ledger_in_a_place_that_is_read_only(shared_folder, make_document, first):
    path = shared_folder / "ledger.db"
    with LedgerWriter(path) as writer:
        writer.record(make_document(), [], first)
    path.chmod(0o444)
    shared_folder.chmod(0o555)

    def look():
        if os.geteuid() == 0:
            os.setuid(65534)
        with LedgerReader(path) as reader:
            assert reader.size()["documents"] == len(reader.search("聯合司令部")) == 1
        with pytest.raises(LedgerError, match=r"read-only|cannot be opened"):
            LedgerWriter(path).carry("x", "y")

    assert ended(in_a_child(look)) == 0


def test_damage_is_found(tmp_path, make_document, make_claim, first):
    """Each broken promise is found by its own proof."""
    document = make_document()
    for number, (damage, proof) in enumerate(
        (
            ("UPDATE evidence SET quote = '別的話'", "evidence"),
            ("UPDATE evidence SET start = start + 1", "evidence"),
            ("DELETE FROM evidence", "evidence"),
            ("UPDATE document SET size = size + 1", "documents"),
            ("UPDATE document SET raw = x'00'", "documents"),
            ("UPDATE text SET current = 0", "texts"),
            ("UPDATE text SET body = replace(body, '洛汗', '莫都')", "search"),
            ("DELETE FROM passage WHERE block = 1", "search"),
            ("INSERT INTO passage_index (rowid, units, pairs) VALUES (99, 'x', '')", "search"),
            ("UPDATE claim SET text = 77", "claims"),
            ("UPDATE claim SET recorded_to = recorded_from", "generations"),
            ("DELETE FROM generation", "file"),
        )
    ):
        path = tmp_path / f"{number}.db"
        with LedgerWriter(path, now=lambda: datetime(2031, 1, 1, tzinfo=UTC)) as writer:
            writer.record(document, [make_claim(document)], first)
        with sqlite3.connect(path) as connection:
            connection.execute(damage)
        connection.close()
        with LedgerReader(path) as reader:
            assert proof in {finding.proof for finding in check(reader)}, damage
