"""Word documents, e-mail, and paths that hold many documents."""

import io
import json
import zipfile
from datetime import date
from email.message import EmailMessage

import docx
import pytest

from communique.model import Document, ReadingError
from communique.reading import read_bytes, read_many

from .helpers import assert_sound, flows

PROSE = "甲國國防部長與乙國外務大臣在首都會談，雙方同意加強防衛合作，並確認將於年內舉行下一次部長級對話。"


def word() -> bytes:
    document = docx.Document()
    document.add_heading("甲乙國防部長會談紀要", 0)
    document.add_paragraph("2025年3月30日")
    document.add_paragraph(PROSE)
    document.add_heading("聯合演訓", 1)
    document.add_paragraph("成立聯合司令部。", style="List Bullet")
    document.add_paragraph("擴大演訓。", style="List Bullet")
    document.add_paragraph(PROSE, style="Quote")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "防衛費", "5兆"
    document.core_properties.author = "王大文"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_word():
    document = read_bytes(word(), path="a.docx")
    assert flows(document) == [
        ("title", "甲乙國防部長會談紀要"), ("byline", "2025年3月30日"), ("body", PROSE), ("heading", "聯合演訓"),
        ("body", "成立聯合司令部。"), ("body", "擴大演訓。"), ("quotation", PROSE), ("body", "防衛費 | 5兆"),
    ]  # fmt: skip
    assert (document.published, document.author) == (date(2025, 3, 30), "王大文")
    assert_sound(document)


@pytest.mark.parametrize("cut", [200, 2000])
def test_damaged_word(cut):
    with pytest.raises(ReadingError):
        read_bytes(word()[:-cut], path="a.docx")


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_mail(kind):
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "甲乙會談", "王大文 <a@example.org>", "b@example.org"
    message["Date"] = "Sun, 30 Mar 2025 23:15:00 +0900"
    message["Message-ID"] = "<1@example.org>"
    message.set_content(
        PROSE if kind == "plain" else f"<html><body><p>{PROSE}</p></body></html>", subtype=kind, charset="utf-8"
    )
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png")
    document = read_bytes(message.as_bytes(), path="a.eml")
    assert (document.title, document.author, document.published) == ("甲乙會談", "王大文", date(2025, 3, 30))
    assert PROSE in [words for _, words in flows(document)]
    assert document.media_type == "message/rfc822"


def archive(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in members.items():
            target.writestr(name, data)
    return out.getvalue()


def test_many_from_an_archive_and_a_directory(tmp_path):
    members = {
        "a.txt": PROSE.encode(),
        "中文/b.md": b"# T\n\n" + PROSE.encode("utf-8"),
        "c.png": b"\x89PNG\r\n\x1a\n",
        ".hidden": b"x",
    }
    (tmp_path / "news.zip").write_bytes(archive({**members, "d.zip": archive({"x": b"x"}), "e.txt": b"0" * 5_000_000}))
    (tmp_path / "z.txt").write_text(PROSE, encoding="utf-8")
    found = list(read_many(tmp_path))
    assert [item.path for item in found if isinstance(item, Document)] == [
        str(tmp_path / "news.zip") + "/a.txt", str(tmp_path / "news.zip") + "/中文/b.md", str(tmp_path / "z.txt"),
    ]  # fmt: skip
    errors = [item for item in found if isinstance(item, ReadingError)]
    assert [error.where.rpartition("/")[2] for error in errors] == ["c.png", "d.zip", "e.txt"]


def test_many_from_json_lines(tmp_path):
    rows = [
        {"title": "甲乙會談", "text": PROSE, "date": "2025-03-30T10:00:00", "publisher": "示例社",
         "tier": "report", "url": "https://example.org/a"},
        {"title": "無文"}, ["x"], {"body": PROSE, "authors": ["王", "李"]},
    ]  # fmt: skip
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n{broken\n\n", encoding="utf-8")
    first, second, third, fourth, fifth = read_many(path)
    assert isinstance(first, Document) and isinstance(fourth, Document)
    assert (first.title, first.publisher, first.tier, first.published) == (
        "甲乙會談",
        "示例社",
        "report",
        date(2025, 3, 30),
    )
    assert (fourth.author, fourth.path) == ("王、李", f"{path}#4")
    assert isinstance(second, ReadingError) and isinstance(fifth, ReadingError)
    assert isinstance(third, Document)


@pytest.mark.parametrize(("suffix", "comma", "encoding"), [("csv", ",", "utf-8-sig"), ("tsv", "\t", "cp950")])
@pytest.mark.parametrize("column", ["內容", "內文", "本文"])
def test_many_from_a_table(tmp_path, suffix, comma, encoding, column):
    path = tmp_path / f"a.{suffix}"
    path.write_text(
        comma.join(["標題", column, "日期"]) + "\n" + comma.join(["甲乙會談", PROSE, "2025/3/30"]) + "\n",
        encoding=encoding,
    )
    (document,) = read_many(path)
    assert isinstance(document, Document)
    assert (document.title, document.text, document.published) == ("甲乙會談", PROSE, date(2025, 3, 30))


def test_many_from_a_missing_or_damaged_file(tmp_path):
    (error,) = read_many(tmp_path / "missing")
    assert isinstance(error, ReadingError)
    path = tmp_path / "a.zip"
    path.write_bytes(archive({"a.txt": PROSE.encode()})[:-30])
    (damaged,) = read_many(path)
    assert isinstance(damaged, ReadingError) and "damaged" in damaged.reason
