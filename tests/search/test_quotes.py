"""Choosing the quote inside a passage: the heaviest words, up to 600 characters, with what follows first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.search.quotes import (
    MAX_QUOTE_CHARACTERS,
    choose_window,
    extend_window,
    find_marks,
    free_run,
    hold_weights,
    quote_text,
)
from tests.search.examples import segments

WORDS = ["план", "кофе", "отчёт", "да"]
LENGTHS = st.lists(st.integers(1, 350), min_size=1, max_size=12)


def test_window_covers_the_heaviest_words() -> None:
    lines = segments("а" * 400, "план " + "б" * 300, "отчёт " + "в" * 200, "г" * 400)
    assert choose_window(lines, {"план": 1.0, "отчет": 2.0}) == (1, 2)
    assert choose_window(lines, {"план": 1.0}) == (1, 2)


def test_window_prefers_one_heavy_word_to_two_light_ones() -> None:
    lines = segments("план " + "а" * 500, "кофе и чай " + "б" * 500)
    assert choose_window(lines, {"план": 3.0, "коф": 1.0, "ча": 1.0}) == (0, 0)
    assert choose_window(lines, {"план": 1.5, "коф": 1.0, "ча": 1.0}) == (1, 1)


def test_window_without_a_known_word_is_the_longest_run() -> None:
    lines = segments("а" * 300, "б" * 250, "в" * 340, "г" * 100)
    assert choose_window(lines, {}) == (1, 2)
    assert choose_window(lines, {"план": 1.0}) == (1, 2)


def test_window_holds_the_line_with_the_bonus() -> None:
    lines = segments("а" * 500, "б" * 400, "план " + "в" * 400)
    assert choose_window(lines, {}) == (0, 0)
    assert choose_window(lines, {}, lambda line: float(line.number == 2)) == (1, 1)
    assert choose_window(lines, {"план": 2.0}, lambda line: float(line.number == 2)) == (2, 2)


def test_first_of_equal_windows_is_chosen() -> None:
    lines = segments("план " + "а" * 595, "план " + "а" * 595)
    assert choose_window(lines, {"план": 1.0}) == (0, 0)


def test_window_of_exactly_600_characters_is_allowed() -> None:
    assert choose_window(segments("а" * 299, "б" * 300), {}) == (0, 1)
    assert choose_window(segments("а" * 300, "б" * 300), {}) == (0, 0)


def test_single_segment_is_allowed_at_any_length() -> None:
    assert choose_window(segments("план " + "а" * 900), {"план": 1.0}) == (0, 0)


@given(LENGTHS, st.lists(st.sampled_from(WORDS), min_size=12, max_size=12))
def test_window_is_never_too_long_and_no_other_window_is_better(lengths: list[int], words: list[str]) -> None:
    weights = {"план": 4.0, "коф": 2.0, "отчет": 1.0}
    stems = {"план": "план", "кофе": "коф", "отчёт": "отчет", "да": ""}
    held = [stems[word] for word in words]
    lines = segments(*(f"{words[n]} " + "ю" * length for n, length in enumerate(lengths)))

    def weight(first: int, last: int) -> float:
        return sum(weights.get(stem, 0.0) for stem in set(held[first : last + 1]))

    def length(first: int, last: int) -> int:
        return len("\n".join(line.text for line in lines[first : last + 1]))

    first, last = choose_window(lines, weights)
    assert 0 <= first <= last < len(lines)
    assert first == last or length(first, last) <= MAX_QUOTE_CHARACTERS
    allowed = [(a, b) for a in range(len(lines)) for b in range(a, len(lines)) if a == b or length(a, b) <= 600]
    assert weight(first, last) == max(weight(a, b) for a, b in allowed)
    best = [pair for pair in allowed if weight(*pair) == weight(first, last)]
    assert length(first, last) == max(length(a, b) for a, b in best)


def test_what_follows_is_taken_before_what_precedes() -> None:
    lines = segments("а" * 100, "б" * 200, "в" * 100, "г" * 250, "д" * 100)
    assert extend_window(lines, 1, 1) == (1, 3)
    assert extend_window(lines, 2, 2) == (2, 4)
    assert extend_window(lines, 4, 4) == (2, 4)


def test_what_precedes_fills_the_rest() -> None:
    lines = segments("а" * 100, "б" * 200, "в" * 100, "г" * 150)
    assert extend_window(lines, 2, 2) == (0, 3)
    assert extend_window(lines, 0, 3) == (0, 3)


def test_extending_stops_at_exactly_600_characters() -> None:
    assert extend_window(segments("а" * 299, "б" * 300), 0, 0) == (0, 1)
    assert extend_window(segments("а" * 300, "б" * 300), 0, 0) == (0, 0)
    assert extend_window(segments("а" * 300, "б" * 300), 1, 1) == (1, 1)


@given(LENGTHS, st.data())
def test_extended_window_holds_the_core_and_is_not_too_long(lengths: list[int], data: st.DataObject) -> None:
    lines = segments(*("ю" * length for length in lengths))
    core = data.draw(st.integers(0, len(lines) - 1))
    first, last = extend_window(lines, core, core)
    assert first <= core <= last
    assert len("\n".join(line.text for line in lines[first : last + 1])) <= MAX_QUOTE_CHARACTERS
    if last + 1 < len(lines):
        assert len("\n".join(line.text for line in lines[core : last + 2])) > MAX_QUOTE_CHARACTERS


@pytest.mark.parametrize(
    ("taken", "free"),
    [
        (set(), [1, 2, 3, 4, 5]),
        ({3}, [1, 2]),
        ({2}, [3, 4, 5]),
        ({1, 5}, [2, 3, 4]),
        ({2, 4}, [1]),
        ({1, 2, 3, 4, 5}, []),
        ({9}, [1, 2, 3, 4, 5]),
    ],
)
def test_free_run_is_the_longest_that_nothing_shows_yet(taken: set[int], free: list[int]) -> None:
    assert [segment.number for segment in free_run(segments(*"абвгд"), taken)] == free


def test_text_of_a_quote_joins_its_segments_with_line_breaks() -> None:
    assert quote_text(segments("Привет!", "Как дела?")) == "Привет!\nКак дела?"
    assert quote_text(segments("а" * 300, "б" * 299)) == "а" * 300 + "\n" + "б" * 299


def test_overlong_single_segment_is_cut_at_a_word() -> None:
    text = quote_text(segments("слово " * 150))
    assert len(text) <= MAX_QUOTE_CHARACTERS
    assert text == " ".join(["слово"] * 100)
    assert quote_text(segments("ю" * 900)) == "ю" * MAX_QUOTE_CHARACTERS


def test_marks_are_the_exact_places_of_the_words_asked_for() -> None:
    text = "Обещаю прислать чек-лист.\nОбещала, ёлки!"
    marks = find_marks(text, {"обеща", "чек", "елк"})
    assert [text[start:end] for start, end in marks] == ["Обещаю", "чек", "Обещала", "ёлки"]
    assert find_marks(text, set()) == ()


def test_marks_in_chinese_are_pairs_of_characters() -> None:
    assert find_marks("我想做数据分析", {"数据", "分析"}) == ((3, 5), (5, 7))


def test_lines_hold_the_weights_of_their_words_each_once() -> None:
    lines = segments("кофе", "план и отчёт, план", "планы", "да")
    assert hold_weights(lines, {"план": 1.0, "отчет": 1.0, "коф": 1.5}) == {1: 1.5, 2: 2.0, 3: 1.0, 4: 0}
    assert hold_weights(lines, {}) == {1: 0, 2: 0, 3: 0, 4: 0}
