"""Stems: the forms of a word meet, every stem knows its exact place, nothing in a text can upset them."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.index.stems import RECIPE, Stem, find_stems, stem_text


def stems(text: str) -> list[str]:
    return [stem.text for stem in find_stems(text)]


@pytest.mark.parametrize(
    "forms",
    [
        "сессия сессии сессию сессией сессиями",
        "задача задачи задачу задачами",
        "обещал обещала обещали обещать",
        "пришлю прислать пришлите прислала пришлёт",
        "скину скинуть скинем скинул",
        "идти шла шёл шел",
        "человек людей люди человеком",
        "лучше хороший хорошо",
        "резюме резюме РЕЗЮМЕ",
        "ёлка елка ЁЛКА елки ёлки",
        "ё Ё е",
        "промис промисы ПРОМИС",
        "review reviews reviewed reviewing",
        "promise promised promises PROMISE",
        "offer offers offered",
        "don't don’t DON'T",
    ],
)
def test_forms_of_a_word_have_one_stem(forms: str) -> None:
    assert len(set(stems(forms))) == 1


@pytest.mark.parametrize(("first", "second"), [("стол", "стул"), ("план", "плен"), ("offer", "office"), ("我", "你")])
def test_different_words_have_different_stems(first: str, second: str) -> None:
    assert stems(first) != stems(second)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("数据分析", ["数据", "据分", "分析"]),
        ("数", ["数"]),
        ("学Python了", ["学", "python", "了"]),
        ("ありがとう", ["あり", "りが", "がと", "とう"]),
        ("我们，你", ["我们", "你"]),
        ("", []),
        (" — …🙂 ___ ", []),
        ("SQL_join", ["sql", "join"]),
        ("2025 год", ["2025", "год"]),
        ("e-mail", ["e", "mail"]),
        ("C++", ["c"]),
        ("ﬁnd", ["find"]),
    ],
)
def test_text_is_cut_into_these_stems(text: str, expected: list[str]) -> None:
    assert stems(text) == expected
    assert stem_text(text) == " ".join(expected)


def test_places_are_those_of_the_words() -> None:
    text = "Ёжик, don’t 数据分析! 7a"
    assert [(stem.text, text[stem.start : stem.end]) for stem in find_stems(text)] == [
        ("ежик", "Ёжик"),
        ("don't", "don’t"),
        ("数据", "数据"),
        ("据分", "据分"),
        ("分析", "分析"),
        ("7a", "7a"),
    ]


def test_stem_is_a_value_with_its_place() -> None:
    assert find_stems("  Да") == [Stem("да", 2, 4)]


def test_decomposed_letters_meet_composed_ones() -> None:
    decomposed = "мои\u0306 е\u0308жик"
    assert stems(decomposed) == stems("мой ёжик")
    assert [decomposed[stem.start : stem.end] for stem in find_stems(decomposed)] == decomposed.split()


@given(st.text(max_size=200))
def test_places_lie_in_the_text_in_order(text: str) -> None:
    previous = 0
    for stem in find_stems(text):
        assert previous <= stem.start < stem.end <= len(text)
        assert text[stem.start : stem.end].strip() == text[stem.start : stem.end]
        assert stem.text
        assert " " not in stem.text
        previous = stem.start


@given(st.text("абвёгд abcd'’数据分 7", max_size=60))
def test_stems_do_not_depend_on_letter_case(text: str) -> None:
    assert stems(text.upper()) == stems(text)


@given(st.lists(st.sampled_from(["обещала", "promises", "数据分析", "ёлки", "2025"]), max_size=8))
def test_stems_of_a_text_are_those_of_its_words(words: list[str]) -> None:
    assert stems(" ".join(words)) == [stem for word in words for stem in stems(word)]


@pytest.mark.parametrize("word", ["хаха" * 500, "а" * 5000, "слово\U00017000", "\U00017000\U00017000"])
def test_what_is_no_word_of_a_language_has_a_stem(word: str) -> None:
    assert [(stem.start, stem.end) for stem in find_stems(word)] == [(0, len(word))]


def test_recipe_tells_indexes_of_other_stems_apart() -> None:
    assert RECIPE == "lemmas-snowball-pairs-2"


def test_threads_do_not_mix_their_words() -> None:
    texts = [f"обещания{letter} promises{letter} встречами{letter}" for letter in "бвгджзклмнпрст"] * 20
    expected = [stem_text(text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(stem_text, texts)) == expected
