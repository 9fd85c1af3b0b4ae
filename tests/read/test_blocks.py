"""Text in blocks: every layout of name and time, what stands above, and the texts that only look so."""

from datetime import date

import pytest

from rag.read.blocks import is_in_blocks, parse_blocks
from tests.read.examples import assert_exact_places, read

SAID = [
    ("Анна Белова", 1, "Здравствуйте! Как дела?"),
    ("Ben Ode (guest)", 9, "Хорошо, спасибо."),
    ("王芳", 62, "你好。"),
    ("Анна Белова", 3723, "Тогда в 10:30."),
]


def _clock(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"


def _in_words(seconds: int) -> str:
    return f"{seconds // 60} minutes {seconds % 60} seconds"


def _blocks(text: str) -> list[tuple[str | None, str, float | None]]:
    return [(segment.speaker, segment.text, segment.start_time) for segment in read(text).segments]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "layout",
    [
        "{name}  {clock}\n{words}\n\n",
        "{name}   {clock}  \n{words}\n",
        "{name}\t{clock}\n{words}\n",
        "{name} {clock}\n{words}\n\n",
        "{name} ({clock}):\n{words}\n\n",
        "{name} [{clock}]\n{words}\n\n",
        "{name}: ({clock})\n{words}\n\n",
        "{name}, {clock}\n{words}\n\n",
        "{name}，{clock}\n{words}\n\n",
        "**{name}** `{clock}`\n{words}\n\n",
        "`{clock}` **{name}**\n{words}\n\n",
        "{name}  {clock}\n{words}\n\n---\n\n",
        "{name}  {clock}\n{words}\n---\n",
        "**{name}** {clock}\n{words}\n\n",
        "### {name} — {clock}\n\n{words}\n\n",
        "[{name}] {clock}\n{words}\n\n",
        "{name}\n{clock}\n{words}\n\n",
        "{name}\n{clock}\n{words}\n",
        "{name}\n{spoken}\n{clock}\n{name} {spoken}\n{words}\n",
        "{name}\n{spoken}{clock}\n{name} {spoken}\n{words}\n\n",
        "{clock} {name}\n{words}\n\n",
        "[{clock}] {name}\n{words}\n\n",
        "[{clock} - {clock}]\n{name}\n{words}\n\n",
    ],
)
def test_every_layout_gives_name_time_and_words(layout: str, newline: str) -> None:
    parts = [
        layout.format(name=name, clock=_clock(time), spoken=_in_words(time), words=words) for name, time, words in SAID
    ]
    source = "\ufeff" + "".join(parts).replace("\n", newline)
    assert _blocks(source) == [(name, words, float(time)) for name, time, words in SAID]
    assert read(source).format == "blocks"
    assert_exact_places(source, read(source).segments, has_caption_markup=False)


def test_times_that_teams_wrote_without_zeros_are_read() -> None:
    source = (
        "0:0:0.0 --> 0:0:6.90\nAnna Belova\nGood morning.\n\n0:0:7.0 --> 0:1:6.90\nBen\nHi.\n\n"
        "0:1:7.0 --> 0:1:9.90\nAnna Belova\nYes.\n"
    )
    segments = read(source).segments
    assert [(s.speaker, s.text, s.start_time, s.end_time) for s in segments] == [
        ("Anna Belova", "Good morning.", 0.0, 6.9),
        ("Ben", "Hi.", 7.0, 66.9),
        ("Anna Belova", "Yes.", 67.0, 69.9),
    ]


def test_lines_of_a_sentence_are_one_and_paragraphs_are_several() -> None:
    source = "Анна  0:01\nОни просят\nдвенадцать процентов.\n\nА мы нет.\n\nБорис  0:09\nДа.\n"
    assert _blocks(source) == [
        ("Анна", "Они просят двенадцать процентов.", 1.0),
        ("Анна", "А мы нет.", 1.0),
        ("Борис", "Да.", 9.0),
    ]


def test_what_otter_says_above_and_below_is_no_speech() -> None:
    transcript = read(
        "Разбор резюме\nMon, Oct 14, 2024 10:02AM • 45:10\n\nSUMMARY KEYWORDS\nрезюме, план\n\n"
        "SPEAKERS\nАнна Белова, Вера\n\nАнна Белова  00:01\nПривет.\n\nUnknown Speaker  00:09\nДа.\n\n"
        "Transcribed by https://otter.ai\n"
    )
    assert (transcript.title, transcript.date) == ("Разбор резюме", date(2024, 10, 14))
    assert transcript.people == ("Анна Белова", "Unknown Speaker", "Вера")
    assert [segment.text for segment in transcript.segments] == ["Привет.", "Да."]


def test_what_teams_says_above_and_below_is_no_speech() -> None:
    transcript = read(
        "Разбор-20240615_133555-Meeting Transcript\n15 June 2024, 03:35am\n27m 42s\nAnna started transcription\n"
        "Anna   0:03\nHello.\nBen   0:03\nStructural.\nBut.\nAnna stopped transcription\n"
    )
    assert transcript.date == date(2024, 6, 15)
    assert [(s.speaker, s.text) for s in transcript.segments] == [("Anna", "Hello."), ("Ben", "Structural. But.")]


def test_words_above_the_first_block_are_kept_without_a_name() -> None:
    source = "Разбор\nСначала о погоде, а потом о деле.\n\nАнна  0:01\nДа.\n\nБорис  0:09\nНет.\n"
    assert _blocks(source)[0] == (None, "Сначала о погоде, а потом о деле.", None)


def test_time_of_a_clock_is_no_time_of_the_recording() -> None:
    source = "Анна  6:03 PM\nДа.\n\nБорис  6:05 PM\nНет.\n"
    assert _blocks(source) == [("Анна", "Да.", None), ("Борис", "Нет.", None)]


@pytest.mark.parametrize("line", ["Давай Завтра 10:30", "Созвон 0:15", "Анна 3:00"])
def test_words_that_look_like_a_heading_are_not_lost(line: str) -> None:
    source = f"Анна  0:01\nКогда?\n{line}\nДа.\n\nБорис  0:09\nХорошо.\n\nАнна  0:12\nПока.\n"
    assert _blocks(source)[0] == ("Анна", f"Когда? {line} Да.", 1.0)


def test_line_of_another_look_than_the_headings_is_spoken() -> None:
    source = "Анна   0:03\nКогда?\nСозвон 0:15\nДа.\nБорис   0:29\nХорошо.\nАнна   0:42\nПока.\n"
    assert _blocks(source)[0] == ("Анна", "Когда? Созвон 0:15 Да.", 3.0)


def test_forty_people_in_blocks_are_told_apart() -> None:
    source = "".join(
        f"Гость {chr(1040 + number % 32)}{number}  {number}:00\nСлово {number}.\n\n" for number in range(40)
    )
    assert len({speaker for speaker, _, _ in _blocks(source)}) == 40


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Анна: да\nБорис: нет\n",
        "Анна: да\n\nБорис: в 10:30\n",
        "[00:00:02] Алло, алло\n[00:00:10] Слышно\n[00:00:15] Привет\n",
        "00:15 Привет\n00:20 Пока\n",
        "0:00\nтак вот\n0:05\nо плане\n0:09\nи о резюме\n",
        "0:00\n今天我们讨论简历\n0:05\n和下一步\n0:09\n谢谢大家\n",
        "Обед 13:00\nВстреча 15:00\nУжин 19:00\n",
        "Обед, 13:00\nБыло вкусно.\nВстреча, 15:00\nГоворили.\nУжин, 19:00\nВкусно.\nПрогулка, 20:00\nХолодно.\n",
        "0:00 Вступление\n1:20 Резюме\n5:40 План\n",
        "Встретились в 10:30\nГоворили о резюме.\nРазошлись в 12:00\nДовольные.\n",
        "Анна  10:30\nзвонок\nБорис  9:00\nвстреча\nВера  8:00\nужин\n",
        "Утро 09:00\nПробежка.\nДень 13:00\nОбед.\nВечер 19:00\nУжин.\nНочь 23:00\nСон.\n",
        "0:15 Анна\nда\n0:20 и вот что было.\nнет\n0:25 Анна\nда\n0:30 потом опять.\nнет\n0:35 Анна\nда\n",
        "Анна (00:01): да\nБорис (00:05): нет\n",
        "Team - Transcript\n00:00:00\nАнна: да\nБорис: нет\n00:05:00\nАнна: ещё\n",
    ],
)
def test_dialogue_prose_and_lists_are_no_blocks(text: str) -> None:
    assert not is_in_blocks(text)


def test_text_without_blocks_keeps_its_words() -> None:
    source = "Встретились в среду, говорили.\nРазошлись.\n"
    lines = parse_blocks(source).lines
    assert [source[line.start : line.end] for line in lines] == source.splitlines()
