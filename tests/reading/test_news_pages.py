"""News pages as they stand on the web, with menus, advertisements, related links, captions and copyright lines."""

from datetime import date
from pathlib import Path

import pytest

from communique.model import Tier
from communique.reading import read_path

from .helpers import assert_sound, flows

PAGES = Path(__file__).parent / "pages"
FIRST = "美國國防部長赫格塞斯30日在東京與日本防衛大臣中谷元會談，雙方同意將駐日美軍司令部升級為統合軍司令部。"
SECOND = "中谷元會後表示，日本將於2027年度前把防衛費提高到國內生產毛額的2%，並加速採購長射程飛彈。"
THIRD = "赫格塞斯指出，日本是美國嚇阻中國軍事侵略不可或缺的夥伴，「我們不會後退」。"


def page(name):
    return read_path(PAGES / f"{name}.html")


def speaks(document):
    return [words for role, words in flows(document) if role in {"body", "quotation"}]


@pytest.mark.parametrize(
    ("name", "title", "publisher", "author", "day"),
    [
        ("portal", "美日防長會談 同意升級指揮架構", "示例新聞網", None, date(2025, 3, 30)),
        ("ministry", "日米防衛相会談", "外務省", None, date(2025, 3, 30)),
        ("agency", "外交部：反对渲染威胁", "示例网", None, date(2025, 3, 31)),
        ("tables", "示例日報", None, "王大文", date(2025, 3, 30)),
        ("divisions", "美日防長會談", None, None, date(2025, 3, 30)),
        ("blog", "评：升级指挥架构意味着什么", "某某的博客", None, date(2025, 4, 1)),
    ],
)
def test_what_a_page_says_of_itself(name, title, publisher, author, day):
    document = page(name)
    assert_sound(document)
    assert (document.title, document.publisher, document.author, document.published) == (title, publisher, author, day)


@pytest.mark.parametrize("name", ["portal", "tables", "divisions"])
def test_the_article_alone_speaks(name):
    document = page(name)
    assert speaks(document) == [FIRST, SECOND, THIRD]
    shown = [words for role, words in flows(document) if role != "links"]
    for words in ("台股", "首頁", "留言", "網友", "相關新聞", "字級"):
        assert not any(words in part for part in shown)


def test_captions_links_and_headings():
    found = flows(page("portal"))
    assert ("caption", "赫格塞斯（左）與中谷元會談。（路透）") in found
    assert ("heading", "嚇阻中國") in found and ("links", "印太司令部：美軍將部署更多飛彈") in found
    assert [role for role, words in flows(page("agency")) if "王某摄" in words] == ["caption"]


def test_lists_of_a_ministry_and_its_tier():
    document = page("ministry")
    assert (
        len(speaks(document)) == 3 and speaks(document)[2] == "両大臣は、力による一方的な現状変更の試みに反対しました。"
    )
    assert document.tier is Tier.OFFICIAL and document.language == "ja"


def test_a_blog_is_commentary_and_its_last_paragraph_speaks():
    document = page("blog")
    assert document.tier is Tier.COMMENTARY
    assert any("坚决反对" in words for words in speaks(document)) and "张三" not in document.text
