"""Names that mislead: one-character states, offices that every state has, surnames, words that hide a name."""

import pytest

from communique.language.zh.names import NameFinder
from communique.packs import load_pack
from communique.text import fold


@pytest.fixture(scope="module")
def find():
    finder = NameFinder(load_pack())

    def found(text: str) -> list[tuple[str, str]]:
        return [(m.surface, "+".join(m.ids)) for m in finder.find(fold(text), text)]

    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("美日韓三國外長會談", [("美日韓", "usa+jpn+kor")]),
        ("日美防長舉行會談", [("日美", "jpn+usa")]),
        ("日中韓領袖會議", [("日中韓", "jpn+chn+kor")]),
        ("英日澳三國聯合演習", [("英日澳", "gbr+jpn+aus")]),
        ("日印澳共同訓練", [("日印澳", "jpn+ind+aus")]),
        ("俄朝簽署條約", [("俄朝", "rus+prk")]),
        ("日菲簽署協定", [("日菲", "jpn+phl")]),
        ("国务卿访菲", [("菲", "phl")]),
        ("隨後訪印", [("印", "ind")]),
        ("部長赴澳", [("澳", "aus")]),
        ("代表團訪台", [("台", "twn")]),
        ("政策對華強硬", [("華", "chn")]),
        ("中方反對,日方重申立場", [("中方", "chn"), ("日方", "jpn")]),
        ("美方同意,菲方歡迎", [("美方", "usa"), ("菲方", "phl")]),
        ("韓方關切,朝方否認", [("韓方", "kor"), ("朝方", "prk")]),
        ("英方派艦,俄方抗議", [("英方", "gbr"), ("俄方", "rus")]),
        ("印方歡迎,澳方也同意,台方感謝", [("印方", "ind"), ("澳方", "aus"), ("台方", "twn")]),
    ],
)
def test_one_character_states_in_company(find, text, expected):
    assert find(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "其中一項日前完成",
        "美好的一天",
        "朝著目標前進",
        "中程與中期規劃",
        "以英里計算,法律規定",
        "印刷品與印象",
        "平台與講台",
        "今日與昨日,當日與次日",
        "紀律嚴明的部隊",
    ],
)
def test_characters_that_name_no_state(find, text):
    assert find(text) == []


MINISTRIES = [
    ("美國國防部", "usa.department-of-defense"),
    ("中國國防部", "chn.ministry-of-national-defense"),
    ("台灣國防部", "twn.ministry-of-national-defense"),
    ("韓國國防部", "kor.ministry-of-national-defense"),
    ("俄羅斯國防部", "rus.ministry-of-defense"),
    ("新加坡國防部", "sgp.ministry-of-defence"),
    ("印度國防部", "ind.ministry-of-defence"),
]


@pytest.mark.parametrize(("name", "key"), MINISTRIES)
def test_the_ministry_of_defence_of_six_countries_and_one_more(find, name, key):
    assert find(f"{name}發表聲明") == [(name, key)]


def test_a_ministry_of_no_country_is_left_open(find):
    register = load_pack().register
    assert find("國防部發表聲明") == []
    assert {key for _, key in MINISTRIES} <= {entry.id for entry in register.find("國防部")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("日本外長岩屋毅發言", "p.iwaya-takeshi"),
        ("中國外長王毅發言", "p.wang-yi"),
        ("外長王毅發言", "p.wang-yi"),
        ("韓國外長趙兌烈發言", "p.cho-tae-yul"),
        ("日本外相林芳正發言", "p.hayashi-yoshimasa"),
        ("官房長官林芳正發言", "p.hayashi-yoshimasa"),
        ("中國總理李強發言", "p.li-qiang"),
        ("李強強調合作", "p.li-qiang"),
        ("總統川普發言", "p.trump-donald"),
        ("特朗普发言", "p.trump-donald"),
        ("美國防長赫格塞思发言", "p.hegseth-pete"),
    ],
)
def test_people_and_their_offices(find, text, expected):
    assert [key for _, key in find(text)] == [expected]


@pytest.mark.parametrize(
    ("text", "name"),
    [("李強調,雙方應合作", "李強"), ("李強烈反對", "李強"), ("王毅然離席", "王毅"), ("軍紀嚴明", "嚴明")],
)
def test_words_that_hide_a_name(find, text, name):
    assert name not in [surface for surface, _ in find(text)]


def test_offices_that_every_state_has_are_short_forms():
    register = load_pack().register
    for name in ("外長", "外相", "防長", "總統", "總理", "首相"):
        entries = register.find(name)
        assert all(name in entry.short for entry in entries), name
    assert len(register.find("外長")) > 10


def test_a_surname_means_whoever_has_it():
    register = load_pack().register
    assert "p.hayashi-yoshimasa" in [entry.id for entry in register.find("林")]
    assert len(register.find("李")) != 1 and [entry.id for entry in register.find("林芳正")] == ["p.hayashi-yoshimasa"]


@pytest.mark.parametrize("name", ["川習會", "習川會"])
def test_trump_and_xi_together(find, name):
    """The pair is a meeting of two people, not a state or a surname."""
    keys = [key for _, key in find(f"{name}預定舉行")]
    register = load_pack().register
    assert keys and all(register.get(key).type in {"mechanism", "event", "event_series"} for key in keys)
