"""Who speaks, whom a word of reference means, and at whom a stance is aimed."""

from dataclasses import replace
from datetime import date

import pytest

from communique.extraction import extract
from communique.extraction.discourse import walk
from communique.extraction.frames import frame_index
from communique.extraction.timing import NarrativeClock
from communique.language.analysis import analyse
from communique.model import Assessment, Position, Role
from communique.packs import load_pack
from communique.reading import read_bytes


def read(text, published=date(2025, 6, 1)):
    return replace(read_bytes(text.encode(), path="x.txt"), published=published)


def views_of(text):
    document, pack = read(text), load_pack()
    blocks = analyse(document, pack)
    return list(walk(blocks, frame_index(pack), NarrativeClock(document, blocks), pack.register))


def names(parties):
    return [party.surface for party in parties]


def stances(text):
    found = [c for c in extract(read(text), load_pack()) if isinstance(c, Position)]
    return [
        (
            claim.stance.value,
            [a.id for a in claim.actors if a.role is Role.AGENT],
            [a.id for a in claim.actors if a.role is Role.TARGET],
        )
        for claim in found
    ]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("據專家估計，若軍援中斷，前線只能再撐半年。", "專家"),
        ("外界普遍認為，這是為了應對海上的威脅。", "外界"),
        ("有學者分析，華府選擇了風險最小的一處。", "學者"),
        ("分析認為，恢復對話有助避免誤判。", "分析"),
        ("某海事研究所主任研究官長谷部彥認為，這為聯合作戰打開了大門。", "長谷部彥"),
        ("惠安評級昨天警告稱，如果局勢惡化，出口將受打擊。", "惠安評級"),
        ("英國《金融時報》分析，若不是防空系統受創，空襲不會如此順利。", "金融時報"),
        ("國防部長赫格塞斯在會上指出，威脅已經迫近。", "赫格塞斯"),
        ("學者認為，北京不會罷手；如果制裁擴大，影響才會浮現。", "學者"),
    ],
)
def test_who_says_what_follows(text, speaker):
    assert names(views_of(text)[-1].speaker) == [speaker]


@pytest.mark.parametrize(
    "text",
    ["筆者認為，中國不會罷手。", "這表示兩國關係已經改變，衝突恐難避免。"],
)
def test_the_author_judges(text):
    judged = [c for c in extract(read(text), load_pack()) if isinstance(c, Assessment)]
    assert all(claim.actors[0].id == "author" for claim in judged)


def test_words_told_in_the_clause_of_their_speaker():
    (view,) = views_of("國防部表示共軍昨天出動30架次軍機。")
    assert names(view.speaker) == ["國防部"]
    assert names(view.subject) == ["共軍"]
    assert view.others == ()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("中國總理訪問馬尼拉。中國與菲律賓談了漁業。菲律賓也提到海警。雙方同意設立熱線。", {"chn", "phl"}),
        ("美日韓在首爾會商。美日韓強調合作。三國同意每年演習。", {"usa", "jpn", "kor"}),
        ("岸田文雄在白宮與拜登會談，後者對此表示歡迎。", {"p.biden-joe"}),
    ],
)
def test_words_of_reference(text, meant):
    assert {party.id for party in views_of(text)[-1].subject} == meant


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # the object of the verb, the first one only
        ("中國敦促日本停止對菲律賓的軍事援助。", ("demand", ["chn"], ["jpn"])),
        # what ought to be is asked of the clause's own subject
        ("中國外交部發言人林劍說，美日合作不得針對第三方。", ("demand", ["chn"], ["usa", "jpn"])),
        # bare: whoever acted just before
        ("日本宣布部署飛彈，中國對此強烈不滿、堅決反對。", ("oppose", ["chn"], ["jpn"])),
        # taken on a thing, on nobody
        ("日本宣布停火，中國對停火協議表示歡迎。", ("welcome", ["chn"], [])),
        # nobody by name
        ("中國呼籲各方保持克制。", ("demand", ["chn"], ["doc:各方"])),
    ],
)
def test_at_whom_a_stance_is_aimed(text, wanted):
    assert wanted in stances(text)


def test_a_short_label_does_not_divide_the_whole_paragraph():
    views = views_of("林劍：雙方舉行了會談，並簽署多份文件。兩國同意擴大合作，並建立熱線。")
    assert names(views[0].speaker or views[0].subject) == ["林劍"]
    assert all(view.end - view.start < 16 for view in views)
