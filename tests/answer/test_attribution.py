"""Whom a statement says quoted words to come from."""

import pytest

from rag.answer.attribution import is_of_another, mask

SPEAKERS = ("Вера", "Олег Савельев", "Лена", "Ken", "王芳")


def is_wrong(statement: str, speaker: str) -> bool:
    start, end = statement.index("|"), statement.rindex("|") + 1
    return is_of_another(statement, (start, end), {speaker}, SPEAKERS)


@pytest.mark.parametrize(
    ("statement", "speaker"),
    [
        ("Лена обещает: ||| .", "Лена"),
        ("Слова Лены: |||", "Лена"),
        ("Леной сказано |||", "Лена"),
        ("|||, — сказала Лена.", "Лена"),
        ("||| (Лена)", "Лена"),
        ("Вера спросила, и |||, — ответила Лена.", "Лена"),
        ("Олег обещал Лене |||", "Олег Савельев"),
        ("Вы обещали Лене |||", "Олег Савельев"),
        ("Для Лены: |||", "Олег Савельев"),
        ("Вы говорили с Леной: |||", "Олег Савельев"),
        ("Савельев обещает |||", "Олег Савельев"),
        ("Vera said |||", "Вера"),
        ("Oleg told Ken |||", "Олег Савельев"),
        ("According to Ken, |||", "Ken"),
        ("“|||,” Ken said.", "Ken"),
        ("Вера слушала; |||, said Ken.", "Ken"),
        ("王芳说|||", "王芳"),
        ("Ken听，|||，王芳说。", "王芳"),
        ("对王芳说|||", "Ken"),
        ("Никто не назван |||", "Лена"),
        ("Есть вера в успех |||", "Лена"),
        ("Согласно Лене, |||", "Лена"),
        ("Лене принадлежат слова |||", "Лена"),
        ("Вера говорит" + " так" * 120 + " |||", "Лена"),
    ],
)
def test_words_of_the_named_speaker_are_not_of_another(statement: str, speaker: str) -> None:
    assert not is_wrong(statement, speaker)


@pytest.mark.parametrize(
    ("statement", "speaker"),
    [
        ("Лена обещает: |||", "Вера"),
        ("Слова Лены: |||", "Вера"),
        ("Леной сказано |||", "Вера"),
        ("|||, — сказала Лена.", "Вера"),
        ("||| (Лена)", "Вера"),
        ("Вера спросила, и |||, — ответила Лена.", "Вера"),
        ("Лена слушала, а Вера сказала |||", "Лена"),
        ("Олег обещал Лене |||", "Лена"),
        ("Вы обещали Лене |||", "Лена"),
        ("Vera said |||", "Лена"),
        ("According to Ken, |||", "Вера"),
        ("|||, said Ken.", "Вера"),
        ("王芳说|||", "Ken"),
        ("Согласно Лене, |||", "Вера"),
        ("Лене принадлежат слова |||", "Вера"),
        ("|||，王芳说。", "Ken"),
        ("Вера и |||: позже Лена.", "Лена"),
    ],
)
def test_words_ascribed_to_somebody_else_are_of_another(statement: str, speaker: str) -> None:
    assert is_wrong(statement, speaker)


def test_each_of_two_quotations_is_ascribed_to_the_name_before_it() -> None:
    statement = "Вера сказала |||, а Лена ответила |||||."
    first, second = (13, 16), (33, 38)
    assert not is_of_another(statement, first, {"Вера"}, SPEAKERS)
    assert is_of_another(statement, first, {"Лена"}, SPEAKERS)
    assert not is_of_another(statement, second, {"Лена"}, SPEAKERS)
    assert is_of_another(statement, second, {"Вера"}, SPEAKERS)


def test_mask_keeps_the_length() -> None:
    assert mask("абвгд", 1, 4) == "а|||д"
