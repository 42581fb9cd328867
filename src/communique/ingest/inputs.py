"""From what a user names to the files to read."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from glob import glob, has_magic
from pathlib import Path

from communique.model import DocumentTooLarge, ReadingError
from communique.reading import is_address

__all__ = ["STDIN", "Input", "expand", "load"]

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Input:
    """Something to read: ``path`` as the user named it (or found below what was named), ``-`` for standard input.

    A ``path`` that begins with ``https://`` or ``http://`` is an address on the web.

    ``missing`` is the error where nothing is there.
    """

    path: str
    missing: ReadingError | None = None


def expand(arguments: Iterable[str]) -> Iterator[Input]:
    """Yield the files that arguments name, each once, in order: files, folders, patterns, addresses and ``-``.

    Folders are walked in sorted order without hidden files and without following links to folders. A pattern that
    matches nothing, and a path that does not exist, come as an input with the reason in ``missing``.
    """
    seen: set[str] = set()
    for argument in arguments:
        for found in _expanded(argument):
            if found.path not in seen:
                seen.add(found.path)
                yield found


def _expanded(argument: str) -> Iterator[Input]:
    path = Path(argument)
    if argument == STDIN or is_address(argument):
        yield Input(argument)
    elif path.is_dir():
        yield from map(Input, _walk(argument))
    elif path.exists():
        yield Input(argument)
    elif has_magic(argument):
        # a pattern may begin anywhere, at / and .. too, which Path.glob does not take
        matches = sorted(glob(argument, recursive=True))  # noqa: PTH207
        if not matches:
            yield Input(argument, ReadingError(argument, "no file matches this pattern."))
        for match in matches:
            yield from map(Input, _walk(match) if Path(match).is_dir() else [match])
    else:
        yield Input(argument, ReadingError(argument, "there is no such file or folder."))


def _walk(folder: str) -> Iterator[str]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(root, name)
            if not name.startswith(".") and path.is_file():
                yield str(path)


def load(path: str, limit: int) -> bytes:
    """Return a file's bytes (standard input's for ``-``).

    Raises ``ReadingError`` where it cannot be read and ``DocumentTooLarge`` where it has more than ``limit`` bytes.
    """
    try:
        if path == STDIN:
            data = sys.stdin.buffer.read(limit + 1)
        else:
            with Path(path).open("rb") as stream:
                data = stream.read(limit + 1)
    except OSError as fault:
        raise ReadingError(path, f"cannot be read ({fault.strerror or fault}).") from None
    if len(data) > limit:
        raise DocumentTooLarge(path, f"is larger than {limit // 1_000_000} MB.", "Split it into its documents.")
    return data
