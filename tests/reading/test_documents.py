"""The face of the room: errors, limits, identity, soundness for any bytes, and speed that does not blow up."""

import hashlib
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.model import BinaryDocument, BlockRole, DocumentTooLarge, EmptyDocument, ReadingError
from communique.reading import read_bytes, read_path
from communique.reading.drafts import Source
from communique.reading.formats import HTML, text_media_type
from communique.reading.readers import read_draft

from .helpers import assert_sound, flows

SEEDS = sorted((Path(__file__).parents[2].parent / "shared" / "seeds").glob("*.txt"))
PROSE = "甲國國防部長與乙國外務大臣在首都會談，雙方同意加強防衛合作，並確認將於年內舉行下一次部長級對話。"


@pytest.mark.parametrize(
    "data", [b"", b" \n\t\r\n ", "　\n　".encode(), b"\xef\xbb\xbf", b"<!-- -->\n<p> </p>", b"----\n\n***\n"]
)
def test_nothing_to_read(data):
    with pytest.raises(EmptyDocument, match=r"a\.txt"):
        read_bytes(data, path="a.txt")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "PNG"),
        (b"\xff\xd8\xff\xe0" + bytes(40), "JPEG"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(40), "Office"),
        (b"\x1f\x8b\x08" + bytes(40), "gzip"),
        (b"\x00\x00\x00\x20ftypmp42" + bytes(40), "MP4"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "WebP"),
        (b"SQLite format 3\x00", "SQLite"),
        (b"MZ\x90\x00" + bytes(80), "Windows"),
        (b"PK\x03\x04" + bytes(40), "ZIP"),
    ],
)
def test_known_binary_formats_are_named(data, name):
    with pytest.raises(BinaryDocument, match=name) as caught:
        read_bytes(data, path="a.bin")
    assert caught.value.where == "a.bin" and caught.value.advice


@pytest.mark.parametrize(
    "text", ["MZ forces moved.", "BZh is a name in this text.", "ID3 tags are not text.", "PAR1 and PAR2."]
)
def test_text_that_begins_like_a_signature_is_text(text):
    assert read_bytes(text.encode()).text == text


def test_the_limit(tmp_path):
    with pytest.raises(DocumentTooLarge, match="limit of 10"):
        read_bytes(PROSE.encode(), limit=10)
    path = tmp_path / "a.txt"
    path.write_text(PROSE, encoding="utf-8")
    with pytest.raises(DocumentTooLarge):
        read_path(path, limit=10)
    assert read_path(path).path == str(path)


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(ReadingError, match="no such file"):
        read_path(tmp_path / "missing.txt")
    with pytest.raises(ReadingError, match="directory"):
        read_path(tmp_path)
    with pytest.raises(ReadingError):
        read_path("a\x00b")


def test_a_documents_identity_and_text():
    data = (PROSE + "\r\n").encode()
    document = read_bytes(data)
    assert document.id == hashlib.sha256(data).hexdigest()
    assert document.raw == data
    assert document.text == PROSE + "\n"


@given(st.binary(max_size=600))
@settings(max_examples=300, deadline=None)
def test_any_bytes_give_a_document_or_a_reading_error(data):
    try:
        assert_sound(read_bytes(data))
    except ReadingError:
        pass


FRAGMENTS = st.sampled_from(
    [
        PROSE,
        "甲國",
        "記者王小明／報導",
        "延伸閱讀：",
        "參考資料",
        "（圖／路透社）",
        "\n",
        "\n\n",
        "\n\n\n",
        "    ",
        "　　",
        " ",
        "\f",
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<blockquote>",
        "</div>",
        "<!--",
        "-->",
        "[甲](https://example.org)",
        "[",
        "](",
        "**",
        "# ",
        "> ",
        "- ",
        "---\n",
        "2025-03-30",
        "https://example.org/a",
        "一、甲乙合作",
        "The two ministers met.",
        "date 2025-03-30 ",
        "標題：甲",
        "<script>",
        "編按：",
        "1. ",
        "---",
        "```",
        "|---|",
        "\u2028",
        "&amp;",
    ]
)


@given(st.lists(FRAGMENTS, max_size=40), st.sampled_from(["a.txt", "a.md", "a.html"]))
@settings(max_examples=300, deadline=None)
def test_any_mixture_of_markup_and_text_is_sound(pieces, path):
    try:
        document = read_bytes("".join(pieces).encode(), path=path)
    except EmptyDocument:
        return
    assert_sound(document)
    for _, words in flows(document):
        assert "<p>" not in words and "</div>" not in words


@pytest.mark.parametrize(
    "text",
    [
        "美日在東京會談，" * 300_000,
        (PROSE + "\n\n") * 15_000,
        "<" * 1_000_000,
        "<!--" * 300_000,
        "[" * 1_000_000,
        "[a](" * 300_000,
        "**" * 500_000,
        "<p>" * 300_000,
        "<script>" * 150_000,
        "(" * 1_000_000,
        "\n" * 1_000_000 + "甲",
        " " * 1_000_000 + "甲",
        "> " * 500_000,
        "# " * 500_000 + "甲",
        "a " * 500_000,
        "1. " * 300_000,
        "- - - " * 200_000 + "甲",
        "「" * 500_000,
        "http://a " * 100_000,
        "---\n" * 50_000 + "甲",
        "年" * 1_000_000,
    ],
    ids=lambda text: text[:6],
)
def test_time_grows_with_length_only(text):
    """Eight times the text takes about eight times the processor's time, not sixty-four."""
    last = text[-1] if text.endswith("甲") else ""
    part, whole = (spent(words) for words in (text[: len(text) // 8] + last, text))
    assert whole < 30 * max(part, 0.05)


def spent(text: str) -> float:
    data, source = text.encode(), Source("a.txt")
    is_page = text_media_type(data, source) == HTML
    start = time.process_time()
    try:
        read_draft(data, source, "a.txt") if is_page else read_bytes(data)
    except EmptyDocument:
        pass
    return time.process_time() - start


@pytest.mark.skipif(not SEEDS, reason="the seeds lie outside the repository")
@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem[:3])
def test_seeds(path):
    document = read_path(path)
    assert_sound(document)
    assert document.text == path.read_text(encoding="utf-8")
    speaking = [words for block, (_, words) in zip(document.blocks, flows(document), strict=True) if block.role.speaks]
    assert sum(map(len, speaking)) > 0.55 * len(document.text)
    bodies = [words for role, words in flows(document) if role == "body"]
    assert all(words[-1] in "。」？" for words in bodies), "every body paragraph of the seeds ends with its sentence"
    assert not any("\n" in words or "<" in words for words in speaking)
    assert BlockRole.BODY in {block.role for block in document.blocks}
