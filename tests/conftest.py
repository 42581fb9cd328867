"""What the tests of several rooms share."""

from pathlib import Path

import pytest

from communique.packs import Pack, compile_pack

GONDOR = Path(__file__).parent / "packs" / "gondor"


@pytest.fixture(scope="session")
def gondor() -> Pack:
    """The pack of a fictional world, so that tests of behaviour stay off the real register and lexicon."""
    return compile_pack(GONDOR, "gondor")
