"""The files as they were given: byte for byte, once each, and damage noticed."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.errors import LibraryError
from rag.library.originals import Originals

DATA = "Анна: Привет!\r\n\ufeff王芳: 你好\x00\xff".encode("utf-8", errors="surrogatepass") + b"\xff\xfe"


def test_bytes_are_stored_once_under_their_checksum_and_come_back(tmp_path: Path) -> None:
    originals = Originals(tmp_path / "originals")
    checksum = originals.store(DATA)
    assert checksum == hashlib.sha256(DATA).hexdigest()
    stored = (tmp_path / "originals" / checksum).stat()
    assert originals.store(DATA) == checksum
    assert (tmp_path / "originals" / checksum).stat().st_ino == stored.st_ino
    assert originals.read(checksum) == DATA
    assert [path.name for path in (tmp_path / "originals").iterdir()] == [checksum]
    assert (tmp_path / "originals" / checksum).read_bytes() == DATA


def test_different_bytes_are_kept_apart(tmp_path: Path) -> None:
    originals = Originals(tmp_path)
    first, second = originals.store(b"a\n"), originals.store(b"a\r\n")
    assert first != second
    assert (originals.read(first), originals.read(second)) == (b"a\n", b"a\r\n")


@given(data=st.binary(max_size=2000))
@settings(derandomize=True, deadline=None, max_examples=30)
def test_any_bytes_come_back_unchanged(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    originals = Originals(tmp_path_factory.mktemp("originals"))
    assert originals.read(originals.store(data)) == data


def test_folder_and_files_are_for_the_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "library" / "originals"
    checksum = Originals(folder).store(DATA)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / checksum).stat().st_mode & 0o777 == 0o600


def test_changed_bytes_are_noticed(tmp_path: Path) -> None:
    originals = Originals(tmp_path)
    checksum = originals.store(DATA)
    (tmp_path / checksum).write_bytes(DATA + b" ")
    with pytest.raises(LibraryError, match=rf"^The original {checksum[:12]} was changed on the disk\.$"):
        originals.read(checksum)


def test_missing_bytes_are_named(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match=r"^The original 0000abcd0000 cannot be read: No such file or directory$"):
        Originals(tmp_path).read("0000abcd0000ffff")


def test_deleted_bytes_are_gone_and_deleting_again_does_nothing(tmp_path: Path) -> None:
    originals = Originals(tmp_path)
    kept, deleted = originals.store(b"a"), originals.store(b"b")
    originals.delete(deleted)
    originals.delete(deleted)
    assert [path.name for path in tmp_path.iterdir()] == [kept]
    with pytest.raises(LibraryError):
        originals.read(deleted)


def test_folder_that_is_gone_is_an_error_of_the_library(tmp_path: Path) -> None:
    originals = Originals(tmp_path / "originals")
    (tmp_path / "originals").rmdir()
    with pytest.raises(LibraryError, match=r"cannot be stored in .*originals: No such file or directory$"):
        originals.store(DATA)


def test_bytes_that_cannot_take_their_place_leave_nothing_behind(tmp_path: Path) -> None:
    originals = Originals(tmp_path)
    checksum = hashlib.sha256(DATA).hexdigest()
    (tmp_path / checksum).symlink_to(tmp_path / "nowhere" / "deeper")
    assert originals.store(DATA) == checksum
    assert originals.read(checksum) == DATA
    assert [path.name for path in tmp_path.iterdir()] == [checksum]


def test_folder_in_place_of_an_original_cannot_be_read_or_deleted(tmp_path: Path) -> None:
    originals = Originals(tmp_path)
    (tmp_path / "0000abcd0000ffff").mkdir()
    with pytest.raises(LibraryError, match=r"^The original 0000abcd0000 cannot be read: \w"):
        originals.read("0000abcd0000ffff")
    with pytest.raises(LibraryError, match=r"^The original 0000abcd0000 cannot be deleted: \w"):
        originals.delete("0000abcd0000ffff")
