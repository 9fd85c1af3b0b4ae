"""The disk: what it has, what is on it, and its errors in the words of the tree."""

import errno
import hashlib
from pathlib import Path

import pytest

from rag.errors import DiskFull, LibraryError
from rag.ollama.disk import checksum_of_file, disk_errors, free_bytes, make_folder, size_of


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_full_disk_is_told_as_such(number: int, tmp_path: Path) -> None:
    with pytest.raises(DiskFull), disk_errors(tmp_path):
        raise OSError(number, "full")


def test_other_errors_of_the_disk_name_the_folder(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match=tmp_path.name) as caught, disk_errors(tmp_path):
        raise OSError(errno.EACCES, "denied")
    assert not isinstance(caught.value, DiskFull)


def test_checksum_is_that_of_the_bytes_and_progress_reaches_the_end(tmp_path: Path) -> None:
    data = bytes(range(256)) * 10_000
    (tmp_path / "file").write_bytes(data)
    told: list[tuple[int, int | None]] = []
    checksum = checksum_of_file(tmp_path / "file", lambda done, total: told.append((done, total)))
    assert checksum == hashlib.sha256(data).hexdigest()
    assert len(told) > 1
    assert told[-1] == (len(data), len(data))


def test_what_the_progress_raises_ends_the_work(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")

    def refuse(*_: object) -> None:
        raise KeyError

    with pytest.raises(KeyError):
        checksum_of_file(tmp_path / "file", refuse)


def test_missing_file_has_no_bytes_and_no_checksum(tmp_path: Path) -> None:
    assert size_of(tmp_path / "nothing") == 0
    with pytest.raises(LibraryError):
        checksum_of_file(tmp_path / "nothing", lambda *_: None)


def test_folder_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "a" / "b")
    assert folder.stat().st_mode & 0o077 == 0
    assert make_folder(folder) == folder


def test_folder_in_the_place_of_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(LibraryError):
        make_folder(tmp_path / "file" / "folder")


def test_free_space_of_a_folder_is_known_and_of_no_folder_is_not(tmp_path: Path) -> None:
    assert free_bytes(tmp_path) > 0
    with pytest.raises(LibraryError):
        free_bytes(tmp_path / "nothing")
