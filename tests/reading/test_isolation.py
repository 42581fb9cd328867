"""The isolated reader: bounds hold, and the next file is read as if nothing had been."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from communique.model import DamagedDocument, UnsafeDocument
from communique.reading import read_bytes
from communique.reading.drafts import draft_from_json, draft_to_json
from communique.reading.isolation import _READER, Limits, Reader
from communique.reading.plain import read_text

PROSE = "甲國國防部長與乙國外務大臣在首都會談，雙方同意加強防衛合作，並確認將於年內舉行對話。"
PAGE = f"<html lang='zh'><body><p>{PROSE}</p></body></html>".encode()


@pytest.fixture
def reader():
    made = Reader()
    yield made
    made.close()


def read(reader, data=PAGE, where="a.html"):
    return draft_from_json(reader.run("draft", data, where, path=where, url=None, charset=None))


def test_a_draft_comes_through_whole(reader):
    draft = read_text("---\ntitle: 甲\npublished: 2025-03-30\ntier: report\n---\n\n雙方\n\n會談。\n")
    assert draft_from_json(draft_to_json(draft)) == draft
    assert "加強防衛合作" in read(reader).text


def test_too_slow():
    slow = Reader(Limits(seconds=0.02))
    with pytest.raises(UnsafeDocument, match=r"0\.02 seconds"):
        read(slow)
    slow.close()


def test_too_much_memory():
    small = Reader(Limits(memory=1 << 20))
    with pytest.raises(UnsafeDocument) as caught:
        read(small, b"<html>" + b"<p>x</p>" * 1_000_000)
    assert caught.value.where == "a.html"
    small.close()


def test_a_reader_that_dies_is_replaced(reader):
    read(reader)
    first = reader._process
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    assert "加強" in read(reader).text and reader._process is not first


def test_a_fault_of_the_reader_itself_is_no_fault_of_the_run(reader, caplog):
    with pytest.raises(UnsafeDocument, match="broke its reader"):
        reader.run("no such job", b"", "a.html")
    assert "KeyError" in caplog.text
    assert "加強" in read(reader).text


def test_faults_come_back_as_what_they_are(reader):
    with pytest.raises(DamagedDocument) as caught:
        reader.run("feed", b"no feed", "a.xml", url=None)
    assert caught.value.where == "a.xml" and caught.value.advice


def test_what_a_fork_inherits_it_does_not_use():
    read_bytes(PAGE)
    process = _READER._process
    child = os.fork()
    if child == 0:
        code = 1
        try:
            read_bytes(PAGE)
            code = 0 if _READER._process is not process else 2
            _READER.close()
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert "加強" in read_bytes(PAGE).text and _READER._process is process


@pytest.mark.parametrize(
    "deed",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "import os; os.fork()",
        "open('made', 'wb', 0).write(b'x')",
        "bytearray(300_000_000)",
    ],
)
def test_what_a_reader_may_not_do(tmp_path, deed):
    code = (
        "from communique.reading.worker import _confine; _confine(200_000_000)\n"
        f"try:\n {deed}\nexcept (OSError, MemoryError): print('refused')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path)
    assert done.stdout == "refused\n", done.stderr
    assert not (tmp_path / "made").exists() or (tmp_path / "made").stat().st_size == 0


@pytest.mark.skipif(not Path("/proc").exists(), reason="looks into /proc")
def test_it_ends_with_whoever_started_it():
    code = (
        "import os, signal\nfrom communique.reading import read_bytes\n"
        "from communique.reading.isolation import _READER\n"
        f"read_bytes({PAGE!r})\nprint(_READER._process.pid, flush=True)\nos.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    pid = int(done.stdout)
    for _ in range(200):
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return
        except FileNotFoundError:
            return
        subprocess.run([sys.executable, "-c", ""])
    pytest.fail("the reader lives on")
