"""Feeds, lists of feeds and site maps."""

from datetime import date

import pytest

from communique.model import DamagedDocument, DateSource, ReadingError
from communique.reading import Link, read_bytes, read_feed, read_links, read_many, read_opml

from .helpers import flows

PROSE = "甲國國防部長與乙國外務大臣在首都會談，雙方同意加強防衛合作，並確認將於年內舉行下一次部長級對話。"
RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>外務省</title>
<language>zh-tw</language><link>https://example.org/</link>
<item><title>甲乙會談</title><link>https://example.org/a</link><guid>a-1</guid>
<pubDate>Mon, 31 Mar 2025 01:30:00 +0900</pubDate><description>摘要。</description>
<content:encoded><![CDATA[<p>{PROSE}</p><script>alert(1)</script>]]></content:encoded></item>
<item><title>無文</title><link>/b</link></item>
</channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>白宮</title><entry><id>urn:1</id><title>乙甲會談</title>
<link href="https://example.org/c"/><published>2025-03-30T23:30:00-05:00</published><author><name>王大文</name></author>
<content type="html">&lt;p&gt;{PROSE}&lt;/p&gt;</content></entry></feed>"""
RDF = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>防衛省</title></channel><item><title>會談</title>
<link>https://example.org/d</link><dc:date>2025-03-30T10:00:00+09:00</dc:date><description>{PROSE}</description></item></rdf:RDF>"""


@pytest.mark.parametrize(
    ("data", "title", "entry", "day"),
    [
        (RSS, "外務省", "https://example.org/a-1", date(2025, 3, 31)),
        (ATOM, "白宮", "urn:1", date(2025, 3, 30)),
        (RDF, "防衛省", "https://example.org/d", date(2025, 3, 30)),
    ],
)
def test_a_feed(data, title, entry, day):
    feed = read_feed(data.encode(), url="https://example.org/feed")
    assert (feed.title, feed.entries[0].id, feed.entries[0].published) == (title, entry, day)
    assert PROSE in feed.entries[0].content and "script" not in feed.entries[0].content
    assert feed.entries[0].url.startswith("https://example.org/")


def test_relative_addresses_and_entries_without_text():
    second = read_feed(RSS.encode(), url="https://example.org/feed").entries[1]
    assert (second.url, second.title, second.published, second.content) == ("https://example.org/b", "無文", None, "")


def test_a_feed_in_a_file_is_its_entries(tmp_path):
    (tmp_path / "feed.xml").write_text(RSS, encoding="utf-8")
    first, second = read_many(tmp_path / "feed.xml")
    assert (first.path, first.url, first.title) == (f"{tmp_path}/feed.xml#1", "https://example.org/a", "甲乙會談")
    assert (first.published, first.published_how, first.publisher) == (date(2025, 3, 31), DateSource.METADATA, "外務省")
    assert ("body", PROSE) in flows(first)
    assert isinstance(second, ReadingError) and "Watch" in second.advice


def test_opml():
    data = """<opml version="2.0"><body><outline text="部會"><outline title="外務省" xmlUrl="https://example.org/1"/>
    <outline text="白宮" xmlUrl="https://example.org/2"/></outline><outline xmlUrl="https://example.org/1"/>
    <outline xmlUrl="file:///etc/passwd"/></body></opml>"""
    assert read_opml(data.encode()) == [Link("https://example.org/1", "外務省"), Link("https://example.org/2", "白宮")]


def test_site_maps():
    head = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    first = "<url><loc> https://example.org/a </loc><lastmod>2025-03-30</lastmod></url>"
    data = f"{head}{first}<url><loc>/x</loc></url></urlset>"
    assert read_links(data.encode()) == [Link("https://example.org/a", None, "2025-03-30")]
    index = data.replace("urlset", "sitemapindex").replace("<url>", "<sitemap>").replace("</url>", "</sitemap>")
    assert read_links(index.encode())[0].nested


@pytest.mark.parametrize("data", ["<opml><body/></opml>", '<urlset xmlns="x"/>'])
def test_lists_hold_no_text(tmp_path, data):
    (tmp_path / "a.xml").write_text(data)
    (found,) = read_many(tmp_path / "a.xml")
    assert isinstance(found, ReadingError) and "communique watch" in found.advice


@pytest.mark.parametrize("data", [b"", b"words", b"<html><p>x</p></html>", b"<rss", b"\x00\xff" * 50])
def test_what_is_no_feed(data):
    with pytest.raises(DamagedDocument):
        read_feed(data)


@pytest.mark.parametrize("read", [read_feed, read_links, read_opml])
def test_entities_of_a_hostile_feed(read):
    laughs = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    kind = {read_feed: "rss", read_links: "urlset", read_opml: "opml"}[read]
    data = f'<!DOCTYPE x [<!ENTITY a "ha">{laughs}<!ENTITY f SYSTEM "file:///etc/passwd">]><{kind}><channel><title>&j;&f;</title></channel></{kind}>'
    try:
        found = read(data.encode())
    except ReadingError:
        return
    assert "root" not in str(found) and len(str(found)) < 10_000


def test_blocks_of_another_language_say_so():
    english = "The two ministers agreed to expand joint exercises in the southwestern islands and to share information."
    hans = "双方同意加强防卫合作，并确认将于年内举行下一次部长级对话，反对任何改变现状的企图，强调规则的重要。"
    document = read_bytes(
        f"{PROSE}\n\n{english}\n\n{PROSE}乙。\n\n{hans}\n\nJoint Force Headquarters（統合軍司令部）\n".encode()
    )
    assert document.language == "zh-Hant"
    assert [block.language for block in document.blocks] == [None, "en", None, "zh-Hans", None]


def test_a_documents_language_is_that_of_most_of_it():
    japanese = "両大臣は、日米同盟の抑止力及び対処力を更に強化することで一致し、統合軍司令部の設置を歓迎した。" * 3
    document = read_bytes(
        f"美國國務院發表聲明如下：\n\n{japanese}\n\n{PROSE}\n\n{PROSE}乙，{PROSE}\n\n{PROSE}".encode()
    )
    assert document.language == "zh-Hant"
    assert [block.language for block in document.blocks][1] == "ja"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("Sun, 30 Mar 2025 16:20:00 GMT", 31),
        ("Sun, 30 Mar 2025 16:20:00 +0000", 31),
        ("Sun, 30 Mar 2025 23:20:00 +0800", 30),
    ],
)
def test_a_feed_in_utc_counts_the_days_of_its_country(written, day):
    item = f"<item><title>t</title><link>https://www.example.com.tw/1</link><pubDate>{written}</pubDate></item>"
    for language in ("<language>zh-tw</language>", ""):
        feed = f'<rss version="2.0"><channel><title>x</title>{language}{item}</channel></rss>'
        assert read_feed(feed.encode()).entries[0].published == date(2025, 3, day)
