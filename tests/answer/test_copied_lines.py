"""Lines that a model writes in the form of its prompt."""

import pytest

from rag.answer.citations import resolve_answer
from rag.answer.copied_lines import is_invented
from rag.types import Line

LINES = (
    Line(1, (1,), "Вера Лукина", "Я пришлю отчёт до пятницы."),
    Line(2, (2,), "Ruth", "I want to try the new editor."),
)
BY_NUMBER = {line.number: line for line in LINES}


@pytest.mark.parametrize(
    ("written", "is_kept"),
    [
        ("[1] Вера Лукина: Я пришлю отчёт до пятницы.", True),
        ("[1] Вера: пришлю отчёт", True),
        ("- [2] Ruth: I want to try the new editor.", True),
        ("[1] Вера: Я пришлю отчёт до среды.", False),
        ("[2] Ruth: Do you want to go to the gym tomorrow?", False),
        ("[1] Ruth: Я пришлю отчёт до пятницы.", False),
        ("[2] Вера: I want to try the new editor.", False),
        ("[1] Итог: отчёт будет до пятницы.", True),
        ("Вера: отчёт будет до пятницы [1].", True),
        ("[1] Отчёт будет до пятницы.", True),
    ],
)
def test_line_in_the_form_of_the_prompt_is_backed_by_its_own_words_alone(written: str, is_kept: bool) -> None:
    answer = resolve_answer(written, LINES, 2, "m", is_unfinished=False)
    (statement,) = answer.statements
    assert statement.is_backed is is_kept
    assert ("[" in answer.text) is is_kept


def test_invented_line_is_told_from_its_tokens() -> None:
    assert is_invented("\x020\x03 Ruth: Hello there", [2], BY_NUMBER)
    assert not is_invented("\x020\x03 Ruth: try the new editor", [2], BY_NUMBER)
    assert is_invented("\x020\x03 Ruth: Hello there", [], BY_NUMBER), "also where its number is nobody's"
    assert not is_invented("Ruth: Hello there \x020\x03", [2], BY_NUMBER)
