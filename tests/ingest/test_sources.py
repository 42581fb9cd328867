"""Who published, how close, how many sources: attribution, copies, addresses and formats on their way in."""

import json
from datetime import date
from pathlib import Path

import pytest

from communique.ingest import Given, assemble, ingest
from communique.ledger import LedgerWriter, Outcome
from communique.model import Tier
from communique.reporting.sources import sources, sources_text

MADE = Path(__file__).parents[1] / "reading" / "made"
BODY = (
    "美國國防部長赫格塞斯與日本防衛大臣中谷元在東京舉行會談。雙方同意將駐日美軍司令部升級為統合軍司令部，並確認將擴大在西南"
    "諸島的聯合演訓。日本將於2027年底前把防衛費提高到國內生產毛額的2%。中谷元強調，日本支持台灣海峽的和平與穩定，反對任何以"
    "武力片面改變現狀的企圖。美國承諾繼續提供包括核武在內的延伸嚇阻。美方官員指出，約五萬四千名美軍駐紮在日本。"
)


@pytest.fixture(scope="module")
def workings():
    return assemble(today=date(2031, 1, 1), allowed_hosts=["127.0.0.1"])


@pytest.fixture
def writer(tmp_path):
    with LedgerWriter(tmp_path / "ledger.db") as opened:
        yield opened


def read_rows(writer, workings, tmp_path, rows, **given):
    file = tmp_path / "rows.jsonl"
    file.write_text("\n".join(json.dumps({"text": BODY} | row) for row in rows), encoding="utf-8")
    assert not ingest(writer, [str(file)], workings, given=Given(**given)).failed
    return writer.reader.documents()


@pytest.mark.parametrize(
    ("row", "given", "publisher", "tier"),
    [
        ({"url": "https://www.cna.com.tw/news/1"}, {}, "中央社", Tier.REPORT),
        ({"url": "https://www.mofa.go.jp/1", "publisher": "外務省"}, {}, "外務省", Tier.OFFICIAL),
        ({"publisher": "自由時報"}, {}, "自由時報", Tier.REPORT),
        ({"publisher": "自由時報"}, {"tier": Tier.COMMENTARY}, "自由時報", Tier.COMMENTARY),
        ({"publisher": "自由時報", "tier": "commentary"}, {}, "自由時報", Tier.COMMENTARY),
        ({"publisher": "自由時報", "text": BODY + "\n\n本文僅代表作者個人觀點。"}, {}, "自由時報", Tier.COMMENTARY),
        ({"publisher": "示範報"}, {}, "示範報", Tier.UNKNOWN),
        ({"publisher": "示範報"}, {"publisher": "外交部", "tier": Tier.OFFICIAL}, "外交部", Tier.OFFICIAL),
    ],
)
def test_publisher_and_tier(writer, workings, tmp_path, row, given, publisher, tier):
    (document,) = read_rows(writer, workings, tmp_path, [row], **given)
    assert (document.publisher, document.tier) == (publisher, tier)


@pytest.mark.parametrize(
    ("publisher", "text", "language"),
    [
        ("中央社", BODY, "zh-Hant-TW"),
        ("新华社", "美日防长在东京会谈，双方同意将驻日美军司令部升级，中方对此表示坚决反对。", "zh-Hans-CN"),
        ("新华社", BODY, "zh-Hant"),
        ("示範報", BODY, "zh-Hant"),
    ],
)
def test_the_publishers_country_is_the_scripts_region(writer, workings, tmp_path, publisher, text, language):
    (document,) = read_rows(writer, workings, tmp_path, [{"publisher": publisher, "text": text}])
    assert document.language == language


def test_ten_copies_are_one_source(writer, workings, tmp_path):
    """One text under ten headlines, with bylines and tails of their own."""
    rows = [
        {"title": f"標題{n}", "publisher": f"報{n}", "date": f"2025-03-{30 if n == 3 else 31}",
         "text": f"{'甲乙丙丁戊己庚辛壬癸'[n]}報報導：{BODY}（編輯：第{n}組）"}
        for n in range(10)
    ]  # fmt: skip
    rows.append(
        {
            "title": "另一事",
            "text": "菲律賓海警表示，中國海警船在仁愛礁附近發射水砲，菲方提出抗議，要求立即停止危險行為。",
        }
    )
    documents = read_rows(writer, workings, tmp_path, rows)
    assert len(documents) == 11
    facts = writer.reader.facts()
    assert len({one.source for one in facts.values()}) == 2
    (copied, other) = sorted(sources(writer.reader), key=lambda one: -len(one.copies))
    assert (len(copied.copies), other.copies, copied.document.publisher) == (9, (), "報3")
    assert sum("copied in" in line for line in sources_text([copied])) == 9


def test_one_article_in_every_format_is_one_source(writer, workings):
    names = [str(MADE / f"article.{suffix}") for suffix in ("md", "docx", "odt", "rtf", "epub", "html")]
    report = ingest(writer, [*names, str(MADE / "crawl.warc.gz")], workings)
    assert report.failed == [] and len(report.of(Outcome.NEW)) == 7
    article = [one for one in sources(writer.reader) if one.document.title != "目錄"]
    assert [len(one.copies) for one in article] == [5]  # the archived page is the very page on disk
    assert len(article[0].carriers) + sum(len(writer.reader.carriers(c.id)) for c in article[0].copies) == 7


def test_an_address(site, page, writer, workings):
    site.pages["/a"] = page(f"<html><head><title>會談</title></head><body><p>{BODY}</p></body></html>".encode("big5"),
                            "text/html; charset=big5")  # fmt: skip
    site.pages["/rows.csv"] = page(f"text,title\n{BODY}乙,乙\n", "text/csv")
    report = ingest(writer, [f"{site.url}/a", f"{site.url}/rows.csv", f"{site.url}/none"], workings)
    assert [result.outcome for result in report.results] == [Outcome.NEW, Outcome.NEW, None]
    assert [failure.path for failure in writer.reader.failures()] == [f"{site.url}/none"]
    first = next(d for d in writer.reader.documents() if d.title == "會談")
    assert (first.path, first.url, first.encoding) == (f"{site.url}/a", f"{site.url}/a", "cp950")
    assert ingest(writer, [f"{site.url}/a"], workings).of(Outcome.KNOWN)
    site.pages["/none"] = page(f"<p>{BODY}丙</p>")
    assert ingest(writer, [f"{site.url}/none"], workings).of(Outcome.NEW) and writer.reader.failures() == []


def test_undated_sources(writer, workings, tmp_path):
    read_rows(
        writer,
        workings,
        tmp_path,
        [{"date": "2025-03-30"}, {"text": "雙方發表聲明。"}, {"text": f"2025年3月1日，{BODY}"}],
    )
    found = sources(writer.reader, undated=True)
    assert [(one.document.published_how.value, str(one.document.published)) for one in found] == [
        ("none", "None"), ("inferred", "2025-03-01"),
    ]  # fmt: skip
