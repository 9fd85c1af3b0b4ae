"""Plain text and Markdown: every shape of a spoken line, and who speaks it."""

import pytest

from rag.read.body import RawLine
from rag.read.dialogue import parse_dialogue
from tests.read.examples import read, spoken


@pytest.mark.parametrize(
    ("shape", "time"),
    [
        ("{}: {}", None),
        ("**{}:** {}", None),
        ("**{}**: {}", None),
        ("- {}: {}", None),
        ("> **{}:** {}", None),
        ("{}：{}", None),
        ("[00:01:20] {}: {}", 80.0),
        ("00:01:20 {}: {}", 80.0),
        ("(01:20) {}: {}", 80.0),
        ("[00:01:20]: {}: {}", 80.0),
        ("{} [00:01:20]: {}", 80.0),
        ("**{}** (01:20): {}", 80.0),
        ("<00:01:20.500> {}: {}", 80.5),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_spoken_line_gives_its_speaker_words_and_time(shape: str, time: float | None, newline: str) -> None:
    said = [("Ольга Дронова", "Здравствуйте!"), ("王芳", "你好。"), ("Ольга Дронова", "Начнём: план такой.")]
    transcript = read(newline.join(shape.format(name, words) for name, words in said))
    assert spoken(transcript) == said
    assert [segment.start_time for segment in transcript.segments] == [time] * 3


def test_time_alone_before_the_words_gives_no_speaker() -> None:
    transcript = read(
        "[00:01:20] первая мысль\n00:01:25 вторая мысль\n[00:01:30 - 00:01:32] третья\n1:35 --> 1:37 да\n"
    )
    assert [(s.speaker, s.text, s.start_time, s.end_time) for s in transcript.segments] == [
        (None, "первая мысль", 80.0, None),
        (None, "вторая мысль", 85.0, None),
        (None, "третья", 90.0, 92.0),
        (None, "да", 95.0, 97.0),
    ]


def test_time_at_the_line_wins_over_the_time_at_the_name() -> None:
    transcript = read("[00:00:10] Анна [00:01:20]: да\n[00:00:12] Борис: нет\n")
    assert [segment.start_time for segment in transcript.segments] == [10.0, 12.0]


@pytest.mark.parametrize("line", ["[00:01:20]", "00:01:20", "(1:01:20)"])
def test_time_on_a_line_of_its_own_is_never_cut_in_two(line: str) -> None:
    body = parse_dialogue(f"{line}\nпривет\n")
    shown = [f"{line}\nпривет\n"[raw.start : raw.end] for raw in body.lines]
    assert [text for text in shown if text] in (["привет"], [line, "привет"])


def test_words_right_after_the_bracket_of_a_time_stay_whole() -> None:
    assert [segment.text for segment in read("[00:01:20]привет\n[00:01:25]пока\n").segments] in (
        ["привет", "пока"],
        ["[00:01:20]привет", "[00:01:25]пока"],
    )


def test_prose_has_no_speakers_and_loses_nothing() -> None:
    lines = ["Встретились в среду и говорили о резюме.", "Он обещал прислать план к пятнице.", "Больше ничего."]
    assert spoken(read("\n\n".join(lines))) == [(None, line) for line in lines]


@pytest.mark.parametrize("line", ["Итог: договорились о четверге.", "Заметки себе: позвонить.", "итог: ясно"])
def test_single_remark_with_a_colon_in_prose_is_no_speaker(line: str) -> None:
    lines = ["Встретились в среду.", "Говорили о резюме.", "Он обещал план.", line]
    assert spoken(read("\n".join(lines))) == [(None, words) for words in lines]


@pytest.mark.parametrize("line", ["Итог: договорились о четверге.", "Заметки себе: позвонить.", "итог: ясно"])
def test_single_remark_with_a_colon_in_a_dialogue_is_no_speaker(line: str) -> None:
    transcript = read(f"Анна: Привет.\nБорис: Привет.\nАнна: Начнём?\nБорис: Да.\n{line}\nАнна: Пока.\n")
    assert set(transcript.people) == {"Анна", "Борис"}
    assert [text for _, text in spoken(transcript)] == ["Привет.", "Привет.", "Начнём?", "Да.", line, "Пока."]


def test_speaker_is_kept_on_the_lines_that_follow() -> None:
    transcript = read("Анна: Привет.\nКак дела?\n\nЧто нового?\nБорис:\nВсё хорошо.\n")
    assert spoken(transcript) == [
        ("Анна", "Привет."),
        ("Анна", "Как дела?"),
        ("Анна", "Что нового?"),
        ("Борис", "Всё хорошо."),
    ]


@pytest.mark.parametrize("line", ["# Итоги", "### План", "---", "***", "======"])
def test_heading_or_rule_ends_the_speaker(line: str) -> None:
    transcript = read(f"Анна: Привет.\nБорис: Да.\n{line}\nСписок дел.\n")
    assert spoken(transcript) == [("Анна", "Привет."), ("Борис", "Да."), (None, line), (None, "Список дел.")]


def test_role_becomes_the_name_that_the_header_gives() -> None:
    transcript = read(
        "# Третья сессия\nМентор: Ольга Дронова\nМенти: Павел Громов\n\n"
        "Ментор: Как ваши дела?\n[00:01:20] **менти:** Хорошо, спасибо.\nМентор: Отлично!\nМенти: Да.\nменти: Ну да.\n"
        "менти: Пока.\n"
    )
    assert spoken(transcript) == [
        ("Ольга Дронова", "Как ваши дела?"),
        ("Павел Громов", "Хорошо, спасибо."),
        ("Ольга Дронова", "Отлично!"),
        ("Павел Громов", "Да."),
        ("Павел Громов", "Ну да."),
        ("Павел Громов", "Пока."),
    ]


def test_role_without_a_header_stays_as_it_is_written() -> None:
    assert spoken(read("Ментор: Привет\nМенти: Здравствуйте\n")) == [("Ментор", "Привет"), ("Менти", "Здравствуйте")]


def test_mark_and_markdown_lead_are_no_part_of_the_words() -> None:
    source = "\ufeff- первая мысль\n  * вторая\n• третья\n-минус один\n"
    body = parse_dialogue(source)
    assert [source[line.start : line.end] for line in body.lines] == ["первая мысль", "вторая", "третья", "-минус один"]


def test_empty_lines_give_nothing() -> None:
    assert parse_dialogue("\n \t\n\u3000\r\n\ufeff\n").lines == ()
    assert parse_dialogue("").lines == ()


def test_places_are_those_of_the_words() -> None:
    assert parse_dialogue("Анна: да\nБорис: нет").lines == (RawLine(6, 8, "Анна"), RawLine(16, 19, "Борис"))
