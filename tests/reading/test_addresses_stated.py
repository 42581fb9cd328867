"""Addresses and head lines that are broken, or made to do harm, on documents of every kind."""

import json
from io import BytesIO

import pytest

from communique.model import Tier
from communique.reading import read_bytes, read_feed, read_links, read_opml, read_stream, web_address
from communique.reading.warc import warc_records

PROSE = "甲國國防部長與乙國外務大臣在首都會談，雙方同意加強合作，並將於年內再次舉行部長級對話。"
BROKEN = ["http://[", "http://[::1", "https://[a]/", "http://a:b/", "http:///x", "javascript:alert(1)", "/a.html", "x"]


@pytest.mark.parametrize("url", BROKEN)
def test_a_broken_address_is_none(url):
    assert web_address(url) is None
    page = f'<html><head><link rel="canonical" href="{url}"></head><body><p>{PROSE}</p></body></html>'
    row = json.dumps({"text": PROSE, "url": url}).encode()
    (from_row,) = read_stream(BytesIO(row), "rows.jsonl")
    for document in (
        read_bytes(f'---\nurl: "{url}"\n---\n{PROSE}'.encode()),
        read_bytes(page.encode()),
        read_bytes(PROSE.encode(), url=url),
        from_row,
    ):
        assert document.url is None and document.tier is Tier.UNKNOWN
        assert PROSE in document.text


@pytest.mark.parametrize("url", BROKEN[:4])
def test_lists_leave_broken_addresses_out(url):
    feed = f"<rss version='2.0'><channel><item><title>t</title><link>{url}</link></item></channel></rss>"
    assert read_feed(feed.encode()).entries[0].url is None
    good = "https://example.org/a"
    listed = f"<opml><outline xmlUrl='{url}'/><outline xmlUrl='{good}'/></opml>"
    assert [link.url for link in read_opml(listed.encode())] == [good]
    mapped = f"<urlset><url><loc>{url}</loc></url><url><loc> {good} </loc></url></urlset>"
    assert [link.url for link in read_links(mapped.encode())] == [good]


def test_a_web_archive_goes_on_after_a_broken_address():
    def record(url):
        body = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>{PROSE}</p>".encode()
        head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nContent-Length: {len(body)}\r\n"
        return head.encode() + b"Content-Type: application/http; msgtype=response\r\n\r\n" + body + b"\r\n\r\n"

    crawl = BytesIO(record("http://[") + record("https://example.org/a"))
    assert [found.url for found in warc_records(crawl, "a.warc", 10_000)] == ["https://example.org/a"]


def test_front_matter_that_grows_without_end_is_read_line_by_line():
    """Nine aliases of nine aliases of …: a million words each time one of them is used."""
    levels = "".join(f"{n}: &{n} [{', '.join([f'*{p}'] * 9)}]\n" for p, n in zip("abcdefg", "bcdefgh", strict=True))
    merged = "".join(
        f"m{n}: &{n} {{<<: [{', '.join([f'*{p}'] * 9)}]}}\n" for p, n in zip("pqrstu", "qrstuv", strict=True)
    )
    for source in (f"a: &a [x]\n{levels}author: *h\n", f"mp: &p {{x: 1}}\n{merged}author: 王大文\n"):
        document = read_bytes(f"---\ntitle: 甲乙會談\n{source}---\n{PROSE}".encode())
        assert document.title == "甲乙會談" and len(document.author or "") < 10


def test_front_matter_of_odd_values():
    document = read_bytes(f"---\ntitle: {{a: b}}\nauthor: [王大文, {{x: y}}, 7]\nsource: 2025\n---\n{PROSE}".encode())
    assert (document.title, document.author, document.publisher) == (None, "王大文、7", "2025")


@pytest.mark.parametrize("text", [{"a": 1}, None, [], [{}]])
def test_a_row_whose_text_is_none(text):
    (fault,) = read_stream(BytesIO(json.dumps({"text": text}).encode()), "rows.jsonl")
    assert "no text in the row" in str(fault)
