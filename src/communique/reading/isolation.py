"""Reading in a process of its own, with bounds on memory and time, so that a hostile file harms nobody.

The process is started when first needed and kept; it gets a job and a file's bytes on its standard input and answers
with JSON, so that nothing it says is ever run. It is ended and started anew where a job takes too long, breaks it, or
fills its memory. It knows nothing of the environment but where Python finds its modules, and may write no file, open
no connection and start no program.
"""

from __future__ import annotations

import atexit
import json
import logging
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Timer
from typing import Any

import communique.model as model
from communique.model import DamagedDocument, ReadingError, UnsafeDocument

__all__ = ["LIMITS", "Limits", "Reader", "isolated"]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may take: ``memory`` in bytes of address space, ``seconds`` of time."""

    memory: int = 3 << 30
    seconds: float = 60.0


LIMITS = Limits()
_KEPT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "VIRTUAL_ENV", "PYTHONHOME", "LD_LIBRARY_PATH")
_SERVE = "from communique.reading.worker import serve; serve()"
_JOBS = 500  # after so many files a process is replaced, since parsers leak


class Reader:
    """A reading process; one job at a time. It ends with ``close``, or with the process that made it."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self._limits = limits
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = os.getpid()
        self._done = 0

    def run(self, job: str, data: bytes, where: str, **options: Any) -> Any:
        """Carry out a job (see ``worker``) on a file's bytes and return its answer.

        Raises the ``ReadingError`` that the job raised, and ``UnsafeDocument`` where it broke the bounds.
        """
        with self._lock:
            answer = self._ask({"job": job, "where": where, "size": len(data), **options}, data)
        for level, words in answer.get("notes", ()):
            _log.log(level, "%s", words)
        fault = answer.get("fault")
        if fault is None:
            return answer["value"]
        if fault["kind"] == "error":
            _log.error("%s: the reader failed:\n%s", where, fault["reason"])
            raise UnsafeDocument(where, "it broke its reader.", "Save it again in the program that made it.")
        kind = getattr(model, fault["kind"], DamagedDocument)
        raise (kind if issubclass(kind, ReadingError) else DamagedDocument)(where, fault["reason"], fault["advice"])

    def _ask(self, job: dict[str, Any], data: bytes) -> dict[str, Any]:
        process = self._started()
        late: list[bool] = []

        def stop() -> None:
            late.append(True)
            process.kill()

        timer = Timer(self._limits.seconds, stop)
        timer.daemon = True
        timer.start()
        line = b""
        try:
            assert process.stdin is not None and process.stdout is not None
            process.stdin.write(json.dumps(job).encode() + b"\n")
            process.stdin.write(data)
            process.stdin.flush()
            line = process.stdout.readline()
        except OSError:
            pass  # it died while it was spoken to; no answer then
        finally:
            timer.cancel()
        if not line.endswith(b"\n"):
            self.close()
            reason = f"reading it took more than {self._limits.seconds:g} seconds" if late else "it broke its reader"
            return {"fault": {"kind": "UnsafeDocument", "reason": f"{reason}, and was stopped.", "advice": "Split it."}}
        answer: dict[str, Any] = json.loads(line)
        self._done += 1
        if self._done >= _JOBS or answer.get("leave"):
            self.close()
        return answer

    def _started(self) -> subprocess.Popen[bytes]:
        if self._owner != os.getpid():  # a fork has a copy of what belongs to its parent
            self._process, self._owner = None, os.getpid()
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.close()
        known = str(Path(model.__file__).parents[2])
        paths = [known, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
        environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
        environment |= {"PYTHONPATH": os.pathsep.join(paths), "PYTHONIOENCODING": "utf-8"}
        limits = f"{self._limits.memory} {self._limits.seconds}"
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-B", "-c", _SERVE, *limits.split()],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env=environment, start_new_session=True,
        )  # fmt: skip
        self._done = 0
        return self._process

    def close(self) -> None:
        """End the process; the next job starts another."""
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            try:
                if stream is not None:
                    stream.close()
            except OSError:  # what was left to be written to a process that is gone
                pass


_READER = Reader()
atexit.register(_READER.close)


def isolated(job: str, data: bytes, where: str, **options: Any) -> Any:
    """Carry out a job in the process that this one shares; see ``Reader.run``."""
    return _READER.run(job, data, where, **options)
