"""Watching: what is new is read once, politely, and goes on after failures and interruptions."""

from contextlib import closing
from datetime import UTC, date, datetime, timedelta

import pytest

from communique.ingest import Given, Pacer, Watch, WatchState, assemble, fetcher, reread, watched
from communique.ingest.watch_state import FeedState
from communique.ledger import LedgerWriter, Outcome
from communique.model import DateSource, Tier, UsageError

PROSE = (
    "外交部發言人例行記者會表示，美日同意加強情報分享，日本將於2027年底前採購{}枚飛彈，"
    "並強調反對任何片面改變現狀的作為。"
)
START = datetime(2031, 1, 1, tzinfo=UTC)


def html(number):
    body = f"<body><article><p>{PROSE.format(number)}</p></article></body>"
    return f"<html><head><title>第{number}號</title></head>{body}</html>"


def rss(site, numbers, content=""):
    items = "".join(
        f"<item><guid>{n}</guid><title>第{n}號</title><link>{site.url}/{n}</link><author>王大文</author>"
        f"<pubDate>Mon, 31 Mar 2025 01:30:00 +0900</pubDate><description>{content}</description></item>"
        for n in numbers
    )
    return f'<rss version="2.0"><channel><title>x</title>{items}</channel></rss>'


@pytest.fixture(scope="module")
def workings():
    return assemble(today=date(2031, 1, 1), allowed_hosts=["127.0.0.1"])


@pytest.fixture
def writer(tmp_path):
    with LedgerWriter(tmp_path / "ledger.db") as opened:
        yield opened


@pytest.fixture
def watch(writer, workings, tmp_path):
    """A watch whose clock is moved by the test, and which starts anew each time it is called."""

    class Clock:
        now = START

    with closing(fetcher(["127.0.0.1"])) as fetches:

        def make():
            state = WatchState(tmp_path / "ledger.db.watch.json")
            return Watch(writer, workings, state, fetches, Pacer(0.0), now=lambda: Clock.now)

        make.clock = Clock
        yield make


def feed(site, page, numbers, **headers):
    site.pages["/feed"] = page(rss(site, numbers), "application/rss+xml", headers=headers)
    for n in numbers:
        site.pages[f"/{n}"] = page(html(n))


def test_only_what_is_new_is_asked_for(site, page, watch, writer):
    feed(site, page, [2, 1], ETag='"a"')
    sources = watched([f"{site.url}/feed"])
    report = watch().round(sources)
    assert [result.path for result in report.of(Outcome.NEW)] == [f"{site.url}/1", f"{site.url}/2"]
    assert report.threads == writer.reader.size()["threads"] > 0
    assert watch().round(sources).results == []
    assert site.paths() == ["/feed", "/1", "/2", "/feed"]
    assert site.asked[-1][1]["If-None-Match"] == '"a"'
    feed(site, page, [3, 2, 1], ETag='"b"')
    assert [r.path for r in watch().round(sources).results] == [f"{site.url}/3"]


def test_what_the_feed_says_completes_the_page_and_outlives_a_new_reading(site, page, watch, writer, workings):
    from dataclasses import replace

    feed(site, page, [1])
    toml_given = Given(publisher="外交部", tier=Tier.OFFICIAL)
    watch().round([replace(watched([f"{site.url}/feed"])[0], given=toml_given)])
    newer = replace(workings, generation=replace(workings.generation, extractor="another"))
    for _ in range(2):
        (document,) = writer.reader.documents()
        assert (document.published, document.published_how) == (date(2025, 3, 31), DateSource.METADATA)
        assert (document.title, document.publisher, document.tier) == ("第1號", "外交部", Tier.OFFICIAL)
        assert (document.author, document.url, document.path) == ("王大文", f"{site.url}/1", f"{site.url}/1")
        reread(writer, newer)


def test_a_page_that_is_gone_is_read_from_the_feed(site, page, watch, writer):
    site.pages["/feed"] = page(rss(site, [1, 2], f"&lt;p&gt;{PROSE.format(9)}&lt;/p&gt;"))
    site.pages["/2"] = page("no", status=403)
    report = watch().round(watched([f"{site.url}/feed"]))
    assert [result.outcome for result in report.results] == [Outcome.NEW, Outcome.NEW]
    assert watch().round(watched([f"{site.url}/feed"])).results == []


def test_what_fails_for_now_is_tried_again_and_then_left(site, page, watch, writer):
    feed(site, page, [1, 2], ETag='"a"')
    site.pages["/1"] = page("busy", status=503)
    sources = watched([f"{site.url}/feed"])
    report = watch().round(sources)
    # /2 is read first, being the older; the host that is busy is not asked again in the round
    assert [(r.path.rpartition("/")[2], r.outcome) for r in report.results] == [("2", Outcome.NEW), ("1", None)]
    assert [failure.path for failure in writer.reader.failures()] == [f"{site.url}/1"]
    site.pages["/1"] = page(html(1))
    assert [r.outcome for r in watch().round(sources).results] == [Outcome.NEW]
    assert writer.reader.failures() == []
    feed(site, page, [3], ETag='"b"')
    del site.pages["/3"]
    site.pages["/3"] = page("busy", status=503)
    assert [len(watch().round(sources).failed) for _ in range(6)] == [1, 1, 1, 1, 1, 0]


def test_a_feed_that_fails_rests_longer_and_longer(site, page, watch, writer):
    site.pages["/feed"] = page("busy", status=429, headers={"Retry-After": "600"})
    sources = watched([f"{site.url}/feed"])
    assert [result.path for result in watch().round(sources).failed] == [f"{site.url}/feed"]
    assert watch().round(sources).results == [] and len(site.asked) == 1
    watch.clock.now = START + timedelta(seconds=601)
    feed(site, page, [1])
    assert len(watch().round(sources).of(Outcome.NEW)) == 1
    assert writer.reader.failures() == []
    state = FeedState()
    rests = [(state.failed(START) - START).total_seconds() for _ in range(12)]
    assert rests[:4] == [60, 120, 240, 480] and rests[-1] == 6 * 3600


def test_killed_in_a_round_it_goes_on_with_the_next_entry(site, page, watch, writer):
    feed(site, page, [3, 2, 1], ETag='"a"')
    sources = watched([f"{site.url}/feed"])
    first = watch()

    def stop(result):
        if result.path.endswith("/2"):
            raise KeyboardInterrupt

    first.progress = stop
    with pytest.raises(KeyboardInterrupt):
        first.round(sources)
    report = watch().round(sources)
    assert [(result.path.rpartition("/")[2], result.outcome) for result in report.results] == [("3", Outcome.NEW)]
    assert writer.reader.size()["documents"] == 3 and not writer.reader.linking().behind


def test_a_memory_that_is_damaged_costs_requests_only(site, page, watch, writer, tmp_path):
    feed(site, page, [1])
    sources = watched([f"{site.url}/feed"])
    watch().round(sources)
    (tmp_path / "ledger.db.watch.json").write_text('{"feeds": {"x": 7}')
    assert [result.outcome for result in watch().round(sources).results] == [Outcome.KNOWN]


def test_site_maps_and_lists_of_feeds(site, page, watch):
    feed(site, page, [1])
    head = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    site.pages["/2"] = page(html(2))

    def site_map(day):
        site.pages["/map"] = page(f"{head}<url><loc>{site.url}/2</loc><lastmod>{day}</lastmod></url></urlset>")

    site_map("2025-03-01")
    site.pages["/index"] = page(f"<sitemapindex><sitemap><loc>{site.url}/map</loc></sitemap></sitemapindex>")
    site.pages["/list"] = page(f'<opml><outline xmlUrl="{site.url}/feed"/><outline xmlUrl="{site.url}/index"/></opml>')
    sources = watched([f"{site.url}/list"])
    assert [r.path.rpartition("/")[2] for r in watch().round(sources).of(Outcome.NEW)] == ["1", "2"]
    assert watch().round(sources).results == []
    site_map("2025-04-01")
    site.pages["/2"] = page(html(22))
    assert [r.outcome for r in watch().round(sources).results] == [Outcome.NEW]


def test_what_is_no_feed_and_hosts_that_are_not_public(site, page, watch, writer, workings, tmp_path):
    site.pages["/feed"] = page(html(1))
    assert "no feed" in watch().round(watched([f"{site.url}/feed"])).failed[0].fault
    with closing(fetcher()) as strict:
        one = Watch(writer, workings, WatchState(tmp_path / "w.json"), strict, Pacer(0.0))
        assert "private network" in one.round(watched([f"{site.url}/feed"])).failed[0].fault


def test_a_folder(tmp_path, watch):
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text(PROSE.format(1))
    (folder / "b.txt").write_bytes(b"")
    sources = watched([str(folder)])
    assert [result.outcome for result in watch().round(sources).results] == [Outcome.NEW, None]
    assert watch().round(sources).results == []
    (folder / "b.txt").write_text(PROSE.format(2))
    assert [result.outcome for result in watch().round(sources).results] == [Outcome.NEW]


def test_a_folder_that_is_gone_is_a_fault(tmp_path, watch, writer):
    (tmp_path / "feeds.toml").write_text('[[feed]]\npath = "news"\n')
    sources = watched([str(tmp_path / "feeds.toml")])
    for _ in range(2):
        assert [result.outcome for result in watch().round(sources).results] == [None]
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_text(PROSE.format(1))
    assert [result.outcome for result in watch().round(sources).results] == [Outcome.NEW]
    assert writer.reader.failures() == []


def test_what_is_remembered_is_not_written_for_each_of_many_files(tmp_path, watch, monkeypatch):
    folder = tmp_path / "news"
    folder.mkdir()
    for number in range(30):
        (folder / f"{number}.txt").write_bytes(b"")
    written = []
    save = WatchState.save
    monkeypatch.setattr(WatchState, "save", lambda state: (written.append(1), save(state)))
    assert len(watch().round(watched([str(folder)])).results) == 30
    assert len(written) < 10
    assert watch().round(watched([str(folder)])).results == []


def test_requests_to_one_host_are_kept_apart():
    slept, now = [], [0.0]

    def sleep(seconds):
        slept.append(seconds)
        now[0] += seconds

    pacer = Pacer(2.0, clock=lambda: now[0], sleep=sleep)
    for url in ("http://a.example/1", "http://b.example/1", "http://a.example/2", "http://A.example/3"):
        pacer.wait(url)
    assert slept == [2.0, 2.0]


def test_a_file_of_feeds(tmp_path):
    (tmp_path / "feeds.toml").write_text(
        '[[feed]]\nurl = "https://example.org/rss"\npublisher = "外務省"\ntier = "official"\n[[feed]]\npath = "news"\n',
        encoding="utf-8",
    )
    first, second = watched([str(tmp_path / "feeds.toml"), "https://example.org/rss"])
    assert (first.where, first.given) == ("https://example.org/rss", Given(publisher="外務省", tier=Tier.OFFICIAL))
    assert (second.where, second.is_folder) == (str(tmp_path / "news"), True)


@pytest.mark.parametrize(
    "text",
    ["", "x =", "[[feed]]\n", '[[feed]]\nurl = "x"', '[[feed]]\nurl = "https://x"\npath = "y"', "[[feed]]\nurl = 7",
     '[[feed]]\nurl = "https://x"\ntier = "best"', '[[feed]]\nurl = "https://x"\nevery = "1h"', "feed = 3"],
)  # fmt: skip
def test_a_file_of_feeds_that_is_wrong(tmp_path, text):
    (tmp_path / "feeds.toml").write_text(text)
    with pytest.raises(UsageError, match=r"feeds\.toml"):
        watched([str(tmp_path / "feeds.toml")])


def test_what_cannot_be_watched(tmp_path):
    (tmp_path / "a.txt").write_text("words")
    for name in ("a.txt", "missing.opml"):
        with pytest.raises(UsageError):
            watched([str(tmp_path / name)])
