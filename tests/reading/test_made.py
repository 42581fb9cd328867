"""One article as real programs save it: the same words, the same roles, the same claims."""

from datetime import date
from pathlib import Path

import pytest

from communique.extraction import extract
from communique.model import Document
from communique.packs import load_pack
from communique.reading import is_collection, locate, read_bytes, read_many, read_path
from communique.text import Flow

from .helpers import assert_sound, flows
from .pdf_builder import build, lay_out

MADE = Path(__file__).parent / "made"
TITLE = "美日防長東京會談 同意升級指揮架構"


def as_pdf() -> bytes:
    lines = [line.lstrip("#-> ") for line in (MADE / "article.md").read_text(encoding="utf-8").split("\n")]
    wrapped = [piece for line in lines for piece in ([line[i : i + 36] for i in range(0, len(line), 36)] or [""])]
    texts = lay_out(wrapped)
    return build([[(texts[0][0], texts[0][1], 18, texts[0][3]), *texts[1:]]])


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    found = {path.suffix: read_path(path) for path in sorted(MADE.glob("article.*"))}
    found |= {f"office{path.suffix}": read_path(path) for path in sorted(MADE.glob("office.*"))}
    found["built.pdf"] = read_bytes(as_pdf(), path="article.pdf")
    (found[".warc"],) = [d for d in read_many(MADE / "crawl.warc.gz") if isinstance(d, Document) and d.title == TITLE]
    return found


def told(document: Document) -> set[tuple[str, str]]:
    found = extract(document, load_pack())
    return {(claim.kind, "".join(claim.quote.split())) for claim in found}


def test_every_format_says_the_same(documents):
    single = {".docx", ".epub", ".html", ".odt", ".pdf", ".rtf"}
    assert set(documents) == {*single, *(f"office{suffix}" for suffix in single), ".md", ".warc", "built.pdf"}
    claims = told(documents[".md"])
    assert len(claims) >= 9
    for suffix, document in documents.items():
        assert_sound(document)
        assert (document.title, document.published) == (TITLE, date(2025, 3, 30)), suffix
        assert document.language.startswith("zh-Hant"), suffix
        assert told(document) == claims, suffix
        assert (document.author or "王大文") == "王大文"


@pytest.mark.parametrize(
    "suffix",
    [
        ".docx",
        ".odt",
        ".html",
        ".epub",
        ".warc",
        "office.docx",
        "office.odt",
        "office.html",
        "office.rtf",
    ],
)
def test_what_the_format_marks_is_kept(documents, suffix):
    found = flows(documents[suffix])
    assert ("heading", "後續安排") in found
    assert ("body", "美國承諾繼續提供包括核武在內的延伸嚇阻。") in found
    assert ("quotation", "赫格塞斯表示，日本是美國嚇阻中國軍事侵略不可或缺的夥伴。") in found


@pytest.mark.parametrize("suffix", [".rtf", ".pdf", "office.rtf", "office.pdf"])
def test_bullets_that_a_program_writes_as_text_are_no_words(documents, suffix):
    assert ("body", "雙方決定在2025年內舉行下一次外交與國防部長級會談。") in flows(documents[suffix])


@pytest.mark.parametrize("suffix", [".pdf", "office.pdf", "built.pdf"])
def test_every_paragraph_of_a_paper_is_one_block(documents, suffix):
    """Also those that go on on the next page, under a running head and a page number."""
    bodies = {role: [] for role, _ in flows(documents[".md"])}
    for role, words in flows(documents[".md"]):
        bodies["body" if role == "quotation" else role].append(words)
    found = [words for role, words in flows(documents[suffix]) if role == "body"]
    assert found == bodies["body"]
    assert "示例通訊社" not in documents[suffix].text


def test_columns_hyphens_and_running_heads_of_a_paper():
    source = (MADE / "columns.md").read_text(encoding="utf-8").replace("'", "’")
    document = read_path(MADE / "columns.pdf")
    assert [words for _, words in flows(document)] == [part.lstrip("# ") for part in source.strip().split("\n\n")]
    assert (document.language, document.published) == ("en", date(2025, 3, 30))
    start = document.text.index("interna")
    assert {place.page for place in locate(document, start, document.text.index("sultations"))} == {2}
    assert {place.page for place in locate(document, start, document.text.index("sultations") + 5)} == {2, 3}
    assert "Quarterly" not in document.text


def test_words_are_found_again_on_the_page(documents):
    document = documents["built.pdf"]
    block = next(b for b in document.blocks if "五萬四千名" in Flow(document.text, b).text)
    (place,) = locate(document, block.start, block.end)
    assert place.page == 1 and place.box[0] < 80 and place.box[2] > 200
    assert locate(documents[".md"], 0, 5) == []


def test_a_web_archive_gives_its_pages_and_where_they_were():
    found = list(read_many(MADE / "crawl.warc.gz"))
    assert [(d.path.rpartition("#")[2], d.url.rpartition("/")[2]) for d in found] == [("1", ""), ("4", "article.html")]


@pytest.mark.parametrize("cut", [100, 3000, 8000])
def test_a_web_archive_that_breaks_off(tmp_path, cut):
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes((MADE / "crawl.warc.gz").read_bytes()[:cut])
    *_, last = list(read_many(path)) or [None]
    assert last is None or isinstance(last, Document) or "damaged" in str(last)


def test_documents_are_no_collections():
    names = {path.name for path in MADE.iterdir() if is_collection(path)}
    assert names == {"crawl.warc.gz"}
