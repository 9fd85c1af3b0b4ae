"""Questions about everything that was said, and the spreading of what they find over the sessions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.search.wide import is_wide, spread
from rag.types import StoredPassage
from tests.search.examples import is_fast


def passage(number: int, transcript: int) -> StoredPassage:
    return StoredPassage(number, transcript, 1, 1, 2)


@pytest.mark.parametrize(
    "question",
    [
        "Всё, что я обещал",
        "все, о чём просила Лена",
        "все обещания Лене",
        "Все мои обещания",
        "всё про оффер",
        "О чём мы говорили с Мариной?",
        "о чем была речь",
        "обо всём понемногу",
        "Какие темы мы поднимали на всех сессиях?",
        "Перечисли задачи",
        "Список домашних заданий",
        "Дай полный список обещаний",
        "Как менялись цели Тимура?",
        "Что обсуждали с Олесей?",
        "Что было на каждой сессии?",
        "за всё время",
        "Everything I promised",
        "all my promises",
        "List the tasks",
        "Give me a list of tasks",
        "What did we talk about with Grace?",
        "how her plan changed over time",
        "我答应的一切",
        "所有任务",
        "我们聊了什么",
        "每次都说了什么",
    ],
)
def test_question_about_everything_is_wide(question: str) -> None:
    assert is_wide(question)


@pytest.mark.parametrize(
    "question",
    [
        "",
        "Что я обещал?",
        "всё ли готово?",
        "Все ли пришли?",
        "всегда ли он опаздывает",
        "Кто всё это сказал?",
        "Как всё прошло?",
        "Что всем понравилось?",
        "Все мои друзья",
        "Кто составил список гостей?",
        "Что Лена делала на третьей сессии",
        "listen to music",
        "Did all go well?",
        "what is the list price",
        "谁开咖啡店？",
    ],
)
def test_question_about_one_thing_is_not_wide(question: str) -> None:
    assert not is_wide(question)


def test_best_of_every_transcript_comes_before_the_second_of_any() -> None:
    best = [(passage(n, t), 9.0 - n) for n, t in ((1, 7), (2, 7), (3, 7), (4, 8), (5, 7), (6, 9), (7, 8), (8, 8))]
    assert [item[0].id for item in spread(best)] == [1, 4, 6, 2, 7, 3, 8, 5]
    assert spread([]) == []


@given(st.lists(st.integers(1, 4), max_size=30))
def test_spreading_loses_nothing(transcripts: list[int]) -> None:
    best = [(passage(number, transcript), -float(number)) for number, transcript in enumerate(transcripts)]
    spread_out = spread(best)
    assert sorted(item[0].id for item in spread_out) == list(range(len(transcripts)))
    for transcript in set(transcripts):
        own = [item[0].id for item in spread_out if item[0].transcript_id == transcript]
        assert own == sorted(own)


@pytest.mark.parametrize("piece", ["всё ", "о чём ", "дай abc ", "е", " ", "all ", "都"])
def test_long_question_is_read_at_once(piece: str) -> None:
    assert is_fast(lambda: is_wide((piece * 20_000)[:20_000]))
