import gc

import pytest

from communique.packs import Pack, once_for_each_pack
from communique.packs.compiling import collector_paused


def test_what_is_made_of_a_pack_is_made_once_and_without_the_collector(gondor: Pack) -> None:
    seen: list[bool] = []

    @once_for_each_pack
    def entries(pack: Pack) -> list[str]:
        """Return the ids."""
        seen.append(gc.isenabled())
        return [entry.id for entry in pack.register]

    assert entries(gondor) is entries(gondor)
    assert entries(gondor)
    assert seen == [False]
    assert gc.isenabled()
    assert entries.__doc__ == "Return the ids."


def test_the_collector_is_left_as_it_was() -> None:
    with pytest.raises(ValueError, match="broken"), collector_paused():
        raise ValueError("broken")
    assert gc.isenabled()
    gc.disable()
    try:
        with collector_paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
