"""Whom and which session a question names."""

import pytest

from rag.search.understanding import PERSON_BONUS, SESSION_BONUS, Preference, understand
from rag.types import Session, Understanding
from tests.search.examples import SESSIONS

TIMUR, OLESYA, GRACE, LIN = "Тимур Ахметов", "Олеся Крот", "Grace Hollis", "林晓"
LONG_SERIES = {number: Session(TIMUR, number) for number in range(1, 26)}


def people(question: str) -> tuple[str, ...]:
    return understand(question, SESSIONS).understanding.people


def session(question: str) -> int | None:
    return understand(question, SESSIONS).understanding.session


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Что говорил Тимур?", (TIMUR,)),
        ("Что я обещала Тимуру?", (TIMUR,)),
        ("О чём мы говорили с Тимуром?", (TIMUR,)),
        ("Что нового у ТИМУРА", (TIMUR,)),
        ("Что спрашивал Ахметов", (TIMUR,)),
        ("портфолио Олеси Крот", (OLESYA,)),
        ("Олесе и Тимуру задали одно и то же?", (OLESYA, TIMUR)),
        ("What did Grace promise?", (GRACE,)),
        ("What about Timur?", (TIMUR,)),
        ("Что сказала Олесина подруга?", (OLESYA,)),
        ("Что говорил 林晓?", (LIN,)),
        ("和林晓说了什么？", (LIN,)),
        ("林晓和Timur都说了什么？", (TIMUR, LIN)),
        ("Что обещал Николай?", ()),
        ("Что обещали?", ()),
        ("", ()),
    ],
)
def test_people_are_named_in_any_case_and_alphabet(question: str, expected: tuple[str, ...]) -> None:
    assert people(question) == expected


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("первая сессия с Тимуром", 1),
        ("Во время второй встречи с Тимуром", 2),
        ("на третьей сессии с Тимуром", 3),
        ("третью сессию с Тимуром", 3),
        ("сессия 2 с Тимуром", 2),
        ("встреча № 3 с Тимуром", 3),
        ("на 2-й сессии с Тимуром", 2),
        ("3 сессия с Тимуром", 3),
        ("на второй нашей встрече с Тимуром", 2),
        ("на последней встрече с Тимуром", 3),
        ("на последней встрече с Олесей", 1),
        ("крайний созвон с Тимуром", 3),
        ("the first session with Timur", 1),
        ("In the THIRD meeting with Timur", 3),
        ("session 2 with Timur", 2),
        ("call #3 with Timur", 3),
        ("the 2nd session with Timur", 2),
        ("our 3rd call with Timur", 3),
        ("the last session with Grace", 2),
        ("latest call with Timur", 3),
        ("第三次和 Timur 见面", 3),
        ("第2次和 Timur 见面", 2),
        ("上次和 Timur 说了什么", 3),
        ("最后一次和 Timur 见面", 3),
        ("第三次见面说了什么", 3),
    ],
)
def test_session_is_recognised_in_three_languages(question: str, number: int) -> None:
    assert session(question) == number


@pytest.mark.parametrize(
    "question",
    [
        "десятая сессия с Тимуром",
        "сессия 4 с Тимуром",
        "third session with Grace",
        "Что решили с Тимуром?",
        "первый оффер Тимура",
        "за 3 месяца Тимур успел",
    ],
)
def test_session_that_is_not_there_or_not_named_is_none(question: str) -> None:
    assert session(question) is None


@pytest.mark.parametrize(
    "question",
    [
        "Что решили с Тимуром в пятницу на встрече?",
        "Во вторник встреча с Тимуром была о чём?",
        "десяток встреч с Тимуром",
        "перед встречей с Тимуром",
    ],
)
def test_other_words_that_begin_like_an_ordinal_are_no_ordinals(question: str) -> None:
    assert understand(question, LONG_SERIES).understanding == Understanding((TIMUR,), None)


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("на пятнадцатой сессии с Тимуром", 15),
        ("шестнадцатая встреча с Тимуром", 16),
        ("двадцать вторая встреча с Тимуром", 22),
        ("第十二次和 Timur 见面", 12),
        ("сессия 12 с Тимуром", 12),
    ],
)
def test_number_above_ten_is_never_taken_for_a_smaller_one(question: str, number: int) -> None:
    assert understand(question, LONG_SERIES).understanding.session in (number, None)


def test_tenth_of_three_sessions_prefers_only_the_person() -> None:
    assert understand("Что было на десятой сессии с Тимуром?", SESSIONS) == Preference(
        Understanding((TIMUR,), None), dict.fromkeys((1, 2, 3), PERSON_BONUS)
    )


def test_named_session_is_preferred_over_the_others_of_the_person() -> None:
    assert understand("Что было на третьей сессии с Тимуром?", SESSIONS) == Preference(
        Understanding((TIMUR,), 3), {1: PERSON_BONUS, 2: PERSON_BONUS, 3: PERSON_BONUS + SESSION_BONUS}
    )


def test_session_without_a_person_prefers_that_number_of_everybody() -> None:
    assert understand("Что было на второй сессии?", SESSIONS) == Preference(
        Understanding((), 2), dict.fromkeys((2, 6, 8), SESSION_BONUS)
    )


def test_last_session_without_a_person_is_the_last_of_each() -> None:
    expected = Preference(Understanding((), None), dict.fromkeys((3, 4, 6, 8), SESSION_BONUS))
    assert understand("Что решили на последней встрече?", SESSIONS) == expected
    assert understand("What did we decide at the last meeting?", SESSIONS) == expected
    assert understand("上次说了什么？", SESSIONS) == expected


def test_unknown_person_excludes_nothing() -> None:
    assert understand("Что обещал Николай?", SESSIONS) == Preference(Understanding(), {})
    assert understand("на второй сессии с Николаем", SESSIONS).bonus == dict.fromkeys((2, 6, 8), SESSION_BONUS)


def test_empty_library_understands_nothing() -> None:
    empty: dict[int, Session] = {}
    assert understand("Что было на третьей сессии с Тимуром?", empty) == Preference(Understanding(), {})
