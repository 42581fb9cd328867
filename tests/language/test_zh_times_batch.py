"""The times batch, the peers' cases, and properties that hold for any text."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.language.zh.quantities import find_all_quantities, find_quantities
from communique.language.zh.times import (
    TimeResolver,
    batch_times,
    contexts,
    due_interval,
    find_all_times,
    find_times,
    resolve_times,
)
from communique.model import Interval
from communique.text import fold

PEERS = Path(__file__).parents[3] / "shared" / "peer-specs"
NOW = datetime(2021, 6, 14, 1, 6, 40)

CASES = [
    ("明天下午5:00", "2021-06-15T17:00:00", "2021-06-15T17:01:00"),
    ("今晨5點", "2021-06-14T05:00:00", "2021-06-14T06:00:00"),
    ("昨晚8時35分", "2021-06-13T20:35:00", "2021-06-13T20:36:00"),
    ("晚上十一點", "2021-06-14T23:00:00", "2021-06-15T00:00:00"),
    ("午夜12時", "2021-06-14T00:00:00", "2021-06-14T01:00:00"),
    ("中午12點到下午3點", "2021-06-14T12:00:00", "2021-06-14T15:00:00"),
    ("下午1點10分到3點", "2021-06-14T13:10:00", "2021-06-14T15:00:00"),
    ("13:20~次日05:40", "2021-06-14T13:20:00", "2021-06-15T05:41:00"),
    ("4月26日20時1刻", "2021-04-26T20:15:00", "2021-04-26T20:16:00"),
    ("明天上午", "2021-06-15T08:00:00", "2021-06-15T12:00:00"),
    ("2019.05.29 15:20", "2019-05-29T15:20:00", "2019-05-29T15:21:00"),
    ("2021-09-12-11：23", "2021-09-12T11:23:00", "2021-09-12T11:24:00"),
    ("之後5分鐘", "2021-06-14T01:06:40", "2021-06-14T01:11:40"),
    ("未來7天", "2021-06-14T01:06:40", "2021-06-21T01:06:40"),
    ("10月", "2021-10-01T00:00:00", "2021-11-01T00:00:00"),
    ("30日", "2021-06-30T00:00:00", "2021-07-01T00:00:00"),
    ("星期三", "2021-06-16T00:00:00", "2021-06-17T00:00:00"),
    ("2015年以後", "2016-01-01T00:00:00", None),
    ("2015年1月1日以前", None, "2015-01-01T00:00:00"),
]


@pytest.mark.parametrize(("text", "begin", "finish"), CASES, ids=[case[0] for case in CASES])
def test_moments(text: str, begin: str | None, finish: str | None) -> None:
    assert batch_times(text, NOW) == [{"start": 0, "end": len(text), "begin": begin, "finish": finish, "seconds": None}]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("兩年", 63072000),
        ("7 周", 4233600),
        ("半個月", 1296000),
        ("8天20時", 763200),
        ("1小時30分鐘", 5400),
        ("三刻鐘", 2700),
    ],
)
def test_lengths(text: str, seconds: float) -> None:
    assert [row["seconds"] for row in batch_times(text, NOW)] == [seconds]


def test_offsets_are_the_texts_and_vague_words_are_left_out() -> None:
    text = "近日來，防長於 3 月 29 日抵達"
    rows = batch_times(text, NOW)
    assert [text[row["start"] : row["end"]].strip() for row in rows] == ["3 月 29 日"]  # type: ignore[misc]


@pytest.mark.skipif(not (PEERS / "times_zh.jsonl").exists(), reason="the peers' cases are not here")
def test_the_peers_cases_hold_their_floor(tmp_path: Path) -> None:
    cases = [json.loads(line) for line in (PEERS / "times_zh.jsonl").read_text(encoding="utf-8").splitlines()]
    found = tmp_path / "found.jsonl"
    rows = ({"id": c["id"], "times": batch_times(c["text"], datetime.fromisoformat(c["reference"]))} for c in cases)
    found.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    run = [sys.executable, str(PEERS / "score_times.py"), str(PEERS / "times_zh.jsonl"), str(found)]
    last = subprocess.run(run, capture_output=True, text=True, check=True).stdout.splitlines()[-1].split()
    right, spurious = float(last[3]), int(last[5])
    assert right >= 0.80
    assert spurious < 0.05 * int(last[1].split("/")[1])


CHARACTERS = "0123456789年月日號週三上下個半前後內起來至到和、，。()（）-~/:的第每約近餘多幾數十百一二兩季將\n "
PHRASES = (
    "今年 2025年 3月 29日 週三 以來 以前 自 從 未來 過去 翌日 同年 世紀 年代 小時 上午 8時 12:30 令和 民國 年底 個月 "
    "天 至今 目前 2025-03-30 近日 年度 會談 春天 月底 中旬 0年 99日 13月 25時 9999年 十億年前 闰 2月29日"
)
PIECES = (*CHARACTERS, *PHRASES.split())
WORDS = st.lists(st.sampled_from(PIECES), max_size=24).map("".join)


@given(st.one_of(st.text(), WORDS), st.one_of(st.none(), st.dates()))
@settings(max_examples=300)
def test_any_text_is_read(text: str, published: date | None) -> None:
    folded = fold(text)
    last = 0
    for expression, interval in resolve_times(folded, published):
        assert last <= expression.start < expression.end <= len(text)
        last = expression.end
        due = due_interval(expression, interval, folded[expression.end :])
        for found in (interval, due):
            if found is not None and found.start is not None and found.end is not None:
                assert found.start <= found.end


@given(WORDS, st.datetimes())
@settings(max_examples=200)
def test_any_text_can_be_batched(text: str, reference: datetime) -> None:
    for row in batch_times(text, reference):
        begin, finish = row["begin"], row["finish"]
        assert row["seconds"] is not None or begin is not None or finish is not None
        if isinstance(begin, str) and isinstance(finish, str):
            assert datetime.fromisoformat(begin) <= datetime.fromisoformat(finish)


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)), st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_full_dates_do_not_depend_on_publication(day: date, published: date) -> None:
    for text in (f"{day.year}年{day.month}月{day.day}日", day.isoformat(), f"{day:%Y/%m/%d}"):
        assert [interval for _, interval in resolve_times(text, published)] == [Interval.of_day(day)]


@given(st.integers(1, 12), st.integers(1, 28), st.dates(date(1990, 1, 1), date(2060, 1, 1)))
def test_a_day_without_year_is_the_last_one_gone_or_soon_to_come_this_year(
    month: int, day: int, published: date
) -> None:
    ((_, interval),) = resolve_times(f"{month}月{day}日", published)
    assert interval is not None and interval.start is not None
    ahead = (interval.start - published).days
    assert -366 <= ahead <= 1 or (ahead <= 92 and interval.start.year == published.year)


def test_lone_surrogates_keep_their_place() -> None:
    text = "\ud800於2025年3月30日"
    assert [(t.start, t.end) for t in find_times(text)] == [(2, 12)]


@given(st.lists(st.text(alphabet="3月日2025年\n至、周三\ud800𠮷 美", max_size=12), max_size=6))
def test_the_texts_of_a_document_are_read_as_each_alone(texts: list[str]) -> None:
    assert find_all_times(texts, republic=False) == [find_times(text, republic=False) for text in texts]
    assert find_all_quantities(texts) == [find_quantities(text, find_times(text, republic=False)) for text in texts]


def test_long_lists_and_nested_brackets_are_read_in_passing() -> None:
    for text in ("1、" * 3000 + "2日", "周三(" * 3000 + "3日", "1年" * 3000, "12:30" * 3000, "至到" * 3000):
        find_times(text)


def test_the_resolver_may_be_walked_by_hand() -> None:
    folded = fold("防長3月29日抵達，並於30日會談。")
    times = find_times(folded)
    resolver = TimeResolver(date(2025, 4, 2))
    days = [resolver.resolve(time, context) for time, context in zip(times, contexts(folded, times), strict=True)]
    assert days == [Interval.of_day(date(2025, 3, 29)), Interval.of_day(date(2025, 3, 30))]
    assert resolver.seconds(find_times(fold("歷時約85分鐘"))[0]) == 85 * 60
    assert resolver.seconds(times[0]) is None
