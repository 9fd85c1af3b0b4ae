"""Pages as which Telegram saves a chat: who wrote each message, and what of the page nobody wrote."""

from datetime import date
from time import perf_counter

import pytest

from rag.read.web_page import extract
from rag.types import DateSource
from tests.read.examples import read, spoken

MAX_SECONDS = 20


def message(words: str, name: str = "", day: str = "14.10.2025 18:01:05 UTC+03:00", inside: str = "") -> str:
    sender = f'<div class="from_name">\n{name} \n</div>' if name else ""
    text = f'<div class="text">\n{words}\n</div>' if words else ""
    picture = f'<div class="pull_left userpic_wrap"><div class="initials">{name[:1]}</div></div>' if name else ""
    return (
        f'<div class="message default clearfix{"" if name else " joined"}" id="message1">{picture}<div class="body">'
        f'<div class="pull_right date details" title="{day}">\n18:01\n</div>{sender}{inside}{text}</div></div>'
    )


def page(*messages: str, title: str = "Лена") -> str:
    header = f'<div class="page_header"><div class="content"><div class="text bold">\n{title}\n</div></div></div>'
    notice = '<div class="message service" id="message-1"><div class="body details">\n14 October 2025\n</div></div>'
    history = f'<div class="page_body chat_page"><div class="history">{notice}{"".join(messages)}</div></div>'
    return f"<!DOCTYPE html><html><head><title>Exported Data</title></head><body>{header}{history}</body></html>"


def lines(*messages: str) -> list[str]:
    return extract(page(*messages).encode()).text.splitlines()


def test_saved_chat_is_read_with_its_people_its_day_and_its_name() -> None:
    transcript = read(page(message("Привет, Ольга", "Лена"), message("Привет!", "Ольга Дронова")), "messages.html")
    assert spoken(transcript) == [("Лена", "Привет, Ольга"), ("Ольга Дронова", "Привет!")]
    assert (transcript.date, transcript.date_source) == (date(2025, 10, 14), DateSource.HEADER)
    assert (transcript.title, transcript.format) == ("Лена", "html")


def test_message_without_a_name_is_of_the_sender_above_it() -> None:
    assert spoken(read(page(message("раз", "Лена"), message("два"), message("три", "Ольга")))) == [
        ("Лена", "раз"), ("Лена", "два"), ("Ольга", "три"),
    ]  # fmt: skip


def test_words_keep_their_lines_and_their_links() -> None:
    words = 'первая<br>вторая <a href="https://example.com">example.com</a><br><br><strong>третья</strong>'
    assert lines(message(words, "Лена")) == [
        "Лена, [14.10.2025 18:01:05]", "первая", "вторая example.com", "", "третья",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "inside",
    [
        '<div class="reply_to details">\nIn reply to <a href="#go_to_message1">this message</a>\n</div>',
        '<div class="media_wrap clearfix"><div class="media"><div class="title bold">Voice message</div></div></div>',
        '<span class="reactions"><span class="reaction"><span class="emoji">👍</span></span></span>',
    ],
)
def test_what_telegram_wrote_into_a_message_is_left_out(inside: str) -> None:
    messages = [message("да", "Лена", inside=inside), message("", "Ольга", inside=inside), message("нет", "Ольга")]
    assert spoken(read(page(*messages))) == [("Лена", "да"), ("Ольга", "нет")]


def test_forwarded_words_are_of_the_one_who_sent_them() -> None:
    forwarded = (
        '<div class="forwarded body"><div class="from_name">Канал '
        '<span class="date details" title="01.02.2020 10:00:00">01.02.2020</span></div>'
        '<div class="text">новость</div></div>'
    )
    messages = [message("да", "Лена"), message("", inside=forwarded), message("ясно", "Ольга")]
    assert spoken(read(page(*messages))) == [("Лена", "да"), ("Лена", "новость"), ("Ольга", "ясно")]
    assert "2020" not in extract(page(*messages).encode()).text


def test_the_bot_and_brackets_are_no_part_of_a_name() -> None:
    sent = message("да", 'Лена [менти] <span class="details">via @gif</span>')
    assert lines(sent)[0] == "Лена менти, [14.10.2025 18:01:05]"


@pytest.mark.parametrize(
    "other",
    [
        page(message("слова", "Лена", day="вчера")),
        page(message("слова")),
        page(),
        page(message("слова", "Лена")).replace('class="history"', 'class="other"'),
    ],
)
def test_other_pages_are_read_as_pages(other: str) -> None:
    assert "[14.10.2025" not in extract(other.encode()).text


def test_deeply_nested_messages_take_no_long_time() -> None:
    nested = '<div class="message default"><div class="text"><div class="from_name">' * 20_000
    start = perf_counter()
    extract(page(message("слова", "Лена"), nested).encode())
    assert perf_counter() - start < MAX_SECONDS
