"""Markdown and HTML of models as plain text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answer.plain_text import plain_text


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("**план**", "план"),
        ("***план*** и __срок__", "план и срок"),
        ("*план* и _срок_", "план и срок"),
        ("~~план~~ `срок`", "план срок"),
        ("**план", "план"),
        ("# Итог\n### Срок\nда", "Итог\nСрок\nда"),
        ("```\nплан\n```", "план"),
        ("```json\nплан\n```\nда", "план\nда"),
        ("* план\n• срок\n+ дата\n- час", "- план\n- срок\n- дата\n- час"),
        ("1. план", "1. план"),
        ("план\n\n---\n\nсрок", "план\n\nсрок"),
        ("| Кто | Что |\n|:---|---|\n| Вера | план [1] |", "Кто · Что\nВера · план [1]"),
        ("план<br>срок<br/>час", "план\nсрок\nчас"),
        ("<b>план</b> <q>срок</q><span class='a'>да</span>", "план срокда"),
        ("план<sup>3</sup>", "план[3]"),
        (r"\[3\] \*план\*", "[3] план"),
        ("[3](#3) [4](https://example.org)", "[3] [4]"),
        ("[план](https://example.org 'да')", "[план](https://example.org 'да')"),
        ('[план](https://example.org "да")', "план"),
        ("![план](http://example.org/a.png)", "план"),
        ("[план](/etc) и [срок](www.example.org)", "план и срок"),
        ("``план'' и ``срок``", "“план” и срок"),
        ("> план", "> план"),
        ("план   и\t\tсрок\n\n\n\nчас", "план и срок\n\nчас"),
    ],
)
def test_marks_are_gone_and_words_stay(written: str, plain: str) -> None:
    assert plain_text(written) == plain


@pytest.mark.parametrize(
    "text",
    [
        "2*3*4 и 2**3",
        "snake_case и SPEAKER_01",
        "5 * 3",
        "a < b > c",
        "<план>",
        "план|срок",
        "список[i](x)",
        "— Да",
        "<i will",
    ],
)
def test_what_is_no_markdown_stays(text: str) -> None:
    assert plain_text(text) == text


@given(st.text(alphabet="*_`#|->[]()<br/sup!\\ \n123абв\"'", max_size=80))
def test_every_letter_of_the_words_stays(text: str) -> None:
    assert [c for c in plain_text(text) if c in "абв"] == [c for c in text if c in "абв"]
