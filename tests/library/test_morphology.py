"""Forms of Russian words: names in all cases, ordinary words, dictionary forms, what the speaker will do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.library.morphology import (
    dictionary_form,
    is_first_person_future,
    is_imperative,
    is_known_word,
    is_ordinary_word,
    name_forms,
)


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("лена", {"лена", "лены", "лене", "лену", "леной", "ленин", "ленину"}),
        ("павел", {"павел", "павла", "павлу", "павлом", "павле"}),
        ("алия", {"алия", "алии", "алию", "алией", "алие"}),
        ("валерия", {"валерии", "валерию", "валерией"}),
        ("громов", {"громова", "громову", "громовым", "громове"}),
        ("кравцова", {"кравцовой", "кравцову"}),
        ("настя", {"насти", "насте", "настю", "настей", "настина"}),
    ],
)
def test_name_is_known_in_all_cases_and_as_a_possessive(name: str, forms: set[str]) -> None:
    assert forms <= name_forms(name)


def test_word_that_is_no_name_keeps_at_least_itself() -> None:
    assert "ъъъ" in name_forms("ъъъ")


@pytest.mark.parametrize("word", ["света", "Тема", "жене", "кости", "верно", "ёлка", "Ёлка", "оценка"])
def test_ordinary_word_is_hardly_a_name(word: str) -> None:
    assert is_ordinary_word(word)


@pytest.mark.parametrize("word", ["Лена", "Тимур", "Громов", "Ивановна", "абвгдж", "Темур"])
def test_name_or_unknown_word_is_not_ordinary(word: str) -> None:
    assert not is_ordinary_word(word)


def test_word_is_known_when_a_dictionary_lists_it_as_a_name_too() -> None:
    assert all(map(is_known_word, ("Марина", "тимур", "встреча", "ЁЛКА", "елка")))
    assert not any(map(is_known_word, ("Темур", "тимурр", "абвгдж")))


@pytest.mark.parametrize(
    ("word", "form"),
    [("пришлю", "прислать"), ("обещала", "обещать"), ("сессиями", "сессия"), ("резюме", "резюме"), ("шёл", "идти")],
)
def test_dictionary_form_is_the_one_that_is_listed(word: str, form: str) -> None:
    assert dictionary_form(word) == form


@pytest.mark.parametrize(
    "word", ["пришлю", "скину", "сделаю", "посмотрим", "разберём", "постараюсь", "напишу", "буду", "узнаю", "сходим"]
)
def test_what_the_speaker_will_do_is_told(word: str) -> None:
    assert is_first_person_future(word)


@pytest.mark.parametrize("word", ["пришлёт", "прислала", "работаю", "прислать", "ему", "всему", "стол", "пришлёшь", ""])
def test_anything_else_is_no_future_of_the_speaker(word: str) -> None:
    assert not is_first_person_future(word)


@pytest.mark.parametrize("word", ["\U00017000", "а\U00017000", "ре" * 900, "а" * 20_000])
def test_what_is_no_word_of_a_language_stays_as_it_is(word: str) -> None:
    assert word in name_forms(word)
    assert dictionary_form(word) == word
    assert not is_ordinary_word(word)
    assert not is_known_word(word)
    assert not is_first_person_future(word)
    assert not is_imperative(word)


def test_imperative_tells_somebody_what_to_do() -> None:
    assert all(map(is_imperative, ("попробуй", "скинь", "напишите", "запишись")))
    assert not any(map(is_imperative, ("пробует", "стол", "написать", "")))


@given(st.text(max_size=20))
def test_any_word_has_its_forms(word: str) -> None:
    assert word in name_forms(word)
    assert isinstance(dictionary_form(word), str)
    assert is_ordinary_word(word) <= is_known_word(word)
