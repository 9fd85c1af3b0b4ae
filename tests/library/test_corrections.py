"""What the user put right: kept, remembered for files to come, carried over to a newer version."""

from dataclasses import replace
from datetime import date

import pytest

from rag.library.catalogue import Catalogue
from rag.library.corrections import Corrections
from rag.library.database import Database
from rag.types import DateSource
from tests.library.examples import BARE, PARSED


@pytest.fixture
def corrections(database: Database, catalogue: Catalogue) -> Corrections:
    return Corrections(database, catalogue)


def test_title_date_and_person_are_kept(catalogue: Catalogue, corrections: Corrections) -> None:
    added = catalogue.add("1" * 64, PARSED)
    before = catalogue.revision
    corrections.set_title(added.id, "  Разбор\n резюме ")
    corrections.set_date(added.id, date(2025, 5, 6))
    corrections.set_person(added.id, "Анна  Рябова")
    changed = catalogue.transcript(added.id)
    assert (changed.title, changed.date, changed.date_source) == ("Разбор резюме", date(2025, 5, 6), DateSource.USER)
    assert changed.person == "Анна Рябова"
    assert catalogue.revision > before
    assert catalogue.transcripts() == [changed]


def test_empty_title_changes_nothing_and_empty_date_and_person_are_unknown(
    catalogue: Catalogue, corrections: Corrections
) -> None:
    added = catalogue.add("1" * 64, PARSED)
    corrections.set_title(added.id, " \n")
    corrections.set_date(added.id, None)
    corrections.set_person(added.id, " ")
    changed = catalogue.transcript(added.id)
    assert (changed.title, changed.date, changed.date_source, changed.person) == (
        PARSED.title, None, DateSource.USER, None,
    )  # fmt: skip


def test_speaker_is_renamed_in_the_lines_and_among_the_people(catalogue: Catalogue, corrections: Corrections) -> None:
    added = catalogue.add("1" * 64, PARSED)
    corrections.set_person(added.id, "Анна")
    corrections.rename_speaker([added.id], "Анна", " Анна  Рябова", everywhere=False)
    changed = catalogue.transcript(added.id)
    assert changed.people == ("Анна Рябова", "王芳", "Настя")
    assert changed.person == "Анна Рябова"
    assert [segment.speaker for segment in catalogue.segments(added.id)] == ["Анна Рябова", "王芳", None]
    corrections.rename_speaker([added.id], "Анна Рябова", "Настя", everywhere=False)
    assert catalogue.transcript(added.id).people == ("Настя", "王芳")


def test_rename_everywhere_holds_for_files_to_come_and_one_here_does_not(
    catalogue: Catalogue, corrections: Corrections
) -> None:
    first = catalogue.add("1" * 64, PARSED)
    corrections.rename_speaker([first.id], "Анна", "Анна Рябова", everywhere=True)
    corrections.rename_speaker([first.id], "王芳", "Ван Фан", everywhere=False)
    second = catalogue.add("2" * 64, PARSED)
    corrections.apply_to_new(second.id, None)
    assert catalogue.transcript(second.id).people == ("Анна Рябова", "王芳", "Настя")


def test_newer_version_takes_over_what_was_put_right(catalogue: Catalogue, corrections: Corrections) -> None:
    old = catalogue.add("1" * 64, PARSED)
    corrections.set_title(old.id, "Моё название")
    corrections.set_date(old.id, date(2024, 1, 2))
    corrections.set_person(old.id, "Анна")
    corrections.rename_speaker([old.id], "王芳", "Ван Фан", everywhere=False)
    new = catalogue.add("2" * 64, replace(PARSED, title="Другое"), replaces=old.id)
    corrections.apply_to_new(new.id, old.id)
    changed = catalogue.transcript(new.id)
    assert (changed.title, changed.date, changed.date_source) == ("Моё название", date(2024, 1, 2), DateSource.USER)
    assert (changed.person, changed.people) == ("Анна", ("Анна", "Ван Фан", "Настя"))


def test_newer_version_has_its_own_title_and_date_where_nothing_was_put_right(
    catalogue: Catalogue, corrections: Corrections
) -> None:
    old = catalogue.add("1" * 64, PARSED)
    new = catalogue.add("2" * 64, replace(PARSED, title="Другое", date=date(2025, 6, 7)), replaces=old.id)
    corrections.apply_to_new(new.id, old.id)
    changed = catalogue.transcript(new.id)
    assert (changed.title, changed.date, changed.person) == ("Другое", date(2025, 6, 7), None)


def test_forgotten_renames_leave_no_name_behind(
    database: Database, catalogue: Catalogue, corrections: Corrections
) -> None:
    added = catalogue.add("1" * 64, BARE)
    corrections.rename_speaker([added.id], "SPEAKER_00", "Тайный Гость", everywhere=False)
    corrections.forget(added.id)
    assert database.rows("SELECT * FROM renames") == []
