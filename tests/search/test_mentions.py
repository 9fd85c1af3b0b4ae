"""Whom a question names: cases, alphabets, short forms, misspelt names, who acts, and words that are nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.search.mentions import Mention, find_mentions
from tests.search.examples import is_fast

TIMUR, OLESYA, GRACE, LIN = "Тимур Ахметов", "Олеся Крот", "Grace Hollis", "林晓"
KRAVTSOVA, ORLOVA = "Лена Кравцова", "Лена Орлова"
PEOPLE = (TIMUR, OLESYA, GRACE, LIN, KRAVTSOVA, ORLOVA)
PIECES = st.sampled_from(
    ["Тимур", "Тимуру ", "Лена ", "Кравцовой", " ", "Grace", "'s ", "林晓", "的", "和", "Олесья", "?", "Тимурр ", "-"]
)


def named(question: str, people: tuple[str, ...] = PEOPLE) -> list[tuple[str, ...]]:
    return [mention.people for mention in find_mentions(question, people)]


def acting(question: str) -> list[str]:
    return [mention.people[0] for mention in find_mentions(question, PEOPLE) if mention.is_acting]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Что говорил Тимур?", TIMUR),
        ("Что я обещала Тимуру?", TIMUR),
        ("что обещала тимуру", TIMUR),
        ("О чём мы говорили с Тимуром?", TIMUR),
        ("Что нового у ТИМУРА", TIMUR),
        ("Что спрашивал Ахметов", TIMUR),
        ("У Ахметова Тимура", TIMUR),
        ("What about Timur?", TIMUR),
        ("портфолио Олеси Крот", OLESYA),
        ("Олесина подруга", OLESYA),
        ("Olesya's portfolio", OLESYA),
        ("What did Grace promise?", GRACE),
        ("Что говорила 林晓?", LIN),
        ("和林晓说了什么？", LIN),
        ("我答应林晓什么", LIN),
        ("那Timur呢？", TIMUR),
        ("Елене Кравцовой", KRAVTSOVA),
        ("с Леной Орловой", ORLOVA),
        ("Lena Orlova", ORLOVA),
    ],
)
def test_one_person_is_named_in_any_case_and_alphabet(question: str, expected: str) -> None:
    assert named(question) == [(expected,)]


@pytest.mark.parametrize("question", ["Что сказала Лена?", "что обещала лене", "Елене", "What did Lena say?"])
def test_name_of_two_people_means_both(question: str) -> None:
    assert named(question) == [(KRAVTSOVA, ORLOVA)]


def test_several_people_come_in_the_order_of_the_question() -> None:
    assert named("Олеся сказала Тимуру про Grace") == [(OLESYA,), (TIMUR,), (GRACE,)]
    assert named("林晓和Timur都说了什么？") == [(LIN,), (TIMUR,)]
    assert named("Лена Кравцова и Лена Орлова") == [(KRAVTSOVA,), (ORLOVA,)]


@pytest.mark.parametrize(
    "question",
    [
        "",
        "Что обещали?",
        "Что обещал Николай?",
        "крот под землёй",
        "graceful code",
        "темур",
        "林",
    ],
)
def test_other_words_are_nobody(question: str) -> None:
    assert named(question, (TIMUR, GRACE, LIN, KRAVTSOVA)) == []


@pytest.mark.parametrize("word", ["Тимурр", "Темур", "Тимру", "Тимурру", "Timurr", "Тимуур"])
def test_misspelt_name_is_a_guess(word: str) -> None:
    question = f"Что обещал {word}?"
    assert find_mentions(question, PEOPLE) == (Mention((TIMUR,), 11, 11 + len(word), is_acting=True, is_guess=True),)


@pytest.mark.parametrize(
    ("word", "person"),
    [("Марина", "Мария"), ("Мартин", "Марина"), ("Марта", "Мария"), ("Лина", "Лена"), ("Павлин", "Павел")],
)
def test_another_name_or_word_is_not_a_misspelt_one(word: str, person: str) -> None:
    assert named(f"Что сказала {word}?", (person,)) == []


def test_misspelt_part_of_a_known_name_belongs_to_it() -> None:
    (mention,) = find_mentions("Что сказала Олеся Кротт?", PEOPLE)
    assert (mention.people, mention.is_guess) == ((OLESYA,), False)


def test_words_of_one_name_are_one_mention_with_its_place() -> None:
    question = "Что обещала Лена Кравцова на встрече"
    (mention,) = find_mentions(question, PEOPLE)
    assert question[mention.start : mention.end] == "Лена Кравцова"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Что обещал Тимур Олесе?", [TIMUR]),
        ("Что Олеся сказала Тимуру?", [OLESYA]),
        ("Что обещал Ахметов?", [TIMUR]),
        ("Что просили у Тимура?", []),
        ("с Тимуром", []),
        ("What did Grace promise?", [GRACE]),
        ("What did I promise Grace?", []),
        ("What did I owe Grace?", []),
        ("What did Timur tell Grace?", [TIMUR]),
        ("What was sent to Grace?", []),
        ("Grace's plan", []),
        ("Grace’s plan", []),
        ("林晓说了什么", [LIN]),
        ("我对林晓说了什么", []),
        ("我答应林晓什么", []),
        ("林晓的计划", []),
    ],
)
def test_who_acts_is_told_by_the_case_or_the_word_before(question: str, expected: list[str]) -> None:
    assert acting(question) == expected


def test_nobody_known_names_nobody() -> None:
    assert find_mentions("Что обещал Тимур?", ()) == ()


@given(st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=60))
def test_places_lie_in_the_question_in_order_and_apart(question: str) -> None:
    end = 0
    for mention in find_mentions(question, PEOPLE):
        assert end <= mention.start < mention.end <= len(question)
        assert set(mention.people) <= set(PEOPLE)
        assert mention.people
        end = mention.end


@pytest.mark.parametrize("piece", ["Тимурр ", "Лена ", "林晓", "а-", "a'", " ", "Тимур Ахметов "])
def test_long_question_is_read_at_once(piece: str) -> None:
    assert is_fast(lambda: find_mentions((piece * 4000)[:4000], PEOPLE), 0.5)
