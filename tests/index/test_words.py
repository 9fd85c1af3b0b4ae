"""The word index: rare words first, restricted, forgetting, and no character of a question is an instruction."""

import math
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from rag.index.stems import find_stems
from rag.index.words import WordIndex
from rag.library.catalogue import Catalogue
from rag.library.database import Database
from rag.types import Passage
from tests.library.examples import BARE, PARSED

TEXTS = {
    1: "Вера обещала прислать чек-лист для резюме",
    2: "Тимур решает задачи по базам данных, пять задач в день",
    3: "Grace don't review the billing near OR and NOT",
    4: "我想转去做数据分析师",
}


def ids(words: WordIndex, question: str, transcripts: list[int] | None = None) -> list[int]:
    found = words.search([stem.text for stem in find_stems(question)], 10, transcripts)
    return [passage for passage, _ in found]


@pytest.fixture
def filled(words: WordIndex) -> WordIndex:
    words.add(TEXTS.items())
    return words


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Что обещали прислать?", [1]),
        ("ЗАДАЧАМИ", [2]),
        ("reviews", [3]),
        ("don’t", [3]),
        ("数据", [4]),
        ("ничего похожего", []),
        ("分数", []),
    ],
)
def test_question_finds_the_passages_that_hold_its_words(filled: WordIndex, question: str, expected: list[int]) -> None:
    assert ids(filled, question) == expected


def test_more_and_rarer_words_come_first_with_positive_scores(words: WordIndex) -> None:
    words.add([(1, "план"), (2, "план и отчёт"), (3, "отчёт отчёт"), (4, "кофе"), (5, "чай"), (6, "сок"), (7, "вода")])
    found = words.search(["план", "отчет"], 10)
    assert found[0][0] == 2
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
    assert all(score > 0 for _, score in found)


def test_equal_scores_come_in_the_order_of_the_passages(words: WordIndex) -> None:
    words.add([(9, "план"), (3, "план"), (5, "план"), (1, "чай"), (2, "чай"), (4, "чай"), (6, "чай")])
    assert ids(words, "план") == [3, 5, 9]


def test_rare_stem_weighs_more_than_a_common_one_and_an_unknown_one_most(words: WordIndex) -> None:
    words.add([(1, "план и чай"), (2, "план"), (3, "план и отчёт"), (4, "кофе")])
    weights = words.weights(["план", "отчет", "небылиц", "план"])
    assert list(weights) == ["план", "отчет", "небылиц"]
    assert 0 < weights["план"] < weights["отчет"] < weights["небылиц"]
    assert weights["план"] == pytest.approx(math.log(1 + 1.5 / 3.5))
    assert words.weights([]) == {}


def test_weights_follow_what_is_indexed_and_forgotten(filled: WordIndex) -> None:
    before = filled.weights(["резюм"])
    filled.add([(9, "резюме"), (10, "ещё резюме")])
    assert filled.weights(["резюм"])["резюм"] < before["резюм"]
    filled.clear()
    assert filled.weights(["резюм"])["резюм"] == pytest.approx(math.log(2))


def test_stems_of_passages_are_those_that_were_indexed(filled: WordIndex) -> None:
    held = filled.stems_of([1, 4, 99])
    assert set(held) == {1, 4}
    assert {"чек", "лист", "резюм"} <= held[1]
    assert "数据" in held[4]
    assert filled.stems_of([]) == {}


@pytest.mark.parametrize("stem", ['"', "*", "'", "", " ", "\0", "🙂", "\U00017000"])
def test_any_stem_can_be_weighed(filled: WordIndex, stem: str) -> None:
    assert filled.weights([stem])[stem] > 0


def test_search_gives_no_more_than_asked_for(filled: WordIndex) -> None:
    assert len(filled.search(["вер", "тимур", "grace"], 2)) == 2


def test_nothing_asked_finds_nothing(filled: WordIndex) -> None:
    assert filled.search([], 5) == []
    assert filled.search(["вер"], 5, []) == []


@pytest.mark.parametrize(
    "stem",
    [
        '"', '""', "*", "вер*", "NEAR", "NEAR(вер тимур)", "AND", "OR", "NOT", "(", ")", "вер)", '"вер', "stems:вер",
        "-вер", "^вер", "вер + тимур", "{stems}:вер", "'", ";", "\\", "%", "", " ", "é", "🙂",
    ],
)  # fmt: skip
def test_search_syntax_is_taken_as_plain_words(filled: WordIndex, stem: str) -> None:
    found = filled.search([stem, "резюм"], 10)
    assert 1 in [passage for passage, _ in found]


@pytest.mark.parametrize("question", ["AND", "OR", "NOT", "near", '"review"', "review*", "(billing"])
def test_operators_in_a_question_are_ordinary_words(filled: WordIndex, question: str) -> None:
    assert ids(filled, question) in ([3], [])
    assert ids(filled, f"{question} billing") == [3]


@pytest.mark.parametrize("text", ['"', '" OR "1', "* ) (", "NEAR/2", "\0", "'; DROP TABLE passage_words; --"])
def test_any_text_can_be_indexed(filled: WordIndex, text: str) -> None:
    filled.add([(50, f"{text} календула")])
    assert ids(filled, "календула") == [50]
    assert filled.count() == 5


@examples(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(st.text(max_size=80))
def test_any_question_is_searched_without_an_error(filled: WordIndex, question: str) -> None:
    assert set(ids(filled, question)) <= set(TEXTS)


def test_very_long_question_is_searched(filled: WordIndex) -> None:
    assert ids(filled, "резюме " + " ".join(f"слово{number}" for number in range(500))) == [1]


def test_deleted_passages_are_not_found_again(filled: WordIndex) -> None:
    filled.delete([1, 99])
    assert ids(filled, "резюме") == []
    assert filled.count() == 3
    filled.clear()
    assert filled.count() == 0


def test_index_is_the_same_after_a_restart(tmp_path: Path) -> None:
    first = Database(tmp_path / "kept.sqlite3")
    WordIndex(first).add(TEXTS.items())
    first.close()
    second = Database(tmp_path / "kept.sqlite3")
    assert WordIndex(second).count() == len(TEXTS)
    assert ids(WordIndex(second), "резюме") == [1]
    second.close()


def test_search_keeps_to_the_transcripts_asked_for(words: WordIndex, catalogue: Catalogue) -> None:
    first, second = catalogue.add("a" * 64, PARSED), catalogue.add("b" * 64, BARE)
    (in_first,) = catalogue.replace_passages(first.id, [Passage(1, 1, 3, 9)])
    (in_second,) = catalogue.replace_passages(second.id, [Passage(1, 1, 1, 2)])
    words.add([(in_first.id, "общий план"), (in_second.id, "общий чай")])
    assert set(ids(words, "общий")) == {in_first.id, in_second.id}
    assert ids(words, "общий", [first.id]) == [in_first.id]
    assert ids(words, "общий", [second.id]) == [in_second.id]
    assert ids(words, "общий", [first.id, second.id, 99]) == sorted([in_first.id, in_second.id])
