"""Questions that lean on the one before, and those that do not although there is one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.search.followups import complete, is_about_later, is_same_about_another, leans_on_earlier, put_another
from rag.search.mentions import Mention, find_mentions
from tests.search.examples import is_fast

PEOPLE = ("Тимур Ахметов", "Игорь Седов", "Олеся Крот", "Павел Громов", "Вера Лукина", "林晓")


def mentions(question: str) -> tuple[Mention, ...]:
    return find_mentions(question, PEOPLE)


def leans(question: str) -> bool:
    return leans_on_earlier(question, mentions(question))


def exchanged(previous: str, question: str) -> str:
    return put_another(previous, mentions(previous), question, mentions(question))


@pytest.mark.parametrize(
    "question",
    [
        "а Игорю?",
        "А что Игорю?",
        "И Олесе Крот?",
        "and Pavel?",
        "what about Pavel?",
        "How about Pavel?",
        "那林晓呢？",
        "那Timur呢？",
        "и что он ответил?",
        "Что он ответил про оффер и зарплату?",
        "Где она живёт сейчас летом?",
        "Кто делал их новый сайт?",
        "What did he answer about the offer?",
        "How did that go?",
        "Tell me more about that",
        "那他呢？",
        "她说了什么有意思的？",
        "还有呢？",
        "然后说了什么计划？",
        "когда?",
        "сколько?",
        "почему?",
        "и потом?",
        "Then what?",
        "а на второй сессии?",
        "Как это сделать быстрее всего?",
        "Что там было с договором аренды?",
    ],
)
def test_continuation_leans_on_what_was_asked(question: str) -> None:
    assert leans(question)


@pytest.mark.parametrize(
    "question",
    [
        "Что решили с Олесей по портфолио?",
        "О чём говорили с Павлом на второй сессии?",
        "А что сказала Олеся про портфолио и опрос?",
        "Какой размер зарплаты предложили?",
        "Игорь",
        "Что сказал Игорь?",
        "Это правда, что оффер подписан?",
        "Что решили по зарплате на этой неделе?",
        "Какие планы на этот год по учёбе?",
        "Сколько заплатили в этом месяце за курсы?",
        "Что там с оффером Маяка?",
        "Кто обещал прислать список литературы?",
        "Who said that SQL is hard to learn?",
        "Everything that was promised about reviews",
        "Is there a plan for the quarter review?",
        "What did Grace Hollis decide about the incident reviews?",
        "林晓说了什么关于咖啡店的事情？",
        "谁开咖啡店卖咖啡？",
        "Тогдашний начальник уволил команду?",
        "Именно сайт обсуждали подробно?",
    ],
)
def test_whole_question_stands_alone(question: str) -> None:
    assert not leans(question)


@pytest.mark.parametrize("question", ["а Игорю?", "Игорь?", "what about Pavel?", "那林晓呢？", "а что Игорю и Олесе?"])
def test_name_alone_asks_the_same_about_another(question: str) -> None:
    assert is_same_about_another(question, mentions(question))


@pytest.mark.parametrize("question", ["а он?", "почему?", "а Игорю про зарплату?", ""])
def test_more_than_a_name_does_not(question: str) -> None:
    assert not is_same_about_another(question, mentions(question))


@pytest.mark.parametrize("question", ["и что потом?", "чем в итоге кончилось?", "How did it end, finally?", "后来呢？"])
def test_what_became_of_it_is_later(question: str) -> None:
    assert is_about_later(question)
    assert not is_about_later("что он ответил?")


@pytest.mark.parametrize(
    ("previous", "question", "expected"),
    [
        ("Что я обещала Тимуру?", "а Игорю?", "Что я обещала Игорю?"),
        ("Что обещала Вера Тимуру?", "а Игорю?", "Что обещала Вера Игорю?"),
        ("Что Игорь сказал Олесе?", "а Павел?", "Что Павел сказал Олесе?"),
        ("Что обещали Тимур и Игорь?", "а Павел?", "Что обещали Павел?"),
        ("Что я обещала Тимуру?", "а Игорю и Олесе?", "Что я обещала Игорю и Олесе?"),
        ("What did I promise Timur?", "what about Pavel?", "What did I promise Pavel?"),
        ("我答应林晓什么？", "那Timur呢？", "我答应Timur什么？"),
        ("Что с зарплатой? ", "а у Игоря?", "Что с зарплатой? Игоря"),
    ],
)
def test_other_name_takes_the_place_of_the_one_before(previous: str, question: str, expected: str) -> None:
    assert exchanged(previous, question) == expected


def test_question_is_completed_as_far_back_as_the_earlier_ones_lean() -> None:
    asked = ("Что с зарплатой в банке?", "Что сказал Тимур?", "и что он ответил?")
    history = [(text, mentions(text)) for text in asked]
    assert complete(" когда? ", history) == "Что сказал Тимур? и что он ответил? когда?"
    assert complete("когда?", []) == "когда?"


def test_question_is_completed_with_three_earlier_ones_at_most() -> None:
    history = [(question, ()) for question in ("где?", "когда?", "сколько?", "почему?", "зачем?")]
    assert complete("а ещё?", history) == "сколько? почему? зачем? а ещё?"


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_can_be_completed(question: str, previous: str) -> None:
    assert leans(question) in (True, False)
    assert complete(question, [(previous, ())]).endswith(question.strip())


@pytest.mark.parametrize("piece", ["а ", "он ", "это ", "that ", " ", "那", "с Тимуром "])
def test_long_question_is_read_at_once(piece: str) -> None:
    text = (piece * 20_000)[:20_000]
    assert is_fast(lambda: leans_on_earlier(text, ()), 0.5)
