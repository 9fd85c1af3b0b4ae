"""The program Ollama of one library: started on a wish, again at the next opening, gone with us, got from a mirror."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rag.config import Settings
from rag.library.catalogue import Catalogue
from rag.library.database import Database
from rag.local_program import LocalProgram
from rag.ollama.archives import archive_for_this_system
from rag.ollama.installation import InstallationState, Stage
from rag.ollama.program import unpacked_folder
from tests.conftest import unused_address, wait_until
from tests.ollama.mirror import Mirror, listing_of, program_source, serve, tar_of, write_program

ARCHIVE = archive_for_this_system()


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    database = Database(tmp_path / "library.sqlite3")
    yield Catalogue(database)
    database.close()


@pytest.fixture
def changes() -> list[str]:
    return []


@pytest.fixture
def program(settings: Settings, catalogue: Catalogue, changes: list[str]) -> Iterator[LocalProgram]:
    made = LocalProgram(
        settings, catalogue, lambda: changes.append("changed"), lambda: changes.append("started on a wish")
    )
    yield made
    made.close()


def local_program(settings: Settings, catalogue: Catalogue) -> LocalProgram:
    return LocalProgram(settings, catalogue, lambda: None, lambda: None)


def put_there(settings: Settings, behaviour: str = "") -> None:
    write_program(unpacked_folder(settings.library) / ARCHIVE.program, behaviour)


def test_missing_program_is_known(program: LocalProgram, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rag.local_program.find_program", lambda _library: None)
    assert (program.is_there, program.is_ours, program.keeps_models_here) == (False, False, False)


def test_program_is_started_and_stopped(program: LocalProgram, settings: Settings, changes: list[str]) -> None:
    put_there(settings)
    assert program.is_there
    assert not program.is_ours
    program.start()
    wait_until(lambda: not program.is_starting)
    assert program.problem is None
    assert (program.is_ours, program.keeps_models_here) == (True, True)
    program.stop()
    assert not program.is_ours
    assert changes == ["changed", "started on a wish", "changed"]


def test_stop_while_it_starts_is_no_fault(
    program: LocalProgram, settings: Settings, changes: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    put_there(settings, "silent")
    program.start()
    wait_until(lambda: program.is_ours)
    program.stop()
    assert (program.is_ours, program.is_starting, program.problem) == (False, False, None)
    assert changes == ["changed"]
    assert [record for record in caplog.records if record.levelname == "WARNING"] == []


def test_move_while_it_starts_is_no_fault(program: LocalProgram, settings: Settings) -> None:
    put_there(settings, "silent")
    program.start()
    wait_until(lambda: program.is_ours)
    program.move(replace(settings, ollama_host=unused_address()))
    assert (program.is_ours, program.is_starting, program.problem) == (False, False, None)


def test_fault_is_told_no_more_once_it_runs_or_was_stopped(program: LocalProgram, settings: Settings) -> None:
    put_there(settings, "dies")
    program.start()
    wait_until(lambda: not program.is_starting)
    assert program.problem
    put_there(settings)
    program.start_if_wanted()
    assert program.is_ours
    assert program.problem is None
    program.stop()
    assert program.problem is None


def test_start_without_a_wish_is_seen_as_one(program: LocalProgram, settings: Settings, catalogue: Catalogue) -> None:
    put_there(settings, "silent")
    catalogue.set_setting("program_wanted", "1")
    starting = threading.Thread(target=program.start_if_wanted)
    starting.start()
    wait_until(lambda: program.is_ours)
    assert program.is_starting
    program.close()
    starting.join(20)
    assert not program.is_starting


def test_nothing_is_started_after_the_end(program: LocalProgram, settings: Settings, catalogue: Catalogue) -> None:
    put_there(settings)
    catalogue.set_setting("program_wanted", "1")
    program.close()
    program.start_if_wanted()
    assert not program.is_ours
    program.move(replace(settings, ollama_host=unused_address()))
    program.start()
    wait_until(lambda: not program.is_starting)
    assert not program.is_ours


def test_program_that_dies_is_told_with_its_last_words(program: LocalProgram, settings: Settings) -> None:
    put_there(settings, "dies")
    program.start()
    wait_until(lambda: not program.is_starting)
    assert program.problem
    assert program.problem.code == "program_broken"
    assert "no room for the model" in dict(program.problem.values)["reason"]


def test_what_was_started_once_is_started_at_the_next_opening(settings: Settings, catalogue: Catalogue) -> None:
    put_there(settings)
    first = local_program(settings, catalogue)
    first.start_if_wanted()
    assert not first.is_ours
    first.start()
    wait_until(lambda: not first.is_starting)
    first.close()
    assert not first.is_ours
    second = local_program(replace(settings, ollama_host=unused_address()), catalogue)
    second.start_if_wanted()
    assert second.is_ours
    second.stop()
    third = local_program(settings, catalogue)
    third.start_if_wanted()
    assert not third.is_ours


def test_wanted_program_that_is_gone_is_silent(program: LocalProgram, catalogue: Catalogue) -> None:
    catalogue.set_setting("program_wanted", "1")
    program.start_if_wanted()
    assert not program.is_ours


@pytest.mark.skipif(not ARCHIVE.name.endswith(".tar.zst"), reason="the stand-in archive is the one for Linux")
def test_program_is_got_from_its_source_and_started(settings: Settings, catalogue: Catalogue) -> None:
    files = {ARCHIVE.name: tar_of({ARCHIVE.program: program_source()}, {ARCHIVE.program: 0o755})}
    mirror = Mirror({**files, "sha256sum.txt": listing_of(files)})
    with serve(mirror) as address:
        program = local_program(replace(settings, ollama_source=address), catalogue)
        program.ask_offer(10)
        offer = program.offer.told
        assert offer
        assert (offer.file_name, offer.size) == (ARCHIVE.name, len(files[ARCHIVE.name]))
        program.install()
        wait_until(lambda: not program.installing.is_running)
    assert program.installing.stage is Stage.DONE
    assert (program.is_ours, program.keeps_models_here) == (True, True)
    assert catalogue.setting("program_wanted") == "1"
    program.close()


@pytest.mark.skipif(not ARCHIVE.name.endswith(".tar.zst"), reason="the stand-in archive is the one for Linux")
def test_installation_that_was_given_up_leaves_neither_a_file_nor_a_wish(
    settings: Settings, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.local_program.find_program", lambda _library: None)
    files = {ARCHIVE.name: bytes(100_000)}
    mirror = Mirror({**files, "sha256sum.txt": listing_of(files)}, stall_after=500)
    with serve(mirror) as address:
        program = local_program(replace(settings, ollama_source=address), catalogue)
        program.install()
        wait_until(lambda: program.installing.bytes_done == 500)
        assert not catalogue.setting("program_wanted")
        program.cancel_installation()
        wait_until(lambda: not program.installing.is_running)
    assert list((program.home / "incoming").iterdir())
    catalogue.set_setting("program_wanted", "1")
    program.forget_installation()
    assert list((program.home / "incoming").iterdir()) == []
    assert program.installing == InstallationState()
    assert not catalogue.setting("program_wanted")


def test_source_that_is_not_there_is_told(settings: Settings, catalogue: Catalogue) -> None:
    program = local_program(replace(settings, ollama_source=unused_address()), catalogue)
    program.ask_offer(10)
    assert program.offer.problem
    assert program.offer.problem.code == "download"


def test_moved_program_answers_at_the_new_address(settings: Settings, program: LocalProgram) -> None:
    put_there(settings)
    program.start()
    wait_until(lambda: not program.is_starting)
    program.move(replace(settings, ollama_host=unused_address()))
    assert not program.is_ours
    program.start()
    wait_until(lambda: not program.is_starting)
    assert program.is_ours
