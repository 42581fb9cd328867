"""Front matter, languages, tiers, and markup that a reader does not see."""

import pytest

from communique.model import Tier
from communique.reading import guess_tier
from communique.reading.languages import identify

from .helpers import assert_sound, flows, read

PROSE = "甲國國防部長與乙國外務大臣在首都會談，雙方同意加強防衛合作，並確認將於年內舉行下一次部長級對話。"


def test_front_matter_fills_the_document():
    document = read(
        "---\ntitle: 甲乙會談紀要\npublisher: 示例外交部\ndate: 2025-03-30\ntier: official_translation\nlanguage: "
        "zh-Hant-TW\n"
        f"url: https://example.org/a\nauthor: [王大文, 李小明]\nnote: 測試\n---\n\n{PROSE}\n"
    )
    assert (document.title, document.publisher, document.author) == ("甲乙會談紀要", "示例外交部", "王大文、李小明")
    assert (document.tier, document.url, document.language) == (
        Tier.OFFICIAL_TRANSLATION,
        "https://example.org/a",
        "zh-Hant-TW",
    )
    assert [role for role, _ in flows(document)] == ["front_matter", "body"]


def test_arguments_go_before_front_matter():
    document = read(
        f"---\ntitle: 甲\ntier: report\n---\n{PROSE}", title="乙", tier="official", publisher="丙", language="ja"
    )
    assert (document.title, document.tier, document.publisher, document.language) == ("乙", Tier.OFFICIAL, "丙", "ja")
    with pytest.raises(ValueError, match="no-tier"):
        read(PROSE, tier="no-tier")


@pytest.mark.parametrize(
    "head",
    [
        "---\n: : :\n\t- [\n---\n",
        "---\n- 甲\n- 乙\n---\n",
        "---\n\n",
        "---\n---\n",
        "---\ndate: 2025-99-99\ntier: x\n---\n",
    ],
)
def test_broken_front_matter_loses_nothing_of_the_body(head):
    document = read(head + PROSE)
    assert PROSE in [words for _, words in flows(document)]
    assert_sound(document)


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("外交部長林佳龍表示，臺灣將與理念相近國家合作，網路與資訊安全是重點。", "zh-Hant-TW"),
        ("特首表示，本港會繼續同各方溝通，網絡安全條例已交立法會審議，特朗普則未有回應。", "zh-Hant-HK"),
        ("外交部發言人說，兩國將繼續對話。", "zh-Hant"),
        ("外交部发言人说，两国将继续对话。", "zh-Hans"),
        ("防衛大臣は本日、記者会見を行いました。", "ja"),
        ("国防部は発表を行った。", "ja"),
        ("日米防衛相会談、統合軍司令部設置合意。防衛費増額表明、中国反発。", "ja"),
        ("국방부는 훈련을 확대한다고 밝혔다.", "ko"),
        ("The ministers of the two countries met in the capital on Sunday and agreed to expand exercises.", "en"),
        ("Le ministre a déclaré que les deux pays allaient poursuivre leur coopération militaire cette année.", "und"),
        ("两国防长会谈后发表 Joint Statement", "zh-Hans"),
        ("", "und"),
    ],
)
def test_languages(text, tag):
    assert identify(text) == tag


def test_the_publishers_domain_gives_the_region_of_its_own_script_only():
    assert identify("外交部发言人说，两国将继续对话。", "https://www.example.cn/a") == "zh-Hans-CN"
    assert identify("外交部發言人說，兩國將繼續對話。", "https://www.example.tw/a") == "zh-Hant-TW"
    assert identify("外交部發言人說，兩國將繼續對話。", "https://www.example.cn/a") == "zh-Hant"


@pytest.mark.parametrize(
    ("publisher", "url", "text", "tier"),
    [
        (None, "https://www.mofa.gov.tw/News.aspx", "", Tier.OFFICIAL),
        (None, "https://www.mod.go.jp/j/press", "", Tier.OFFICIAL),
        (None, "https://www.state.gov/briefings", "", Tier.OFFICIAL),
        (None, "https://www.fmprc.gov.cn/web", "", Tier.OFFICIAL),
        (None, "https://en.kremlin.ru/events", "", Tier.OFFICIAL),
        ("外務省", None, "", Tier.OFFICIAL),
        ("U.S. Department of Defense", None, "", Tier.OFFICIAL),
        ("示例報", "https://news.example.com/gov", "", Tier.UNKNOWN),
        (None, None, "本文僅代表作者個人觀點，不代表本會立場。", Tier.COMMENTARY),
        (None, None, "The views expressed here are those of the author.", Tier.COMMENTARY),
        (None, None, "本報記者報導。", Tier.UNKNOWN),
    ],
)
def test_tiers(publisher, url, text, tier):
    assert guess_tier(publisher, url, text) is tier


MARKED = {
    "tags": (
        '<p>甲國<a href="https://example.org/a">國防部長</a>與<strong>乙國</strong>外長會談，雙方同意合作。</p>',
        "甲國國防部長與乙國外長會談，雙方同意合作。",
    ),
    "comment": (
        "甲國國防部長<!-- 廣告 -->與乙國外長會談，雙方同意合作。",
        "甲國國防部長與乙國外長會談，雙方同意合作。",
    ),
    "link": (
        "甲國[國防部長](https://example.org/a_(b))與乙國外長會談，雙方同意合作。",
        "甲國國防部長與乙國外長會談，雙方同意合作。",
    ),
    "bold": ("甲國**國防部長**與乙國外長會談，雙方同意合作。", "甲國國防部長與乙國外長會談，雙方同意合作。"),
    "address": (
        "甲國國防部長與乙國外長會談（見 https://example.org/a?b=c），雙方同意合作。",
        "甲國國防部長與乙國外長會談（見 ），雙方同意合作。",
    ),
    "lines in a tag": (
        "<p>甲國國防部長與乙國\n外長會談，\n雙方同意合作。</p>",
        "甲國國防部長與乙國外長會談，雙方同意合作。",
    ),
    "script": (
        "<script>var a = '<p>甲</p>';</script><p>甲國與乙國外長會談，雙方同意合作。</p>",
        "甲國與乙國外長會談，雙方同意合作。",
    ),
    "no tags": ("若 a<b 且 c>d，則兩國外長 <王> 與 <x> 會談。", "若 a<b 且 c>d，則兩國外長 <王> 與 <x> 會談。"),
    "unclosed": ("甲國與乙國會談。<!-- 未完 <a href= 雙方同意合作。", "甲國與乙國會談。 未完 <a href= 雙方同意合作。"),
    "entities": ("<p>甲國&amp;乙國會談，雙方同意合作。</p>", "甲國&amp;乙國會談，雙方同意合作。"),
}


@pytest.mark.parametrize("name", MARKED)
def test_markup_is_not_read(name):
    source, words = MARKED[name]
    document = read(source)
    assert document.text == source
    assert [text for _, text in flows(document)] == [words]
    assert_sound(document)


def test_html_blocks_in_plain_text_keep_their_functions():
    found = flows(
        read(
            "<!--1743300000000-->\n[甲乙會談 加強合作](https://example.org/news/a-1)\n------\n\n"
            f"<div><i><br>2025-03-30T04:45:08.220Z</i></div><img "
            f'src="a.jpg"><div><small>兩國防長握手</small></div><p>（示例社）{PROSE}</p>'
            f"<p><strong>擴大演訓</strong></p><p>{PROSE}</p><blockquote>{PROSE}</blockquote><ul><li>加強合作</li><li>擴大演訓</li></ul>"
            "<p><em>© 2025 示例社版權聲明：不得擅自使用。</em></p>"
        )
    )
    assert [role for role, _ in found] == [
        "title", "markup", "byline", "caption", "body", "heading", "body", "quotation", "body", "body", "boilerplate",
    ]  # fmt: skip
    assert all("<" not in words for _, words in found)


def test_a_linked_title_gives_the_address():
    assert (
        read(f"[甲乙會談 加強合作](https://example.org/a_(1))\n------\n\n{PROSE}\n").url == "https://example.org/a_(1)"
    )
