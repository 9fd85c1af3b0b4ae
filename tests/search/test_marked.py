"""Words that nothing else can stand for: names, quoted and foreign words; people of the library left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.search.marked import find_marked, spellings
from rag.search.mentions import find_mentions
from tests.search.examples import is_fast

PEOPLE = ("Тимур Ахметов", "Grace Hollis")


def marked(question: str) -> tuple[str, ...]:
    return find_marked(question, find_mentions(question, PEOPLE))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Что решили про «Маяк»?", ("Маяк",)),
        ("Что нового про Николая Дроздова?", ("Николая", "Дроздова")),
        ("Что сказали про Docker и docker?", ("Docker", "docker")),
        ("Что обещал Тимур Ахметов?", ()),
        ("Что сказала Grace про SQL?", ("SQL",)),
        ("Почему решили уйти?", ()),
        ("Казань", ()),
        ("What about Docker?", ()),
        ("", ()),
    ],
)
def test_names_quoted_and_foreign_words_are_marked(question: str, expected: tuple[str, ...]) -> None:
    assert marked(question) == expected


def test_long_saying_in_quotation_marks_is_not_word_for_word() -> None:
    assert marked("Кто сказал «лучше меньше да лучше»?") == ()


def test_latin_word_may_be_written_in_russian_letters() -> None:
    assert spellings("Docker") == ("Docker", "докер")
    assert spellings("Маяк") == ("Маяк",)


@given(st.text(max_size=80))
def test_any_question_has_its_marked_words(question: str) -> None:
    assert all(word in question for word in marked(question))


@pytest.mark.parametrize("piece", ["«", "«а", "а ", ". ", "Docker ", " ", "Пит "])
def test_long_question_is_read_at_once(piece: str) -> None:
    question = (piece * 4000)[:4000]
    assert is_fast(lambda: find_marked(question, ()), 0.5)
