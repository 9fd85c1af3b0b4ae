"""What the language model is shown."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answer.prompt import Prompt, build_prompt, estimate_tokens
from rag.types import Line, Quote
from tests.answer.examples import neighbours, quote

MARCH, APRIL = date(2025, 3, 3), date(2025, 4, 2)
QUESTION = "Что я обещала Тимуру?"


def make(*quotes: Quote, question: str = QUESTION, context: int = 8192, answer: int = 900) -> Prompt:
    return build_prompt(question, quotes, neighbours(), context, answer)


def user_text(prompt: Prompt) -> str:
    return prompt.messages[1]["content"]


def shown_numbers(prompt: Prompt) -> list[int]:
    return [int(number) for number in re.findall(r"^\[(\d+)\] ", user_text(prompt), re.MULTILINE)]


def test_prompt_is_instructions_and_lines_with_the_question_last() -> None:
    prompt = make(quote(1, first=5, last=5))
    assert [message["role"] for message in prompt.messages] == ["system", "user"]
    assert user_text(prompt) == (
        "\n### Сессия 1 · Тимур, сессия 1\n"
        "[1] Вера: Строка 3 записи 1.\n"
        "[2] Вера: Строка 4 записи 1.\n"
        "[3] Вера: Строка 5 записи 1.\n"
        "[4] Вера: Строка 6 записи 1.\n"
        "[5] Вера: Строка 7 записи 1.\n"
        "\n"
        "Вопрос: Что я обещала Тимуру?"
    )
    assert prompt.lines[2] == Line(3, 1, "Вера", "Строка 5 записи 1.")
    assert prompt.quotes_offered == 1


def test_lines_are_numbered_through_the_whole_prompt() -> None:
    prompt = make(quote(1, 1, 10, 12), quote(2, 2, 20, 20), quote(3, 1, 40, 40))
    assert shown_numbers(prompt) == [line.number for line in prompt.lines] == list(range(1, 7 + 5 + 5 + 1))
    for line in prompt.lines:
        assert f"[{line.number}] {line.speaker}: {line.text}\n" in user_text(prompt) + "\n"


def test_sessions_come_by_date_and_their_lines_in_order() -> None:
    prompt = make(quote(1, 3, 50, 50, APRIL), quote(2, 7, 10, 10, MARCH), quote(3, 3, 10, 10, APRIL))
    headings = [line for line in user_text(prompt).splitlines() if line.startswith("###")]
    assert headings == [
        "### Сессия 7 · Тимур, сессия 1 · 2025-03-03",
        "### Сессия 3 · Тимур, сессия 1 · 2025-04-02",
    ]
    assert [line.text for line in prompt.lines] == [
        *(f"Строка {number} записи 7." for number in range(8, 13)),
        *(f"Строка {number} записи 3." for number in range(8, 13)),
        *(f"Строка {number} записи 3." for number in range(48, 53)),
    ]
    assert [line.rank for line in prompt.lines] == [2] * 5 + [3] * 5 + [1] * 5


def test_sessions_of_one_day_are_kept_apart() -> None:
    prompt = make(quote(1, 1, 10, 10, MARCH), quote(2, 2, 10, 10, MARCH), quote(3, 1, 30, 30, MARCH))
    assert user_text(prompt).count("###") == 2


def test_each_segment_is_shown_once_and_belongs_to_the_quote_that_holds_it() -> None:
    prompt = make(quote(1, first=10, last=11), quote(2, first=12, last=13))
    assert [line.text for line in prompt.lines] == [f"Строка {number} записи 1." for number in range(8, 16)]
    assert [line.rank for line in prompt.lines] == [1, 1, 1, 1, 2, 2, 2, 2]


def test_neighbour_of_two_quotes_belongs_to_the_better_one() -> None:
    prompt = make(quote(2, first=10, last=10), quote(1, first=14, last=14))
    assert {line.text: line.rank for line in prompt.lines}["Строка 12 записи 1."] == 1


@pytest.mark.parametrize(
    ("question", "beginning", "closing", "session"),
    [
        ("Что обещала Vera?", "Ты отвечаешь", "Вопрос: Что обещала Vera?", "сессия 1"),
        ("What did Vera promise?", "You answer", "Question: What did Vera promise?", "session 1"),
        ("Вера答应了什么？", "你根据", "问题: Вера答应了什么？", "会面 1"),
    ],
)
def test_instructions_are_in_the_language_of_the_question(
    question: str, beginning: str, closing: str, session: str
) -> None:
    prompt = make(quote(1), question=question)
    instructions = prompt.messages[0]["content"]
    assert instructions.startswith(beginning)
    assert "[3]" in instructions
    assert "[3][7]" in instructions
    assert user_text(prompt).endswith(f"\n\n{closing}")
    assert session in user_text(prompt)


def test_line_without_a_speaker_has_no_name() -> None:
    prompt = build_prompt(QUESTION, [quote(1, person=None)], neighbours(speaker=None, reach=0), 8192, 900)
    assert user_text(prompt).startswith("\n### Сессия 1\n[1] Строка 1 записи 1.\n")


def test_quotes_that_do_not_fit_are_left_out_from_the_worst_on() -> None:
    quotes = [quote(rank, rank, 10, 10) for rank in range(1, 9)]
    offered = [make(*quotes, context=size, answer=100).quotes_offered for size in range(0, 4000, 50)]
    assert offered[0] == 0
    assert offered[-1] == 8
    assert offered == sorted(offered)
    assert set(offered) == set(range(9))
    half = make(*quotes, context=50 * offered.index(4), answer=100)
    assert {line.rank for line in half.lines} == {1, 2, 3, 4}


@pytest.mark.parametrize("context", range(600, 4000, 113))
def test_a_tenth_of_the_window_is_kept_free(context: int) -> None:
    quotes = [quote(rank, rank, 10, 10) for rank in range(1, 60)]
    prompt = make(*quotes, context=context, answer=100)
    assert 0 < prompt.quotes_offered < 59
    assert sum(estimate_tokens(message["content"]) for message in prompt.messages) + 100 <= context * 0.9 + 1


def test_window_too_small_for_a_quote_offers_none_and_keeps_the_question() -> None:
    prompt = make(quote(1), context=10, answer=900)
    assert (prompt.lines, prompt.quotes_offered) == ((), 0)
    assert user_text(prompt).endswith(f"Вопрос: {QUESTION}")


def test_no_quotes_make_a_prompt_without_lines() -> None:
    assert make().lines == ()


@given(
    st.integers(0, 20_000),
    st.integers(0, 2000),
    st.lists(st.tuples(st.integers(1, 4), st.integers(1, 60), st.integers(0, 5)), max_size=8),
    st.text("абвгд abcdef我们你好.", min_size=1, max_size=300),
    st.text("Абвгд ", max_size=60),
)
def test_prompt_stays_within_its_window(
    context: int, answer: int, places: list[tuple[int, int, int]], text: str, speaker: str
) -> None:
    quotes = [
        quote(rank, transcript, first, first + more) for rank, (transcript, first, more) in enumerate(places, start=1)
    ]
    prompt = build_prompt(QUESTION, quotes, neighbours(lambda *_: text, speaker or None), context, answer)
    assert user_text(prompt).endswith(f"Вопрос: {QUESTION}")
    assert [line.number for line in prompt.lines] == list(range(1, len(prompt.lines) + 1))
    assert {line.rank for line in prompt.lines} <= set(range(1, prompt.quotes_offered + 1))
    assert 0 <= prompt.quotes_offered <= len(quotes)
    if prompt.quotes_offered:
        written = sum(estimate_tokens(message["content"]) for message in prompt.messages)
        assert written + answer <= context


@pytest.mark.parametrize("context", [1500, 2500, 4096])
def test_long_names_beside_short_lines_stay_within_the_window(context: int) -> None:
    around = neighbours(lambda *_: "да", "Константин Константинопольский")
    quotes = [quote(rank, rank, 10, 20) for rank in range(1, 9)]
    prompt = build_prompt(QUESTION, quotes, around, context, 300)
    assert prompt.quotes_offered > 0
    assert sum(estimate_tokens(message["content"]) for message in prompt.messages) + 300 <= context


@pytest.mark.parametrize(
    ("text", "tokens"),
    [("", 1), ("я" * 200, 101), ("a" * 320, 101), ("我" * 80, 101), ("я" * 20 + "a" * 32 + "我" * 8, 31)],
)
def test_tokens_are_estimated_by_script(text: str, tokens: int) -> None:
    assert estimate_tokens(text) == tokens
