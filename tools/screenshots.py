"""Take the pictures of the board that the README shows, of the bundled sample in Traditional Chinese.

``python tools/screenshots.py`` writes ``docs/images/*.png``; it needs the test dependencies and Chromium.
"""

import shutil
import sys
import threading
from pathlib import Path
from tempfile import TemporaryDirectory

import uvicorn
from playwright.sync_api import Page, sync_playwright

from communique.ingest import assemble, ingest
from communique.ledger import LedgerReader, LedgerWriter
from communique.serving import Settings, create_app
from communique.serving.running import bind

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu"]


def take(page: Page, address: str, name: str, path: str, ready: str) -> None:
    """Open a view, wait for what shows that it is whole, and keep its picture."""
    page.goto(address + path)
    page.locator(ready).first.wait_for()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=IMAGES / f"{name}.png")
    sys.stdout.write(f"docs/images/{name}.png\n")


def views(ledger: Path) -> dict[str, tuple[str, str]]:
    """Return the views by name: address, and what to wait for; the thread is the one with most claims."""
    with LedgerReader(ledger) as reader:
        lines = [thread for thread in reader.threads() if thread.kind == "commitment"]
        busiest = max(lines, key=lambda thread: (len(thread.claims), thread.id))
        claim = reader.claim(busiest.claims[0]).claim
    return {
        "board": ("/", ".since li"),
        "slider": ("/?on=2025-03-31&known=2025-03-31&from=2024-12-31", ".card.moved"),
        "thread": (f"/thread/{busiest.id}", ".rung"),
        "reader": (f"/document/{claim.document}?claim={claim.id}", ".claim-card"),
        "timeline": ("/timeline?lane=actor", ".chart canvas"),
    }


def main() -> None:
    """Read the sample into a ledger of its own, serve it, and take the pictures."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("no Chromium here; apt-get install chromium brings it")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        ledger = Path(folder) / "sample.db"
        with LedgerWriter(ledger) as writer:
            ingest(writer, [str(ROOT / "src/communique/sample/documents/s*")], assemble())
        listener = bind("127.0.0.1", 0)
        server = uvicorn.Server(uvicorn.Config(create_app(Settings(str(ledger))), log_level="error"))
        running = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        running.start()
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=chromium, args=FLAGS)
            for size, shown in {(1280, 800): views(ledger), (390, 800): {"phone": ("/", ".since li")}}.items():
                context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="zh-TW")
                for name, (path, ready) in shown.items():
                    take(context.new_page(), address, name, path, ready)
                context.close()
            browser.close()
        server.should_exit = True
        running.join()


if __name__ == "__main__":
    main()
