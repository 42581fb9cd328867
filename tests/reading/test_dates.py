"""Stated dates of publication, and what is no date of publication."""

from datetime import date

import pytest

from communique.reading.stamps import dateline, find_date, inline_stamp, stamp_line

from .helpers import read

DAY = date(2025, 3, 30)
PROSE = "甲國國防部長與乙國外務大臣在首都會談，雙方同意加強防衛合作，並確認將於2027年1月1日前完成部署。"


@pytest.mark.parametrize(
    "line",
    [
        "2025-03-30 10:15",
        "2025年3月30日",
        "（2025年3月30日）",
        "發布時間：2025年3月30日",
        "2025-03-30 10:15  来源：新华网",
        "2025/3/30 18:05（3/30 19:10 更新）",
        "2025-03-30　本報記者示例／臺北專訪",
        "March 30, 2025",
        "30 March 2025",
        "Sunday, March 30, 2025 10:00 AM",
        "中華民國114年3月30日",
        "發布日期：114-03-30",
        "Published: 20250330",
        "二〇二五年三月三十日",
        "令和7年3月30日",
        "日期：2025.3.30",
        "示例中文網　2025年3月30日",
        "Updated on: Mar. 30, 2025",
        "2025-03-30T10:15:00+08:00",
    ],
)
def test_lines_that_give_a_date(line):
    assert stamp_line(line) == DAY


@pytest.mark.parametrize(
    "line",
    [
        "2025年3月30日外交部發言人主持例行記者會",
        "2025 年 3 月 30 日, 甲乙丙於某地舉行三國防長會談",
        "2025年2月30日",
        "3月30日",
        "第114-03號公告",
        "他在2025年3月30日說，將繼續努力",
        "",
        "日期",
        "1885-01-01",
    ],
)
def test_lines_that_give_none(line):
    assert stamp_line(line) is None


@pytest.mark.parametrize(
    ("opening", "day"),
    [
        ("新华社北京2025年3月30日电（记者示例）外交部发言人表示", DAY),
        ("（中央社記者示例東京2025年3月30日專電）日本首相", DAY),
        ("TOKYO, March 30, 2025 (AP) — The ministers met", DAY),
        ("（中央社記者示例東京30日專電）日本首相", None),
        ("甲國總統2025年3月30日表示，將致電乙國", None),
        ("乙國首相訪美，2025年3月30日報導", None),
    ],
)
def test_datelines(opening, day):
    assert dateline(opening) == day


@pytest.mark.parametrize(("numeral", "day"), [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("三十一", 31)])
def test_days_in_chinese_numerals(numeral, day):
    assert find_date(f"二〇二五年三月{numeral}日") == (date(2025, 3, day), 0, 8 + len(numeral))


def test_a_labelled_date_before_the_first_words_is_cut_off():
    assert inline_stamp(" date 2025-03-30 甲國") == (DAY, 17)
    document = read(f" date 2025-03-30 {PROSE}\n\n{PROSE}\n")
    assert (document.published, document.published_how) == (DAY, "stamp")
    assert [block.role for block in document.blocks] == ["front_matter", "body", "body"]
    assert document.text[document.blocks[1].start] == "甲"


@pytest.mark.parametrize(
    ("text", "how"),
    [
        (f"---\ntitle: 甲\ndate: 2025-03-30\n---\n{PROSE}\n", "front_matter"),
        (f"Title: 甲乙會談\nDate: 2025-03-30\nSource: 示例社\n\n{PROSE}\n", "front_matter"),
        (f"甲乙國防部長會談登場\n\n2025-03-30 10:15\n\n{PROSE}\n", "stamp"),
        (f"甲乙國防部長會談登場\n\n{PROSE}\n\n{PROSE}\n\n2025年3月30日\n", "stamp"),
        (f"<div>2025-03-30T04:45:08.220Z</div><p>{PROSE}</p>", "stamp"),
        (f"甲乙國防部長會談登場\n\n新华社北京2025年3月30日电 {PROSE}\n", "dateline"),
    ],
)
def test_dates_of_documents_and_how_they_are_known(text, how):
    document = read(text)
    assert (document.published, document.published_how) == (DAY, how)


def test_a_given_date_goes_first_and_dates_in_the_story_are_none():
    assert read(f"2025-03-29\n\n{PROSE}", published=DAY).published_how == "given"
    document = read(f"{PROSE}\n\n{PROSE}\n")
    assert (document.published, document.published_how) == (None, "none")


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/2025/03/30/a.html", DAY),
        ("/n1/2025/0330/c1002-1.html", DAY),
        ("/t20250330_12.htm", DAY),
        ("/news/202503300123.aspx", DAY),
        ("/world/2025-03-30/a", DAY),
        ("/story/6809/8641234", None),
        ("/article/20250330123456", None),
        ("/2025/13/30/", None),
        ("/20250230/", None),
    ],
)
def test_a_day_in_the_address(path, day):
    document = read(PROSE, url=f"https://news.example.org{path}")
    assert (document.published, document.published_how) == (day, "metadata" if day else "none")
    stamped = read(f"2025-03-29\n\n{PROSE}", url=f"https://news.example.org{path}")
    assert stamped.published_how == "stamp"
