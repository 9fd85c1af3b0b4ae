"""The texts of the promises say what is so, whatever the model is busy with and however many models have read."""

import pytest

from rag.languages import LANGUAGES, Language
from rag.web.texts import text


@pytest.mark.parametrize(("language", "question"), [("ru", "вопрос"), ("en", "question"), ("zh", "提问")])
def test_waiting_names_no_question_for_the_model_may_be_at_a_summary(language: Language, question: str) -> None:
    assert question not in text("promises_waiting", language)


@pytest.mark.parametrize("key", ["promises_by_model", "promises_all_read"])
def test_several_models_may_have_read(key: str) -> None:
    told = {language: text(key, language, models="a, b", count=2) for language in LANGUAGES}
    assert all("a, b" in sentence for sentence in told.values())
    assert "моделью: a, b" in told["ru"]


def test_what_is_no_promise_is_not_told_as_if_there_were_none() -> None:
    assert text("promises_dismissed", "en") == "Not promises"


@pytest.mark.parametrize("key", ["promises_unknown", "promise_nobody"])
def test_unknown_speaker_is_called_so(key: str) -> None:
    assert text(key, "en", count=2).startswith("Speaker unknown")
