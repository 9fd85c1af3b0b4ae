"""What tools write above the first words."""

import pytest

from rag.read.body import Header
from rag.read.lines import filled_lines
from rag.read.preamble import is_recording_note, is_transcript_title, read_preamble


def _read(text: str) -> tuple[Header, list[str]]:
    preamble = read_preamble(list(filled_lines(text)))
    return preamble.header, [line.text for line in preamble.spoken]


def test_preamble_of_otter_gives_title_day_and_people() -> None:
    text = (
        "Разбор резюме\nTue, Oct 14, 2024 10:02AM • 45:10\n\nSUMMARY KEYWORDS\nрезюме, план\nопыт\n\n"
        "SPEAKERS\nАнна Белова, Ben Ode, Анна Белова\n"
    )
    header = Header("Разбор резюме", "Tue, Oct 14, 2024 10:02AM • 45:10", ("Анна Белова", "Ben Ode"))
    assert _read(text) == (header, [])


def test_preamble_of_teams_gives_title_and_day() -> None:
    text = (
        "Разбор-20240615_133555-Meeting Transcript\n15 June 2024, 03:35am\n27m 42s\nAnna Belova started transcription\n"
    )
    assert _read(text) == (Header("Разбор-20240615_133555", "15 June 2024, 03:35am", ()), [])


def test_preamble_of_google_meet_gives_title_and_people_without_shared_screens() -> None:
    text = (
        "# Разбор - 2024/01/29 09:29 MSK - Transcript\n### Attendees\nAnna Belova, Anna Belova's Presentation, Ben\n"
        "Transcript\n*This editable transcript was computer generated and might contain errors.*\n"
    )
    assert _read(text) == (Header("Разбор - 2024/01/29 09:29 MSK", None, ("Anna Belova", "Ben")), [])


@pytest.mark.parametrize("below", ["", "\n\nДа", "\nСначала мы говорили о погоде.\nДа"])
def test_people_stand_on_lines_of_their_own_up_to_a_gap_or_a_sentence(below: str) -> None:
    header, spoken = _read(f"Разбор\nУчастники:\n- Анна Белова\n- Ben Ode, Вера{below}\n")
    assert header.people == ("Анна Белова", "Ben Ode", "Вера")
    assert spoken == below.split("\n")[1:] if below[:2] != "\n\n" else ["Да"]


def test_notes_of_google_meet_give_title_and_day_alone() -> None:
    text = (
        "📝 Notes\nOct 14, 2025\nРазбор резюме\nInvited Анна Белова Ben Ode\nAttachments Разбор резюме\n"
        "Meeting records Transcript\n\nSummary\nГоворили о резюме.\n"
    )
    assert _read(text) == (Header("Разбор резюме", "Oct 14, 2025", ()), [])


def test_words_that_begin_as_a_line_of_notes_are_speech_elsewhere() -> None:
    assert _read("Разбор\nInvited them all.\n")[1] == ["Invited them all."]


def test_line_of_unknown_meaning_is_speech() -> None:
    text = "Разбор\nСначала мы говорили о погоде.\n14.10.2024\nА потом начали.\n"
    assert _read(text) == (
        Header("Разбор", "14.10.2024", ()),
        ["Сначала мы говорили о погоде.", "А потом начали."],
    )


def test_first_hundred_lines_alone_are_looked_at() -> None:
    header, spoken = _read("Раз, два.\n" * 100 + "Attendees\nАнна\n")
    assert header == Header()
    assert spoken == ["Раз, два."] * 100 + ["Attendees", "Анна"]


def test_nothing_says_nothing() -> None:
    assert _read("") == (Header(), [])


@pytest.mark.parametrize(
    "text", ["Anna Belova started transcription", "**Ben** stopped transcription", "Анна остановила запись"]
)
def test_notes_of_a_recording_are_known(text: str) -> None:
    assert is_recording_note(text)
    assert not is_recording_note(f"{text}, а потом ушла.")


@pytest.mark.parametrize(
    "text", ["Разбор - Transcript", "## Anna / Ben \\- 1:1 \\- Transcript", "Разбор – Meeting Transcript"]
)
def test_titles_of_google_meet_are_known(text: str) -> None:
    assert is_transcript_title(text)


@pytest.mark.parametrize("text", ["", "Transcript", "Это не Transcript", "я" * 200 + " - Transcript"])
def test_other_lines_are_no_title(text: str) -> None:
    assert not is_transcript_title(text)
