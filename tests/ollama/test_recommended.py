"""Models are recommended by memory, and the README says the same."""

import re

import pytest

from rag.config import PROJECT
from rag.ollama.recommended import RECOMMENDED, best_for, find, fitting

GIGABYTE = 2**30


@pytest.mark.parametrize(
    ("gigabytes", "best"),
    [
        (2, "qwen3:1.7b"),
        (3.8, "qwen3:1.7b"),
        (7.6, "qwen3:4b-instruct"),
        (12, "qwen3:4b-instruct"),
        (13.8, "qwen3:8b"),
        (15.5, "qwen3:8b"),
        (31, "qwen3:30b-instruct"),
        (126, "qwen3:30b-instruct"),
    ],
)
def test_computer_is_told_the_model_to_begin_with(gigabytes: float, best: str) -> None:
    assert best_for(int(gigabytes * GIGABYTE)).name == best


def test_the_model_to_begin_with_comes_first_and_what_does_not_fit_not_at_all() -> None:
    offered = fitting(16 * GIGABYTE)
    assert offered[0] == best_for(16 * GIGABYTE)
    assert {model.name for model in offered} == {model.name for model in RECOMMENDED if model.memory_gigabytes <= 16}
    assert len(set(offered)) == len(offered)
    assert [model.name for model in fitting(GIGABYTE)] == ["qwen3:1.7b"]


def test_every_model_fits_the_memory_that_it_is_said_to_need() -> None:
    for model in RECOMMENDED:
        assert model.download_bytes < 0.7 * model.memory_gigabytes * 1e9
        assert find(model.name) == model
    assert find("qwen33") is None


def test_no_model_is_recommended_that_thinks_whatever_it_is_told() -> None:
    assert not {"qwen3:4b", "qwen3:30b", "qwen3:30b-a3b"} & {model.name for model in RECOMMENDED}


def test_readme_names_the_models_to_begin_with_by_memory() -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) ГБ[^|]*\| `([^`]+)` \| ([\d,]+) ГБ \|", readme, re.MULTILINE)
    expected = {model.memory_gigabytes: model for model in reversed(RECOMMENDED)}
    assert [(int(memory), name, float(size.replace(",", "."))) for memory, name, size in rows] == [
        (memory, expected[memory].name, expected[memory].download_bytes / 1e9) for memory in sorted(expected)
    ]
