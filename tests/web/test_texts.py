"""The interface speaks three languages completely."""

import ast
import re
from pathlib import Path

import pytest

from rag import errors
from rag.languages import LANGUAGES, Language
from rag.progress import FileStatus
from rag.types import Problem, TranscriptState
from rag.web import texts

PROJECT = Path(__file__).resolve().parents[2]
UI_SOURCES = [PROJECT / "app.py", *(PROJECT / "pages").glob("*.py"), *(PROJECT / "rag" / "web").glob("*.py")]
NOT_FOR_MENTORS = re.compile(r"\b(chunk|embedding|top-k|чанк|эмбеддинг)", re.IGNORECASE)


@pytest.mark.parametrize("key", sorted(texts.keys()))
def test_every_text_exists_in_three_languages_with_the_same_gaps(key: str) -> None:
    versions = [texts.text(key, language) for language in LANGUAGES]
    assert all(version.strip() for version in versions)
    assert len({frozenset(re.findall(r"\{(\w+)\}", version)) for version in versions}) == 1
    assert not any(NOT_FOR_MENTORS.search(version) for version in versions)


def test_every_key_that_the_pages_use_exists() -> None:
    used = set()
    for path in UI_SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "words":
                used |= {arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)}
    assert used
    assert used <= texts.keys()


def test_every_error_has_its_sentence() -> None:
    classes = [errors.RagError]
    for found in classes:
        classes += found.__subclasses__()
    codes = {found.code for found in classes}
    assert {f"problem_{code}" for code in codes} <= texts.keys()


def test_every_state_has_its_word() -> None:
    assert {f"status_{status}" for status in FileStatus} <= texts.keys()
    assert {f"state_{state}" for state in TranscriptState} <= texts.keys()


def test_pages_hold_no_words_of_their_own() -> None:
    for path in UI_SOURCES:
        if path.name.endswith("texts.py") or path.name == "problems.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert not re.search(r"[А-Яа-яЁё\u4e00-\u9fff]", node.value), f"{path.name}: {node.value!r}"


@pytest.mark.parametrize(
    ("locale", "expected"),
    [("ru-RU", "ru"), ("en-GB", "en"), ("zh-CN", "zh"), ("de-DE", "ru"), (None, "ru"), ("", "ru")],
)
def test_the_language_follows_the_browser(locale: str | None, expected: Language) -> None:
    assert texts.language_of(locale) == expected


def test_a_problem_names_its_values() -> None:
    problem = Problem("question_long", (("length", "20000"), ("limit", "4000")))
    assert texts.describe_problem(problem, "en") == (
        "The question is too long: 20000 characters, at most 4000. Ask more briefly."
    )


def test_an_unknown_problem_still_gets_a_sentence() -> None:
    assert texts.describe_problem(Problem("from the future"), "en") == texts.text("problem_error", "en")


@pytest.mark.parametrize(("seconds", "expected"), [(0, "0:00"), (65.9, "1:05"), (3600, "1:00:00"), (7325, "2:02:05")])
def test_time_codes_are_short(seconds: float, expected: str) -> None:
    assert texts.time_code(seconds) == expected
