"""Bytes in words."""

import pytest

from rag.languages import Language
from rag.web.sizes import memory_in_words, number_in_words, size_in_words


@pytest.mark.parametrize(
    ("size", "language", "expected"),
    [
        (815_000_000, "ru", "815 МБ"),
        (2_500_000_000, "ru", "2,5 ГБ"),
        (2_500_000_000, "en", "2.5 GB"),
        (17_000_000_000, "zh", "17 GB"),
        (999_999_999, "en", "1000 MB"),
        (0, "ru", "0 МБ"),
    ],
)
def test_download_is_counted_as_it_is_published(size: int, language: Language, expected: str) -> None:
    assert size_in_words(size, language) == expected


@pytest.mark.parametrize(("size", "expected"), [(int(15.5 * 2**30), "16 ГБ"), (8 * 2**30, "8 ГБ"), (0, "1 ГБ")])
def test_memory_is_counted_as_it_is_sold(size: int, expected: str) -> None:
    assert memory_in_words(size, "ru") == expected


def test_small_numbers_have_one_digit_after_the_comma() -> None:
    assert [number_in_words(number, "ru") for number in (0.34, 3.0, 9.96, 12.6)] == ["0,3", "3", "10", "13"]
