"""JSON of messengers: the exports of Telegram, one chat or all. Knows nothing of files.

The clock time of a message is no time in a recording, so lines of a chat have none.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from rag.read.body import Header, Script, Utterance, write_script
from rag.read.fields import day_of, line_of, record_of, records_of, speaker_of, text_of
from rag.read.formats import RecordFormat

_Record = Mapping[str, Any]

_CHAT_LISTS = ("chats", "left_chats")
_CHAT_TYPES = frozenset(
    {
        "personal_chat", "bot_chat", "saved_messages", "replies", "verification_codes",
        "private_group", "private_supergroup", "public_supergroup", "private_channel", "public_channel",
    }
)  # fmt: skip
_MESSAGE_TYPES = frozenset({"message", "service", "unsupported"})
_MESSAGE_FIELDS = frozenset({"type", "date"})


def _chats(value: Any) -> list[_Record]:
    """The chats of an export of everything, or the one chat."""
    record = record_of(value)
    listed = [chat for name in _CHAT_LISTS for chat in records_of(record_of(record.get(name)).get("list"))]
    return [chat for chat in listed or [record] if _is_chat(chat)]


def _is_chat(chat: _Record) -> bool:
    messages = records_of(chat.get("messages"))
    proper = [message for message in messages if _is_message(message)]
    kind = chat.get("type")
    is_known_type = isinstance(kind, str) and kind in _CHAT_TYPES
    return isinstance(chat.get("messages"), list) and (
        len(proper) * 2 > len(messages) or (is_known_type and not messages)
    )


def _is_message(message: _Record) -> bool:
    kind = message.get("type")
    return isinstance(kind, str) and kind in _MESSAGE_TYPES and message.keys() >= _MESSAGE_FIELDS


def _is_telegram(value: Any) -> bool:
    return bool(_chats(value))


def _telegram(value: Any) -> Script:
    chats = _chats(value)
    messages = [
        (message, text)
        for chat in chats
        for message in records_of(chat["messages"])
        if message.get("type") == "message" and (text := _text(message)).strip()
    ]
    spoken = [Utterance(text, speaker_of(message.get("from"))) for message, text in messages]
    people = tuple(dict.fromkeys(said.speaker for said in spoken if said.speaker))
    title = line_of(chats[0].get("name")) if len(chats) == 1 else None
    first_day = next((day_of(message.get("date")) for message, _ in messages), None)
    return write_script(spoken, Header(title, first_day, people))


def _text(message: _Record) -> str:
    """What was typed: a text, or pieces of which some are marked as links, names or bold."""
    return "".join(_pieces(message.get("text"))) or "".join(_pieces(message.get("text_entities")))


def _pieces(value: Any) -> Iterator[str]:
    for piece in value if isinstance(value, list) else [value]:
        yield text_of(piece.get("text")) if isinstance(piece, dict) else text_of(piece)


MESSENGERS: tuple[RecordFormat, ...] = (RecordFormat("telegram-json", _is_telegram, _telegram),)
