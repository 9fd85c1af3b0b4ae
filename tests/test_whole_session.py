"""A whole session for the model: what it is called, what is said in it, whether it is still the same."""

import pytest

from rag.errors import TranscriptMissing
from rag.service import Service
from rag.whole_session import WholeSession, whole_session
from tests.conftest import text_file, wait_for

TALK = "Дата: 3 февраля 2025\n\nОлег: Привет.\nЛена: Я прочитала главу.\n"


@pytest.fixture
def library(service: Service) -> Service:
    wait_for(service.add_files([text_file("Лена 1.txt", TALK), text_file("другое.txt", "Привет всем.\nПока всем.\n")]))
    service.people.set_owner("Олег")
    return service


def session_of(library: Service, number: int) -> WholeSession:
    return whole_session(library._catalogue, library.people, number, "ru")


def test_session_is_called_by_person_number_and_day(library: Service) -> None:
    session = session_of(library, 1)
    assert session.heading == "Лена, сессия 1 · 3 февраля 2025"
    assert [segment.text for segment in session.segments] == ["Привет.", "Я прочитала главу."]
    assert session_of(library, 2).heading.startswith("другое")


def test_session_that_is_gone_is_told(library: Service) -> None:
    with pytest.raises(TranscriptMissing):
        session_of(library, 77)


def test_session_of_which_nothing_is_left_is_told_as_gone(library: Service) -> None:
    with library._database.transaction() as connection:
        connection.execute("DELETE FROM segments WHERE transcript_id = 1")
    with pytest.raises(TranscriptMissing):
        session_of(library, 1)


def test_change_of_names_and_deletion_are_seen_and_nothing_else(library: Service) -> None:
    first, second = session_of(library, 1), session_of(library, 2)
    assert not first.has_changed(library._catalogue)
    library.editor.set_title(1, "Новое название")
    assert not first.has_changed(library._catalogue)
    library.editor.rename_speaker(1, "Лена", "Елена", everywhere=False)
    assert first.has_changed(library._catalogue)
    library.delete_transcripts([2])
    assert second.has_changed(library._catalogue)
