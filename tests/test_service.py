"""The facade: one open library with everything that pages and the command line ask of it."""

import os
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from rag.config import Settings
from rag.errors import EmptyQuestion, LibraryBusy, LibraryDamaged, LibraryError, RagError, TranscriptMissing
from rag.index.encoders import OnnxEncoder
from rag.progress import FileStatus
from rag.service import SAMPLE_FOLDER, SUFFIXES, IncomingFile, Service, files_in
from rag.types import Session
from tests.conftest import text_file, wait_for, wait_until_idle
from tests.search.examples import GRACE, LIN, OLESYA, TIMUR_1, TIMUR_2, TIMUR_3
from tests.stand_in import Behaviour, serve

Open = Callable[[Settings], Service]
TALK = "Вера: Пришлю чек-лист к пятнице.\nТимур: Спасибо, буду ждать чек-лист.\n"
QUESTION = "Когда пришлют чек-лист?"


def filled(service: Service) -> Service:
    wait_for(service.add_files([text_file("Тимур.txt", TALK)]))
    return service


def test_new_library_is_a_private_empty_folder(service: Service, settings: Settings) -> None:
    assert settings.library.stat().st_mode & 0o777 == 0o700
    assert (service.transcripts(), dict(service.sessions()), service.chats.all()) == ([], {}, [])
    assert wait_until_idle(service).outcomes == ()


def test_library_that_is_open_elsewhere_is_busy(open_service: Open, settings: Settings) -> None:
    first = open_service(settings)
    with pytest.raises(LibraryBusy):
        Service(settings)
    first.close()
    open_service(settings)


def test_folder_that_cannot_be_made_is_told(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LibraryError, match="cannot be made"):
        Service(replace(settings, library=tmp_path / "file" / "library"))


def test_damaged_catalogue_is_told_again_and_can_be_put_right(open_service: Open, settings: Settings) -> None:
    settings.library.mkdir()
    catalogue = settings.library / "library.sqlite3"
    catalogue.write_bytes(b"this is no database" * 100)
    errors: list[RagError] = []
    for _ in range(2):
        with pytest.raises(RagError) as caught:
            Service(settings)
        errors.append(caught.value)
    assert [type(error) for error in errors] == [LibraryDamaged, LibraryDamaged]
    catalogue.unlink()
    assert open_service(settings).transcripts() == []


def test_encoder_is_loaded_for_the_library(settings: Settings) -> None:
    service = Service(settings)
    try:
        filled(service)
        assert isinstance(service._encoder, OnnxEncoder)
        assert service.search(QUESTION).is_found
    finally:
        service.close()


def test_library_is_the_same_after_a_restart(open_service: Open, settings: Settings) -> None:
    first = filled(open_service(settings))
    quotes = first.search(QUESTION).quotes
    transcripts = first.transcripts()
    first.set_setting("language", "zh")
    first.close()
    second = open_service(settings)
    assert second.transcripts() == transcripts
    assert second.search(QUESTION).quotes == quotes
    assert (second.setting("language"), second.setting("unknown")) == ("zh", None)


def test_sessions_are_numbered_by_date_with_each_person(filled_service: Service) -> None:
    names = {transcript.id: transcript.file_name for transcript in filled_service.transcripts()}
    assert {names[key]: session for key, session in filled_service.sessions().items()} == {
        TIMUR_1: Session("Тимур Ахметов", 1),
        TIMUR_2: Session("Тимур Ахметов", 2),
        TIMUR_3: Session("Тимур Ахметов", 3),
        OLESYA: Session("Олеся Крот", 1),
        GRACE: Session("Grace Hollis", 1),
        LIN: Session("林晓", 1),
    }


def test_extract_gives_the_lines_asked_for(filled_service: Service) -> None:
    transcript = next(item for item in filled_service.transcripts() if item.file_name == TIMUR_2)
    extract = filled_service.extract(transcript.id, 2, 3)
    assert [segment.number for segment in extract.segments] == [2, 3]
    assert extract.segments[0].text == "Отказали. Я запутался в вопросе про соединение таблиц."
    assert (extract.transcript, extract.total) == (transcript, 6)
    assert extract.session == Session("Тимур Ахметов", 2)
    assert len(filled_service.extract(transcript.id, -5, 99).segments) == 6
    with pytest.raises(TranscriptMissing):
        filled_service.extract(999, 1, 2)


def test_answer_at_once_gives_quotes_and_words(open_service: Open, settings: Settings) -> None:
    with serve(Behaviour(reply="К пятнице [1].")) as address:
        service = filled(open_service(replace(settings, ollama_host=address)))
        found, answer, problem = service.answer(QUESTION)
    assert found.is_found
    assert answer is not None
    assert [statement.citations for statement in answer.statements] == [(1,)]
    assert problem is None
    assert service.chats.all() == []


def test_answer_at_once_without_a_model_gives_quotes_and_the_reason(service: Service) -> None:
    found, answer, problem = filled(service).answer(QUESTION)
    assert found.quotes
    assert answer is None
    assert problem is not None
    assert problem.code == "model_down"


def test_answer_at_once_asks_no_model_when_nothing_is_found(open_service: Open, settings: Settings) -> None:
    behaviour = Behaviour()
    with serve(behaviour) as address:
        service = filled(open_service(replace(settings, ollama_host=address)))
        found, answer, problem = service.answer("How deep is the Mariana Trench?")
        with pytest.raises(EmptyQuestion):
            service.answer("?!")
    assert (found.is_found, answer, problem, behaviour.requests) == (False, None, None, [])


def test_sample_library_is_readable(service: Service) -> None:
    started = time.monotonic()
    wait_for(service.add_sample())
    assert [outcome.status for outcome in service.progress().outcomes] == [FileStatus.READY] * 9
    assert len(list(SAMPLE_FOLDER.iterdir())) == len(service.sessions()) == 9
    assert time.monotonic() - started < 60


def test_files_of_folders_come_in_order_and_only_of_known_kinds(tmp_path: Path) -> None:
    for name in ("б.txt", "а.srt", "inner/в.MD", "song.mp3", ".hidden", "z.vtt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("да", encoding="utf-8")
    os.utime(tmp_path / "z.vtt", (0, datetime(2024, 2, 29, 12).timestamp()))
    listed = list(files_in([tmp_path]))
    assert [file.name for file in listed] == ["в.MD", "z.vtt", "а.srt", "б.txt"]
    assert listed[1] == IncomingFile("z.vtt", tmp_path / "z.vtt", date(2024, 2, 29))
    assert [file.name for file in files_in([tmp_path / "song.mp3", tmp_path / "gone.txt"])] == ["song.mp3"]
    assert {".txt", ".docx", ".json", ".pdf"} < set(SUFFIXES)
