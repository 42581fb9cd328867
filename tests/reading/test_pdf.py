"""PDF: lines in reading order, columns, furniture left out, wraps undone, and the way back to the page."""

import pytest

from communique.model import DamagedDocument, EmptyDocument, ReadingError
from communique.reading import locate, read_bytes

from .helpers import assert_sound, flows
from .pdf_builder import build, lay_out

FIRST = (
    "甲國國防部長在首都與乙國防衛大臣會談，雙方同意擴大在西南海域的聯合演訓，並確認將於年內成立工作小組，"
    "會後發表的聯合聲明指出，兩國反對以武力片面改變現狀。"
)
SECOND = (
    "乙國將在二零二七年前完成部署，甲國承諾提供必要的技術支援，這項安排不針對任何第三國，"
    "分析人士認為此舉意義重大，外交部則表示歡迎，並將持續觀察後續的發展與影響。"
)
PARAGRAPHS = [
    FIRST,
    SECOND,
    FIRST.replace("甲", "丙").replace("三", "四"),
    SECOND.replace("乙", "丁").replace("二", "一"),
]


def wrap(text: str, columns: int) -> list[str]:
    return [text[at : at + columns] for at in range(0, len(text), columns)]


def article(columns: int = 30) -> list[str]:
    return [line for words in PARAGRAPHS for line in wrap("　　" + words, columns)]


def test_title_and_paragraphs_across_pages_without_heads_and_numbers():
    lines = article()
    pages = []
    for number, at in enumerate(range(0, len(lines), 5), 1):
        body = lay_out(lines[at : at + 5], top=700)
        head = [(72, 800, 9, f"示例論壇 第{number}期"), (290, 40, 9, str(number))]
        pages.append(([(72, 750, 20, "印太安全情勢的新變化")] if number == 1 else []) + body + head)
    document = read_bytes(build(pages))
    assert flows(document) == [
        ("title", "印太安全情勢的新變化"), *(("body", words) for words in PARAGRAPHS),
    ]  # fmt: skip
    assert "示例論壇" not in document.text
    assert_sound(document)


def test_columns_are_read_one_after_the_other():
    left, right = wrap(FIRST * 2, 18), wrap(SECOND * 2, 18)
    rows = [text for pair in zip(lay_out(left, left=60), lay_out(right, left=320), strict=False) for text in pair]
    text = "".join(words for _, words in flows(read_bytes(build([[(60, 815, 20, "橫跨兩欄的大標題在這裡"), *rows]]))))
    count = min(len(left), len(right))
    assert text == "橫跨兩欄的大標題在這裡" + "".join(left[:count]) + "".join(right[:count])


def test_latin_text_and_hyphens():
    lines = [
        "The ministers of the two countries met in the capital and agreed to coop-",
        "erate on supply chains. They said that a working group would report to",
        "both governments by the end of the year, and that the next meeting will",
        "be held in spring.",
    ]
    document = read_bytes(build([lay_out(lines)]))
    assert "agreed to cooperate on supply chains. They said" in " ".join(words for _, words in flows(document))


def test_a_compound_keeps_its_hyphen():
    lines = [
        "The ministers of the two countries met in the capital, and a well-",
        "known arrangement on the development of new and advanced air-",
        "to-air missiles was prolonged, the spokesman of the ministry an-",
        "nounced.",
    ]
    ((_, words),) = flows(read_bytes(build([lay_out(lines)])))
    assert "a well-known arrangement" in words and "air-to-air missiles" in words and "announced" in words


def test_paragraphs_are_told_by_where_lines_begin_and_end():
    """Indented first lines without space between paragraphs; a list item's words stand below its words."""
    lines = [
        *wrap("　　" + FIRST, 30),
        *wrap("　　" + SECOND, 30),
        "• " + FIRST[:28],
        "　" + FIRST[28:],
        "• " + SECOND[:20],
    ]
    found = flows(read_bytes(build([lay_out(lines)])))
    assert [words for _, words in found] == [FIRST, SECOND, FIRST, SECOND[:20]]


def test_rows_of_a_table_stay_apart():
    rows = [[(72, 700 - 20 * n, 12, f"項目{n}"), (300, 700 - 20 * n, 12, f"{n}億日圓的預算案")] for n in range(1, 6)]
    found = flows(read_bytes(build([[(72, 760, 12, FIRST[:37]), *(text for row in rows for text in row)]])))
    assert [words for _, words in found][1:] == [f"項目{n} {n}億日圓的預算案" for n in range(1, 6)]


@pytest.mark.parametrize(
    ("foot", "url", "publisher"),
    [
        ("https://www.mofa.go.jp/press/a.html 1/2", "https://www.mofa.go.jp/press/a.html", "official"),
        ("https://www.mofa.go.jp/press/a-very-long-na... 1/2", "https://www.mofa.go.jp/", "official"),
        ("file:///home/a.html", None, "unknown"),
    ],
)
def test_a_page_that_a_browser_printed(foot, url, publisher):
    head = [(40, 810, 9, "2025/3/31 下午3:15"), (240, 810, 9, "會談結果 | 示例新聞網")]
    body = lay_out(["示例防長會談", "", *article()[:8]], top=740)
    document = read_bytes(
        build([[*head, *body, (40, 20, 9, foot)], [*head, *lay_out(article()[8:]), (40, 20, 9, foot)]])
    )
    assert (document.url, document.tier, document.published) == (url, publisher, None)
    assert "示例新聞網" not in document.text and "https" not in document.text and "file" not in document.text


def test_words_are_found_on_their_page():
    lines = article()
    document = read_bytes(build([lay_out(lines[:6]), lay_out(lines[6:], top=777)]))
    start = document.text.index("技術支援")
    (place,) = locate(document, start, start + 4)
    line = next(at for at, words in enumerate(lines) if "技術支援" in words)
    assert place.page == (1 if line < 6 else 2)
    left, bottom, right, top = place.box
    assert right - left == pytest.approx(48, abs=3)
    assert left == pytest.approx(72 + 12 * lines[line].index("技"), abs=6)
    assert bottom < 780 - 18 * (line % 6) - 3 * (line // 6) < top
    assert locate(document, 3, 3) == []
    assert locate(read_bytes(FIRST.encode()), 0, 3) == []


@pytest.mark.parametrize("damage", [b"%PDF-1.5\n%%EOF", b"%PDF-1.5\n" + bytes(100), build([lay_out(article())])[:400]])
def test_damaged_files(damage):
    with pytest.raises(DamagedDocument, match=r"a\.pdf"):
        read_bytes(damage, path="a.pdf")


def test_pictures_without_text():
    with pytest.raises(EmptyDocument, match="OCR"):
        read_bytes(build([[], []]))


def test_any_cut_of_a_file_gives_a_document_or_a_reading_error():
    data = build([lay_out(article())])
    for at in range(0, len(data), 97):
        try:
            assert_sound(read_bytes(data[:at] + data[at + 7 :]))
        except ReadingError:
            pass
