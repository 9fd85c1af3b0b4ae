"""What the user puts right: seen at once, searched at once, and the vectors left as they were."""

from datetime import date

import pytest

from rag.errors import TranscriptMissing
from rag.service import Service
from rag.types import Session
from tests.conftest import text_file, wait_for, wait_until_idle

FIRST = "Олег: Привет.\nЛена: Я прочитала главу про освещение.\n"
SECOND = "Олег: Как дела?\nЛена: Сняла второй ролик.\n"
THIRD = "SPEAKER_00: Начнём.\nSPEAKER_01: Принесла раскадровку.\n"


@pytest.fixture
def library(service: Service) -> Service:
    files = (("Лена 2025-02-01.txt", FIRST), ("Лена 2025-02-08.txt", SECOND), ("запись.txt", THIRD))
    wait_for(service.add_files([text_file(name, text) for name, text in files]))
    return service


def ids(service: Service) -> list[int]:
    return [transcript.id for transcript in service.transcripts()]


def test_corrected_date_numbers_the_series_anew(library: Service) -> None:
    first, second, _ = ids(library)
    assert (library.sessions()[first], library.sessions()[second]) == (Session("Лена", 1), Session("Лена", 2))
    library.editor.set_date(first, date(2025, 3, 1))
    assert (library.sessions()[first], library.sessions()[second]) == (Session("Лена", 2), Session("Лена", 1))


def test_corrected_person_counts(library: Service) -> None:
    third = ids(library)[2]
    assert third not in library.sessions()
    library.editor.set_person(third, "Лена")
    library.editor.set_date(third, date(2025, 1, 1))
    assert library.sessions()[third] == Session("Лена", 1)


def test_corrected_title_and_speaker_are_found_without_a_new_vector(library: Service) -> None:
    third = ids(library)[2]
    passages = [passage.id for passage in library._catalogue.passages_of(third)]
    before = library._vectors.vectors(passages)
    library.editor.set_title(third, "Разговор о гиацинтах")
    library.editor.rename_speaker(third, "SPEAKER_01", "Марфа", everywhere=False)
    wait_until_idle(library)
    after = library._vectors.vectors(passages)
    assert all((before[key] == after[key]).all() for key in passages)
    assert {key for key, _ in library._words.search(["гиацинт"], 5)} == set(passages)
    quote = library.search("что принесла Марфа?").quotes[0]
    assert (quote.transcript_id, quote.title) == (third, "Разговор о гиацинтах")
    assert "Марфа" in quote.speakers


def test_rename_everywhere_changes_all_transcripts_and_those_to_come(library: Service) -> None:
    assert library.editor.rename_speaker(ids(library)[0], "Лена", "Елена Кравцова", everywhere=True) == 2
    wait_for(library.add_files([text_file("Лена 2025-02-15.txt", "Олег: Ну?\nЛена: Готово.\n")]))
    people = [transcript.people for transcript in library.transcripts()]
    assert sum("Елена Кравцова" in names for names in people) == 3
    assert not any("Лена" in names for names in people)


def test_correction_of_a_deleted_transcript_is_told_or_does_nothing(library: Service) -> None:
    first = ids(library)[0]
    library.delete_transcripts([first])
    library.editor.set_title(first, "x")
    with pytest.raises(TranscriptMissing):
        library.editor.rename_speaker(first, "Лена", "Елена", everywhere=False)
    wait_until_idle(library)
    assert len(ids(library)) == 2
