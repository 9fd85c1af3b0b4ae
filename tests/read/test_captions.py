"""SubRip and WebVTT: the shapes of Zoom, Teams and Whisper, damaged files, and pysubs2 as the independent reader."""

import pysubs2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.read.captions import is_captions, is_sbv, is_web_captions, parse_captions, parse_sbv
from tests.read.examples import read, spoken

Cue = tuple[str | None, str, float | None, float | None]

ZOOM = (
    "WEBVTT\r\n\r\n1\r\n00:00:01.500 --> 00:00:03.000\r\nОльга Дронова: Здравствуйте, как дела?\r\n\r\n"
    "2\r\n00:00:03.250 --> 00:00:05.000\r\nBen Ode: Fine, thanks.\r\n\r\n"
    "3\r\n00:01:05.000 --> 01:00:07.125\r\nОльга Дронова: Тогда начнём: план такой.\r\n"
)
TEAMS = (
    "WEBVTT\n\n9d1f-0/12-0\n00:00:01.500 --> 00:00:03.000\n<v Ольга Дронова>Здравствуйте,\nкак дела?</v>\n\n"
    "9d1f-0/12-1\n00:00:03.250 --> 00:00:05.000\n<v.loud  Ode, Ben>Fine, <i>thanks</i>.</v>\n\n"
    "00:00:06.000 --> 00:00:07.000\nшум\n"
)
WHISPER = (
    "1\n00:00:00,000 --> 00:00:02,400\n Здравствуйте, сегодня говорим о резюме.\n\n"
    "2\n00:00:02,400 --> 00:00:04,000\n Итог: я его переписал.\n\n"
    "3\n00:00:04,000 --> 00:00:06,000\n 你好，世界。\n\n4\n00:00:06,000 --> 00:00:07,000\n Пока.\n"
)


def _cues(text: str, file_name: str = "session.vtt") -> list[Cue]:
    return [(s.speaker, s.text, s.start_time, s.end_time) for s in read(text, file_name).segments]


def test_zoom_captions_give_speakers_words_and_times() -> None:
    assert _cues(ZOOM) == [
        ("Ольга Дронова", "Здравствуйте, как дела?", 1.5, 3.0),
        ("Ben Ode", "Fine, thanks.", 3.25, 5.0),
        ("Ольга Дронова", "Тогда начнём: план такой.", 65.0, 3607.125),
    ]


def test_teams_captions_give_the_speaker_of_the_voice_tag() -> None:
    assert _cues(TEAMS) == [
        ("Ольга Дронова", "Здравствуйте, как дела?", 1.5, 3.0),
        ("Ode, Ben", "Fine, thanks.", 3.25, 5.0),
        (None, "шум", 6.0, 7.0),
    ]


def test_whisper_captions_have_no_speakers_and_keep_a_remark_whole() -> None:
    assert _cues(WHISPER, "session.srt") == [
        (None, "Здравствуйте, сегодня говорим о резюме.", 0.0, 2.4),
        (None, "Итог: я его переписал.", 2.4, 4.0),
        (None, "你好，世界。", 4.0, 6.0),
        (None, "Пока.", 6.0, 7.0),
    ]


def test_speaker_named_in_the_first_cue_of_a_turn_is_carried_on() -> None:
    source = "".join(
        f"{number}\n00:00:{number:02d},000 --> 00:00:{number:02d},900\n{text}\n\n"
        for number, text in enumerate(["Анна: Привет.", "Как дела?", "Борис: Хорошо.", "А у вас?", "Всё ли в силе?"], 1)
    )
    assert spoken(read(source, "session.srt")) == [
        ("Анна", "Привет."),
        ("Анна", "Как дела?"),
        ("Борис", "Хорошо."),
        ("Борис", "А у вас?"),
        ("Борис", "Всё ли в силе?"),
    ]


def test_notes_styles_and_regions_are_no_speech() -> None:
    source = (
        "WEBVTT - Сессия 3\nKind: captions\n\nNOTE это заметка\nна две строки\n\nSTYLE\n::cue { color: red }\n\n"
        "REGION\nid:fred\n\n00:01.000 --> 00:02.000 align:start position:0%\nпривет\n\nNOTE и тут\n\n"
        "NOTE\nещё\n\nпоследняя\n00:03.000 --> 00:04.000\nпока\n\nNOTE конец\n"
    )
    assert _cues(source) == [(None, "привет", 1.0, 2.0), (None, "пока", 3.0, 4.0)]


@pytest.mark.parametrize(
    "timing", ["00:00:0x,000 --> 00:00:02,000", "00:00:01,000 -->", "--> 00:00:02,000", "1 --> 2", "00:00:01,000-->ой"]
)
def test_broken_time_keeps_the_words_without_a_time(timing: str) -> None:
    source = f"1\n{timing}\nпервая\n\n2\n00:00:03,000 --> 00:00:04,000\nвторая\n"
    assert _cues(source, "session.srt") == [(None, "первая", None, None), (None, "вторая", 3.0, 4.0)]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_cues_without_numbers_and_without_empty_lines_keep_words_and_times(mark: str) -> None:
    source = f"{mark}00:00:01,000 --> 00:00:02,000\nпервая\n00:00:03,000-->00:00:04,000\nвторая\n"
    assert _cues(source, "session.srt") == [(None, "первая", 1.0, 2.0), (None, "вторая", 3.0, 4.0)]


def test_number_right_after_the_words_is_the_number_of_the_next_cue() -> None:
    source = "1\n00:00:01,000 --> 00:00:02,000\nпервая\n2\n00:00:03,000 --> 00:00:04,000\n2025\n"
    assert _cues(source, "session.srt") == [(None, "первая", 1.0, 2.0), (None, "2025", 3.0, 4.0)]


def test_empty_lines_inside_a_cue_lose_no_words() -> None:
    source = (
        "1\n00:00:01,000 --> 00:00:02,000\nпервая\n\nвторая\n \nтретья\n\n\n"
        "2\n00:00:03,000 --> 00:00:04,000\nчетвёртая\n\nпятая"
    )
    assert _cues(source, "session.srt") == [
        (None, "первая вторая третья", 1.0, 2.0),
        (None, "четвёртая пятая", 3.0, 4.0),
    ]


def test_cues_without_words_are_left_out() -> None:
    source = (
        "1\n00:00:01,000 --> 00:00:02,000\n\n2\n00:00:02,000 --> 00:00:03,000\n<i></i>\n\n"
        "3\n00:00:03,000 --> 00:00:04,000\nда\n\n4\n00:00:04,000 --> 00:00:05,000"
    )
    assert _cues(source, "session.srt") == [(None, "да", 3.0, 4.0)]


def test_overlapping_tags_are_removed() -> None:
    source = "1\n00:00:01,000 --> 00:00:02,000\n{\\an8}<b>раз <i>два</b> <u>три</i></u> x < y\n"
    assert _cues(source, "session.srt") == [(None, "раз два три x < y", 1.0, 2.0)]


def test_arrow_among_spoken_words_is_spoken() -> None:
    source = "1\n00:00:01,000 --> 00:00:02,000\nНажмите\nФайл --> Открыть\n\n2\n00:00:03,000 --> 00:00:04,000\nда\n"
    assert _cues(source, "session.srt") == [(None, "Нажмите Файл --> Открыть", 1.0, 2.0), (None, "да", 3.0, 4.0)]


def test_words_before_a_voice_tag_are_kept() -> None:
    cues = _cues("WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nСтоп. <v Анна>Как дела?</v>\n")
    assert " ".join(text for _, text, _, _ in cues) == "Стоп. Как дела?"
    assert cues[-1][0] == "Анна"


def test_two_voices_in_one_cue_keep_their_own_words() -> None:
    cues = _cues("WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Анна>Как дела?</v>\n<v Борис>Хорошо.</v>\n")
    assert cues == [("Анна", "Как дела?", 1.0, 2.0), ("Борис", "Хорошо.", 1.0, 2.0)]


def test_two_named_lines_in_one_cue_keep_their_own_words() -> None:
    source = (
        "1\n00:00:01,000 --> 00:00:02,000\nАнна: Как дела?\nБорис: Хорошо.\n\n"
        "2\n00:00:03,000 --> 00:00:04,000\nБорис: А у вас?\n"
    )
    assert spoken(read(source, "session.srt")) == [("Анна", "Как дела?"), ("Борис", "Хорошо."), ("Борис", "А у вас?")]


@pytest.mark.parametrize(
    "shape", ["<00:00:{:02d}.480><c> слово{}</c>", ' <font color="#ff{:02d}00" size="12">слово{}</font>']
)
def test_markup_is_never_cut_in_two_in_a_long_cue(shape: str) -> None:
    words = "".join(shape.format(number, number) for number in range(10, 50))
    cues = _cues(f"WEBVTT\n\n00:00:01.000 --> 00:00:30.000\n{words}\n")
    assert " ".join(text for _, text, _, _ in cues) == " ".join(f"слово{number}" for number in range(10, 50))
    assert {(start, end) for _, _, start, end in cues} == {(1.0, 30.0)}


@pytest.mark.parametrize(
    "shape",
    ["<i>{}: {}</i>", "<i>{}:</i> {}", "<b>{}</b>: {}", '<font color="#fff">{}: {}</font>', "- {}: {}", ">> {}: {}"],
)
def test_label_inside_markup_or_after_the_mark_of_a_new_speaker_names_the_speaker(shape: str) -> None:
    said = [("Анна", "Как дела?"), ("Борис", "Хорошо."), ("Анна", "Тогда начнём.")]
    source = "".join(
        f"{number}\n00:00:{number:02d},000 --> 00:00:{number:02d},900\n{shape.format(*pair)}\n\n"
        for number, pair in enumerate(said, start=1)
    )
    assert spoken(read(source, "session.srt")) == said


def test_label_inside_markup_on_the_second_line_of_a_cue_names_its_speaker() -> None:
    source = (
        "1\n00:00:01,000 --> 00:00:02,000\n<i>Анна: Как дела?</i>\n<i>Борис: Хорошо.</i>\n\n"
        "2\n00:00:03,000 --> 00:00:04,000\n<i>Борис: А у вас?</i>\n"
    )
    assert spoken(read(source, "session.srt")) == [("Анна", "Как дела?"), ("Борис", "Хорошо."), ("Борис", "А у вас?")]


def test_speaker_of_a_recogniser_in_brackets_is_read() -> None:
    source = (
        "1\n00:00:01,000 --> 00:00:02,000\n[SPEAKER_00]: Да.\n\n2\n00:00:02,000 --> 00:00:03,000\n[SPEAKER_01]: Нет.\n"
    )
    assert spoken(read(source, "session.srt")) == [("SPEAKER_00", "Да."), ("SPEAKER_01", "Нет.")]


def test_notes_and_names_of_cues_that_teams_writes_are_no_speech() -> None:
    name = "0f8fad5b-d9cb-469f-a165-70867728950e"
    source = (
        f'WEBVTT\n\nNOTE\nduration:"00:55:10.1230000"\nlanguage:ru-ru\n\nNOTE Confidence: 0.84\n\n{name}/12-0\n'
        f"00:00:01.000 --> 00:00:02.000\n<v Анна Белова>Привет.\n{name}/12-1\n"
        "00:00:02.000 --> 00:00:03.000\n<v Борис>Да. <v Анна Белова>И ладно.\n"
    )
    assert _cues(source) == [
        ("Анна Белова", "Привет.", 1.0, 2.0),
        ("Борис", "Да.", 2.0, 3.0),
        ("Анна Белова", "И ладно.", 2.0, 3.0),
    ]


@pytest.mark.parametrize(
    "sound", ["[Музыка]", "[Music]", "(applause)", "♪", "♪ ♪", "♪ [музыка] ♪", "【音乐】", "[ Смех ]"]
)
def test_sound_alone_in_a_cue_is_no_speech(sound: str) -> None:
    source = f"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n{sound}\n\n00:00:02.000 --> 00:00:03.000\n{sound} да\n"
    assert _cues(source) == [(None, f"{sound} да", 2.0, 3.0)]


def test_empty_lines_inside_a_cue_are_skipped_at_once() -> None:
    source = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nпервая" + "\n" * 500_000 + "вторая\n"
    (line,) = parse_captions(source).lines
    assert source[line.start : line.end].split() == ["первая", "вторая"]


def test_name_of_a_cue_in_words_is_no_speech() -> None:
    source = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nпервая\n\nвторой титр\n00:00:02.000 --> 00:00:03.000\nвторая\n"
    assert _cues(source) == [(None, "первая", 1.0, 2.0), (None, "вторая", 2.0, 3.0)]


def test_sbv_gives_words_times_and_speakers() -> None:
    source = (
        "0:00:00.378,0:00:11.378\nАнна: Привет,\nкак дела?\n\n0:00:11.378,0:01:12.305\n2025\n\n"
        "0:01:13.489,1:00:15.489\nБорис: Хорошо.\n"
    )
    assert read(source, "session.sbv").format == "sbv"
    assert _cues(source, "session.sbv") == [
        ("Анна", "Привет, как дела?", 0.378, 11.378),
        ("Анна", "2025", 11.378, 72.305),
        ("Борис", "Хорошо.", 73.489, 3615.489),
    ]
    assert parse_sbv("").lines == ()


@pytest.mark.parametrize("text", ["WEBVTT", "\ufeffWEBVTT\n\n", " \n\nWEBVTT - Сессия\n", "WEBVTT\tx"])
def test_web_captions_are_known_by_their_first_line(text: str) -> None:
    assert is_web_captions(text)


@pytest.mark.parametrize("text", ["", "Анна: WEBVTT", "WEBVTTX\n", "1\n00:00:01.000 --> 00:00:02.000\nWEBVTT\n"])
def test_other_text_is_no_web_captions(text: str) -> None:
    assert not is_web_captions(text)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "timing",
    [
        "00:00:01,000 --> 00:00:02,000",
        "0:00:01.5 --> 0:00:02.5",
        "00:01.000-->00:02.000",
        "00:00:01,000 --> 00:00:02,000 align:start position:0%",
        "00:00:01,000 --> 00:00:02,000  X1:100 X2:200 Y1:100 Y2:200 ",
    ],
)
def test_subrip_is_known_by_its_timing_lines(timing: str, newline: str) -> None:
    assert is_captions(newline.join(["\ufeff1", timing, "первая", "", "2", timing, "вторая"]))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Анна: да\nБорис: нет\n",
        "[00:00 --> 00:05] первая\n[00:05 --> 00:07] вторая\n",
        "1:35 --> 1:37 да\n1:37 --> 1:39 нет\n",
        "Встреча 10:00 --> 11:00\n",
        "0:0:0.0 --> 0:0:6.90\nАнна Белова\nПривет\n\n0:0:7.0 --> 0:0:9.90\nБорис\nДа\n",
        "Так выглядят субтитры:\n00:00:01,000 --> 00:00:02,000\n" + "Анна: И вот ещё что.\n" * 40,
    ],
)
def test_dialogue_and_prose_are_no_subrip(text: str) -> None:
    assert not is_captions(text)


@pytest.mark.parametrize(
    "text", ["", "0:00:01.000, 0:00:02.000\nда\n", "Анна: 0:00:01.000,0:00:02.000\n", "1,2\n3,4\n"]
)
def test_other_text_is_no_sbv(text: str) -> None:
    assert not is_sbv(text)


@pytest.mark.parametrize("source", ["", "WEBVTT\n\nNOTE ничего\n", "просто текст\n", "1\n\n2\n"])
def test_file_without_cues_has_no_lines(source: str) -> None:
    assert parse_captions(source).lines == ()


CAPTION_WORDS = ("привет", "Резюме", "hello", "Deadline.", "你好。", "план,", "ещё!", "42%", "🙂", "x=1")
CAPTION_LINES = st.lists(st.sampled_from(CAPTION_WORDS), min_size=1, max_size=6).map(" ".join)
CAPTIONS = st.lists(
    st.tuples(st.integers(0, 5000), st.integers(1, 5000), st.lists(CAPTION_LINES, min_size=1, max_size=3)), min_size=1
)


def _stamp(milliseconds: int, point: str) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{point}{rest:03d}"


@pytest.mark.parametrize(("suffix", "point", "head"), [("srt", ",", ""), ("vtt", ".", "WEBVTT\n\n")])
@given(captions=CAPTIONS)
@settings(derandomize=True, deadline=None)
def test_clean_files_read_as_pysubs2_reads_them(
    suffix: str, point: str, head: str, captions: list[tuple[int, int, list[str]]]
) -> None:
    source, moment = head, 0
    for number, (pause, length, lines) in enumerate(captions, start=1):
        start, moment = moment + pause * 700, moment + pause * 700 + length
        name = f"{number}\n" if suffix == "srt" else ""
        source += f"{name}{_stamp(start, point)} --> {_stamp(moment, point)}\n" + "\n".join(lines) + "\n\n"
    expected = [
        (" ".join(event.plaintext.split()), event.start / 1000, event.end / 1000)
        for event in pysubs2.SSAFile.from_string(source, format_=suffix)
    ]
    body = parse_captions(source)
    read_as = [(" ".join(source[line.start : line.end].split()), line.start_time, line.end_time) for line in body.lines]
    assert read_as == expected
    assert len(expected) == len(captions)


def test_tags_read_as_pysubs2_reads_them() -> None:
    source = "1\n00:00:01,000 --> 00:00:02,500\n<i>Привет</i>, <b>мир</b>\n<u>вторая</u> строка\n"
    (event,) = pysubs2.SSAFile.from_string(source, format_="srt")
    assert _cues(source, "session.srt") == [(None, event.plaintext.replace("\n", " "), 1.0, 2.5)]


def test_name_in_lower_case_that_speaks_once_is_a_speaker() -> None:
    source = "WEBVTT\n\n00:01.000 --> 00:02.000\nОльга: Привет!\n\n00:02.000 --> 00:03.000\nnixo: Да.\n"
    assert spoken(read(source, "zoom.vtt")) == [("Ольга", "Привет!"), ("nixo", "Да.")]


def test_words_among_much_markup_stay_in_one_segment() -> None:
    words = " ".join(f'<font color="#ffcc0{n}"><b>слово</b></font>' for n in range(10))
    (segment,) = read(f"1\n00:00:01,000 --> 00:00:02,000\n{words}\n", "a.srt").segments
    assert segment.text == " ".join(["слово"] * 10)
