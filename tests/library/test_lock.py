"""One process holds a library: another one is refused until the lock is released or the process ends."""

import subprocess
import sys
from pathlib import Path

import pytest

from rag.errors import LibraryBusy
from rag.library.lock import LibraryLock

PROJECT = Path(__file__).resolve().parents[2]
TAKE = """
import sys
from pathlib import Path
from rag.errors import LibraryBusy
from rag.library.lock import LibraryLock
lock = LibraryLock(Path(sys.argv[1]))
try:
    lock.take()
    print("taken", flush=True)
    sys.stdin.read()
except LibraryBusy as error:
    print(error, flush=True)
"""


def _start(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", TAKE, str(folder)], cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def _try_elsewhere(folder: Path) -> str:
    output, _ = _start(folder).communicate(input="", timeout=60)
    return output.strip()


def test_second_process_is_refused_until_the_lock_is_released(tmp_path: Path) -> None:
    lock = LibraryLock(tmp_path)
    lock.take()
    assert _try_elsewhere(tmp_path) == f"The library in {tmp_path} is in use by another process."
    lock.release()
    assert _try_elsewhere(tmp_path) == "taken"


def test_lock_is_free_after_the_process_that_held_it_was_killed(tmp_path: Path) -> None:
    lock = LibraryLock(tmp_path)
    with _start(tmp_path) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "taken\n"
        with pytest.raises(LibraryBusy, match=r"is in use by another process\.$"):
            lock.take()
        holder.kill()
    lock.take()
    assert _try_elsewhere(tmp_path) == f"The library in {tmp_path} is in use by another process."
    lock.release()


def test_second_lock_in_the_same_process_is_refused_too(tmp_path: Path) -> None:
    first, second = LibraryLock(tmp_path), LibraryLock(tmp_path)
    first.take()
    with pytest.raises(LibraryBusy):
        second.take()
    first.release()
    second.take()
    second.release()


def test_libraries_in_two_folders_are_held_independently(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    lock = LibraryLock(tmp_path / "one")
    lock.take()
    assert _try_elsewhere(tmp_path / "two") == "taken"
    lock.release()


def test_file_of_the_lock_is_for_the_owner_only(tmp_path: Path) -> None:
    lock = LibraryLock(tmp_path)
    lock.take()
    assert {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {"lock": 0o600}
    lock.release()


def test_lock_that_is_not_held_can_be_released(tmp_path: Path) -> None:
    lock = LibraryLock(tmp_path)
    lock.release()
    lock.take()
    lock.release()
    assert _try_elsewhere(tmp_path) == "taken"
