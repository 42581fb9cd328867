"""What a user installs works: the wheel, in an environment with nothing else in it."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COMMUNIQUE_"))}


def done(*arguments: object, **options) -> str:
    finished = subprocess.run(
        list(map(str, arguments)), capture_output=True, text=True, check=False, env={**CLEAN, **options}
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished.stdout


@pytest.mark.install
def test_a_wheel_works_in_a_clean_environment(tmp_path):
    done(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path, PROJECT)
    (wheel,) = tmp_path.glob("communique-*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert "communique/py.typed" in names and not any(name.startswith("tests") for name in names)
    clean = tmp_path / "clean"
    done(sys.executable, "-m", "venv", "--without-pip", clean)
    done(
        sys.executable, "-m", "pip", "--python", clean / "bin" / "python", "install", "--quiet", "--no-compile",
        "--constraint", PROJECT / "constraints.txt", wheel,
    )  # fmt: skip
    communique = clean / "bin" / "communique"
    assert "Usage: communique" in done(communique, "--help", NO_COLOR="1")
    assert "Board on " in done(communique, "demo", HOME=str(tmp_path), XDG_CACHE_HOME=str(tmp_path / "cache"))
