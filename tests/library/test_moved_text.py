"""The words of an older version are found in a newer one, however its lines are cut."""

import pytest

from rag.library.moved_text import find_text
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
