"""Saved web pages: the article, its structure, and what the page's tags say."""

from datetime import date

import pytest

from communique.reading import read_bytes
from communique.reading.drafts import Source
from communique.reading.readers import read_draft

from .helpers import assert_sound, flows

PROSE = "甲國國防部長與乙國防衛大臣30日在首都會談，雙方同意加強防衛合作，並確認將於年內舉行下一次部長級對話。"
MORE = "會後發表的聯合聲明指出，兩國反對以武力片面改變現狀，並將擴大在西南海域的聯合演訓，以提升應對能力。"


def page(head: str = "", body: str = "", attributes: str = 'lang="zh-TW"') -> str:
    return (
        f"<!DOCTYPE html><html {attributes}><head>{head}<title>示例防長會談 | 示例新聞網</title></head><body>"
        '<nav><ul><li><a href="/">首頁</a></li><li><a href="/w">國際</a></li></ul></nav>'
        f'<article><h1>示例防長會談 承諾加強合作</h1><figure><img src="a.jpg"><figcaption>兩國防長會談前握手。'
        f"（路透社）</figcaption></figure>"
        f'<p>{PROSE}</p><h2>擴大聯合演訓</h2><p>甲國防長說，<a href="/x">雙方</a>將<strong>擴大</strong>演訓，'
        f"<br>並加速生產。</p>"
        f"<blockquote><p>{MORE}</p></blockquote><ul><li>成立聯合司令部。</li><li>擴大演訓。</li></ul>{body}</article>"
        "<footer>© 2025 示例新聞網</footer><script>var a = '<p>甲</p>';</script></body></html>"
    )


def read(source: str, encoding: str = "utf-8", **known):
    return read_bytes(source.encode(encoding), **known)


def test_the_article_keeps_its_structure():
    document = read(
        page(
            body="<p>延伸閱讀：<a "
            "href='/y'>甲國防長訪問丙國</a></p><table><tr><th>項目</th><th>金額</th></tr><tr><td>防衛費</td><td>5兆</td></tr></table>"
        )
    )
    assert flows(document) == [
        ("title", "示例防長會談 承諾加強合作"),
        ("caption", "兩國防長會談前握手。（路透社）"),
        ("body", PROSE),
        ("heading", "擴大聯合演訓"),
        ("body", "甲國防長說，雙方將擴大演訓，並加速生產。"),
        ("quotation", MORE),
        ("body", "成立聯合司令部。"),
        ("body", "擴大演訓。"),
        ("boilerplate", "延伸閱讀："),
        ("links", "甲國防長訪問丙國"),
        ("body", "項目 | 金額"),
        ("body", "防衛費 | 5兆"),
    ]
    assert document.media_type == "text/html"
    assert "首頁" not in document.text
    assert_sound(document)


def test_a_headline_outside_the_article_is_put_before_it():
    source = page('<meta property="og:title" content="完全不同的標題">').replace(
        "<h1>示例防長會談 承諾加強合作</h1>", ""
    )
    document = read(source)
    assert flows(document)[0] == ("title", "完全不同的標題")
    assert document.text.startswith("完全不同的標題\n\n")
    assert_sound(document)


LINKED = (
    "<script "
    'type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"示例防長會談","datePublished":"2025-03-30T10:15:00+08:00",'
    '"author":[{"name":"林明"},{"name":"王大文"}],"publisher":{"name":"示例社"}}]}</script>'
)


@pytest.mark.parametrize(
    "head",
    [
        LINKED,
        '<meta property="article:published_time" content="2025-03-30T10:15:00+08:00">',
        '<meta name="pubdate" content="2025-03-30">',
        '<meta itemprop="datePublished" content="2025-03-30T01:00:00Z">',
    ],
)
def test_dates_in_tags(head):
    document = read(page(head))
    assert (document.published, document.published_how) == (date(2025, 3, 30), "metadata")


@pytest.mark.parametrize(
    ("attributes", "stated", "day"),
    [
        ('lang="zh-TW"', "2025-03-30T16:20:00Z", 31),
        ('lang="ja"', "2025-03-30T15:00:00.000+00:00", 31),
        ('lang="zh-TW"', "2025-03-30T15:59:59Z", 30),
        ('lang="zh-TW"', "2025-03-30T20:20:00-04:00", 30),
        ('lang="zh-TW"', "2025-03-30T23:20:00+08:00", 30),
        ('lang="en"', "2025-03-30T16:20:00Z", 30),
    ],
)
@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="{}">',
        '<script type="application/ld+json">{{"@type":"NewsArticle","datePublished":"{}"}}</script>',
        '<time class="publish" datetime="{}"></time>',
    ],
)
def test_a_time_in_utc_is_of_the_day_where_it_was_published(head, attributes, stated, day):
    assert read(page(head.format(stated), attributes=attributes)).published == date(2025, 3, day)


def test_the_publishers_country_gives_its_time_zone():
    head = '<meta property="article:published_time" content="2025-03-30T16:20:00Z">'
    for url, day in (("https://www.example.jp/a", 31), ("https://www.example.gov/a", 30)):
        canonical = f'<link rel="canonical" href="{url}">'
        assert read(page(head + canonical, attributes='lang="en"')).published == date(2025, 3, day)


def test_no_date_is_guessed_from_the_text():
    document = read(page(body="<p>兩國曾於2023年11月15日在第三地會晤，並於2024年1月1日簽署協定，但未公布內容。</p>"))
    assert (document.published, document.published_how) == (None, "none")


def test_names_address_and_language():
    document = read(
        page(
            LINKED + '<meta property="og:site_name" content="示例新聞網"><link rel="canonical" '
            'href="https://www.example.tw/a">'
        )
    )
    assert (document.publisher, document.author, document.url) == (
        "示例新聞網",
        "林明、王大文",
        "https://www.example.tw/a",
    )
    assert document.language == "zh-Hant-TW"
    saved = read("<!-- saved from url=(0026)https://www.mofa.gov.tw/a -->\n" + page())
    assert (saved.url, saved.tier) == ("https://www.mofa.gov.tw/a", "official")


@pytest.mark.parametrize(("encoding", "label"), [("big5", "big5"), ("gbk", "gb2312"), ("shift_jis", "x-sjis")])
def test_the_declared_charset_is_honoured(encoding, label):
    text = "防衛大臣本日発表、会談を実施し、同盟の抑止力を一層強化していくことで一致した。" * 3
    text = (
        text
        if encoding == "shift_jis"
        else "兩國防長在首都會談，雙方同意加強合作。" * 4
        if encoding == "big5"
        else "两国防长在首都会谈，双方同意加强合作。" * 4
    )
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={label}">'
    source = f"<html><head>{meta}</head><body><p>{text}</p></body></html>"
    document = read(source, encoding)
    assert text in document.text


@pytest.mark.parametrize(
    "source",
    [
        "<html></html><p>甲國與乙國會談。",
        "<html><body><div>甲國與乙國會談。</div></body></html>",
        '<?xml version="1.0" encoding="utf-8"?><html><body><p>甲國與乙國會談。</p></body></html>',
        "<html>" + "<div>" * 600 + "甲國與乙國會談。" + "</div>" * 600,
        "<html><script>甲國與乙國會談。",
        '<html><head><script type="application/ld+json">{"@type": [[[}</script></head><body>甲國與乙國會談。'
        "</body></html>",
    ],
)
def test_poor_pages_are_still_read(source):
    document = read(source)
    assert "甲國與乙國會談。" in document.text
    assert_sound(document)


@pytest.mark.parametrize("sign", ["\x01", "\x0c", "\x1f", "\uffff", "&#1;", "&#x000B;", "&#31", "&#xFFFE;", "&#0;"])
@pytest.mark.parametrize(
    "place",
    [
        '<time class="publish" datetime="2025@">',
        "<p>甲@國</p>",
        "<figure><figcaption>甲@國</figcaption></figure>",
        '<p a@b="c">甲國</p>',
        "<a@b>甲國</a@b>",
        '<meta property="og:title" content="甲@國">',
    ],
)
def test_characters_that_no_tree_may_hold_do_no_harm(sign, place):
    source = page(body=place.replace("@", sign))
    document = read_draft(source.encode(), Source("a.html"), "a.html")  # here, so that a fault is seen as it is
    assert PROSE in document.text
    assert not set(document.text) & {"\x01", "\x0b", "\x0c", "\x1f", "\ufffe", "\uffff"}
