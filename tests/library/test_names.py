"""Names of people compared over alphabets, completeness and grammatical cases."""

import itertools

import pytest

from rag.library.names import is_named, merge_names, name_key


@pytest.mark.parametrize(
    ("russian", "latin"),
    [
        ("Ольга Дронова", "Olga Dronova"),
        ("Сергей Крылов", "Sergey Krylov"),
        ("Юлия Ярцева", "Yulia Yartseva"),
        ("Юлия", "Julia"),
        ("Фёдор Хохлов", "Fyodor Khokhlov"),
        ("Дмитрий Царёв", "Dmitry Tsaryov"),
        ("Дмитрий", "Dmitriy"),
        ("Алексей", "Alexey"),
        ("Наталья", "Natalya"),
        ("Жанна Чижова", "ZHANNA CHIZHOVA"),
        ("Анна Щукина", "Anna Shchukina"),
        ("Елена", "Yelena"),
    ],
)
def test_name_in_both_alphabets_has_one_key_and_is_merged_to_cyrillic(russian: str, latin: str) -> None:
    assert name_key(russian) == name_key(latin)
    assert merge_names([latin, russian]) == {latin: russian, russian: russian}


def test_name_key_does_not_depend_on_the_order_of_the_words() -> None:
    assert name_key("Дронова  Ольга") == name_key("Olga Dronova") == {"olga", "dronova"}
    assert name_key("") == frozenset()


def test_first_name_and_full_name_are_merged() -> None:
    assert merge_names(["Настя", "Настя Веретенникова", "Борис"]) == {
        "Настя": "Настя Веретенникова",
        "Настя Веретенникова": "Настя Веретенникова",
        "Борис": "Борис",
    }


def test_latin_first_name_is_merged_with_the_full_name_in_cyrillic() -> None:
    assert merge_names(["Nastya", "Настя Веретенникова"])["Nastya"] == "Настя Веретенникова"


@pytest.mark.parametrize("order", list(itertools.permutations(["Анна", "Анна Белова", "Анна Крюкова"])))
def test_first_name_that_fits_two_people_stays_as_it_is(order: tuple[str, ...]) -> None:
    assert merge_names(order) == {name: name for name in order}


def test_initial_is_merged_with_the_name_it_begins() -> None:
    assert merge_names(["А. Белова", "Анна Белова"])["А. Белова"] == "Анна Белова"
    assert merge_names(["А. Белова", "Борис Белова"])["А. Белова"] == "А. Белова"


def test_initial_that_fits_two_people_stays_as_it_is() -> None:
    assert merge_names(["А. Белова", "Анна Белова", "Алла Белова"])["А. Белова"] == "А. Белова"


def test_full_name_in_latin_is_fuller_than_an_initial_in_cyrillic() -> None:
    assert set(merge_names(["Olga Dronova", "О. Дронова"]).values()) == {"Olga Dronova"}


def test_different_people_stay_apart() -> None:
    names = ["Мария", "Марина", "王芳", "王伟", "Павел Громов", "Павел Белов", "Ян", "Яна"]
    assert merge_names(names) == {name: name for name in names}


def test_no_names_give_nothing_and_an_empty_one_is_nobody() -> None:
    assert merge_names([]) == {}
    assert merge_names(["", ".", "Анна"]) == {"": "", ".": ".", "Анна": "Анна"}


@pytest.mark.parametrize(
    ("person", "text"),
    [
        ("Настя Веретенникова", "Сессия с Настей"),
        ("Настя Веретенникова", "Созвон с Веретенниковой 3"),
        ("Лена", "созвон_с_Леной.srt"),
        ("Анна", "К Анне: резюме"),
        ("Ольга Дронова", "Olga, session 2"),
        ("Olga Dronova", "сессия с Ольгой"),
        ("Иван Громов", "Громову, 12 ноября"),
        ("Дмитрий", "с Дмитрием"),
        ("Павел", "Встреча с Павлом"),
        ("Настя", "Настина домашка"),
        ("王芳", "王芳 简历讨论"),
        ("Ben Ode", "Ben 2.vtt"),
    ],
)
def test_person_is_named_in_any_alphabet_and_case(person: str, text: str) -> None:
    assert is_named(person, text) is True


@pytest.mark.parametrize(
    ("person", "text"),
    [
        ("Мария", "Сессия с Мариной"),
        ("Марина", "Сессия с Марией"),
        ("Настя", "Ненастье"),
        ("Анна", "Ананас"),
        ("Ben", "Benefit"),
        ("Лена", ""),
        ("А. Б.", "а и б сидели"),
        ("王芳", "李雷 简历讨论"),
    ],
)
def test_other_words_do_not_name_the_person(person: str, text: str) -> None:
    assert is_named(person, text) is False
