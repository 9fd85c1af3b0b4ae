"""The tables of words that promise: in dictionary forms, none of them in both."""

import pytest

from rag.library.morphology import dictionary_form
from rag.search.promise_words import CHINESE_DEED, DEEDS, ENGLISH_DEED, IDLE, SIGNS


def test_no_word_is_both_a_deed_and_none() -> None:
    assert not DEEDS & IDLE


@pytest.mark.parametrize("word", sorted(DEEDS))
def test_deeds_stand_as_the_dictionary_lists_them(word: str) -> None:
    assert dictionary_form(word) == word


def test_every_language_has_its_signs() -> None:
    assert set(SIGNS) == {"ru", "en", "zh"}


@pytest.mark.parametrize("text", ["I'll send you the notes.", "I’m going to write it down.", "I can share it."])
def test_english_deeds_are_seen(text: str) -> None:
    assert ENGLISH_DEED.search(text)
    assert not ENGLISH_DEED.search("I can see what I'll be.")


def test_chinese_deeds_are_seen() -> None:
    assert CHINESE_DEED.search("我明天发给你")
    assert not CHINESE_DEED.search("我觉得很好")
