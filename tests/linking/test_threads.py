"""Threads: what belongs together, whatever the order of reading; explained and reversible."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.linking import Feature, Thread, blocks_of, features_of, keys_of, link, link_block
from communique.model import Claim
from communique.packs import Pack

from .gold import b_cubed
from .making import Said, anchor, commitment, decision, docs, event, figure, position

DOCUMENTS = docs(("a", "2025-03-31"), ("b", "2025-04-02"), ("c", "2025-04-05"), ("d", ""))
BOTH = ("jpn", "usa")
INVESTED = ("japanese-investment-in-the-united-states",)


def together(threads: list[Thread], *claims: Claim) -> bool:
    return any({c.id for c in claims} <= set(thread.claims) for thread in threads)


def meeting(quote: str, document: str = "a", start: int = 0, **fields: object) -> Claim:
    fields = {"who": BOTH, "time": "2025-03-30"} | fields
    return event(quote, "meeting", document, start, **fields)


SAME = [
    ("one day, one pair of states", meeting("兩國防長在東京會談"), meeting("美日舉行防長會議", "b")),
    (
        "a minister and his state",
        meeting("與中谷元會談", who=("p.nakatani-gen", "p.hegseth-pete")),
        meeting("日美防長會議", "b"),
    ),
    (
        "an office is its holder on the day",
        meeting("與日本防衛大臣會談", who=("jpn.minister-of-defense", "usa")),
        meeting("中谷元會見美方", "b", who=("p.nakatani-gen", "usa")),
    ),
    (
        "a month, with the people",
        meeting("三月會談", who=("p.nakatani-gen", "p.hegseth-pete"), time="2025-03"),
        meeting("中谷元與赫格塞斯會談", "b", who=("p.nakatani-gen", "p.hegseth-pete")),
    ),
    (
        "one programme, a promise and a stance",
        commitment("設立統合軍司令部", who=("usa",), keys=("usfj-joint-force-headquarters",)),
        position("歡迎設立統合軍司令部", "welcome", "b", who=("jpn",), keys=("usfj-joint-force-headquarters",)),
    ),
    (
        "one topic, two holders",
        position("重視台海和平穩定", who=("jpn",), keys=("taiwan-strait-peace-and-stability",)),
        position("反對破壞台海和平穩定", "oppose", "c", who=("usa",), keys=("taiwan-strait-peace-and-stability",)),
    ),
    (
        "like words of one actor",
        commitment("將在兩年內恢復邊境口岸的貨運班車", who=("jpn",)),
        commitment("兩年內恢復邊境口岸的貨運班車服務", "reaffirmed", "b", who=("jpn",)),
    ),
    (
        "what the clause before speaks of",
        commitment("將設立統合軍司令部", who=("usa",), keys=("usfj-joint-force-headquarters",)),
        commitment("並增派人員", start=12, who=("usa",)),
    ),
    (
        "words that point back",
        position("支持普天間基地遷移", who=("jpn",), keys=("futenma-relocation-to-henoko",)),
        position("這是唯一的解決辦法", "affirm", start=12, who=("jpn",)),
    ),
    (
        "values of a measure",
        figure("駐日美軍約五萬四千人", 54000, who=("usa",), keys=("measure.us-forces-in-japan",)),
        figure("駐日美軍五萬五千人", 55000, document="c", who=("usa",), keys=("measure.us-forces-in-japan",)),
    ),
    ("for and against", meeting("舉行會談"), meeting("未舉行會談", "b", factuality="negated")),
    (
        "a meeting that is only pointed to, and the nearest one told before",
        meeting("兩國外長防長在東京舉行2+2會議", keys=("scc",)),
        meeting("這次會議還討論核保護傘", start=600, who=("usa",)),
    ),
    (
        "the money of others too, with its own",
        *[
            commitment(f"{by}將對美投資", document=document, who=who, keys=INVESTED)
            for by, document, who in (("日本", "a", ("jpn",)), ("美日", "b", ("jpn", "usa")))
        ],
    ),
    (
        "told again in one document",
        meeting("雙方會談"),
        meeting("會談於防衛省舉行", start=40, time=None, repeat_of=None),
    ),
]

APART = [
    (
        "another state's money for the same yards",
        commitment("日本將對美投資造船業", who=("jpn", "usa"), keys=INVESTED),
        commitment("韓國將對美投資造船業", document="b", who=("kor", "usa"), keys=INVESTED),
    ),
    (
        "what two states promise on a topic",
        commitment("韓國將援助烏克蘭", who=("kor",), keys=("aid-to-ukraine",)),
        commitment("日本將援助烏克蘭", document="b", who=("jpn",), keys=("aid-to-ukraine",)),
    ),
    (
        "a subject of its own after an undertaking",
        commitment("將設立統合軍司令部", who=("usa",), keys=("usfj-joint-force-headquarters",)),
        commitment("美國已決定制裁該議員", start=12, who=("usa",)),
    ),
    (
        "one that took place and one that may",
        meeting("兩人坦誠交換意見"),
        meeting("會不會再會晤", start=30, time="2025", factuality="possible"),
    ),
    (
        "a speaker and an ambassador of one state",
        event("美國國務院發言人發表聲明", "statement", who=("usa.department-of-state",), time="2025-03-30"),
        event("美國駐日大使也發表聲明", "statement", start=30, who=("usa.ambassador-to-japan",), time="2025-03-30"),
    ),
    (
        "statements of two years in like words",
        event("發表聯合聲明承繼立場", "statement", who=("jpn", "chn"), time="1972"),
        event("發表聯合聲明承繼立場", "statement", "b", who=("jpn", "chn"), time="2008"),
    ),
    ("another day", meeting("兩國防長會談"), meeting("兩國防長會談", "b", time="2025-04-01")),
    (
        "other people of the same states",
        meeting("防長會談", who=("p.nakatani-gen", "p.hegseth-pete")),
        meeting("首腦會談", "b", who=("p.ishiba-shigeru", "p.trump-donald")),
    ),
    ("a third party", meeting("美日會談"), meeting("美日韓會談", "b", who=("jpn", "usa", "kor"))),
    ("a visit is no meeting", meeting("在東京會談"), event("訪問東京", "visit", "b", who=BOTH, time="2025-03-30")),
    (
        "a statement of another form",
        event("發表聯合聲明", "statement", "b", who=BOTH, time="2025-03-30"),
        event("舉行記者會", "statement", "c", who=BOTH, time="2025-03-30"),
    ),
    (
        "another place visited that day",
        event("訪問沖繩", "visit", who=("p.hegseth-pete",), time="2025-03-30", place=("沖繩",)),
        event("訪問東京", "visit", "b", who=("p.hegseth-pete",), time="2025-03-30", place=("東京",)),
    ),
    (
        "two programmes of one clause's words",
        commitment("日本將投資一兆美元", who=("jpn",), keys=("japan-one-trillion-usd-investment",)),
        commitment("日本將投資5500億美元", document="b", who=("jpn",), keys=("japan-550-billion-usd-investment",)),
    ),
    (
        "like words of strangers",
        commitment("將在兩年內恢復邊境口岸的貨運班車", who=("jpn",)),
        commitment("將在兩年內恢復邊境口岸的貨運班車", document="b", who=("chn",)),
    ),
    (
        "other type designations",
        figure("3架F-35戰鬥機", 3, "aircraft"),
        figure("3架F-15戰鬥機", 3, "aircraft", start=20),
    ),
]


@pytest.mark.parametrize(("what", "one", "other"), SAME, ids=[row[0] for row in SAME])
def test_the_same_thing_is_one_thread(pack: Pack, what: str, one: Claim, other: Claim) -> None:
    assert together(link([one, other], DOCUMENTS, pack), one, other)


@pytest.mark.parametrize(("what", "one", "other"), APART, ids=[row[0] for row in APART])
def test_different_things_are_two_threads(pack: Pack, what: str, one: Claim, other: Claim) -> None:
    assert not together(link([one, other], DOCUMENTS, pack), one, other)


def test_the_more_specific_line_counts(pack: Pack) -> None:
    keys = ("japanese-investment-in-the-united-states", "japan-550-billion-usd-investment")
    claim = commitment("日本將對美投資5500億美元", who=("jpn",), keys=keys)
    (thread,) = link([claim], DOCUMENTS, pack)
    assert thread.key == "japan-550-billion-usd-investment"


def test_a_thread_has_a_kind_a_title_and_claims_in_order_of_publication(pack: Pack) -> None:
    keys = ("usfj-joint-force-headquarters",)
    late = position("歡迎統合軍司令部", "welcome", "c", who=("jpn",), keys=keys)
    early = commitment("設立統合軍司令部", document="a", start=50, who=("usa",), keys=keys)
    lead = commitment("統合軍司令部啟動", "under_way", "a", 3, who=("usa",), keys=keys)
    undated = commitment("統合軍司令部將成立", document="d", who=("usa",), keys=keys)
    (thread,) = link([late, undated, early, lead], DOCUMENTS, pack)
    assert thread.claims == (lead.id, early.id, late.id, undated.id)
    assert (thread.kind, thread.key) == ("commitment", keys[0])
    assert thread.title == pack.register.get(keys[0]).display()


def test_an_event_that_the_register_knows_has_its_name(pack: Pack) -> None:
    summit = meeting("美日韓在大衛營會談", who=("usa", "jpn", "kor"), time="2023-08-18", keys=("camp-david-summit",))
    later = meeting("重提大衛營的會談", who=("usa", "jpn"), time="2025-01-05", keys=("camp-david-summit",))
    titles = {t.claims[0]: t.title for t in link([summit, later], DOCUMENTS, pack)}
    assert titles[summit.id] == pack.register.get("camp-david-summit").display()
    assert titles[later.id].endswith("會談 2025-01-05")


TITLES = [
    (event("抵達東京", "visit", who=("p.hegseth-pete", "usa"), time="2025-03"), "赫格塞斯 訪問 2025-03"),
    (event("會談", who=("usa", "jpn", "p.hegseth-pete"), keys=("scc",)), "美日外長防長 2+2 會談"),
    (event("聯合演訓", "exercise", who=("usa", "jpn", "p.hegseth-pete")), "美國、日本 演訓"),
    (commitment("而是將推動合作」", who=("jpn",)), "將推動合作"),
    (commitment("將會談", who=("p.biden-joe", "p.kishida-fumio"), keys=("japan-us-summit",), due="2023-01-13"),
     "拜登、岸田文雄 美日首腦會談 2023-01-13"),
    (commitment("將援助烏克蘭", who=("kor", "jpn"), keys=("aid-to-ukraine",)), "援助烏克蘭：日本、韓國"),
    (figure("海纜損壞", 150, "times", measure="海缆损坏"), "海纜損壞"),
    (event("雷達照射風波", "incident", document="n", who=("chn",), keys=("radar-lock-on-incident",)), "雷達照射"),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "title"), TITLES)
def test_what_a_reader_calls_it(pack: Pack, claim: Claim, title: str) -> None:
    assert link([claim], docs(("a", "2025-03-31"), ("n", "2025-12-13")), pack)[0].title == title


def test_every_claim_says_why_it_is_there(pack: Pack) -> None:
    stance = position("重視台海和平穩定", keys=("taiwan-strait-peace-and-stability",))
    claims = [meeting("兩國防長在東京會談"), meeting("美日舉行防長會議", "b"), stance]
    threads = link(claims, DOCUMENTS, pack)
    reasons = {key: why for t in threads for key, why in zip(t.claims, t.reasons, strict=True)}
    assert "JPN+USA" in reasons[claims[1].id] and "2025-03-30" in reasons[claims[1].id]
    assert "taiwan-strait-peace-and-stability" in reasons[claims[2].id]


def test_a_state_between_two_meetings_of_a_day_does_not_join_them(pack: Pack) -> None:
    ministers = meeting("防長會談", who=("p.nakatani-gen", "p.hegseth-pete"))
    leaders = meeting("首腦會談", "b", who=("p.ishiba-shigeru", "p.trump-donald"))
    either = meeting("美日會談", "c")
    threads = link([ministers, leaders, either], DOCUMENTS, pack)
    assert not together(threads, ministers, leaders)
    assert together(threads, either, ministers) or together(threads, either, leaders)


# decisions ------------------------------------------------------------------------------------------------------------


def test_merge_joins_split_parts_rename_names_reject_drops(pack: Pack) -> None:
    one = meeting("兩國防長在東京會談")
    other = meeting("美日舉行會議", "b", time="2025-05-01")
    merged = link([one, other], DOCUMENTS, pack, [decision("merge", one, 1, **{"with": anchor(other)})])
    assert together(merged, one, other)
    assert any("merge by reviewer" in why for why in merged[0].reasons)
    same = meeting("美日舉行會議", "b")
    assert not together(link([one, same], DOCUMENTS, pack, [decision("split", same)]), one, same)
    named = link([one], DOCUMENTS, pack, [decision("rename", one, title="三月會談")])
    assert named[0].title == "三月會談"
    assert link([one], DOCUMENTS, pack, [decision("reject", one)]) == []


def test_the_latest_decision_counts_and_can_be_taken_back(pack: Pack) -> None:
    one, same = meeting("兩國防長在東京會談"), meeting("美日舉行會議", "b")
    back = [decision("split", same, 1), decision("undo", same, 2, of="d1")]
    assert together(link([one, same], DOCUMENTS, pack, back), one, same)
    again = [*back, decision("undo", same, 3, of="d2")]
    assert not together(link([one, same], DOCUMENTS, pack, again), one, same)
    assert link([one], DOCUMENTS, pack, [decision("reject", one, 1), decision("accept", one, 2)])


@pytest.mark.parametrize(
    "payload", [{}, {"with": "nonsense"}, {"with": {"document": 5}}, {"with": {"document": "z", "start": 0, "end": 9}}]
)
def test_a_decision_that_fits_nothing_does_nothing(pack: Pack, payload: dict[str, object]) -> None:
    one, same = meeting("兩國防長在東京會談"), meeting("美日舉行會議", "b")
    plain = link([one, same], DOCUMENTS, pack)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    lost = Said("x", "split", "no such document", 0, 5, None, {}, at)
    assert link([one, same], DOCUMENTS, pack, [decision("merge", one, 1, **payload), lost]) == plain


def test_a_decision_survives_a_new_reading_of_its_place(pack: Pack) -> None:
    one = meeting("兩國防長在東京會談")
    read_again = meeting("防長在東京會談", "a", 2)
    same = meeting("美日舉行會議", "b")
    threads = link([read_again, same], DOCUMENTS, pack, [decision("split", one)])
    assert not together(threads, read_again, same)


# order, subsets -------------------------------------------------------------------------------------------------------


def test_the_order_of_reading_has_no_influence(
    pack: Pack, gold: tuple[list[Claim], dict[str, object], dict[str, str], set[str]]
) -> None:
    claims, documents, _, _ = gold
    expected = link(claims, documents, pack)
    for seed in range(3):
        shuffled = list(claims)
        random.Random(seed).shuffle(shuffled)
        assert link(shuffled, dict(reversed(documents.items())), pack) == expected
    assert link(claims, list(documents.values()), pack) == expected


def test_every_claim_is_on_one_thread_of_claims_with_common_blocks(
    pack: Pack, gold: tuple[list[Claim], dict[str, object], dict[str, str], set[str]]
) -> None:
    claims, documents, _, _ = gold
    threads = link(claims, documents, pack)
    assert sorted(key for t in threads for key in t.claims) == sorted(c.id for c in claims)
    blocks: dict[str, tuple[str, ...]] = {}
    for key, document in documents.items():
        blocks |= blocks_of([c for c in claims if c.document == key], document, pack)
    for thread in threads:
        reached, todo = set(), {thread.claims[0]}
        while todo:
            reached |= todo
            seen = {b for key in reached for b in blocks[key]}
            todo = {key for key in thread.claims if key not in reached and seen & set(blocks[key])}
        assert reached == set(thread.claims), thread.title


def test_document_by_document_gives_what_all_at_once_gives(
    pack: Pack, gold: tuple[list[Claim], dict[str, object], dict[str, str], set[str]]
) -> None:
    claims, documents, _, _ = gold
    whole = {t.claims: t for t in link(claims, documents, pack)}
    blocks: dict[str, list[Feature]] = defaultdict(list)
    lines: dict[str, set[str]] = defaultdict(set)
    held: dict[str, Thread] = {}  # by claim
    for key, document in documents.items():
        new = features_of([c for c in claims if c.document == key], document, pack)
        for thread in link_block(new, lambda some: _distinct(blocks, some), pack):
            if thread.on_a_line:
                lines[thread.key] |= set(thread.claims)
            held |= dict.fromkeys(thread.claims, thread)
        keys = keys_of(new)
        for feature in new:
            for block in keys[feature.claim.id]:
                blocks[block].append(feature)
    for members, thread in whole.items():
        if thread.key in lines:
            assert lines[thread.key] == set(members)
        else:
            assert held[members[0]] == thread


def _distinct(blocks: dict[str, list[Feature]], some: Sequence[str]) -> list[Feature]:
    return list({feature.claim.id: feature for block in some for feature in blocks[block]}.values())


def test_threads_of_the_annotated_corpus(
    pack: Pack, gold: tuple[list[Claim], dict[str, object], dict[str, str], set[str]]
) -> None:
    claims, documents, expected, required = gold
    home = {key: t.id for t in link(claims, documents, pack) for key in t.claims}
    precision, _, f1 = b_cubed((expected[key], home[key]) for key in sorted(required & set(expected)))
    assert f1 >= 0.90 and precision >= 0.90


QUOTES = st.text("美日會談防長東京協商三月強化合作基地部隊", min_size=1, max_size=20)


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(
        st.tuples(QUOTES, st.sampled_from("abcd"), st.integers(0, 300), st.sampled_from(["meeting", "visit", "other"]),
                  st.sampled_from([None, "2025-03-30", "2025-03", "2025", "2025-03-31"]),
                  st.lists(st.sampled_from(["jpn", "usa", "p.nakatani-gen", "doc:無名"]), max_size=3, unique=True)),
        max_size=12, unique_by=lambda row: (row[0], row[1], row[2]),
    ),
    seed=st.integers(0, 99),
)  # fmt: skip
def test_any_claims_link_whole_and_whatever_the_order(rows: list, seed: int, pack: Pack) -> None:
    claims = [event(q, kind, d, at, time=time, who=who) for q, d, at, kind, time, who in rows]
    threads = link(claims, DOCUMENTS, pack)
    assert sorted(key for t in threads for key in t.claims) == sorted(c.id for c in claims)
    assert all(len(t.reasons) == len(t.claims) and t.title and t.key for t in threads)
    random.Random(seed).shuffle(claims)
    assert link(claims, DOCUMENTS, pack) == threads


def test_no_claims_no_threads_and_an_unknown_document_is_no_obstacle(pack: Pack) -> None:
    assert link([], {}, pack) == []
    assert len(link([meeting("會談", "unheard-of")], {}, pack)) == 1
