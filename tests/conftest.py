"""What the tests of several rooms share."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import settings

from communique.packs import Pack, compile_pack

settings.register_profile("untimed", deadline=None)  # a busy machine is no failure
settings.load_profile("untimed")

GONDOR = Path(__file__).parent / "packs" / "gondor"


@pytest.fixture(scope="session")
def gondor() -> Pack:
    """The pack of a fictional world, so that tests of behaviour stay off the real register and lexicon."""
    return compile_pack(GONDOR, "gondor")


@dataclass
class Site:
    """A web server on this machine: ``pages`` maps a path to what it gives, ``asked`` are the requests it had."""

    url: str = ""
    pages: dict[str, "Page | Callable[[BaseHTTPRequestHandler], None]"] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


@dataclass
class Page:
    body: bytes | str = b""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@pytest.fixture
def site() -> Iterator[Site]:
    """A web server on 127.0.0.1; ``site.pages["/a"] = Page("…")`` makes a page."""
    made = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            made.asked.append((self.path, dict(self.headers)))
            page = made.pages.get(self.path, Page("nothing here", status=404))
            if not isinstance(page, Page):
                page(self)
                return
            body = page.body.encode() if isinstance(page.body, str) else page.body
            etag = page.headers.get("ETag")
            same = etag is not None and self.headers.get("If-None-Match") == etag
            self.send_response(304 if same else page.status)
            for name, value in {"Content-Type": page.kind, **page.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0" if same else str(len(body)))
            self.end_headers()
            if not same:
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    made.url = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield made
    server.shutdown()
    server.server_close()


@pytest.fixture
def page() -> type[Page]:
    """What a page of ``site`` is made with."""
    return Page
