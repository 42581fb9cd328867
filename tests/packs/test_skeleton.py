import shutil

import pytest

from communique.extraction import extract
from communique.model import PackError, UsageError
from communique.packs import compile_pack
from communique.packs.check import check_pack
from communique.packs.skeleton import new_pack
from communique.reading import read_bytes

TEXT = "2025年3月5日,北地外長霍姆與南濱國代表在霜城會談,雙方同意擴大北方水域對話。北地國反對封鎖航道,支持自由通行。"


def test_a_new_pack_loads_is_sound_and_reads(tmp_path):
    folder = new_pack("arctic", tmp_path)
    assert check_pack(folder) == []
    pack = compile_pack(folder, "arctic")
    assert pack.name == "arctic" and pack.register.find("霜城") and pack.frames and pack.weights
    claims = extract(read_bytes(TEXT.encode(), path="news.txt"), pack)
    assert claims and {"nrd", "sud"} & {actor.id for claim in claims for actor in claim.actors}


def test_every_file_explains_itself(tmp_path):
    folder = new_pack("arctic", tmp_path)
    files = sorted(folder.rglob("*.yaml"))
    assert len(files) > 8
    for file in files:
        assert file.read_text(encoding="utf-8").startswith("#"), file.name


def test_nothing_is_overwritten(tmp_path):
    folder = new_pack("arctic", tmp_path)
    (folder / "register" / "states.yaml").write_text("# mine\n", encoding="utf-8")
    with pytest.raises(PackError, match="exists already"):
        new_pack("arctic", tmp_path)
    assert (folder / "register" / "states.yaml").read_text(encoding="utf-8") == "# mine\n"


@pytest.mark.parametrize("name", ["", "Arctic", "far north", "../arctic", "arctic-", "北極"])
def test_a_name_that_is_none(tmp_path, name):
    with pytest.raises(UsageError, match="no name for a pack"):
        new_pack(name, tmp_path)
    assert not list(tmp_path.iterdir())


def test_folders_above_are_made(tmp_path):
    assert new_pack("arctic", tmp_path / "packs" / "mine") == tmp_path / "packs" / "mine" / "arctic"


def test_where_nothing_can_be_written(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OSError):
        new_pack("arctic", tmp_path / "file")


def test_what_was_begun_and_broken_off_is_no_obstacle(tmp_path):
    (tmp_path / ".arctic.partial" / "register").mkdir(parents=True)
    folder = new_pack("arctic", tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["arctic"]
    shutil.rmtree(folder)
