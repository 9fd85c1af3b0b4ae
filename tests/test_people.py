"""Who is who: the owner guessed and told, the neighbours in a series, the shares of the talk."""

import pytest

from rag.service import Service
from rag.types import Session
from tests.conftest import text_file, wait_for

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


def test_owner_is_guessed_until_told(library: Service) -> None:
    assert (library.people.owner, library.people.is_owner_told) in ((None, False), ("Олег", False), ("Лена", False))
    library.people.set_owner("Лена")
    assert (library.people.owner, library.people.is_owner_told) == ("Лена", True)
    assert library.sessions()[ids(library)[0]] == Session("Олег", 1)
    library.people.set_owner(None)
    assert not library.people.is_owner_told


def test_neighbours_are_the_sessions_before_and_after_with_the_same_person(library: Service) -> None:
    library.people.set_owner("Олег")
    first, second, third = library.transcripts()
    assert library.people.neighbours(first.id) == (None, second)
    assert library.people.neighbours(second.id) == (first, None)
    assert library.people.neighbours(third.id) == (None, None)


def test_people_come_the_most_frequent_first(library: Service) -> None:
    assert library.people.names_in(library.transcripts()) == ["Лена", "Олег", "SPEAKER_00", "SPEAKER_01"]


def test_shares_of_the_talk_add_up_under_the_fullest_names(library: Service) -> None:
    wait_for(library.add_files([text_file("Лена Кравцова 3.txt", "Олег: Да.\nЛена Кравцова: Это мой план.\n")]))
    talk = library.people.talk(ids(library))
    assert set(talk) == set(ids(library))
    assert all(sum(shares.values()) == pytest.approx(1) for shares in talk.values())
    assert set(talk[ids(library)[0]]) == {"Олег", "Лена Кравцова"}


def test_labels_of_recognisers_are_told_from_names(library: Service) -> None:
    assert library.people.is_label("SPEAKER_00")
    assert not library.people.is_label("Олег")


def test_roster_holds_who_is_in_which_session_without_the_owner(library: Service) -> None:
    library.people.set_owner("Олег")
    roster = library.people.roster()
    first, second, third = ids(library)
    assert roster.owner == "Олег"
    assert (roster.present[first], roster.present[third]) == ({"Лена"}, set())
    assert roster.sessions[second] == Session("Лена", 2)
    assert str(roster.dates[first]) == "2025-02-01"


def test_roster_is_made_anew_only_when_something_changed(library: Service) -> None:
    library.people.set_owner("Олег")
    roster = library.people.roster()
    assert library.people.roster() is roster
    library.people.set_owner("Лена")
    assert library.people.roster().owner == "Лена"
    wait_for(library.add_files([text_file("Ира.txt", "Лена: Привет.\nИра: Привет, я принесла план.\n")]))
    assert "Ира" in library.people.roster().present[max(ids(library))]


def test_names_are_all_that_the_search_knows_the_owner_included(library: Service) -> None:
    library.people.set_owner("Олег")
    assert library.people.names() == {"Олег", "Лена"}


def test_names_are_those_that_the_search_knows(library: Service) -> None:
    library.people.set_owner("Олег")
    assert {"Олег", "Лена"} <= library.people.names()
    library.delete_transcripts(ids(library)[:2])
    assert "Лена" not in library.people.names()
