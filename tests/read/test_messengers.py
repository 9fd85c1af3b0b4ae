"""Exports of Telegram become what was written and by whom."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.read.body import Header
from rag.read.messengers import MESSENGERS
from tests.read.records import damaged, format_of, lines_of, name_of, said_in


def message(sender: str | None, text: Any, **more: Any) -> dict[str, Any]:
    return {"id": 1, "type": "message", "date": "2025-03-31T10:30:00", "from": sender, "text": text, **more}


def chat(*messages: Any, **more: Any) -> dict[str, Any]:
    return {"name": "Лена", "type": "personal_chat", "id": 5, "messages": list(messages), **more}


SERVICE = {
    "id": 2,
    "type": "service",
    "date": "2025-03-30T10:00:00",
    "actor": "Лена",
    "action": "phone_call",
    "text": "",
}
CHAT = chat(
    SERVICE,
    message("Лена", "Привет!"),
    message("Павел", ["Смотри ", {"type": "link", "text": "example.org"}, ", это важно"], edited="2025-03-31T10:40:00"),
)
SAID = [("Лена", "Привет!", None, None), ("Павел", "Смотри example.org, это важно", None, None)]
EVERYTHING = {
    "about": "Here is the data you requested.",
    "personal_information": {"first_name": "Павел"},
    "chats": {"about": "…", "list": [CHAT, chat(message("Ира", "Да."), name="Ира")]},
    "left_chats": {"about": "…", "list": [chat(message("Олег", "Нет."), type="private_group", name="Группа")]},
}
SAMPLES = [CHAT, EVERYTHING, chat(message("Лена", "", text_entities=[{"type": "plain", "text": "Да"}]))]


@pytest.mark.parametrize("value", [CHAT, EVERYTHING, chat(), {"messages": CHAT["messages"]}])
def test_exports_are_recognised(value: Any) -> None:
    assert name_of(MESSENGERS, value) == "telegram-json"


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {},
        {"messages": []},
        {"messages": "text", "type": "personal_chat"},
        {"messages": [], "type": ["personal_chat"]},
        {"messages": [{"role": "user", "content": "Привет"}]},
        {"messages": [{"type": "message", "ts": "1743445800.1", "user": "U1", "text": "Привет"}]},
        {"messages": [{"type": ["message"], "date": "2025-03-31"}]},
        {"chats": [CHAT]},
        {"chats": {"list": []}},
        [CHAT],
    ],
)
def test_other_records_are_no_export(value: Any) -> None:
    assert name_of(MESSENGERS, value) is None


def test_messages_are_lines_of_their_senders_without_times() -> None:
    assert said_in(MESSENGERS, CHAT) == SAID


def test_chat_gives_its_name_its_first_written_day_and_who_wrote() -> None:
    header = format_of(MESSENGERS, CHAT).extract(CHAT).body.header
    assert header == Header("Лена", "2025-03-31", ("Лена", "Павел"))


def test_message_of_white_space_alone_tells_neither_day_nor_person() -> None:
    value = chat(message("Ира", " ", date="2025-01-01T00:00:00"), message("Лена", "Да."))
    assert format_of(MESSENGERS, value).extract(value).body.header == Header("Лена", "2025-03-31", ("Лена",))


def test_export_of_everything_gives_all_chats_and_no_one_name() -> None:
    assert said_in(MESSENGERS, EVERYTHING) == [*SAID, ("Ира", "Да.", None, None), ("Олег", "Нет.", None, None)]
    header = format_of(MESSENGERS, EVERYTHING).extract(EVERYTHING).body.header
    assert header == Header(None, "2025-03-31", ("Лена", "Павел", "Ира", "Олег"))


@pytest.mark.parametrize(
    "silent",
    [
        SERVICE,
        {**SERVICE, "text": "Лена звонит"},
        message("Лена", "", photo="photos/1.jpg"),
        message("Лена", "", sticker_emoji="👍", media_type="sticker"),
        message("Лена", "", poll={"question": "Когда?", "answers": []}),
        message("Лена", []),
        message("Лена", None),
    ],
)
def test_what_holds_no_written_text_is_left_out(silent: Any) -> None:
    assert said_in(MESSENGERS, chat(silent, message("Павел", "Да."))) == [("Павел", "Да.", None, None)]


def test_caption_of_a_photo_is_written_text() -> None:
    assert said_in(MESSENGERS, chat(message("Лена", "Моё резюме", photo="1.jpg")))[0][1] == "Моё резюме"


def test_forwarded_message_belongs_to_its_sender() -> None:
    assert said_in(MESSENGERS, chat(message("Лена", "Вакансия", forwarded_from="HR")))[0][0] == "Лена"


def test_entities_stand_in_for_a_missing_text() -> None:
    entities = [{"type": "plain", "text": "Да, "}, {"type": "bold", "text": "готово"}]
    assert said_in(MESSENGERS, chat(message("Лена", "", text_entities=entities)))[0][1] == "Да, готово"


def test_sender_who_deleted_the_account_has_no_name() -> None:
    assert said_in(MESSENGERS, chat(message(None, "Да."))) == [(None, "Да.", None, None)]


def test_lines_of_one_message_stay_one_segment() -> None:
    assert said_in(MESSENGERS, chat(message("Лена", "Раз\n\nДва"))) == [("Лена", "Раз Два", None, None)]


@given(value=st.deferred(lambda: damaged(SAMPLES)))
@settings(derandomize=True, deadline=None, max_examples=400)
def test_damaged_exports_give_what_is_left_of_them(value: Any) -> None:
    for known in MESSENGERS:
        if known.recognises(value):
            lines_of(known.extract(value))
