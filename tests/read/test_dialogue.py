"""Plain text and Markdown: every shape of a spoken line, and who speaks it."""

from datetime import date

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
        ("1:20 - {}: {}", 80.0),
        ("01:20 | {}: {}", 80.0),
        ("[00:01:20] — **{}:** {}", 80.0),
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
    heading = [(None, line)] if line.startswith("#") else []
    assert spoken(transcript) == [("Анна", "Привет."), ("Борис", "Да."), *heading, (None, "Список дел.")]


@pytest.mark.parametrize("line", ["---", "* * *", "_____", "—", "=-=-="])
def test_rule_between_speeches_says_nothing(line: str) -> None:
    source = f"Анна: Привет.\n{line}\nБорис: Да.\n"
    assert spoken(read(source)) == [("Анна", "Привет."), ("Борис", "Да.")]


@pytest.mark.parametrize("line", ["…", "?", "🙂", "+", "!!!"])
def test_answer_without_a_letter_is_speech(line: str) -> None:
    assert spoken(read(f"Анна: Привет.\n{line}\nБорис: Да.\n"))[1] == ("Анна", line)


def test_time_that_youtube_repeats_in_words_is_no_speech() -> None:
    source = "0:05\n5 секунд\nтак вот\n1:00\n1 минута\nпотом\n1:06\n1 minute, 6 seconds\nend\n1:10\n5 секунд\nда\n"
    assert [(segment.text, segment.start_time) for segment in read(source).segments] == [
        ("так вот", 5.0), ("потом", 60.0), ("end", 66.0), ("5 секунд", 70.0), ("да", None),
    ]  # fmt: skip


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


MEET = (
    "Oct 2, 2024\nРазбор резюме - Transcript\n00:00:00\n\nАнна Белова: Доброе утро.\nBen: Да.\nИ вот ещё что.\n\n\n"
    "00:12:57\n\nBen: Так.\n\nTranscription ended after 01:05:17\n\n"
    "This editable transcript was computer generated and might contain errors. People can also change it.\n"
)
MEET_MARKDOWN = (
    "Oct 2, 2024\n\n## Разбор резюме \\- Transcript\n\n### 00:00:00\n\n**Анна Белова:** Доброе утро.\n\n"
    "**Ben:** Да.\n\nИ вот ещё что.\n\n### 00:12:57\n\n**Ben:** Так.\n\n### Transcription ended after 01:05:17\n\n"
    "*This editable transcript was computer generated and might contain errors.*"
)


@pytest.mark.parametrize("text", [MEET, MEET_MARKDOWN], ids=["text", "Markdown"])
def test_transcript_of_google_meet_gives_title_day_times_and_words(text: str) -> None:
    transcript = read(text)
    assert (transcript.title, transcript.date) == ("Разбор резюме", date(2024, 10, 2))
    assert [(s.speaker, s.text, s.start_time) for s in transcript.segments] == [
        ("Анна Белова", "Доброе утро.", 0.0),
        ("Ben", "Да.", None),
        ("Ben", "И вот ещё что.", None),
        ("Ben", "Так.", 777.0),
    ]


def test_people_whom_google_meet_lists_are_known_and_do_not_speak() -> None:
    transcript = read(
        "Разбор - 2024/01/29 09:29 MSK - Transcript\nAttendees\nАнна, Анна's Presentation, Ben, Вера\nTranscript\n"
        "This editable transcript was computer generated and might contain errors.\nАнна: Да.\nBen: Нет.\n"
    )
    assert spoken(transcript) == [("Анна", "Да."), ("Ben", "Нет.")]
    assert (set(transcript.people), transcript.date) == ({"Анна", "Ben", "Вера"}, date(2024, 1, 29))


@pytest.mark.parametrize("line", ["[00:01:20]", "00:01:20", "(01:20)", "### 00:01:20", "**01:20**", "[01:20 - 01:25]"])
def test_time_alone_on_a_line_is_that_of_the_next_words(line: str) -> None:
    transcript = read(f"Анна: Привет.\n\n{line}\n\nКак дела?\nБорис: Хорошо.\n")
    assert [(s.speaker, s.text, s.start_time) for s in transcript.segments] == [
        ("Анна", "Привет.", None),
        ("Анна", "Как дела?", 80.0),
        ("Борис", "Хорошо.", None),
    ]


@pytest.mark.parametrize("line", ["Анна (00:01:20):", "[00:01:20] Анна:", "**Анна** (01:20):", "01:20 Анна:"])
def test_name_and_time_alone_on_a_line_are_those_of_the_next_words(line: str) -> None:
    transcript = read(f"{line}\nКак дела?\nВсё ли в силе?\nБорис:\nХорошо.\n")
    assert [(s.speaker, s.text, s.start_time) for s in transcript.segments] == [
        ("Анна", "Как дела?", 80.0),
        ("Анна", "Всё ли в силе?", None),
        ("Борис", "Хорошо.", None),
    ]


def test_speaker_of_a_recogniser_in_brackets_is_read() -> None:
    assert spoken(read("[SPEAKER_00]: Да.\n[SPEAKER_01]: Нет.\n")) == [("SPEAKER_00", "Да."), ("SPEAKER_01", "Нет.")]


@pytest.mark.parametrize("line", ["Да. Слушай: нет.", "Короче: поехали.", "Смотрите: вот.", "вчера он сказал: нет."])
def test_sentence_before_a_colon_is_no_speaker(line: str) -> None:
    transcript = read(f"Анна: Привет.\nБорис: Да.\nАнна: Ну вот.\n{line}\nБорис: Ясно.\n")
    assert spoken(transcript)[3] == ("Анна", line)


def test_forty_people_are_told_apart() -> None:
    said = [(f"Гость {number}", f"Слово {number}.") for number in range(40)]
    assert spoken(read("".join(f"{name}: {words}\n" for name, words in said))) == said
