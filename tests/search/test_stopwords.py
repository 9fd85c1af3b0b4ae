"""Words that say nothing about what is asked."""

import pytest

from rag.index.stems import find_stems
from rag.search.searcher import content_stems
from rag.search.stopwords import STOP_STEMS


@pytest.mark.parametrize("word", ["что", "Который", "её", "сказала", "the", "What", "did", "мой"])
def test_word_without_content_is_known(word: str) -> None:
    assert {stem.text for stem in find_stems(word)} <= STOP_STEMS


@pytest.mark.parametrize("word", ["резюме", "обещал", "session", "деньги", "数据", "нет ли оффера"])
def test_word_with_content_is_kept(word: str) -> None:
    assert not {stem.text for stem in find_stems(word)} <= STOP_STEMS


@pytest.mark.parametrize(
    ("question", "stems"),
    [
        ("Что я обещала прислать Тимуру?", ("обеща", "присла", "тимур")),
        ("What did I promise to send?", ("promis", "send")),
        ("План, план и план", ("план",)),
        ("Кто это был?", ("кто", "эт", "быт")),
        ("我想", ("我想",)),
    ],
)
def test_question_is_searched_by_its_words_with_content(question: str, stems: tuple[str, ...]) -> None:
    assert content_stems(question) == stems
