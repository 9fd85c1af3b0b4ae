"""The roster: who is in which session under one name, when it was, and who may be meant by a word."""

from datetime import date

from rag.search.roster import make_roster
from rag.types import Session
from tests.search.examples import PRESENT, roster_of, transcript

ROSTER = roster_of(*PRESENT)


def test_everybody_goes_by_one_name_and_the_owner_is_left_out() -> None:
    assert ROSTER.owner == "Вера Лукина"
    assert ROSTER.present[5] == {"Grace Hollis"}
    assert ROSTER.present[10] == ROSTER.present[11] == {"Павел Громов"}
    assert all("Вера Лукина" not in people for people in ROSTER.present.values())


def test_sessions_and_days_are_those_of_the_transcripts() -> None:
    assert ROSTER.sessions[3] == Session("Тимур Ахметов", 3)
    assert ROSTER.sessions[11] == Session("Павел Громов", 2)
    assert ROSTER.dates[3] == date(2025, 4, 2)


def test_transcript_without_a_day_or_people_is_there_without_them() -> None:
    roster = roster_of((None, "Вера Лукина", "Тимур Ахметов"), ("2025-01-01",))
    assert roster.dates == {2: date(2025, 1, 1)}
    assert roster.present == {1: {"Тимур Ахметов"}, 2: frozenset()}


def test_person_chosen_for_a_transcript_is_present_in_it() -> None:
    roster = make_roster([transcript(1, None, "SPEAKER_00")], {1: Session("Тимур Ахметов", 1)}, None)
    assert roster.present == {1: {"Тимур Ахметов"}}
    assert roster.owner is None


def test_words_find_the_people_they_may_mean_the_owner_among_them() -> None:
    def meant(*words: str) -> set[str]:
        return set(ROSTER.may_be_named(words))

    assert "Тимур Ахметов" in meant("Тимуру")
    assert "Тимур Ахметов" in meant("ахметова")
    assert "Тимур Ахметов" in meant("Timur")
    assert {"Лена Кравцова", "Лена Орлова"} <= meant("Елене")
    assert "Павел Громов" in meant("Паше")
    assert "Вера Лукина" in meant("Верой")
    assert "Тимур Ахметов" in meant("Темур")
    assert "Тимур Ахметов" not in meant("темур")
    assert meant("林晓") == meant("林") == {"林晓"}
    assert meant("window") == meant() == set()


def test_labels_of_recognisers_are_meant_by_nobody() -> None:
    roster = roster_of(("2025-01-01", "SPEAKER_00", "SPEAKER_01"), owner=None)
    assert roster.may_be_named(["SPEAKER", "speaker"]) == []


def test_empty_library_has_nobody() -> None:
    roster = roster_of(owner=None)
    assert (roster.owner, dict(roster.present), roster.may_be_named(["Лена"])) == (None, {}, [])
