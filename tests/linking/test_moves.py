"""What became of a commitment: firmness, progress, schedule, agreement; nothing is overwritten or set back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.linking import Column, Firmness, Progress, State, moves_of, standings_of, state_of
from communique.model import Claim, Commitment, Interval, Tier
from communique.packs import Pack

from .making import commitment, docs, event, figure, position

DOCUMENTS = docs(
    ("old", "2024-08-01"), ("mid", "2025-04-01"), ("new", "2025-11-01"), ("official", "2025-04-01", "official"),
    ("essay", "2025-04-01", "commentary"), ("copy", "2025-04-01"), ("undated", ""),
)  # fmt: skip
LATE = date(2026, 1, 1)


def state(pack: Pack, *claims: Claim, on: date = LATE) -> State:
    found = state_of(moves_of(claims, DOCUMENTS, pack), on)
    assert found is not None
    return found


def agreed(document: str = "old", **fields: object) -> Commitment:
    return commitment("將設立聯合司令部", document=document, who=("usa",), **fields)


@pytest.mark.parametrize(
    ("claims", "progress", "column"),
    [
        ([agreed()], Progress.NOT_BEGUN, Column.AGREED),
        ([commitment("研議設立", "proposed", "old")], Progress.NOT_BEGUN, Column.PROPOSED),
        ([commitment("研議設立", "proposed", "old"), agreed("mid")], Progress.NOT_BEGUN, Column.AGREED),
        ([agreed(), commitment("已啟動第一階段", "under_way", "mid")], Progress.UNDER_WAY, Column.UNDER_WAY),
        # a later, vaguer statement does not set a begun thing back
        ([agreed(), commitment("已啟動", "under_way", "mid"), commitment("歡迎將重組", "agreed", "new")],
         Progress.UNDER_WAY, Column.UNDER_WAY),
        ([commitment("已啟動", "under_way", "mid"), commitment("研議", "proposed", "new")],
         Progress.UNDER_WAY, Column.UNDER_WAY),
        ([agreed(), event("司令部成立", "establishment", "mid")], Progress.DONE, Column.DONE),
        ([agreed(), event("司令部將成立", "establishment", "mid", factuality="planned")],
         Progress.NOT_BEGUN, Column.AGREED),
        ([agreed(), commitment("中止計畫", "suspended", "mid")], Progress.SUSPENDED, Column.STOPPED),
        ([agreed(), commitment("取消", "reversed", "mid"), agreed("new")], Progress.REVERSED, Column.STOPPED),
        ([agreed(), commitment("中止", "suspended", "mid"), commitment("重新啟動", "under_way", "new")],
         Progress.UNDER_WAY, Column.UNDER_WAY),
        ([position("支持建立機制", "support", "old")], Progress.NOT_BEGUN, Column.PROPOSED),
        ([agreed(), position("支持建立機制", "support", "new")], Progress.NOT_BEGUN, Column.AGREED),
    ],
)  # fmt: skip
def test_progress_goes_forward(pack: Pack, claims: list[Claim], progress: Progress, column: Column) -> None:
    found = state(pack, *claims)
    assert (found.progress, found.column) == (progress, column)


def test_the_day_a_step_is_about_orders_the_moves_not_its_report(pack: Pack) -> None:
    begun = commitment("三月已啟動", "under_way", "mid", time="2025-03-30")
    recalled = commitment("去年曾同意設立", "agreed", "new", time="2024-07-28")
    found = state(pack, begun, recalled)
    assert [m.claim for m in found.moves] == [recalled.id, begun.id]
    assert (found.progress, found.since) == (Progress.UNDER_WAY, date(2025, 3, 30))


@pytest.mark.parametrize(
    ("on", "column"),
    [(date(2024, 7, 1), None), (date(2024, 12, 31), Column.AGREED), (date(2025, 3, 30), Column.UNDER_WAY)],
)
def test_the_state_is_that_of_the_day(pack: Pack, on: date, column: Column | None) -> None:
    claims = [agreed(), commitment("已啟動", "under_way", "mid", time="2025-03-30")]
    found = state_of(moves_of(claims, DOCUMENTS, pack), on)
    assert (found.column if found else None) is column


@pytest.mark.parametrize(
    ("quote", "kind", "firmness"),
    [
        ("希望設立", "proposed", Firmness.WISH),
        ("將設立", "agreed", Firmness.PLEDGE),
        ("雙方簽署備忘錄，將設立", "agreed", Firmness.SIGNED),
        ("同意年底前簽署備忘錄", "agreed", Firmness.PLEDGE),
        ("把條約的條款擴大到太空", "expanded", Firmness.PLEDGE),
        ("法案通過，將於明年施行", "agreed", Firmness.LAW),
    ],
)
def test_how_firm(pack: Pack, quote: str, kind: str, firmness: Firmness) -> None:
    assert state(pack, commitment(quote, kind, "old")).firmness is firmness


def test_a_signing_or_a_law_makes_it_firmer_and_nothing_less_firm(pack: Pack) -> None:
    signed = event("簽署協定", "agreement", "mid")
    assert state(pack, agreed(), signed).firmness is Firmness.SIGNED
    assert state(pack, signed, commitment("希望推進", "proposed", "new")).firmness is Firmness.SIGNED
    assert state(pack, agreed(), event("通過法案", "policy", "new")).firmness is Firmness.LAW


def test_a_due_date_that_passed_in_silence_is_silence(pack: Pack) -> None:
    promise = agreed(due="/2025-12-31")
    assert not state(pack, promise, on=date(2025, 12, 31)).past_due
    after = state(pack, promise)
    assert after.past_due and after.column is Column.SILENT
    assert after.schedule.endswith("due date passed, no report found")
    assert not state(pack, promise, event("成立", "establishment", "mid")).past_due


def test_a_due_date_is_moved_by_newer_word(pack: Pack) -> None:
    found = state(pack, agreed(due="/2027-12-31"), commitment("提前至2025年完成", "accelerated", "new", due="2025"))
    assert str(found.due) == "2025" and found.agreed
    assert [(str(s.before), str(s.after)) for s in found.shifts] == [("../2027-12-31", "2025")]
    assert "moved from ../2027-12-31" in found.schedule


@pytest.mark.parametrize(
    ("time", "due", "counts"),
    [
        (None, "2024-07", False),
        ("2024-07", "2024-07", False),
        ("2024-01", "2024-07", True),
        (None, "2024-08", True),
        (None, "2024-08-01", True),
    ],
)
def test_a_date_that_had_passed_in_print_is_due_only_of_what_was_undertaken_before(
    pack: Pack, time: str | None, due: str, counts: bool
) -> None:
    assert (state(pack, agreed(time=time, due=due)).due is not None) is counts


def test_the_same_date_in_other_words_is_no_move(pack: Pack) -> None:
    found = state(pack, agreed(due="2025"), commitment("年底前完成", "reaffirmed", "new", due="/2025-12-31"))
    assert not found.shifts


def test_a_second_source_that_says_otherwise_stands_beside(pack: Pack) -> None:
    first = commitment("將於2026年完成", document="official", due="2026", time="2025-03-30")
    other = commitment("2028年完成", document="essay", due="2028", time="2025-03-30")
    for claims in ((first, other), (other, first)):
        found = state(pack, *claims)
        assert str(found.due) == "2026" and [m.claim for m in found.beside] == [other.id]
    denied = commitment("否認將設立", document="new", factuality="negated")
    found = state(pack, agreed(), denied)
    assert found.column is Column.AGREED and [m.claim for m in found.beside] == [denied.id] and not found.agreed


def test_a_commentator_does_not_end_what_others_report(pack: Pack) -> None:
    ended = commitment("計畫已經取消", "reversed", "essay")
    found = state(pack, agreed(), ended)
    assert (found.column, [m.claim for m in found.beside]) == (Column.AGREED, [ended.id])
    assert state(pack, agreed(), commitment("計畫已經取消", "reversed", "mid")).column is Column.STOPPED


def test_copies_count_once_and_tiers_are_named(pack: Pack) -> None:
    claims = [agreed("mid"), agreed("copy"), agreed("official"), agreed("essay")]
    moves = moves_of(claims, DOCUMENTS, pack)
    assert state(pack, *claims).sources == 4
    found = state_of(moves, LATE, source=lambda key: "mid" if key == "copy" else key)
    assert found is not None and found.sources == 3
    assert found.tiers == (Tier.OFFICIAL, Tier.REPORT, Tier.COMMENTARY)


def test_what_makes_no_move(pack: Pack) -> None:
    others = [figure("五千人", 5000), event("會談", "meeting"), position("反對設立", "oppose")]
    assert moves_of(others, DOCUMENTS, pack) == []
    assert state_of([], LATE) is None
    assert state_of(moves_of([agreed("no such document")], {}, pack), date(1900, 1, 1)) is not None


def unsure(claims: list[Claim], confidence: float = 0.62) -> list[Claim]:
    return [replace(claim, confidence=confidence) for claim in claims]


@pytest.mark.parametrize(
    ("sure", "doubtful", "where", "due"),
    [
        # what an unsure claim says was done is not silent
        ([agreed(due="/2025-03-31")], [event("司令部成立", "establishment", "mid")],
         "completed (unreviewed, 0.62)", None),
        ([agreed(due="/2025-03-31"), event("司令部成立", "establishment", "mid")],
         [commitment("已完成", "completed", "new")], "completed", None),
        ([agreed()], [agreed("mid")], "agreed", None),
        ([], [agreed()], "agreed (unreviewed, 0.62)", None),
        ([commitment("研議設立", "proposed", "old")], [agreed("mid")], "agreed (unreviewed, 0.62)", None),
        ([agreed()], [commitment("將設立", "delayed", "mid", due="2027")], "agreed", "unreviewed, 0.62"),
        ([agreed()], [commitment("將設立", "agreed", "mid", due="2025-06")],
         "past due, silent (unreviewed, 0.62)", "unreviewed, 0.62"),
        ([agreed(due="2025-06")], [commitment("延至2027年", "delayed", "mid", due="2027")],
         "agreed (unreviewed, 0.62)", "unreviewed, 0.62"),
        ([agreed(due="2027")], [commitment("未設立", "agreed", "mid", factuality="negated")], "agreed", None),
    ],
)  # fmt: skip
def test_a_state_says_when_it_rests_on_unsure_claims_alone(
    pack: Pack, sure: list[Claim], doubtful: list[Claim], where: str, due: str | None
) -> None:
    claims = [*sure, *unsure(doubtful)]
    found = state_of(moves_of(claims, DOCUMENTS, pack, {claim.id for claim in doubtful}), LATE)
    assert found is not None and found.where == where
    assert (str(found.due_doubt) if found.due_doubt else None) == due
    assert due is None or due in found.schedule
    assert all(doubt is None or doubt.claim in {c.id for c in doubtful} for doubt in (found.doubt, found.due_doubt))


def test_the_surest_of_unsure_claims_is_named(pack: Pack) -> None:
    claims = [*unsure([agreed()], 0.4), *unsure([agreed("mid")], 0.7), *unsure([agreed("new")], 0.5)]
    found = state_of(moves_of(claims, DOCUMENTS, pack, {claim.id for claim in claims}), LATE)
    assert found is not None and found.doubt is not None
    assert (found.doubt.claim, found.doubt.confidence) == (claims[1].id, 0.7)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["proposed", "agreed", "reaffirmed", "under_way", "completed", "accelerated", "delayed", "reversed"]
        ),
        st.sampled_from(list(DOCUMENTS)),
        st.sampled_from([None, "2025-03-30", "2024-07", "2026", "/2025-01-01", "2024-01-01/"]),
        st.sampled_from([None, "2025", "/2027-12-31", "2026-06"]),
        st.sampled_from(["actual", "planned", "negated"]),
    ),
    max_size=8,
)


@given(STEPS)
def test_any_history_has_a_state_whatever_the_order(pack: Pack, steps: list[tuple]) -> None:
    claims = [
        commitment("將設立", status, document, n, time=time, due=due, factuality=factuality)
        for n, (status, document, time, due, factuality) in enumerate(steps)
    ]
    moves = moves_of(claims, DOCUMENTS, pack)
    assert moves == moves_of(list(reversed(claims)), DOCUMENTS, pack)
    found = state_of(moves, LATE)
    if found is not None:
        assert found.column in Column and len(found.moves) <= len(claims) and all(m.effect for m in found.moves)
        assert not (found.past_due and found.progress is Progress.DONE)


@given(STEPS, st.dates(date(2023, 1, 1), date(2027, 1, 1)))
def test_a_vaguer_statement_never_sets_back(pack: Pack, steps: list[tuple], day: date) -> None:
    base = [commitment("已啟動", "under_way", "old", time="2024-01-01")]
    vague = [
        commitment("將", "agreed", document, n + 9, time=Interval.of_day(day))
        for n, (_, document, *_) in enumerate(steps)
    ]
    assert state(pack, *base, *vague).progress is Progress.UNDER_WAY


@given(STEPS, st.dates(date(2023, 6, 1), date(2028, 1, 1)), st.sets(st.integers(0, 7)))
def test_the_stretches_say_of_each_day_what_the_state_says(
    pack: Pack, steps: list[tuple], day: date, doubtful: set[int]
) -> None:
    claims = [
        commitment("將設立", status, document, n, time=time, due=due, factuality=factuality)
        for n, (status, document, time, due, factuality) in enumerate(steps)
    ]
    moves = moves_of(claims, DOCUMENTS, pack, {claim.id for n, claim in enumerate(claims) if n in doubtful})
    covering = [
        one
        for one in standings_of(moves)
        if (one.since is None or one.since <= day) and (one.until is None or day < one.until)
    ]
    expected = state_of(moves, day)
    assert len(covering) == (expected is not None)
    if expected is not None:
        found = replace(covering[0].state, on=day, moves=expected.moves)
        assert replace(found, shifts=()) == replace(expected, shifts=())
        assert found.schedule == expected.schedule and covering[0].column is expected.column
        sure = state_of([move for move in moves if move.sure], day)
        assert (expected.doubt is None) == (sure is not None and sure.column is expected.column)
