"""A document linked by itself is where it would be had all been linked anew, in whatever order documents come."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from communique.ingest import assemble, ingest, make_threads
from communique.ingest import joining as module
from communique.ledger import LedgerWriter
from communique.ledger.check import check
from communique.ledger.linkage import waiting

SAMPLE = Path(__file__).parents[2] / "src" / "communique" / "sample" / "documents"
FILES = sorted(str(path) for path in SAMPLE.glob("s*"))


@pytest.fixture(scope="module")
def workings():
    return assemble()


@pytest.mark.parametrize("order", range(3))
def test_one_by_one_gives_what_all_at_once_gives(tmp_path, monkeypatch, workings, order):
    monkeypatch.setattr(module, "_SHARE", 0)  # alone from the first on
    files = random.Random(order).sample(FILES, len(FILES))
    with LedgerWriter(tmp_path / "one.db") as writer, LedgerWriter(tmp_path / "all.db") as other:
        for file in files:
            ingest(writer, [file], workings)
            assert waiting(writer.reader) == []
        ingest(other, files, workings)
        assert check(writer.reader, lambda: make_threads(writer.reader, workings), workings.linker) == []
        assert writer.reader.threads() == other.reader.threads()
        sources = {key: facts.source for key, facts in writer.reader.facts().items()}
        assert sources == {key: facts.source for key, facts in other.reader.facts().items()}


def test_two_that_link_the_same_document_at_once_add_it_once(tmp_path, monkeypatch, workings):
    monkeypatch.setattr(module, "_SHARE", 0)
    add = LedgerWriter.add_threads
    with LedgerWriter(tmp_path / "ledger.db") as writer, LedgerWriter(tmp_path / "ledger.db") as other:
        ingest(writer, FILES[:-1], workings)

        def after_the_other(self, *arguments, **options):
            monkeypatch.setattr(LedgerWriter, "add_threads", add)
            ingest(other, FILES[-1:], workings)
            return add(self, *arguments, **options)

        monkeypatch.setattr(LedgerWriter, "add_threads", after_the_other)
        ingest(writer, FILES[-1:], workings)
        assert LedgerWriter.add_threads is add
        assert check(writer.reader, lambda: make_threads(writer.reader, workings), workings.linker) == []
        assert not writer.reader.linking().behind


def test_a_copy_is_found_beside_its_first_printing(tmp_path, monkeypatch, workings):
    monkeypatch.setattr(module, "_SHARE", 0)
    first = Path(FILES[0])
    copy = tmp_path / f"copy{first.suffix}"
    copy.write_bytes(first.read_bytes() + b"\n\n(end)\n")
    with LedgerWriter(tmp_path / "ledger.db") as writer:
        for file in FILES:
            ingest(writer, [file], workings)
        before = {facts.source for facts in writer.reader.facts().values()}
        ingest(writer, [str(copy)], workings)
        assert len({facts.source for facts in writer.reader.facts().values()}) == len(before)
        assert check(writer.reader, lambda: make_threads(writer.reader, workings), workings.linker) == []


def test_what_is_read_again_has_everything_linked_anew(tmp_path, workings):
    with LedgerWriter(tmp_path / "ledger.db") as writer:
        ingest(writer, FILES, workings)
        document = writer.reader.document(writer.reader.document_ids()[0])
        claims = [stored.claim for stored in writer.reader.claims(documents=[document.id])]
        writer.record(document, claims[:1], workings.generation, given={"publisher": "another"})
        assert waiting(writer.reader) is None
