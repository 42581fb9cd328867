"""Archives: ZIP, TAR, packed files and what is in them; and archives made to do harm."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile

import pytest

from communique.model import Document, DocumentTooLarge, ReadingError, UnsafeDocument
from communique.reading import archives, read_many

PROSE = "甲國國防部長與乙國外務大臣在首都會談，雙方同意加強防衛合作，並確認將於年內舉行下一次部長級對話。"


def tar(members: dict[str, bytes], mode: str = "w") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as target:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            target.addfile(info, io.BytesIO(data))
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        target.addfile(link)
    return out.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in members.items():
            target.writestr(name, data)
    return out.getvalue()


def read(tmp_path, name, data, **options):
    (tmp_path / name).write_bytes(data)
    return list(read_many(tmp_path / name, **options))


@pytest.mark.parametrize(
    ("name", "mode"),
    [("a.tar", "w"), ("a.tar.gz", "w:gz"), ("a.tgz", "w:gz"), ("a.tar.bz2", "w:bz2"), ("a.txz", "w:xz")],
)
def test_tar(tmp_path, name, mode):
    members = {
        "one.txt": PROSE.encode(),
        "二/b.md": PROSE.encode("utf-16"),
        ".hidden": b"x",
        "c.png": b"\x89PNG\r\n\x1a\n",
    }
    first, second, third = read(tmp_path, name, tar(members, mode))
    assert (first.path, second.path) == (f"{tmp_path}/{name}/one.txt", f"{tmp_path}/{name}/二/b.md")
    assert first.text == second.text == PROSE and isinstance(third, ReadingError)


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_packed_file(tmp_path, pack):
    (document,) = read(tmp_path, "page.txt.z", pack(PROSE.encode()))
    assert (document.text, document.path) == (PROSE, f"{tmp_path}/page.txt.z/page.txt")


def test_tables_in_archives(tmp_path):
    first, second = read(tmp_path, "a.zip", zipped({"n.jsonl": b'{"text": "x y z"}\n', "n.csv": b"text\nx y z\n"}))
    assert (first.path, second.path) == (f"{tmp_path}/a.zip/n.jsonl#1", f"{tmp_path}/a.zip/n.csv#1")


@pytest.mark.parametrize("make", [zipped, tar])
@pytest.mark.parametrize("name", ["../../up.txt", "/etc/passwd", "a/../../b.txt", "..\\up.txt", "C:\\x.txt"])
def test_names_that_lead_out(tmp_path, make, name):
    bad, good = read(tmp_path, "a.bin", make({name: PROSE.encode(), "good.txt": PROSE.encode()}))
    assert isinstance(bad, UnsafeDocument) and "leads out" in bad.reason
    assert isinstance(good, Document)


def test_bombs(tmp_path):
    zeros = bytes(30_000_000)
    (swollen,) = read(tmp_path, "a.zip", zipped({"a.txt": zeros}))
    assert isinstance(swollen, DocumentTooLarge)
    (packed,) = read(tmp_path, "b.gz", gzip.compress(zeros))
    assert isinstance(packed, UnsafeDocument)
    (tarred,) = read(tmp_path, "c.tar.gz", tar({"a.txt": zeros}, "w:gz"))
    assert isinstance(tarred, UnsafeDocument)
    nested = zipped({"x.txt": b"x" * 9})
    for depth in range(4):
        nested = zipped({f"{depth}.zip": nested})
    (deep,) = read(tmp_path, "d.zip", nested)
    assert "inside an archive" in str(deep)


def test_a_size_that_lies(tmp_path):
    data = bytearray(zipped({"a.txt": PROSE.encode() * 400}))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = (7).to_bytes(4, "little")
    (found,) = read(tmp_path, "a.zip", bytes(data))
    assert isinstance(found, ReadingError) or len(found.text) <= 400 * len(PROSE)


@pytest.mark.parametrize("make", [zipped, tar])
def test_too_many_members(tmp_path, monkeypatch, make):
    monkeypatch.setattr(archives, "MAX_MEMBERS", 3)
    *_, last = read(tmp_path, "a.bin", make({f"{n}.txt": PROSE.encode() for n in range(5)}))
    assert isinstance(last, DocumentTooLarge)


def test_a_member_over_the_limit(tmp_path):
    for make in (zipped, tar):
        big, good = read(tmp_path, "a.bin", make({"a.txt": PROSE.encode() * 9, "b.txt": PROSE.encode()}), limit=500)
        assert isinstance(big, DocumentTooLarge) and isinstance(good, Document)


@pytest.mark.parametrize(
    "data", [tar({"a.txt": PROSE.encode() * 99})[:5000], tar({"a.txt": b"x"}, "w:gz")[:60], b"\x1f\x8b\x08" + bytes(40)]
)
def test_damaged(tmp_path, data):
    *_, last = read(tmp_path, "a.tar", data)
    assert isinstance(last, ReadingError) and "damaged" in last.reason


def test_columns_of_ones_own(tmp_path):
    (document,) = read(tmp_path, "a.csv", f"text,Story,day\n{'x' * 9},{PROSE},2025-03-30\n".encode(),
                       columns={"text": "story", "date": "day"})  # fmt: skip
    assert (document.text, str(document.published)) == (PROSE, "2025-03-30")
    (document,) = read(tmp_path, "a.json", f'[{{"text": "{PROSE}"}}]'.encode())
    assert document.text == PROSE
