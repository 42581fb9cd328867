"""Each rule of the check on a pack that breaks it, and on one that comes near."""

import textwrap
from pathlib import Path

import pytest

from communique.model import PackError
from communique.packs.check import Fault, check_pack

STATE = "{id: gon, type: state, names: {hant: [剛鐸]}, country: GON, sure: certain}"
OFFICE = "id: gon.king, type: office, names: {hant: [剛鐸國王]}, of: gon, sure: certain"
ONE = "{id: p.eldacar, type: person, names: {hant: [艾達卡]}, sure: certain}"
TWO = "{id: p.valacar, type: person, names: {hant: [維拉卡]}, sure: certain}"
WORDS = "negation: [不]\n"


def pack(folder: Path, *entries: str, frames: str = "", words: str = WORDS) -> Path:
    for part, text in (
        ("register", "\n".join(f"- {entry}" for entry in entries)),
        ("frames", frames),
        ("lexicon", words),
    ):
        (folder / part).mkdir()
        (folder / part / "one.yaml").write_text(textwrap.dedent(text), encoding="utf-8")
    return folder


def rules(folder: Path) -> list[tuple[str, str]]:
    return [(fault.entry, fault.rule) for fault in check_pack(folder)]


def thing(key: str, name: str, *more: str, type: str = "programme") -> str:
    return (
        "{"
        + ", ".join([f"id: {key}, type: {type}, names: {{hant: [{name}]}}, definition: It is., sure: certain", *more])
        + "}"
    )


SOUND = {
    "nothing at all": (),
    "a state, an office, terms that touch": (
        STATE,
        "{"
        + OFFICE
        + ", holders: [{person: p.valacar, until: '1432-05-01'}, {person: p.eldacar, from: '1432-05-01'}]}",
        ONE,
        TWO,
    ),
    "terms that share a year, the day unknown": (
        STATE,
        "{" + OFFICE + ", holders: [{person: p.valacar, until: '1432'}, {person: p.eldacar, from: '1432'}]}",
        ONE,
        TWO,
    ),
    "terms of a plural office": (
        STATE,
        "{" + OFFICE + ", plural: true, holders: [{person: p.valacar}, {person: p.eldacar}]}",
        ONE,
        TWO,
    ),
    "a short form of two": (
        "{id: a, type: body, names: {hant: [剛鐸議事會]}, short: [議事會], sure: certain}",
        "{id: b, type: body, names: {hant: [洛汗議事會]}, short: [議事會], sure: certain}",
    ),
    "a full name that is a short form elsewhere": (
        thing("a", "大計畫"),
        "{id: b, type: body, names: {hant: [大計畫辦公室]}, short: [大計畫], sure: certain}",
    ),
    "a capital that is a place and speaks for a state": (
        "{id: gon, type: state, names: {hant: [剛鐸]}, metonyms: [白城], sure: certain}",
        "{id: place.city, type: place, names: {hant: [白城], hans: [白城]}, sure: certain}",
    ),
    "a palace that speaks for a state and for a body": (
        "{id: gon, type: state, names: {hant: [剛鐸]}, metonyms: [白塔], sure: certain}",
        "{id: gon.court, type: body, names: {hant: [剛鐸宮廷]}, metonyms: [白塔], sure: certain}",
    ),
    "one name in two scripts": (
        "{id: a, type: place, names: {hant: [萬山], hans: [万山], ja: [万山]}, sure: certain}",
    ),
    "relations in both directions of different kinds": (
        thing("a", "甲計畫", "relations: [{type: under, to: b}, {type: covers, by: b}]"),
        thing("b", "乙計畫"),
    ),
}


@pytest.mark.parametrize("case", SOUND)
def test_what_is_allowed(tmp_path, case):
    assert check_pack(pack(tmp_path, *SOUND[case])) == []


BROKEN = {
    "an unknown field": ((thing("a", "計畫", "colour: red"),), ("a", "schema")),
    "an unknown type": ((thing("a", "計畫", type="wizard"),), ("a", "schema")),
    "no name": (("{id: a, type: place, names: {}, sure: certain}",), ("a", "schema")),
    "an empty name": (("{id: a, type: place, names: {hant: ['']}, sure: certain}",), ("a", "schema")),
    "a number for a name": (("{id: a, type: place, names: {hant: [1954]}, sure: certain}",), ("a", "schema")),
    "no certainty": (("{id: a, type: place, names: {hant: [白城]}}",), ("a", "schema")),
    "a capital in an id": ((thing("Gondor", "計畫"),), ("Gondor", "schema")),
    "no id": (("{type: place, names: {hant: [白城]}, sure: certain}",), ("row 1", "schema")),
    "no mapping": (("words",), ("row 1", "schema")),
    "a day that is none": ((thing("a", "計畫", "from: '1432-02-30'"),), ("a", "schema")),
    "an end before the start": ((thing("a", "計畫", "from: '1432', until: '1431'"),), ("a", "schema")),
    "a relation with two ends": (
        (thing("a", "計畫", "relations: [{type: under, to: b, by: b}]"), thing("b", "計劃案")),
        ("a", "schema"),
    ),
    "a key twice": ((thing("a", "計畫", "sure: check"),), ("", "syntax")),
    "no YAML": (("{id: [",), ("", "syntax")),
    "entries out of order": ((thing("b", "乙計畫"), thing("a", "甲計畫")), ("a", "order")),
    "an id twice": ((thing("a", "甲計畫"), thing("a", "乙計畫")), ("a", "duplicate")),
    "an item twice": ((thing("a", "甲計畫", "wikidata: Q7"), thing("b", "乙計畫", "wikidata: Q7")), ("b", "duplicate")),
    "a form twice": (("{id: a, type: place, names: {hant: [白城, 白城]}, sure: certain}",), ("a", "duplicate")),
    "a name that is a short form too": (
        ("{id: a, type: place, names: {hant: [白灣]}, short: [白湾], sure: certain}",),
        ("a", "duplicate"),
    ),
    "a name of two": ((thing("a", "大計畫"), thing("b", "大計畫")), ("b", "alias")),
    "a name of two in two scripts": (
        (thing("a", "萬山"), "{id: b, type: place, names: {hans: [万山]}, sure: certain}"),
        ("b", "alias"),
    ),
    "a name of two but for spaces": (
        (
            "{id: a, type: place, names: {en: [White City]}, sure: certain}",
            "{id: b, type: place, names: {en: [Whitecity]}, sure: certain}",
        ),
        ("b", "alias"),
    ),
    "a person named like a capital": (
        (
            "{id: gon, type: state, names: {hant: [剛鐸]}, metonyms: [白城], sure: certain}",
            "{id: p.city, type: person, names: {hant: [白城]}, sure: certain}",
        ),
        ("p.city", "alias"),
    ),
    "a name of one character": ((thing("a", "山"),), ("a", "length")),
    "a single of two characters": (
        ("{id: gon, type: state, names: {hant: [剛鐸]}, single: [剛鐸], sure: certain}",),
        ("gon", "length"),
    ),
    "a single of two states": (
        (
            "{id: gon, type: state, names: {hant: [剛鐸]}, single: [剛], sure: certain}",
            "{id: hon, type: state, names: {hant: [剛德]}, single: [刚], sure: certain}",
        ),
        ("hon", "alias"),
    ),
    "no definition": (("{id: a, type: topic, names: {hant: [大河]}, sure: certain}",), ("a", "definition")),
    "terms that overlap": (
        (
            STATE,
            "{"
            + OFFICE
            + ", holders: [{person: p.valacar, until: '1432-05-02'}, {person: p.eldacar, from: '1432-05-01'}]}",
            ONE,
            TWO,
        ),
        ("gon.king", "term"),
    ),
    "a term without an end before another": (
        (
            STATE,
            "{" + OFFICE + ", holders: [{person: p.valacar, from: '1366'}, {person: p.eldacar, from: '1432'}]}",
            ONE,
            TWO,
        ),
        ("gon.king", "term"),
    ),
    "a term without a start after another": (
        (STATE, "{" + OFFICE + ", holders: [{person: p.valacar, until: '1432'}, {person: p.eldacar}]}", ONE, TWO),
        ("gon.king", "term"),
    ),
    "holders of what is no office": ((thing("a", "計畫", "holders: [{person: p.eldacar}]"), ONE), ("a", "term")),
    "a holder who is nowhere": ((STATE, "{" + OFFICE + ", holders: [{person: p.nobody}]}"), ("gon.king", "dangling")),
    "a holder who is no person": ((STATE, "{" + OFFICE + ", holders: [{person: gon}]}"), ("gon.king", "dangling")),
    "a parent who is nowhere": ((thing("a", "計畫", "part_of: b"),), ("a", "dangling")),
    "a relation to nowhere": ((thing("a", "計畫", "relations: [{type: under, to: b}]"),), ("a", "dangling")),
    "a country that is none": ((thing("a", "計畫", "country: GON"),), ("a", "dangling")),
    "a relation to itself": ((thing("a", "計畫", "relations: [{type: under, to: a}]"),), ("a", "relation")),
    "parents in a circle": (
        (thing("a", "甲計畫", "part_of: b"), thing("b", "乙計畫", "part_of: c"), thing("c", "丙計畫", "part_of: a")),
        ("a", "relation"),
    ),
    "a relation from both ends": (
        (
            thing("a", "甲計畫", "relations: [{type: under, to: b}]"),
            thing("b", "乙計畫", "relations: [{type: under, by: a}]"),
        ),
        ("b", "duplicate"),
    ),
    "counterparts from both ends": (
        (
            thing("a", "甲計畫", "relations: [{type: counterpart_of, to: b}]"),
            thing("b", "乙計畫", "relations: [{type: counterpart_of, to: a}]"),
        ),
        ("b", "duplicate"),
    ),
    "an empty row of terms": ((thing("a", "計畫", "match: [[]]"),), ("a", "schema")),
    "an empty alternative": ((thing("a", "計畫", "match: [['大河||航行']]"),), ("a", "schema")),
    "a row of one character": ((thing("a", "計畫", "match: [['山|大河']]"),), ("a", "match")),
    "a row twice": ((thing("a", "計畫", "match: [['大河', '航行'], ['大河', '航行']]"),), ("a", "match")),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_a_fault(tmp_path, case):
    entries, expected = BROKEN[case]
    assert rules(pack(tmp_path, *entries)) == [expected]


FRAMES = {
    "no triggers": ("- {id: f, kind: none, triggers: []}", ("f", "schema")),
    "no triggers at all": ("- {id: f, kind: none}", ("f", "schema")),
    "an event of no type": ("- {id: f, kind: event, triggers: [會談]}", ("f", "schema")),
    "an event of an unknown type": ("- {id: f, kind: event, type: feast, triggers: [會談]}", ("f", "schema")),
    "a position with a status": (
        "- {id: f, kind: position, stance: oppose, status: agreed, triggers: [反對]}",
        ("f", "schema"),
    ),
    "a trigger twice": ("- {id: f, kind: none, triggers: [會談, 会谈]}", ("f", "trigger")),
    "an id twice": (
        "- {id: f, kind: none, triggers: [會談]}\n- {id: f, kind: none, triggers: [會晤]}",
        ("f", "duplicate"),
    ),
    "no list": ("f: {kind: none}", ("", "schema")),
}


@pytest.mark.parametrize("case", FRAMES)
def test_frames(tmp_path, case):
    text, expected = FRAMES[case]
    assert rules(pack(tmp_path, STATE, frames=text)) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("negation: 不", ("negation", "schema")),
        ("negation: [no, 不]", ("negation", "schema")),
        ("[不]", ("", "schema")),
    ],
)
def test_lists_of_words(tmp_path, text, expected):
    assert rules(pack(tmp_path, STATE, words=text)) == [expected]


def test_a_list_in_two_files(tmp_path):
    folder = pack(tmp_path, STATE)
    (folder / "lexicon" / "two.yaml").write_text(WORDS, encoding="utf-8")
    assert check_pack(folder) == [
        Fault("lexicon/two.yaml", "negation", "duplicate", "a list of this name stands in another file too")
    ]


@pytest.mark.parametrize("weights", ["{", "[1]"])
def test_weights(tmp_path, weights):
    folder = pack(tmp_path, STATE)
    (folder / "weights.json").write_text(weights, encoding="utf-8")
    assert [fault.file for fault in check_pack(folder)] == ["weights.json"]


def test_one_fault_does_not_hide_another(tmp_path):
    folder = pack(tmp_path, thing("b", "計畫", "colour: red"), thing("a", "山", "part_of: c"))
    assert rules(folder) == [("a", "dangling"), ("a", "length"), ("b", "schema")]


def test_bytes_that_are_no_text(tmp_path):
    folder = pack(tmp_path, STATE)
    (folder / "register" / "one.yaml").write_bytes("- {id: 剛鐸}".encode("big5"))
    assert rules(folder) == [("", "syntax")]


def test_no_pack(tmp_path):
    with pytest.raises(PackError, match="no folder `register`"):
        check_pack(tmp_path)
    with pytest.raises(PackError, match="no such pack"):
        check_pack(tmp_path / "nowhere")


def test_the_fictional_pack_is_sound():
    assert check_pack(Path(__file__).parent / "gondor") == []
