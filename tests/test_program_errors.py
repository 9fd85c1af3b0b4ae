"""The branch of errors about the program Ollama: whole, and put into words for people."""

import pytest

from rag.errors import RagError
from rag.languages import LANGUAGES
from rag.program_errors import (
    DownloadFailed,
    DownloadMissing,
    DownloadRefused,
    DownloadUnverified,
    ProgramBroken,
    ProgramError,
    SystemUnsupported,
)
from rag.web import texts

CLASSES: list[type[RagError]] = [ProgramError, *ProgramError.__subclasses__()]


@pytest.mark.parametrize("error", CLASSES, ids=lambda error: error.__name__)
def test_every_error_has_its_sentence(error: type[RagError]) -> None:
    assert f"problem_{error.code}" in texts.keys()  # noqa: SIM118 - a function of the module


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "error",
    [
        ProgramBroken("", reason="WORD"),
        SystemUnsupported("", system="WORD"),
        DownloadFailed("", host="WORD"),
        DownloadMissing("", host="WORD"),
        DownloadRefused("", host="WORD"),
        DownloadUnverified("", host="WORD"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_the_sentence_names_what_the_error_knows(error: RagError, language: str) -> None:
    assert "WORD" in texts.describe_problem(error.problem, language)  # type: ignore[arg-type]


def test_an_error_of_the_branch_belongs_to_the_tree() -> None:
    assert issubclass(ProgramError, RagError)
    assert len(CLASSES) > 5
    assert all(error.__bases__ == (ProgramError,) for error in CLASSES[1:])
