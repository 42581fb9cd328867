"""Cards of register entries, with a ledger of claims made by hand in the fictional world."""

import hashlib
from datetime import UTC, date, datetime

import pytest

from communique.ledger import Generation, LedgerWriter
from communique.ledger.mentions import documents_speaking_of
from communique.model import ActorRef, Block, BlockRole, DateSource, Document, Event, EventType, Evidence, Role, Tier
from communique.reporting.entries import register_card

TODAY = date(3020, 1, 1)


def document(text: str, name: str) -> Document:
    raw = text.encode()
    return Document(
        id=hashlib.sha256(raw).hexdigest(),
        text=text,
        blocks=(Block(0, len(text), BlockRole.BODY),),
        path=name,
        title=name,
        publisher="白城日報",
        published=date(3019, 6, 1),
        published_how=DateSource.GIVEN,
        language="zh-Hant",
        tier=Tier.REPORT,
        raw=raw,
    )


def meeting(of: Document, actors: tuple[str, ...], keys: tuple[str, ...]) -> Event:
    return Event(
        id=hashlib.sha256(f"{of.id}{actors}".encode()).hexdigest()[:20],
        document=of.id,
        evidence=(Evidence(0, len(of.text), of.text),),
        actors=tuple(ActorRef(actor, Role.PARTICIPANT, "某國") for actor in actors),
        keys=keys,
        type=EventType.MEETING,
    )


@pytest.fixture
def ledger(tmp_path):
    one, two = document("剛鐸與洛汗舉行灰港對話", "one.txt"), document("剛鐸聲明", "two.txt")
    with LedgerWriter(tmp_path / "ledger.db", now=lambda: datetime(2031, 1, 1, tzinfo=UTC)) as writer:
        made = Generation("reading 1", "extractor 1", "gondor", "a" * 64)
        writer.record(one, [meeting(one, ("gon", "roh"), ("grey-havens-dialogue",))], made)
        writer.record(two, [meeting(two, ("gon",), ())], made)
        yield writer.reader, one.id, two.id


def test_documents_that_speak_of_things(ledger):
    reader, one, two = ledger
    assert documents_speaking_of(reader, ["gon", "grey-havens-dialogue", "mor"]) == {
        "gon": {one, two},
        "grey-havens-dialogue": {one},
        "mor": frozenset(),
    }
    assert documents_speaking_of(reader, []) == {}
    many = documents_speaking_of(reader, [*(f"k{number}" for number in range(1200)), "roh"])
    assert len(many) == 1201 and many["roh"] == {one}


def test_relations_name_the_documents_that_speak_of_both_ends(gondor, ledger):
    reader, one, two = ledger
    card = register_card(gondor.register.get("grey-havens-dialogue"), gondor.register, reader, today=TODAY)
    both = {r["other"]: r["documents"] for r in card.values()["relations"]}
    assert both == {"arn": [], "gon": [one], "roh": [one]}
    assert card.values()["documents"] == [one]
    lines = card.lines(80)
    assert f"both in 1: {one[:8]}" in "\n".join(lines) and "spoken of in 1 document of the ledger" in lines
    state = register_card(gondor.register.get("gon"), gondor.register, reader, today=TODAY)
    assert set(state.values()["documents"]) == {one, two}
    nobody = register_card(gondor.register.get("mor"), gondor.register, reader, today=TODAY)
    assert nobody.lines(80)[-1] == "spoken of in 0 documents of the ledger"


def test_a_card_without_a_ledger(gondor):
    card = register_card(gondor.register.get("grey-havens-dialogue"), gondor.register, None, today=TODAY)
    assert card.lines(60) == [
        "灰港對話",
        "mechanism grey-havens-dialogue",
        "  hant      灰港對話",
        "  hans      灰港对话",
        "  en        Grey Havens Dialogue",
        "Yearly meeting of Gondor, Rohan and Arnor.",
        "3019-05 – · certain",
        "",
        "relations",
        "  has member       雅諾 (arn) 3019-05 – (to be checked)",
        "                   剛鐸 (gon) 3019-05 –",
        "                   洛汗 (roh) 3020-09 –; disputed: Rohan",
        "                   counts from the founding",
    ]
    assert card.values()["documents"] is None


def test_a_card_on_a_day_keeps_what_held_then(gondor):
    register = gondor.register
    on = date(3019, 12, 1)
    values = register_card(register.get("grey-havens-dialogue"), register, None, on=on, today=TODAY).values()
    assert [r["other"] for r in values["relations"]] == ["arn", "gon"] and values["on"] == "3019-12-01"
    person = register_card(register.get("p.faramir"), register, None, on=on, today=TODAY)
    assert [(t["office"], t["from"], t["acting"]) for t in person.values()["offices"]] == [
        ("gon.captain", "3010", False),
        ("gon.steward", "3019-03-15", True),
    ]


def test_the_offices_within_a_state(gondor):
    register = gondor.register
    values = register_card(register.get("gon"), register, None, on=date(3019, 4, 1), today=TODAY).values()
    assert {seat["office"]: seat["holders"] for seat in values["seats"]} == {
        "gon.captain": ["p.faramir"],
        "gon.king": [],
        "gon.steward": ["p.faramir"],
    }
    lines = register_card(register.get("roh"), register, None, today=TODAY).lines(80)
    assert f"its offices, on {TODAY}" in lines and "  洛汗國王 (roh.king): 伊歐墨" in lines


def test_an_office_and_doubt(gondor):
    register = gondor.register
    office = register_card(register.get("roh.marshal"), register, None, today=TODAY).lines(80)
    assert office[1] == "office roh.marshal, of 洛汗 (roh)" and "to be checked" in office
    assert "  3017 – 3019-03 伊歐墨 (p.eomer) (to be checked)" in office
    assert "disputed: Gondor counts it as part of the reunited kingdom" in register_card(
        register.get("arn"), register, None, today=TODAY
    ).lines(80)
