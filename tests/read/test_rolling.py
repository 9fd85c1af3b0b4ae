"""Captions that show the last line again: every line once, with the time of the cue that shows it first."""

import pytest

from rag.read.rolling import first_shown
from tests.read.examples import read

HEAD = "WEBVTT\nKind: captions\nLanguage: ru\n\n"
SETTINGS = "align:start position:0%"
ROLLING = (
    f"00:00:00.000 --> 00:00:04.390 {SETTINGS}\n \n[Музыка]\n\n00:00:04.390 --> 00:00:04.400 {SETTINGS}\n \n \n\n"
    f"00:00:04.400 --> 00:00:06.869 {SETTINGS}\n \nпервое<00:00:04.799><c> что</c><00:00:05.200><c> важно</c>\n\n"
    f"00:00:06.869 --> 00:00:06.879 {SETTINGS}\nпервое что важно\n \n\n"
    f"00:00:06.879 --> 00:00:08.549 {SETTINGS}\nпервое что важно\nэто<00:00:07.120><c> ваше</c><c> резюме</c>\n\n"
    f"00:00:08.549 --> 00:00:08.559 {SETTINGS}\nэто ваше резюме\n \n\n"
    f"00:00:08.559 --> 00:00:11.430 {SETTINGS}\nэто ваше резюме\nи<00:00:08.900><c> план</c>\n"
)
EXPECTED = [("первое что важно", 4.4), ("это ваше резюме", 6.879), ("и план", 8.559)]


def _cues(source: str, file_name: str = "session.vtt") -> list[tuple[str, float | None]]:
    return [(segment.text, segment.start_time) for segment in read(source, file_name).segments]


def _numbered(*cues: str) -> str:
    return "".join(
        f"{number}\n00:00:{number:02d},000 --> 00:00:{number + 1:02d},000\n{text}\n\n"
        for number, text in enumerate(cues, start=1)
    )


def test_every_line_of_rolling_captions_is_read_once_with_its_first_time() -> None:
    assert _cues(HEAD + ROLLING) == EXPECTED


def test_rolling_captions_are_read_the_same_from_subrip_made_of_them() -> None:
    plain = "1\n00:00:04,400 --> 00:00:06,869\n\nпервое что важно\n\n"
    plain += "2\n00:00:06,869 --> 00:00:06,879\nпервое что важно\n \n\n"
    plain += "3\n00:00:06,879 --> 00:00:08,549\nпервое что важно\nэто ваше резюме\n\n"
    plain += "4\n00:00:08,549 --> 00:00:08,559\nэто ваше резюме\n \n\n"
    plain += "5\n00:00:08,559 --> 00:00:11,430\nэто ваше резюме\nи план\n"
    assert _cues(plain, "session.srt") == EXPECTED


def test_captions_that_roll_by_two_lines_are_read_once() -> None:
    cues = _cues(_numbered("один\nдва", "один\nдва\nтри", "два\nтри\nчетыре", "три\nчетыре\nпять"), "session.srt")
    assert [text for text, _ in cues] == ["один два", "три", "четыре", "пять"]


def test_word_said_again_in_rolling_captions_is_kept() -> None:
    cues = _cues(_numbered("раз", "раз\nда", "да\nда", "да\nтри", "три\nвсё"), "session.srt")
    assert [text for text, _ in cues] == ["раз", "да", "да", "три", "всё"]


@pytest.mark.parametrize(
    "cues",
    [
        ["Да.", "Да.", "Да.", "Да."],
        ["Да.", "Да.\nПойдём.", "Куда?", "Туда."],
        ["Да.", "Да.\nПойдём.", "Куда?\nЗачем?", "А потом\nдомой?", "Да.", "Да.", "Да."],
        ["Да.\nДа.", "Да.\nДа.", "Да.\nДа.", "Да.\nДа."],
    ],
)
def test_words_said_twice_in_ordinary_captions_are_kept(cues: list[str]) -> None:
    assert [text for text, _ in _cues(_numbered(*cues), "session.srt")] == [" ".join(cue.split()) for cue in cues]


def test_no_cues_show_nothing() -> None:
    assert first_shown("", []) == []
