import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from communique.model import PackError
from communique.packs import Pack, loader, pack_folder

GONDOR = Path(__file__).parent / "gondor"


@pytest.fixture
def load(monkeypatch, tmp_path):
    """``load_pack`` with a cache of the test's own and without memory."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return loader.load_pack.__wrapped__


@pytest.fixture
def folder(tmp_path) -> Path:
    return Path(shutil.copytree(GONDOR, tmp_path / "gondor"))


def cached(tmp_path) -> list[Path]:
    return sorted((tmp_path / "cache" / "communique").iterdir())


def content(pack: Pack) -> list[object]:
    return [pack.name, pack.digest, list(pack.register), pack.frames, pack.words, pack.weights]


def test_the_compiled_pack_is_the_pack(load, folder, tmp_path, monkeypatch):
    first = load(str(folder))
    (file,) = cached(tmp_path)
    monkeypatch.setattr(loader, "compile_pack", lambda *_: pytest.fail("the cache was not used"))
    again = load(str(folder))
    assert content(again) == content(first) and cached(tmp_path) == [file]
    assert again.register.relations("oath-of-eorl") == first.register.relations("oath-of-eorl")


def test_a_changed_pack_is_compiled_anew(load, folder):
    before = load(str(folder))
    people = folder / "register" / "people.yaml"
    people.write_text(people.read_text(encoding="utf-8").replace("阿拉貢", "神行客"), encoding="utf-8")
    after = load(str(folder))
    assert after.digest != before.digest
    assert not before.register.find("神行客") and after.register.find("神行客")


@pytest.mark.parametrize("damage", [b"", b"\x80\x05", b"cos\nnothing\n.", pickle.dumps("no pack"), b"\x80\x05K\x01.x"])
def test_a_damaged_cache_is_done_without(load, folder, tmp_path, damage):
    pack = load(str(folder))
    (file,) = cached(tmp_path)
    file.write_bytes(damage)
    assert content(load(str(folder))) == content(pack)
    assert file.read_bytes() != damage


def test_old_compiled_forms_are_cleared_away(load, folder, tmp_path):
    words = folder / "lexicon" / "words.yaml"
    for number in range(loader._KEPT + 3):
        words.write_text(words.read_text(encoding="utf-8") + f"list-{number}: [字]\n", encoding="utf-8")
        load(str(folder))
    assert len(cached(tmp_path)) == loader._KEPT


def test_a_cache_that_cannot_be_written_is_done_without(load, folder, tmp_path):
    (tmp_path / "cache").write_text("no folder", encoding="utf-8")
    assert len(load(str(folder)).register) == 28


@pytest.mark.parametrize("name", ["nowhere", "", "check.py", "indopacific/register"])
def test_what_is_no_pack_is_said(name, tmp_path):
    with pytest.raises(PackError, match="pack"):
        pack_folder(name or str(tmp_path))


def test_faults_are_raised_together(load, folder):
    people = folder / "register" / "people.yaml"
    text = people.read_text(encoding="utf-8")
    people.write_text(
        text.replace("sure: certain", "sure: perhaps", 1).replace("- id: p.eomer", "- id: gon"), encoding="utf-8"
    )
    with pytest.raises(PackError) as caught:
        load(str(folder))
    assert "2 faults" in str(caught.value)
    assert "p.aragorn: schema: sure" in str(caught.value) and "gon: this id stands 2 times" in str(caught.value)


def test_a_warm_start_imports_neither_pydantic_nor_yaml(load, folder, tmp_path):
    load(str(folder))
    code = (
        "import sys; from communique.packs import load_pack; load_pack(sys.argv[1]); "
        "print(sorted({'pydantic', 'yaml'} & set(sys.modules)))"
    )
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    done = subprocess.run([sys.executable, "-c", code, str(folder)], env=environment, capture_output=True, text=True)
    assert done.stdout == "[]\n", done.stderr
