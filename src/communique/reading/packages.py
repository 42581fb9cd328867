"""Documents that are ZIP packages (DOCX, ODT, EPUB): opened with bounds on what they unpack to."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from communique.model import DamagedDocument, UnsafeDocument

__all__ = ["BROKEN", "MAX_PARTS", "MAX_UNPACKED", "RATIO", "open_package", "part"]

MAX_PARTS = 10_000
MAX_UNPACKED = 400_000_000
RATIO = 200
"""Times that a part may grow when it is unpacked, from 4 KiB upwards."""

_PACKED = 4096
BROKEN = (
    BadZipFile, zlib.error, struct.error, RuntimeError, OSError, NotImplementedError, EOFError, ValueError, IndexError,
)  # fmt: skip
"""What reading a damaged ZIP file may raise."""


def open_package(data: bytes, where: str, name: str) -> ZipFile:
    """Open a package; ``name`` is what it is called in messages ("Word document").

    Raises ``DamagedDocument`` where it is none or is locked, ``UnsafeDocument`` where it would unpack to too much.
    """
    try:
        package = ZipFile(BytesIO(data))
    except BROKEN as fault:
        raise DamagedDocument(where, f"the {name} is damaged.", "Open it where it was made and save it.") from fault
    infos = package.infolist()
    swollen = any(info.file_size > RATIO * max(info.compress_size, _PACKED) for info in infos)
    if swollen or len(infos) > MAX_PARTS or sum(info.file_size for info in infos) > MAX_UNPACKED:
        raise UnsafeDocument(where, f"the {name} would unpack to far more than its size.", "Do not open it.")
    if any(info.flag_bits & 1 for info in infos):
        raise DamagedDocument(where, "it is locked with a password.", "Save it without the lock.")
    return package


def part(package: ZipFile, member: str, where: str, name: str) -> bytes | None:
    """Return one part's bytes, ``None`` where there is no such part; raises ``DamagedDocument``."""
    try:
        with package.open(member) as stream:
            data = stream.read(MAX_UNPACKED + 1)
    except KeyError:
        return None
    except BROKEN as fault:
        raise DamagedDocument(where, f"the {name} is damaged.", "Open it where it was made and save it.") from fault
    return data
