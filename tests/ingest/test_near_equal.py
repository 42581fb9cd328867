"""Texts that hardly differ, one by one and in any order, with decisions in between: the threads are those made anew."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from communique.ingest import assemble, ingest, link, make_threads
from communique.ingest import joining as module
from communique.ledger import LedgerWriter
from communique.ledger.check import check
from communique.ledger.decisions import Desk
from communique.model import CommuniqueError

STATES = ("美國", "日本", "菲律賓", "澳洲")
OFFICES = ("國防部長", "外交部長", "發言人")
SAID = (
    "強調要繼續加深防衛合作",
    "表示反對以武力改變現狀",
    "宣布要多辦聯合演習",
    "認為對話才是出路",
    "簽署了後勤互助協定",
)
FIELDS = ("海洋", "能源", "造船", "太空")
PLACES = ("東京", "馬尼拉", "坎培拉")
WORKS = ("西南防衛態勢", "防衛裝備移轉三原則", "中程飛彈系統")


def sentence(chance: random.Random) -> str:
    one, other = chance.sample(STATES, 2)
    said, place, field = chance.choice(SAID), chance.choice(PLACES), chance.choice(FIELDS)
    return chance.choice(
        [
            f"{one}{chance.choice(OFFICES)}{chance.randint(1, 28)}日在{place}{said}",
            f"{one}與{other}{chance.randint(1, 3)}月{chance.randint(1, 9)}日在{place}舉行{field}會談，雙方{said}",
            f"{one}要向{other}出售{chance.randint(2, 9)}枚飛彈，總值{chance.randint(1, 9)}億美元",
            f"專家指出，{one}與{other}的{field}合作碰上{chance.choice(FIELDS)}方面的難題",
            f"{one}{said}，並要在{place}為{chance.choice(WORKS)}增加人手",
            f"{one}{said}",
        ]
    )


def texts(chance: random.Random, number: int) -> list[str]:
    days = (date(2024, 3, 1) + timedelta(days=chance.randrange(60)) for _ in range(number))
    return [f"{day:%Y年%m月%d日}\n" + "。\n".join(sentence(chance) for _ in range(4)) + "。\n" for day in days]


@pytest.fixture(scope="module")
def workings():
    return assemble(today=date(2026, 1, 1))


def proved(writer, workings) -> bool:
    return check(writer.reader, lambda: make_threads(writer.reader, workings), workings.linker) == []


@pytest.mark.parametrize("seed", [1, 4])
def test_texts_that_hardly_differ_come_to_the_same_threads_one_by_one(tmp_path, monkeypatch, workings, seed):
    monkeypatch.setattr(module, "_SHARE", 0)
    chance = random.Random(seed)
    with LedgerWriter(tmp_path / "ledger.db") as writer:
        for number, text in enumerate(texts(chance, 40)):
            file = tmp_path / f"{number}.txt"
            file.write_text(text, encoding="utf-8")
            ingest(writer, [str(file)], workings)
        assert proved(writer, workings)
        assert max(len(thread.claims) for thread in writer.reader.threads()) > 10


def test_decisions_in_between_have_no_influence_on_how_the_rest_is_linked(tmp_path, monkeypatch, workings):
    monkeypatch.setattr(module, "_SHARE", 0)
    chance = random.Random(100)
    add, alone = module._add, []
    monkeypatch.setattr(module, "_add", lambda *given: (alone.append(add(*given)), alone[-1])[1])
    with LedgerWriter(tmp_path / "ledger.db") as writer:
        desk = Desk(writer.reader, "A. Reviewer")
        for number, text in enumerate(texts(chance, 50)):
            file = tmp_path / f"{number}.txt"
            file.write_text(text, encoding="utf-8")
            ingest(writer, [str(file)], workings)
            if number % 6 == 5:
                decide(writer, desk, chance)
                if chance.random() < 0.5:
                    link(writer, workings)
            if number % 10 == 9:
                link(writer, workings)
                assert proved(writer, workings)
        assert len(writer.reader.decisions()) > 4
    assert alone.count(True) > 5 and alone.count(None) > 5


@pytest.mark.parametrize("verb", ["merge", "split"])
def test_lines_of_work_that_a_reviewer_joined_or_parted_are_linked_with_all_their_claims(
    tmp_path, monkeypatch, workings, verb
):
    monkeypatch.setattr(module, "_SHARE", 0)
    with LedgerWriter(tmp_path / "ledger.db") as writer:

        def read(name: str, day: int, work: str) -> None:
            file = tmp_path / name
            file.write_text(f"2024年5月{day}日\n日本政府說，要為{work}增加經費{day}億日元。\n", encoding="utf-8")
            ingest(writer, [str(file)], workings)
            assert proved(writer, workings)

        for day, work in enumerate((*WORKS, *WORKS), start=10):
            read(f"{day}.txt", day, work)
        one, other, *_ = (t for t in writer.reader.threads() if t.on_a_line and len(t.claims) > 1)
        desk = Desk(writer.reader, "A. Reviewer")
        decided = desk.split_claims(one.claims[:1]) if verb == "split" else [desk.merge_threads(one.id, other.id)]
        writer.decide(*decided)
        link(writer, workings)
        for day, work in enumerate(WORKS, start=1):
            read(f"{day}.txt", day, work)


def decide(writer: LedgerWriter, desk: Desk, chance: random.Random) -> None:
    threads = [thread for thread in writer.reader.threads() if len(thread.claims) > 1]
    one, other = chance.sample(threads, 2)
    claim = chance.choice(one.claims)
    decisions = {
        "merge": lambda: [desk.merge_threads(one.id, other.id)],
        "split": lambda: desk.split_claims([claim]),
        "rename": lambda: [desk.rename_thread(one.id, "另一個名稱")],
        "reject": lambda: [desk.reject(claim)],
        "accept": lambda: [desk.accept(claim)],
        "undo": lambda: [desk.undo(chance.choice(writer.reader.decisions()).id)],
    }
    try:
        writer.decide(*decisions[chance.choice(sorted(decisions))]())
    except (CommuniqueError, IndexError):
        writer.decide(desk.accept(claim))  # what cannot be decided twice


def test_what_drives_a_copy_out_of_the_first_of_a_shingle_has_copies_looked_for_anew(tmp_path, monkeypatch, workings):
    """Of a line that very many texts share so many are looked at: which, depends on all there are, not on the order."""
    monkeypatch.setattr(module, "_SHARE", 0)
    monkeypatch.setattr("communique.linking.copies.COMMON", 2)
    monkeypatch.setattr("communique.ledger.linkage.COMMON", 2)
    chance = random.Random(5)
    head = "本報訊，以下的消息由編譯組整理，"
    with LedgerWriter(tmp_path / "ledger.db") as writer:
        for number in range(24):
            file = tmp_path / f"{number}.txt"
            file.write_text(head + "，".join(chance.sample(SAID, 3)) + "。", encoding="utf-8")
            ingest(writer, [str(file)], workings)
            assert check(writer.reader) == []
