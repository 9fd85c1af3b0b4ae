"""Bad packages of Word and LibreOffice and bad PDFs: bombs, entities, endless references, parts that lie."""

import zipfile
from collections.abc import Iterator, Mapping

from tests.faults.archives import packed_zeros
from tests.faults.bad import Bad, Made, bad, heavy
from tests.read.document_samples import (
    ODF_SPACES,
    ODT_TYPE,
    WORD_SPACE,
    open_document,
    pdf_file,
    pdf_stream,
    word_package,
    zipped,
)

_WORDS = "<w:p><w:r><w:t>Анна: да, хорошо.</w:t></w:r></w:p>"
_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
_DECLARATIONS: Mapping[str, str] = {
    "billion laughs": f'<!DOCTYPE a [<!ENTITY l0 "ha">{_LAUGHS}]>',
    "quadratic": f'<!DOCTYPE a [<!ENTITY l9 "{"x" * 50_000}">]>',
    "file": '<!DOCTYPE a [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
    "address": '<!DOCTYPE a [<!ENTITY l9 SYSTEM "http://127.0.0.1:1/x">]>',
    "parameter": '<!DOCTYPE a [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>',
    "outer type": '<!DOCTYPE a SYSTEM "file:///etc/passwd">',
    "lower case of name": '<!DOCTYPE  a PUBLIC "-//a" "http://127.0.0.1:1/a.dtd" [<!ENTITY l9 "x">]>',
}


def _word_xml(before: str, body: str, encoding: str = "UTF-8") -> bytes:
    root = f'<w:document xmlns:w="{WORD_SPACE}"><w:body>{body}</w:body></w:document>'
    text = f'<?xml version="1.0" encoding="{encoding}"?>{before}{root}'
    return text.encode(encoding)


def _word(document: bytes | str, **others: str | bytes) -> bytes:
    parts = {name.replace("__", "/").replace("_xml", ".xml"): content for name, content in others.items()}
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": document} | parts)


def _open(content: bytes | str, **others: str | bytes) -> bytes:
    parts = {name.replace("__", "/").replace("_xml", ".xml"): part for name, part in others.items()}
    return zipped({"mimetype": ODT_TYPE, "content.xml": content} | parts)


def _entities() -> Iterator[Bad]:
    body = "<w:p><w:r><w:t>Анна: &l9;</w:t></w:r></w:p>"
    text = "<office:body><office:text><text:p>&l9;</text:p></office:text></office:body>"
    content = f"<office:document-content {ODF_SPACES}>{text}</office:document-content>"
    for name, before in _DECLARATIONS.items():
        yield from bad(
            "entities",
            "broken",
            {
                f"{name}.docx": _word(_word_xml(before, body)),
                f"{name} in utf-16.docx": _word(_word_xml(before, body, "UTF-16")),
                f"{name} in properties.docx": _word(_word_xml("", _WORDS), docProps__core_xml=f"{before}<a>&l9;</a>"),
                f"{name}.odt": _open(before + content),
                f"{name} in properties.odt": _open(content, meta_xml=f"{before}<a>&l9;</a>"),
            },
        )
    plain = _word_xml("", _WORDS).decode()
    yield from bad(
        "entities",
        "broken",
        {
            "utf-7.docx": _word(plain.replace("UTF-8", "UTF-7")),
            "ebcdic.docx": _word(plain.replace("UTF-8", "cp500").encode("cp500", "replace")),
            "utf-32.docx": _word(plain.replace("UTF-8", "UTF-32").encode("utf-32")),
            "unknown entity.docx": _word(_word_xml("", "&nbsp;")),
        },
    )
    yield from bad(
        "entities",
        "ready",
        {
            "include.docx": _word(
                _word_xml(
                    "", f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>{_WORDS}'
                )
            ),
            "style sheet.docx": _word(_word_xml('<?xml-stylesheet href="file:///etc/passwd"?>', _WORDS)),
            "outer parts.docx": _word(
                _word_xml("", f'<w:altChunk r:id="r1" xmlns:r="r"/>{_WORDS}'),
                **{
                    "word___rels__document.xml.rels": '<Relationships><Relationship Id="r1" TargetMode="External" Target="file:///etc/passwd"/></Relationships>'
                },
            ),
            "utf-16.docx": _word(_word_xml("", _WORDS, "UTF-16")),
        },
    )


def _packages() -> Iterator[Bad]:
    deep = "<w:sdt>" * 20_000 + _WORDS + "</w:sdt>" * 20_000
    attributes = " ".join(f'a{n}="1"' for n in range(50_000))
    yield from bad(
        "package",
        "broken heavy",
        {
            "deep.docx": _word(_word_xml("", deep)),
            "deep.odt": open_document("<text:section>" * 20_000),
            "no root.docx": _word(""),
            "text alone.docx": _word("Анна: да"),
            "half a tag.docx": _word('<w:document xmlns:w="a"><w:bod'),
            "control.docx": _word(_word_xml("", "<w:p>&#0;&#xFFFF;</w:p>")),
            "zeros.docx": _word(bytes(5000)),
            "wrong end.docx": _word(_word_xml("", "<w:p></w:r>")),
            "bomb.docx": _word(b" " * 30_000_000),
            "bomb.odt": _open(b"<" + b" " * 30_000_000),
            "bzip.docx": zipped({"word/document.xml": _word_xml("", _WORDS)}, zipfile.ZIP_BZIP2),
            "bomb of bzip.docx": packed_zeros(200, zipfile.ZIP_BZIP2, "word/document.xml"),
            "no content.odt": zipped({"mimetype": ODT_TYPE, "a.xml": "<a/>"}),
            "unbound.odt": _open("<office:document-content/>"),
        },
    )
    yield from bad(
        "package",
        "ready nothing broken",
        {
            "other root.docx": _word("<html><body>Анна: да</body></html>"),
            "attributes.docx": _word(_word_xml("", f"<w:p {attributes}/>{_WORDS}")),
            "boxes.docx": word_package("<w:p><w:r><w:txbxContent>" * 60 + _WORDS + "</w:txbxContent></w:r></w:p>" * 60),
            "tables.docx": word_package("<w:tbl><w:tr><w:tc>" * 60 + _WORDS + "</w:tc></w:tr></w:tbl>" * 60),
            "spaces.odt": open_document(
                '<text:p>Анна: да<text:s text:c="999999999"/>нет<text:s text:c="-5"/></text:p>'
            ),
            "properties of nobody.docx": _word(_word_xml("", _WORDS), docProps__core_xml="<a/>"),
            "dates of nobody.odt": open_document(
                "<text:p>Анна: да</text:p>", meta="<meta:creation-date>99999-99-99</meta:creation-date>"
            ),
            "comments.docx": _word(_word_xml("", "<!-- a -->" * 10_000 + _WORDS)),
            "data.docx": _word(_word_xml("", _WORDS.replace("да", "<![CDATA[<b>]]>"))),
            "broken properties.docx": _word(_word_xml("", _WORDS), docProps__core_xml="<cp:coreProperties"),
            "two texts.docx": zipped(
                {
                    "[Content_Types].xml": "<Types/>",
                    "word/document.xml": _word_xml("", _WORDS),
                    "word/document2.xml": "<a/>",
                }
            ),
        },
    )
    yield from heavy(
        "package",
        "ready heavy broken",
        {
            "many paragraphs.docx": lambda: word_package(_WORDS * 200_000),
            "many tags.docx": lambda: word_package("<w:p/>" * 6_000_000),
            "one long word.docx": lambda: word_package(
                f"<w:p><w:r><w:t>Анна: {'слово ' * 4_000_000}</w:t></w:r></w:p>"
            ),
            "many spans.odt": lambda: open_document("<text:p>" + "<text:span>да </text:span>" * 500_000 + "</text:p>"),
            "many cells.docx": lambda: word_package(
                "<w:tbl><w:tr>" + f"<w:tc>{_WORDS}</w:tc>" * 100_000 + "</w:tr></w:tbl>"
            ),
        },
    )
    yield from heavy("package", "binary broken", {"names before parts.docx": lambda: _names_before_parts(30)})


def _names_before_parts(mebibytes: int) -> bytes:
    """Headers that each say their name is as long as can be, in a document without a list of its parts."""
    header = b"PK\x03\x04" + bytes(22) + b"\xff\xff\0\0"
    return header + b"word/document.xml" + b"".join(header + b"%08d" % n for n in range(mebibytes * 2**20 // 38))


def _printed(content: bytes, page: bytes = b"", **objects: bytes) -> bytes:
    """A page that draws the content, and further objects by their numbers."""
    others = {int(name.removeprefix("_")): value for name, value in objects.items()}
    return pdf_file(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F 5 0 R >> %s >> >>" % page,
            4: pdf_stream(content),
            5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            **others,
        }
    )


_SHOWN = b"BT /F 12 Tf 50 700 Td (Anna: yes, all right.) Tj ET"


def _prints() -> Iterator[Bad]:
    root = b"<< /Type /Catalog /Pages 2 0 R >>"
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>"
    looping: dict[str, Made] = {
        "pages in themselves.pdf": pdf_file({1: root, 2: b"<< /Type /Pages /Count 9 /Kids [2 0 R 2 0 R] >>"}),
        "two in each other.pdf": pdf_file(
            {1: root, 2: b"<< /Type /Pages /Count 9 /Kids [3 0 R] >>", 3: b"<< /Type /Pages /Count 9 /Kids [2 0 R] >>"}
        ),
        "hundred thousand claimed.pdf": pdf_file({1: root, 2: b"<< /Type /Pages /Count 100000 /Kids [] >>"}),
        "root in itself.pdf": pdf_file({1: b"1 0 R"}),
        "no root.pdf": pdf_file({2: b"<< >>"}),
        "head alone.pdf": b"%PDF-1.7\n",
        "end alone.pdf": b"%PDF-1.7\nstartxref\n0\n%%EOF\n",
        "place of itself.pdf": b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f \n"
        b"trailer\n<< /Prev 9 /Root 1 0 R >>\nstartxref\n9\n%%EOF",
        "noise.pdf": b"%PDF-1.4\n" + bytes(range(256)) * 40,
        "deep list.pdf": pdf_file({1: root, 2: b"[" * 50_000}),
        "deep record.pdf": pdf_file({1: root, 2: b"<< /A " * 50_000}),
        "deep pages.pdf": _deep_pages(3000),
    }
    yield from bad("print", "broken scan heavy", looping)
    yield from bad(
        "print",
        "ready scan broken heavy nothing",
        {
            "form in itself.pdf": _printed(
                b"/X Do " + _SHOWN, b"/XObject << /X 6 0 R >>", _6=pdf_stream(b"/X Do", form)
            ),
            "length lies.pdf": _printed(_SHOWN).replace(b"/Length 56", b"/Length 99999999"),
            "place lies.pdf": _printed(_SHOWN).replace(b"startxref\n", b"startxref\n99999"),
            "script.pdf": _printed(_SHOWN).replace(
                b"/Catalog", b"/Catalog /OpenAction << /S /JavaScript /JS (app.alert(1)) >>"
            ),
            "launch.pdf": _printed(_SHOWN).replace(b"/Catalog", b"/Catalog /OpenAction << /S /Launch /F (/bin/sh) >>"),
            "long number.pdf": _printed(b"9" * 100_000 + b" 0 Td " + _SHOWN),
            "no operands.pdf": _printed(b"BT Tf Td Tj ' \" TJ Tm cm ET"),
            "wide meaning.pdf": _meaning(b"1 beginbfrange\n<0000> <FFFFFFFF> <0041>\nendbfrange"),
            "half meaning.pdf": _meaning(b"9 beginbfchar\n<00"),
            "many filters.pdf": _filters(300),
            "unknown filter.pdf": _printed(_SHOWN).replace(b"/Length 56", b"/Length 56 /Filter /Strange"),
            "not packed.pdf": _printed(_SHOWN).replace(b"/Length 56", b"/Length 56 /Filter /FlateDecode"),
            "hexadecimal.pdf": _printed(_SHOWN).replace(b"/Length 56", b"/Length 56 /Filter /ASCIIHexDecode"),
            "file in it.pdf": _printed(_SHOWN, _6=pdf_stream(b"MZ\x90", b"/Type /EmbeddedFile")),
            "saved and not restored.pdf": _printed(b"q " * 90_000 + _SHOWN),
            "nested text.pdf": _printed(b"BT " * 20_000 + _SHOWN),
            "bytes before.pdf": b"HTTP/1.1 200 OK\r\n\r\n" + _printed(_SHOWN),
            "old line ends.pdf": _printed(_SHOWN).replace(b"\n", b"\r"),
        },
    )
    yield from heavy(
        "print",
        "heavy broken scan ready nothing",
        {
            "bomb.pdf": lambda: _bomb(600),
            "bomb of text.pdf": lambda: _bomb(19, b"BT /F 9 Tf (Anna: yes) Tj ET "),
            "many pages.pdf": lambda: _many_pages(4_900),
            "too many pages.pdf": lambda: _many_pages(20_000),
            "long line of letters.pdf": lambda: _printed(b"BT /F 9 Tf (" + b"a" * 5_000_000 + b") Tj ET"),
            "letters one by one.pdf": lambda: _printed(b"BT /F 9 Tf " + b"(a) Tj 1 0 Td " * 45_000 + b"ET"),
            "brackets.pdf": lambda: _printed(b"(" * 5_000_000),
            "objects.pdf": lambda: b"%PDF-1.4\n" + b"1 0 obj\n<< >>\nendobj\n" * 300_000,
            "ends.pdf": lambda: b"%PDF-1.4\n" + b"startxref\n9\n%%EOF\n" * 500_000,
            "marks.pdf": lambda: b"%PDF-1.4\n" + b"%" * 20_000_000,
        },
    )


def _meaning(lines: bytes) -> bytes:
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /F /Encoding /Identity-H /ToUnicode 6 0 R >>"
    return _printed(b"BT /F 12 Tf <00410042> Tj ET", _5=font, _6=pdf_stream(b"begincmap\n" + lines + b"\nendcmap"))


def _filters(count: int) -> bytes:
    return _printed(_SHOWN).replace(b"/Length 56", b"/Length 56 /Filter [" + b"/ASCIIHexDecode " * count + b"]")


def _deep_pages(depth: int) -> bytes:
    pages = {n: b"<< /Type /Pages /Count 1 /Kids [%d 0 R] >>" % (n + 1) for n in range(2, depth)}
    return pdf_file({1: b"<< /Type /Catalog /Pages 2 0 R >>", **pages})


def _bomb(mebibytes: int, piece: bytes = b"q Q ") -> bytes:
    return _printed(b"").replace(pdf_stream(b""), pdf_stream(piece * (mebibytes * 2**20 // len(piece)), packed=True))


def _many_pages(count: int) -> bytes:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
    kids = b" ".join(b"%d 0 R" % (10 + n) for n in range(count))
    return pdf_file(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Count %d /Kids [%s] >>" % (count, kids),
            4: pdf_stream(_SHOWN),
            5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            **dict.fromkeys(range(10, 10 + count), page),
        }
    )


def files() -> list[Bad]:
    """All of them."""
    return [*_entities(), *_packages(), *_prints()]
