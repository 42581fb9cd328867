"""RTF, OpenDocument and EPUB: what their features come to in the text, and where they are damaged or locked."""

import io
import zipfile

import pytest

from communique.model import DamagedDocument, EmptyDocument, ReadingError, UnsafeDocument
from communique.reading import read_bytes

from .helpers import assert_sound, flows

PROSE = "甲國國防部長與乙國外務大臣在首都會談，雙方同意加強防衛合作，並確認將於年內舉行下一次部長級對話。"


def rtf(body: bytes, head: bytes = b"") -> list[tuple[str, str]]:
    document = read_bytes(b"{\\rtf1\\ansi\\ansicpg950\\deff0" + head + body + b"}", path="a.rtf")
    assert document.media_type == "application/rtf"
    assert_sound(document)
    return flows(document)


def hexed(text: str, codec: str) -> bytes:
    return b"".join(b"\\'%02x" % byte for byte in text.encode(codec))


def unicode_words(text: str) -> bytes:
    units = text.encode("utf-16-le")
    numbers = (int.from_bytes(units[i : i + 2], "little", signed=True) for i in range(0, len(units), 2))
    return b"".join(b"\\u%d?" % number for number in numbers)


@pytest.mark.parametrize(
    "body",
    [
        hexed(PROSE, "cp950"),
        unicode_words(PROSE),
        b"\\uc0" + unicode_words(PROSE).replace(b"?", b" "),
        b"{\\b " + unicode_words(PROSE[:9]) + b"}" + unicode_words(PROSE[9:]),
        unicode_words(PROSE[:5]) + b"\r\n" + unicode_words(PROSE[5:]),
        unicode_words(PROSE) + b"{\\pict\\pngblip 89504e47}{\\*\\unknown words}{\\footnote note}{\\v hidden}",
        unicode_words(PROSE[:9]) + b"{\\pict\\bin5 }}}}}}" + unicode_words(PROSE[9:]),
        unicode_words(PROSE) + b"{\\header top}{\\footer foot}{\\deleted gone}",
        b"{\\field{\\*\\fldinst HYPERLINK x}{\\fldrslt " + unicode_words(PROSE) + b"}}",
    ],
)
def test_one_paragraph_of_rtf(body):
    assert rtf(body + b"\\par") == [("body", PROSE)]


def test_rtf_fonts_decide_the_code_page():
    head = b"{\\fonttbl{\\f0\\fnil\\fcharset134 SimSun;}{\\f1\\fnil\\fcharset128 MS Mincho;}}"
    body = (
        b"\\f0 "
        + hexed("双方同意加强防卫合作。", "gb18030")
        + b"\\par\\par\\f1 "
        + hexed("日本側は強調した。", "cp932")
    )
    words = [words for _, words in rtf(body, head)]
    assert "双方同意加强防卫合作。" in words and "日本側は強調した。" in words


def test_rtf_styles_lists_rows_and_what_it_says_of_itself():
    head = (
        b"{\\stylesheet{\\s0 Normal;}{\\s1 heading 1;}{\\s2 Quote;}}"
        b"{\\info{\\title " + unicode_words("會談紀要") + b"}{\\author " + unicode_words("王大文") + b"}}"
    )
    body = (
        b"\\pard\\s1 " + unicode_words("聯合演訓") + b"\\par\\pard\\s0 " + unicode_words(PROSE) + b"\\par"
        b"\\pard\\s2 " + unicode_words(PROSE) + b"\\par\\pard\\s0\\ls1{\\listtext\\bullet\\tab}"
        + unicode_words("擴大演訓。") + b"\\par\\pard\\trowd "
        + unicode_words("防衛費") + b"\\cell " + unicode_words("5兆") + b"\\cell\\row"
    )  # fmt: skip
    document = read_bytes(b"{\\rtf1\\ansi" + head + body + b"}", path="a.rtf")
    found = flows(document)
    assert ("quotation", PROSE) in found and ("body", "擴大演訓。") in found and ("body", "防衛費 | 5兆") in found
    assert document.author == "王大文" and any(words == "聯合演訓" for _, words in found)


@pytest.mark.parametrize("data", [b"{\\rtf1}", b"{\\rtf1{\\pict 00}}", b"{\\rtf1" + b"{" * 5000])
def test_rtf_without_words(data):
    with pytest.raises(ReadingError):
        read_bytes(data, path="a.rtf")


CONTENT = """<?xml version="1.0" encoding="UTF-8"?>{doctype}
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0">
<office:automatic-styles><style:style style:name="P1" style:parent-style-name="Quotations"/></office:automatic-styles>
<office:body><office:text>{body}</office:text></office:body></office:document-content>"""


def package(members: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in members.items():
            target.writestr(name, data, zipfile.ZIP_STORED if name == "mimetype" else None)
    return out.getvalue()


def odt(body: str, doctype: str = "", **more: str) -> bytes:
    content = CONTENT.format(body=body, doctype=doctype)
    return package({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content, **more})


def test_opendocument():
    body = (
        f"<text:h>聯合演訓</text:h><text:p>{PROSE[:9]}<text:span>{PROSE[9:]}</text:span></text:p>"
        f'<text:p text:style-name="P1">{PROSE}</text:p>'
        "<text:tracked-changes><text:p>刪去的話。</text:p></text:tracked-changes>"
        "<text:list><text:list-item><text:p>擴大<text:s/>演訓。</text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>防衛費</text:p></table:table-cell>"
        "<table:table-cell><text:p>5兆</text:p></table:table-cell></table:table-row></table:table>"
        "<text:p>前<text:note><text:p>註</text:p></text:note>後<text:line-break/>另行</text:p>"
    )
    document = read_bytes(odt(body), path="a.odt")
    assert_sound(document)
    found = flows(document)
    assert ("quotation", PROSE) in found and ("body", PROSE) in found and ("body", "防衛費 | 5兆") in found
    assert "刪去" not in document.text and "註" not in document.text and "前後" in document.text
    flat = CONTENT.format(body=body, doctype="").replace("document-content", "document")
    assert read_bytes(flat.encode(), path="a.fodt").text == document.text


BILLION = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/hostname"><!ENTITY % d SYSTEM "http://127.0.0.1:1/x"> %d;]>'


@pytest.mark.parametrize("doctype", [BILLION, OUTSIDE, OUTSIDE.replace(" %d;", "")])
def test_entities_are_not_expanded_and_nothing_is_loaded(doctype):
    try:
        document = read_bytes(odt(f"<text:p>{PROSE}&j;</text:p>", doctype), path="a.odt")
    except DamagedDocument:
        return  # refused as a whole
    assert document.text == PROSE


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (odt("<text:p>x"), DamagedDocument),
        (odt("<text:p> </text:p>"), EmptyDocument),
        (odt(f"<text:p>{PROSE}</text:p>", **{"META-INF/manifest.xml": "<m:encryption-data/>"}), DamagedDocument),
        (odt(f"<text:p>{PROSE}</text:p>", **{"Pictures/big": "0" * 9_000_000}), UnsafeDocument),
        (odt("<text:section>" * 3000 + "</text:section>" * 3000), ReadingError),
    ],
)
def test_opendocument_damaged_locked_or_swollen(data, error):
    with pytest.raises(error):
        read_bytes(data, path="a.odt")


CONTAINER = '<container><rootfiles><rootfile full-path="O/book.opf"/></rootfiles></container>'
BOOK = (
    '<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>白皮書</dc:title>'
    "<dc:publisher>外務省</dc:publisher><dc:language>zh-TW</dc:language></metadata><manifest>"
    '<item id="b" href="%E4%BA%8C.xhtml" media-type="application/xhtml+xml"/><item id="a" href="one.xhtml"/>'
    '<item id="n" href="nav.xhtml" properties="nav"/></manifest>'
    '<spine><itemref idref="n"/><itemref idref="a"/><itemref idref="b"/><itemref idref="gone"/></spine></package>'
)


def epub(**members: str) -> bytes:
    return package(
        {
            "mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER, "O/book.opf": BOOK,
            "O/one.xhtml": f"<html><h1>第一章</h1><p>{PROSE}</p><ul><li>甲事。</li><li>乙事。</li></ul></html>",
            "O/二.xhtml": f"<html><body><div>{PROSE}<br/>又一段話在此。</div><script>x()</script></body></html>",
            "O/nav.xhtml": "<html><body><p>目錄</p></body></html>", **members,
        }
    )  # fmt: skip


def test_epub():
    document = read_bytes(epub(), path="a.epub")
    assert_sound(document)
    assert (document.title, document.publisher, document.language) == ("白皮書", "外務省", "zh-Hant-TW")
    assert [words for _, words in flows(document)] == ["第一章", PROSE, "甲事。", "乙事。", PROSE, "又一段話在此。"]


@pytest.mark.parametrize("member", ["META-INF/rights.xml", "META-INF/container.xml", "O/book.opf"])
def test_epub_locked_or_damaged(member):
    with pytest.raises(DamagedDocument):
        read_bytes(epub(**{member: "<x/>"}) if "rights" in member else epub(**{member: ""}), path="a.epub")
