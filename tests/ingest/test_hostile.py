"""A folder of files made to do harm: a clear error for each, in bounded time, and the good file beside them is read."""

import gzip
import io
import tarfile
import zipfile
from datetime import date

import pytest

from communique.ingest import assemble, ingest
from communique.ledger import LedgerWriter, Outcome, check

GOOD = "2025年3月30日，美國國防部長與日本外長會談。雙方同意於2027年前部署一百枚飛彈，美國強調反對片面改變現狀。\n"
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12))
    + '<!ENTITY f SYSTEM "file:///etc/passwd">]>'
)


def zipped(members, stored=()):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in members.items():
            target.writestr(name, data, zipfile.ZIP_STORED if name in stored else None)
    return out.getvalue()


def bomb_of_tar():
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as target:
        info = tarfile.TarInfo("big.txt")
        info.size = 30_000_000
        target.addfile(info, io.BytesIO(bytes(info.size)))
    return out.getvalue()


def odt(content):
    kind = "application/vnd.oasis.opendocument.text"
    return zipped({"mimetype": kind, "content.xml": content}, ["mimetype"])


HOSTILE = {
    "bomb.zip": (zipped({"a.txt": bytes(30_000_000)}), "unpacks to"),
    "bomb.docx": (zipped({"word/document.xml": bytes(30_000_000)}), "unpack to far more"),
    "bomb.odt": (odt(bytes(30_000_000)), "unpack to far more"),
    "bomb.txt.gz": (gzip.compress(bytes(30_000_000)), "unpacks to far more"),
    "bomb.tar.gz": (bomb_of_tar(), "unpacks to far more"),
    "deep.zip": (zipped({"a.zip": zipped({"b.zip": zipped({"c.txt": "x"})})}), "inside an archive"),
    "out.zip": (zipped({"../../out.txt": GOOD}), "leads out"),
    "laughs.xml": (f"{LAUGHS}<rss><channel><item><title>&m;</title></item></channel></rss>", ""),
    "laughs.odt": (odt(f"{LAUGHS}<d><body><p>&m;&f;</p></body></d>"), ""),
    "laughs.opml": (f"{LAUGHS}<opml><outline xmlUrl='&m;'/></opml>", "watch"),
    "deep.rtf": (b"{\\rtf1" + b"{\\b " * 200_000, "too deep"),
    "deep.json": ("[" * 200_000, "valid JSON"),
    "deep.html": ("<html><body>" + "<div><b>" * 100_000, ""),
    "deep.odt": (odt("<d><body>" + "<s>" * 100_000 + "x" + "</s>" * 100_000 + "</body></d>"), ""),
    "nothing.pdf": (b"%PDF-1.7\n" + b"1 0 obj<</Type/Catalog/Pages 1 0 R/Kids[1 0 R 1 0 R]>>endobj\n" * 999, "damaged"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n" + bytes(64), "PNG"),
    "program.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(900), "old Microsoft Office"),
    "empty.warc": (b"WARC/1.0\r\nContent-Length: 99999999999\r\n\r\n", ""),
    "zeros.txt": (bytes(100_000), "NUL"),
}


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "in"
    made.mkdir()
    for name, (data, _) in HOSTILE.items():
        (made / name).write_bytes(data.encode() if isinstance(data, str) else data)
    (made / "zz-good.txt").write_text(GOOD, encoding="utf-8")
    return made


def test_each_has_its_error_and_the_good_one_is_read(tmp_path, folder):
    workings = assemble(today=date(2031, 1, 1))
    before = sorted(path.name for path in tmp_path.rglob("*"))
    with LedgerWriter(tmp_path / "ledger.db") as writer:
        report = ingest(writer, [str(folder)], workings)
        assert [result.path.rpartition("/")[2] for result in report.of(Outcome.NEW)][-1] == "zz-good.txt"
        for name, (_, reason) in HOSTILE.items():
            told = [result for result in report.results if f"/{name}" in result.path]
            assert told or name == "empty.warc", name
            assert not reason or reason in (told[0].fault or ""), (name, told[0].fault)
            assert all("in communique itself" not in (result.fault or "") for result in told), told
        for document in writer.reader.documents():
            assert "root:" not in document.text and len(document.text) < 1_000_000
        assert check(writer.reader) == []
    after = sorted(path.name for path in tmp_path.rglob("*") if "ledger.db" not in path.name)
    assert after == before
