import sqlite3
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.ledger import Clock, Failure, LedgerReader, LedgerWriter, Outcome, check
from communique.ledger.codec import claim_from_row, claim_to_row, storable
from communique.model import (
    ActorRef,
    Assessment,
    Commitment,
    DamagedDocument,
    Event,
    EventType,
    Evidence,
    Factuality,
    Figure,
    Interval,
    LedgerError,
    NotInLedger,
    Position,
    Precision,
    Role,
    Stance,
    Status,
)


def test_what_goes_in_comes_out(writer, make_document, make_claim, first):
    document = make_document()
    claims = [
        make_claim(document),
        make_claim(document, "洛汗對此表示歡迎", Position, stance=Stance.WELCOME, topic="joint command", strength=2),
        make_claim(document, "剛鐸與洛汗會談", Event, type=EventType.MEETING, place=("埃多拉斯",), said_by=("信使",)),
        make_claim(document, "2030年", Figure, measure="years", value=0.0, high=0.0, unit="year", approximate=True),
        make_claim(document, "表示", Assessment, factuality=Factuality.POSSIBLE, confidence=0.25),
    ]
    assert writer.record(document, claims, first) is Outcome.NEW
    stored = writer.reader.document(document.id)
    assert stored == document
    assert stored.raw == document.raw
    assert [one.claim for one in writer.reader.claims()] == sorted(claims, key=lambda c: c.start)
    assert check(writer.reader) == []


@pytest.mark.parametrize("kind", [Event, Commitment, Position, Figure, Assessment])
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_every_claim_survives_the_codec(kind, data):
    words = st.text(st.characters(codec="utf-8"), max_size=8)
    days = st.dates(date(1900, 1, 1), date(2100, 1, 1))
    interval = st.one_of(
        st.none(),
        days.map(Interval.of_day),
        days.map(lambda day: Interval(None, day)),
        days.map(lambda day: Interval(day, None, Precision.YEAR)),
    )
    fields = {
        "id": "c", "document": "d", "evidence": (Evidence(3, 5, "ab"), Evidence(7, 8, "c")),
        "actors": tuple(data.draw(st.lists(st.builds(
            ActorRef, words, st.sampled_from(Role), words, st.lists(words, max_size=2).map(tuple), st.none() | words,
        ), max_size=2))),
        "countries": data.draw(st.lists(words).map(tuple)), "time": data.draw(interval),
        "factuality": data.draw(st.sampled_from(Factuality)), "said_by": data.draw(st.lists(words).map(tuple)),
        "repeat_of": data.draw(st.none() | words), "confidence": data.draw(st.floats(0, 1)),
        "frame": data.draw(words), "keys": data.draw(st.lists(words).map(tuple)),
    }  # fmt: skip
    own = {
        Event: {"type": st.sampled_from(EventType), "place": st.lists(words).map(tuple)},
        Commitment: {"action": words, "subject": words, "status": st.sampled_from(Status), "due": interval},
        Position: {"stance": st.sampled_from(Stance), "topic": words, "strength": st.integers(-9, 9)},
        Figure: {
            "measure": words, "value": st.floats(allow_nan=False, allow_infinity=False),
            "high": st.none() | st.floats(allow_nan=False, allow_infinity=False), "unit": words,
            "approximate": st.booleans(),
        },
        Assessment: {},
    }[kind]  # fmt: skip
    claim = kind(**fields, **{name: data.draw(strategy) for name, strategy in own.items()})
    assert claim_from_row(claim_to_row(claim, None), claim.evidence) == claim


def test_the_same_bytes_twice_are_one_document_with_two_carriers(writer, make_document, make_claim, first):
    document = make_document()
    claims = [make_claim(document)]
    writer.record(document, claims, first)
    before = writer.reader.linking()
    assert writer.record(replace(document, path="b/copy.txt"), claims, first) is Outcome.KNOWN
    assert writer.reader.size() == {"documents": 1, "claims": 1, "threads": 0, "failures": 0}
    assert writer.reader.carriers(document.id) == ["a.txt", "b/copy.txt"]
    assert writer.reader.document(document.id).path == "a.txt"
    assert writer.reader.linking() == before


def test_a_new_generation_retires_the_claims_of_the_old_one(writer, make_document, make_claim, first, second):
    document = make_document()
    old, new = make_claim(document), make_claim(document, "聯合司令部")
    writer.record(document, [old], first)
    between = writer._now()
    assert writer.record(document, [old, new], second) is Outcome.REREAD
    assert {one.claim.id for one in writer.reader.claims()} == {old.id, new.id}
    assert {one.extractor for one in writer.reader.claims()} == {"extractor 2"}
    assert [one.extractor for one in writer.reader.claims(clock=Clock(recorded=between))] == ["extractor 1"]
    assert check(writer.reader) == []


def test_facts_given_later_are_a_new_reading(writer, make_document, make_claim, first):
    document = make_document(published=None)
    writer.record(document, [make_claim(document)], first)
    told = make_document(published=date(2028, 1, 1))
    assert writer.record(told, [make_claim(told)], first, given={"published": "2028-01-01"}) is Outcome.REREAD
    assert writer.reader.document(document.id).published == date(2028, 1, 1)
    assert writer.reader.standing(document.id) == (first, {"published": "2028-01-01"})
    assert [one.known_from for one in writer.reader.claims()] == [date(2028, 1, 1)]


def test_what_was_known_by_a_day(writer, make_document, make_claim, first):
    early, late = (
        make_document(published=date(2029, 1, 1)),
        make_document("另一篇。設立聯合司令部。", published=date(2029, 6, 1)),
    )
    for document in (early, late):
        writer.record(document, [make_claim(document)], first)
    assert [one.claim.document for one in writer.reader.claims(clock=Clock(known=date(2029, 3, 1)))] == [early.id]


def test_a_quote_that_is_not_there_stores_nothing(writer, make_document, make_claim, first):
    document = make_document()
    claim = make_claim(document)
    false = replace(claim, evidence=(replace(claim.evidence[0], start=0),))
    with pytest.raises(ValueError, match="does not stand at"):
        writer.record(document, [claim, replace(false, id="x")], first)
    assert writer.reader.size()["documents"] == 0


@pytest.mark.parametrize("text", ["前\0後", "前\udcff後"])
def test_no_database_sees_what_it_cannot_keep(writer, make_document, first, text):
    with pytest.raises(DamagedDocument):
        writer.record(make_document(text), [], first)
    assert writer.reader.size()["documents"] == 0


@given(st.text(st.characters()))
def test_names_are_made_storable(name):
    stored = storable(name)
    stored.encode("utf-8")
    assert "\0" not in stored


def test_odd_names_reach_the_ledger_spelled_out(writer, make_document, first):
    document = make_document(path="bad\udce9.txt", publisher="a\0b")
    writer.record(document, [], first)
    assert writer.reader.carriers(document.id) == ["bad\\udce9.txt"]
    assert writer.reader.document(document.id).publisher == "a\\x00b"
    assert writer.reader.resolve("bad\udce9.txt")[0].id == document.id


def test_failures_are_noted_and_forgiven(writer, clock):
    writer.fail("/a.bin", "BinaryDocument", "/a.bin: is a PNG image")
    writer.fail("/a.bin", "BinaryDocument", "/a.bin: is a JPEG image")
    failure = writer.reader.failures()
    assert [(f.path, f.reason) for f in failure] == [("/a.bin", "/a.bin: is a JPEG image")]
    assert isinstance(failure[0], Failure) and writer.reader.failed("/a.bin")
    writer.forgive("/a.bin")
    assert not writer.reader.failures()


def test_what_is_not_there_is_said(writer):
    for ask in (writer.reader.document, writer.reader.claim, writer.reader.thread):
        with pytest.raises(NotInLedger, match="nowhere"):
            ask("nowhere")


def test_threads_are_replaced_and_leave_aliases(writer, make_document, make_claim, first, thread):
    document = make_document()
    one, two = make_claim(document), make_claim(document, "聯合司令部")
    writer.record(document, [one, two], first)
    state = writer.reader.linking()
    assert state.behind
    apart = [
        thread(f"t-{c.id}", "commitment", "joint command", "joint-command", (c.id,), ("alone",)) for c in (one, two)
    ]
    assert not writer.replace_threads(apart, state.claims - 1, "linker 1")
    assert writer.replace_threads(apart, state.claims, "linker 1")
    assert not writer.reader.linking().behind
    together = thread("t-new", "commitment", "joint command", "joint-command", (one.id, two.id), ("", "same words"))
    assert writer.replace_threads([together], state.claims, "linker 2")
    assert [t.id for t in writer.reader.threads()] == ["t-new"]
    assert writer.reader.thread(f"t-{two.id}").claims == (one.id, two.id)
    assert [t.id for t in writer.reader.threads_about("joint-command")] == ["t-new"]
    assert writer.replace_threads(apart, state.claims, "linker 1")
    assert writer.reader.thread(f"t-{two.id}").claims == (two.id,)
    assert check(writer.reader, lambda: apart, "linker 1") == []
    assert [f.proof for f in check(writer.reader, lambda: [together], "linker 1")] == ["threads"] * 3


def test_a_reader_changes_nothing(writer, make_document, make_claim, first, tmp_path):
    document = make_document()
    writer.record(document, [make_claim(document)], first)
    with LedgerReader(tmp_path / "ledger.db") as reader:
        assert reader.size()["claims"] == 1
        with pytest.raises(Exception, match="readonly"), reader.connection() as connection:
            connection.exec_driver_sql("DELETE FROM claim")


def test_find_by_id_prefix_file_title_and_name(writer, make_document, make_claim, first, thread):
    document = make_document(path="folder/dispatch.txt")
    claim = make_claim(document)
    writer.record(document, [claim], first)
    writer.replace_threads(
        [thread("t1234567", "commitment", "聯合司令部", "joint-command", (claim.id,), ("alone",))],
        writer.reader.linking().claims,
        "linker",
    )
    for name, sort, key in (
        (document.id, "document", document.id),
        (document.id[:8], "document", document.id),
        ("dispatch.txt", "document", document.id),
        ("folder/dispatch.txt", "document", document.id),
        (claim.id, "claim", claim.id),
        (claim.id[:6], "claim", claim.id),
        ("t1234", "thread", "t1234567"),
        ("联合司令部", "thread", "t1234567"),
        ("刚铎", "actor", "gondor"),
        ("岡多", "actor", "gondor"),
        ("gondor", "actor", "gondor"),
    ):
        assert [(t.sort, t.id) for t in writer.reader.resolve(name)] == [(sort, key)], name
    assert writer.reader.resolve("莫都") == []


# the file itself


def test_a_folder_that_is_missing_is_made(tmp_path):
    with LedgerWriter(tmp_path / "new" / "deep" / "ledger.db") as writer:
        assert writer.reader.size()["documents"] == 0


def make_recipes(path):
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE recipe (id)")
    connection.close()


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda p: p.write_text("a list of promises, in plain text"), "not a ledger"),
        (lambda p: p.mkdir(), "is a folder"),
        (lambda p: p.parent.joinpath("file").write_text("x"), "cannot be made"),
        (make_recipes, "some other program"),
    ],
)
def test_what_is_no_ledger_is_left_alone(tmp_path, make, says):
    path = tmp_path / "ledger.db"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(LedgerError, match=says):
        LedgerWriter(tmp_path / "file" / "ledger.db" if says == "cannot be made" else path)
    assert before is None or path.read_bytes() == before


def test_a_reader_needs_a_ledger(tmp_path):
    with pytest.raises(LedgerError, match="no ledger there yet"):
        LedgerReader(tmp_path / "ledger.db")
    assert not list(tmp_path.iterdir())


def test_a_ledger_of_an_earlier_version_is_not_looked_into(tmp_path):
    path = tmp_path / "old.db"
    LedgerWriter(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")
    connection.close()
    with pytest.raises(LedgerError, match=r"earlier communique \(ledger version 0000, this one has .*read --again"):
        LedgerReader(path)


@pytest.mark.parametrize("opened", [LedgerReader, LedgerWriter])
def test_a_ledger_of_a_newer_version_is_refused(tmp_path, opened):
    path = tmp_path / "ledger.db"
    LedgerWriter(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(LedgerError, match="newer communique"):
        opened(path)


@pytest.mark.parametrize("address", ["mysql://host/db", "postgresql+oracle://x", "://"])
def test_addresses_that_are_none(address):
    with pytest.raises(LedgerError):
        LedgerReader(address)
