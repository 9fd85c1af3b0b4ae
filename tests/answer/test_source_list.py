"""The sources that models name below an answer."""

import pytest

from rag.answer.source_list import split_source_list, without_source_words

T, U = "\x020\x03", "\x021\x03"


@pytest.mark.parametrize(
    ("answer", "listed"),
    [
        (f"План {T}.", f"\n\nИсточники: {T}, {U}"),
        (f"План {T}.", f" Sources: {T} {U}."),
        (f"План {T}.", "\nСтроки: 1, 3 и 5"),
        (f"План {T}.", f"\n来源：{T}，{U}"),
        (f"План {T}.", f"\nИсточники:\n- {T} Вера: да\n- {U} нет\n"),
        (f"План {T}.", f"\nReferences\n{T} Вера: да"),
    ],
)
def test_list_is_split_from_the_answer(answer: str, listed: str) -> None:
    assert split_source_list(answer + listed) == (answer, listed)


@pytest.mark.parametrize(
    "text",
    [
        f"План {T}.", f"Источники: книги {T}", f"Источники дохода: {T}", f"План.\nИсточники:\nкниги {T}",
        "Источники: да", "",
        f"План. Источники: {T}\nСрок {U}.",
    ],
)  # fmt: skip
def test_other_text_has_no_list(text: str) -> None:
    assert split_source_list(text) == (text, "")


def test_marker_within_the_answer_stands_alone() -> None:
    assert without_source_words(f"План. Источник: {T}. Срок. Source: {U}") == f"План. {T}. Срок. {U}"
