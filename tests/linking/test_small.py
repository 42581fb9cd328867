"""Copies, clocks, identities."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.linking import ambiguous, copy_groups, identify, known_by, learned_names, recorded_by, sketch, so_on
from communique.model import ActorRef, Role
from communique.packs import Pack

from .making import commitment, docs, event

STORY = (
    "兩國國防部長週日在首都會談,同意設立聯合司令部,並擴大在西南諸島的聯合演訓。會後發表的聯合聲明指出,雙方將加速共同生產防空飛彈,"
    "並就太空與網路領域的合作定期協商。分析人士認為,此舉意在因應區域安全環境的變化,但預算與人力仍是難題。"
)
OTHER = (
    "央行週三宣布維持利率不變,總裁在記者會上表示,通膨壓力已逐漸緩解,但仍須觀察國際油價與匯率的變化。市場普遍預期下一次會議可能降息,"
    "股市收盤小幅上漲,電子股表現領先,金融類股則因獲利了結賣壓而走低,成交量較前一日略減。"
)


def groups(*texts: str) -> dict[str, str]:
    return copy_groups({str(n): sketch(text) for n, text in enumerate(texts)})


@pytest.mark.parametrize(
    ("copy", "same"),
    [
        (STORY, True),
        (f"(本報訊){STORY}(完)", True),
        (STORY.replace("週日", "星期日").replace("難題", "挑戰"), True),
        (STORY[: len(STORY) * 2 // 3], True),
        (f"{STORY}{OTHER}{OTHER[::-1]}", True),
        (OTHER, False),
        (f"{OTHER}同意設立聯合司令部", False),
        ("", False),
    ],
)
def test_copies_of_one_text_are_one_source(copy: str, same: bool) -> None:
    found = groups(STORY, copy)
    assert (found["0"] == found["1"]) is same


def test_simplified_copies_are_copies() -> None:
    simplified = "两国国防部长周日在首都会谈,同意设立联合司令部"
    found = groups("兩國國防部長週日在首都會談,同意設立聯合司令部", simplified)
    assert found["0"] == found["1"]


def test_copies_of_copies_share_the_first_source() -> None:
    found = groups(STORY, OTHER, STORY[:120], STORY + "。")
    assert found == {"0": "0", "1": "1", "2": "0", "3": "0"}


@given(st.lists(st.text("甲乙丙丁戊己庚辛", max_size=80), max_size=8))
def test_any_texts_can_be_grouped(texts: list[str]) -> None:
    found = groups(*texts)
    assert set(found) == {str(n) for n in range(len(texts))}
    assert all(found[home] == home for home in found.values())


DOCUMENTS = docs(("a", "2025-04-01"), ("b", "2025-06-01"), ("c", ""))


def test_known_by_a_day() -> None:
    claims = [commitment("一", document=name) for name in "abcz"]
    assert [c.document for c in known_by(claims, DOCUMENTS, date(2025, 4, 1))] == ["a", "c", "z"]


@dataclass
class Row:
    recorded_from: datetime
    recorded_to: datetime | None


def test_recorded_by_a_moment() -> None:
    first, second, third = (datetime(2025, 1, n, tzinfo=UTC) for n in (1, 2, 3))
    rows = [Row(first, second), Row(first, None), Row(second, None)]
    assert recorded_by(rows, first) == rows[:2]
    assert recorded_by(rows, second) == rows[1:]
    assert recorded_by(rows, third) == rows[1:]


@pytest.mark.parametrize(
    ("time", "day", "expected"),
    [
        ("2025-03-30", date(2025, 3, 29), False),
        ("2025-03-30", date(2025, 3, 30), True),
        ("2025-03", date(2025, 3, 15), True),
        (None, date(2025, 3, 31), False),
        (None, date(2025, 4, 1), True),
        ("/2025-02-01", date(2025, 2, 1), True),
        ("/2027-12-31", date(2025, 3, 31), False),
    ],
)
def test_so_on_a_day(time: str | None, day: date, expected: bool) -> None:
    assert so_on(event("會談", time=time), day, date(2025, 4, 1)) is expected


@pytest.mark.parametrize(
    ("key", "day", "person"),
    [
        ("jpn.minister-of-defense", date(2025, 3, 30), "p.nakatani-gen"),
        ("jpn.minister-of-defense", date(2025, 10, 29), "p.koizumi-shinjiro"),
        ("jpn.minister-of-defense", None, None),
        ("jpn", date(2025, 3, 30), None),
        ("p.nakatani-gen", None, "p.nakatani-gen"),
    ],
)
def test_an_office_is_its_holder_on_the_day(pack: Pack, key: str, day: date | None, person: str | None) -> None:
    found = identify(ActorRef(key, Role.AGENT, "x"), day, pack.register)
    assert (found.person, found.state) == (person, "JPN")


def test_names_that_only_documents_know(pack: Pack) -> None:
    taught = ActorRef("p.hegseth-pete", Role.AGENT, "赫部長", ("Secretary H",))
    unknown = ActorRef("doc:張三", Role.AGENT, "張三")
    claim = commitment("一")
    claims = [
        event("會談", document="b", start=9, who=()),
        claim.__class__(id="z", document="a", evidence=claim.evidence, actors=(taught, unknown)),
    ]
    learned = learned_names(claims, pack.register)
    assert learned["p.hegseth-pete"] == (("赫部長", "z"), ("Secretary H", "z"))
    assert learned["doc:張三"] == (("張三", "z"),)


def test_an_ambiguous_name_is_listed_with_what_it_may_be(pack: Pack) -> None:
    short = next(name for e in pack.register for name in e.short if len(pack.register.find(name)) > 1 and len(name) > 1)
    plain = ActorRef(f"doc:{short}", Role.AGENT, short)
    claim = commitment("一")
    held = claim.__class__(id="z", document="a", evidence=claim.evidence, actors=(plain,))
    (found,) = ambiguous([held], pack.register)
    assert found.name == short and len(found.candidates) > 1 and found.claims == ("z",)
