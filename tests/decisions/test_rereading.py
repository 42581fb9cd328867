"""Decisions hold when a newer extractor or a newer reader reads the document again; what fits no more is listed."""

from datetime import date

import pytest

from communique.ledger import check, orphans
from communique.linking import Verdict
from communique.model import Commitment, DecisionError, Event, EventType, Interval, Position, Status
from communique.reporting.review import tray

from .conftest import FIRST, SECOND, TEXT, claim, document, read_first

DAY = date(2029, 6, 1)
COMMAND, PATROL, TALKS = "聯合司令部", "巡邏", "會談"


def read_second(text=TEXT):
    """Read as a newer extractor does: other ids, other spans, another status, one claim more and none of the talks."""
    return [
        claim("2030年底前設立聯合司令部", text=text, frame="f2", status=Status.PROPOSED),
        claim("同意共同巡邏安都因河", text=text, frame="f2", subject="patrol"),
        claim("洛汗對此表示歡迎", Position, text=text, frame="f2"),
    ]


def test_every_decision_stands_after_a_new_reading(room):
    writer, desk = room.writer, room.desk
    text = document().text
    start = text.index("洛汗對此")
    room.decide(desk.accept(room.key(COMMAND)))
    room.decide(desk.edit(room.key(COMMAND), {"due": ["2030-01-01", "2030-06-30", "range"]}))
    room.decide(desk.reject(room.key(PATROL)), desk.note(room.key(TALKS), "see annex"))
    room.decide(desk.add(document().id, start, start + 8, "event", {"type": "statement"}))
    room.decide(desk.mark(room.key(COMMAND), important=True))
    room.read(read_second(), SECOND)

    command = room.of(COMMAND)
    assert command.claim.due == Interval(date(2030, 1, 1), date(2030, 6, 30))
    assert command.claim.status is Status.AGREED, "what was accepted is not silently read otherwise"
    assert command.review.verdict is Verdict.ACCEPTED and command.review.important and command.review.changed
    assert PATROL not in "".join(room.quotes())
    added = [s for s in room.reader.claims() if s.review and s.review.added]
    assert [s.claim.quote for s in added] == ["洛汗對此表示歡迎"] and added[0].thread is not None
    (lost,) = orphans(room.reader)
    assert lost.decision.payload["text"] == "see annex" and "no event is read" in lost.why
    assert check(room.reader) == []
    # the older reading again: the orphan has its place back, and nothing else has changed
    writer.record(document(), read_first(), FIRST)
    assert orphans(room.reader) == []


def test_a_merge_and_a_title_hold_without_the_claim_they_began_with(room):
    """The first claim of a merged thread is split off, rejected, or read no more: the others stay together."""
    desk, first = room.desk, room.key(TALKS)
    room.decide(desk.merge_threads(room.of(TALKS).thread, room.of(COMMAND).thread))
    room.decide(desk.merge_threads(room.of(TALKS).thread, room.of(PATROL).thread))
    room.decide(desk.rename_thread(room.of(PATROL).thread, "大河之約"))
    second, third = room.key(COMMAND), room.key(PATROL)
    assert room.reader.thread(room.of(PATROL).thread).claims == (first, second, third)

    def together():
        one, other = (room.reader.claim(key).thread for key in (second, third))
        return one == other and room.reader.thread(one).title == "大河之約"

    assert together()
    for taken_off in (desk.split_claims([first])[0], desk.reject(first)):
        room.decide(taken_off)
        assert together() and room.reader.claim(first).thread != room.reader.claim(second).thread
        room.decide(desk.undo(taken_off.id))
        assert together() and room.reader.claim(first).thread == room.reader.claim(second).thread
    room.read(read_first()[1:], SECOND)
    assert together()
    (lost,) = orphans(room.reader)  # the merge of nothing but that claim with another one
    assert lost.decision == room.reader.decisions()[0]


def test_what_was_accepted_stands_where_a_newer_version_reads_nothing(room, gondor):
    desk, key, waits = room.desk, room.key(TALKS), lambda: {i.stored.claim.id for i in tray(room.reader, gondor, DAY)}
    room.decide(desk.edit(key, {"place": ["米納斯提力斯"], "keys": ["anduin-patrol"]}), desk.note(key, "see annex"))
    room.decide(room.seat("Jun").reject(room.key(PATROL)))
    before = room.of(TALKS).claim
    room.read(read_second()[:1], SECOND)
    kept = room.of(TALKS)
    fields = {"id": key, "actors": before.actors, "place": ("米納斯提力斯",), "keys": ("anduin-patrol",)}
    assert {name: getattr(kept.claim, name) for name in fields} == fields
    assert kept.claim.type is before.type and kept.thread is not None and kept.review.notes == 1
    assert kept.review.changed and key in waits()
    assert [o.decision.verb for o in orphans(room.reader)] == ["reject"]
    room.decide(desk.accept(key))
    assert not room.of(TALKS).review.changed and key not in waits()
    assert check(room.reader) == []
    room.read(read_first(), FIRST)
    assert room.of(TALKS).claim == before and orphans(room.reader) == []


def test_an_edit_takes_a_rejected_claim_back_onto_a_thread(room):
    room.decide(room.desk.reject(room.key(PATROL)))
    (rejected,) = room.reader.rejected()
    room.decide(room.seat("Jun").edit(rejected.claim.id, {"status": "completed"}))
    assert room.of(PATROL).thread is not None and room.of(PATROL).review.disputed


def test_a_newer_reader_moves_the_text(room):
    room.decide(room.desk.reject(room.key(PATROL)), room.desk.edit(room.key(COMMAND), {"status": "completed"}))
    moved = "(修訂)\n\n" + TEXT
    room.read(read_second(moved), SECOND, moved)
    assert room.of(COMMAND).claim.status is Status.COMPLETED
    assert PATROL not in "".join(room.quotes()) and orphans(room.reader) == []
    gone = TEXT.replace("雙方同意共同巡邏安都因河。", "")
    room.read([claim("2030年底前設立聯合司令部", text=gone, frame="f2")], FIRST, gone)
    (lost,) = orphans(room.reader)
    assert lost.decision.verb == "reject" and "words no more" in lost.why


def test_a_claim_read_where_a_reviewer_added_it_repeats_it(room):
    start = TEXT.index("洛汗對此")
    room.decide(room.desk.add(document().id, start, start + 8, "event", {"type": "statement"}))
    added = room.of("洛汗對此")
    room.read([claim("洛汗對此表示歡迎", Event, frame="f2", type=EventType.STATEMENT)], SECOND)
    read = next(s.claim for s in room.reader.claims() if s.claim.frame == "f2")
    assert read.repeat_of == added.claim.id


@pytest.mark.parametrize(
    ("make", "changes"),
    [
        (lambda room: room.desk.reject(room.key(PATROL)), True),
        (lambda room: room.desk.edit(room.key(COMMAND), {"status": "completed"}), True),
        (lambda room: room.desk.add(document().id, 0, 3, "commitment", {"subject": "x"}), True),
        (lambda room: room.desk.merge_threads(room.of(PATROL).thread, room.of(COMMAND).thread), True),
        (lambda room: room.desk.rename_thread(room.of(PATROL).thread, "安都因"), True),
        (lambda room: room.desk.merge_actors("gondor", "rohan", "RHN"), True),
        (lambda room: room.desk.accept(room.key(COMMAND)), False),
        (lambda room: room.desk.mark(room.key(COMMAND), private=True), False),
    ],
)
def test_every_decision_can_be_undone_and_the_undoing_too(room, make, changes):
    def seen():
        return [(s.claim, s.thread) for s in room.reader.claims()], room.reader.threads()

    before = seen()
    decision = make(room)
    room.decide(decision)
    after = seen()
    assert (after != before) == changes
    room.decide(room.desk.undo(decision.id))
    assert seen() == before and len(room.reader.decisions()) == 2
    with pytest.raises(DecisionError, match="undone already"):
        room.desk.undo(decision.id)
    room.decide(room.desk.undo(room.reader.decisions()[-1].id))
    assert seen() == after
    assert [f for f in check(room.reader) if f.proof != "threads"] == []


def test_what_counted_at_a_moment_can_be_asked(room):
    from communique.ledger import Clock

    moment = room.clock()
    room.decide(room.desk.reject(room.key(PATROL)), room.desk.edit(room.key(COMMAND), {"status": "completed"}))
    then = [s.claim for s in room.reader.claims(clock=Clock(recorded=moment))]
    assert sorted(c.id for c in then) == sorted(c.id for c in read_first())
    assert all(c.status is Status.AGREED for c in then if isinstance(c, Commitment))
