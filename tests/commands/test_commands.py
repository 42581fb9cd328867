import csv
import io
import json
import os
import sqlite3

import pytest

from communique import __version__
from communique.packs import load_pack
from communique.reading import read_path


def test_read_then_ask(run, report):
    done = run("read", report)
    assert done.status == 0 and done.out.startswith("1 read (")
    assert run("read", report).out.startswith("0 read (0 claims), 1 already known")
    assert run("check").out.startswith("all is well: 1 documents")
    shown = run("show", "dispatch.md")
    assert shown.status == 0 and "測試通訊社" in shown.out and "2025-03-31 (front_matter)" in shown.out
    assert run("board", "--on", "2025-12-31").status == 0
    assert run("timeline", "--planned").status == 0


def test_failures_are_named_and_the_status_says_so(run, report, tmp_path):
    (tmp_path / "empty.txt").touch()
    done = run("read", report, tmp_path / "empty.txt", tmp_path / "nowhere.txt")
    assert done.status == 1
    assert done.out.startswith("1 read") and "2 failed" in done.out
    failed = [line for line in done.err.splitlines() if line.startswith("failed: ")]
    assert len(failed) == 2 and "empty.txt" in failed[0] and "nowhere.txt" in failed[1]
    (tmp_path / "empty.txt").write_text("另一份文件。", encoding="utf-8")
    (tmp_path / "nowhere.txt").write_text("又一份文件。", encoding="utf-8")
    again = run("retry")
    assert again.status == 0 and again.out.startswith("2 read")


def test_what_failed_in_a_collection_is_tried_again_with_it(run, tmp_path):
    table = tmp_path / "news.csv"
    table.write_text("text\n日本同意。\n,\n", encoding="utf-8")
    assert run("read", table).status == 1
    table.write_text("text\n日本同意。\n美國同意。\n", encoding="utf-8")
    assert run("retry").out.startswith("1 read") and run("retry").status == 0


def test_read_reports_to_programs(run, report, tmp_path):
    done = run("read", "--json", report, tmp_path / "nowhere.txt")
    rows = [json.loads(line) for line in done.lines]
    assert [(row["outcome"], row["fault"] is None) for row in rows] == [("new", True), ("failed", False)]
    assert done.status == 1 and done.err == ""


def test_read_from_standard_input_with_facts(run):
    text = "外交部聲明\n\n我方對此表示關切。\n".encode("big5")
    facts = ("--published", "2025-02-03", "--publisher", "外交部", "--tier", "official", "--language", "zh-Hant-TW")
    assert run("read", "-", *facts, stdin=text).status == 0
    (record, *_) = map(json.loads, run("export", "claims").lines)
    assert record["document"]["path"] is None
    assert [record["document"][name] for name in ("published", "publisher", "tier", "language")] == [
        "2025-02-03", "外交部", "official", "zh-Hant-TW",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "arguments",
    [
        ("read",),
        ("read", "x.txt", "--published", "yesterday"),
        ("read", "x.txt", "--tier", "gossip"),
        ("read", "--no-such-option"),
        ("nonsense",),
        ("show",),
        ("search", "，。"),
        ("board", "--on", "soon"),
        ("timeline", "--since", "2025-13-01"),
        ("export", "claims", "--format", "xml"),
        ("times",),
        ("times", "昨天", "--batch", "x"),
        ("times", "昨天", "--published", "x"),
    ],
)
def test_misuse_is_status_2_and_a_line_that_says_why(run, report, arguments):
    run("read", report)
    done = run(*arguments)
    assert done.status == 2 and done.err and "Traceback" not in done.err


def test_a_ledger_that_is_none(run, tmp_path):
    (tmp_path / "list.txt").write_text("my promises, line by line")
    done = run("board", "--ledger", tmp_path / "list.txt")
    assert done.status == 2 and "is not a ledger" in done.err
    assert run("board").status == 2
    assert run("read", "x", "--ledger", tmp_path / "list.txt" / "x.db").status == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("check",), ("board",), ("read", "--again"), ("retry",), ("retry", "--forget", "*"), ("accept", "abcd"),
        ("edit", "abcd", "status=begun"), ("undo", "abcd"), ("review",), ("calibrate",), ("decisions",),
    ],
)  # fmt: skip
def test_where_there_is_no_ledger_none_is_made(run, tmp_path, arguments):
    done = run(*arguments, "--ledger", tmp_path / "nowhere" / "ledger.db")
    assert done.status == 2 and "no ledger there yet" in done.err
    assert not (tmp_path / "nowhere").exists()


def test_the_default_ledger_is_named_when_used(run, report, tmp_path, monkeypatch):
    monkeypatch.delenv("COMMUNIQUE_LEDGER")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    done = run("read", report)
    assert f"ledger: {tmp_path / 'data' / 'communique' / 'ledger.db'}" in done.err
    assert (tmp_path / "data" / "communique" / "ledger.db").is_file()


def test_the_frozen_text_is_printed_exactly(run, tmp_path):
    file = tmp_path / "odd.txt"
    file.write_bytes("第一行\r\n\r\n第二行,結尾無換行 \u3000".encode())
    run("read", file)
    assert run("show", "odd.txt", "--text").out == read_path(file).text


def test_every_quote_stands_where_the_export_says(run, report):
    run("read", report)
    text = run("show", "dispatch.md", "--text").out
    records = [json.loads(line) for line in run("export", "claims").lines]
    assert records
    for record in records:
        for piece in record["evidence"]:
            assert text[piece["start"] : piece["end"]] == piece["quote"]


TYPES = {
    "schema": str, "id": str, "kind": str, "document": dict, "evidence": list, "actors": list, "countries": list,
    "time": (list, type(None)), "factuality": str, "said_by": list, "thread": (str, type(None)),
    "repeat_of": (str, type(None)), "confidence": (int, float), "extractor": str,
}  # fmt: skip
OWN = {
    "event": {"type": str, "place": list},
    "commitment": {"action": str, "subject": str, "status": str, "due": (list, type(None))},
    "position": {"stance": str, "topic": str},
    "figure": {"measure": str, "value": (int, float), "unit": str},
    "assessment": {},
}


def test_the_export_keeps_its_schema(run, report, tmp_path):
    run("read", report)
    run("export", "claims", "--format", "jsonl", "--output", tmp_path / "claims.jsonl")
    raw = (tmp_path / "claims.jsonl").read_text(encoding="utf-8")
    assert "\\u" not in raw
    records = [json.loads(line) for line in raw.splitlines()]
    register = load_pack().register
    for record in records:
        for name, kinds in {**TYPES, **OWN[record["kind"]]}.items():
            assert isinstance(record[name], kinds), (name, record[name])
        assert record["schema"] == "communique.claims/1" and 0 <= record["confidence"] <= 1
        assert record["countries"] == sorted(record["countries"])
        assert record["document"]["path"] == str(report) and record["document"]["published"] == "2025-03-31"
        assert record["factuality"] in {"actual", "planned", "possible", "conditional", "negated"}
        for actor in record["actors"]:
            assert actor["names"] and actor["role"] in {"agent", "target", "participant"}
            if entry := register.get(actor["id"]):
                assert set(entry.all_names()) <= set(actor["names"])
    assert len({record["id"] for record in records}) == len(records)


def test_the_same_document_in_another_ledger_has_the_same_ids(run, report, tmp_path):
    run("read", report)
    run("read", report, "--ledger", tmp_path / "other.db")
    assert run("export", "claims").out == run("export", "claims", "--ledger", tmp_path / "other.db").out


def test_the_table_has_a_row_a_claim(run, report, tmp_path):
    run("read", report)
    run("export", "claims", "--format", "csv", "-o", tmp_path / "claims.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "claims.csv").read_text(encoding="utf-8-sig"))))
    records = [json.loads(line) for line in run("export", "claims").lines]
    assert [row["id"] for row in rows] == [record["id"] for record in records]
    assert all(row["quote"] and row["published"] == "2025-03-31" for row in rows)


def test_export_to_where_nothing_can_be_written(run, report, tmp_path):
    run("read", report)
    done = run("export", "claims", "-o", tmp_path / "nowhere" / "claims.jsonl")
    assert done.status == 2 and "cannot be written" in done.err


@pytest.mark.parametrize("name", ["赫格塞斯", "Pete Hegseth", "海格塞斯", "中谷元", "日本", "Japan", "美國"])
def test_an_actor_by_any_name(run, report, name):
    run("read", report)
    done = run("show", name)
    assert done.status == 0 and "Undertakings" in done.out and "Sources" in done.out


def test_show_to_programs(run, report):
    run("read", report)
    document = json.loads(run("show", "dispatch.md", "--json").out)
    assert document["sort"] == "document" and document["claims"]
    claim = document["claims"][0]
    assert json.loads(run("show", claim["id"], "--json").out)["id"] == claim["id"]
    assert claim["evidence"][0]["quote"] in run("show", claim["id"][:12]).out.replace("\n", "")
    thread = json.loads(run("show", claim["thread"], "--json").out)
    assert claim["id"] in [one["id"] for one in thread["claims"]]
    assert run("show", claim["thread"], "--why").status == 0
    actor = json.loads(run("show", "Japan", "--json").out)
    assert "日本" in actor["names"]["hant"] and actor["claims"]


def test_what_is_not_there(run, report):
    run("read", report)
    done = run("show", "莫都大使館")
    assert done.status == 1 and "莫都大使館" in done.err
    assert run("search", "莫都").status == 1


@pytest.mark.parametrize("query", ["統", "統合", "统合军司令部", "統合軍司令部 駐日", "２０２７"])
def test_search_highlights(run, report, query):
    run("read", report)
    done = run("search", query)
    assert done.status == 0 and "【" in done.out and "測試通訊社" in done.out
    (hit,) = map(json.loads, run("search", query, "--json").lines)
    text = run("show", "dispatch.md", "--text").out
    assert {text[a:b] for a, b in hit["spans"]} <= {"統", "統合", "統合軍司令部", "駐日", "2027"}
    assert hit["claims"]


def test_times(run, tmp_path):
    done = run("times", "會談於昨天舉行,將於2027年底前完成", "--published", "2025-03-31", "--json")
    rows = [json.loads(line) for line in done.lines]
    assert rows[0]["text"] == "昨天" and rows[0]["begin"].startswith("2025-03-30")
    assert "昨天" in run("times", "昨天").out
    cases = tmp_path / "cases.jsonl"
    case = {"id": "a", "language": "zh", "text": "去年", "reference": "2025-03-31T00:00:00"}
    cases.write_text(json.dumps(case) + "\n\nnot json\n" + json.dumps({**case, "id": "b"}) + "\n", encoding="utf-8")
    done = run("times", "--batch", cases, "--json")
    assert done.status == 1 and [json.loads(line)["id"] for line in done.lines] == ["a", None, "b"]
    assert json.loads(done.lines[0])["times"][0]["begin"] == "2024-01-01T00:00:00"


def test_mentions(run, report):
    rows = [json.loads(line) for line in run("mentions", report, "--json").lines]
    text = read_path(report).text
    assert all(text[row["start"] : row["end"]] == row["text"] for row in rows)
    assert {"jpn", "usa"} <= {key for row in rows for key in row["ids"]}
    assert "赫格塞斯" in run("mentions", "-", stdin="赫格塞斯訪問日本。".encode()).out


def test_demo_shows_a_board_and_touches_nothing(run, tmp_path):
    done = run("demo")
    assert done.status == 0 and done.out.startswith("Board on ") and "documents of the sample" in done.err
    assert not (tmp_path / "ledger.db").exists()


def test_check_finds_damage(run, report, tmp_path):
    run("read", report)
    with sqlite3.connect(tmp_path / "ledger.db") as connection:
        connection.execute("UPDATE evidence SET quote = 'x' WHERE rowid = 1")
    connection.close()
    done = run("check")
    assert done.status == 1 and "does not stand at" in done.out
    assert json.loads(run("check", "--json").out)["sound"] is False


def test_an_interrupted_reading_is_caught_up_with(run, report, tmp_path):
    """Killed after the document and before the threads: the next look brings them up to date."""
    run("read", report)
    with sqlite3.connect(tmp_path / "ledger.db") as connection:
        for table in ("thread_member", "thread"):
            connection.execute(f"DELETE FROM {table}")
        connection.execute("UPDATE meta SET value = '0' WHERE key = 'threads_state'")
    connection.close()
    assert run("check").out.startswith("all is well") and "0 threads" not in run("check").out


def test_check_says_when_it_could_not_compare_the_threads(run, report, tmp_path):
    run("read", report)
    with sqlite3.connect(tmp_path / "ledger.db") as connection:
        connection.execute("UPDATE meta SET value = 'linking of old' WHERE key = 'linker'")
    connection.close()
    done = run("check")
    assert done.status == 0 and "threads were not compared: another version" in done.err
    assert json.loads(run("check", "--json").out)["threads_compared"] is False
    run("read", "--again")
    assert run("check").err == "" and json.loads(run("check", "--json").out)["threads_compared"] is True


def test_version(run):
    assert run("--version").out == f"communique {__version__}\n"


def test_odd_file_names(run, tmp_path):
    file = tmp_path / os.fsdecode(b"caf\xe9 \xe7\xb5\xb1.txt")
    file.write_text("統合軍司令部成立。", encoding="utf-8")
    assert run("read", file).status == 0
    assert run("check").status == 0
    assert "caf\\udce9" in run("show", file).out
    assert run("show", file, "--text").out == "統合軍司令部成立。"
