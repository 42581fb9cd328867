"""Chinese time expressions as news writes them: what is found, and which days it means."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from communique.language.zh.times import TimeKind, due_interval, find_times, resolve_times
from communique.model import Interval
from communique.text import fold

SILENT = (TimeKind.VAGUE, TimeKind.PRESENT, TimeKind.DURATION)


def read(text: str, published: str | None, **about: object) -> list[tuple[str, str | None]]:
    """Return what the text's dated expressions say, as ``A/B`` of ISO days."""
    found = resolve_times(fold(text), date.fromisoformat(published) if published else None, **about)  # type: ignore[arg-type]
    return [
        (text[time.start : time.end].strip(), _written(interval)) for time, interval in found if time.kind not in SILENT
    ]


def _written(interval: Interval | None) -> str | None:
    return None if interval is None else "/".join(side or "" for side in interval.as_list())


def days(text: str | None) -> str | None:
    """Return ``A/B`` of an interval's short form."""
    return _written(Interval.parse(text)) if text else None


def table(name: str) -> list[list[str]]:
    """Return the rows of a table of examples."""
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return [line.replace("\\n", "\n").split("\t") for line in lines if not line.startswith("#")]


NEWS = table("zh_times.tsv")


def wanted(columns: list[str]) -> list[tuple[str, str | None]]:
    """Read ``words=days`` columns."""
    pairs = (column.split("=") for column in columns)
    return [(words, None if interval == "?" else days(interval)) for words, interval in pairs]


@pytest.mark.parametrize("row", NEWS, ids=[row[1][:18] for row in NEWS])
def test_news(row: list[str]) -> None:
    published, text, *expected = row
    assert read(text, published) == wanted(expected)


@pytest.mark.parametrize("row", NEWS, ids=[row[1][:18] for row in NEWS])
def test_scripts_agree(row: list[str]) -> None:
    published, text, *expected = row
    assert [interval for _, interval in read(fold(text), published)] == [interval for _, interval in wanted(expected)]


def test_the_news_table_is_large_enough_to_mean_something() -> None:
    assert sum(len(row) - 2 for row in NEWS) >= 120


@pytest.mark.parametrize(
    "text",
    [
        "第5條、第3航空聯隊、第80週年、第一階段",
        "2+2會談、G7、5G、28點計畫、三點建議",
        "F-35、RIM-174、AIM-120、殲-20、SM-6",
        "九一八事變、八一七公報、9·11、二二八、七七事變",
        "電話886-2-23654366，汀州路三段60巷1號",
        "12號、一號文件、山東號",
        "天安門、天津、周恩來、月台、年輕人、日圓、日內瓦",
        "一時之間、當時、同時、小時候、十分重要、分別",
        "朝鮮半島、年產量、春節、秋田、夏威夷、冬奧",
        "以前日本、說明日本立場、中國同日本會談、多次日本",
        "占1/3席次、2/3多數、9/11",
        "三成、兩倍、六成五、年金、月薪、周邊",
    ],
)
def test_no_times(text: str) -> None:
    assert [t for t in find_times(fold(text)) if t.kind not in (TimeKind.PRESENT, TimeKind.VAGUE)] == []


@pytest.mark.parametrize("row", table("zh_time_neighbours.tsv"), ids=lambda row: row[0])
def test_neighbours_are_kept_out(row: list[str]) -> None:
    text, *expected = row
    assert [text[t.start : t.end] for t in find_times(fold(text))] == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("近日", TimeKind.VAGUE),
        ("日前", TimeKind.VAGUE),
        ("近年來", TimeKind.VAGUE),
        ("戰後", TimeKind.VAGUE),
        ("任內", TimeKind.VAGUE),
        ("不久後", TimeKind.VAGUE),
        ("目前", TimeKind.PRESENT),
        ("如今", TimeKind.PRESENT),
        ("約85分鐘", TimeKind.DURATION),
        ("36天", TimeKind.DURATION),
        ("8個月", TimeKind.DURATION),
        ("為期4日", TimeKind.DURATION),
        ("每年", TimeKind.RECURRING),
        ("三年前", TimeKind.RELATIVE),
        ("2023至2025年", TimeKind.RANGE),
        ("2018年起", TimeKind.OPEN),
        ("2018年", TimeKind.DATE),
        ("2024年內", TimeKind.DATE),
    ],
)
def test_kinds(text: str, kind: TimeKind) -> None:
    assert [t.kind for t in find_times(fold(text))] == [kind]


def test_unknown_publication_leaves_what_the_text_does_not_date() -> None:
    assert read("3月29日抵達，去年簽署，週三會談。2025年4月1日演習，翌日結束，5月再演。", None) == [
        ("3月29日", None), ("去年", None), ("週三", None), ("2025年4月1日", "2025-04-01/2025-04-01"),
        ("翌日", "2025-04-02/2025-04-02"), ("5月", "2025-05-01/2025-05-31"),
    ]  # fmt: skip


def test_the_meeting_dates_what_is_counted_from_it() -> None:
    meeting = Interval.parse("2025-03-30")
    assert read("會談前一天，防長抵達。峰會後隔天離境。", "2025-04-02", event=meeting) == [
        ("前一天", "2025-03-29/2025-03-29"), ("隔天", "2025-03-31/2025-03-31"),
    ]  # fmt: skip
    assert read("會談前一天，防長抵達。", "2025-04-02") == [("前一天", None)]


def test_a_document_may_say_whose_fiscal_year_it_counts() -> None:
    assert read("2027年度達標", "2023-01-15", country="JPN") == [("2027年度", "2027-04-01/2028-03-31")]
    assert read("2027年度達標", "2023-01-15") == [("2027年度", "2027-01-01/2027-12-31")]


@pytest.mark.parametrize(
    ("published", "text", "due"),
    [
        ("2025-03-10", "年內完成", "/2025-12-31"),
        ("2025-03-10", "2025年底前完成", "/2025-12-31"),
        ("2025-03-10", "2027年前完成", "/2027-12-31"),
        ("2025-03-10", "延長至2038年", "/2038-12-31"),
        ("2025-03-10", "2026年完成", "2026"),
        ("2025-03-10", "今年稍後主辦", "/2025-12-31"),
        ("2025-03-10", "5年內倍增", "/2030-03-10"),
        ("2025-03-10", "2025年度內完成", "/2025-12-31"),
        ("2025-03-10", "2026年1月起實施", "2026-01-01/"),
        ("2025-03-10", "從2027年提前至2025年完成", "2025"),
        ("2025-03-10", "將於週四會晤", "2025-03-13"),
        ("2025-03-10", "近日完成", None),
    ],
)
def test_due_dates(published: str, text: str, due: str | None) -> None:
    folded = fold(text)
    expression, resolved = resolve_times(folded, date.fromisoformat(published))[-1]
    interval = due_interval(expression, resolved, folded[expression.end :])
    assert (interval and interval.as_list()) == (Interval.parse(due).as_list() if due else None)


def test_due_reads_the_words_that_follow() -> None:
    (expression, resolved), *_ = resolve_times(fold("2026年"), date(2025, 1, 1))
    assert due_interval(expression, resolved, "以前") == Interval.parse("/2026-12-31")
    assert due_interval(expression, None, "以前") is None
