"""Written chats: messages over several lines, what the programs write themselves, times and days."""

from datetime import date

import pytest

from rag.read.chats import is_telegram_text, is_whatsapp, is_zoom_chat, parse_whatsapp
from tests.read.examples import assert_exact_places, read, spoken

ZOOM = (
    "00:05:41\tАнна Белова:\tотличный план\n"
    '00:05:50\tBen | Ode:\tReacted to "отличный план" with 👍\n'
    '00:05:52\tBen | Ode:\tRemoved a 👍 reaction from "отличный план"\n'
    '00:06:00\tBen | Ode:\tReplying to "отличный план"\n\nспасибо:\nи до встречи\n'
    "01:00:01\tАнна Белова:\tпока\n"
)
ANDROID = (
    "12.10.24, 18:03 - Сообщения и звонки защищены сквозным шифрованием. Подробнее.\n"
    "12.10.24, 18:03 - Анна Белова: Привет!\nВторая: строка\n\nтретья\n"
    "12.10.24, 18:04 - Борис: <Без медиафайлов>\n"
    "12.10.24, 18:05 - Борис изменил(-а) тему на «План: осень»\n"
    "12.10.24, 18:06 - Борис добавил(-а) Веру\n"
    "12.10.24, 18:07 - ~ Вера К.: Да, конечно <Сообщение изменено>\n"
    "12.10.24, 18:08 - Борис: IMG-20241012-WA0002.jpg (файл добавлен)\nвот снимок\n"
    "12.10.24, 18:09 - Борис: Данное сообщение удалено\n"
)
APPLE = (
    "\ufeff[12.10.2024, 18:03:05] Анна: \u200eСообщения и звонки защищены сквозным шифрованием.\r\n"
    "[12.10.2024, 18:03:07] Анна: Привет\r\nкак дела?\r\n"
    "\u200e[12.10.2024, 18:04:00] \u202a+7\u00a0999\u00a0123-45-67\u202c: \u200eизображение отсутствует\r\n"
    "[12.10.2024, 18:05:00] \u202a+7\u00a0999\u00a0123-45-67\u202c: Хорошо \u200e<This message was edited>\r\n"
)
TELEGRAM = (
    "Анна Белова, [12.10.2024 18:03]\nПривет!\n\nКак дела?\n\n"
    "Борис, [12.10.2024 18:04]\n[В ответ на Анна Белова]\nХорошо: да\n\n"
    "Анна Белова, [12.10.2024 18:05]\n[ Фотография ]\n"
)


def test_zoom_chat_gives_words_names_and_times_without_reactions_and_quoted_lines() -> None:
    transcript = read(ZOOM)
    assert transcript.format == "zoom-chat"
    assert [(s.speaker, s.text, s.start_time) for s in transcript.segments] == [
        ("Анна Белова", "отличный план", 341.0),
        ("Ben | Ode", "спасибо: и до встречи", 360.0),
        ("Анна Белова", "пока", 3601.0),
    ]


@pytest.mark.parametrize(
    "shape",
    [
        "{} From {} to Everyone:\n    {}\n",
        "{} From {} to Everyone:\n\n\t{}\n",
        "{}\t From {} : {}\n",
        "{} From  {}  to  Everyone : {}\n",
        "{} From {} To Ben(Direct Message): {}\n",
        "{} От {} кому Все:\n\t{}\n",
        "{}\t{}:\t{}\n",
    ],
)
def test_every_shape_of_a_saved_zoom_chat_is_read(shape: str) -> None:
    said = [
        ("18:03:05", "Анна Белова", "привет"),
        ("18:03:09", "Ben Ode (гость)", "https://example.org/a"),
        ("18:04:00", "王芳", "да"),
    ]
    transcript = read("".join(shape.format(*message) for message in said))
    assert transcript.format == "zoom-chat"
    assert spoken(transcript) == [(name, words) for _, name, words in said]
    assert [segment.start_time for segment in transcript.segments] == [64985.0, 64989.0, 65040.0]


def test_whatsapp_of_android_keeps_the_words_of_people_alone() -> None:
    transcript = read(ANDROID)
    assert (transcript.format, transcript.date) == ("whatsapp", date(2024, 10, 12))
    assert spoken(transcript) == [
        ("Анна Белова", "Привет! Вторая: строка третья"),
        ("Вера К.", "Да, конечно"),
        ("Борис", "вот снимок"),
    ]
    assert {segment.start_time for segment in transcript.segments} == {None}


def test_whatsapp_of_apple_keeps_the_words_of_people_alone() -> None:
    transcript = read(APPLE)
    assert (transcript.format, transcript.date) == ("whatsapp", date(2024, 10, 12))
    assert spoken(transcript) == [("Анна", "Привет как дела?"), ("+7 999 123-45-67", "Хорошо")]


@pytest.mark.parametrize(
    "added",
    [
        "\u200e<прикреплено: 0012-PHOTO-2024-10-12.jpg>",
        "\u200e‹прикреплено: 0012-PHOTO-2024-10-12.jpg>",
        "\u200e<Сообщение изменено.>",
        "<attached: 0012 a.pdf> \u200e<This message was edited>\u200e",
    ],
)
def test_what_whatsapp_of_apple_adds_at_the_end_of_a_line_is_dropped(added: str) -> None:
    stamp = "[12.10.2024, 18:03:07] Анна:"
    source = f"{stamp} вот скрин {added}\r\n{stamp} да {added}\r\nи <вот> ещё\r\n{stamp} {added}\r\n{stamp} ну\r\n"
    assert [text for _, text in spoken(read(source))] == ["вот скрин", "да", "и <вот> ещё", "ну"]
    assert_exact_places(source, read(source).segments, has_caption_markup=False)


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("12.10.24, 18:03 - ", "2024-10-12"),
        ("12/10/2024, 18:03 - ", "2024-10-12"),
        ("10/12/24, 6:03\u202fPM - ", "2024-12-10"),
        ("10/25/24, 6:03 pm - ", "2024-10-25"),
        ("25/10/24, 6:03 a.m. - ", "2024-10-25"),
        ("2024/10/12 下午6:03 - ", "2024-10-12"),
        ("2024-10-12, 18:03 - ", "2024-10-12"),
        ("12.10.2024 18.03 – ", "2024-10-12"),
        ("[12.10.2024, 18:03:05] ", "2024-10-12"),
        ("[10/12/24, 6:03:05\u202fPM] ", "2024-12-10"),
        ("[12.10.2024 klo 18.03.05] ", "2024-10-12"),
    ],
)
def test_day_of_the_first_message_is_found_in_every_shape_of_a_stamp(stamp: str, day: str) -> None:
    source = f"{stamp}Анна: да\n{stamp}Борис: нет\n"
    transcript = read(source)
    assert (transcript.format, spoken(transcript)) == ("whatsapp", [("Анна", "да"), ("Борис", "нет")])
    assert parse_whatsapp(source).header.date_text == day


def test_month_comes_first_where_another_date_of_the_chat_shows_it() -> None:
    source = "10/12/24, 6:03 PM - Анна: да\n10/25/24, 6:03 PM - Борис: нет\n"
    assert parse_whatsapp(source).header.date_text == "2024-10-12"


def test_whatsapp_lines_before_the_first_message_are_kept_without_a_name() -> None:
    source = "конец сообщения\n12.10.24, 18:03 - Анна: да\n12.10.24, 18:04 - Борис: нет\n"
    assert spoken(read(source))[0] == (None, "конец сообщения")


def test_messages_copied_out_of_telegram_are_read() -> None:
    transcript = read(TELEGRAM)
    assert (transcript.format, transcript.date) == ("telegram-text", date(2024, 10, 12))
    assert spoken(transcript) == [("Анна Белова", "Привет! Как дела?"), ("Борис", "Хорошо: да")]


@pytest.mark.parametrize(
    "stamp", ["12.10.25 18:03", "12 окт. 2024 в 18:03", "12 Oct 2024 at 18:03:05", "10/12/2024 6:03 PM"]
)
def test_stamps_of_telegram_are_known(stamp: str) -> None:
    source = f"Анна, [{stamp}]\nда\n\nБорис, [{stamp}]\nнет\n"
    assert spoken(read(source)) == [("Анна", "да"), ("Борис", "нет")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Анна: да\nБорис: нет\n",
        "[00:01:20] Анна: да\n[00:01:25] Борис: нет\n",
        "00:01:20 Анна: да\n00:01:25 Борис: нет\n",
        "Встретились 12.10.2024, 18:03 - говорили о резюме: долго.\n",
        "План\n12.10.2024, 18:00 - встреча с Анной: резюме\nи ещё\nи ещё много строк\nи прочее\n",
        "Анна [12.10.2024 18:03]\nда\n",
        "12.10.2024, 18:00 - встреча: план\n12.10.2024, 19:00 - встреча: ещё\n" + "И долгая заметка.\n" * 30,
        "12.10.2024, 18:03 - Анна добавила Бориса\n",
    ],
)
def test_dialogue_and_prose_are_no_chat(text: str) -> None:
    assert not is_zoom_chat(text)
    assert not is_whatsapp(text)
    assert not is_telegram_text(text)


@pytest.mark.parametrize("source", [ZOOM, ANDROID, APPLE, TELEGRAM])
def test_places_are_those_of_the_words(source: str) -> None:
    transcript = read(source)
    assert transcript.source == source
    assert_exact_places(source, transcript.segments, has_caption_markup=False)
