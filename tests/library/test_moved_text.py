"""The words of an older version are found in a newer one, however its lines are cut."""

import pytest

from rag.library.moved_text import find_text, main_speaker, spoken_text
from rag.types import Segment


@pytest.mark.parametrize(
    ("text", "lines", "near", "expected"),
    [
        ("Да.", ["Да.", "Нет.", "Да.", "Да."], 3, [3]),
        ("Да.", ["Когда.", "Да. Конечно."], 1, [2]),
        ("Пришлю план\nк пятнице.", ["Ну.", "Пришлю план к пятнице.", "Ага."], 9, [2]),
        ("Пришлю план к пятнице.", ["Пришлю план", "к  пятнице.", "Ага."], 1, [1, 2]),
        ("план", ["планы", "План"], 1, []),
        ("", ["Да."], 1, []),
        ("你好", ["你好"], 1, [1]),
    ],
)
def test_words_are_found_whole_and_near_their_old_place(
    text: str, lines: list[str], near: int, expected: list[int]
) -> None:
    segments = [Segment(number, 0, len(line), line) for number, line in enumerate(lines, start=1)]
    assert [segment.number for segment in find_text(text, segments, near)] == expected


def test_words_that_are_ready_to_be_searched_are_found_as_often_as_they_are_sought() -> None:
    spoken = spoken_text([Segment(number, 0, 3, line) for number, line in enumerate(("Да.", "Нет.", "Да."), start=1)])
    assert [[segment.number for segment in spoken.find("Да.", near)] for near in (1, 3)] == [[1], [3]]
    assert [segment.number for segment in spoken.find("Да. Нет.\nДа.", 1)] == [1, 2, 3]
    assert spoken_text([]).find("Да.", 1) == []


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([("Анна", "Да."), ("Олег", "Конечно."), ("Анна", "Хорошо.")], "Анна"),
        ([("Олег", "Да."), ("Анна", "Нет")], "Олег"),
        ([("Анна", "Ага"), (None, "Ну да.")], None),
    ],
)
def test_main_speaker_says_the_most(lines: list[tuple[str | None, str]], expected: str | None) -> None:
    assert main_speaker(lines) == expected
