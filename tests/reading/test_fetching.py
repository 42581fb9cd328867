"""Addresses on the web: what is fetched, what is refused, and that nothing hostile holds it up."""

import gzip
import socket
import time

import pytest

from communique.model import (
    DocumentTooLarge,
    FetchError,
    FetchTimeout,
    ForbiddenAddress,
    HttpError,
    TooManyRedirects,
    UsageError,
)
from communique.reading import Addresses, Fetcher
from communique.reading.addresses import is_public


@pytest.fixture
def fetcher():
    with Fetcher(allowed=["127.0.0.1"], limit=100_000, seconds=5) as opened:
        yield opened


def test_a_page_comes_with_what_its_server_says(site, page, fetcher):
    site.pages["/old"] = page(status=301, headers={"Location": "/new#top"})
    site.pages["/new"] = page("頁".encode("big5"), kind="text/html; charset=big5", headers={"ETag": '"1"'})
    found = fetcher.fetch(f"{site.url}/old#part")
    assert (found.data.decode(found.charset), found.url) == ("頁", f"{site.url}/new#top")
    assert (found.media_type, found.etag, found.modified) == ("text/html", '"1"', None)
    assert site.paths() == ["/old", "/new"]
    assert fetcher.fetch(f"{site.url}/new", etag='"1"') is None
    assert "communique" in site.asked[-1][1]["User-Agent"]


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True), ("2606:4700::1111", True), ("64:ff9b::8.8.8.8", True),
        ("127.0.0.1", False), ("127.8.8.8", False), ("10.1.2.3", False), ("172.16.0.1", False), ("192.168.1.1", False),
        ("169.254.169.254", False), ("100.64.0.1", False), ("0.0.0.0", False), ("255.255.255.255", False),
        ("224.0.0.1", False), ("240.0.0.1", False), ("192.0.2.1", False), ("::1", False), ("::", False),
        ("fe80::1%eth0", False), ("fc00::1", False), ("ff02::1", False), ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.1", False), ("2002:7f00:1::", False), ("64:ff9b::7f00:1", False),
        ("2001:0:1:2:3:4:8080:fefe", False),
    ],
)  # fmt: skip
def test_which_addresses_are_public(address, public):
    assert is_public(address) is public


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://2130706433/", "http://0x7f.1/", "http://0/",
     "http://[::ffff:127.0.0.1]/", "http://127.0.0.1.:80/", "http:///etc/passwd", "ftp://example.org/x",
     "file:///etc/passwd"],
)  # fmt: skip
def test_this_machine_is_not_fetched_from(url):
    with Fetcher(seconds=5) as fetcher, pytest.raises(FetchError) as caught:
        fetcher.fetch(url)
    assert caught.value.where == url


def names(**hosts):
    """Return a resolver that knows these hosts; each asked again gives its next answer."""
    answers = {name.replace("_", "."): iter(found) for name, found in hosts.items()}
    return lambda host, port: next(answers[host])


def test_a_private_address_behind_a_name_is_refused():
    resolver = names(inner_example=[["10.0.0.5"]], mixed_example=[["8.8.8.8", "127.0.0.1"]])
    with Fetcher(resolver=resolver) as fetcher:
        for host in ("inner.example", "mixed.example"):
            with pytest.raises(ForbiddenAddress, match="--allow-host"):
                fetcher.fetch(f"http://{host}/")


def test_the_name_is_resolved_once_and_the_address_judged_is_the_one_connected_to(site, page):
    """A server of names that rebinds (a public answer, then a private one) is not asked a second time."""
    site.pages["/"] = page("here")
    port = site.url.rpartition(":")[2]
    asked = []

    def resolver(host, port):
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    with Fetcher(allowed=["127.0.0.1"], resolver=resolver, seconds=5) as fetcher:
        assert fetcher.fetch(f"http://rebinding.example:{port}/").data == b"here"
        assert asked == ["rebinding.example"]
        with pytest.raises(ForbiddenAddress):  # a new connection, a new judgement
            fetcher.fetch(f"http://rebinding.example:{int(port) + 1}/")


@pytest.mark.parametrize(
    "target", ["http://localhost:1/", "http://[::1]/", "http://169.254.169.254/latest/", "file:///etc/passwd"]
)
def test_a_redirect_into_a_private_network_is_refused(site, page, target):
    site.pages["/"] = page(status=302, headers={"Location": target})
    made = Fetcher(allowed=["127.0.0.1/32"], resolver=lambda host, port: [host.replace("localhost", "127.0.0.2")])
    with made as one, pytest.raises(ForbiddenAddress) as caught:
        one.fetch(f"{site.url}/")
    assert caught.value.where == f"{site.url}/"


def test_redirects_without_end(site, page, fetcher):
    site.pages["/"] = page(status=302, headers={"Location": "/"})
    with pytest.raises(TooManyRedirects):
        fetcher.fetch(f"{site.url}/")
    assert len(site.asked) == 11


def endless(handler):
    handler.send_response(200)
    handler.send_header("Connection", "close")
    handler.end_headers()
    try:
        while True:
            handler.wfile.write(b"x" * 10_000)
    except OSError:
        handler.close_connection = True


def packed_bomb(handler):
    body = gzip.compress(bytes(20_000_000))
    handler.send_response(200)
    handler.send_header("Content-Encoding", "gzip")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    try:
        handler.wfile.write(body)
    except OSError:
        handler.close_connection = True


@pytest.mark.parametrize("answer", [endless, packed_bomb])
def test_too_large(site, fetcher, answer):
    site.pages["/"] = answer
    with pytest.raises(DocumentTooLarge):
        fetcher.fetch(f"{site.url}/")


def test_a_size_that_is_announced_is_not_even_read(site, page, fetcher):
    site.pages["/"] = page(b"x" * 200_000)
    with pytest.raises(DocumentTooLarge):
        fetcher.fetch(f"{site.url}/")


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"])
def test_a_server_that_dawdles_is_given_up(head):
    """One that accepts and says nothing, or stops in its head, or in its page."""
    with socket.create_server(("127.0.0.1", 0)) as server, Fetcher(allowed=["127.0.0.1"], seconds=0.3) as fetcher:
        port = server.getsockname()[1]
        began = time.monotonic()
        if head:
            from threading import Thread

            kept = []

            def answer():
                kept.append(server.accept()[0])
                kept[0].sendall(head)

            Thread(target=answer, daemon=True).start()
        with pytest.raises(FetchTimeout):
            fetcher.fetch(f"http://127.0.0.1:{port}/")
        assert time.monotonic() - began < 20
        for connection in kept if head else ():
            connection.close()


@pytest.mark.parametrize(("status", "advice"), [(404, "no longer"), (403, "browser"), (500, "later"), (429, "later")])
def test_errors_of_the_server(site, page, fetcher, status, advice):
    site.pages["/"] = page("sorry", status=status, headers={"Retry-After": "120"})
    with pytest.raises(HttpError, match=advice) as caught:
        fetcher.fetch(f"{site.url}/")
    assert (caught.value.status, caught.value.retry_after) == (status, 120.0)


@pytest.mark.parametrize("answer", [b"what?\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nnot gzip"])
def test_what_is_no_http(site, fetcher, answer):
    def talk(handler):
        handler.wfile.write(answer)
        handler.close_connection = True

    site.pages["/"] = talk
    with pytest.raises(FetchError):
        fetcher.fetch(f"{site.url}/")


@pytest.mark.parametrize("entry", ["", "10.0.0.0/99", "http://x/", "a/b"])
def test_hosts_that_cannot_be_allowed(entry):
    with pytest.raises(UsageError):
        Addresses([entry])


def test_allowed_hosts_and_networks():
    allowed = Addresses(["Intranet.example.", "10.1.0.0/16", "[::1]"], lambda host, port: [host])
    assert allowed.of("10.1.2.3", 80) == ["10.1.2.3"] and allowed.of("::1", 80) == ["::1"]
    assert Addresses(["intranet.example"], lambda host, port: ["10.9.9.9"]).of("intranet.example", 80) == ["10.9.9.9"]
    with pytest.raises(ForbiddenAddress):
        allowed.of("10.2.0.1", 80)
