"""What stands in quotation marks, in the very characters of the transcript."""

import pytest

from rag.answer.citations import resolve_answer
from rag.answer.exact_words import source_slice, with_source_words
from rag.answer.slices import source_lines
from rag.types import Line

LINES = (
    Line(1, (1,), "Вера", "Я пришлю отчёт – весь, целиком – до пятницы: договорились?"),
    Line(2, (2,), "Тимур", "Отчет мы ещё не видели, план «А» тоже."),
    Line(3, (3,), "林晓", "好的，我表哥开咖啡店。"),
)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Она сказала «пришлю отчет - весь, целиком - до пятницы» [1].", "отчёт – весь, целиком – до пятницы"),
        ("Она сказала «пришлю отчёт — весь, целиком» [1].", "пришлю отчёт – весь, целиком"),
        ("Он сказал «мы еще не видели, план А тоже» [2].", "мы ещё не видели, план «А» тоже"),
        ("她说「好的，我表哥开咖啡店」[3]。", "好的，我表哥开咖啡店"),
        ("«договорились?» — спросила она [1].", "«договорились?»"),
    ],
)
def test_quotation_shows_the_characters_of_the_source(written: str, shown: str) -> None:
    answer = resolve_answer(written, LINES, 3, "m", is_unfinished=False)
    assert shown in answer.text
    assert answer.counts.quotation_marks_removed == 0


def test_cited_line_goes_before_another_that_reads_alike() -> None:
    assert with_source_words("«отчет»", source_lines(LINES), {1}) == "«отчёт»"
    assert with_source_words("«Отчёт»", source_lines(LINES), {2}) == "«Отчет»"


def test_markers_inside_a_quotation_stand_after_it() -> None:
    assert with_source_words("«пришлю \x020\x03 отчет» до", source_lines(LINES), {1}) == "«пришлю отчёт» \x020\x03 до"


def test_words_that_no_line_holds_stay() -> None:
    assert with_source_words("«слон» и «пришлю»", source_lines(LINES), {1}) == "«слон» и «пришлю»"


@pytest.mark.parametrize("words", ["", "…", "чёт", "слон", "отчёты"])
def test_no_piece_is_made_up(words: str) -> None:
    assert source_slice(words, LINES[0].text) is None
