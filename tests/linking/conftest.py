from __future__ import annotations

import pytest

from communique.model import Claim
from communique.packs import Pack, load_pack

from .gold import SHARED, read_gold
from .making import Doc


@pytest.fixture(scope="session")
def pack() -> Pack:
    return load_pack()


@pytest.fixture(scope="session")
def gold(pack: Pack) -> tuple[list[Claim], dict[str, Doc], dict[str, str], set[str]]:
    if not (SHARED / "gold" / "threads.tsv").is_file():
        pytest.skip("no annotated corpus beside the project")
    return read_gold(pack)
