"""The isolated reader's side: gets jobs, answers with JSON. ``isolation`` starts it.

======== ==================================================================================
job      value
======== ==================================================================================
draft    the draft of a document (PDF, office formats, EPUB, RTF, e-mail, web page)
feed     a feed's title, language and entries
opml     the feeds of a list
sitemap  the addresses of a site map
places   where words stand on a PDF's pages; options ``start``, ``end``
======== ==================================================================================
"""

from __future__ import annotations

import json
import logging
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from typing import Any, BinaryIO

from communique.model import ReadingError, UnsafeDocument
from communique.reading.drafts import Draft, Source, draft_to_json
from communique.reading.feed_parsing import parse_feed, parse_opml, parse_sitemap
from communique.reading.pdf import find_places
from communique.reading.readers import read_draft

__all__ = ["serve"]

_FORBIDDEN = (
    "socket.connect", "socket.bind", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.exec", "os.fork",
    "os.posix_spawn", "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "shutil.",
)  # fmt: skip


def _draft(data: bytes, job: dict[str, Any]) -> Any:
    draft: Draft = read_draft(data, Source(job.get("path"), job.get("url")), job["where"], job.get("charset"))
    return draft_to_json(draft)


_JOBS: dict[str, Callable[[bytes, dict[str, Any]], Any]] = {
    "draft": _draft,
    "feed": lambda data, job: parse_feed(data, job["where"], job.get("url")),
    "opml": lambda data, job: parse_opml(data, job["where"]),
    "sitemap": lambda data, job: parse_sitemap(data, job["where"]),
    "places": lambda data, job: find_places(data, job["start"], job["end"], job["where"]),
}


class _Notes(logging.Handler):
    """Keeps what the readers log, to be sent with the answer."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.kept: list[tuple[int, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.startswith("communique.") and len(self.kept) < 100:
            self.kept.append((record.levelno, record.getMessage()[:1000]))


def serve() -> None:
    """Answer jobs from standard input until it ends; the arguments are the bounds on memory and seconds."""
    jobs, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever a library prints must not get between the answers
    seconds = int(float(sys.argv[2])) + 2
    _confine(int(sys.argv[1]))
    notes = _Notes()
    logging.getLogger().addHandler(notes)
    logging.getLogger("communique").setLevel(logging.INFO)
    while line := jobs.readline():
        _allow_time(seconds)
        notes.kept.clear()
        answer = _answer(json.loads(line), jobs)
        answer["notes"] = notes.kept
        answers.write(json.dumps(answer).encode() + b"\n")
        answers.flush()
        if answer.get("leave"):
            return


def _answer(job: dict[str, Any], jobs: BinaryIO) -> dict[str, Any]:
    data = jobs.read(job["size"])
    try:
        return {"value": _JOBS[job["job"]](data, job)}
    except ReadingError as fault:
        return {"fault": {"kind": type(fault).__name__, "reason": fault.reason, "advice": fault.advice}}
    except MemoryError:
        reason = "reading it took more memory than a document may."
        return {"fault": {"kind": UnsafeDocument.__name__, "reason": reason, "advice": "Split it."}, "leave": True}
    except RecursionError:
        reason = "its parts lie too deep inside each other."
        return {"fault": {"kind": UnsafeDocument.__name__, "reason": reason, "advice": ""}}
    except Exception:  # a reader's mistake on a file nobody thought of: told, and the next file is read
        return {"fault": {"kind": "error", "reason": traceback.format_exc()[-4000:], "advice": ""}}


def _confine(memory: int) -> None:
    """Give up what reading does not need: memory without end, files to write, connections, other programs."""
    for which, value in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(which)[1]
        bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
        try:
            resource.setrlimit(which, (bound, bound))
        except (ValueError, OSError):  # a system without this limit (macOS for memory): the others hold
            continue
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def refuse(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(_FORBIDDEN):
            raise PermissionError(f"{event} is not for the reader of documents")

    sys.addaudithook(refuse)


def _allow_time(seconds: int) -> None:
    """Bound the processor time of the next job, for when whoever watches the clock is gone."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    bound = int(usage.ru_utime + usage.ru_stime) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (bound if hard == resource.RLIM_INFINITY else min(bound, hard), hard))
