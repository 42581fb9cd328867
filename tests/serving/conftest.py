"""A server on the bundled sample, asked directly and through a real browser."""

import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright
from starlette.testclient import TestClient

from communique.ingest import assemble, ingest
from communique.ledger import LedgerWriter
from communique.serving import STATIC, Settings, create_app
from communique.serving.running import bind

SAMPLE = Path(__file__).parents[2] / "src" / "communique" / "sample" / "documents"
ADDRESS = "http://127.0.0.1:8642"
PATIENCE = 30_000
"""How long a page may take on a slow machine, in milliseconds; a page that is ready is not waited for."""
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip


def make_ledger(path: Path, files: list[str]) -> Path:
    with LedgerWriter(path) as writer:
        ingest(writer, files, assemble())
    return path


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of the bundled sample, and of one file that cannot be read."""
    folder = tmp_path_factory.mktemp("serving")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4\nnot a PDF any more")
    return make_ledger(folder / "sample.db", [str(SAMPLE / "s*"), str(folder / "broken.pdf")])


@pytest.fixture(scope="session")
def client(sample: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(str(sample))), base_url=ADDRESS) as made:
        yield made


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[TestClient]:
    """A server on a ledger that is not there yet."""
    with TestClient(create_app(Settings(str(tmp_path / "new.db"))), base_url=ADDRESS) as made:
        yield made


class Served:
    """A server in a thread; ``address`` is where it answers."""

    def __init__(self, ledger: Path) -> None:
        self._listener = bind("127.0.0.1", 0)
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        config = uvicorn.Config(create_app(Settings(str(ledger))), log_level="error", access_log=False)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._listener]})
        self._thread.start()

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(20)
        self._listener.close()


@pytest.fixture(scope="session")
def served(sample: Path) -> Iterator[Served]:
    server = Served(sample)
    yield server
    server.stop()


def _needed(what: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium as the system has it; missing, the tests are skipped, but fail where CI is set."""
    chromium = next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
    )
    if chromium is None:
        _needed("no Chromium here; apt-get install chromium brings it")
    if not (STATIC / "index.html").is_file():
        _needed("the pages are not built; npm ci && npm run build in web/ builds them")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=chromium, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of 1280 pixels in Traditional Chinese; an error on it fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-TW")
    made = context.new_page()
    made.set_default_timeout(PATIENCE)
    faults: list[str] = []
    made.on("pageerror", lambda fault: faults.append(str(fault)))
    made.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
    yield made
    context.close()
    assert faults == []
