"""What went wrong, in the words of the settings page."""

import re

import pytest

from rag.languages import LANGUAGES, Language
from rag.model_errors import ModelError, ModelRepeats, ModelSilent, ModelStalled
from rag.types import Problem
from rag.web.settings_problems import settings_problem
from rag.web.texts import text

OF_ANSWERS_ALONE = (ModelError, ModelSilent, ModelStalled, ModelRepeats)
ELSEWHERE = re.compile(r"настройк|спросите|the settings|(?<!has )\bask\b|设置|再问|问得", re.IGNORECASE)
"""Words for somebody who has asked a question on another page."""


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Language:
    chosen: Language = request.param
    monkeypatch.setattr("rag.web.components.language", lambda: chosen)
    return chosen


@pytest.mark.parametrize(
    "kind", [kind for kind in ModelError.__subclasses__() if kind not in OF_ANSWERS_ALONE], ids=lambda kind: kind.code
)
def test_settings_send_nobody_to_the_settings_or_to_ask_again(kind: type[ModelError], language: Language) -> None:
    assert not ELSEWHERE.search(settings_problem(kind("", model="m:4b", host="h").problem))


def test_other_problems_are_told_as_everywhere_and_nothing_named_is_live(language: Language) -> None:
    assert settings_problem(Problem("disk")) == text("problem_disk", language)
    assert "\\[a\\]" in settings_problem(Problem("model_unsuited", (("model", "[a](b)"),)))
