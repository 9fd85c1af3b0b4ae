"""An evaluation set into a library of its own: known files are known, and no other library is touched."""

from pathlib import Path

import pytest

from rag.errors import EvaluationSetBroken
from rag.evaluation_run import files_of, index_set
from rag.progress import FileStatus
from rag.service import Service
from tests.conftest import text_file, wait_for

FILES = {
    "Нина 1.txt": "Нина: Я сдам отчёт во вторник.\nОлег: Хорошо, жду отчёт.\n",
    "Нина 2.txt": "Олег: Отчёт пришёл?\nНина: Да, я сдала его в среду.\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    transcripts = tmp_path / "set" / "transcripts"
    transcripts.mkdir(parents=True)
    for name, text in FILES.items():
        (transcripts / name).write_text(text, encoding="utf-8")
    return transcripts.parent


def ignore(done: int, total: int) -> None:
    """No progress is shown."""


def test_files_are_indexed_once_and_known_the_next_time(service: Service, folder: Path) -> None:
    progress: list[tuple[int, int]] = []
    outcomes = index_set(service, files_of(folder), lambda done, total: progress.append((done, total)))
    assert [(outcome.file, outcome.status) for outcome in outcomes] == [(name, FileStatus.READY) for name in FILES]
    assert progress == [(1, 2), (2, 2)]
    again = index_set(service, files_of(folder), ignore)
    assert [outcome.status for outcome in again] == [FileStatus.KNOWN] * 2
    (folder / "transcripts" / "Нина 3.txt").write_text("Нина: Отпуск в мае.\n", encoding="utf-8")
    more = index_set(service, files_of(folder), ignore)
    assert [outcome.status for outcome in more] == [FileStatus.KNOWN] * 2 + [FileStatus.READY]


def test_same_files_elsewhere_are_the_same_files(service: Service, folder: Path) -> None:
    index_set(service, files_of(folder), ignore)
    moved = folder.rename(folder.with_name("moved"))
    assert {outcome.status for outcome in index_set(service, files_of(moved), ignore)} == {FileStatus.KNOWN}


def test_library_with_another_transcript_is_refused_and_stays_as_it_was(service: Service, folder: Path) -> None:
    wait_for(service.add_files([text_file("Нина 1.txt", "Нина: Это мой собственный файл.\n")]))
    with pytest.raises(EvaluationSetBroken, match=r"not of this set, such as Нина 1\.txt"):
        index_set(service, files_of(folder), ignore)
    assert [transcript.file_name for transcript in service.transcripts()] == ["Нина 1.txt"]


@pytest.mark.parametrize("change", ["deleted", "changed"])
def test_library_of_an_older_state_of_the_set_is_refused(service: Service, folder: Path, change: str) -> None:
    index_set(service, files_of(folder), ignore)
    file = folder / "transcripts" / "Нина 2.txt"
    if change == "deleted":
        file.unlink()
    else:
        file.write_text("Нина: Теперь здесь другое.\n", encoding="utf-8")
    with pytest.raises(EvaluationSetBroken, match=r"Нина 2\.txt"):
        index_set(service, files_of(folder), ignore)


def test_set_without_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvaluationSetBroken, match="transcripts holds no file"):
        files_of(tmp_path)
    (tmp_path / "transcripts").mkdir()
    (tmp_path / "transcripts" / "notes.xyz").write_text("?", encoding="utf-8")
    with pytest.raises(EvaluationSetBroken):
        files_of(tmp_path)
