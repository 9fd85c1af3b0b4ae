"""The one tree of errors: drawn as it is, and every class says what to do."""

import re
from collections.abc import Iterator

import pytest

import rag.errors
import rag.model_errors
import rag.program_errors
from rag.errors import FileTooLarge, RagError, UnreadableFile
from rag.model_errors import ModelError
from rag.types import Problem


def _tree(root: type[RagError]) -> Iterator[type[RagError]]:
    yield root
    for child in root.__subclasses__():
        yield from _tree(child)


CLASSES = list(_tree(RagError))


MODULES = (rag.errors, rag.model_errors, rag.program_errors)


def _drawn_parents(drawing: str | None) -> dict[str, str | None]:
    """Every class of the drawing with the class above it."""
    parents: dict[str, str | None] = {}
    path: list[str] = []
    for line in (drawing or "").splitlines():
        match = re.match(r"(?P<branch>[│├└─ ]*)(?P<name>[A-Z]\w+)(?:\s{2,}|$)", line)
        if match:
            depth = len(match["branch"]) // 4
            path[depth:] = [match["name"]]
            parents[match["name"]] = path[depth - 1] if depth else None
    return parents


@pytest.mark.parametrize("error", CLASSES, ids=lambda error: error.__name__)
def test_every_error_has_a_docstring_a_hint_and_a_code(error: type[RagError]) -> None:
    assert vars(error)["__doc__"].strip()
    assert error.hint.strip()
    assert re.fullmatch(r"[a-z]+(?:_[a-z]+)*", error.code)
    assert isinstance(error.retryable, bool)


def test_codes_are_unique_where_they_are_defined() -> None:
    codes = [error.code for error in CLASSES if "code" in vars(error)]
    assert len(codes) == len(set(codes))
    assert len(codes) == len(CLASSES)


def test_drawn_tree_is_the_tree_of_classes() -> None:
    branches = {"ProgramError": "RagError", "ModelError": "RagError"}
    drawn = [_drawn_parents(module.__doc__) for module in MODULES]
    assert drawn[0] | drawn[1] | drawn[2] | branches == {
        error.__name__: None if error is RagError else error.__bases__[0].__name__ for error in CLASSES
    }


def test_every_error_of_the_modules_is_in_the_tree() -> None:
    values = [value for module in MODULES for value in vars(module).values()]
    defined = {value for value in values if isinstance(value, type) and issubclass(value, BaseException)}
    assert defined == set(CLASSES)


def test_message_and_values_are_kept() -> None:
    error = FileTooLarge("a.txt has 9 bytes.", limit=50, name="a.txt")
    assert str(error) == "a.txt has 9 bytes."
    assert error.values == {"limit": 50, "name": "a.txt"}
    assert isinstance(error, UnreadableFile)


def test_problem_is_the_code_with_the_values_in_words() -> None:
    assert FileTooLarge("x", limit=50, name="Лена").problem == Problem("large", (("limit", "50"), ("name", "Лена")))
    assert RagError("x").problem == Problem("error", ())


def test_values_are_empty_without_gaps_to_fill() -> None:
    assert RagError("Something.").values == {}


def test_only_what_may_work_later_is_retryable() -> None:
    library = {"LibraryBusy", "DiskFull"}
    index = {"IndexBroken"}
    lasting = {"ModelServerNotLocal", "ModelAddressWrong", "ModelUnsuited", "ModelOfCloud", "ModelDamaged"}
    model = {error.__name__ for error in _tree(ModelError)} - lasting
    program = {"ProgramBroken", "DownloadFailed", "DownloadChanged", "DownloadStopped"}
    assert {error.__name__ for error in CLASSES if error.retryable} == library | index | model | program
