"""The commands that answer: what is due, what moved, who says otherwise, values, stances, wordings, briefs."""

import json

import pytest
from icalendar import Calendar


@pytest.fixture
def ledger(run, report):
    assert run("read", report).status == 0
    return run


@pytest.mark.parametrize(
    "command",
    [
        ("due", "--on", "2028-01-01"),
        ("changes", "--from", "2025-01-01", "--to", "2025-12-31"),
        ("changes", "--since-last"),
        ("conflicts",),
        ("conflicts", "--reconciled", "--known", "2030-01-01", "--recorded", "2100-01-01"),
    ],
)
def test_answers_in_words_and_as_json(ledger, command):
    words = ledger(*command)
    assert words.status == 0 and words.out
    values = ledger(*command, "--json")
    assert values.status == 0 and all(json.loads(line) for line in values.lines)


def test_what_is_past_due_and_silent(ledger):
    assert "due date passed, no report found" in ledger("due", "--on", "2028-01-01").out.casefold()
    assert "Nothing that the ledger knows of is due" in ledger("due", "--on", "2028-01-01", "--known", "2020-01-01").out
    sheet = Calendar.from_ical(ledger("export", "calendar", "--on", "2026-01-01").out)
    assert len(list(sheet.walk("VEVENT"))) == 1


def test_changes_name_the_document(ledger):
    assert "測試通訊社" in ledger("changes", "--since-last").out
    assert ledger("changes", "--from", "2030-01-01", "--to", "2030-02-01").out.strip() == "Nothing moved."


@pytest.mark.parametrize("command", ["figures", "positions"])
def test_nothing_found_is_an_exit_status_of_its_own(ledger, command):
    done = ledger(command, "香蕉")
    assert done.status == 1 and done.out


def test_the_document_against_itself_is_the_same(ledger, report):
    done = ledger("diff", report.name, report.name, "--json")
    assert done.status == 0
    assert {clause["change"] for clause in json.loads(done.out)["clauses"]} == {"same"}


@pytest.mark.parametrize("form", ["md", "html", "docx"])
def test_a_brief_is_written(ledger, tmp_path, form):
    file = tmp_path / f"brief.{form}"
    done = ledger("brief", "--since", "2025-01-01", "--format", form, "--output", file)
    assert done.status == 0 and file.stat().st_size > 200
    assert "notes" in done.err


def test_a_web_page_of_the_wording(ledger, report, tmp_path):
    file = tmp_path / "wording.html"
    assert ledger("diff", report.name, report.name, "--html", file).status == 0
    assert "<table>" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "command",
    [
        ("due", "--within", "soon"),
        ("due", "--recorded", "yesterday"),
        ("changes",),
        ("changes", "--since-last", "--from", "2025-01-01"),
        ("changes", "--from", "2026-01-01", "--to", "2025-01-01"),
        ("brief",),
        ("brief", "--since", "2025-01-01", "--format", "docx"),
        ("diff", "dispatch.md"),
        ("export", "calendar", "--output", "no/such/folder/due.ics"),
    ],
)
def test_misuse_is_said_in_one_line(ledger, command):
    done = ledger(*command)
    assert done.status == 2 and done.err.startswith("communique: ") and "Traceback" not in done.err


CLOCKED = [
    ("board",),
    ("timeline",),
    ("show", "統合軍司令部"),
    ("search", "防衛費"),
    ("due", "--on", "2028-01-01"),
    ("figures", "防衛費"),
    ("positions", "第三國"),
    ("conflicts",),
    ("brief", "統合軍司令部"),
    ("export", "calendar", "--on", "2026-01-01"),
]


@pytest.mark.parametrize("command", CLOCKED, ids=" ".join)
@pytest.mark.parametrize("clock", ["--known", "--recorded"])
def test_every_answer_can_be_had_as_of_then(ledger, command, clock):
    def told(*options):
        lines = ledger(*command, *options).lines
        return "\n".join(line for line in lines if not line.startswith("DTSTAMP"))  # when a calendar was made

    now = told()
    assert told(clock, "2100-01-01") == now
    before = told(clock, "2025-01-01")
    assert before != now or command == ("conflicts",)  # of one document there are none at any time
    assert "測試通訊社" not in before


def test_stances_and_values_up_to_a_day(ledger):
    assert ledger("positions", "第三國", "--on", "2025-03-30").status == 1
    assert ledger("positions", "第三國", "--on", "2025-03-31").status == 0
    assert ledger("figures", "防衛費", "--on", "2025-03-30").status == 1
    assert ledger("figures", "防衛費", "--on", "2100-01-01").status == 0
    assert ledger("changes", "--from", "2025-01-01", "--recorded", "2025-01-01").out.strip() == "Nothing moved."
