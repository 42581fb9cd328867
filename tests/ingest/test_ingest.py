import io
import json
import os
import signal
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from communique.ingest import Given, Workings, assemble, ingest, make_threads, reread
from communique.ingest.dating import infer_date
from communique.ingest.inputs import expand
from communique.ingest.run import distinct
from communique.ledger import LedgerReader, LedgerWriter, Outcome, check
from communique.model import Claim, DateSource, Event, Evidence, Tier
from communique.reading import read_bytes

TODAY = date(2031, 1, 1)
STATEMENT = (
    "外交部發言人例行記者會\n\n"
    "2025年3月31日,發言人表示,美日同意加強情報分享,日本將於2027年底前採購400枚飛彈。\n"
    "發言人強調,反對任何片面改變現狀的作為。\n"
)


@pytest.fixture(scope="module")
def workings() -> Workings:
    return assemble(today=TODAY)


@pytest.fixture
def writer(tmp_path):
    with LedgerWriter(tmp_path / "ledger.db") as opened:
        yield opened


@pytest.fixture
def folder(tmp_path):
    """Two documents, a copy, and things that cannot be read, in a folder with a subfolder."""
    root = tmp_path / "news"
    (root / "older").mkdir(parents=True)
    (root / "a.txt").write_text(STATEMENT, encoding="utf-8")
    (root / "older" / "b.txt").write_text(STATEMENT.replace("400", "500"), encoding="big5")
    (root / "older" / "copy.txt").write_text(STATEMENT, encoding="utf-8")
    (root / "older" / "empty.txt").write_bytes(b"")
    (root / "older" / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    (root / ".hidden.txt").write_text(STATEMENT, encoding="utf-8")
    return root


def names(results):
    return sorted(Path(result.path).name for result in results)


def test_a_folder_is_read_and_what_fails_does_not_hold_up_the_others(writer, workings, folder):
    seen = []
    report = ingest(writer, [str(folder)], workings, progress=lambda result, total: seen.append((result.path, total)))
    assert names(report.of(Outcome.NEW)) == ["a.txt", "b.txt"]
    assert names(report.of(Outcome.KNOWN)) == ["copy.txt"]
    assert names(report.failed) == ["empty.txt", "picture.txt"]
    assert [total for _, total in seen] == [5] * 5
    assert all(result.fault and result.path in result.fault for result in report.failed)
    assert {failure.fault for failure in writer.reader.failures()} == {"EmptyDocument", "BinaryDocument"}
    assert writer.reader.size()["documents"] == 2
    assert sum(result.claims for result in report.results) == writer.reader.size()["claims"] > 2
    assert not writer.reader.linking().behind and report.threads == writer.reader.size()["threads"] > 0
    assert check(writer.reader, lambda: make_threads(writer.reader, workings), workings.linker) == []


def test_reading_again_changes_nothing(writer, workings, folder):
    ingest(writer, [str(folder / "a.txt"), str(folder / "older" / "b.txt")], workings)
    before = ([stored.claim for stored in writer.reader.claims()], writer.reader.threads(), writer.reader.linking())
    report = ingest(writer, [str(folder)], workings)
    assert names(report.of(Outcome.KNOWN)) == ["a.txt", "b.txt", "copy.txt"]
    assert before == (
        [stored.claim for stored in writer.reader.claims()],
        writer.reader.threads(),
        writer.reader.linking(),
    )


def test_the_order_of_reading_does_not_matter(tmp_path, workings, folder):
    results = []
    for number, files in enumerate((["a.txt", "older/b.txt"], ["older/b.txt", "a.txt"])):
        with LedgerWriter(tmp_path / f"{number}.db") as writer:
            for name in files:
                ingest(writer, [str(folder / name)], workings)
            results.append(([stored.claim for stored in writer.reader.claims()], writer.reader.threads()))
    assert results[0] == results[1]


def test_a_mended_file_is_forgiven(writer, workings, folder):
    file = folder / "older" / "empty.txt"
    ingest(writer, [str(file)], workings)
    assert len(writer.reader.failures()) == 1
    file.write_text(STATEMENT + "另訊。", encoding="utf-8")
    assert ingest(writer, [str(file)], workings).of(Outcome.NEW)
    assert writer.reader.failures() == []


def test_what_the_user_says_outweighs_the_document_and_is_kept(writer, workings, folder):
    file = str(folder / "a.txt")
    said = Given(published=date(2025, 4, 2), publisher="外交部", tier=Tier.OFFICIAL)
    ingest(writer, [file], workings, given=said)
    (document,) = writer.reader.documents()
    assert (document.published, document.published_how) == (date(2025, 4, 2), DateSource.GIVEN)
    assert (document.publisher, document.tier) == ("外交部", Tier.OFFICIAL)
    assert ingest(writer, [file], workings).of(Outcome.KNOWN)
    newer = replace(workings, generation=replace(workings.generation, extractor="another one"))
    assert reread(writer, newer).of(Outcome.REREAD)
    assert writer.reader.documents() == [document]
    assert ingest(writer, [file], newer, given=Given(published=date(2025, 5, 5))).of(Outcome.REREAD)
    (document,) = writer.reader.documents()
    assert (document.published, document.publisher) == (date(2025, 5, 5), "外交部")


def test_a_newer_extractor_reads_again_and_only_what_is_old(writer, workings, folder):
    ingest(writer, [str(folder)], workings)
    assert reread(writer, workings).results == []
    newer = replace(
        workings,
        generation=replace(workings.generation, extractor="another one"),
        extract=lambda document: workings.extract(document)[:1],
    )
    report = reread(writer, newer)
    assert len(report.of(Outcome.REREAD)) == 2
    assert writer.reader.size()["claims"] == 2
    assert check(writer.reader, lambda: make_threads(writer.reader, newer), newer.linker) == []


def test_a_collection_is_read_document_by_document(writer, workings, tmp_path):
    rows = [
        {"text": STATEMENT, "title": "甲", "date": "2025-04-01", "publisher": "通訊社"},
        {"text": ""},
        {"text": STATEMENT.replace("400", "500"), "title": "乙"},
    ]
    table = tmp_path / "news.jsonl"
    table.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "news.zip", "w") as archive:
        archive.writestr("a.txt", STATEMENT)
        archive.writestr("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(64))
    report = ingest(writer, [str(table)], workings)
    assert [result.outcome for result in report.results] == [Outcome.NEW, None, Outcome.NEW]
    assert [failure.path for failure in writer.reader.failures()] == [f"{table}#2"]
    (first,) = (d for d in writer.reader.documents() if d.title == "甲")
    assert (first.path, first.published, first.publisher) == (f"{table}#1", date(2025, 4, 1), "通訊社")
    assert len(ingest(writer, [str(table)], workings).of(Outcome.KNOWN)) == 2
    newer = replace(workings, generation=replace(workings.generation, extractor="another one"))
    assert len(reread(writer, newer).of(Outcome.REREAD)) == 2
    assert first in writer.reader.documents()
    assert len(ingest(writer, [str(tmp_path / "news.zip")], newer).failed) == 1
    assert check(writer.reader) == []


def test_an_error_of_our_own_is_one_document_s_failure(writer, workings, folder, caplog):
    def extract(document):
        if document.encoding != "utf-8":
            raise RuntimeError("boom")
        return workings.extract(document)

    report = ingest(
        writer, [str(folder / "a.txt"), str(folder / "older" / "b.txt")], replace(workings, extract=extract)
    )
    assert names(report.of(Outcome.NEW)) == ["a.txt"]
    assert "an error in communique itself (RuntimeError: boom)" in (report.failed[0].fault or "")
    assert "boom" in caplog.text


def test_standard_input(writer, workings, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(STATEMENT.encode())))
    report = ingest(writer, ["-"], workings)
    assert report.results[0].outcome is Outcome.NEW
    (document,) = writer.reader.documents()
    assert document.path is None and writer.reader.carriers(document.id) == []


def test_arguments_are_expanded(folder, monkeypatch):
    monkeypatch.chdir(folder)
    assert [item.path for item in expand(["older", "a.txt", "older/b.txt"])] == [
        "older/b.txt", "older/copy.txt", "older/empty.txt", "older/picture.txt", "a.txt",
    ]  # fmt: skip
    assert [item.path for item in expand(["**/*.txt"])] == [
        "a.txt", "older/b.txt", "older/copy.txt", "older/empty.txt", "older/picture.txt",
    ]  # fmt: skip
    for name in ("nowhere.txt", "*.pdf"):
        (item,) = expand([name])
        assert item.missing is not None and name in str(item.missing)


def test_one_id_each():
    def claim(name: str, frame: str) -> Claim:
        return Event(id=name, document="d", evidence=(Evidence(0, 1, "x"),), frame=frame)

    kept = distinct([claim("a", "1"), claim("a", "1"), claim("a", "2"), claim("a", "3"), claim("b", "1")])
    assert [(one.id, one.frame) for one in kept] == [("a", "1"), ("a-2", "2"), ("a-3", "3"), ("b", "1")]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025年3月30日,兩國防長會談。", date(2025, 3, 30)),
        ("2025年3月30日會談,次日發表聲明。4月1日,發言人回應。", date(2025, 4, 1)),
        ("兩國自2025年3月30日起演習。", date(2025, 3, 30)),
        ("2025年3月30日會談,將於2026年1月11日再會。", date(2025, 3, 30)),
        ("2025年3月30日同意在2027年3月31日前完成。", date(2025, 3, 30)),
        ("2024年7月會談。", date(2024, 7, 31)),
        ("2024年7月28日與2024年8月。", date(2024, 8, 31)),
        ("2024年7月28日,即2024年7月。", date(2024, 7, 28)),
        ("計劃到2040年1月1日完成。", None),
        ("上週會談,昨日結束。", None),
        ("2099年1月1日", None),
        ("2025年是重要的一年。", None),
        ("（示例社記者王大文東京3日專電）兩國防長於2025年4月2日會談。", date(2025, 4, 3)),
        ("（示例社東京三日綜合外電報導）兩國防長3月30日會談，2025年3月31日發表聲明。", date(2025, 4, 3)),
        ("（示例社東京2日電）兩國防長於2025年4月2日會談。", date(2025, 4, 2)),
        ("示例社東京3月31日電 兩國防長會談。去年，即2024年，雙方亦曾會談。", date(2024, 3, 31)),
        ("示例社東京3月31日電 2015年4月27日兩國修訂指針，2025年再議。", date(2025, 3, 31)),
        ("示例社東京3月31日電 兩國防長會談。", None),
        ("示例社東京30日電 兩國防長2025年3月會談。", date(2025, 3, 30)),
        ("兩國防長2025年4月2日會談，3日電話會議。", date(2025, 4, 3)),
        ("TOKYO, April 3 (Example) — The ministers met on April 2, 2025. Work ends by March 31, 2027, officials said.",
         date(2025, 4, 3)),
        ("The ministers of both countries met on April 2, 2025 in Tokyo and will meet again on May 1, 2026, they said.",
         date(2025, 4, 2)),
    ],
)  # fmt: skip
def test_a_document_is_dated_by_the_latest_past_day_it_speaks_of(text, day):
    document = replace(read_bytes(f"公報\n\n{text}\n".encode()), published=None, published_how=DateSource.NONE)
    assert infer_date(document, TODAY) == day


@pytest.mark.parametrize(
    ("path", "text", "day"),
    [
        ("news/20250403-tokyo.txt", "兩國防長會談。", date(2025, 4, 3)),
        ("news/2025-04-05.txt", "（示例社東京3日電）兩國防長會談。", date(2025, 4, 3)),
        ("news/2024-04-05.txt", "兩國防長2025年4月2日會談。", date(2025, 4, 2)),
        ("20250403/a.txt", "兩國防長會談。", None),
        ("20991231.txt", "兩國防長會談。", None),
    ],
)
def test_a_day_in_the_name_of_the_file_counts_where_the_text_allows_it(path, text, day):
    document = read_bytes(f"公報\n\n{text}\n".encode(), path=path)
    assert infer_date(document, TODAY) == day


def test_an_inferred_day_is_marked(writer, workings, tmp_path):
    file = tmp_path / "undated.txt"
    file.write_text("觀察\n\n兩國防長曾於2025年3月30日會談,並發表聲明。此後雙方多次接觸。\n", encoding="utf-8")
    ingest(writer, [str(file)], workings)
    (document,) = writer.reader.documents()
    assert (document.published, document.published_how) == (date(2025, 3, 30), DateSource.INFERRED)


READ = """
import sys
import zipfile
from communique.ingest import assemble, ingest
from communique.ledger import LedgerWriter
workings = assemble()
print("ready", flush=True)
with LedgerWriter(sys.argv[1]) as writer:
    report = ingest(writer, [sys.argv[2]], workings, progress=lambda result, total: print(result.outcome, flush=True))
"""


def start(ledger, folder):
    return subprocess.Popen(
        [sys.executable, "-c", READ, str(ledger), str(folder)], stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip


@pytest.fixture
def many(tmp_path):
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(20):
        text = STATEMENT.replace("400", str(400 + number)) * 3
        (folder / f"{number:02}.txt").write_text(text, encoding="utf-8")
    return folder


def test_killed_again_and_again_it_goes_on_where_it_was(tmp_path, many, workings):
    """kill -9 after a few documents, until all are read; nothing read is read twice, nothing is broken."""
    ledger, read = tmp_path / "ledger.db", 0
    for after in (1, 4, 3):
        process = start(ledger, many)
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
        for line in process.stdout:
            if line.strip() == "new":
                after -= 1
            if after == 0:
                process.send_signal(signal.SIGKILL)
                break
        process.stdout.close()
        process.wait()
        with LedgerReader(ledger) as reader:
            assert check(reader) == []
            assert read < reader.size()["documents"] < 20
            read = reader.size()["documents"]
    with LedgerWriter(ledger) as writer:
        report = ingest(writer, [str(many)], workings)
        assert len(report.of(Outcome.KNOWN)) == read and len(report.of(Outcome.NEW)) == 20 - read
        assert check(writer.reader, lambda: make_threads(writer.reader, workings), workings.linker) == []


def test_two_processes_read_the_same_folder_at_once(tmp_path, many, workings):
    ledger = tmp_path / "ledger.db"
    processes = [start(ledger, many) for _ in range(2)]
    outcomes = [process.communicate()[0].split()[1:] for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert [len(lines) for lines in outcomes] == [20, 20]
    assert sum(lines.count("new") for lines in outcomes) == 20
    with LedgerWriter(ledger) as writer:
        assert writer.reader.size()["documents"] == 20
        assert not writer.reader.linking().behind
        assert check(writer.reader, lambda: make_threads(writer.reader, workings), workings.linker) == []
