"""Names of people compared over alphabets, completeness and grammatical cases."""

import itertools
import time
import unicodedata

import pytest

from rag.library.names import clean_name, count_named, is_anonymous, is_base_form, is_named, merge_names, name_key


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
        ("Виктория", "Victoria"),
        ("София", "Sophia"),
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
    "name",
    [
        *(
            "Лена",
            "Елена",
            "Kravtsova Lena",
            "Lena Kravtsova",
            "Kravtsova, Lena",
            "Е. Кравцова",
            "Кравцова Е.",
            "Лена К.",
        ),
        *("Л. Кравцова", "Кравцова Е. С.", "Лена Кравцова (Guest)", "лена кравцова"),
    ],
)
def test_every_way_to_write_a_name_is_merged(name: str) -> None:
    full = "Елена Кравцова"
    assert merge_names([name, "Лена Кравцова", full]) == {name: full, "Лена Кравцова": full, full: full}


@pytest.mark.parametrize("order", list(itertools.permutations(["Лена", "Лена Кравцова", "Елена Орлова", "Елена"])))
def test_short_name_that_fits_two_people_stays_as_it_is(order: tuple[str, ...]) -> None:
    assert merge_names(order) == {name: name for name in order}


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("Настя", "Анастасия Рябова"),
        ("Лёша", "Алексей"),
        ("Леша", "Алексей"),
        ("Nastya", "Анастасия"),
        ("Тёма", "Артём"),
    ],
)
def test_short_name_is_merged_with_the_full_one(short: str, full: str) -> None:
    assert merge_names([short, full]) == {short: full, full: full}


def test_name_that_is_short_for_two_is_merged_where_only_one_is_there() -> None:
    assert merge_names(["Саша", "Александр Петров"])["Саша"] == "Александр Петров"
    assert merge_names(["Саша", "Александра Ким"])["Саша"] == "Александра Ким"
    assert merge_names(["Саша", "Александр", "Александра"])["Саша"] == "Саша"


def test_name_that_is_short_for_many_does_not_join_two_people() -> None:
    names = ["Слава Ким", "Стас Ким", "Владислав Ким"]
    assert merge_names(names) == {name: name for name in names}
    assert set(merge_names(["Слава Ким", "Стас Ким"]).values()) == {"Стас Ким"}


def test_initials_do_not_join_two_people() -> None:
    names = ["Кравцова Е. С.", "Елена Кравцова", "Евгения Кравцова"]
    assert merge_names(names) == {name: name for name in names}
    names = ["Кравцова Е. С.", "Софья Кравцова"]
    assert merge_names(names) == {name: name for name in names}
    assert merge_names(["А. Б.", "Анна Белова"])["А. Б."] == "А. Б."


def test_initial_does_not_stand_for_a_word_that_is_written_out() -> None:
    assert merge_names(["Елена Е.", "Елена Кравцова"])["Елена Е."] == "Елена Е."


def test_initial_of_two_latin_letters_is_an_initial() -> None:
    assert merge_names(["Ю. Ярцева", "Юлия Ярцева"])["Ю. Ярцева"] == "Юлия Ярцева"


def test_shown_name_is_russian_complete_and_clean() -> None:
    assert set(merge_names(["Anastasia Ryabova (Guest)", "Рябова Настя", "Настя Рябова"]).values()) == {"Настя Рябова"}
    assert merge_names(["Лена (iPhone)"]) == {"Лена (iPhone)": "Лена"}


def test_anonymous_labels_are_merged_with_nobody() -> None:
    names = ["SPEAKER_01", "speaker 1", "Speaker 1", "Спикер 1", "Участник 3", "А", "Анна"]
    assert merge_names(names) == {name: name for name in names}


def test_many_names_are_merged_fast() -> None:
    given = ["Лена", "Елена", "Настя", "Саша", "Александр", "Михаил", "Слава", "Станислав", "Ольга", "Е."]
    names = [f"{given[number % 10]} {'бвгдк'[number % 5]}{number}ов" for number in range(3000)]
    start = time.perf_counter()
    merge_names(["Лена", *names])
    merge_names(names[:300] * 34)
    assert time.perf_counter() - start < 3


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("Лена (Guest)", "Лена"),
        ("Лена (гость)", "Лена"),
        ("Лена [External]", "Лена"),
        ("Лена (iPhone 13)", "Лена"),
        ("Lena's iPhone", "Lena"),
        ("Лена - iPhone", "Лена"),
        ("iPhone (Лена)", "Лена"),
        ("Олег (хост)", "Олег"),
        ("Oleg (Host, me)", "Oleg"),
        ("Лена (You)", "Лена"),
        ("Лена (Вы)", "Лена"),
        ("Лена (она/её)", "Лена"),
        ("Лена #2", "Лена"),
        ("Лена (Guest) #2", "Лена"),
        ("王芳（主持人）", "王芳"),
        ("«Лена Кравцова»", "Лена Кравцова"),
        ("🌸 Лена ❤️", "Лена"),
        ("**Лена**:", "Лена"),
        ("  Лена \t Кравцова ", "Лена Кравцова"),
        ("Андрей".replace("й", "и\u0306"), "Андрей"),
        ("Kravtsova, Lena", "Kravtsova, Lena"),
        ("Настя В.", "Настя В."),
        ("Мельникова (Мария)", "Мельникова (Мария)"),
        ("SPEAKER_01", "SPEAKER_01"),
        ("...", "..."),
        ("", ""),
    ],
)
def test_name_is_cleaned_of_what_programs_add(name: str, cleaned: str) -> None:
    assert clean_name(name) == cleaned
    assert clean_name(cleaned) == cleaned


@pytest.mark.parametrize(
    "label",
    [
        *(
            "SPEAKER_01",
            "Speaker 1",
            "Speaker A",
            "Speaker",
            "speaker_00",
            "Speaker 1 (Guest)",
            "spk_0",
            "S1",
            "A",
            "Б",
        ),
        *("Спикер 2", "Говорящий 1", "Участник 3", "Неизвестный", "Неизвестный спикер 2", "Гость", "Клиент", "Менти"),
        *("Unknown", "Unknown Speaker", "iPhone", "Zoom user", "Student", "发言人1", "说话人 2"),
    ],
)
def test_label_of_nobody_is_anonymous(label: str) -> None:
    assert is_anonymous(label) is True


@pytest.mark.parametrize(
    "name",
    ["Лена", "Лена 2", "Ян", "王", "Speakerman", "Участникова", "Гостев", "Клиентов", "Ментор", "Анна А.", ""],
)
def test_name_is_not_anonymous(name: str) -> None:
    assert is_anonymous(name) is False


def test_full_name_in_the_text_counts_more_than_the_given_name() -> None:
    title = "Созвон с Леной Кравцовой"
    assert [count_named(person, title) for person in ("Елена Кравцова", "Лена Орлова", "Павел")] == [2, 1, 0]


@pytest.mark.parametrize(
    ("person", "text"),
    [
        ("Лена Кравцова", "что я обещал Елене"),
        ("Лена Кравцова", "что я обещал елене"),
        ("Алия", "с Алией"),
        ("Валерия", "с Валерией"),
        ("Анастасия Рябова", "созвон с Настей"),
        ("Анастасия Рябова", "что обещала насте"),
        ("Анастасия Рябова", "nastya_3.vtt"),
        ("Lena Kravtsova", "с Еленой"),
        ("Александр", "с Сашей"),
        ("Саша Ким", "Александре"),
        ("Вова", "Володе"),
        ("Светлана", "со Светой"),
        ("Артём", "Тёма сказал"),
        ("Иван", "Ванина домашка"),
        ("Андрей", unicodedata.normalize("NFD", "Андрей 2.txt")),
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
        ("Светлана", "в свете сказанного"),
        ("Артём", "какая была тема"),
        ("Евгений", "позвонить жене"),
        ("Константин", "кости болят"),
        ("Людмила", "the last mile"),
        ("Лена", "с Алёной"),
        ("王芳", "李雷 简历讨论"),
    ],
)
def test_other_words_do_not_name_the_person(person: str, text: str) -> None:
    assert is_named(person, text) is False


@pytest.mark.parametrize(
    ("person", "word"),
    [
        ("Лена Кравцова", "Лена"),
        ("Лена Кравцова", "Кравцова"),
        ("Лена Кравцова", "лена"),
        ("Лена Кравцова", "Елена"),
        ("Павел Громов", "Паша"),
        ("Павел Громов", "Pavel"),
        ("Pavel Gromov", "Павел"),
        ("王芳", "王芳"),
    ],
)
def test_name_as_a_dictionary_has_it_is_a_base_form(person: str, word: str) -> None:
    assert is_base_form(person, word) is True


@pytest.mark.parametrize(
    ("person", "word"),
    [
        ("Лена Кравцова", "Лене"),
        ("Лена Кравцова", "Кравцовой"),
        ("Лена Кравцова", "Елену"),
        ("Павел Громов", "Паше"),
        ("Павел Громов", "Лена"),
        ("Лена Кравцова", ""),
    ],
)
def test_other_case_or_name_is_no_base_form(person: str, word: str) -> None:
    assert is_base_form(person, word) is False
