"""How a line that can be chosen is told: by its own words, after who says them."""

from dataclasses import replace

import pytest

from rag.types import Quote
from rag.web.line_choice import _beginning

QUOTE = Quote(
    2, 7, "Лена 3.srt", "Лена 3", "Лена", 3, None, "Олег", 61.0, 12, 14, 0, 40, "Ну что?\nПришлю *план*.\nЖду.", 0.5, 0,
    40, speakers=("Олег", "Лена", None), focus=13,
)  # fmt: skip


@pytest.mark.parametrize(
    ("focus", "told"),
    [
        (12, "2 · Олег\\: Ну что?"),
        (13, "2 · Лена\\: Пришлю \\*план\\*\\."),
        (14, "2 · Жду\\."),
        (0, "2 · Олег\\: Ну что?"),
        (99, "2 · Жду\\."),
    ],
)
def test_line_is_told_after_the_one_who_says_it(focus: int, told: str) -> None:
    assert _beginning(replace(QUOTE, focus=focus)) == told


def test_long_line_is_shortened_and_line_without_a_number_has_none() -> None:
    told = _beginning(replace(QUOTE, rank=0, text="слово " * 100, focus=12))
    assert told.startswith("Олег\\: слово")
    assert told.endswith("…")
    assert len(told) < 200
