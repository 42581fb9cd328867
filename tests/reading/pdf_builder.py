"""A small PDF writer for tests: text at given places, in a CJK font that PDFium knows by its character collection."""

from collections.abc import Sequence

Text = tuple[float, float, float, str]
"""Left, base line, font size, words."""


def build(pages: Sequence[Sequence[Text]]) -> bytes:
    """Return a PDF of the given pages (595 by 842 points)."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects += [
        b"<< /Type /Font /Subtype /Type0 /BaseFont /MSung-Light /Encoding /UniCNS-UTF16-H /DescendantFonts [4 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /MSung-Light /DW 1000 /W [1 [278 278 355 556]] "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (CNS1) /Supplement 6 >> /FontDescriptor 5 0 R >>",
        b"<< /Type /FontDescriptor /FontName /MSung-Light /Flags 4 /FontBBox [0 -200 1000 880] /ItalicAngle 0 "
        b"/Ascent 880 /Descent -200 /CapHeight 700 /StemV 80 >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    kids = []
    for page in pages:
        stream = b"\n".join(_show(*text) for text in page)
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R /F2 6 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    return _file(objects)


def _show(left: float, base: float, size: float, words: str) -> bytes:
    place = f"{left} {base} Td".encode()
    if words.isascii():
        shown = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode()
        return b"BT /F2 %g Tf %s (%s) Tj ET" % (size, place, shown)
    return b"BT /F1 %g Tf %s <%s> Tj ET" % (size, place, words.encode("utf-16-be").hex().encode())


def _file(objects: list[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.5\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def lay_out(
    lines: Sequence[str], *, left: float = 72, top: float = 780, size: float = 12, leading: float = 18
) -> list[Text]:
    """Return lines of one column, one below the other; leading spaces become indents, an empty line leaves a gap."""
    texts: list[Text] = []
    for at, line in enumerate(lines):
        words = line.lstrip("　 ")
        if words:
            texts.append((left + size * (len(line) - len(words)), top - leading * at, size, words))
    return texts
