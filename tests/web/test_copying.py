"""What is copied and written out of an exchange: plain words, whatever they name."""

from dataclasses import replace

import pytest

from rag.types import Answer, AnswerCounts, Exchange, ExchangeState, Problem, Statement
from rag.web.copying import written_out
from rag.web.texts import text

EXCHANGE = Exchange(
    1, "chat", "Что?", ExchangeState.DONE, problem=Problem("model_missing", (("model", "qwen3:4b-it"),))
)
TOLD = text("problem_model_missing", "ru", model="qwen3:4b-it")


@pytest.fixture(autouse=True)
def in_russian(monkeypatch: pytest.MonkeyPatch) -> None:
    for place in ("rag.web.copying.language", "rag.web.state.language"):
        monkeypatch.setattr(place, lambda: "ru")


def test_problem_is_copied_without_the_escapes_of_a_page() -> None:
    assert written_out().answer(EXCHANGE) == f"Что?\n\n{TOLD}"


def test_problem_is_escaped_once_in_markdown() -> None:
    assert "\\\\" not in written_out().markdown("Чат", [EXCHANGE])


def test_statements_without_backing_are_named_in_what_is_copied() -> None:
    statements = (Statement("Обещан план.", (3,), (2,)), Statement("Придумано.", (), ()))
    answer = Answer("Обещан план [2]. Придумано.", "m", statements, AnswerCounts())
    told = text("unbacked_copied", "ru", statements="Придумано.")
    whole = Exchange(1, "chat", "Что?", ExchangeState.DONE, answer=answer)
    assert told in written_out().answer(whole)
    assert "Придумано" in written_out().markdown("Чат", [whole]).split("план")[-1]
    unfinished = Exchange(1, "chat", "Что?", ExchangeState.DONE, answer=replace(answer, is_unfinished=True))
    assert told not in written_out().answer(unfinished)
