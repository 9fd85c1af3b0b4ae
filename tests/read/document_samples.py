"""Documents that the tests build for themselves: packages, pages and properties in as few bytes as will do."""

import io
import random
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

WORD_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ODF_SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
ODT_TYPE = "application/vnd.oasis.opendocument.text"


def zipped(parts: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in parts.items():
            method = zipfile.ZIP_STORED if name == "mimetype" else compression
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return stream.getvalue()


def locked(data: bytes) -> bytes:
    """The archive with every part marked as encrypted."""
    return b"".join(
        chunk[:at] + bytes([chunk[at] | 1]) + chunk[at + 1 :]
        for chunk, at in ((part, 6 if part.startswith(b"PK\x03\x04") else 8) for part in _headers(data))
    )


def _headers(data: bytes) -> Iterator[bytes]:
    places = sorted(
        place for mark in (b"PK\x03\x04", b"PK\x01\x02") for place in range(len(data)) if data.startswith(mark, place)
    )
    yield from (data[here:after] for here, after in zip(places, [*places[1:], len(data)], strict=True))


def word_document(*paragraphs: str, title: str = "", created: datetime | None = None) -> bytes:
    """A document that python-docx writes."""
    import docx

    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return saved(document, title=title, created=created)


def saved(document: Any, title: str = "", created: datetime | None = None) -> bytes:
    document.core_properties.title = title
    if created:
        document.core_properties.created = created
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def word_package(body: str, **others: str | bytes) -> bytes:
    """A document of a body in raw XML, and of parts whose names have `__` for a slash."""
    document = f'<?xml version="1.0"?><w:document xmlns:w="{WORD_SPACE}"><w:body>{body}</w:body></w:document>'
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": document} | _parts(others))


def open_document(body: str, meta: str = "", styles: str = "", **others: str | bytes) -> bytes:
    content = (
        f"<office:document-content {ODF_SPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    properties = f"<office:document-meta {ODF_SPACES}><office:meta>{meta}</office:meta></office:document-meta>"
    return zipped({"mimetype": ODT_TYPE, "content.xml": content, "meta.xml": properties} | _parts(others))


def _parts(others: Mapping[str, str | bytes]) -> dict[str, str | bytes]:
    return {name.replace("__", "/").replace("_xml", ".xml"): content for name, content in others.items()}


def open_paragraphs(*paragraphs: str) -> bytes:
    return open_document("".join(f"<text:p>{escape(paragraph)}</text:p>" for paragraph in paragraphs))


def pdf_file(objects: Mapping[int, bytes], trailer: bytes = b"") -> bytes:
    """A PDF of numbered objects with its table of places; object 1 is the root."""
    data = bytearray(b"%PDF-1.7\n")
    places: dict[int, int] = {}
    for number, content in objects.items():
        places[number] = len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(data)
    size = max(objects) + 1
    data += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        data += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 00000 f \n"
    data += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)
    return bytes(data)


def pdf_stream(content: bytes, entries: bytes = b"", *, packed: bool = False) -> bytes:
    if packed:
        content, entries = zlib.compress(content, 9), entries + b" /Filter /FlateDecode"
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def pdf_pages(pages: Sequence[Sequence[str]], info: bytes = b"", trailer: bytes = b"") -> bytes:
    """Pages of lines in any script, a letter being two bytes whose meaning stands in /ToUnicode."""
    letters = sorted({letter for page in pages for line in page for letter in line})
    mapping = "\n".join(f"<{ord(letter):04x}> <{ord(letter):04x}>" for letter in letters)
    space = "1 begincodespacerange\n<0000> <ffff>\nendcodespacerange"
    cmap = f"begincmap\n{space}\n{len(letters)} beginbfchar\n{mapping}\nendbfchar\nendcmap"
    first = 10
    kids = b" ".join(b"%d 0 R" % (first + 2 * number) for number in range(len(pages)))
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(pages), kids),
        3: b"<< /Type /Font /Subtype /Type0 /BaseFont /F /Encoding /Identity-H /DescendantFonts [4 0 R] "
        b"/ToUnicode 5 0 R >>",
        4: b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /F /DW 500 >>",
        5: pdf_stream(cmap.encode()),
        6: b"<< %s >>" % info,
    }
    for number, lines in enumerate(pages):
        shown = "\n".join(f"<{line.encode('utf-16-be').hex()}> Tj T*" for line in lines)
        objects[first + 2 * number] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >> "
            b"/Contents %d 0 R >>" % (first + 2 * number + 1)
        )
        objects[first + 2 * number + 1] = pdf_stream(f"BT /F 12 Tf 14 TL 50 800 Td\n{shown}\nET".encode())
    return pdf_file(objects, b"/Info 6 0 R " + trailer)


def damaged_copies(data: bytes, count: int, seed: int) -> Iterator[bytes]:
    """Copies with flipped bits, cut short, with a stretch taken out, doubled or overwritten."""
    chance = random.Random(seed)  # noqa: S311
    for _ in range(count):
        kind = chance.randrange(5)
        start, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
        if kind == 0:
            copy = bytearray(data)
            for _ in range(chance.randint(1, 12)):
                copy[chance.randrange(len(copy))] ^= 1 << chance.randrange(8)
            yield bytes(copy)
        elif kind == 1:
            yield data[:end]
        elif kind == 2:
            yield data[:start] + data[end:]
        elif kind == 3:
            yield data[:end] + data[start:]
        else:
            stretch = chance.randbytes(min(end - start, 40))
            yield data[:start] + stretch + data[start + len(stretch) :]
