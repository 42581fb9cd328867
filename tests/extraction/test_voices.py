"""Whose judgement it is: unnamed voices, interviews, names that stand alone, documents in their own voice."""

import pytest

from communique.extraction.discourse import walk
from communique.extraction.frames import frame_index
from communique.extraction.timing import NarrativeClock
from communique.extraction.voice import voice_of
from communique.language.analysis import analyse
from communique.packs import load_pack
from communique.reading import read_bytes


def views_of(text, name="x.txt"):
    document = read_bytes(text.encode(), path=name)
    blocks = analyse(document, load_pack())
    return document, list(
        walk(blocks, frame_index(load_pack()), NarrativeClock(document, blocks), load_pack().register)
    )


def subject_of(text):
    return [party.surface for party in views_of(text)[1][0].subject]


@pytest.mark.parametrize(
    ("sentence", "surface"),
    [
        ("越南學者則指出，河內手上的牌不多。", "越南學者"),
        ("但一位退役將領認為，雙方都不願開戰。", "退役將領"),
        ("印度媒体猜测，总理将缺席峰会。", "印度媒体"),
        ("旅居美國的政論人士認為，時機是算準的。", "政論人士"),
        ("經濟學家預料，關稅將推高物價。", "經濟學家"),
    ],
)
def test_a_voice_without_a_name(sentence, surface):
    assert subject_of(sentence) == [surface]


@pytest.mark.parametrize("sentence", ["美國官員表示，談判仍在進行。", "日本要求學者提出報告。"])
def test_officials_and_objects_are_no_private_voices(sentence):
    assert subject_of(sentence)[0] in {"美國", "日本"}


def test_who_is_interviewed_answers():
    text = (
        "研究員林文宏接受本報專訪，談同盟的前景。\n\n問：您怎麼看？\n\n"
        "答：我認為同盟會更緊密。\n\n問：為什麼？\n\n答：因為威脅正在增加。\n"
    )
    answers = [view for view in views_of(text)[1] if view.in_voice and view.folded.startswith(("我", "因"))]
    assert len(answers) == 2
    assert {party.surface[-3:] for view in answers for party in view.speaker} == {"林文宏"}


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("任職多年的格蘭德說，情況正在改變。", "格蘭德"),
        ("布萊克本(Simon Blackburn)批評這項政策。", "布萊克本"),
    ],
)
def test_a_foreign_name_without_a_title(sentence, name):
    assert name in [m.surface for block in analyse(views_of(sentence)[0], load_pack()) for m in block.mentions]


@pytest.mark.parametrize(
    ("text", "voice"),
    [
        ("---\ntitle: 日本首相石破茂施政演說\n---\n我們將守護和平。\n", "p.ishiba-shigeru"),
        ("---\ntitle: 澳大利亞《國防戰略評估》摘譯\n---\n安全環境日益嚴峻。\n", "aus"),
        ("---\ntitle: 美日聯合聲明\ntier: official\n---\n雙方反對片面改變現狀。\n", None),
        ("---\ntitle: 日本首相訪美\n---\n日本首相石破茂抵達華府。\n", None),
    ],
)
def test_a_document_in_its_own_voice(text, voice):
    document, views = views_of(text, "x.md")
    found = voice_of(document, load_pack(), views)
    assert (found.id if found else None) == voice
