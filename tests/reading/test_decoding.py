"""Encodings: every round trip, torn ends, damaged bytes, what is no text at all."""

import codecs
import logging

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.model import BinaryDocument, DamagedDocument, ReadingError
from communique.reading.decoding import decode

TRADITIONAL = "甲國國防部長與乙國外務大臣三十日會談，雙方同意加強防衛合作。"
SIMPLIFIED = "中国外交部发言人三十日表示，中方对此严重关切，并已提出交涉。"
JAPANESE = "中谷防衛大臣は本日、米国防長官と会談を実施し、同盟の抑止力を強化することで一致しました。"
SHORT = {
    "cp950": "日美同盟",
    "gb18030": "中国外交部",
    "cp932": "日米同盟の強化",
    "euc_jp": "日本の防衛",
    "utf-16-le": "美日會談",
}


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (TRADITIONAL, "utf-8"),
        (TRADITIONAL, "utf-8-sig"),
        (TRADITIONAL, "cp950"),
        (TRADITIONAL, "big5hkscs"),
        (TRADITIONAL, "utf-16"),
        (TRADITIONAL, "utf-16-le"),
        (TRADITIONAL, "utf-16-be"),
        (TRADITIONAL, "utf-32"),
        (TRADITIONAL, "gb18030"),
        ("本港嘅官員喺記者會話，佢哋會繼續同各方傾談，冇任何改變。", "big5hkscs"),
        (SIMPLIFIED, "utf-8"),
        (SIMPLIFIED, "gb18030"),
        (SIMPLIFIED, "gbk"),
        (SIMPLIFIED, "utf-16"),
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (JAPANESE, "iso2022_jp"),
        (JAPANESE, "utf-16-be"),
        ("한미 양국은 연합훈련을 확대하기로 합의했다고 국방부가 밝혔다.", "euc_kr"),
        ("Der Minister sagte, die Gespräche über Verteidigung würden fortgeführt – „größer“ als zuvor.", "cp1252"),
        ("The ministers met on Sunday.", "ascii"),
    ],
)
@pytest.mark.parametrize("times", [1, 40])
def test_round_trip(text, encoding, times):
    assert decode((text * times).encode(encoding)).text == text * times


@pytest.mark.parametrize(("encoding", "text"), SHORT.items())
def test_a_headline_is_enough(encoding, text):
    assert decode(text.encode(encoding)).text == text


def test_mixed_text_is_judged_by_its_first_characters_beyond_ascii():
    text = "The communique (in Chinese) says: " * 500 + TRADITIONAL
    assert decode(text.encode("cp950")).text == text


@pytest.mark.parametrize("encoding", ["utf-8", "cp950", "gb18030", "cp932", "utf-16-le"])
def test_a_torn_last_character_is_dropped_with_a_warning(encoding, caplog):
    source = JAPANESE if encoding == "cp932" else SIMPLIFIED if encoding == "gb18030" else TRADITIONAL
    with caplog.at_level(logging.WARNING):
        text = decode(
            (source + "國際" if encoding != "cp932" else source + "国際").encode(encoding)[:-1], where="a.txt"
        ).text
    assert text[:-1] == source
    assert "a.txt" in caplog.text


def test_a_few_damaged_bytes_are_replaced(caplog):
    data = bytearray((TRADITIONAL * 20).encode())
    data[90] = 0xFF
    with caplog.at_level(logging.WARNING):
        text = decode(bytes(data)).text
    assert 1 <= text.count("\ufffd") <= 3
    assert text.endswith(TRADITIONAL)
    assert "damaged" in caplog.text


@pytest.mark.parametrize(
    "data",
    [
        "甲\ud800國".encode("utf-8", "surrogatepass"),
        codecs.BOM_UTF16_LE + "甲\ud800國".encode("utf-16-le", "surrogatepass"),
    ],
)
def test_lone_surrogates_are_replaced(data):
    text = decode(data).text
    assert text.encode()
    assert text[0] == "甲" and text[-1] == "國"


def test_surrogate_pairs_in_utf_8_become_their_character():
    assert decode("國\ud83d\ude00".encode("utf-8", "surrogatepass")).text == "國😀"


def test_line_ends_are_normalised_and_marks_and_stray_nuls_dropped():
    assert decode("\ufeff甲\r\n乙\r丙\x00丁\n".encode()).text == "甲\n乙\n丙丁\n"


def test_declared_charsets_are_honoured_and_wrong_ones_are_not():
    assert decode(SIMPLIFIED.encode("gbk"), declared="gb2312").text == SIMPLIFIED
    assert decode(SIMPLIFIED.encode(), declared="big5").text == SIMPLIFIED
    assert decode(SIMPLIFIED.encode("gbk"), declared="no-such-charset").text == SIMPLIFIED


def test_control_characters_are_no_text():
    with pytest.raises(BinaryDocument, match=r"x\.bin"):
        decode(bytes(range(1, 9)) * 50, where="x.bin")
    with pytest.raises(ReadingError):
        decode(b"abc\x00\x00\x00\x00\x00" * 50)


def test_bytes_without_any_explanation_are_damaged():
    noise = bytes((at * 89 + at // 7 * 41) % 128 + 128 for at in range(600))
    with pytest.raises(DamagedDocument, match="UTF-8"):
        decode(noise)


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_any_bytes_give_clean_text_or_a_reading_error(data):
    try:
        text = decode(data).text
    except ReadingError:
        return
    assert "\r" not in text and "\x00" not in text
    text.encode("utf-8")


@given(
    st.text(
        st.characters(codec="utf-8", exclude_characters="\r\x00\ufeff", exclude_categories=["Cc", "Cs"]), min_size=1
    )
)
@settings(max_examples=200, deadline=None)
def test_utf_8_is_kept_exactly(text):
    assert decode(text.encode()).text == text
