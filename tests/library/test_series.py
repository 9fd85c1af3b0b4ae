"""Who a session is with and which one in the series it is."""

from dataclasses import replace
from datetime import date

from rag.library.series import find_sessions, guess_owner
from rag.types import Session
from tests.library.examples import transcript

ME = "Ольга Дронова"


def test_sessions_with_each_person_are_numbered_by_date() -> None:
    transcripts = [
        transcript(1, ME, "Павел", day=date(2025, 3, 1)),
        transcript(2, ME, "Лена", day=date(2025, 2, 1)),
        transcript(3, ME, "Павел", day=date(2025, 1, 1)),
        transcript(4, "Павел", ME, day=date(2025, 2, 1)),
    ]
    assert find_sessions(transcripts, ME) == {
        3: Session("Павел", 1),
        4: Session("Павел", 2),
        1: Session("Павел", 3),
        2: Session("Лена", 1),
    }


def test_undated_sessions_come_last_and_equal_dates_in_the_order_of_adding() -> None:
    transcripts = [
        transcript(1, ME, "Лена"),
        transcript(2, ME, "Лена", day=date(2025, 5, 5)),
        transcript(3, ME, "Лена", day=date(2025, 5, 5)),
        transcript(4, ME, "Лена"),
        transcript(5, ME, "Лена", day=date(2024, 12, 31)),
    ]
    numbers = {number: session.number for number, session in find_sessions(transcripts, ME).items()}
    assert numbers == {5: 1, 2: 2, 3: 3, 1: 4, 4: 5}


def test_names_in_latin_and_cyrillic_full_and_short_are_one_series() -> None:
    transcripts = [
        transcript(1, "Olga Dronova", "Nastya", day=date(2025, 1, 1)),
        transcript(2, ME, "Настя Веретенникова", day=date(2025, 2, 1)),
        transcript(3, "Ольга", "Anastasia", day=date(2025, 3, 1)),
        transcript(4, "Дронова Ольга", "Nastya Veretennikova", day=date(2025, 4, 1)),
    ]
    assert find_sessions(transcripts, "Olga") == {
        1: Session("Настя Веретенникова", 1),
        2: Session("Настя Веретенникова", 2),
        3: Session("Настя Веретенникова", 3),
        4: Session("Настя Веретенникова", 4),
    }


def test_first_name_that_fits_two_people_is_a_series_of_its_own() -> None:
    transcripts = [
        transcript(1, ME, "Анна Белова", day=date(2025, 1, 1)),
        transcript(2, ME, "Анна Крюкова", day=date(2025, 2, 1)),
        transcript(3, ME, "Анна", day=date(2025, 3, 1)),
    ]
    assert find_sessions(transcripts, ME) == {
        1: Session("Анна Белова", 1),
        2: Session("Анна Крюкова", 1),
        3: Session("Анна", 1),
    }


def test_owner_is_the_one_present_in_nearly_all_sessions() -> None:
    transcripts = [
        transcript(1, "Olga Dronova", "Лена"),
        transcript(2, "Павел", ME),
        transcript(3, "Ольга", "Лена"),
        transcript(4, "Вера", "Глеб"),
        transcript(5),
    ]
    assert guess_owner(transcripts) == ME


def test_two_sessions_and_three_in_five_are_enough_to_tell_the_owner() -> None:
    two = [transcript(1, ME, "Лена"), transcript(2, "Павел", ME)]
    assert guess_owner(two) == ME
    assert guess_owner([*two, transcript(3, ME, "Вера"), transcript(4, "Глеб"), transcript(5, "Ян")]) == ME


def test_owner_is_unknown_with_too_few_sessions_to_tell() -> None:
    assert guess_owner([]) is None
    assert guess_owner([transcript(1, ME, "Лена")]) is None
    assert guess_owner([transcript(1, ME, "Лена"), transcript(2), transcript(3)]) is None


def test_owner_is_unknown_when_two_people_are_always_there_or_nobody_often_enough() -> None:
    assert guess_owner([transcript(1, ME, "Лена"), transcript(2, ME, "Лена")]) is None
    apart = [transcript(1, ME, "Лена"), transcript(2, ME, "Павел"), transcript(3, "Вера"), transcript(4, "Глеб")]
    assert guess_owner(apart) is None


def test_recording_without_speakers_belongs_to_the_person_its_title_names() -> None:
    transcripts = [
        transcript(1, ME, "Настя Веретенникова", day=date(2025, 1, 1)),
        transcript(2, ME, "Павел Громов", day=date(2025, 2, 1)),
        transcript(3, title="Сессия с Настей", day=date(2025, 3, 1)),
        transcript(4, title="запись", file_name="gromov 2.srt", day=date(2025, 1, 15)),
        transcript(5, title="Планёрка", day=date(2025, 3, 1)),
        transcript(6, title="Настя и Павел", day=date(2025, 3, 1)),
    ]
    assert find_sessions(transcripts, ME) == {
        1: Session("Настя Веретенникова", 1),
        3: Session("Настя Веретенникова", 2),
        4: Session("Павел Громов", 1),
        2: Session("Павел Громов", 2),
    }


def test_recording_where_only_the_owner_is_named_belongs_to_the_person_of_its_title() -> None:
    transcripts = [transcript(1, ME, "Лена", day=date(2025, 1, 1)), transcript(2, ME, title="С Леной и Ольгой")]
    assert find_sessions(transcripts, ME) == {1: Session("Лена", 1), 2: Session("Лена", 2)}


def test_most_talkative_other_person_gives_the_series_when_the_owner_is_known() -> None:
    transcripts = [transcript(1, "Лена", ME, "Павел")]
    assert find_sessions(transcripts, ME) == {1: Session("Лена", 1)}


def test_session_of_two_people_is_nobodys_while_the_owner_is_unknown() -> None:
    transcripts = [transcript(1, ME, "Лена"), transcript(2, ME, "Лена", title="Лена, резюме"), transcript(3, "Павел")]
    assert find_sessions(transcripts, None) == {2: Session("Лена", 1), 3: Session("Павел", 1)}


def test_anonymous_labels_are_nobodys_session_and_never_the_owner() -> None:
    transcripts = [
        transcript(1, "SPEAKER_00", "SPEAKER_01", day=date(2025, 1, 1)),
        transcript(2, "SPEAKER_00", "Лена Кравцова", day=date(2025, 2, 1)),
        transcript(3, "Спикер 1", "Спикер 2", title="Созвон с Леной", day=date(2025, 3, 1)),
        transcript(4, "Клиент", ME, day=date(2025, 4, 1)),
    ]
    assert guess_owner(transcripts) is None
    assert find_sessions(transcripts, ME) == {2: Session("Лена Кравцова", 1), 3: Session("Лена Кравцова", 2)}


def test_who_is_alone_with_anonymous_labels_is_not_taken_for_the_owner() -> None:
    transcripts = [transcript(1, "Лена", "SPEAKER_01"), transcript(2, "Лена", "SPEAKER_01")]
    assert guess_owner(transcripts) is None
    assert find_sessions(transcripts, None) == {1: Session("Лена", 1), 2: Session("Лена", 2)}
    mixed = [transcript(3, ME, "Лена", "Unknown"), transcript(4, ME, "Павел", "Unknown")]
    assert guess_owner([*transcripts, *mixed]) == ME


def test_person_whom_the_user_chose_wins() -> None:
    transcripts = [
        transcript(1, ME, "Лена Кравцова", day=date(2025, 1, 1)),
        replace(transcript(2, ME, "Павел", title="С Павлом", day=date(2025, 2, 1)), person="Елена"),
        replace(transcript(3, "SPEAKER_00", "SPEAKER_01", day=date(2025, 3, 1)), person="Kravtsova Lena"),
        replace(transcript(4, day=date(2025, 4, 1)), person="Вера"),
        replace(transcript(5, day=date(2025, 5, 1), title="Вера 2")),
    ]
    assert find_sessions(transcripts, ME) == {
        1: Session("Лена Кравцова", 1),
        2: Session("Лена Кравцова", 2),
        3: Session("Лена Кравцова", 3),
        4: Session("Вера", 1),
        5: Session("Вера", 2),
    }


def test_person_whom_the_user_chose_is_not_the_owner() -> None:
    transcripts = [transcript(1, ME, "Лена"), transcript(2, ME, "Лена")]
    assert guess_owner([replace(one, person="Лена") for one in transcripts]) == ME


def test_short_name_belongs_to_the_full_one_of_the_same_transcript() -> None:
    transcripts = [
        transcript(1, "Лена", ME, "Лена Кравцова", day=date(2025, 1, 1)),
        transcript(2, "Лена", ME, "Лена Орлова", day=date(2025, 2, 1)),
        transcript(3, "Лена", ME, day=date(2025, 3, 1)),
    ]
    assert find_sessions(transcripts, ME) == {
        1: Session("Лена Кравцова", 1),
        2: Session("Лена Орлова", 1),
        3: Session("Лена", 1),
    }


def test_full_name_of_the_title_tells_namesakes_apart() -> None:
    transcripts = [
        transcript(1, ME, "Лена Кравцова", day=date(2025, 1, 1)),
        transcript(2, ME, "Лена Орлова", day=date(2025, 2, 1)),
        transcript(3, title="Созвон с Леной Орловой", day=date(2025, 3, 1)),
        transcript(4, title="Созвон с Леной", day=date(2025, 4, 1)),
    ]
    sessions = find_sessions(transcripts, ME)
    assert sessions[3] == Session("Лена Орлова", 2)
    assert 4 not in sessions


def test_namesake_of_the_owner_is_a_person_of_her_own() -> None:
    transcripts = [
        transcript(1, ME, "Оля", day=date(2025, 1, 1)),
        replace(transcript(2, "SPEAKER_00", day=date(2025, 2, 1)), person="Оля"),
        transcript(3, "Ольга", "О. Дронова", day=date(2025, 3, 1)),
    ]
    assert find_sessions(transcripts, ME) == {1: Session("Оля", 1), 2: Session("Оля", 2)}


def test_marks_that_programs_hang_on_names_are_not_shown() -> None:
    transcripts = [transcript(1, f"{ME} (Host)", "Лена (Guest)"), transcript(2, ME, "🌸 Лена")]
    assert guess_owner(transcripts) is None
    assert find_sessions(transcripts, ME) == {1: Session("Лена", 1), 2: Session("Лена", 2)}


def test_no_transcripts_have_no_sessions() -> None:
    assert find_sessions([], ME) == {}
    assert find_sessions([], None) == {}
