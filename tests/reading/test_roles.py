"""Blocks of texts in the manner of news agencies, newspapers, ministries and think tanks."""

import pytest

from .helpers import roles

PROSE = "甲國國防部長與乙國外務大臣三十日在首都會談，雙方同意加強防衛合作，並確認將於年內舉行下一次部長級對話。"
MORE = "會後發表的聯合聲明指出，兩國反對以武力片面改變現狀，並將擴大在西南海域的聯合演訓，以提升應對能力。"
HANS = "甲国国防部长与乙国外务大臣三十日在首都会谈，双方同意加强防卫合作，并确认将于年内举行下一次部长级对话。"

DOCUMENTS = {
    "agency": (
        "示例防長會談 同意擴大聯合演訓\n\n2025/3/30 18:05（3/30 19:10 更新）\n\n"
        f"（中央社記者示例東京30日專電）{PROSE}\n\n{MORE}（編輯：甲乙）1140330\n",
        ["title", "byline", "body", "body"],
    ),
    "xinhua": (
        f"两国防长举行会谈\n2025-03-30 "
        f"20:11:05　来源：新华网\n\n　　新华社某地3月30日电（记者示例）{HANS}\n\n　　{HANS}（完）\n",
        ["title", "byline", "body", "body"],
    ),
    "newspaper": (
        f"示例防長會談登場\n\n記者王小明／綜合報導\n\n{PROSE}\n\n▲甲國防長抵達機場。（圖／路透社）\n\n{MORE}\n\n"
        "延伸閱讀\n甲國擬增派艦隊\n乙國防衛費創新高\n\n※ 本文由示例新聞授權轉載，未經同意不得使用。\n",
        ["title", "byline", "body", "caption", "body", "boilerplate", "links", "links", "boilerplate"],
    ),
    "release": (
        f"發布日期：114-03-30\n\n外交部對甲乙兩國發表聯合聲明表示歡迎\n\n外交部表示，{PROSE}\n\n外交部重申，"
        f"{MORE}\n\n"
        "新聞聯絡人：示例司長\n電話：02-2348-0000\n",
        ["front_matter", "title", "body", "body", "boilerplate", "boilerplate"],
    ),
    "statement": (
        f"甲乙兩國聯合聲明\n（2025年3月30日）\n\n一、安全合作\n\n（一）{PROSE}\n\n（二）{MORE}\n\n二、經濟合作\n\n{PROSE}\n",
        ["title", "byline", "heading", "body", "body", "heading", "body"],
    ),
    "conference": (
        "外交部发言人主持例行记者会\n\n问：甲国宣布将增派舰艇，中方对此有何评论？\n\n"
        f"答：{HANS}\n\n记者：关于乙国的表态，你有何回应？\n\n答：{HANS}\n",
        ["title", "body", "body", "body", "body"],
    ),
    "think tank": (
        f"示例論壇\n\n印太安全情勢的新變化\n\n陳大文\n\n示例大學政治學系副教授\n\n壹、前言\n\n{PROSE}\n\n貳、結論\n\n{MORE}\n\n"
        "（作者為示例基金會研究員，本文僅代表作者個人觀點）\n\n財團法人示例基金會\n\n本會成立於1990年，"
        "以研究國際事務為宗旨。\n\n臺北市中正區示例路一段1號\n",
        ["boilerplate", "title", "byline", "byline", "heading", "body", "heading", "body"] + 4 * ["boilerplate"],
    ),
    "english": (
        "Ministers Agree to Expand Joint Exercises\n\nBy Jane Example\n\nMarch 30, 2025\n\n"
        "TOKYO - The defence ministers of the two countries met on Sunday and agreed to expand exercises in the "
        "southwest.\n\n"
        "Next steps\n\nThey said that a working group would report to both governments by the end of the year.\n\n"
        "Related stories:\nFleet to visit in May\n\nThe views expressed are those of the author alone.\n",
        ["title", "byline", "byline", "body", "heading", "body", "boilerplate", "links", "boilerplate"],
    ),
    "japanese": (
        "日米防衛相会談の概要\n令和7年3月30日\n防衛省\n\n本日、中谷防衛大臣は米国防長官と会談を実施したところ、概要は以下のとおり。\n\n"
        "１　両閣僚は、地域情勢について意見交換を行い、同盟の抑止力・対処力を一層強化していくことで一致した。\n",
        ["title", "byline", "heading", "body", "body"],
    ),
    "markdown": (
        f"# 示例防長會談\n\n![會場](a.jpg)\n\n> {PROSE}\n\n## 聯合演訓\n\n{MORE}\n\n- 成立聯合司令部，"
        f"負責統一指揮。\n- 擴大演訓。\n\n---\n\n**參考資料**\n1. 甲國國防部\n",
        ["title", "quotation", "heading", "body", "body", "body", "markup", "boilerplate", "references"],
    ),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_of_many_publishers_fall_into_their_blocks(name):
    text, expected = DOCUMENTS[name]
    found = roles(text)
    assert [role for role, _ in found] == expected, found


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("（圖／中央社提供）", "caption"),
        ("圖片來源：路透社", "caption"),
        ("兩國防長在會場外握手。（法新社）", "caption"),
        ("甲國艦隊駛入軍港（資料照）", "caption"),
        ("作者：王大文，示例報記者。", "byline"),
        ("（路透社、共同社）", "byline"),
        ("責任編輯：甲乙", "byline"),
        ("編按：本文不代表本社立場。", "boilerplate"),
        ("© 2025 示例新聞 版權所有", "boilerplate"),
        ("Tel: 886-2-0000 Fax: 886-2-0001", "boilerplate"),
        ("本文轉載自示例報", "boilerplate"),
        ("請繼續往下閱讀", "boilerplate"),
        ("分享到 Facebook", "boilerplate"),
        ("----------", "markup"),
        ("（完）", "markup"),
        ("兩國防長會談後發表聯合聲明（全文如下）並說明其內容與後續的落實方式。", "body"),
        ("他說：「我們將繼續努力。」", "body"),
        ("相關報導指出，甲國將在年底前完成部署，乙國則持保留態度。", "body"),
        ("雙方將推動以下合作：", "body"),
    ],
)
def test_single_lines_between_prose(line, role):
    found = {text: role for role, text in roles(f"{PROSE}\n\n{line}\n\n{MORE}\n")}
    assert found[line] == role


def test_a_credit_line_makes_captions_of_the_lines_above_it_in_its_group():
    found = roles(f"{PROSE}\n\n甲國外交部發言人。\n他何時才會改口?\n(圖/甲國外交部)\n\n{MORE}\n")
    assert [role for role, _ in found] == ["body", "caption", "caption", "caption", "body"]


def test_label_and_headline_on_one_line_are_two_blocks():
    found = roles(f"{PROSE}\n\n相關報導:甲國擬增派艦隊 乙國表歡迎\n\n{MORE}\n")
    assert found[1:3] == [("boilerplate", "相關報導:"), ("links", "甲國擬增派艦隊 乙國表歡迎")]


def test_references_reach_to_the_end_of_their_group():
    found = roles(f"{PROSE}\n\n參考新聞連結:\n2025/03/30 防衛省 会談の概要\n2025/03/29 示例 Remarks by the Secretary\n")
    assert [role for role, _ in found] == ["body", "boilerplate", "references", "references"]


def test_headings_keep_their_spaces_and_prose_loses_those_of_old_line_ends():
    wrapped = "本次會談主要討論自衛隊與駐日 美軍指揮統制架構的調整，以提升同盟的威懾力，並確認後續的時程與分工。"
    found = roles(f"{PROSE}\n\n維護和平穩定 強化防衛合作\n\n{wrapped}\n")
    assert found[1] == ("heading", "維護和平穩定 強化防衛合作")
    assert "駐日美軍" in found[2][1]


def test_title_publisher_and_author_are_read_off_the_page():
    from .helpers import read

    document = read(
        f"示例論壇\n\n印太安全情勢的新變化\n\n陳大文\n\n{PROSE}\n\n編按：本文僅代表作者個人觀點，"
        f"不代表示例基金會之立場。\n"
    )
    assert (document.title, document.author, document.publisher) == ("印太安全情勢的新變化", "陳大文", "示例基金會")
    assert document.tier == "commentary"


def test_a_short_news_page_is_not_taken_for_wrapped_lines():
    found = roles(
        "甲国防长：将继续在区域驻军\n\n赵小明 报道\n\n发布/2025年3月30日 05:00 AM\n\n字体大小:\n\n小 中 大\n\n"
        f"（新加坡讯）{HANS}\n\n他强调，任何国家都不应以武力改变现状。\n\n延伸阅读\n\n甲国增派舰队\n乙国将增加开支\n\n{HANS}\n\n订阅示例网\n"
    )
    assert [role for role, _ in found] == [
        "title",
        "byline",
        "byline",
        "boilerplate",
        "boilerplate",
        "body",
        "body",
        "boilerplate",
        "links",
        "heading",
        "body",
        "boilerplate",
    ]
    assert found[6] == ("body", "他强调，任何国家都不应以武力改变现状。")


@pytest.mark.parametrize("head", ["防衛省・自衛隊\n報道資料", "示例中文网", "示例安全研究院 國防情勢特刊"])
def test_a_letterhead_is_no_title(head):
    found = roles(f"{head}\n\n印太安全情勢的新變化\n\n2025年3月30日\n\n{PROSE}\n\n{MORE}\n")
    assert ("title", "印太安全情勢的新變化") in found
    assert {role for role, words in found if words in head} == {"boilerplate"}


def test_notes_at_the_foot_are_references_and_their_numbers_end_sentences():
    found = roles(
        f"{PROSE}1\n\n{MORE}[2]\n\n1 示例，〈紀要〉，《示例報》，2025年3月25日。\n[2] Example, “Talks,” p. 3.\n"
    )
    assert [role for role, _ in found] == ["body", "body", "references", "references"]


def test_quoted_mail_is_one_quotation_and_an_answer_is_no_title():
    found = roles(
        "您好：\n\n> 請問貴部對甲國增派艦艇一事有何評論，以及是否\n> 將調整相關的部署計畫？\n\n本部持續掌握動態。\n"
    )
    assert found[1] == ("quotation", "請問貴部對甲國增派艦艇一事有何評論，以及是否將調整相關的部署計畫？")
    assert found[2] == ("body", "本部持續掌握動態。")
