"""What is no answer in what a model writes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answer.leaks import without_leaks

ANSWER = "Вера пришлёт план [1]."


@pytest.mark.parametrize(
    "text",
    [
        f"<think>Надо подумать.</think>\n\n{ANSWER}",
        f"<THINK>Надо <think>подумать</think>{ANSWER}",
        f"Надо подумать.\n</think>{ANSWER}",
        f"Ну <think>a</think>b</think>{ANSWER}",
        f"<thinking>a</thinking>{ANSWER}",
        f"<reasoning>a</reasoning>{ANSWER}",
        f"[THINK]a[/THINK]{ANSWER}",
        f"◁think▷a◁/think▷{ANSWER}",
        f"<|channel|>analysis<|message|>a<|end|><|start|>assistant<|channel|>final<|message|>{ANSWER}<|return|>",
        f"<think>a</think>{ANSWER}<think>b",
        f"{ANSWER}<|im_end|>",
        f"{ANSWER}<|eot_id|>",
        f"{ANSWER}</s>",
        f"<s>{ANSWER}<eos>",
        f"{ANSWER}<｜end▁of▁sentence｜>",
        f"{ANSWER}<end_of_turn>",
        f"[INST]{ANSWER}[/INST]",
        f"<|im_start|>assistant\n{ANSWER}",
        f"<|start_header_id|>assistant<|end_header_id|>\n\n{ANSWER}",
        f"<start_of_turn>model\n{ANSWER}",
        f"assistant: {ANSWER}",
        f"**Ответ:** {ANSWER}",
        f"Assistant: Answer: {ANSWER}",
        f"回答：{ANSWER}",
        f"{ANSWER}<|im_end|>\n<|im_start|>user\nА ещё?",
        f"{ANSWER}<start_of_turn>user\nА ещё?",
        f"{ANSWER}\n\nВопрос: А ещё?\nОтвет: нет",
        f"{ANSWER}\n\nQuestion: What else?",
        f"\ufeff{ANSWER}\u202e\x00",
    ],
)
def test_the_answer_alone_is_left(text: str) -> None:
    assert without_leaks(text, is_unfinished=False).strip() == ANSWER


@pytest.mark.parametrize("text", ["<think>Надо подумать.", "<think>a</think><think>b", "", "[THINK]a"])
def test_thinking_that_never_ends_is_no_answer(text: str) -> None:
    assert without_leaks(text, is_unfinished=False) == ""


@pytest.mark.parametrize("half", ["<", "<th", "</thi", "<|im_e", "<|", "◁", "◁/thi", "<｜end▁of"])
def test_half_a_mark_is_gone_from_unfinished_text_alone(half: str) -> None:
    assert without_leaks(ANSWER + half, is_unfinished=True) == ANSWER
    assert without_leaks(ANSWER + half, is_unfinished=False) == ANSWER + half


@pytest.mark.parametrize(
    "text",
    [
        "Срок < 5 дней, а цена > 3.",
        "Это ответ: да.",
        "Вопрос: кто придёт?",
        "Был вопрос.\nВопрос: кто?",
        "👩‍💻 работает.",
    ],
)
def test_other_text_stays(text: str) -> None:
    assert without_leaks(text, is_unfinished=True) == text


def test_every_kind_of_line_break_is_one() -> None:
    assert without_leaks("а\r\nб\rв\u2028г", is_unfinished=False) == "а\nб\nв\nг"


@given(st.text(), st.booleans())
def test_nothing_is_added_to_any_text(text: str, is_unfinished: bool) -> None:
    left = iter(text.replace("\r\n", "\n"))
    breaks = "\r\x0b\x0c\x85\u2028\u2029"
    assert all(any(c == other or (c == "\n" and other in breaks) for other in left)
               for c in without_leaks(text, is_unfinished=is_unfinished))  # fmt: skip
