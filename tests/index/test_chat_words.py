"""What a chat is found by: its words in any form, the last one perhaps not typed to its end."""

from dataclasses import replace

import pytest

from rag.index.chat_words import sought_words, words_of
from rag.questions import Understanding
from rag.types import Answer, AnswerCounts, Exchange, ExchangeState, Found
from tests.answer.examples import quote

FOUND = Found("?", (replace(quote(1), text="Пришлю чек-лист", speakers=("Вера",)),), True, Understanding(), 0.1)
EXCHANGE = Exchange(
    1, "a", "Что с резюме?", ExchangeState.DONE, FOUND, Answer("Обещана таблица [1].", "m", (), AnswerCounts())
)


@pytest.mark.parametrize(
    "typed",
    [
        "резюме", "РЕЗЮМЕ", "таблицу", "таблицами", "прислать", "прислал чек", "чек-листы", "Тимуром", "Вера",
        "табл", "обещ", "о", "резюме обеща", "",
    ],
)  # fmt: skip
def test_words_of_question_answer_and_quotes_are_found_in_any_form(typed: str) -> None:
    held = f" {' '.join(words_of(EXCHANGE))} "
    assert all(any(f" {beginning}" in held for beginning in group) for group in sought_words(typed))


@pytest.mark.parametrize("typed", ["аблиц", "табл ", "табл прислать", "щербет", "резюме щербет"])
def test_other_words_and_beginnings_that_are_typed_to_their_end_are_not(typed: str) -> None:
    held = f" {' '.join(words_of(EXCHANGE))} "
    assert not all(any(f" {beginning}" in held for beginning in group) for group in sought_words(typed))


def test_every_word_is_kept_once_and_an_unanswered_question_has_its_own() -> None:
    held = words_of(EXCHANGE)
    assert len(held) == len(set(held))
    assert words_of(Exchange(1, "a", "план план", ExchangeState.SEARCHING)) == ["план"]


def test_what_holds_no_word_seeks_nothing() -> None:
    assert sought_words("?! 🙂") == []
