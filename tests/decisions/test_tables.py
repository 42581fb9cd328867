"""The old spreadsheet: in, joined to what documents say, out again, and nothing changes by bringing it back."""

import csv
import io
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.ingest import assemble, ingest, link, make_threads
from communique.ingest.columns import columns_of, status_of
from communique.ingest.days import read_days
from communique.ingest.importing import import_table
from communique.ingest.sheets import read_sheet
from communique.ledger import Desk, LedgerWriter, check
from communique.ledger.exchange import decision_records
from communique.model import DamagedDocument, DecisionError, EmptyDocument, Status, UsageError
from communique.packs import load_pack
from communique.reporting import board, board_text
from communique.reporting.calibration import fit, judged_confidences
from communique.reporting.claims import claim_records
from communique.reporting.gold import write_gold
from communique.reporting.table import table, write_table_csv, write_table_xlsx

REPORT = """---
title: 兩防長會談
publisher: 測試通訊社
published: 2025-03-31
tier: report
---

2025年3月30日,美國國防部長赫格塞斯與日本防衛大臣中谷元在東京會談。雙方同意將駐日美軍司令部升級為統合軍司令部。
日本將於2027年底前把防衛費提高到國內生產毛額的2%。中國外交部發言人強調,反對任何針對第三國的軍事合作。
"""
SCORER = Path(__file__).resolve().parents[3] / "shared/score/score.py"


@pytest.fixture(scope="module")
def parts():
    pack = load_pack()
    return pack, assemble(pack)


@pytest.fixture
def ledger(tmp_path, parts):
    (tmp_path / "report.md").write_text(REPORT, encoding="utf-8")
    with LedgerWriter(tmp_path / "ledger.db") as writer:
        ingest(writer, [str(tmp_path / "report.md")], parts[1])
        yield writer


def bring(writer, parts, data, name="list.csv", **options):
    pack, workings = parts
    desk = Desk(writer.reader, "Mina")
    options = {"published": date(2025, 6, 1)} | options
    reports = import_table(writer, data, name, workings, pack, desk, **options)
    link(writer, workings)
    return reports


ROWS = (
    ("承諾方", "承諾內容", "期限", "狀態", "日期", "備註", "負責人"),
    ("日本", "將防衛費提高到國內生產毛額的2%", "2027年底前", "進行中", "111/12/16", "追蹤中", "王"),
    ("美國、日本", "將駐日美軍升級為統合軍司令部", "", "已啟動", "2025-03-30", "", "李"),
    ("某某基金會", "每年舉辦一次論壇", "2025年13月", "不明", "", "", ""),
    ("", "", "", "", "", "空的", ""),
)


def sheet(rows=ROWS, encoding="utf-8-sig", torn=b""):
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue().encode(encoding) + torn


def workbook(rows):
    book = openpyxl.Workbook()
    book.active.append(["2024 年承諾一覽"])
    for row in rows:
        book.active.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("data", [sheet(), sheet(encoding="big5"), sheet(encoding="utf-16"), workbook(ROWS)])
def test_rows_become_entries_on_the_threads_of_documents(ledger, parts, data):
    reports = bring(ledger, parts, data)
    assert [r.outcome for r in reports] == ["new", "new", "new", "skipped"]
    assert any("2025年13月" in remark for remark in reports[2].remarks)
    assert any("某某基金會" in remark for remark in reports[2].remarks)
    assert any("不明" in remark for remark in reports[2].remarks)
    spending, command, forum = (ledger.reader.claim(r.claim) for r in reports[:3])
    assert spending.claim.status is Status.UNDER_WAY and str(spending.claim.due) == "../2027-12-31"
    assert str(spending.claim.time) == "2022-12-16" and spending.claim.countries == ("JPN",)
    assert command.claim.countries == ("JPN", "USA")
    told = [s for s in ledger.reader.claims(kinds=["commitment"]) if s.review is None]
    assert {spending.thread, command.thread} <= {s.thread for s in told}
    assert forum.thread not in {s.thread for s in told} and forum.claim.due is None
    assert check(ledger.reader) == []
    again = bring(ledger, parts, data, name="renamed.csv")
    assert [r.outcome for r in again[:3]] == ["unchanged"] * 3


@pytest.mark.parametrize(("who", "joined"), [("Japan", True), ("Germany", False)])
def test_a_row_speaks_of_what_its_words_mean_of_those_who_act(ledger, parts, who, joined):
    rows = (("agents", "action", "due"), (who, "Raise defence spending to 2% of GDP", "2027"))
    (report,) = bring(ledger, parts, sheet(rows))
    (told,) = [s for s in ledger.reader.claims(kinds=["commitment"]) if "防衛費" in s.claim.quote]
    assert (ledger.reader.claim(report.claim).thread == told.thread) is joined


def test_a_torn_line_and_an_open_quotation_leave_the_rest(ledger, parts):
    reports = bring(ledger, parts, sheet(encoding="big5", torn="澳洲,提供軍援,20".encode("big5")[:-1]))
    assert [r.outcome for r in reports] == ["new", "new", "new", "skipped", "skipped"]
    assert "torn" in reports[-1].remarks[0]
    lines = 'who,commitment,due\nJapan,"raise spending,2027\nUnited States,upgrade the command,2026\n'
    found = bring(ledger, parts, lines.encode())
    assert [r.outcome for r in found] == ["skipped", "new"] and "quotation" in found[0].remarks[0]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_out_and_in_again_changes_nothing(ledger, parts, form):
    bring(ledger, parts, sheet())
    rows = table(ledger.reader, sort=["due"])
    assert {"communique id", "thread", "quote", "source"} <= rows[0].keys() and rows[0]["due"] <= rows[1]["due"]
    assert {row["負責人"] for row in rows if "負責人" in row} == {"王", "李"}
    data = write_table_csv(rows) if form == "csv" else write_table_xlsx(rows, date(2025, 6, 1))
    before = list(decision_records(ledger.reader)), list(claim_records(ledger.reader, parts[0].register))
    reports = bring(ledger, parts, data, name=f"table.{form}")
    assert {r.outcome for r in reports} == {"unchanged"} and len(reports) == len(rows)
    assert (list(decision_records(ledger.reader)), list(claim_records(ledger.reader, parts[0].register))) == before


def test_what_is_changed_in_the_table_becomes_decisions(ledger, parts):
    rows = table(ledger.reader, everything=True)
    by = {row["commitment"]: row for row in rows}
    first, second, *_ = by.values()
    first |= {"status": "已完成", "due": "by 2026", "note": "請查證"}
    second |= {"verdict": "rejected"}
    extra = dict.fromkeys(rows[0], "") | {"commitment": "派遣觀察團", "who": "菲律賓"}
    reports = bring(ledger, parts, write_table_csv([*rows, extra]))
    assert sorted(r.outcome for r in reports if r.outcome != "unchanged") == ["edited", "edited", "new"]
    claim = ledger.reader.claim(first["communique id"])
    assert (
        claim.claim.status is Status.COMPLETED and str(claim.claim.due) == "../2026-12-31" and claim.review.notes == 1
    )
    assert second["communique id"] not in {s.claim.id for s in ledger.reader.claims()}
    verbs = [d.verb for d in ledger.reader.decisions()]
    assert sorted(verbs) == ["add", "edit", "note", "reject"]


def test_an_entry_can_be_undone_and_the_sheet_read_again(ledger, parts):
    reports = bring(ledger, parts, sheet())
    decision = next(d for d in ledger.reader.decisions() if d.payload.get("claim") == reports[0].claim)
    ledger.decide(Desk(ledger.reader, "Mina").undo(decision.id))
    assert reports[0].claim not in {s.claim.id for s in ledger.reader.claims()}
    from dataclasses import replace

    from communique.ingest import reread

    pack, workings = parts
    newer = replace(workings, generation=replace(workings.generation, extractor="communique-frames/99"))
    done = reread(ledger, newer)
    assert not done.failed
    assert {reports[1].claim, reports[2].claim} <= {s.claim.id for s in ledger.reader.claims()}
    assert [r.outcome for r in bring(ledger, (pack, newer), sheet())][:3] == ["new", "unchanged", "unchanged"]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyDocument), (b"\n\n", EmptyDocument), (b"PK\x03\x04 no zip", DamagedDocument),
        (b"a,b\n1,2\n", UsageError), (sheet()[:0] + workbook(ROWS)[:900], DamagedDocument),
    ],
)  # fmt: skip
def test_no_table_is_said_so_and_nothing_is_stored(ledger, parts, data, error):
    with pytest.raises(error):
        bring(ledger, parts, data)
    assert ledger.reader.decisions() == [] and len(ledger.reader.document_ids()) == 1


@pytest.mark.parametrize(
    ("headers", "given", "wanted"),
    [
        (["Who", "Commitment", "Due date"], {}, {"agents": 0, "action": 1, "due": 2}),
        (["约束", "期限", "状态"], {}, {"action": 0, "due": 1, "status": 2}),
        (["約束した国", "約束事項", "期日", "進捗"], {}, {"agents": 0, "action": 1, "due": 2, "status": 3}),
        (["甲", "乙"], {"action": "乙"}, {"action": 1}),
        (["甲", "乙"], {"action": "A", "due": "b"}, {"action": 0, "due": 1}),
    ],
)
def test_columns_are_known_by_their_headers(headers, given, wanted):
    assert columns_of(headers, given) == wanted


def test_a_header_is_found_by_name_above_rows_without_it(ledger, parts):
    lines = "甲,乙,丙\n日本,部署飛彈,2026\n美國,部署雷達,2027\n"
    mapped = {"agents": "A", "action": "乙", "due": "丙"}
    reports = bring(ledger, parts, lines.encode(), columns=mapped)
    assert [(r.number, r.outcome, r.words) for r in reports] == [(2, "new", "部署飛彈"), (3, "new", "部署雷達")]
    assert reports[0].understood["due"] == ["2026-01-01", "2026-12-31", "year"]
    with pytest.raises(UsageError, match="it has 甲、乙、丙"):
        bring(ledger, parts, lines.encode(), columns={"action": "丁"})
    twice = "who,commitment\nJapan,Host the talks\nJapan,host  the talks\n"
    assert bring(ledger, parts, twice.encode())[1].remarks == ["the same as row 2"]


@pytest.mark.parametrize("given", [{"colour": "A"}, {"action": "丙"}, {"action": "Z"}])
def test_a_column_that_is_not_there_is_said(given):
    with pytest.raises(UsageError):
        columns_of(["甲", "乙"], given)


def test_words_for_a_status():
    assert status_of("In progress") is Status.UNDER_WAY and status_of("实施中") is Status.UNDER_WAY
    assert status_of("完了") is Status.COMPLETED and status_of("?") is None


@pytest.mark.parametrize(
    ("text", "wanted", "due"),
    [
        ("2027", "2027", "2027"), ("2027-03", "2027-03", "2027-03"), ("2027/3", "2027-03", "2027-03"),
        ("2027.3.5", "2027-03-05", "2027-03-05"), ("114/12/31", "2025-12-31", "2025-12-31"),
        ("2027年底前", "../2027-12-31", "../2027-12-31"), ("令和9年3月", "2027-03", "2027-03"),
        ("民國116年", "2027", "2027"), ("by the end of March 2027", "../2027-03-31", "../2027-03-31"),
        ("before 2027", "../2026-12-31", "../2026-12-31"), ("since 13 December 2025", "2025-12-13/..", "2025-12-13/.."),
        ("Dec. 13, 2025", "2025-12-13", "2025-12-13"), ("Q3 2026", "2026-07-01/2026-09-30", "2026-07-01/2026-09-30"),
        ("2025-02-07 00:00:00", "2025-02-07", "2025-02-07"), ("2025-01-01/2025-02-01",) * 3,
        ("31/3/2026", "2026-03-31", "2026-03-31"), ("3/31/2026", "2026-03-31", "2026-03-31"),
        ("mid-2026", "2026-06-01/2026-07-31", "2026-06-01/2026-07-31"), ("H1 2026",) + ("2026-01-01/2026-06-30",) * 2,
        ("early March 2026",) + ("2026-03-01/2026-03-10",) * 2, ("within 2026", "2026", "../2026-12-31"),
        ("令和9年度",) + ("2027-04-01/2028-03-31",) * 2, ("令和9年度末まで",) + ("../2028-03-31",) * 2,
        ("JFY2027",) + ("2027-04-01/2028-03-31",) * 2, ("2027年3月以降",) + ("2027-03-01/..",) * 2,
        ("by mid-2026",) + ("../2026-07-31",) * 2, ("spring of 2026",) + ("2026-03-01/2026-05-31",) * 2,
        ("", "None", "None"), ("—", "None", "None"),
    ],
)  # fmt: skip
def test_dates_in_any_form(text, wanted, due):
    assert str(read_days(text)) == wanted and str(read_days(text, due=True)) == due


@pytest.mark.parametrize(
    "text",
    ["2025-13-01", "2025年2月30日", "2023年13月", "soon", "30/2/2025", "Feb 30, 2025", "55/1/1", "3/4/2026", "FY2027"],
)
def test_impossible_dates_are_refused(text):
    with pytest.raises(ValueError, match=r"."):
        read_days(text)


@given(st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=5), min_size=1, max_size=6))
def test_every_cell_stands_at_its_place(rows):
    try:
        found = read_sheet(workbook_of(rows), "x.xlsx")
    except EmptyDocument:
        return
    for row in found.rows:
        for cell in row.cells:
            assert found.text[cell.start : cell.end] == cell.text


def workbook_of(rows):
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    return workbook([[ILLEGAL_CHARACTERS_RE.sub("", cell).replace("=", "") for cell in row] for row in rows])


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader_of_tables(text):
    try:
        found = read_sheet(text.encode("utf-8", "replace"), "x.csv")
    except (EmptyDocument, DamagedDocument):
        return
    except Exception as fault:
        assert type(fault).__name__ in {"BinaryDocument"}
        return
    assert all(found.text[cell.start : cell.end] == cell.text for row in found.rows for cell in row.cells)


# the board, gold, calibration ----------------------------------------------------------------------------------------


def test_the_board_shows_what_counts_and_says_how_much_waits(ledger, parts):
    pack, workings = parts
    shown = board(ledger.reader, pack, date(2026, 1, 1))
    assert shown.waiting == len(list(ledger.reader.claims())) > 0
    assert f"{shown.waiting} claims wait for a reviewer" in " ".join(board_text(shown))
    desk = Desk(ledger.reader, "Mina")
    ledger.decide(*(desk.reject(s.claim.id) for s in ledger.reader.claims(kinds=["commitment"])))
    link(ledger, workings)
    assert len(board(ledger.reader, pack, date(2026, 1, 1))) == 0


def test_what_is_private_stays_at_home(ledger, parts):
    desk = Desk(ledger.reader, "Mina")
    (one, *_) = ledger.reader.claims(kinds=["commitment"])
    ledger.decide(desk.mark(one.claim.id, private=True))
    records = list(claim_records(ledger.reader, parts[0].register))
    assert one.claim.id not in {r["id"] for r in records}
    assert one.claim.id not in {row["communique id"] for row in table(ledger.reader, everything=True)}
    assert one.claim.id in {row["communique id"] for row in table(ledger.reader, everything=True, private=True)}


def test_verdicts_become_gold_that_the_scorer_takes(ledger, parts, tmp_path):
    desk = Desk(ledger.reader, "Mina")
    claims = list(ledger.reader.claims())
    ledger.decide(desk.accept(claims[0].claim.id), *(desk.reject(s.claim.id) for s in claims[1:2]))
    done = write_gold(ledger.reader, parts[0].register, tmp_path / "gold")
    assert (done.documents, done.required, done.rejected, done.optional) == (1, 1, 1, len(claims) - 2)
    (texts,) = (tmp_path / "gold/texts").iterdir()
    (gold,) = (tmp_path / "gold/gold").iterdir()
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    assert all(row["evidence"] in texts.read_text(encoding="utf-8") for row in rows)
    assert [row.get("optional", False) for row in rows].count(False) == 1
    if not SCORER.is_file():
        return
    command = [
        sys.executable,
        SCORER,
        "--texts",
        texts.parent,
        "--gold",
        gold,
        "--claims",
        tmp_path / "gold/claims.jsonl",
    ]
    ran = subprocess.run([*map(str, command), "--json"], capture_output=True, text=True, check=True)
    every = json.loads(ran.stdout)["kinds"][-1]
    assert every["gold"] == 1 and every["found"][1] == 1.0 and not ran.stderr


def test_calibration_is_fitted_and_taken_back(ledger, parts):
    with pytest.raises(DecisionError, match="20 in all"):
        fit(judged_confidences(ledger.reader))
    # claims said to be 0.9 sure of which 6 in 10 are right, and 0.5 sure ones of which 2 in 10 are
    judged = [(0.9, n % 10 < 6) for n in range(100)] + [(0.5, n % 10 < 2) for n in range(100)]
    found = fit(judged)
    assert found.slope > 0 and found.after < found.before and found.held_out < found.before
    with pytest.raises(DecisionError, match="no more often"):
        fit([(0.9, n % 10 < 2) for n in range(50)] + [(0.5, n % 10 < 6) for n in range(50)])
    reader, desk = ledger.reader, Desk(ledger.reader, "Mina")
    before = {s.claim.id: s.claim.confidence for s in reader.claims()}
    decision = desk.calibrate(found.payload())
    ledger.decide(decision)
    link(ledger, parts[1])
    with pytest.raises(DecisionError, match="calibrated so already"):
        desk.calibrate(found.payload())
    after = {s.claim.id: s.claim.confidence for s in reader.claims()}
    assert all(after[key] < before[key] for key in before)
    order = sorted(before, key=lambda key: (before[key], key))
    assert [after[key] for key in order] == sorted(after.values())
    ledger.decide(desk.undo(decision.id))
    assert {s.claim.id: s.claim.confidence for s in reader.claims()} == before


def test_titles_follow_the_calibrated_confidence(ledger, parts):
    """Which claim of a thread is the surest may change with the scaling: stored and rebuilt threads stay the same."""
    _, workings = parts
    bring(ledger, parts, sheet())
    desk = Desk(ledger.reader, "Mina")
    flat = desk.calibrate({"slope": 0.01, "shift": 0.2})  # rounds many confidences to one
    for decision in (flat, desk.undo):
        ledger.decide(decision if decision is flat else decision(flat.id))
        assert ledger.reader.linking().behind
        link(ledger, workings)
        rebuilt = make_threads(ledger.reader, workings)
        assert check(ledger.reader, lambda rebuilt=rebuilt: rebuilt, workings.linker) == []


def test_setting_a_documents_date_has_it_read_again(ledger, parts):
    _, workings = parts
    desk, reader = Desk(ledger.reader, "Mina"), ledger.reader
    (key,) = reader.document_ids()
    before = [s.claim for s in reader.claims()]
    decision = desk.set_document(key, published=date(2025, 4, 2), publisher="外務省")
    ledger.decide(decision)
    link(ledger, workings)
    facts = reader.facts([key])[key]
    assert (facts.published, facts.publisher) == (date(2025, 4, 2), "外務省")
    assert {s.known_from for s in reader.claims()} == {date(2025, 4, 2)}
    ledger.decide(desk.undo(decision.id))
    link(ledger, workings)
    assert reader.facts([key])[key].published == date(2025, 3, 31)
    assert [s.claim for s in reader.claims()] == before
