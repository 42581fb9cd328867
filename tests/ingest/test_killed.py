"""Reading many files, killed at random again and again, ends in the same ledger as one run."""

import io
import os
import random
import shutil
import signal
import warnings
import zipfile
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from communique.ingest import assemble, ingest, make_threads
from communique.ledger import LedgerReader, LedgerWriter, check

MADE = Path(__file__).parents[1] / "reading" / "made"
WHO = ("美國", "日本", "菲律賓", "澳洲", "韓國")
KILLS = 20


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
    for number in range(150):
        file = root / f"{number % 7}" / f"{number}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(words(number), encoding="utf-8")
    for number in range(150, 170):
        (root / f"{number}.html").write_text(f"<html><body><p>{words(number)}</p></body></html>", encoding="utf-8")
    for suffix in ("docx", "odt", "rtf", "epub", "md"):
        shutil.copy(MADE / f"article.{suffix}", root)
    shutil.copy(root / "0" / "0.txt", root / "copy.txt")
    (root / "empty.txt").write_bytes(b"")
    (root / "locked.pdf").write_bytes(b"%PDF-1.4 nothing")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(170, 190):
            archive.writestr(f"{number}.txt", words(number))
        archive.writestr("../up.txt", words(1))
    (root / "more.zip").write_bytes(packed.getvalue())
    (root / "rows.csv").write_text(
        "text\n" + "".join(f'"{words(n).strip()}"\n' for n in range(190, 200)), encoding="utf-8"
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


def run_until(path, folder, workings, statement):
    """Read the folder in a child that kills itself before its ``statement``-th database statement; say if it did."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid == 0:
        seen = 0

        @event.listens_for(Engine, "before_cursor_execute")
        def count(*_):
            nonlocal seen
            seen += 1
            if seen == statement:
                os.kill(os.getpid(), signal.SIGKILL)

        code = 1
        try:
            with LedgerWriter(path) as writer:
                ingest(writer, [str(folder)], workings)
            code = 0
        finally:
            os._exit(code)
    status = os.waitpid(pid, 0)[1]
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def test_killed_at_random_it_ends_as_if_it_never_was(tmp_path, folder):
    workings = assemble(today=date(2031, 1, 1))
    whole, broken = tmp_path / "whole.db", tmp_path / "broken.db"
    with LedgerWriter(whole) as writer:
        report = ingest(writer, [str(folder)], workings)
        assert (len(report.results), len(report.failed)) == (150 + 20 + 5 + 1 + 2 + 21 + 10, 3)
        size = writer.reader.size()
        assert (size["documents"], size["failures"]) == (205, 3) and size["claims"] > 400
    chance = random.Random(7)
    kills = sum(run_until(broken, folder, workings, chance.randint(1, 450)) for _ in range(KILLS))
    assert kills > KILLS / 2
    while run_until(broken, folder, workings, 0):
        pass
    assert contents(broken) == contents(whole)
    with LedgerReader(broken) as reader:
        assert check(reader, lambda: make_threads(reader, workings), workings.linker) == []
