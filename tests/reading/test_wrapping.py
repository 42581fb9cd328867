"""Hard wraps undone: joined text reads as its author wrote it, and what is apart stays apart."""

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .helpers import read, roles

CLAUSES = [
    "甲國國防部長在首都與乙國防衛大臣會談",
    "雙方同意擴大在西南海域的聯合演訓",
    "並確認將於年內成立工作小組",
    "會後發表的聯合聲明指出",
    "兩國反對以武力片面改變現狀",
    "乙國將在二零二七年前完成部署",
    "甲國承諾提供必要的技術支援",
    "這項安排不針對任何第三國",
    "分析人士認為此舉意義重大",
    "外交部則表示歡迎",
]


def paragraph(count: int, seed: int) -> str:
    return "，".join(CLAUSES[(seed + at) % len(CLAUSES)] for at in range(count)) + "。"


def wrap(text: str, columns: int) -> list[str]:
    return [text[at : at + columns] for at in range(0, len(text), columns)]


PARAGRAPHS = [paragraph(9, 0), paragraph(7, 3), paragraph(11, 5), paragraph(8, 1)]


@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize("indent", ["    ", "　　"])
def test_indented_paragraphs_are_put_together_again(between, indent):
    text = between.join(between.join(wrap(indent + words, 30)) for words in PARAGRAPHS)
    assert [words for _, words in roles(text)] == PARAGRAPHS


def test_paragraphs_between_blank_lines_are_put_together_again():
    text = "\n\n".join("\n".join(wrap(words, 32)) for words in PARAGRAPHS)
    assert [words for _, words in roles(text)] == PARAGRAPHS


def test_white_space_at_paragraph_ends_parts_paragraphs_without_indents():
    text = "\n\n".join("\n\n".join(wrap(words, 31)) + " " for words in PARAGRAPHS)
    assert [words for _, words in roles(text)] == PARAGRAPHS


def test_a_page_break_inside_a_sentence_is_no_paragraph_end():
    head, tail = PARAGRAPHS[0][:60], PARAGRAPHS[0][60:]
    text = f"{PARAGRAPHS[1]}\n\n{paragraph(9, 2)}{head}\n\n\n\n{tail}\n\n{PARAGRAPHS[2]}\n\n{PARAGRAPHS[3]}\n"
    assert [words for _, words in roles(text)][1] == paragraph(9, 2) + PARAGRAPHS[0]


def test_headings_between_wrapped_paragraphs_stay_apart():
    lines = [f"{number}、合作的第{number}個重點" for number in "一二三四"]
    text = "\n\n".join(
        f"{head} \n\n" + "\n\n".join(wrap("    " + words, 30)) + " "
        for head, words in zip(lines, PARAGRAPHS, strict=True)
    )
    expected = [
        pair for head, words in zip(lines, PARAGRAPHS, strict=True) for pair in (("heading", head), ("body", words))
    ]
    found = roles(text)
    assert [words for _, words in found] == [words for _, words in expected]
    assert [role for role, _ in found[1:]] == [role for role, _ in expected[1:]]


ENGLISH = (
    "The ministers of the two countries met in the capital on Sunday and agreed to expand joint exercises in the "
    "southwest. "
    "They also confirmed that a working group, led by the deputy ministers (Defence and Foreign Affairs), would "
    "report by the "
    "end of the year. The joint statement opposes any unilateral change of the status quo by force and welcomes "
    "the U.S. "
    "decision to relocate units from the island. Both sides stressed that the alliance has never been stronger."
)


@pytest.mark.parametrize("columns", [60, 72, 79])
def test_english_lines_are_joined_with_one_space(columns):
    paragraphs = [ENGLISH, ENGLISH.replace("ministers", "secretaries"), ENGLISH.replace("Sunday", "Monday")]
    text = "\n\n".join(textwrap.fill(words, columns) for words in paragraphs)
    assert [" ".join(words.split()) for _, words in roles(text)] == paragraphs


def test_a_hyphen_at_a_line_end_is_taken_out_and_a_compound_kept():
    lines = [
        "The ministers of the two countries met in the capital and agreed to coop-",
        "erate on the long-term plan. They confirmed that the two-plus-two format",
        "will be kept, and that the working group on supply chains will report to",
        "both governments by the end of the year, as they said after the meeting.",
    ]
    assert "to cooperate on the long-term plan" in " ".join(words for _, words in roles("\n".join(lines)))


@given(st.integers(24, 45), st.lists(st.integers(5, 14), min_size=3, max_size=6), st.integers(0, 9))
@settings(max_examples=60, deadline=None)
def test_wrapping_at_any_width_is_undone(columns, lengths, seed):
    paragraphs = [paragraph(length, seed + at) for at, length in enumerate(lengths)]
    text = "\n".join("\n".join(wrap("　　" + words, columns)) for words in paragraphs)
    joined = "".join(words for _, words in roles(text))
    assert joined == "".join(paragraphs)


def test_lines_of_a_list_and_an_address_stay_apart():
    text = f"{PARAGRAPHS[0]}\n\n1. 成立聯合司令部\n2. 擴大聯合演訓\n3. 加速共同生產\n\n{PARAGRAPHS[1]}\n"
    assert [words for _, words in roles(text)][1:4] == ["1. 成立聯合司令部", "2. 擴大聯合演訓", "3. 加速共同生產"]


def test_every_visible_character_of_a_wrapped_text_is_kept():
    text = "\n\n".join("\n".join(wrap(words, 28)) for words in PARAGRAPHS)
    document = read(text)
    shown = "".join(words for _, words in roles(text))
    assert shown == "".join(document.text.split())


def test_page_numbers_and_running_heads_do_not_part_sentences():
    lines = [line for words in PARAGRAPHS for line in wrap("　　" + words, 30)]
    pages = [lines[at : at + 5] for at in range(0, len(lines), 5)]
    text = "\n".join("\n".join([f"示例論壇 第{at}期", *page, f"- {at} -"]) for at, page in enumerate(pages, 1))
    found = roles(text)
    assert [words for role, words in found if role == "body"] == PARAGRAPHS
    assert {role for role, words in found if "論壇" in words or "- " in words} <= {"boilerplate"}


def test_numbers_that_are_no_page_numbers_stay():
    assert ("body", "7") in roles(f"{PARAGRAPHS[0]}\n\n7\n\n{PARAGRAPHS[1]}\n\n3\n\n{PARAGRAPHS[2]}\n")
