"""Where sources say otherwise, after quantities were reconciled."""

from __future__ import annotations

import pytest

from communique.linking import Difference, Matter, Thread, differences, link
from communique.linking.quantities import bounds, reconcile
from communique.model import Claim, Figure
from communique.packs import Pack

from .making import commitment, docs, event, figure, position

DOCUMENTS = docs(
    ("a", "2025-04-01"), ("b", "2025-04-03"), ("late", "2025-12-01"), ("official", "2025-04-01", "official")
)
KEY = ("measure.us-forces-in-japan",)


def found(pack: Pack, *claims: Claim, together: bool = False) -> list[Difference]:
    threads = link(claims, DOCUMENTS, pack)
    if together:
        threads = [Thread("t", "event", "t", "t", tuple(c.id for c in claims), tuple("" for _ in claims))]
    return differences(threads, {c.id: c for c in claims}, DOCUMENTS, pack)


def troops(quote: str, value: float, document: str, **fields: object) -> Figure:
    fields = {"keys": KEY, "who": ("usa",)} | fields
    return figure(quote, value, document=document, **fields)


def test_two_values_of_one_measure_contradict_each_other(pack: Pack) -> None:
    (difference,) = found(pack, troops("駐日美軍54000人", 54000, "a"), troops("駐日美軍38000人", 38000, "b"))
    assert (difference.matter, difference.reconciled) == (Matter.VALUE, False)
    assert "54,000" in difference.why and "38,000" in difference.why


@pytest.mark.parametrize(
    ("quote", "who", "contradicts"),
    [
        ("對韓國商品課徵15%關稅", ("usa",), True),
        ("對韓國商品課徵15%關稅", ("jpn",), False),
        ("從八月起面臨15%的對等關稅", ("usa",), False),
    ],
)
def test_a_tariff_is_one_thing_only_of_the_same_parties_in_like_words(
    pack: Pack, quote: str, who: tuple[str, ...], contradicts: bool
) -> None:
    told = [
        figure(words, value, "percent", document, who=by, keys=("measure.tariff-rate-general",))
        for words, value, document, by in (("對韓國商品課徵25%關稅", 25, "a", ("usa",)), (quote, 15, "b", who))
    ]
    assert bool(found(pack, *told)) is contradicts


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (figure("投資一兆日圓", 1e12, "JPY"), figure("投資70億美元", 7e9, "USD", "b"), "unit"),
        (figure("約五萬人", 50000, approximate=True), figure("52000人", 52000, document="b"), "covers"),
        (figure("逾五萬人", 50000), figure("54000人", 54000, document="b"), "covers"),
        (figure("不到六萬人", 60000), figure("54000人", 54000, document="b"), "covers"),
        (figure("2至4艘", 2, "vessel", high=4.0), figure("3艘", 3, "vessel", "b"), "covers"),
        (figure("累計300人", 300), figure("每年60人", 60, document="b"), "cumulative"),
        (figure("2023年100人", 100, time="2023"), figure("2024年300人", 300, document="b", time="2024"), "times"),
        (figure("100人", 100, document="a"), figure("300人", 300, document="late"), "times"),
        (
            figure("1兆美元", 1e12, "USD", keys=("japan-one-trillion-usd-investment",)),
            figure("5500億美元", 5.5e11, "USD", "b", keys=("japan-550-billion-usd-investment",)),
            "undertakings",
        ),
        (figure("100人", 100), figure("300人", 300, document="b"), None),
        (figure("逾五萬人", 50000), figure("3000人", 3000, document="b"), None),
    ],
)
def test_quantities_are_reconciled_first(pack: Pack, one: Figure, other: Figure, why: str | None) -> None:
    days = [DOCUMENTS[c.document].published for c in (one, other)]
    for left, right, first, second in ((one, other, *days), (other, one, *reversed(days))):
        said = reconcile(left, right, first, second, pack)
        assert (said is None) if why is None else (said is not None and why in said)


@pytest.mark.parametrize(
    ("claim", "low", "high"),
    [
        (figure("54000人", 54000), 53730, 54270),
        (figure("約54000人", 54000), 48600, 59400),
        (figure("逾100人", 100), 99.5, float("inf")),
        (figure("不到100人", 100), float("-inf"), 100.5),
        (figure("2至4艘", 2, high=4.0), 1.99, 4.02),
    ],
)
def test_what_a_number_leaves_open(pack: Pack, claim: Figure, low: float, high: float) -> None:
    assert bounds(claim, pack) == pytest.approx((low, high))


def test_two_undertakings_are_no_contradiction(pack: Pack) -> None:
    one = commitment("日本將投資1兆美元", who=("jpn",), keys=("japan-one-trillion-usd-investment",))
    other = commitment("日本將投資5500億美元", document="b", who=("jpn",), keys=("japan-550-billion-usd-investment",))
    assert found(pack, one, other) == []


def test_a_due_date_moved_is_reconciled_one_of_the_same_day_is_not(pack: Pack) -> None:
    key = {"keys": ("japan-defence-spending",), "who": ("jpn",)}
    first = commitment("2027年完成", document="a", due="2027", **key)
    moved = commitment("提前至2025年", "accelerated", "late", due="2025", **key)
    assert [(d.matter, d.reconciled) for d in found(pack, first, moved)] == [(Matter.DUE, True)]
    held = commitment("2026年完成", document="official", due="2026", time="2025-03-30", **key)
    otherwise = commitment("2028年完成", document="b", due="2028", time="2025-03-30", **key)
    assert (Matter.DUE, False) in [(d.matter, d.reconciled) for d in found(pack, held, otherwise)]


def test_when_something_that_happens_once_happened(pack: Pack) -> None:
    key = {"keys": ("jpn.jjoc",), "who": ("jpn",)}
    one = event("自衛隊成立統合作戰司令部", "establishment", time="2025-03-24", **key)
    other = event("自衛隊正式成立統合作戰司令部", "establishment", "b", time="2025-04-24", **key)
    assert [d.matter for d in found(pack, one, other)] == [Matter.WHEN]
    month = event("自衛隊正式成立統合作戰司令部", "establishment", "b", time="2025-03", **key)
    assert found(pack, one, month) == []


def test_one_meeting_told_for_two_days(pack: Pack) -> None:
    who = {"who": ("p.nakatani-gen", "p.hegseth-pete")}
    one = event("兩人在防衛省首次面對面會談", time="2025-03-30", **who)
    other = event("在防衛省舉行首次面對面會談", document="b", time="2025-04-02", **who)
    (difference,) = found(pack, one, other)
    assert difference.matter is Matter.WHEN and "if it is one meeting" in difference.why


@pytest.mark.parametrize(("theirs", "expected"), [("美國提議共同生產防空飛彈", 1), ("並提議共同生產防空飛彈", 0)])
def test_who_did_it_where_each_says_so_itself(pack: Pack, theirs: str, expected: int) -> None:
    key = ("sm-6-co-production",)
    one = commitment("日本提議共同生產防空飛彈", "proposed", who=("jpn",), keys=key)
    other = commitment(theirs, "proposed", "b", who=("usa",), keys=key)
    said = [(d.matter, d.why) for d in found(pack, one, other)]
    assert said == [(Matter.WHO, "JPN against USA")] * expected


def test_whether_it_happened(pack: Pack) -> None:
    key = {"keys": ("jpn.jjoc",), "who": ("jpn",)}
    one = event("成立統合作戰司令部", "establishment", time="2025-03-24", **key)
    other = event("未成立統合作戰司令部", "establishment", "b", time="2025-03-24", factuality="negated", **key)
    assert Matter.WHETHER in {d.matter for d in found(pack, one, other)}


@pytest.mark.parametrize(
    ("holder", "document", "expected"),
    [("jpn", "b", [Matter.WHETHER]), ("chn", "b", []), ("jpn", "late", [])],
)
def test_one_holder_for_and_against_in_the_same_days(
    pack: Pack, holder: str, document: str, expected: list[Matter]
) -> None:
    key = ("taiwan-participation-in-international-organisations",)
    one = position("支持台灣參與國際組織", "support", who=("jpn",), keys=key)
    other = position("反對台灣參與國際組織", "oppose", document, who=(holder,), keys=key)
    assert [d.matter for d in found(pack, one, other)] == expected


def test_a_retelling_contradicts_nothing(pack: Pack) -> None:
    one = troops("駐日美軍54000人", 54000, "a")
    other = troops("駐日美軍38000人", 38000, "b", repeat_of="x")
    assert found(pack, one, other) == []
