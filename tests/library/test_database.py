"""The catalogue's file: opening, transactions, damage, and every foreign error in the program's own words."""

import sqlite3
import threading
from pathlib import Path

import pytest

from rag.errors import DiskFull, LibraryDamaged, LibraryError
from rag.library.database import SCHEMA_VERSION, Database
from tests.library.examples import files_with

INSERT = "INSERT INTO settings (key, value) VALUES (?, ?)"


def _write(database: Database, *settings: tuple[str, str], error: BaseException | None = None) -> None:
    with database.transaction() as connection:
        connection.executemany(INSERT, settings)
        if error:
            raise error


def _settings(database: Database) -> dict[str, str]:
    return {row["key"]: row["value"] for row in database.rows("SELECT key, value FROM settings")}


def test_new_file_has_the_schema_and_its_safety_settings(database: Database) -> None:
    tables = {row[0] for row in database.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    assert {
        "settings", "transcripts", "segments", "passages", "passage_words", "conversations", "exchanges",
    } <= tables  # fmt: skip
    pragmas = ("user_version", "journal_mode", "foreign_keys", "secure_delete", "synchronous")
    found = {}
    for pragma in pragmas:
        row = database.row(f"PRAGMA {pragma}")
        found[pragma] = row[0] if row else None
    assert found == {
        "user_version": SCHEMA_VERSION, "journal_mode": "wal", "foreign_keys": 1, "secure_delete": 1, "synchronous": 2,
    }  # fmt: skip


def test_files_are_readable_by_their_owner_only(database: Database, tmp_path: Path) -> None:
    _write(database, ("язык", "ru"))
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    assert modes == {"library.sqlite3": 0o600, "library.sqlite3-wal": 0o600, "library.sqlite3-shm": 0o600}


def test_what_was_written_is_there_after_opening_again(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"
    first = Database(path)
    _write(first, ("язык", "русский 中文"))
    first.close()
    second = Database(path)
    assert _settings(second) == {"язык": "русский 中文"}
    second.close()


def test_row_is_the_first_row_or_none(database: Database) -> None:
    _write(database, ("a", "1"), ("b", "2"))
    row = database.row("SELECT value FROM settings ORDER BY key DESC")
    assert row is not None
    assert row["value"] == "2"
    assert database.row("SELECT value FROM settings WHERE key = ?", ("c",)) is None


@pytest.mark.parametrize("error", [KeyError("x"), KeyboardInterrupt()])
def test_transaction_is_rolled_back_after_an_exception(database: Database, error: BaseException) -> None:
    with pytest.raises(type(error)):
        _write(database, ("a", "1"), error=error)
    assert _settings(database) == {}
    _write(database, ("b", "2"))
    assert _settings(database) == {"b": "2"}


def test_rule_broken_in_a_transaction_undoes_all_of_it_and_is_no_damage(database: Database) -> None:
    with pytest.raises(LibraryError, match="UNIQUE constraint failed") as caught:
        _write(database, ("a", "1"), ("a", "2"))
    assert type(caught.value) is LibraryError
    assert isinstance(caught.value.__cause__, sqlite3.IntegrityError)
    assert _settings(database) == {}


def test_newer_schema_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"
    Database(path).close()
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(
        LibraryError,
        match=rf"newer version of the program \(schema {SCHEMA_VERSION + 1}, this program knows {SCHEMA_VERSION}\)",
    ):
        Database(path)
    assert path.read_bytes() == before


def test_file_that_is_no_database_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"
    path.write_bytes("это не база данных\n".encode() * 500)
    with pytest.raises(LibraryDamaged, match="is damaged: file is not a database") as caught:
        Database(path)
    assert str(tmp_path) in str(caught.value)


def test_overwritten_pages_are_damage(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"
    first = Database(path)
    _write(first, *((str(number), "слово " * 100) for number in range(200)))
    first.close()
    content = path.read_bytes()
    half = len(content) // 2  # the schema stands in the first pages and has to be whole for opening
    path.write_bytes(content[:half] + b"\xff" * (len(content) - half))
    second = Database(path)
    with pytest.raises(LibraryDamaged, match="malformed"):
        second.rows("SELECT * FROM settings")
    second.close()


def test_folder_in_place_of_the_file_cannot_be_used(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"
    path.mkdir()
    with pytest.raises(LibraryError, match="cannot be used: unable to open database file") as caught:
        Database(path)
    assert type(caught.value) is LibraryError


def test_full_disk_is_named_and_what_was_begun_is_undone(database: Database) -> None:
    row = database.row("PRAGMA page_count")
    database.rows(f"PRAGMA max_page_count = {row[0] if row else 0}")
    with pytest.raises(DiskFull, match="is full"):
        _write(database, ("a", "1"), ("b", "слово " * 100_000))
    assert _settings(database) == {}
    database.rows("PRAGMA max_page_count = 100000")
    _write(database, ("b", "2"))
    assert _settings(database) == {"b": "2"}


def test_statement_that_sqlite_refuses_is_an_error_of_the_library(database: Database) -> None:
    with pytest.raises(LibraryError, match="no such table: nowhere") as caught:
        database.rows("SELECT * FROM nowhere")
    assert type(caught.value) is LibraryError
    with pytest.raises(LibraryError, match="no such table: nowhere"):
        database.row("SELECT * FROM nowhere")


def test_closed_file_is_an_error_of_the_library_and_no_damage(tmp_path: Path) -> None:
    database = Database(tmp_path / "library.sqlite3")
    database.close()
    with pytest.raises(LibraryError, match="closed database") as caught:
        database.rows("SELECT 1")
    assert type(caught.value) is LibraryError


def test_threads_take_turns_and_lose_nothing(database: Database) -> None:
    def write(name: str) -> None:
        for number in range(25):
            _write(database, (f"{name}{number}", name))

    threads = [threading.Thread(target=write, args=(name,)) for name in "абвг"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert _settings(database) == {f"{name}{number}": name for name in "абвг" for number in range(25)}


def test_deleted_words_are_in_no_file_once_the_journal_is_empty(database: Database, tmp_path: Path) -> None:
    _write(database, ("слово", "Птеродактилёнок"))
    database.empty_journal()
    with database.transaction() as connection:
        connection.execute("DELETE FROM settings")
    assert files_with(tmp_path, "Птеродактилёнок")
    database.empty_journal()
    assert files_with(tmp_path, "Птеродактилёнок") == []
