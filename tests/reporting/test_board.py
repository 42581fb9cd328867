from dataclasses import replace
from datetime import date

import pytest

from communique.linking import Column, Firmness, Progress, State
from communique.model import Interval, Tier
from communique.reporting.board import Board, Item, board_json, board_text, state_values
from communique.reporting.layout import width


def item(number, column, title="駐日美軍司令部升級為統合軍司令部並賦予作戰指揮權"):
    due = Interval.parse("2027-12-31") if number % 2 else None
    state = State(
        on=date(2026, 1, 1), firmness=Firmness.PLEDGE, progress=Progress.NOT_BEGUN, since=None, due=due, shifts=(),
        past_due=False, sources=2, tiers=(Tier.REPORT,), beside=(), moves=(), last=date(2025, 3, 30),
    )  # fmt: skip
    assert column in Column
    return Item(f"{number:020}", title, ("日本", "美國"), state_values(state), due, 3, True)


def board_of(*columns, each=3):
    items = {column: tuple(item(n, column) for n in range(each)) if column in columns else () for column in Column}
    return Board(date(2026, 1, 1), items, {column: len(some) for column, some in items.items()})


@pytest.mark.parametrize("columns", [1, 2, 4, 6])
@pytest.mark.parametrize("wide", [40, 80, 120])
def test_the_board_keeps_to_the_terminal(columns, wide):
    lines = board_text(board_of(*list(Column)[:columns]), wide)
    assert all(width(line) <= wide for line in lines)
    assert "\x1b" not in "".join(lines)
    words = " ".join(lines).split()
    assert all(column.value.split()[0] in words for column in list(Column)[:columns]) and words.count("(3)") == columns


def test_four_columns_stand_side_by_side_at_80():
    lines = board_text(board_of(*list(Column)[:3], Column.SILENT), 80)
    assert lines[2].count("│") == 3 and lines[4].count("┼") == 3


def test_the_rest_is_counted():
    lines = board_text(board_of(Column.AGREED, each=30), 80, limit=10)
    assert "… 20 more" in lines and sum(line.startswith("#") or "#0000" in line for line in lines) == 10


def test_an_empty_board_says_so():
    assert board_text(board_of()) == ["Board on 2026-01-01: 0 commitments", "No document speaks of a commitment yet."]


def test_what_rests_on_unsure_claims_alone_is_marked():
    shown = board_of(Column.AGREED, each=2)
    plain, dated = shown.items[Column.AGREED]
    unsure = {"claim": "c1", "confidence": 0.617}
    plain = replace(plain, values={**plain.values, "doubt": unsure})
    dated = replace(dated, values={**dated.values, "doubt": unsure, "due_doubt": unsure})
    for wide in (40, 80):
        text = " ".join(board_text(replace(shown, items={**shown.items, Column.AGREED: (plain, dated)}), wide))
        assert " ".join(text.split()).count("(unreviewed, 0.62)") == 2 and "due 2027-12-31 (unreviewed" in text


def test_json():
    value = board_json(board_of(Column.SILENT, each=2))
    assert value["on"] == "2026-01-01" and [one["due"] for one in value["columns"]["past due, silent"]] == [
        None, ["2027-12-31", "2027-12-31"],
    ]  # fmt: skip
