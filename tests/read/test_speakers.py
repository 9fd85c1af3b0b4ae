"""Recognising `Name: words`, and which of the names are speakers."""

import pytest

from rag.read.speakers import Label, choose_speakers, find_label


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("Анна: привет", "Анна", "привет"),
        ("Ольга  Дронова:\tпривет", "Ольга Дронова", "привет"),
        ("Анна:", "Анна", ""),
        ("**Анна:** привет", "Анна", "привет"),
        ("**Анна**: привет", "Анна", "привет"),
        ("*Анна*: привет", "Анна", "привет"),
        ("__Анна:__ привет", "Анна", "привет"),
        ("__Анна__: привет", "Анна", "привет"),
        ("_Анна_: привет", "Анна", "привет"),
        ("王芳：你好", "王芳", "你好"),
        ("王芳: 你好", "王芳", "你好"),
        ("Speaker 1: hello", "Speaker 1", "hello"),
        ("А. Б. Белова: да", "А. Б. Белова", "да"),
        ("Jean-Luc O'Neil: oui", "Jean-Luc O'Neil", "oui"),
        ("Анна (ментор): да", "Анна (ментор)", "да"),
        ("Анна Мария Хосе Пабло Руис: да", "Анна Мария Хосе Пабло Руис", "да"),
        ("заметки себе: позвонить", "заметки себе", "позвонить"),
    ],
)
def test_label_gives_the_name_and_where_the_words_begin(text: str, name: str, words: str) -> None:
    label = find_label(text)
    assert label == Label(name, len(text) - len(words), None)


@pytest.mark.parametrize("text", ["Анна [00:01:20]: да", "Анна (00:01:20): да", "**Анна** [00:01:20]: да"])
def test_label_gives_the_time_beside_the_name(text: str) -> None:
    assert find_label(text) == Label("Анна", len(text) - 2, "00:01:20")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "привет",
        "Анна:привет",
        "https://example.org",
        "10:30 встреча",
        "12: да",
        ": привет",
        "— Анна: привет",
        "Он сказал мне вчера вечером так: нет",
        "Анна, послушай: нет",
        "«Анна»: нет",
        "А" * 70 + ": нет",
    ],
)
def test_other_text_has_no_label(text: str) -> None:
    assert find_label(text) is None


def _labels(*names: str | None) -> list[Label | None]:
    return [Label(name, 1) if name else None for name in names]


def test_names_are_speakers_where_three_lines_in_ten_have_a_label() -> None:
    unlabelled = [None] * 7
    assert choose_speakers(_labels("Анна", "Борис", "Анна", *unlabelled)) == {"Анна", "Борис"}
    assert choose_speakers(_labels("Анна", "Борис", *unlabelled)) == frozenset()


def test_no_lines_have_no_speakers() -> None:
    assert choose_speakers([]) == frozenset()


def test_label_in_lower_case_is_a_speaker_from_its_third_use_on() -> None:
    assert choose_speakers(_labels("Анна", "итог", "итог")) == {"Анна"}
    assert choose_speakers(_labels("Анна", "ментор", "ментор", "ментор")) == {"Анна", "ментор"}
    assert choose_speakers(_labels("Анна", "Заметки себе")) == {"Анна"}


def test_chinese_name_is_a_speaker_at_once() -> None:
    assert choose_speakers(_labels("王芳", "李雷")) == {"王芳", "李雷"}
