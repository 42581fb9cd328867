"""Figures in Chinese text: value, unit, what is counted, how exact."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.language.zh.quantities import Quantity, find_quantities
from communique.language.zh.times import find_times
from communique.text import fold


def figures(text: str) -> list[Quantity]:
    return [q for q in find_quantities(fold(text)) if not q.weak]


FOUND = [
    line.split("\t")
    for line in Path(__file__).with_name("zh_quantities.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize("row", FOUND, ids=[row[0][:16] for row in FOUND])
def test_values_and_units(row: list[str]) -> None:
    text, *expected = row
    wanted = [(pytest.approx(float(column.split()[0])), column.split()[1]) for column in expected]
    assert [(q.value, q.unit) for q in figures(text)] == wanted
    assert [q.unit for q in figures(fold(text))] == [unit for _, unit in wanted]


@pytest.mark.parametrize(
    "text",
    [
        "2025年3月30日上午10時，去年12月，週三",
        "2025/03/30 10:20",
        "第3航空聯隊、第5條、第 5 條、第 13 次會議、第七艦隊、第2次、第80週年",
        "2+2會談、G7、5G、AI",
        "F-35、RIM-174、AIM-120、B-52、SM-6、東風-21D",
        "汀州路三段60巷1號，電話886-2-23654366",
        "萬一、千萬不要、十分重要、一成不變、三成立",
        "北緯38度線、氣溫30度",
        "二十國集團、三角形、五角大廈、四川",
        "八一七公報、九一八事變",
        "數英里的隧道",
        "2台灣人、5名單",
    ],
)
def test_no_figures(text: str) -> None:
    assert figures(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "一支艦隊",
        "一個國家",
        "一項協議",
        "兩國領袖",
        "兩位防長",
        "三個聯合公報",
        "四個政治文件",
        "三年前",
        "未來5年",
        "5年內",
    ],
)
def test_weak_figures_are_marked(text: str) -> None:
    assert [q.weak for q in find_quantities(fold(text))] == [True]


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("約2萬名", "about"),
        ("將近300人", "about"),
        ("逾3,000萬美元", "over"),
        ("超過 26,000 人", "over"),
        ("至少13人", "over"),
        ("最多50人", "under"),
        ("不足100人", "under"),
        ("300人左右", "about"),
        ("300人以上", "over"),
        ("50人以下", "under"),
        ("7萬多名", "over"),
        ("上百項", "over"),
        ("13艘", ""),
        ("約85分鐘", "about"),
        ("三分之二多數", ""),
    ],
)
def test_exactness(text: str, bound: str) -> None:
    (quantity,) = find_quantities(fold(text))
    assert (quantity.bound, quantity.approximate) == (bound, bool(bound))


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("7名俄羅斯官員和17家公司", ["俄罗斯官员", "公司"]),
        ("3架F-35戰鬥機", ["f-35战斗机"]),
        ("18,000名美國海軍陸戰隊員，", ["美国海军陆战队员"]),
        ("100 萬就業機會", ["就业机会"]),
        ("發射彈道飛彈11枚，", ["弹道飞弹"]),
        ("13艘中國海警船進入", ["中国海警船"]),
        ("13名士兵喪生", ["士兵"]),
        ("3枚對空飛彈", ["对空飞弹"]),
        ("5艘同盟國軍艦", ["同盟国军舰"]),
    ],
)
def test_what_is_counted(text: str, counted: list[str]) -> None:
    assert [q.counted for q in find_quantities(fold(text))] == counted


def test_ranges_rates_each_and_hints() -> None:
    (patrol,) = figures("每次派出2至4艘巡邏船")
    assert (patrol.value, patrol.high) == (2, 4)
    (often,) = figures("每個月 2次進入")
    assert often.per == "month"
    (fighters,) = figures("F-35與F-15各三架")
    assert fighters.each
    hints = {q.unit: q.measure_hint for q in figures("射程1000公里，面積21平方公里，年增7%，投資5億美元，歷時3小時")}
    assert hints == {"km": "range", "km2": "area", "percent": "growth", "USD": "investment", "hour": "duration"}


def test_a_bare_yuan_is_of_the_texts_country() -> None:
    assert figures("預算300億元")[0].currency == "CNY"
    assert figures("新台幣10億元，另編300億元")[1].currency == "TWD"
    assert find_quantities(fold("預算300億元"), yuan="TWD")[0].currency == "TWD"


def test_time_expressions_found_before_are_used() -> None:
    folded = fold("歷時85分鐘，3艘船")
    assert find_quantities(folded, find_times(folded)) == find_quantities(folded)
    assert [q.unit for q in find_quantities(folded, [])] == ["vessel"]


CHARACTERS = "0123456789一二三十百千萬億兆餘多幾數兩半至到-~%.,，。約近逾各第每艘架枚名人個成元倍年月日次度$\n "
PHRASES = "分之 美元 公里 GDP US$ 增加 美軍 F-35 以上 百分之 人民幣 回合 2025年"
PIECES = (*CHARACTERS, *PHRASES.split())
TEXTS = st.lists(st.sampled_from(PIECES), max_size=20).map("".join)


@given(st.one_of(st.text(), TEXTS))
@settings(max_examples=300)
def test_any_text_is_read(text: str) -> None:
    folded = fold(text)
    last = 0
    for quantity in find_quantities(folded):
        assert last <= quantity.start < quantity.end <= len(text)
        last = quantity.end
        assert quantity.high is None or quantity.high > quantity.value
        assert quantity.approximate == bool(quantity.bound)


def test_long_runs_of_numerals_are_read_in_passing() -> None:
    for text in (
        "一" * 30000 + "個",
        "1萬" * 10000 + "人",
        "1億2" * 8000 + "元",
        "三分之" * 8000,
        "2至" * 9000 + "3艘",
    ):
        find_quantities(text)
