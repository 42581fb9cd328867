from datetime import date

import pytest


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("剛鐸", ["gon"]),
        ("刚铎", ["gon"]),
        ("minas tirith", ["place.minas-tirith", "gon"]),
        ("白城", ["place.minas-tirith", "gon"]),
        ("ゴンドール", ["gon"]),
        ("roh.king", ["roh.king"]),
        ("伊奥梅尔", ["p.eomer"]),
        ("墨", ["p.eomer", "p.faramir"]),
        ("議事會", ["gon.council", "roh.council"]),
        ("剛", ["gon"]),
        ("伊散德", []),
        ("", []),
    ],
)
def test_a_name_leads_to_entries_full_names_first(gondor, name, ids):
    assert [entry.id for entry in gondor.register.find(name)] == ids


@pytest.mark.parametrize(
    ("office", "day", "person"),
    [
        ("gon.steward", "2984-06-30", "p.ecthelion"),
        ("gon.steward", "2984-07-01", "p.denethor"),  # the day of handing over is the newcomer's
        ("gon.steward", "2953-06-01", "p.ecthelion"),  # a year without a day: nobody else is known
        ("gon.steward", "2952-12-31", None),
        ("gon.steward", "3021-01-01", "p.faramir"),
        ("gon.king", "3019-04-30", None),
        ("roh.king", "3019-03-10", None),  # in March, the day is not known: the old king or the new
        ("roh.king", "3019-03-20", "p.eomer"),
        ("roh.marshal", "3019-03-20", "p.eomer"),
        ("gon.captain", "3015-01-01", None),  # several hold it
        ("no.office", "3015-01-01", None),
        ("gon", "3015-01-01", None),
    ],
)
def test_who_held_an_office(gondor, office, day, person):
    holder = gondor.register.holder(office, date.fromisoformat(day))
    assert (holder and holder.id) == person


def test_several_holders_of_a_plural_office(gondor):
    on = date(3015, 1, 1)
    assert [h.person for h in gondor.register.holders("gon.captain", on)] == ["p.boromir", "p.faramir"]
    assert [h.person for h in gondor.register.holders("gon.captain")] == ["p.boromir", "p.faramir"]


def test_offices_of_a_person(gondor):
    assert {h.office for h in gondor.register.offices("p.eomer")} == {"roh.king", "roh.marshal"}
    assert [h.office for h in gondor.register.offices("p.faramir", date(3019, 4, 1))] == ["gon.captain", "gon.steward"]
    assert gondor.register.offices("p.nobody") == []


def test_relations_run_both_ways_and_are_dated(gondor):
    register = gondor.register
    members = [(r.type, r.target, r.since, r.sure) for r in register.relations("grey-havens-dialogue")]
    assert members == [
        ("has_member", "arn", "3019-05", "check"),
        ("has_member", "gon", "3019-05", "certain"),
        ("has_member", "roh", "3020-09", "certain"),
    ]
    assert [r.target for r in register.relations("grey-havens-dialogue", date(3019, 12, 1))] == ["arn", "gon"]
    assert {(r.type, r.target) for r in register.relations("roh.riders")} == {
        ("part_of", "roh"),
        ("counterpart_of", "gon.ithilien-rangers"),
    }
    assert ("implemented_by", "beacons-of-gondor") in {(r.type, r.target) for r in register.relations("oath-of-eorl")}


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("hant", "剛鐸"),
        ("zh-Hant-TW", "剛鐸"),
        ("zh-Hans-CN", "刚铎"),
        ("ja", "ゴンドール"),
        ("en", "Gondor"),
        ("fr", "剛鐸"),
    ],
)
def test_display_in_a_script(gondor, language, name):
    assert gondor.register.get("gon").display(language) == name


def test_a_register_is_asked_by_id_and_type(gondor):
    register = gondor.register
    assert "gon" in register and "isengard" not in register and register.get("isengard") is None
    assert [entry.id for entry in register.of_type("state", "place")] == [
        "arn", "gon", "mor", "place.minas-tirith", "place.pelennor", "roh",
    ]  # fmt: skip
    assert len(register) == len(list(register)) == 28
    assert register.get("gon").is_actor and not register.get("oath-of-eorl").is_actor
