"""Begin a pack for another field: a folder that loads, passes the check, and explains itself."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from communique.model import PackError, UsageError
from communique.packs.loader import pack_folder

__all__ = ["new_pack"]

_OF_THE_LANGUAGE = ("frames", "lexicon", "weights.json")
"""What a pack takes over from the shipped one: it belongs to the language of diplomacy rather than to one field."""


def new_pack(name: str, parent: Path) -> Path:
    """Make the folder of a new pack under ``parent`` and return it.

    Its register is an invented example with comments; verbs, function words and weights are those of the shipped pack.
    Raises ``UsageError`` for a name that is none, ``PackError`` where the folder exists, ``OSError`` where it cannot be
    written; nothing is left behind then.
    """
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", name):
        raise UsageError(f"{name!r} is no name for a pack: lower-case letters, digits and hyphens.")
    folder = parent / name
    if folder.exists():
        raise PackError(f"{folder}: exists already; nothing was changed.")
    partial = parent / f".{name}.partial"
    shutil.rmtree(partial, ignore_errors=True)
    try:
        shutil.copytree(pack_folder("template") / "register", partial / "register")
        for part in _OF_THE_LANGUAGE:
            source = pack_folder("indopacific") / part
            (shutil.copytree if source.is_dir() else shutil.copyfile)(source, partial / part)
        partial.rename(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return folder
