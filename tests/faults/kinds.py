"""Bad files that are empty, of another kind than their name says, locked, scanned or cut short."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import PurePath

from rag.read.reader import SUFFIXES
from tests.faults.bad import Bad, bad
from tests.faults.conversations import ENGLISH, RUSSIAN, plain, srt, zoom_vtt
from tests.faults.seeds import rich_text, seeds, web_page
from tests.read.document_samples import (
    ODT_TYPE,
    locked,
    open_document,
    open_paragraphs,
    pdf_file,
    pdf_pages,
    pdf_stream,
    word_document,
    word_package,
    zipped,
)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
_LINES = [f"{name}: {words}" for name, words in ENGLISH]
_ANY_TEXT = "ready nothing empty format"


def _empty() -> Iterator[Bad]:
    yield from bad("empty", "empty", {f"zero bytes{suffix}": b"" for suffix in SUFFIXES})
    yield from bad(
        "empty",
        "empty",
        {
            "one space.txt": b" ",
            "line ends.txt": b"\n" * 1000,
            "windows line ends.srt": b"\r\n" * 5000,
            "tabs.csv": b"\t\t\t\n",
            "form feeds.txt": b"\f\v\x1c\n",
            "mark alone.txt": b"\xef\xbb\xbf",
            "space.json": b"  \n",
            "wide mark alone.txt": b"\xff\xfe",
            "wide mark and spaces.txt": "\ufeff   \n".encode("utf-16-le"),
            "no-break spaces.txt": "\u00a0" * 50,
            "wide spaces.md": "\u3000\n" * 9,
            "zero width.txt": "\u200b" * 40,
            "many marks.txt": "\ufeff" * 40,
        },
    )
    yield from bad("empty", "binary", {"zeros.txt": bytes(100), "zeros.docx": bytes(2**20), "zeros.json": bytes(7)})
    yield from bad(
        "empty",
        "nothing",
        {
            "dashes.txt": "---\n***\n",
            "captions without words.vtt": "WEBVTT\n\n",
            "times alone.srt": "1\n00:00:01,000 --> 00:00:02,000\n\n2\n00:00:03,000 --> 00:00:04,000\n\n",
            "rows without words.tsv": "start\tend\ttext\n0\t1\t\n",
            "signs.txt": "?! … — «»\n",
        },
    )
    yield from bad(
        "empty",
        "nothing scan broken",
        {
            "no paragraphs.docx": word_document(),
            "no paragraphs.odt": open_document(""),
            "no words.rtf": b"{\\rtf1\\ansi }",
            "no words.html": b"<html><body></body></html>",
        },
    )
    yield from bad("empty", "record nothing", {"list.json": b"[]", "object.json": b"{}", "null.json": b"null"})


def _other_kinds() -> Iterator[Bad]:
    media = {
        "png": b"\x89PNG\r\n\x1a\n" + bytes(40),
        "jpeg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(60),
        "gif": b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
        "webp": b"RIFF\x24\x00\x00\x00WEBPVP8 \x18\x00\x00\x00" + bytes(24),
        "tiff": b"II*\x00" + bytes(40),
        "photoshop": b"8BPS\x00\x01" + bytes(40),
        "icon": b"\x00\x00\x01\x00\x01\x00" + bytes(40),
        "mp3 with tags": b"ID3\x04\x00\x00\x00\x00\x00\x10" + bytes(60),
        "mp3": (b"\xff\xfb\x90\x00" + bytes(413)) * 4,
        "aac": (b"\xff\xf1\x50\x80\x04\x00\xfc" + bytes(25)) * 4,
        "wav": b"RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00" + bytes(60),
        "ogg": b"OggS\x00\x02" + bytes(60),
        "flac": b"fLaC\x00\x00\x00\x22" + bytes(60),
        "midi": b"MThd\x00\x00\x00\x06" + bytes(8),
        "mp4": b"\x00\x00\x00\x18ftypmp42" + bytes(60),
        "mkv": b"\x1aE\xdf\xa3\x01\x00\x00\x00" + bytes(60),
        "avi": b"RIFF\x24\x00\x00\x00AVI LIST\x00\x01\x00\x00" + bytes(60),
        "flv": b"FLV\x01\x05\x00\x00\x00\x09" + bytes(20),
        "wma": b"\x30\x26\xb2\x75\x8e\x66\xcf\x11" + bytes(60),
    }
    for number, (kind, data) in enumerate(media.items()):
        suffix = SUFFIXES[number % len(SUFFIXES)]
        yield from bad("media", "media", {f"{kind}.txt": data, f"{kind} again{suffix}": data})
    programs = {
        "exe": b"MZ\x90\x00\x03" + bytes(200),
        "elf": b"\x7fELF\x02\x01\x01" + bytes(60),
        "mach": b"\xcf\xfa\xed\xfe" + bytes(60),
        "class": b"\xca\xfe\xba\xbe\x00\x00\x00\x41" + bytes(60),
        "wasm": b"\x00asm\x01\x00\x00\x00" + bytes(20),
        "database": b"SQLite format 3\x00" + bytes(200),
        "shortcut": b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(60),
    }
    for suffix in (".txt", ".docx", ".vtt"):
        yield from bad("program", "binary", {f"{kind}{suffix}": data for kind, data in programs.items()})
    yield from bad(
        "other archive",
        "archive",
        {
            "gzip.txt": b"\x1f\x8b\x08\x00" + bytes(30),
            "seven.txt": b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(30),
            "rar.vtt": b"Rar!\x1a\x07\x01\x00" + bytes(30),
            "xz.txt": b"\xfd7zXZ\x00\x00\x04" + bytes(30),
            "bzip.srt": b"BZh91AY&SY\x00\x01" + bytes(30),
            "cabinet.txt": b"MSCF\x00\x00\x00\x00" + bytes(30),
            "tar.txt": b"a.txt" + bytes(252) + b"ustar\x0000" + bytes(247),
        },
    )
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    yield from bad(
        "other document",
        "format",
        {
            "sheet.txt": zipped({"[Content_Types].xml": types, "xl/workbook.xml": "<a/>"}),
            "slides.docx": zipped({"[Content_Types].xml": types, "ppt/presentation.xml": "<a/>"}),
            "pages.docx": zipped({"Index/Document.iwa": b"\x00"}),
            "book.txt": zipped({"mimetype": "application/epub+zip", "a.xhtml": "<a/>"}),
            "sheet.odt": zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}),
        },
    )
    yield from bad("other document", "old", {"old.doc": _OLE, "old.docx": _OLE + bytes(4096), "old.txt": _OLE})


def _wrong_names() -> Iterator[Bad]:
    yield from bad(
        "wrong name",
        "ready",
        {
            "web page.docx": web_page(RUSSIAN),
            "web page.txt": web_page(RUSSIAN),
            "word.txt": word_document(*_LINES),
            "word.pdf": word_document(*_LINES),
            "word.json": word_document(*_LINES),
            "print.txt": pdf_pages([_LINES]),
            "print.docx": pdf_pages([_LINES]),
            "open.docx": open_paragraphs(*_LINES),
            "rich.doc": rich_text(RUSSIAN),
            "rich.txt": rich_text(RUSSIAN),
            "text.docx": plain(RUSSIAN),
            "text.pdf": plain(RUSSIAN),
            "text.html": plain(RUSSIAN),
            "captions.txt": srt(RUSSIAN),
            "web captions.srt": zoom_vtt(RUSSIAN),
            "captions.csv": srt(RUSSIAN),
            "text.exe": plain(RUSSIAN),
            "text": plain(RUSSIAN),
            "text.": plain(RUSSIAN),
            "json.txt": seeds()[50].data,
        },
    )
    yield from bad("wrong name", "broken", {"text.json": plain(RUSSIAN), "captions.json": srt(RUSSIAN)})
    yield from bad(
        "wrong name",
        "format",
        {
            "notes.py": "import os\nprint(os.getcwd())\n",
            "script.sh": "#!/bin/sh\nrm -rf /\n",
            "settings.ini": "[main]\nname=1\n",
            "mail.eml": "Hello there\nthis is a letter\n",
            "style.css": "p { color: red }\n",
        },
    )


def _encrypted_pdf(password: str) -> bytes:
    import pypdf

    writer = pypdf.PdfWriter(io.BytesIO(pdf_pages([_LINES])))
    writer.encrypt(password, owner_password="owner", algorithm="RC4-128")  # noqa: S106
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def _locked() -> Iterator[Bad]:
    package = "EncryptedPackage".encode("utf-16-le")
    unknown = b"<< /Filter /Strange /V 9 /R 9 /O (a) /U (b) /P -1 >>"
    manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
    yield from bad(
        "password",
        "password",
        {
            "word.docx": _OLE + package + bytes(600),
            "sheet.txt": _OLE + "EncryptionInfo".encode("utf-16-le") + bytes(600),
            "parts.docx": locked(word_document(*_LINES)),
            "print.pdf": _encrypted_pdf("secret"),
            "print as text.txt": _encrypted_pdf("пароль"),
            "strange.pdf": pdf_file(
                {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Count 0 /Kids [] >>", 3: unknown},
                b"/Encrypt 3 0 R /ID [(a) (b)]",
            ),
            "open.odt": open_document("<text:p>a</text:p>", **{"META-INF__manifest_xml": manifest}),
            "whole.odt": zipped({"mimetype": ODT_TYPE, "content.xml": "<a/>", "encrypted-package": b"\x01\x02"}),
        },
    )
    yield from bad("password", "ready", {"locked for the owner alone.pdf": _encrypted_pdf("")})
    yield from bad("password", "archive", {"texts.zip": locked(zipped({"a.txt": plain(RUSSIAN), "b.txt": b"1"}))})


def _scan(count: int, content: bytes = b"") -> bytes:
    kids = b" ".join(b"%d 0 R" % (10 + number) for number in range(count))
    picture = pdf_stream(
        bytes(300),
        b"/Type /XObject /Subtype /Image /Width 10 /Height 10 /BitsPerComponent 8 /ColorSpace /DeviceRGB",
        packed=True,
    )
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /XObject << /I 3 0 R >> >> >>"
    )
    return pdf_file(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Count %d /Kids [%s] >>" % (count, kids),
            3: picture,
            4: pdf_stream(content or b"q 595 0 0 842 0 0 cm /I Do Q"),
            **dict.fromkeys(range(10, 10 + count), page),
        }
    )


def _scans() -> Iterator[Bad]:
    yield from bad(
        "scan",
        "scan",
        {
            "one page.pdf": _scan(1),
            "three pages.pdf": _scan(3),
            "many pages.pdf": _scan(200),
            "named text.txt": _scan(2),
            "spaces alone.pdf": _scan(2, b"BT /F 12 Tf (   ) Tj ET"),
            "lines alone.pdf": _scan(1, b"0 0 m 9 9 l S"),
        },
    )
    yield from bad("scan", "broken", {"no pages.pdf": _scan(0)})


def _cut() -> Iterator[Bad]:
    """Documents cut at five places; what is left of text is read, of a package nothing."""
    codes = {
        ".docx": "broken",
        ".odt": "broken",
        ".zip": "archive",
        ".json": "broken",
        ".pdf": "broken ready scan",
        ".rtf": "ready nothing broken",
        ".html": "ready nothing",
        ".ass": "ready nothing",
        ".srt": "ready nothing",
    }
    wanted = {suffix: next(seed for seed in seeds() if seed.name.endswith(suffix)) for suffix in codes}
    for suffix, seed in wanted.items():
        path = PurePath(seed.name)
        for hundredths in (15, 40, 70, 90, 98):
            data = seed.data[: len(seed.data) * hundredths // 100]
            yield from bad("cut", codes[suffix], {f"{path.stem} cut at {hundredths}{suffix}": data})
    stored = word_package("<w:p><w:r><w:t>Анна: да</w:t></w:r></w:p>")
    yield from bad(
        "cut", "broken", {"last byte.docx": stored[:-1], "no list of parts.docx": stored[: stored.find(b"PK\x01\x02")]}
    )
    yield from bad("cut", "archive", {"a header alone.zip": zipped({"a.txt": b"x"}, zipfile.ZIP_STORED)[:34]})


def files() -> list[Bad]:
    """All of them."""
    groups = (_empty(), _other_kinds(), _wrong_names(), _locked(), _scans(), _cut())
    return [file for group in groups for file in group]
