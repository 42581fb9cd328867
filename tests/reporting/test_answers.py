"""What an analyst asks: due, changes, conflicts, figures, positions, wordings, briefs; over claims made by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any

import docx
import pytest
from icalendar import Calendar

from communique.linking import Change as Wording
from communique.linking import known_by, link
from communique.model import (
    ActorRef,
    Block,
    BlockRole,
    Claim,
    Commitment,
    DateSource,
    Document,
    Event,
    EventType,
    Evidence,
    Factuality,
    Figure,
    Interval,
    Position,
    Role,
    Stance,
    Status,
    Tier,
)
from communique.packs import Pack, load_pack
from communique.reporting.brief import brief, brief_docx, brief_html, brief_markdown
from communique.reporting.changes import What, changes, changes_json, changes_text
from communique.reporting.conflicts import conflicts, conflicts_json, conflicts_text
from communique.reporting.diff import compare_documents, diff_html, diff_json, diff_text
from communique.reporting.due import calendar, due, due_json, due_text
from communique.reporting.figures import figures, figures_json, figures_text
from communique.reporting.layout import width as columns
from communique.reporting.positions import By, positions, positions_json, positions_text
from communique.reporting.statements import successive
from communique.reporting.view import View

FORCE = "usfj-joint-force-headquarters"
STRAIT = "taiwan-strait-peace-and-stability"
TROOPS = "measure.us-forces-in-japan"
SPEND = "japan-defence-spending"
COUNTRIES = {"jpn": "JPN", "usa": "USA"}


def document(key: str, published: str, tier: Tier = Tier.REPORT, text: str = "") -> Document:
    block = Block(0, len(text), BlockRole.BODY)
    return Document(
        key, text, (block,), path=f"{key}.txt", title=f"題{key}", publisher="通訊社",
        published=date.fromisoformat(published), published_how=DateSource.GIVEN, tier=tier,
    )  # fmt: skip


DOCUMENTS = {
    d.id: d
    for d in (
        document("old", "2024-08-01"),
        document("mid", "2025-04-01", Tier.OFFICIAL),
        document("copy", "2025-04-02"),
        document("new", "2025-11-01"),
    )
}


def common(quote: str, key: str, start: int, who: tuple[str, ...], fields: dict[str, Any]) -> dict[str, Any]:
    time = fields.pop("time", None)
    return {
        "id": sha256(f"{key}|{start}|{quote}".encode()).hexdigest()[:12],
        "document": key,
        "evidence": (Evidence(start, start + len(quote), quote),),
        "actors": tuple(ActorRef(name, Role.AGENT, name, (), COUNTRIES.get(name)) for name in who),
        "time": Interval.parse(time) if time else None,
        **fields,
    }


def promise(
    quote: str, key: str, status: str = "agreed", due: str | None = None, start: int = 0, **fields: Any
) -> Commitment:
    who = fields.pop("who", ("usa",))
    interval = Interval.parse(due) if due else None
    return Commitment(**common(quote, key, start, who, fields), status=Status(status), due=interval)


def stand(quote: str, key: str, stance: str, who: tuple[str, ...], start: int = 0, **fields: Any) -> Position:
    return Position(**common(quote, key, start, who, fields), stance=Stance(stance))


def value(quote: str, key: str, number: float, start: int = 0, **fields: Any) -> Figure:
    fields = {"keys": (TROOPS,)} | fields
    return Figure(**common(quote, key, start, ("usa",), fields), value=number, unit="person")


def happening(quote: str, key: str, kind: str, start: int = 0, **fields: Any) -> Event:
    who = fields.pop("who", ("jpn", "usa"))
    return Event(**common(quote, key, start, who, fields), type=EventType(kind))


CLAIMS: list[Claim] = [
    promise("確認將設立統合軍司令部", "old", keys=(FORCE,), due="2025"),
    promise("已啟動統合軍司令部第一階段", "mid", "under_way", keys=(FORCE,)),
    promise("已啟動統合軍司令部第一階段", "copy", "under_way", keys=(FORCE,)),
    promise("歡迎將重組為統合軍司令部", "new", keys=(FORCE,)),
    promise("五年內達到百分之二", "old", due="/2027-12-31", start=50, who=("jpn",), keys=(SPEND,)),
    promise("提前至2026年達到百分之二", "new", "accelerated", due="2026", start=50, who=("jpn",), keys=(SPEND,)),
    promise("將成立漁業聯絡小組", "old", due="2024-10", start=90, who=("jpn",)),
    stand("重視台海和平穩定", "old", "support", ("jpn.minister-of-defense",), 120, keys=(STRAIT,)),
    stand("關切台海和平穩定受到破壞", "mid", "concern", ("p.ishiba-shigeru",), 120, keys=(STRAIT,)),
    stand("強烈反對破壞台海和平穩定", "new", "oppose", ("usa.department-of-state",), 120, keys=(STRAIT,)),
    value("駐日美軍約五萬四千人", "old", 54000, 200, approximate=True, time="2024"),
    value("駐日美軍三萬八千人", "mid", 38000, 200),
    value("駐日美軍三萬九千五百人", "copy", 39500, 200),
    happening("兩國防長在東京會談", "mid", "meeting", 300, time="2025-03-30"),
    promise("未設立統合軍司令部", "new", start=400, factuality=Factuality.NEGATED, keys=(FORCE,)),
]


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


@pytest.fixture(scope="module")
def view(pack: Pack) -> View:
    return view_of(CLAIMS, pack)


def view_of(claims: list[Claim], pack: Pack) -> View:
    threads = link(claims, DOCUMENTS, pack)
    return View({c.id: c for c in claims}, DOCUMENTS, threads, pack, {"copy": "mid"})


def known(pack: Pack, day: date) -> View:
    whole = view_of(CLAIMS, pack)
    return replace(whole, claims={c.id: c for c in known_by(CLAIMS, DOCUMENTS, day)})


def fits(lines: list[str], width: int = 80) -> bool:
    return bool(lines) and all(columns(line) <= width for line in lines)


# due ------------------------------------------------------------------------------------------------------------------


def test_past_and_silent_comes_first(view: View) -> None:
    items = due(view, date(2026, 1, 1))
    assert [(i.past, str(i.due)) for i in items] == [(True, "2024-10"), (True, "2025"), (False, "2026")]
    text = list(due_text(items, date(2026, 1, 1)))
    assert text[0] == "Due date passed, no report found (2)" and fits(text)
    assert next(iter(due_json(items)))["evidence"]["quote"] == "將成立漁業聯絡小組"


@pytest.mark.parametrize(
    ("on", "within", "expected"),
    [
        (date(2024, 9, 1), None, ["2024-10", "2025", "../2027-12-31"]),
        (date(2024, 9, 1), timedelta(days=90), ["2024-10"]),
        (date(2024, 9, 1), timedelta(days=0), []),
        (date(2024, 7, 1), None, []),
    ],
)
def test_due_within(view: View, on: date, within: timedelta | None, expected: list[str]) -> None:
    assert [str(item.due) for item in due(view, on, within)] == expected


def test_nothing_due_is_said() -> None:
    assert list(due_text([], date(2026, 1, 1))) == ["Nothing that the ledger knows of is due (on 2026-01-01)."]


def test_the_calendar_has_an_all_day_entry_on_each_last_day(view: View) -> None:
    items = due(view, date(2026, 1, 1))
    sheet = Calendar.from_ical(calendar(items, datetime(2026, 1, 1, tzinfo=UTC)))
    entries = list(sheet.walk("VEVENT"))
    assert [e.decoded("dtstart") for e in entries] == [date(2024, 10, 31), date(2025, 12, 31), date(2026, 12, 31)]
    assert "將成立漁業聯絡小組" in str(entries[0]["description"])
    assert calendar(items, datetime(2026, 1, 1, tzinfo=UTC)) == calendar(items, datetime(2026, 1, 1, tzinfo=UTC))


# changes --------------------------------------------------------------------------------------------------------------


def test_what_moved_between_two_days(pack: Pack) -> None:
    start, end = date(2024, 12, 31), date(2025, 4, 30)
    found = changes(known(pack, start), known(pack, end), start, end)
    moved = [c for c in found if c.what is What.MOVED]
    assert [c.details for c in moved] == [("progress: not begun → under way",)]
    assert moved[0].citations[0].quote == "已啟動統合軍司令部第一階段"
    assert {c.what for c in found} == {What.MOVED, What.EVENT, What.STANCE, What.FIGURE}
    assert fits(list(changes_text(found))) and [json.dumps(v) for v in changes_json(found)]


def test_a_due_date_that_passes_is_a_change_without_any_news(pack: Pack) -> None:
    start, end = date(2024, 10, 1), date(2024, 12, 1)
    (change,) = changes(known(pack, start), known(pack, end), start, end)
    assert change.what is What.PAST_DUE and change.details == ("schedule: in time → past due, no report",)


def test_a_due_date_brought_forward_is_told_with_both_dates(pack: Pack) -> None:
    start, end = date(2025, 4, 30), date(2025, 12, 1)
    found = {c.title: c for c in changes(known(pack, start), known(pack, end), start, end)}
    title = pack.register.get(SPEND).display()
    assert "due: ../2027-12-31 → 2026" in found[title].details
    assert found[pack.register.get(FORCE).display()].details == ("said otherwise by: 0 → 1",)


def test_nothing_moved_is_said(pack: Pack) -> None:
    day = date(2025, 4, 30)
    assert changes(known(pack, day), known(pack, day), day, day) == []
    assert list(changes_text([])) == ["Nothing moved."]


# conflicts ------------------------------------------------------------------------------------------------------------


def test_conflicts_show_both_quotes(view: View) -> None:
    found = conflicts(view)
    assert [c.difference.matter.value for c in found] == ["value"] or found
    values = next(c for c in found if c.difference.matter.value == "value")
    assert {values.one.quote, values.other.quote} == {"駐日美軍三萬八千人", "駐日美軍三萬九千五百人"}
    assert len(conflicts(view, reconciled=True)) > len(found)
    assert fits(list(conflicts_text(found))) and [json.dumps(v) for v in conflicts_json(found)]
    assert list(conflicts_text([])) == ["No contradictions between the sources."]


# figures --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("measure", [TROOPS, "駐日美軍", "駐日美军"])
def test_a_series_keeps_estimates_as_they_are(view: View, measure: str) -> None:
    points = figures(view, measure)
    assert [p.shown for p in points] == ["about 54,000 person", "38,000 person", "39,500 person"]
    assert str(points[0].time) == "2024" and points[1].time is None
    assert fits(list(figures_text(points))) and [json.dumps(v) for v in figures_json(points)]


def test_the_same_value_is_one_point_and_copies_one_source(pack: Pack) -> None:
    claims: list[Claim] = [value("駐日美軍五萬人", key, 50000, time="2024") for key in ("old", "mid", "copy")]
    (point,) = figures(view_of(claims, pack), TROOPS)
    assert point.sources == 2


@pytest.mark.parametrize(("quote", "shown"), [("逾五萬人", "≥ 50,000 person"), ("不到五萬人", "≤ 50,000 person")])
def test_bounds_stay_bounds(pack: Pack, quote: str, shown: str) -> None:
    (point,) = figures(view_of([value(quote, "old", 50000)], pack), TROOPS)
    assert point.shown == shown


def test_an_unknown_measure_has_no_values(view: View) -> None:
    assert figures(view, "香蕉產量") == [] and list(figures_text([])) == ["No document gives a value."]


# positions ------------------------------------------------------------------------------------------------------------


def test_holders_channels_dates(view: View) -> None:
    stands = positions(view, "臺海和平穩定", By.DATE)
    assert [str(s.day) for s in stands] == ["2024-08-01", "2025-04-01", "2025-11-01"]
    assert [s.stance for s in stands] == ["support", "concern", "oppose"]
    by_holder = {s.holder: s for s in stands}
    minister, leader = pack_name(view, "p.kihara-minoru"), pack_name(view, "p.ishiba-shigeru")
    assert by_holder[minister].channel == pack_name(view, "jpn.minister-of-defense")
    assert by_holder[leader].channel == pack_name(view, "jpn.prime-minister")
    assert {s.state for s in stands} == {pack_name(view, "jpn"), pack_name(view, "usa")}
    for by in By:
        assert fits(list(positions_text(positions(view, STRAIT, by), by)))
    assert [json.dumps(v) for v in positions_json(stands)]
    assert positions(view, "香蕉") == []


def test_strength_is_that_of_the_words(view: View) -> None:
    ranks = {s.stance: s.strength for s in positions(view, STRAIT)}
    assert ranks["concern"] is not None and ranks["oppose"] is not None
    assert ranks["oppose"] > ranks["concern"]


def pack_name(view: View, key: str) -> str:
    entry = view.pack.register.get(key)
    assert entry is not None
    return entry.display()


# wording --------------------------------------------------------------------------------------------------------------

BEFORE = "雙方重申同盟的重要性。兩國關切片面改變現狀的企圖,同意定期舉行磋商。"
AFTER = "雙方重申同盟的重要性。兩國強烈反對任何片面改變現狀的企圖。雙方歡迎<新>的聯合演訓。"


def test_two_documents_side_by_side(pack: Pack) -> None:
    one, other = document("a", "2024-01-01", Tier.OFFICIAL, BEFORE), document("b", "2025-01-01", Tier.REPORT, AFTER)
    found = compare_documents(one, other, pack)
    counts = {change: found.count(change) for change in Wording if found.count(change)}
    assert counts == {Wording.SAME: 1, Wording.STRONGER: 1, Wording.NEW: 1, Wording.DROPPED: 1}
    text = list(diff_text(found, 60))
    assert fits(text, 60) and any(line.startswith("warning:") for line in text) and any("↑" in line for line in text)
    assert len(list(diff_text(found, 60, same=True))) > len(text)
    page = diff_html([found])
    assert "<新>" not in page and "&lt;新&gt;" in page and page.count("<tr") == 5
    for pair in diff_json(found)["clauses"]:
        for side, whole in (("before", BEFORE), ("after", AFTER)):
            assert pair[side] is None or whole[pair[side]["start"] : pair[side]["end"]] == pair[side]["text"]


def test_successive_statements(view: View) -> None:
    claims = [
        stand("關切片面改變現狀的企圖", "old", "concern", ("usa",), keys=(STRAIT,)),
        stand("強烈反對片面改變現狀的企圖", "mid", "oppose", ("usa",), keys=(STRAIT,)),
        stand("反對片面改變現狀的企圖", "new", "oppose", ("usa",), keys=(STRAIT,)),
        stand("歡迎訪問", "new", "welcome", ("usa",), 50),
    ]
    whole = replace(view, claims={c.id: c for c in claims})
    first, second = successive(whole, "usa", "臺海和平穩定")
    assert [p.change for p in first.pairs] == [Wording.STRONGER]
    assert [p.change for p in second.pairs] == [Wording.WEAKER]
    assert [len(c.pairs) for c in successive(whole, "usa")] == [1, 2]
    assert successive(whole, "chn") == []


def test_a_statement_says_its_words_once_and_no_more_of_its_day_than_is_told(view: View) -> None:
    claims = [
        stand("重申不謀求霸權", "old", "affirm", ("usa",), time="1972"),
        stand("重申反對任何霸權", "mid", "affirm", ("usa",), time="2025-03"),
        replace(promise("重申反對任何霸權", "mid", time="2025-03"), id="same words"),
    ]
    (found,) = successive(replace(view, claims={c.id: c for c in claims}), "usa")
    assert (found.before.split(":")[0], found.after.split(":")[0]) == ("1972", "2025-03")
    assert len([pair for pair in found.pairs if pair.after is not None]) == 1


# briefs ---------------------------------------------------------------------------------------------------------------


def test_a_brief_in_three_forms(view: View) -> None:
    threads = [t for t in view.threads if t.key in {FORCE, STRAIT}]
    page = brief(view, threads, "統合軍司令部 <與> *台海*", date(2026, 1, 1))
    assert [s.head for s in page.sections] == ["Where it stands", "Who stands where"]
    used = {n for s in page.sections for line in s.lines for n in line.notes}
    assert used == set(range(1, len(page.notes) + 1))
    text = brief_markdown(page)
    assert text.startswith("# 統合軍司令部 \\<與\\> \\*台海\\*") and "due date passed, no report found" in text
    assert all(f"[^{n}]: 通訊社" in text for n in used)
    html = brief_html(page)
    assert "<與>" not in html and html.count('<li id="note-') == len(page.notes)
    word = docx.Document(BytesIO(brief_docx(page)))
    assert any("通訊社 · 題old" in paragraph.text for paragraph in word.paragraphs)


def test_a_brief_marks_what_nobody_reviewed(view: View, pack: Pack) -> None:
    done = replace(promise("統合軍司令部已經完成", "new", "completed", keys=(FORCE,), start=600), confidence=0.41)
    unsure = replace(promise("將成立漁業小組", "old", keys=("fishery",), start=700), confidence=0.3)
    whole = view_of([*CLAIMS, done, unsure], pack)
    whole = replace(whole, unsure=frozenset({done.id, unsure.id}))
    state, *lines = brief(whole, whole.threads, "統合軍司令部", date(2026, 1, 1)).sections[0].lines
    states = [line.text for line in (state, *lines) if "source" in line.text]
    assert any("completed (pledge, done; unreviewed, 0.41)" in text for text in states)
    assert not any("漁業小組" in text for text in states)
    assert any("unreviewed, 0.30: 「將成立漁業小組」" in line.text for line in lines)


def test_a_brief_survives_control_characters(pack: Pack) -> None:
    view = view_of([promise("將\x00設立\x0b司令部", "old")], pack)
    page = brief(view, view.threads, "標題\x01", date(2026, 1, 1))
    assert brief_docx(page) and brief_markdown(page) and brief_html(page)
