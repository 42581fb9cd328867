"""The API on the bundled sample: every endpoint, and what it says against the reports it is made of."""

from dataclasses import asdict
from datetime import date

import pytest
from tests.serving.conftest import SAMPLE

from communique.ledger import LedgerReader
from communique.packs import load_pack
from communique.reporting import board, board_json
from communique.reporting.cards import thread_state
from communique.reporting.due import due, due_json
from communique.reporting.selecting import threads_due
from communique.reporting.view import view_of

DAY = date(2026, 1, 1)


@pytest.fixture(scope="module")
def reader(sample):
    with LedgerReader(sample) as made:
        yield made


def get(client, path, **query):
    answer = client.get(f"/api{path}", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def some_thread(client):
    return next(t for t in get(client, "/threads", kind="commitment")["items"] if t["claims"] > 2)


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/status", {}),
        ("/board", {"on": "2025-12-31", "known": "2025-04-30"}),
        ("/board/facets", {}),
        ("/changes", {"from": "2025-01-01", "to": "2025-12-31"}),
        ("/changes", {"since_last": True}),
        ("/changes", {"since": "2020-01-01T00:00:00Z"}),
        ("/threads", {"q": "司令部"}),
        ("/threads", {"key": "japan-defence-spending"}),
        ("/conflicts", {"reconciled": True}),
        ("/claims", {"actor": "jpn", "other": "usa"}),
        ("/documents", {"tier": "official"}),
        ("/failures", {}),
        ("/search", {"q": "统合 司令部"}),
        ("/due", {"on": "2026-01-01", "within": 400}),
        ("/timeline", {"lane": "actor"}),
        ("/timeline", {"lane": "key", "limit": 1}),
        ("/figures/measures", {}),
        ("/figures", {"measure": "防衛費"}),
        ("/topics", {}),
        ("/positions", {"topic": "taiwan-strait-peace-and-stability", "by": "channel"}),
        ("/register", {"type": "person"}),
        ("/register", {"q": "Hegseth", "spoken": False}),
        ("/register/jpn", {"on": "2025-03-30"}),
        ("/network", {"on": "2025-12-31"}),
        ("/network", {"focus": "jpn"}),
        ("/compare", {"who": "jpn"}),
    ],
)
@pytest.mark.parametrize("lang", ["zh-Hant", "en"])
def test_every_list_has_something_to_say(client, path, query, lang):
    found = get(client, path, lang=lang, **query)
    assert found
    if isinstance(found, dict) and "total" in found and "items" in found:
        assert found["total"] >= len(found["items"])
        assert found["items"] or found.get("buckets")


def test_the_board_is_the_commands_board(client, reader):
    told = board_json(board(reader, load_pack(), DAY))
    found = get(client, "/board", on=DAY, limit=500)
    assert found["hidden"] == told["hidden"] > 0
    for column in found["columns"]:
        expected = told["columns"][column["column"]]
        assert [item["thread"] for item in column["items"]] == [item["thread"] for item in expected]
        for item, one in zip(column["items"], expected, strict=True):
            assert {name: item[name] for name in one if name in item and name != "actors"} == {
                name: value for name, value in one.items() if name in item and name != "actors"
            }


def test_the_board_knows_only_what_was_published(client):
    early, late = (get(client, "/board", on="2025-12-31", known=day)["total"] for day in ("2024-12-31", "2025-12-31"))
    assert 0 < early < late


def test_what_moved_since_a_point_is_marked(client):
    found = get(client, "/board", on="2025-12-31", known="2025-12-31", since_on="2024-12-31", since_known="2024-12-31")
    moved = [item for column in found["columns"] for item in column["items"] if item["moved"]]
    assert {item["moved"] for item in moved} == {"new", "moved"}
    assert all(item["was"] for item in moved if item["moved"] == "moved")


def test_a_page_of_the_board(client):
    whole = get(client, "/board", column="agreed", limit=500)["columns"][0]
    page = get(client, "/board", column="agreed", limit=2, offset=1)["columns"][0]
    assert page["total"] == whole["total"] == len(whole["items"])
    assert page["items"] == whole["items"][1:3]


@pytest.mark.parametrize("name", ["actor", "key", "publisher", "tier"])
def test_filters_keep_what_they_name(client, name):
    facet = {"actor": "actors", "key": "keys", "publisher": "publishers", "tier": "tiers"}[name]
    one = get(client, "/board/facets")[facet][-1]["id"]
    assert get(client, "/board", **{name: one})["total"] < get(client, "/board")["total"]


def test_due_is_the_commands_due(client, reader):
    view = view_of(reader, load_pack(), threads=threads_due(reader))
    expected = list(due_json(due(view, DAY)))
    found = get(client, "/due", on=DAY)
    assert [(i["thread"], i["due"], i["past_due"]) for i in found["items"]] == [
        (i["thread"], i["due"], i["past_due"]) for i in expected
    ]
    assert found["past"] == sum(item["past_due"] for item in expected)


def test_a_thread_shows_why_and_what_each_claim_did(client):
    row = some_thread(client)
    found = get(client, f"/threads/{row['id']}", on=DAY)
    assert found["claims"]["total"] == row["claims"]
    assert all(claim["why"] for claim in found["claims"]["items"])
    assert found["state"]["thread"] == row["id"]
    assert any(claim["effect"] for claim in found["claims"]["items"])


def test_marks_are_where_the_words_are(client):
    for document in get(client, "/documents", limit=500)["items"]:
        found = get(client, f"/documents/{document['id']}/blocks", limit=500)
        seen = set()
        for block in found["items"]:
            for mark in block["marks"]:
                words = block["text"].encode("utf-16-le")[2 * mark["start"] : 2 * mark["end"]].decode("utf-16-le")
                assert words in found["claims"][mark["claim"]]["quote"]
                seen.add(mark["claim"])
        assert seen == set(found["claims"])
        assert len(seen) == sum(document["claims"].values())


def test_the_page_in_which_a_claim_stands(client):
    document = max(get(client, "/documents")["items"], key=lambda one: sum(one["claims"].values()))
    last = get(client, "/claims", document=document["id"], limit=500)["items"][-1]["record"]["id"]
    page = get(client, f"/documents/{document['id']}/blocks", at=last, limit=2)
    assert any(mark["claim"] == last for block in page["items"] for mark in block["marks"])


def test_search_marks_the_words_in_either_script(client):
    found = get(client, "/search", q="防卫费")
    marked = {run["text"] for hit in found["items"] for run in hit["runs"] if run["marked"]}
    assert "防衛費" in marked


def test_search_pages(client):
    first = get(client, "/search", q="日", limit=3)
    second = get(client, "/search", q="日", limit=3, offset=3)
    assert first["more"]
    assert not {(h["document"], h["start"]) for h in first["items"]} & {
        (h["document"], h["start"]) for h in second["items"]
    }


def test_names_come_in_the_language_asked_for(client):
    assert get(client, "/register/jpn", lang="en")["name"] == "Japan"
    assert get(client, "/register/jpn", lang="zh-Hant")["name"] == "日本"


def test_many_dates_are_counted(client):
    few, many = get(client, "/timeline"), get(client, "/timeline", limit=1)
    assert few["items"]
    assert not few["buckets"]
    assert many["buckets"]
    assert not many["items"]
    assert few["total"] == many["total"]


def test_two_documents_compared(client):
    one, other = (item["id"] for item in get(client, "/documents", limit=2)["items"])
    found = get(client, "/compare", before=one, after=other)["items"][0]
    assert sum(found["counts"].values()) == len(found["clauses"]) > 0


def test_each_side_of_a_comparison_is_found_in_its_document(client, reader):
    for found in get(client, "/compare", who="jpn")["items"]:
        for side, document in zip(("before", "after"), found["documents"], strict=True):
            text = reader.document(document).text
            for clause in found["clauses"]:
                words = "".join(run["text"] for run in clause[side])
                place = clause[f"place_{side}"]
                assert (place is None) == (not words)
                assert place is None or text.startswith(words.split("…")[0], place["start"])


def test_the_page_in_which_a_place_stands(client, reader):
    ids = [one["id"] for one in get(client, "/documents", limit=50)["items"]]
    document = max(reader.documents(ids), key=lambda one: len(one.blocks))
    place = document.blocks[-1].start
    found = get(client, f"/documents/{document.id}/blocks", place=place, limit=1)
    assert found["offset"] == found["total"] - 1 > 0
    assert found["items"][0]["start"] == place


def test_an_author_is_nobodys_name(client, reader):
    assert any(actor.id == "author" for one in reader.claims() for actor in one.claim.actors)
    shown = [one["id"] for one in get(client, "/board/facets")["actors"]]
    shown += [one["id"] for one in get(client, "/register", limit=500)["items"]]
    shown += [a["id"] for c in get(client, "/board", limit=500)["columns"] for i in c["items"] for a in i["actors"]]
    assert shown and "author" not in shown


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/threads/none", 404),
        ("/documents/none", 404),
        ("/documents/none/blocks", 404),
        ("/claims/none", 404),
        ("/register/none", 404),
        ("/nothing", 404),
        ("/board?on=yesterday", 422),
        ("/board?limit=0", 422),
        ("/board?tier=rumour", 422),
        ("/timeline?lane=colour", 422),
        ("/figures", 400),
        ("/compare", 400),
        ("/changes?from=2025-02-01&to=2025-01-01", 400),
        ("/search?q=%2522", 200),
        ("/search?q=" + "x" * 401, 422),
        ("/register/%00", 404),
    ],
)
def test_faults_are_told(client, path, status):
    answer = client.get(f"/api{path}")
    assert answer.status_code == status
    if status >= 400:
        assert answer.json()["message"]


def test_a_ledger_that_is_not_there_is_made(fresh):
    assert get(fresh, "/status")["documents"] == 0
    for path in (
        "/board",
        "/board/facets",
        "/changes",
        "/due",
        "/timeline",
        "/conflicts",
        "/network",
        "/topics",
        "/register",
    ):
        get(fresh, path)


def test_every_endpoint_is_described(client):
    found = client.get("/api/openapi.json").json()
    for path, methods in found["paths"].items():
        for method, operation in methods.items():
            assert operation.get("description"), f"{method} {path} has no description"
            schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
            assert schema, f"{method} {path} has no type"
    for name, schema in found["components"]["schemas"].items():
        if not name.startswith(("Page_", "HTTPValidation", "Validation")) and "enum" not in schema:
            assert schema.get("description"), f"{name} has no description"


class TestReview:
    """Decisions over the API, on a ledger of its own."""

    @pytest.fixture
    def desk(self, fresh):
        text = (SAMPLE / "s11_translation.txt").read_bytes()
        fresh.post("/api/read?name=s11.txt", content=text, headers={"Content-Type": "application/octet-stream"})
        return fresh

    def say(self, desk, **said):
        return desk.post("/api/decisions", json={"who": "Éowyn", **said})

    def first(self, desk):
        return get(desk, "/tray")["items"][0]["claim"]

    def test_what_waits(self, desk):
        found = get(desk, "/tray", limit=3)
        assert len(found["items"]) == 3
        assert found["waiting"] == get(desk, "/status")["claims"] == get(desk, "/status")["waiting"]

    def test_what_stands_around_the_words(self, desk):
        text = (SAMPLE / "s11_translation.txt").read_text("utf-8")
        items = get(desk, "/tray", limit=50)["items"]
        for item in items:
            assert item["before"].strip("…") + item["claim"]["quote"].split("…")[0] in text
        assert any(item["before"] and item["after"] for item in items)

    @pytest.mark.parametrize("verb", ["accept", "reject"])
    def test_a_verdict_and_its_undoing(self, desk, verb):
        claim, before = self.first(desk)["record"]["id"], get(desk, "/tray")["waiting"]
        made = self.say(desk, verb=verb, claim=claim).json()
        assert get(desk, "/tray")["waiting"] == before - 1
        assert get(desk, f"/claims/{claim}")["review"]["verdicts"] == {"Éowyn": verb}
        standing = [one["record"]["id"] for one in get(desk, "/claims", limit=500)["items"]]
        assert (claim in standing) == (verb == "accept")
        assert desk.post(f"/api/decisions/{made['id']}/undo?who=Éowyn").status_code == 200
        assert get(desk, "/tray")["waiting"] == before
        assert desk.post(f"/api/decisions/{made['id']}/undo?who=Éowyn").status_code == 400

    def test_an_edit(self, desk):
        claim = self.first(desk)["record"]["id"]
        assert self.say(desk, verb="edit", claim=claim, fields={"time": "2025-03-29"}).status_code == 200
        assert get(desk, f"/claims/{claim}")["record"]["time"] == ["2025-03-29", "2025-03-29"]

    def test_words_become_a_claim(self, desk):
        document = get(desk, "/documents")["items"][0]["id"]
        block = next(b for b in get(desk, f"/documents/{document}/blocks")["items"] if b["role"] == "body")
        said = {"verb": "add", "document": document, "block": block["n"], "start": 0, "end": 6, "kind": "event"}
        assert self.say(desk, **said, fields={"type": "meeting"}).status_code == 200
        quotes = [c["quote"] for c in get(desk, "/claims", document=document, kind="event")["items"]]
        assert block["text"][:6] in quotes

    @pytest.mark.parametrize(
        ("said", "status"),
        [
            ({"verb": "accept"}, 400),
            ({"verb": "accept", "claim": "none"}, 404),
            ({"verb": "accept", "claim": "none", "who": ""}, 422),
            ({"verb": "praise", "claim": "none"}, 422),
            ({"verb": "add", "kind": "event"}, 400),
            ({"verb": "accept", "claim": "none", "colour": "red"}, 422),
        ],
    )
    def test_what_cannot_be(self, desk, said, status):
        assert self.say(desk, **said).status_code == status

    def test_an_impossible_field(self, desk):
        claim = self.first(desk)["record"]["id"]
        answer = self.say(desk, verb="edit", claim=claim, fields={"time": "the day after never"})
        assert answer.status_code == 400
        assert answer.json()["message"]


def test_a_commitment_that_the_board_has_not_says_what_its_card_says(client, reader):
    on_board = {item["thread"] for c in get(client, "/board", on=DAY, limit=500)["columns"] for item in c["items"]}
    found = 0
    for thread in reader.threads():
        expected = thread_state(thread, reader, load_pack(), DAY)
        state = get(client, f"/threads/{thread.id}", on=DAY)["state"]
        assert (state is None) == (expected is None)
        if state is not None and expected is not None:
            assert (state["column"], state["schedule"]) == (expected.column.value, expected.schedule)
            assert state["doubt"] == (asdict(expected.doubt) if expected.doubt else None)
            found += thread.id not in on_board
    assert found > 3


def test_a_measure_says_how_many_values_it_has(client):
    for row in get(client, "/figures/measures")["items"]:
        told = sum(point["sources"] for point in get(client, "/figures", thread=row["id"]))
        assert row["claims"] >= told > 0


def test_a_focus_is_not_buried_under_its_relations(client):
    """Of the relations that lead to what no claim names with it only some are shown; how many are not is said."""
    plain = get(client, "/network", focus="jpn", days=36500, register=False)
    found = get(client, "/network", focus="jpn", days=36500)
    added = {node["id"] for node in found["nodes"]} - {node["id"] for node in plain["nodes"]}
    assert 0 < len(added) <= 24 and found["left_out"] > plain["left_out"]
    assert all({edge["one"], edge["other"]} <= {node["id"] for node in found["nodes"]} for edge in found["edges"])
