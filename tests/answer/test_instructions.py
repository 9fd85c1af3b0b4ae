"""What the language model is told to do."""

import pytest

from rag.answer.instructions import Task, closing, example, instructions, session_word
from rag.languages import LANGUAGES, Language, language_of_text

NOTHING = {"ru": "Ответа в строках нет", "en": "The lines hold no answer", "zh": "这些行里没有答案"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("task", Task)
def test_every_task_asks_for_numbers_in_its_own_language_and_keeps_the_lines_data(
    task: Task, language: Language
) -> None:
    told = instructions(task, language)
    assert "[3]" in told
    assert language_of_text(told) == language
    assert told.endswith(instructions(Task.ANSWER, language)[-20:]), "the guard stands last"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("task", [Task.ANSWER, Task.NOTES, Task.PROMISES])
def test_refusal_has_fixed_words(task: Task, language: Language) -> None:
    assert NOTHING[language] in instructions(task, language)


def test_question_stands_last_after_who_asks_it() -> None:
    assert closing("Что?", "Вера", "ru").splitlines()[-1] == "Вопрос: Что?"
    assert "Вера" in closing("Что?", "Вера", "ru").splitlines()[0]
    assert closing("Что?", None, "ru") == "Вопрос: Что?"
    assert closing(None, "Вера", "en") == "Write the reply."


def test_sessions_have_a_word_in_every_language() -> None:
    assert [session_word(language) for language in LANGUAGES] == ["сессия", "session", "会谈"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("task", Task)
def test_example_shows_the_form_with_a_number_that_no_prompt_has(task: Task, language: Language) -> None:
    asked, reply = example(task, language)
    assert "[902]" in asked
    assert "[902]" in reply
    assert reply.startswith("- ") is (task not in {Task.ANSWER, Task.JOIN})
    assert language_of_text(reply) == language
