"""Publishers: whose a page is, and how close that is to what was said."""

import pytest

from communique.model import Tier
from communique.packs import Publishers, load_pack, tier_of


@pytest.fixture(scope="module")
def publishers():
    return Publishers(load_pack().register)


@pytest.mark.parametrize(
    ("name", "url", "language", "entry", "tier"),
    [
        (None, "https://www.mofa.go.jp/mofaj/press/1.html", "ja", "jpn.ministry-of-foreign-affairs", Tier.OFFICIAL),
        (None, "https://www.mofa.go.jp/tw/1.html", "zh-Hant", "jpn.ministry-of-foreign-affairs",
         Tier.OFFICIAL_TRANSLATION),
        (None, "https://jp.usembassy.gov/1/", "en", "usa.embassy-japan", Tier.OFFICIAL),
        (None, "https://www.mofa.gov.tw/News.aspx", "zh-Hant-TW", "twn.ministry-of-foreign-affairs", Tier.OFFICIAL),
        (None, "https://www.cna.com.tw/news/1.aspx", "zh-Hant-TW", "media.cna-taiwan", Tier.REPORT),
        (None, "https://amti.csis.org/island/", "en", "tt.amti", Tier.COMMENTARY),
        (None, "https://www.csis.org/analysis", "en", "tt.csis", Tier.COMMENTARY),
        (None, "https://thediplomat.com/2025/", "en", "media.diplomat", Tier.COMMENTARY),
        (None, "https://x.com/someone/status/1", "en", "media.x-twitter", Tier.UNKNOWN),
        ("國際 - 中央社 CNA", None, "zh-Hant", "media.cna-taiwan", Tier.REPORT),
        ("BBC News 中文", None, "zh-Hans", "media.bbc", Tier.REPORT),
        ("人民网－国际频道", None, "zh-Hans", "media.peoples-daily", Tier.REPORT),
        ("AP", None, "en", "media.ap", Tier.REPORT),
        ("The White House", None, "en", "usa.white-house", Tier.OFFICIAL),
    ],
)  # fmt: skip
def test_known_publishers(publishers, name, url, language, entry, tier):
    found = publishers.find(name, url)
    assert (found.id, tier_of(found, language)) == (entry, tier)


@pytest.mark.parametrize(
    ("name", "url"),
    [(None, None), ("示範通訊社", None), (None, "https://example.org/cna.com.tw"), (None, "https://notmofa.go.jp/x"),
     (None, "http://[bad/"), ("", "nonsense"), ("日本", None), ("美國 / 日本", None), (None, "https://some.gov.cn/x")],
)  # fmt: skip
def test_nobody_known(publishers, name, url):
    assert publishers.find(name, url) is None


def test_hosts_are_no_addresses_and_stand_once(tmp_path):
    from communique.packs.check import check_pack
    from communique.packs.skeleton import new_pack

    folder = new_pack("arctic", tmp_path)
    rows = "".join(
        f"- id: media.{n}\n  type: media\n  names:\n    en: [Paper {n}]\n  hosts: [{host}]\n  sure: certain\n"
        for n, host in (("a", "paper.example"), ("b", "paper.example"), ("c", "https://paper.example/"))
    )
    (folder / "register" / "papers.yaml").write_text(rows, encoding="utf-8")
    found = {(fault.entry, fault.rule) for fault in check_pack(folder)}
    assert found == {("media.b", "duplicate"), ("media.c", "schema")}
