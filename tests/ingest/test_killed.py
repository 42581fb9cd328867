"""Readings that are killed again and again, alone and two at once, end in the same ledger as one run."""

import io
import os
import random
import shutil
import signal
import time
import zipfile
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, event
from tests.children import in_a_child

from communique.ingest import assemble, ingest, make_threads
from communique.ledger import LedgerReader, LedgerWriter, check

MADE = Path(__file__).parents[1] / "reading" / "made"
WHO = ("美國", "日本", "菲律賓", "澳洲", "韓國")
SAMPLE = Path(__file__).parents[2] / "src" / "communique" / "sample" / "documents"
TEXTS = 70
KILLS = 10
ROUNDS = 4


def words(number):
    one, other = WHO[number % 5], WHO[(number // 5 + 1) % 5]
    return (
        f"2025年{number % 12 + 1}月{number % 27 + 1}日，{one}國防部長與{other}外長會談。"
        f"雙方同意於2027年前部署{number + 100}枚飛彈，{one}強調反對片面改變現狀。\n"
    )


@pytest.fixture
def folder(tmp_path):
    """Texts, pages, an archive, a table, other formats, the same again under another name, and what cannot be read."""
    root = tmp_path / "news"
    for number in range(TEXTS):
        file = root / f"{number % 7}" / f"{number}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(words(number), encoding="utf-8")
    for number in range(TEXTS, TEXTS + 20):
        (root / f"{number}.html").write_text(f"<html><body><p>{words(number)}</p></body></html>", encoding="utf-8")
    for suffix in ("docx", "odt", "rtf", "epub", "md"):
        shutil.copy(MADE / f"article.{suffix}", root)
    shutil.copy(root / "0" / "0.txt", root / "copy.txt")
    (root / "empty.txt").write_bytes(b"")
    (root / "locked.pdf").write_bytes(b"%PDF-1.4 nothing")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(TEXTS + 20, TEXTS + 40):
            archive.writestr(f"{number}.txt", words(number))
        archive.writestr("../up.txt", words(1))
    (root / "more.zip").write_bytes(packed.getvalue())
    (root / "rows.csv").write_text(
        "text\n" + "".join(f'"{words(n).strip()}"\n' for n in range(TEXTS + 40, TEXTS + 50)), encoding="utf-8"
    )
    return root


def contents(path):
    """Return everything in a ledger but when it came and in which order rows were given their numbers."""
    with LedgerReader(path) as reader:
        documents = [(document, sorted(reader.carriers(document.id))) for document in reader.documents()]
        claims = sorted((stored.claim.id, repr(stored.claim), stored.thread) for stored in reader.claims())
        failures = [(failure.path, failure.fault, failure.reason) for failure in reader.failures()]
        sources = {key: facts.source for key, facts in reader.facts().items()}
        return documents, claims, reader.threads(), failures, sources


def was_killed(pid):
    """Wait for a child; say whether it was killed. One that ended by itself must have ended well."""
    status = os.waitpid(pid, 0)[1]
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def run_until(path, arguments, workings, statement):
    """Read in a child that kills itself before its ``statement``-th database statement; say if it came to that."""

    def read():
        seen = 0

        @event.listens_for(Engine, "before_cursor_execute")
        def count(*_):
            nonlocal seen
            seen += 1
            if seen == statement:
                os.kill(os.getpid(), signal.SIGKILL)

        with LedgerWriter(path) as writer:
            ingest(writer, arguments, workings)

    return was_killed(in_a_child(read))


def proved(path, workings):
    """Say whether a ledger's promises hold as it stands, and its threads are those that its claims make."""
    with LedgerReader(path) as reader:
        found = check(reader, lambda: make_threads(reader, workings), workings.linker)
        return found == [] and not reader.linking().behind


@pytest.fixture(scope="module")
def workings():
    return assemble(today=date(2031, 1, 1))


def test_killed_at_random_it_ends_as_if_it_never_was(tmp_path, folder, workings):
    whole, broken = tmp_path / "whole.db", tmp_path / "broken.db"
    with LedgerWriter(whole) as writer:
        report = ingest(writer, [str(folder)], workings)
        assert (len(report.results), len(report.failed)) == (TEXTS + 20 + 5 + 1 + 2 + 21 + 10, 3)
        size = writer.reader.size()
        assert (size["documents"], size["failures"]) == (TEXTS + 55, 3) and size["claims"] > 2 * TEXTS
    chance = random.Random(7)
    kills = sum(run_until(broken, [str(folder)], workings, chance.randint(1, 450)) for _ in range(KILLS))
    assert kills > KILLS / 2
    while run_until(broken, [str(folder)], workings, 0):
        pass
    assert contents(broken) == contents(whole)
    assert proved(broken, workings)


def test_killed_between_a_document_and_its_threads_the_next_reading_catches_up(tmp_path, workings, monkeypatch):
    """A document comes to a ledger and is linked alone; the reading is killed before every fifth statement of that."""
    monkeypatch.setattr("communique.ingest.joining._SHARE", 0)
    *first, last = sorted(str(path) for path in SAMPLE.glob("s*"))[:6]
    before, whole = tmp_path / "before.db", tmp_path / "whole.db"
    with LedgerWriter(before) as writer:
        ingest(writer, first, workings)
    shutil.copy(before, whole)
    with LedgerWriter(whole) as writer:
        ingest(writer, [last], workings)
    stored_only = 0
    for statement in range(5, 1000, 5):
        broken = tmp_path / f"{statement}.db"
        shutil.copy(before, broken)
        if not run_until(broken, [last], workings, statement):
            break
        with LedgerReader(broken) as reader:
            assert check(reader) == []
            stored_only += reader.linking().behind
        with LedgerWriter(broken) as writer:
            again = ingest(writer, [last], workings)
            assert again.failed == [] and again.threads == writer.reader.size()["threads"]
        assert proved(broken, workings)
        assert contents(broken) == contents(whole)
    assert stored_only >= 6


def test_two_at_once_killed_at_any_moment_neither_corrupt_nor_lose(tmp_path, folder, workings):
    """Both read the same folder, from either end; whichever is killed, at whatever moment, the other goes on."""
    whole, broken = tmp_path / "whole.db", tmp_path / "broken.db"
    files = sorted(str(path) for path in folder.rglob("*") if path.is_file())
    with LedgerWriter(whole) as writer:
        ingest(writer, files, workings)
    chance = random.Random(11)

    def read(order):
        with LedgerWriter(broken) as writer:
            ingest(writer, order, workings)

    killed = 0
    for _ in range(ROUNDS):
        children = [in_a_child(lambda order=order: read(order)) for order in (files, files[::-1])]
        for child in children[: chance.randint(1, 2)]:
            time.sleep(chance.uniform(0.05, 0.5))
            os.kill(child, signal.SIGKILL)
        killed += sum([was_killed(child) for child in children])
    assert killed >= ROUNDS / 2
    children = [in_a_child(lambda order=order: read(order)) for order in (files, files[::-1])]
    assert [was_killed(child) for child in children] == [False, False]
    assert contents(broken) == contents(whole)
    assert proved(broken, workings)
