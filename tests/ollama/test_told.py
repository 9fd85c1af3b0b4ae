"""Numbers that servers tell."""

import pytest

from rag.ollama.told import told_number


@pytest.mark.parametrize(
    ("value", "number"), [(7, 7), (0, 0), (-7, 0), (True, 0), (7.5, 0), ("7", 0), (None, 0), ([], 0)]
)
def test_only_a_positive_whole_number_is_one(value: object, number: int) -> None:
    assert told_number(value) == number
