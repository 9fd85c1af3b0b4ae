"""Recognising `Name: words`, and which of the names are speakers."""

import pytest

from rag.read.speakers import Label, choose_speakers, find_label, is_capitalised, is_name


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
        ("[SPEAKER_00]: да", "SPEAKER_00", "да"),
        ("[Анна Белова]:  да", "Анна Белова", "да"),
        ("Luis Pinto | Besu: yes", "Luis Pinto | Besu", "yes"),
        ("Анна 🌸: да", "Анна 🌸", "да"),
        ("列夫·托尔斯泰：你好", "列夫·托尔斯泰", "你好"),
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
        "[00:01:20]: да",
        "[12]: да",
        "[смех] Анна: да",
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


def test_one_word_in_lower_case_is_a_speaker_where_nearly_every_line_has_a_label() -> None:
    said = ["Анна"] * 18
    assert choose_speakers(_labels(*said, "nixo", "andrew (erigon)")) == {"Анна", "nixo", "andrew (erigon)"}
    assert choose_speakers(_labels(*said, "nixo", None)) == {"Анна", "nixo"}
    assert choose_speakers(_labels(*said, "nixo", None, None)) == {"Анна"}
    assert choose_speakers(_labels(*said, "ссылка", "потом он сказал")) == {"Анна"}


def test_chinese_name_is_a_speaker_at_once() -> None:
    assert choose_speakers(_labels("王芳", "李雷")) == {"王芳", "李雷"}


def test_label_in_which_a_sentence_ends_is_a_speaker_only_where_the_point_belongs_to_a_name() -> None:
    assert choose_speakers(_labels("Анна", "Да. Слушай")) == {"Анна"}
    assert choose_speakers(_labels("Анна", "Dr. Ode", "А. Б. Белова")) == {"Анна", "Dr. Ode", "А. Б. Белова"}
    assert choose_speakers(_labels("Hon. Scheer", "Hon. Scheer", "Hon. Jordan")) == {"Hon. Scheer", "Hon. Jordan"}


@pytest.mark.parametrize(
    "text",
    [
        "Анна", "Анна Мария Хосе Пабло Руис", "Justin Florentine (Besu)", "Belova, Anna [Guest]", "SPEAKER_00", "王芳",
        "说话人 1", "J. R. R. Tolkien Jr.", "stokes", "Unknown Speaker", "Speaker 1",
    ],
)  # fmt: skip
def test_name_that_stands_alone_is_known(text: str) -> None:
    assert is_name(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "12", "(гость)", "Да.", "Как дела?", "Анна:", "Он сказал мне вчера вечером так", "15 June 2024", "14.10.24",
        "https example", "«Анна»", "今天我们讨论简历和下一步的计划", "Анна,", "А" * 61,
    ],
)  # fmt: skip
def test_other_text_that_stands_alone_is_no_name(text: str) -> None:
    assert not is_name(text)


def test_name_is_capitalised_but_for_particles() -> None:
    assert all(map(is_capitalised, ("Анна Белова", "Ludwig van Ode", "王芳", "Анна (гость)", "Speaker 1")))
    assert not any(map(is_capitalised, ("stokes", "Анна сказала", "(гость)", "")))
