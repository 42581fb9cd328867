"""watch, retry, sources and export changes as a user calls them."""

import json
import xml.etree.ElementTree as ET

from .conftest import REPORT

RSS = '<rss version="2.0"><channel><item><guid>1</guid><link>{}/1</link></item></channel></rss>'
PAGE = "<html><head><title>會談</title></head><body><p>{}</p></body></html>"


def body():
    return REPORT.rsplit("會談\n\n", 1)[1]


def test_watch_once(run, site, page, tmp_path):
    site.pages["/feed"] = page(RSS.format(site.url))
    site.pages["/1"] = page(PAGE.format(body()))
    feeds = tmp_path / "feeds.toml"
    feeds.write_text(f'[[feed]]\nurl = "{site.url}/feed"\npublisher = "外務省"\n', encoding="utf-8")
    options = ("--once", "--pause", "0", "--allow-host", "127.0.0.1")
    done = run("watch", feeds, *options)
    assert done.status == 0 and "1 read" in done.out and "new commitment" in done.out and "read: " in done.err
    assert "0 read" in run("watch", feeds, *options).out
    assert "外務省" in run("sources").out
    refused = run("watch", feeds, "--once", "--pause", "0")
    assert refused.status == 1 and "private network" in refused.err
    assert (tmp_path / "ledger.db.watch.json").exists()


def test_watch_says_what_it_cannot_do(run, tmp_path):
    for arguments in (("watch", tmp_path / "none.opml", "--once"), ("watch", tmp_path, "--every", "often")):
        assert run(*arguments).status == 2
    assert run("watch", tmp_path, "--once", "--allow-host", "http://x/").status == 2


def test_an_address_is_read_and_retried(run, site, page):
    refused = run("read", f"{site.url}/1")
    assert refused.status == 1 and "--allow-host" in refused.err
    listed = run("retry", "--list")
    assert f"{site.url}/1" in listed.out and listed.status == 0
    assert json.loads(run("retry", "--list", "--json").out)["fault"] == "ForbiddenAddress"
    assert run("retry").status == 1
    site.pages["/1"] = page(PAGE.format(body()))
    done = run("retry", "--allow-host", "127.0.0.1")
    assert done.status == 0 and done.out.startswith("1 read")
    assert run("retry", "--list").out == ""


def test_what_is_not_worth_another_try_is_forgotten(run, tmp_path):
    for name in ("a.png", "b.png", "c.pdf"):
        (tmp_path / name).write_bytes(b"\x89PNG\r\n\x1a\n")
    assert run("read", *(tmp_path / name for name in ("a.png", "b.png", "c.pdf"))).status == 1
    assert "3 failed" in run("retry").out
    done = run("retry", "--forget", tmp_path / "*.png")
    assert done.status == 0 and "2 taken off" in done.err
    assert [json.loads(line)["path"] for line in run("retry", "--list", "--json").out.splitlines()] == [
        str(tmp_path / "c.pdf")
    ]
    assert run("retry", "--forget", tmp_path / "a.png").status == 2


def test_columns(run, tmp_path):
    (tmp_path / "a.csv").write_text(f'story,text\n"{body()}",x\n', encoding="utf-8")
    assert run("read", tmp_path / "a.csv", "--column", "text=story").status == 0
    assert "GDP" not in run("sources", "--json").out
    for wrong in ("text", "words=story", "=x"):
        assert run("read", tmp_path / "a.csv", "--column", wrong).status == 2


def test_sources(run, report):
    run("read", report)
    done = run("sources")
    assert "測試通訊社" in done.out and "report" in done.out and "1 independent sources" in done.err
    value = json.loads(run("sources", "--json").out)
    assert (value["published"], value["published_how"], value["copies"]) == ("2025-03-31", "front_matter", [])
    assert run("sources", "--undated").out == ""


def test_changes_as_a_feed(run, report, tmp_path):
    run("read", report)
    one, other = tmp_path / "a.atom", tmp_path / "b.atom"
    assert run("export", "changes", "--output", one).status == 0
    assert run("export", "changes", "--from", "2025-01-01", "--to", "2025-12-31", "-o", other).status == 0
    space = {"a": "http://www.w3.org/2005/Atom"}
    for file in (one, other):
        feed = ET.parse(file).getroot()
        entries = feed.findall("a:entry", space)
        assert entries and feed.find("a:updated", space).text == "2025-03-31T00:00:00+00:00"
        assert len({entry.find("a:id", space).text for entry in entries}) == len(entries)
        assert any("統合軍司令部" in entry.find("a:content", space).text for entry in entries)
    before = one.read_bytes()
    run("export", "changes", "--output", one)
    assert one.read_bytes() == before
    assert run("export", "changes").out.startswith("<?xml")
