"""One file into the library: read once, known by its bytes, by its place, and as a newer version."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rag.errors import FileTooLarge, UnreadableFile
from rag.library.catalogue import Catalogue
from rag.library.corrections import Corrections
from rag.library.database import Database
from rag.library.intake import IncomingFile, Intake
from rag.library.originals import Originals, checksum_of
from rag.library.places import Places
from rag.read.guard import GuardedReader

TALK = "Анна: Пришлю план в среду.\nБорис: Жду.\n"


@pytest.fixture
def intake(database: Database, catalogue: Catalogue, tmp_path: Path) -> Iterator[Intake]:
    reader = GuardedReader()
    yield Intake(
        catalogue,
        Originals(tmp_path / "originals"),
        Corrections(database, catalogue),
        Places(database),
        reader,
        max_file_bytes=2**20,
    )
    reader.close()


def written(path: Path, text: str) -> IncomingFile:
    path.write_text(text, encoding="utf-8")
    return IncomingFile(path.name, path)


def test_new_file_is_stored_with_its_original(intake: Intake, catalogue: Catalogue, tmp_path: Path) -> None:
    taken = intake.take(IncomingFile("a.txt", b""), TALK.encode())
    assert not taken.is_known
    assert taken.transcript.people == ("Анна", "Борис")
    assert (tmp_path / "originals" / checksum_of(TALK.encode())).read_bytes() == TALK.encode()
    assert catalogue.transcripts() == [taken.transcript]


def test_same_bytes_under_another_name_are_known(intake: Intake, catalogue: Catalogue) -> None:
    first = intake.take(IncomingFile("a.txt", b""), TALK.encode())
    catalogue.mark_ready(first.transcript.id)
    second = intake.take(IncomingFile("b.txt", b""), TALK.encode())
    assert (second.is_known, second.transcript.id) == (True, first.transcript.id)


def test_two_different_files_of_one_name_are_two_transcripts(intake: Intake, catalogue: Catalogue) -> None:
    intake.take(IncomingFile("GMT_Recording.vtt", b""), TALK.encode())
    intake.take(IncomingFile("GMT_Recording.vtt", b""), (TALK + "Анна: Пока.\n").encode())
    assert len(catalogue.transcripts()) == 2


def test_unchanged_file_of_a_folder_is_not_read_again(intake: Intake, catalogue: Catalogue, tmp_path: Path) -> None:
    file = written(tmp_path / "a.txt", TALK)
    assert intake.find_unchanged(file) is None
    taken = intake.take(file, file.read())
    catalogue.mark_ready(taken.transcript.id)
    intake.remember_place(file, intake.state_of(file), taken.transcript.id)
    found = intake.find_unchanged(file)
    assert found is not None
    assert found.id == taken.transcript.id
    assert intake.was_seen(file)
    os.utime(tmp_path / "a.txt", (1, 1))
    assert intake.find_unchanged(file) is None
    assert not intake.was_seen(file)


def test_changed_file_of_a_folder_is_a_newer_version(intake: Intake, catalogue: Catalogue, tmp_path: Path) -> None:
    file = written(tmp_path / "a.txt", TALK)
    old = intake.take(file, file.read()).transcript
    catalogue.mark_ready(old.id)
    intake.remember_place(file, intake.state_of(file), old.id)
    new = intake.take(written(tmp_path / "a.txt", TALK + "Анна: Пока.\n"), file.read()).transcript
    assert new.replaces == old.id
    assert [transcript.id for transcript in catalogue.transcripts()] == [old.id]
    catalogue.mark_ready(new.id)
    assert [transcript.id for transcript in catalogue.transcripts()] == [new.id]


def test_changed_file_whose_old_words_stand_elsewhere_too_replaces_nothing(
    intake: Intake, catalogue: Catalogue, tmp_path: Path
) -> None:
    for name in ("a.txt", "copy.txt"):
        file = written(tmp_path / name, TALK)
        taken = intake.take(file, file.read())
        catalogue.mark_ready(taken.transcript.id)
        intake.remember_place(file, intake.state_of(file), taken.transcript.id)
    changed = written(tmp_path / "a.txt", TALK + "Анна: Пока.\n")
    assert intake.take(changed, changed.read()).transcript.replaces is None


def test_file_named_as_a_newer_version_replaces(intake: Intake) -> None:
    old = intake.take(IncomingFile("a.txt", b""), TALK.encode()).transcript
    new = intake.take(replace(IncomingFile("b.txt", b""), replaces=old.id), (TALK + "!").encode()).transcript
    assert new.replaces == old.id


def test_unreadable_file_leaves_nothing(intake: Intake, catalogue: Catalogue, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        intake.take(IncomingFile("a.txt", b""), b"\x7fELF" + b"\0" * 99)
    assert catalogue.transcripts() == []
    assert list((tmp_path / "originals").iterdir()) == []


def test_path_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    file = IncomingFile("gone.txt", tmp_path / "gone.txt")
    assert file.size == 0
    with pytest.raises(UnreadableFile, match=r"gone\.txt cannot be read"):
        file.read()


def test_huge_file_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "video.zip"
    with path.open("wb") as file:
        file.truncate(2**30 + 1)
    with pytest.raises(FileTooLarge):
        IncomingFile(path.name, path).read()
