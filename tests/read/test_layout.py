from datetime import date

import pytest

from rag.errors import ReadingLimit
from rag.read import layout
from rag.read.layout import name_beside_time, plausible_day, plausible_title, row_of_cells, write_text


def test_lines_are_written_with_one_empty_line_at_most_between_them() -> None:
    assert write_text(["", "Лена: да  ", "", "", "", "Нет", ""]) == "Лена: да\n\nНет\n"


def test_nothing_is_written_of_empty_lines() -> None:
    assert write_text(["", " ", "\t"]) == ""


def test_every_kind_of_line_end_ends_a_line_and_marks_of_control_vanish() -> None:
    assert write_text(["a\r\nb\rc\vd\fe\u2028f\x85g"]).split("\n") == [*"abcdefg", ""]
    assert write_text(["a\0\x07b\ud800"]) == "ab\ufffd\n"


def test_text_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "MAX_TEXT_CHARACTERS", 10)
    with pytest.raises(ReadingLimit):
        write_text(["слово"] * 3)


@pytest.mark.parametrize(
    "name", ["Марина Серова", "Lena", "王小明", "Speaker 1", "Dr. Anna-Maria O'Neil", "Лена (Гость)"]
)
def test_a_name_and_a_time_below_it_share_a_line(name: str) -> None:
    assert list(name_beside_time([name, "0:03", "слова"])) == [f"{name}  0:03", "слова"]


@pytest.mark.parametrize(
    "written",
    [
        ["да, хорошо", "00:05:00", "Лена: Привет"],
        ["Да, хорошо, так и есть.", "00:05:00", "И дальше"],
        ["Встреча", "00:05:00", "Лена: Привет"],
        ["ну да", "00:05:00", "и дальше"],
        ["Лена", "00:05:00"],
        ["Лена", "00:05:00", ""],
        ["Лена", "05:61:7", "слова"],
    ],
)
def test_a_time_below_something_else_stays_where_it_is(written: list[str]) -> None:
    assert list(name_beside_time(written)) == written


def test_the_oldest_documents_of_teams_are_put_in_order() -> None:
    written = ["0:0:3.120 --> 0:0:5.2", "Марина Серова", "Добрый день.", "", "0:1:5.0 --> 0:1:7.0", "Кто здесь?"]
    assert list(name_beside_time(written)) == ["Марина Серова  0:00:03", "Добрый день.", "", "[0:01:05] Кто здесь?"]


def test_captions_pasted_into_a_document_stay_captions() -> None:
    written = ["WEBVTT", "", "00:00:03.120 --> 00:00:05.200", "Марина", "слова"]
    assert list(name_beside_time(written)) == written


@pytest.mark.parametrize(
    ("cells", "row"),
    [
        (["Лена", "Хорошо."], "Лена: Хорошо."),
        (["Лена:", "Хорошо.\nПравда."], "Лена: Хорошо.\nПравда."),
        (["00:01:05", "Лена", "Хорошо."], "[00:01:05] Лена: Хорошо."),
        (["Лена", "1:05", "Хорошо."], "[1:05] Лена: Хорошо."),
        (["1:05", "Хорошо."], "[1:05] Хорошо."),
        (["", "Хорошо."], "Хорошо."),
        (["Хорошо.", "Лена"], "Хорошо.\tЛена"),
        (["один", "два", "три"], "один\tдва\tтри"),
        (["00:01", "00:02"], "00:01\t00:02"),
        (["00:01"], "00:01"),
        ([], ""),
    ],
)
def test_a_row_reads_as_speech_where_it_is_speech(cells: list[str], row: str) -> None:
    assert row_of_cells(cells) == row


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Встреча с Леной", "Встреча с Леной"),
        ("Microsoft Word - Встреча.docx", "Встреча"),
        (" два\n слова ", "два слова"),
        ("Word Document", None),
        ("Без названия", None),
        ("...", None),
        ("", None),
        (None, None),
    ],
)
def test_a_title_is_what_a_person_wrote(written: str | None, title: str | None) -> None:
    assert plausible_title(written) == title


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2025-03-01T10:00:00Z", date(2025, 3, 1)),
        ("20250301100000+03'00'", date(2025, 3, 1)),
        ("1601-01-01", None),
        ("2100-01-01", None),
        ("2025-02-30", None),
        ("март", None),
        (None, None),
    ],
)
def test_a_day_is_within_the_years_of_transcripts(written: str | None, day: date | None) -> None:
    assert plausible_day(written) == day
