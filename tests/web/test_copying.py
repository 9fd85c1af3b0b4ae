"""What is copied and written out of an exchange: plain words, whatever they name."""

import pytest

from rag.types import Exchange, ExchangeState, Problem
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
