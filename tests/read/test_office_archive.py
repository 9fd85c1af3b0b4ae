import struct
import zipfile

import pytest

from rag.errors import DamagedFile, PasswordProtected, ReadingLimit
from rag.read import office_archive
from rag.read.office_archive import OfficeArchive, is_zip, media_type, member_names, refuse_unsafe_xml
from tests.read.document_samples import locked, zipped


def test_parts_are_read_by_their_names() -> None:
    archive = OfficeArchive(zipped({"a.xml": "<a>слова</a>", "b.bin": b"\0"}))
    assert archive.names == {"a.xml", "b.bin"}
    assert archive.part("b.bin") == b"\0"
    assert archive.tree("a.xml").text == "слова"


def test_a_missing_part_is_damage() -> None:
    with pytest.raises(DamagedFile):
        OfficeArchive(zipped({"a.xml": "<a/>"})).part("b.xml")


def test_bytes_that_are_no_zip_are_damage() -> None:
    with pytest.raises(DamagedFile):
        OfficeArchive(b"PK\x03\x04 and nothing else")


def test_a_part_that_unpacks_to_far_more_than_its_size_is_refused() -> None:
    archive = OfficeArchive(zipped({"a.xml": b" " * 20_000_000}))
    with pytest.raises(ReadingLimit):
        archive.part("a.xml")


def test_a_long_part_of_usual_text_is_read() -> None:
    text = "".join(f"<w:p>{number} слов сказано</w:p>" for number in range(60_000)).encode()
    assert OfficeArchive(zipped({"a.xml": text})).part("a.xml") == text


def test_the_sizes_of_all_parts_together_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    data = zipped({"a": b"1" * 600, "b": b"2" * 600})
    monkeypatch.setattr(office_archive, "MAX_TOTAL_BYTES", 1000)
    with pytest.raises(ReadingLimit):
        OfficeArchive(data)


def test_a_part_that_lies_about_its_size_is_counted_while_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    data = zipped({"a": b"1" * 600, "b": b"2" * 600}, zipfile.ZIP_STORED)
    archive = OfficeArchive(data)
    monkeypatch.setattr(archive, "_left", 1000)
    archive.part("a")
    with pytest.raises(ReadingLimit):
        archive.part("b")


def test_a_forged_size_does_not_lift_the_limit() -> None:
    data = bytearray(zipped({"a.xml": b" " * 20_000_000}))
    central = data.index(b"PK\x01\x02")
    struct.pack_into("<I", data, central + 24, 1000)
    with pytest.raises((DamagedFile, ReadingLimit)):
        OfficeArchive(bytes(data)).part("a.xml")


def test_thousands_of_parts_are_refused_before_they_are_listed() -> None:
    data = zipped({f"{number}": b"" for number in range(10_001)})
    with pytest.raises(ReadingLimit):
        OfficeArchive(data)
    assert member_names(data) == frozenset()


def test_locked_parts_are_named_so() -> None:
    with pytest.raises(PasswordProtected):
        OfficeArchive(locked(zipped({"a.xml": "<a/>"})))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("declaration", ["<!DOCTYPE a>", '<!DOCTYPE a [<!ENTITY b "c">]>', '<a/><!ENTITY b "c">'])
def test_declarations_are_refused_in_every_encoding(declaration: str, encoding: str) -> None:
    with pytest.raises(DamagedFile):
        refuse_unsafe_xml(f'<?xml version="1.0"?>\n{declaration}<a/>'.encode(encoding))


@pytest.mark.parametrize("encoding", ["utf-7", "cp037", "utf-32", "ebcdic-cp-us"])
def test_encodings_that_could_hide_a_declaration_are_refused(encoding: str) -> None:
    with pytest.raises(DamagedFile):
        refuse_unsafe_xml(f'<?xml version="1.0" encoding="{encoding}"?><a/>'.encode())


@pytest.mark.parametrize("encoding", ["UTF-8", "utf-16", "windows-1251", "iso-8859-1"])
def test_usual_encodings_pass(encoding: str) -> None:
    refuse_unsafe_xml(f'<?xml version="1.0" encoding="{encoding}" standalone="yes"?><a/>'.encode())


def test_a_document_type_that_is_only_spoken_of_passes() -> None:
    refuse_unsafe_xml("<a>он пишет &lt;!DOCTYPE html></a>".encode())


def test_too_many_tags_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_archive, "MAX_MARKUP", 10)
    with pytest.raises(ReadingLimit):
        refuse_unsafe_xml(b"<a>" + b"<b/>" * 10 + b"</a>")


def test_names_are_found_where_the_list_of_parts_is_cut_off() -> None:
    data = zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<a/>"})
    assert "word/document.xml" in member_names(data[: data.index(b"PK\x01\x02")])


def test_names_inside_an_archive_of_documents_are_not_its_own() -> None:
    data = zipped({"notes.docx": zipped({"word/document.xml": "<a/>"})}, zipfile.ZIP_STORED)
    assert member_names(data) == {"notes.docx"}
    assert member_names(data[: data.rindex(b"PK\x01\x02")]) == frozenset()


def test_the_media_type_is_read_stored_packed_and_not_at_all() -> None:
    assert media_type(zipped({"mimetype": "application/epub+zip", "a": "b"})) == "application/epub+zip"
    assert media_type(zipped({"a": "b", "mimetype": "application/epub+zip"})) == "application/epub+zip"
    assert media_type(zipped({"a": "b"})) == ""
    assert media_type("PK и текст".encode()) == ""


def test_text_that_begins_with_the_letters_of_a_zip_is_no_zip() -> None:
    assert not is_zip(b"PK: hello")
    assert member_names(b"PK: hello") == frozenset()
