"""Whatever the bytes: a document that keeps its promises, or an error that says what is wrong."""

import zipfile
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communique.model import Document, ReadingError
from communique.reading import read_bytes, read_feed, read_links, read_opml
from communique.reading.drafts import Source, draft_from_json, draft_to_json
from communique.reading.isolation import isolated
from communique.reading.many import read_stream
from communique.reading.pdf import find_places
from communique.reading.readers import read_draft

from .helpers import assert_sound
from .pdf_builder import build, lay_out
from .test_archives import tar, zipped
from .test_feeds import ATOM, RSS
from .test_office import package

MADE = Path(__file__).parent / "made"
PDF = build([lay_out(["甲國國防部長與乙國外務大臣", "在首都會談，雙方同意加強合作。"])])
MAIL = (
    b"From: a@example.org\r\nSubject: =?utf-8?b?5Lit?=\r\nDate: Sun, 30 Mar 2025 23:15:00 +0900\r\n\r\n"
    b"\xe7\x94\xb2\xe5\x9c\x8b"
)
QUICK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def damaged(draw, data: bytes) -> bytes:
    """Return a file with bytes changed, cut out, doubled or cut off."""
    out = bytearray(data)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(0, len(out) - 1)))
        match draw(st.sampled_from(["set", "cut", "double", "end", "put"])):
            case "set" if out:
                out[at] = draw(st.integers(0, 255))
            case "cut":
                del out[at : at + draw(st.integers(1, 64))]
            case "double":
                out[at:at] = out[at : at + draw(st.integers(1, 64))] * draw(st.integers(1, 9))
            case "end":
                del out[max(at, len(out) // 2) :]
            case "put":
                out[at:at] = draw(
                    st.sampled_from([b"<", b"\\", b"{", b"}", b"\x00", b"&x;", b"\xff\xfe", b"]]>", b"%"])
                )
    return bytes(out)


def check(data: bytes, name: str) -> None:
    """Read in this process, so that a fault of a reader is seen for what it is."""
    try:
        draft = read_draft(data, Source(name), name)
    except ReadingError as fault:
        assert fault.where == name and fault.reason
    else:
        assert draft_from_json(draft_to_json(draft)).text == draft.text


@pytest.mark.parametrize("suffix", ["docx", "odt", "rtf", "epub", "html"])
@given(data=st.data())
@QUICK
def test_documents(suffix, data):
    made = (MADE / f"article.{suffix}").read_bytes()
    check(data.draw(damaged(made)), f"a.{suffix}")


@pytest.mark.parametrize(
    ("suffix", "part"),
    [
        ("docx", "word/document.xml"),
        ("odt", "content.xml"),
        ("epub", "EPUB/text/ch001.xhtml"),
        ("epub", "EPUB/content.opf"),
    ],
)
@given(data=st.data())
@QUICK
def test_parts_of_packages(suffix, part, data):
    with zipfile.ZipFile(MADE / f"article.{suffix}") as made:
        members = {name: made.read(name) for name in made.namelist()}
    members[part] = data.draw(damaged(members[part]))
    check(package(members), f"a.{suffix}")


@given(data=damaged(MAIL))
@QUICK
def test_mail(data):
    check(data, "a.eml")


@given(data=damaged(PDF))
@QUICK
def test_pdf(data):
    try:
        isolated("draft", data, "a.pdf", path="a.pdf", url=None, charset=None)
    except ReadingError as fault:
        assert fault.where == "a.pdf"


@given(words=st.text(alphabet="\\{}'*u0123456789-parcellrowbinsf 甲\n;", max_size=120))
@QUICK
def test_rtf_of_any_control_words(words):
    check(b"{\\rtf1 " + words.encode("utf-8"), "a.rtf")


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("a.zip", zipped({"a.txt": "甲國".encode(), "b/c.csv": b"text\nx\n"})),
        ("a.tar", tar({"a.txt": "甲國".encode()})),
        ("a.tgz", tar({"a.txt": "甲國".encode()}, "w:gz")),
        ("a.warc.gz", (MADE / "crawl.warc.gz").read_bytes()),
        ("a.jsonl", b'{"text": "x", "date": "2025-03-30"}\n["y"]\n'),
        ("a.json", b'[{"text": "x"}, 7]'),
        ("a.csv", b'text,date\n"x\ny",2025-03-30\n'),
    ],
)
@given(data=st.data())
@QUICK
def test_collections(tmp_path_factory, name, made, data):
    try:
        for found in read_stream(BytesIO(data.draw(damaged(made))), name):
            assert isinstance(found, ReadingError) or found.path.startswith(name)
    except ReadingError as fault:
        assert fault.where.startswith(name)


@pytest.mark.parametrize(
    ("read", "made"), [(read_feed, RSS), (read_feed, ATOM), (read_opml, "<opml><outline xmlUrl='http://x/'/></opml>"),
                       (read_links, "<urlset><url><loc>http://x/</loc></url></urlset>")],
)  # fmt: skip
@given(data=st.data())
@settings(QUICK, max_examples=25)
def test_feeds(read, made, data):
    try:
        read(data.draw(damaged(made.encode())))
    except ReadingError as fault:
        assert fault.reason


@given(data=st.binary(max_size=300))
@QUICK
def test_any_bytes(data):
    try:
        document = read_bytes(data, path="a.bin")
    except ReadingError as fault:
        assert fault.where == "a.bin"
    else:
        assert isinstance(document, Document)
        assert_sound(document)


WORDS = st.text(alphabet="甲乙國防，。 -•ab1年3", min_size=1, max_size=30)
PLACED = st.tuples(st.integers(-50, 600), st.integers(-50, 900), st.integers(1, 60), WORDS)


@given(pages=st.lists(st.lists(PLACED, max_size=14), min_size=1, max_size=3))
@settings(QUICK, max_examples=25)
def test_words_anywhere_on_the_pages_of_a_paper(pages):
    """Whatever stands where: no word is made up, and what begins and ends the draft is found again on its page."""
    data = build(pages)
    try:
        draft = read_draft(data, Source("a.pdf"), "a.pdf")
    except ReadingError as fault:
        assert fault.where == "a.pdf"
        return
    written = Counter(character for page in pages for *_, words in page for character in words)
    assert not Counter("".join(draft.text.split())) - written
    for block in draft.blocks[:1] + draft.blocks[-1:]:
        assert find_places(data, block.start, block.end, "a.pdf")
