"""What the ledger keeps of where commitments stand says what looking at every claim says."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from communique.ingest import assemble, ingest, link
from communique.ledger import Clock, Desk, LedgerWriter
from communique.ledger.standings import is_settled
from communique.linking import Column, Matter
from communique.packs import load_pack
from communique.reporting.board import board, board_json
from communique.reporting.changes import changes
from communique.reporting.conflicts import all_differences, conflicts, conflicts_of
from communique.reporting.counting import SHOWN_FROM
from communique.reporting.due import due, due_json, due_kept
from communique.reporting.lines import kept_lines, made_lines
from communique.reporting.news import changes_between, changes_since
from communique.reporting.positions import positions, positions_in
from communique.reporting.replay import Replay
from communique.reporting.selecting import threads_due
from communique.reporting.standings import settle, state_kept
from communique.reporting.things import thing
from communique.reporting.view import view_of

SAMPLE = Path(__file__).parents[2] / "src" / "communique" / "sample" / "documents"
DAYS = [date(2023, 1, 11), date(2025, 1, 1), date(2025, 3, 30), date(2026, 6, 1)]
EVERY = Clock(known=date(2100, 1, 1))
"""A clock that sees everything, and has every claim looked at."""


@pytest.fixture
def writer(tmp_path):
    with LedgerWriter(tmp_path / "ledger.db") as writer:
        ingest(writer, [str(SAMPLE / f"s0{n}*") for n in range(1, 9)], assemble())
        yield writer


def same_answers(writer: LedgerWriter) -> bool:
    pack, reader = load_pack(), writer.reader
    unkept = Replay(reader, pack)
    settle(writer, pack)
    assert is_settled(reader, SHOWN_FROM)
    assert list(made_lines(reader, [t.id for t in reader.threads()], reader.facts(), pack)) == [
        *kept_lines(reader, pack)
    ]
    replay = Replay(reader, pack)
    assert sorted(unkept.lines, key=lambda line: line.thread.id) == list(replay.lines) and len(replay.lines) > 3
    for clocks in ({}, {"on": DAYS[1]}, {"known": DAYS[2]}, {"on": DAYS[2], "known": DAYS[3]}):
        on, clock = clocks.get("on"), Clock(known=clocks.get("known"))
        every = conflicts(view_of(reader, pack, clock=clock), on=on, reconciled=True)
        assert conflicts_of(reader, pack, all_differences(reader, pack, **clocks)) == every
    for day in DAYS:
        kept, looked = board(reader, pack, day), board(reader, pack, day, EVERY)
        assert board_json(kept) == board_json(looked)
        told = {column: [shown.line.thread.id for shown in some] for column, some in replay.board(day).items()}
        assert told == {column: [item.thread for item in some] for column, some in kept.items.items()}
        view = view_of(reader, pack, threads=threads_due(reader))
        items, (past, coming) = due_kept(reader, pack, day)
        assert list(due_json(items)) == list(due_json(due(view, day)))
        assert past == sum(item.past for item in items) and past + coming == len(items)
    return True


def test_what_an_unsure_claim_tells_as_done_is_not_silent_anywhere(writer):
    """The board, the list of what is due, the replay and the card say the same, and how sure it is."""
    pack, reader, key, day = load_pack(), writer.reader, "jpn.jjoc", date(2026, 1, 1)
    ingest(writer, [str(SAMPLE / "s*")], assemble())
    settle(writer, pack)
    thread = next(one for one in reader.threads() if one.key == key)
    told = [one for one in reader.claims(thread=thread.id) if one.claim.kind == "event"]
    assert told and all(one.claim.confidence < SHOWN_FROM for one in told)

    def columns():
        kept = board(reader, pack, day)
        found = {column for column, items in kept.items.items() for item in items if item.thread == thread.id}
        replayed = Replay(reader, pack).board(day)
        found |= {c for c, shown in replayed.items() for one in shown if one.line.thread.id == thread.id}
        card = thing(key, reader, pack, day).state
        return {*found, card.column}, card.doubt, {item.thread for item in due_kept(reader, pack, day)[0]}

    where, doubt, silent = columns()
    assert where == {Column.DONE} and thread.id not in silent
    assert doubt is not None and doubt.claim == told[0].claim.id and doubt.confidence == told[0].claim.confidence
    writer.decide(Desk(reader, "analyst").accept(doubt.claim))
    settle(writer, pack)
    assert columns()[:2] == ({Column.DONE}, None)
    writer.decide(Desk(reader, "analyst").reject(doubt.claim))
    link(writer, assemble())
    settle(writer, pack)
    where, doubt, silent = columns()
    assert where == {Column.SILENT} and doubt is None and thread.id in silent


STATEMENTS = {
    "one.txt": "示範通訊社2025年4月1日電\n\n美國國防部長赫格塞斯與日本防衛大臣中谷元3月30日在東京會談。"
    "美方派出2架B-52轟炸機。駐日美軍有38000人。日本同意在2027年以前設立聯合演訓中心。",
    "other.txt": "示範評論2025年4月3日電\n\n美國國防部長赫格塞斯與日本防衛大臣中谷元3月24日在東京會談。"
    "美方派出4架B-52轟炸機。駐日美軍有54000人。日本沒有同意在2027年以前設立聯合演訓中心。",
}


def test_what_differs_is_kept(writer, tmp_path):
    """Within threads and between them; what is kept, looked for anew, and asked as of other clocks is the same."""
    for name, text in STATEMENTS.items():
        (tmp_path / name).write_text(text, "utf-8")
    ingest(writer, [str(SAMPLE / "s*"), str(tmp_path / "one.txt")], assemble())
    settle(writer, load_pack())
    ingest(writer, [str(tmp_path / "other.txt")], assemble())
    anew = all_differences(writer.reader, load_pack())
    assert {one.matter for one in anew} >= {Matter.VALUE, Matter.WHEN} and len({one.thread for one in anew}) > 2
    assert same_answers(writer) and all_differences(writer.reader, load_pack()) == anew


def test_kept_and_looked_at_are_the_same(writer):
    assert same_answers(writer)
    some = board(writer.reader, load_pack(), DAYS[-1], limit=1)
    assert {len(items) for items in some.items.values()} == {0, 1}
    assert len(some) == len(board(writer.reader, load_pack(), DAYS[-1], EVERY)) > 3


def test_a_document_added_unsettles_only_what_it_touches(writer):
    same_answers(writer)
    ingest(writer, [str(SAMPLE / "s13*")], assemble())
    assert not is_settled(writer.reader, SHOWN_FROM)
    assert same_answers(writer)


@pytest.mark.parametrize("verb", ["accept", "reject"])
def test_a_verdict_unsettles(writer, verb):
    same_answers(writer)
    stored = min(
        (one for one in writer.reader.claims(kinds=["commitment"]) if one.claim.repeat_of is None),
        key=lambda one: (one.claim.confidence, one.claim.id),
    )
    writer.decide(getattr(Desk(writer.reader, "analyst"), verb)(stored.claim.id))
    assert not is_settled(writer.reader, SHOWN_FROM)
    link(writer, assemble())
    assert same_answers(writer)


def test_a_thread_of_many_claims_is_asked_for_what_is_kept(writer, monkeypatch):
    pack, key = load_pack(), "marine-littoral-regiment-in-japan"
    settle(writer, pack)
    every = thing(key, writer.reader, pack, DAYS[-1])
    monkeypatch.setattr("communique.reporting.things.MOST", 1)
    latest = thing(key, writer.reader, pack, DAYS[-1])
    assert latest.left and len(latest.told) < len(every.told)
    assert latest.state is not None and every.state is not None
    assert latest.state.column is every.state.column and latest.state.due == every.state.due
    known = thing(key, writer.reader, pack, DAYS[-1], Clock(known=DAYS[-1]))
    assert known.state is not None and known.state.column is every.state.column
    thread = every.thread
    assert thread is not None and state_kept(writer.reader, thread.id, DAYS[0] - timedelta(days=900), pack) is None


def test_another_bound_has_everything_worked_out_anew(writer):
    settle(writer, load_pack())
    assert is_settled(writer.reader, SHOWN_FROM) and not is_settled(writer.reader, 0.1)
    writer.begin_settling(0.1)
    assert not is_settled(writer.reader, SHOWN_FROM)
    assert same_answers(writer)


@pytest.mark.parametrize("topic", ["臺海和平穩定", "taiwan-strait-peace-and-stability", "和平", "台湾", "no such"])
def test_positions_of_a_ledger_are_those_of_all_its_claims(writer, topic):
    pack, reader = load_pack(), writer.reader
    for clock in (None, Clock(known=DAYS[1])):
        every = positions(view_of(reader, pack, clock=clock, kinds=["position"]), topic)
        assert positions_in(reader, pack, topic, clock=clock) == every
    assert bool(every) == (topic != "no such")


def test_what_a_reading_brought_is_told_from_one_look(writer):
    """Against two looks, as of before and after; also where a reviewer changed or rejected what was known."""
    pack, reader, day = load_pack(), writer.reader, DAYS[-1]
    moment = datetime.now(UTC)
    ingest(writer, [str(SAMPLE / "s*")], assemble())
    first, second, third = [one.claim.id for one in reader.claims(kinds=["commitment"])][:3]
    desk = Desk(reader, "analyst")
    writer.decide(desk.accept(first), desk.reject(second), desk.edit(third, {"status": "completed"}))
    link(writer, assemble())
    looks = [view_of(reader, pack, clock=Clock(recorded=end)) for end in (moment - timedelta(microseconds=1), None)]
    expected = changes(*looks, day, day)
    assert changes_since(reader, pack, moment, day) == expected and len(expected) > 5
    days = [view_of(reader, pack, clock=Clock(known=end)) for end in DAYS[1:3]]
    assert changes_between(reader, pack, *DAYS[1:3]) == changes(*days, *DAYS[1:3]) != []
