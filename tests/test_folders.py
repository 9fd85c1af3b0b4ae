"""Folders of this computer: new and changed files only, once or as they come."""

import os
import time
from pathlib import Path

import pytest

from rag import folders
from rag.errors import FolderMissing
from rag.folders import files_in
from rag.progress import FileStatus
from rag.service import Service
from tests.conftest import wait_for, wait_until

TALK = "Анна: Пришлю план в среду.\nБорис: Жду {}.\n"
PAST = time.time() - 1000


def write(path: Path, text: str, seconds: float = PAST) -> None:
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_text(text, encoding="utf-8")
    os.utime(path, (seconds, seconds))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("а.txt", "inner/б.txt", "picture.jpg"):
        write(tmp_path / "sessions" / name, TALK.format(name))
    return tmp_path / "sessions"


def statuses(service: Service, folder: Path) -> dict[str, FileStatus]:
    service.forget_outcomes()
    wait_for(service.folders.add(folder))
    return {outcome.file: outcome.status for outcome in service.progress().outcomes}


def test_folder_is_read_with_what_lies_in_its_folders(service: Service, folder: Path) -> None:
    assert statuses(service, folder) == {"а.txt": FileStatus.READY, "б.txt": FileStatus.READY}


def test_second_time_only_what_is_new_or_changed_is_read(service: Service, folder: Path) -> None:
    statuses(service, folder)
    originals = {transcript.file_name: transcript.id for transcript in service.transcripts()}
    write(folder / "а.txt", TALK.format("другое"), PAST + 10)
    write(folder / "в.txt", TALK.format("новое"))
    assert statuses(service, folder) == {
        "а.txt": FileStatus.READY, "б.txt": FileStatus.KNOWN, "в.txt": FileStatus.READY,
    }  # fmt: skip
    now = {transcript.file_name: transcript.id for transcript in service.transcripts()}
    assert sorted(now) == ["а.txt", "б.txt", "в.txt"]
    assert (now["б.txt"] == originals["б.txt"], now["а.txt"] == originals["а.txt"]) == (True, False)
    assert "другое" in service.source(now["а.txt"])
    assert len(list((service.settings.library / "originals").iterdir())) == 3


def test_watched_folder_gives_new_files_and_no_deleted_one_again(service: Service, folder: Path) -> None:
    service.folders.watch(folder)
    assert service.folders.watched() == [folder]
    wait_for(service.folders.look())
    assert len(service.transcripts()) == 2
    assert service.folders.look() == []
    service.delete_transcripts([service.transcripts()[0].id])
    assert service.folders.look() == []
    write(folder / "г.txt", TALK.format("ещё"))
    wait_for(service.folders.look())
    assert {transcript.file_name for transcript in service.transcripts()} == {"а.txt", "г.txt"}
    service.folders.unwatch(folder)
    write(folder / "д.txt", TALK.format("после"))
    assert service.folders.look() == []


def test_file_that_was_written_just_now_waits_for_the_next_look(service: Service, folder: Path) -> None:
    service.folders.watch(folder)
    wait_for(service.folders.look())
    write(folder / "г.txt", TALK.format("пишется"), time.time())
    assert service.folders.look() == []
    write(folder / "г.txt", TALK.format("пишется"))
    assert len(service.folders.look()) == 1


def test_unreadable_file_is_tried_once_until_it_changes(service: Service, folder: Path) -> None:
    write(folder / "пусто.txt", " ")
    service.folders.watch(folder)
    wait_for(service.folders.look())
    assert service.folders.look() == []
    write(folder / "пусто.txt", TALK.format("теперь есть"), PAST + 20)
    wait_for(service.folders.look())
    assert len(service.transcripts()) == 3


def test_watching_looks_by_itself(service: Service, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "_ROUND_SECONDS", 0.05)
    looking = folders.Folders(service._catalogue, service._intake, service._worker)
    looking.watch(folder)
    looking.start()
    wait_until(lambda: len(service.transcripts()) == 2)
    looking.stop()


def test_path_that_is_no_folder_is_told(service: Service, folder: Path) -> None:
    for path in (folder / "а.txt", folder / "нет"):
        with pytest.raises(FolderMissing):
            service.folders.add(path)
        with pytest.raises(FolderMissing):
            service.folders.watch(path)
    assert service.folders.watched() == []


def test_a_named_file_of_an_unknown_kind_is_listed_and_one_in_a_folder_is_not(folder: Path) -> None:
    assert [file.name for file in files_in([folder / "picture.jpg"])] == ["picture.jpg"]
    assert [file.name for file in files_in([folder])] == ["б.txt", "а.txt"]
