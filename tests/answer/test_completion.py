"""Follow-up questions in the model's words."""

import pytest

from rag.answer.completion import MOST_CHARACTERS, accept_completion, completion_messages

HISTORY = ("Что Глеб посоветовал Павлу в апреле?",)
QUESTION = "А какой вердикт он вынес потом?"


def test_model_is_asked_in_the_language_of_the_question_with_all_questions_in_order() -> None:
    system, user = completion_messages(QUESTION, HISTORY)
    assert "по-русски" in system["content"]
    assert user["content"].splitlines()[1:] == [f"- {HISTORY[0]}", f"- {QUESTION}"]
    assert "in English" in completion_messages("And him?", ("What did Pavel say?",))[0]["content"]
    assert "中文" in completion_messages("那他呢？", ("张伟说了什么？",))[0]["content"]


@pytest.mark.parametrize(
    "reply",
    [
        "Какой вердикт Глеб вынес Павлу потом?",
        "«Какой вердикт Глеб вынес Павлу потом?»",
        "**Какой вердикт Глеб вынес Павлу потом?**\n\nЯ подставил имена.",
        "\n  Какой вердикт Глеб вынес Павлу потом?\n",
    ],
)
def test_question_is_taken_out_of_what_models_write_around_it(reply: str) -> None:
    assert accept_completion(reply, QUESTION, HISTORY) == "Какой вердикт Глеб вынес Павлу потом?"


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "   \n",
        QUESTION,
        "Он сказал, что проект хороший и пора искать работу.",
        "What verdict did Gleb give Pavel?",
        "Какой вердикт Глеб вынес Павлу [3]?",
        "Какой вердикт Глеб вынес Павлу? https://example.com",
        "Какой вердикт <b>Глеб</b> вынес Павлу?",
        "Какой вердикт Глеб вынес Павлу? " * 20,
    ],
)
def test_what_is_no_question_of_this_conversation_is_not_used(reply: str) -> None:
    assert accept_completion(reply, QUESTION, HISTORY) is None


def test_longest_question_is_still_taken() -> None:
    reply = ("Какой вердикт он вынес потом " * 20)[: MOST_CHARACTERS - 1].strip() + "?"
    assert accept_completion(reply, QUESTION, HISTORY) == reply
