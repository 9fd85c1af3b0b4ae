import random
import struct
import zipfile
import zlib

import pytest

from rag.errors import ArchiveRefused, BinaryFile, MediaFile, OldDocument, PasswordProtected, UnknownFormat
from rag.read.signatures import is_archive, refuse_other_kinds
from tests.read.document_samples import open_paragraphs, pdf_pages, word_document, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NOISE = random.Random(1).randbytes(4000)  # noqa: S311


def mp3_frames(count: int) -> bytes:
    return b"".join(b"\xff\xfb\x90\x00" + bytes(417 - 4) for _ in range(count))


def aac_frames(count: int) -> bytes:
    length = 200
    head = bytes([0xFF, 0xF1, 0x50, 0x80 | length >> 11, length >> 3 & 0xFF, (length & 7) << 5 | 0x1F, 0xFC])
    return (head + bytes(length - 7)) * count


MEDIA = {
    "mp3 with tags": b"ID3\x03\x00\x00\x00\x00\x0f\x76" + NOISE,
    "mp3 alone": mp3_frames(5),
    "aac": aac_frames(5),
    "wav": b"RIFF" + struct.pack("<I", 36) + b"WAVEfmt \x10\x00\x00\x00" + NOISE,
    "wav with a list before": b"RIFF" + struct.pack("<I", 36) + b"WAVEJUNK\x1c\x00\x00\x00" + NOISE,
    "ogg": b"OggS\x00\x02" + NOISE,
    "flac": b"fLaC\x00\x00\x00\x22" + NOISE,
    "amr": b"#!AMR\n\x3c\x08" + NOISE,
    "aiff": b"FORM\x00\x00\x10\x00AIFFCOMM\x00\x00\x00\x12" + NOISE,
    "wma": b"\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9" + NOISE,
    "m4a": b"\x00\x00\x00\x20ftypM4A \x00\x00\x02\x00" + NOISE,
    "mp4": b"\x00\x00\x00\x18ftypmp42" + NOISE,
    "mov": b"\x00\x00\x00\x14ftypqt  " + NOISE,
    "old mov": b"\x00\x00\x00\x08wide\x00\x00\x10\x00mdat" + NOISE,
    "heic": b"\x00\x00\x00\x24ftypheic" + NOISE,
    "webm": b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01\x00" + NOISE,
    "avi": b"RIFF" + struct.pack("<I", 9000) + b"AVI LIST" + struct.pack("<I", 300) + b"hdrl" + NOISE,
    "png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR" + NOISE,
    "jpeg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + NOISE,
    "gif": b"GIF89a\x80\x02\xe0\x01\xf7\x00\x00" + NOISE,
    "webp": b"RIFF" + struct.pack("<I", 900) + b"WEBPVP8 " + struct.pack("<I", 800) + NOISE,
    "bmp": b"BM" + struct.pack("<IHHII", 9000, 0, 0, 54, 40) + NOISE,
    "tiff": b"II*\x00\x08\x00\x00\x00" + NOISE,
    "tiff of Motorola": b"MM\x00*\x00\x00\x00\x08" + NOISE,
}
PROGRAMS = {
    "windows": b"MZ\x90\x00\x03\x00\x00\x00" + NOISE,
    "linux": b"\x7fELF\x02\x01\x01\x00" + NOISE,
    "mac": b"\xcf\xfa\xed\xfe\x07\x00\x00\x01" + NOISE,
    "sqlite": b"SQLite format 3\x00" + NOISE,
}
ARCHIVES = {
    "gzip": b"\x1f\x8b\x08\x00" + NOISE,
    "7z": b"7z\xbc\xaf\x27\x1c\x00\x04" + NOISE,
    "rar": b"Rar!\x1a\x07\x01\x00" + NOISE,
    "xz": b"\xfd7zXZ\x00\x00\x04" + NOISE,
    "bzip2": b"BZh91AY&SY" + bytes(20) + NOISE,
    "zstd": b"\x28\xb5\x2f\xfd\x04\x00" + NOISE,
    "tar": b"session.txt".ljust(100, b"\0") + b"0000644\0".ljust(157, b"0") + b"ustar\x0000" + bytes(300),
}
SPOKEN = [
    "BM: привет\n", "BMW — это машина", "MZ: hello", "II* важно", "MM: да", "ID3: теги\n", "GIF89a: картинка",
    "RIFF: звук",
    "RIFFabcdWAVEfmt и слова о форматах", "OggS: да", "fLaC: да", "#!AMR\nЛена: да", "PK: да", "BZh91AY&SY это bzip",
    "яы, ящик и яшма", "ящик", "яШя", "яЫы: да", "7z и rar", "Rar! сказал он", "ftyp ftyp", "SQLite format 3 — это",
    "%PDF-1.7 это заголовок", "{\\rtf это", "FORM: анкета AIFF", "\x7f да", "FLV: видео", "L: да", "(µ/э да", "ЖЖ: да",
    "a" * 257 + "ustar",
]  # fmt: skip
ENCODINGS = ("utf-8", "utf-8-sig", "cp1251", "koi8-r", "cp866", "mac-cyrillic", "utf-16", "utf-16-le", "utf-16-be")


@pytest.mark.parametrize("data", MEDIA.values(), ids=MEDIA.keys())
def test_recordings_and_pictures_are_named_so(data: bytes) -> None:
    with pytest.raises(MediaFile):
        refuse_other_kinds(data)


@pytest.mark.parametrize("data", PROGRAMS.values(), ids=PROGRAMS.keys())
def test_programs_and_databases_are_named_so(data: bytes) -> None:
    with pytest.raises(BinaryFile):
        refuse_other_kinds(data)


@pytest.mark.parametrize("data", ARCHIVES.values(), ids=ARCHIVES.keys())
def test_archives_other_than_zip_are_named_so(data: bytes) -> None:
    with pytest.raises(ArchiveRefused):
        refuse_other_kinds(data)
    assert not is_archive(data)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("text", SPOKEN)
def test_a_text_is_never_taken_for_anything_else(text: str, encoding: str) -> None:
    data = (text + " и дальше разговор идёт своим чередом, как всегда" * 20).encode(encoding, errors="replace")
    refuse_other_kinds(data)
    assert not is_archive(data)


def test_text_that_happens_to_look_like_frames_of_sound_is_text() -> None:
    data = (b"\xff\xfb\x90a" + b"a" * 413) * 5
    refuse_other_kinds(data)


def test_old_documents_and_locked_ones_are_told_apart() -> None:
    with pytest.raises(OldDocument):
        refuse_other_kinds(OLE + b"\0" * 500 + "WordDocument".encode("utf-16-le"))
    with pytest.raises(PasswordProtected):
        refuse_other_kinds(OLE + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le"))


@pytest.mark.parametrize(
    "parts",
    [
        {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<x/>"},
        {"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<x/>"},
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"},
        {"mimetype": "application/epub+zip", "META-INF/container.xml": "<x/>"},
        {"Index/Document.iwa": "x"},
    ],
    ids=["xlsx", "pptx", "ods", "epub", "pages"],
)
def test_other_documents_in_a_zip_are_named_and_are_no_archives(parts: dict[str, str]) -> None:
    data = zipped(parts)
    with pytest.raises(UnknownFormat):
        refuse_other_kinds(data)
    assert not is_archive(data)


def test_documents_of_text_pass_and_are_no_archives() -> None:
    for data in (word_document("слова"), open_paragraphs("слова"), pdf_pages([["слова"]])):
        refuse_other_kinds(data)
        assert not is_archive(data)
        assert not is_archive(data[: len(data) * 2 // 3])


def test_a_zip_of_files_passes_and_is_an_archive() -> None:
    for data in (
        zipped({"session.txt": "Лена: да"}),
        zipped({"a.docx": word_document("слова")}, zipfile.ZIP_STORED),
        zipped({"xl/notes.txt": "Лена: да"}),
        zipped({}),
    ):
        refuse_other_kinds(data)
        assert is_archive(data)


def test_nothing_and_noise_pass() -> None:
    for data in (b"", b"\0", b"P", b"PK", zlib.compress(b"a")):
        refuse_other_kinds(data)
        assert not is_archive(data)
