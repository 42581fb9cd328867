"""What cannot be decided is refused with a reason, and nothing of it is stored; what can is said of every claim."""

import json
from datetime import date

import pytest

from communique.ledger import LedgerWriter, check, find_decision, notes_on, orphans, settings_wanted, unsettled
from communique.ledger.exchange import decision_records, import_decisions
from communique.linking import Verdict, in_force
from communique.model import DecisionError, NotInLedger, Tier
from communique.reporting.agreement import agreement
from communique.reporting.counting import counts
from communique.reporting.review import Weight, tray, verdicts, waiting

from .conftest import SECOND, Room, claim, document, read_first

COMMAND, PATROL, TALKS = "聯合司令部", "巡邏", "會談"


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda r: r.desk.edit(r.key(COMMAND), {"due": ["2030-12-31", "2030-01-01", "range"]}), "cannot end"),
        (lambda r: r.desk.edit(r.key(COMMAND), {"due": ["2030-02-30", None, "day"]}), "not possible"),
        (lambda r: r.desk.edit(r.key(COMMAND), {"stance": "support"}), "has no field 'stance'"),
        (lambda r: r.desk.edit(r.key(COMMAND), {"status": "agreed"}), "already"),
        (lambda r: r.desk.edit(r.key(COMMAND), {"status": "perhaps"}), "not possible"),
        (lambda r: r.desk.edit(r.key(COMMAND), {"actors": [["gondor", "boss", "剛鐸", [], None]]}), "not possible"),
        (lambda r: r.desk.merge_threads(r.of(TALKS).thread, r.of(TALKS).thread), "with itself"),
        (lambda r: r.desk.merge_actors("gondor", "gondor"), "with itself"),
        (lambda r: r.desk.split_claims([r.key(TALKS)]), "no other claims"),
        (lambda r: r.desk.split_actor("gondor", "莫多"), "no document calls"),
        (lambda r: r.desk.add(document().id, 5, 5, "event", {}), "is no place"),
        (lambda r: r.desk.add(document().id, 0, 9_999, "event", {}), "is no place"),
        (lambda r: r.desk.add(document().id, 0, 4, "rumour", {}), "no kind of claim"),
        (lambda r: r.desk.mark(r.key(TALKS)), "nothing to mark"),
        (lambda r: r.desk.note(r.key(TALKS), "  "), "needs words"),
        (lambda r: r.desk.note(r.key(TALKS), "\ud800"), "half a character"),
        (lambda r: r.desk.set_document(document().id), "nothing to set"),
        (lambda r: r.desk.rename_thread(r.of(TALKS).thread, " "), "needs words"),
        (lambda r: r.seat("\n"), "no name"),
    ],
)
def test_what_cannot_be_is_refused(room, make, why):
    with pytest.raises(DecisionError, match=why):
        room.decide(make(room))
    assert room.reader.decisions() == []


@pytest.mark.parametrize(
    "make",
    [
        lambda r: r.desk.accept("nothing"),
        lambda r: r.desk.set_document("f" * 64, published=date(2029, 1, 1)),
        lambda r: r.desk.add("f" * 64, 0, 4, "event", {}),
        lambda r: r.desk.merge_threads("x" * 20, r.of(TALKS).thread),
        lambda r: r.desk.undo("abcdef"),
        lambda r: find_decision(r.reader, "abc"),
    ],
)
def test_what_is_not_there_is_said(room, make):
    with pytest.raises(NotInLedger):
        make(room)


def test_decisions_are_stored_all_or_none(room):
    one, other = room.desk.accept(room.key(COMMAND)), room.desk.reject(room.key(PATROL))
    with pytest.raises(Exception, match="UNIQUE"):
        room.decide(one, other, one)
    assert room.reader.decisions() == [] and all(s.review is None for s in room.reader.claims())


def test_the_latest_verdict_counts_and_all_are_kept(room):
    jun = room.seat("Jun")
    key = room.key(COMMAND)
    room.decide(room.desk.accept(key))
    with pytest.raises(DecisionError, match="already"):
        room.desk.accept(key)
    room.decide(jun.reject(key))
    review = room.reader.claim(key).review
    assert review.verdict is Verdict.REJECTED and review.by == "Jun" and review.disputed
    assert review.verdicts == {"Beregond": "accept", "Jun": "reject"}
    assert key not in {s.claim.id for s in room.reader.claims()}
    (one,) = verdicts(room.reader, disputed=True)
    assert one.counts == "rejected by Jun"


def test_claims_split_off_together_stay_together(room):
    keys = [room.key(q) for q in (COMMAND, PATROL, TALKS)]
    room.decide(room.desk.merge_threads(room.of(COMMAND).thread, room.of(PATROL).thread))
    room.decide(room.desk.merge_threads(room.of(COMMAND).thread, room.of(TALKS).thread))
    assert len({room.reader.claim(key).thread for key in keys}) == 1
    room.decide(*room.desk.split_claims([keys[1], keys[2]]))
    threads = [room.reader.claim(key).thread for key in keys]
    assert threads[1] == threads[2] != threads[0]
    assert [f for f in check(room.reader) if f.proof != "threads"] == []


def test_actors_merged_renamed_and_split(room):
    room.decide(room.desk.merge_actors("gondor", "arnor", "ARN"), room.desk.rename_actor("arnor", "重聯王國"))
    assert {a.id for s in room.reader.claims() for a in s.claim.actors} == {"arnor"}
    assert {s.claim.countries for s in room.reader.claims()} == {("ARN",)}
    assert [t.id for t in room.reader.resolve("重聯王國")] == ["arnor"]
    room.decide(room.desk.merge_actors("arnor", "gondor", "GDR"))
    assert {a.id for s in room.reader.claims() for a in s.claim.actors} == {"gondor"}
    room.decide(room.desk.split_actor("gondor", "剛鐸", document().id))
    assert {a.id for s in room.reader.claims() for a in s.claim.actors} == {"doc:刚铎"}


def test_the_tray_puts_news_of_watched_threads_first(room, gondor):
    def order():
        return [(i.weight, i.stored.claim.quote) for i in tray(room.reader, gondor, date(2029, 6, 1))]

    assert {quote for weight, quote in order() if weight is Weight.NEW_STATE} >= {"將於2030年底前設立聯合司令部"}
    doubtful = sum(not counts(stored) for stored in room.reader.claims())
    assert doubtful and waiting(room.reader) == {"waiting": 3, "doubtful": doubtful}
    room.decide(room.desk.mark(room.key(PATROL), important=True))
    assert order()[0] == (Weight.WATCHED_STATE, "雙方同意共同巡邏安都因河")
    room.decide(room.desk.accept(room.key(PATROL)))
    assert len(order()) == 2 and waiting(room.reader)["waiting"] == 2
    room.decide(room.seat("Jun").reject(room.key(PATROL)), room.desk.accept(room.key(COMMAND)))
    assert {quote for _, quote in order()} == {"剛鐸與洛汗會談"}


def test_notes_are_found_again(room):
    room.decide(room.desk.note(room.key(TALKS), "一"), room.desk.note_document(document().id, "二"))
    assert notes_on(room.reader, document().id, room.key(TALKS)) == ["一 (Beregond, 2031-01-01)"]
    assert notes_on(room.reader, document().id) == ["二 (Beregond, 2031-01-01)"]


def test_decisions_go_from_ledger_to_ledger(room, tmp_path, gondor):
    first = room.desk.reject(room.key(PATROL))
    room.decide(first, room.desk.edit(room.key(COMMAND), {"status": "completed"}))
    room.decide(room.desk.mark(room.key(TALKS), private=True), room.desk.note(room.key(TALKS), "secret"))
    room.decide(room.desk.undo(first.id))
    lines = [json.dumps(row) for row in decision_records(room.reader)]
    assert len(lines) == 3 and "secret" not in "".join(lines)
    with LedgerWriter(tmp_path / "other.db", now=room.clock) as writer:
        other = Room(writer, room.clock, gondor)
        other.decide(other.seat("Jun").reject(other.key(COMMAND)))
        done = import_decisions(writer, [*lines, '{"torn', '{"id": "x"}', "", "[]"])
        other.relink()
        assert (done.new, done.known, len(done.faults), done.conflicts) == (3, 0, 3, [])
        assert done.differences == [f"claim {room.key(COMMAND)[:8]}: Beregond says edit, Jun said reject"]
        again = import_decisions(writer, lines)
        assert (again.new, again.known) == (0, 3)
        changed = json.loads(lines[0]) | {"who": "Saruman"}
        assert len(import_decisions(writer, [json.dumps(changed)]).conflicts) == 1
        assert PATROL in "".join(other.quotes())


def test_what_is_private_stays_at_home_however_it_is_named(room, tmp_path, gondor):
    """In notes, in merges with others, as a further member of a thread, and after a new reading gave it another id."""
    private = room.key(PATROL)
    room.decide(room.desk.mark(private, private=True))
    room.decide(room.desk.merge_threads(room.of(COMMAND).thread, room.of(PATROL).thread))
    room.decide(room.desk.merge_threads(room.of(COMMAND).thread, room.of(TALKS).thread))
    room.read([claim("同意共同巡邏安都因河", frame="f2", subject="patrol"), *read_first()[:2]], SECOND)
    assert room.key(PATROL) != private
    room.decide(room.desk.note(room.key(PATROL), "見附件"))
    told = [json.dumps(record, ensure_ascii=False) for record in decision_records(room.reader)]
    assert len(told) == 1 and PATROL not in told[0] and "附件" not in told[0]
    assert len(list(decision_records(room.reader, private=True))) == 4
    # what comes back without the private parts is the same decision still
    assert import_decisions(room.writer, told).known == 1
    assert PATROL in json.dumps(list(decision_records(room.reader, private=True)), ensure_ascii=False)


@pytest.mark.parametrize(
    "changes",
    [
        {"verb": "abolish"}, {"document": "short"}, {"start": 9, "end": 3}, {"kind": None}, {"who": ""},
        {"at": "2031-01-01T00:00:00"}, {"payload": {"fields": {"due": ["2030-02-30", None, "day"]}}},
        {"verb": "set", "payload": {"tier": "x"}},
    ],
)  # fmt: skip
def test_impossible_decisions_are_not_taken_over(room, changes):
    room.decide(room.desk.edit(room.key(COMMAND), {"status": "completed"}))
    (record,) = decision_records(room.reader)
    record |= {"id": "0" * 36} | changes
    done = import_decisions(room.writer, [json.dumps(record)])
    assert done.new == 0 and len(done.faults) == 1


def test_a_decision_about_a_document_that_is_not_here_waits_for_it(room):
    room.decide(room.desk.reject(room.key(COMMAND)))
    (record,) = decision_records(room.reader)
    record |= {"id": "0" * 36, "document": "f" * 64}
    assert import_decisions(room.writer, [json.dumps(record)]).new == 1
    (lost,) = orphans(room.reader)
    assert lost.why == "this ledger has not the document"


def test_in_force_does_not_depend_on_order(room):
    first = room.desk.reject(room.key(COMMAND))
    room.decide(first)
    room.decide(room.desk.undo(first.id))
    room.decide(room.desk.undo(room.reader.decisions()[-1].id))
    decisions = room.reader.decisions()
    assert [d.id for d in in_force(decisions)] == [d.id for d in in_force(reversed(decisions))] == [first.id]


def test_setting_a_document_is_kept_for_the_next_reading(room):
    room.decide(room.desk.set_document(document().id, published=date(2028, 1, 1), tier=Tier.OFFICIAL))
    assert settings_wanted(room.reader, document().id) == {"published": "2028-01-01", "tier": "official"}
    assert unsettled(room.reader) == [document().id]


# figures --------------------------------------------------------------------------------------------------------------


def _table(counts):
    said, number = {}, 0
    for (one, other), times in counts.items():
        for _ in range(times):
            said[str(number)] = {"A": one, "B": other}
            number += 1
    return said


def test_agreement_figures():
    # the textbook table: 20 and 15 alike, 5 and 10 not; observed 0.7, expected 0.5
    alike = {("accept", "accept"): 20, ("reject", "reject"): 15}
    found = agreement(_table(alike | {("accept", "reject"): 5, ("reject", "accept"): 10}))
    (pair,) = found.pairs
    assert pair.kappa == pytest.approx(0.4) and pair.alike == 0.7 and found.alpha == pytest.approx(0.4)
    perfect = agreement(_table({("accept",) * 2: 3, ("reject",) * 2: 2}))
    assert perfect.pairs[0].kappa == perfect.alpha == 1.0
    assert agreement(_table({("accept",) * 2: 3})).pairs[0].kappa is None
    assert agreement({"1": {"A": "accept"}}).pairs == ()


def test_agreement_of_three_with_gaps():
    # nominal data with missing values: α is over pairable values only
    said = {"1": {"A": "accept", "B": "accept"}, "2": {"A": "reject", "C": "reject"}}
    found = agreement(said | {"3": {"B": "accept", "C": "reject"}, "4": {"A": "edit"}})
    # coincidences: 2 accept-accept, 2 reject-reject, 1 each across; Do = 2/6, De = 2*3*3/(6*5)
    assert found.claims == 3 and found.alpha == pytest.approx(1 - (2 / 6) / (18 / 30))
    assert len(found.pairs) == 3
