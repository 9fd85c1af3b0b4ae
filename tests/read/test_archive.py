"""Archives: their files one at a time, their names never paths, and every limit."""

import io
import struct
import zipfile
from pathlib import Path

import pytest

from rag.errors import ArchiveRefused, EmptyFile
from rag.read import archive
from rag.read.archive import Member, unpack

MOST = 10_000


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return stream.getvalue()


def listed(data: bytes, most: int = MOST) -> list[Member]:
    return list(unpack(data, most))


def test_files_come_in_order_with_their_last_name_and_their_bytes() -> None:
    data = zipped({"б/первая.txt": "Анна: да".encode(), "вторая.vtt": b"WEBVTT"})
    assert listed(data) == [Member("первая.txt", "Анна: да".encode()), Member("вторая.vtt", b"WEBVTT")]


@pytest.mark.parametrize(
    ("name", "last"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\a.txt", "a.txt"),
        ("\\\\server\\share\\a.txt", "a.txt"),
        ("folder\\..\\..\\a.txt", "a.txt"),
        ("a/b/c.txt", "c.txt"),
    ],
)
def test_no_path_of_an_archive_comes_out(name: str, last: str) -> None:
    assert [member.name for member in listed(zipped({name: b"x"}))] == [last]


def test_what_systems_add_is_left_out() -> None:
    names = {"__MACOSX/._a.txt": b"x", ".DS_Store": b"x", "d/.hidden/a.txt": b"x", "a.txt": b"x"}
    assert [member.name for member in listed(zipped(names))] == ["a.txt"]


def test_russian_names_of_windows_are_read() -> None:
    data = zipped({"Cecc.txt": b"x"}).replace(b"Cecc.txt", "Сесс.txt".encode("cp866"))
    assert [member.name for member in listed(data)] == ["Сесс.txt"]


def test_a_file_larger_than_allowed_comes_with_one_byte_too_many() -> None:
    assert [len(member.content) for member in listed(zipped({"a.txt": b"ab" * 50}), most=50)] == [51]


def test_too_many_entries_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_ENTRIES", 2)
    assert len(listed(zipped({"a": b"1", "b": b"2"}))) == 2
    with pytest.raises(ArchiveRefused, match="3 entries"):
        listed(zipped({"a": b"1", "b": b"2", "c": b"3"}))


def test_a_bomb_is_refused_by_its_ratio() -> None:
    data = zipped({"a.txt": b"\0" * 30 * 2**20})
    assert len(data) < 2**16
    with pytest.raises(ArchiveRefused, match="200 times"):
        listed(data, most=2**30)


def test_all_files_together_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_TOTAL_BYTES", 100)
    with pytest.raises(ArchiveRefused, match="more than 100 bytes"):
        listed(zipped({"a": b"x" * 60, "b": b"y" * 60}))


def test_sizes_that_an_archive_lies_about_are_counted() -> None:
    data = bytearray(zipped({"a.txt": b"\0" * 30 * 2**20}))
    position = data.index(b"PK\x01\x02")
    data[position + 24 : position + 28] = struct.pack("<I", 10)
    with pytest.raises(ArchiveRefused):
        listed(bytes(data), most=2**30)


def test_locked_and_damaged_archives_are_refused() -> None:
    locked = bytearray(zipped({"a.txt": b"secret"}))
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(ArchiveRefused, match="password"):
        listed(bytes(locked))
    whole = zipped({"a.txt": b"words " * 400}, zipfile.ZIP_STORED)
    for damaged in (
        whole[:-30],
        whole[: len(whole) // 2],
        b"PK\x03\x04" + b"\xff" * 200,
        whole.replace(b"words", b"wards"),
    ):
        with pytest.raises(ArchiveRefused):
            listed(damaged)


def test_an_archive_inside_an_archive_stays_a_file(tmp_path: Path) -> None:
    inner = zipped({"a.txt": b"x"})
    assert listed(zipped({"inner.zip": inner})) == [Member("inner.zip", inner)]


@pytest.mark.parametrize("names", [[], ["folder/"], ["__MACOSX/._a.txt", ".DS_Store"]])
def test_an_archive_without_a_file_is_empty(names: list[str]) -> None:
    with pytest.raises(EmptyFile):
        listed(zipped(dict.fromkeys(names, b"")))
